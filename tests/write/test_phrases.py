"""The phrase bank and the case: that every part is rich enough, every slot exists, and facts come in cleanly."""

import pytest

from coach.situation import Relation, Situation
from coach.vocabulary.draft import DraftKind, DraftTone
from coach.vocabulary.signs import SignId
from coach.write.case import full_name, read_case, slots
from coach.write.grammar import dated, in_voice, possessive
from coach.write.kinds import kinds
from coach.write.phrases import hands_on, lines, part, phrase_parts, slots_of, without_files, wordings
from coach.write.themes import theme_book
from coach.write.variants import variants

FEW = {
    "greeting",
    "letter_greeting",
    "chat_greeting",
    "team_greeting",
    "referral",
    "letter_head",
    "notice_only",
    "decline_referral",
}  # so short that there are not many ways
LEAST = 4
LEAST_MAIN = 8  # for a client, in the three kinds most used
MAIN = (DraftKind.EXIT_EMAIL, DraftKind.RESET_EMAIL, DraftKind.CALL_SCRIPT)
MADE = {
    "on_end",
    "by_end",
    "until_end",
    "hello_client",
    "bare_project",
    "notice_plain",
    "is_owed",
    "instance",
    "rounds",
    "account",
    "notice_period",
    "addressee",
    "re",
}


DETAILS = {name for theme in theme_book().values() for name in theme.get("details", ())}


def blocks() -> list[tuple[str, str, dict[str, str]]]:
    return [
        (name, key, block)
        for name, entry in phrase_parts().items()
        for key, block in entry.items()
        if isinstance(block, dict)
    ]


def test_every_kind_has_its_layout_and_every_part_exists() -> None:
    assert set(kinds()) == set(DraftKind)
    for kind in kinds().values():
        for relation in Relation:
            names = [name for block in kind.blocks(relation) for name in block.parts]
            assert names
            assert all(part(name)["label"] for name in names)


@pytest.mark.parametrize("tone", list(DraftTone))
def test_every_part_has_many_wordings_in_every_tone(tone: DraftTone) -> None:
    thin = []
    main = {name for kind in MAIN for block in kinds()[kind].blocks(Relation.CLIENT) for name in block.parts}
    for name, key, block in blocks():
        options = lines(block.get("all")) + lines(block.get(str(tone)))
        least = LEAST_MAIN if name in main and key == "client" else LEAST
        if name not in FEW and len(options) < least:
            thin.append((name, key, len(options)))
        assert len(set(options)) == len(options), (name, key, tone)
    assert thin == []


@pytest.mark.parametrize("tone", list(DraftTone))
def test_work_by_hand_has_wordings_of_its_own_where_files_are_spoken_of(tone: DraftTone) -> None:
    for name, entry in phrase_parts().items():
        for relation in Relation:
            if str(relation) in entry and "things" not in entry.get("unless", ()):
                found = wordings(name, relation, tone, by_hand=True)
                assert len(found) >= min(LEAST, len(wordings(name, relation, tone))), (name, relation)
                assert without_files(found) == found, (name, relation)
    assert set(hands_on()) - {"no_files"} <= set(phrase_parts())


def test_every_slot_of_every_wording_is_known() -> None:
    known = set(slots()["facts"]) | set(slots()["compose"]) | MADE
    texts = [line for _, _, block in blocks() for text in block.values() for line in lines(text)]
    texts += [
        line
        for key, by_relation in hands_on().items()
        if key != "no_files"
        for block in by_relation.values()
        for text in block.values()
        for line in lines(text)
    ]
    texts += [
        line
        for theme in theme_book().values()
        for key in ("facts", "impact", "a", "b", "also")
        for line in lines(theme[key])
        if slots_of(line) - set(theme.get("details", ()))
    ]
    for line in texts:
        assert slots_of(line) - DETAILS <= known, line


def test_wordings_fall_back_to_those_for_a_client() -> None:
    assert wordings("signoff", Relation.VENDOR, DraftTone.WARM) == wordings("signoff", Relation.CLIENT, DraftTone.WARM)
    assert wordings("decision", Relation.VENDOR, DraftTone.WARM) != wordings(
        "decision", Relation.CLIENT, DraftTone.WARM
    )


def test_every_theme_has_its_sentences_and_a_relation() -> None:
    for key, theme in theme_book().items():
        assert theme["relations"], key
        for field in ("facts", "impact", "a", "b", "also"):
            assert len(lines(theme[field])) >= 3, (key, field)
        assert all(SignId(sign) for sign in theme["signs"])
    assert variants().words


@pytest.mark.parametrize(
    ("one", "firm"),
    [
        ("I am ending it; my last day is near.", "We are ending it; our last day is near."),
        (
            "Please tell me. I was glad, and I’m sure of myself.",
            "Please tell us. We were glad, and we're sure of ourselves.",
        ),
        ("I! am calling; I have decided.", "I am calling; we have decided."),
        ("Is it mine? My view: I think so.", "Is it ours? Our view: we think so."),
    ],
)
def test_a_firm_speaks_as_we(one: str, firm: str) -> None:
    assert in_voice(one, plural=True) == firm


def test_dates_and_periods_take_the_right_small_words() -> None:
    assert dated("on", "30 June") == "on 30 June"
    assert dated("on", "end of June") == "at the end of June"
    assert dated("by", "the end of the month") == "by the end of the month"
    assert (possessive("30 days"), possessive("one month")) == ("30 days’", "one month’s")


def test_names_come_with_their_first_name_or_title() -> None:
    assert full_name("Then Marisol Vega hired me. Vega was kind.", "Vega") == "Marisol Vega"
    assert full_name("We built it for a Mr Whitcombe over the winter.", "Whitcombe") == "Mr Whitcombe"
    assert full_name("Ingrid Solheim rang. Ingrid said no.", "Ingrid") == "Ingrid Solheim"
    assert full_name("I asked Priya twice.", "Priya") == "Priya"


def test_a_case_leaves_out_what_it_does_not_know() -> None:
    case = read_case(Situation.from_text("My client shouts at me on the phone each week, and I want out of it soon."))
    assert "client" not in case.facts
    assert "end" not in case.facts
    assert case.reason in {"none", "fit", "capacity", "terms", "direction"}


def test_a_case_reads_the_clause_and_the_notice() -> None:
    case = read_case(
        Situation.from_text("My client Ana is rude. Under section 9.2 I can end it with 30 days' notice at any time.")
    )
    assert case.facts["clause"] == "section 9.2"
    assert case.facts["notice"] == "30 days’"
