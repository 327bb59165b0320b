"""Claims, what was said, and what stays out: no message asserts what nobody told."""

import pytest

from coach.content import read_yaml
from coach.situation import Relation, Situation
from coach.vocabulary.draft import DraftKind, DraftLength, DraftTone
from coach.write import draft
from coach.write.case import read_case, slots
from coach.write.claims import claims, may_say, unsupported
from coach.write.kinds import kinds
from coach.write.leaves_out import left_out, must_stay_out
from coach.write.phrases import part, wordings
from coach.write.said import clause_of, reason_given, said_slots

BARE = frozenset[str]()


@pytest.mark.parametrize("tone", list(DraftTone))
@pytest.mark.parametrize("relation", list(Relation))
def test_every_part_can_be_said_where_little_is_known(tone: DraftTone, relation: Relation) -> None:
    """A part with nothing special about it has at least two wordings that assert nothing."""
    for kind in kinds().values():
        if not kind.fits(relation):
            continue
        for name in {name for block in kind.blocks(relation) for name in block.parts}:
            entry = part(name)
            known = frozenset(entry.get("when", ())) | frozenset(entry.get("facts", ()))
            if name.startswith("theme_"):
                continue
            for by_hand in (False, True):
                if by_hand and "things" in entry.get("unless", ()):
                    continue
                found = [w for w in wordings(name, relation, tone, "none", by_hand) if may_say(w, relation, known)]
                assert len(found) >= (1 if name.endswith("greeting") or name == "letter_head" else 2), (
                    kind.id,
                    name,
                    relation,
                    tone,
                    by_hand,
                )


def test_a_claim_needs_its_fact() -> None:
    assert not may_say("Notice under our contract.", Relation.CLIENT, BARE)
    assert may_say("Notice under our contract.", Relation.CLIENT, frozenset({"contract"}))
    assert not may_say("Thank you for prompt payment.", Relation.CLIENT, frozenset({"pays_well", "overdue"}))
    assert not may_say("I will delete the documents.", Relation.PROSPECT, BARE)
    assert may_say("My last day is 30 June.", Relation.CLIENT, BARE)
    assert [claim for claim, _ in unsupported("Payment as agreed.", Relation.CLIENT, BARE)] == [
        "terms that were agreed"
    ]


def test_every_claim_can_be_covered_by_something_the_case_reads() -> None:
    flags = set(read_yaml("phrases", "said.yaml")["flags"]) | set(slots()["facts"])
    read = flags | {"pays_well", "overdue", "abuse", "called_off", "plural", "referral", "contract"}
    for claim in claims():
        assert claim.needs | claim.not_with <= read, claim


def test_a_clause_counts_only_where_it_speaks_of_ending() -> None:
    words = slots()["clause"]
    said = clause_of("Clause 4.2 limits it to two rounds. Under clause 8.2 either side can end it.", words)
    assert said is not None
    assert said.value == "clause 8.2"
    assert clause_of("Clause 4.2 limits it to two rounds of changes.", words) is None


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("the may invoice is overdue, five weeks now", "invoice", "the may invoice"),
        ("They pay us £1,450 a month for it.", "fee", "£1,450 a month"),
        ("She paid a deposit of £600. I will give it back.", "refund", "£600"),
        ("he has admin rights on my ads manager account and i want them off", "rights", "admin rights on my ads manager account"),
        ("I told her that my colleague Tomás Rey takes on small houses.", "referee", "Tomás Rey"),
        ("She booked me for 12 October.", "event", "12 October"),
    ],
)  # fmt: skip
def test_what_was_said_is_read_with_its_sentence(text: str, slot: str, value: str) -> None:
    found = said_slots(text)[slot]
    assert found.value == value
    assert value in found.quote


def test_a_deposit_that_nobody_gives_back_is_no_refund() -> None:
    assert "refund" not in said_slots("She paid a deposit of £600 and then went quiet.")


def test_a_reason_needs_words() -> None:
    assert reason_given("He shouts and he is late.", Relation.CLIENT) == ("none", "")
    category, quote = reason_given("It is a lot. I do not have the hours for it.", Relation.CLIENT)
    assert (category, quote) == ("capacity", "I do not have the hours for it.")


def test_a_notice_is_named_and_never_said_to_be_kept() -> None:
    situation = Situation.from_text("My client Ana Ruiz has 30 days' notice in the contract. I stop on 30 June.")
    for kind in (DraftKind.EXIT_EMAIL, DraftKind.FORMAL_NOTICE):
        for seed in range(8):
            body = draft(situation, kind, seed=seed).body.replace("’", "'")
            assert "30 days" in body
            for claimed in ("This keeps to", "allows for", "starts with this", "from today", "is observed", "kept to"):
                assert claimed not in body


def test_one_late_invoice_is_not_made_a_habit() -> None:
    situation = Situation.from_text("My client Ana Ruiz is good to work with. The May invoice is overdue.")
    for seed in range(8):
        body = draft(situation, DraftKind.RESET_EMAIL, seed=seed).body
        assert "May invoice" in body
        assert not any(word in body for word in ("repeatedly", "more than once", "several invoices"))


def test_a_month_belongs_to_what_happened_in_it() -> None:
    text = "My client Ana Ruiz pays late, and in February she had a baby."
    theme = read_case(Situation.from_text(text)).themes[0]
    assert (theme.id, theme.instance) == ("late_payment", None)


def test_a_theme_needs_a_sentence_that_shows_it() -> None:
    from coach.vocabulary.signs import SignId

    case = read_case(Situation.from_text("My client Ana Ruiz is difficult to work with."), [SignId.LOSING_MONEY])
    assert [theme.id for theme in case.themes] == ["expectations"]


def test_every_kind_says_what_it_leaves_out() -> None:
    for kind in kinds().values():
        assert kind.leaves_out, kind.id
        assert set(kind.leaves_out) <= set(left_out())


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("I am ending it on 30 June. You are a control freak.", DraftKind.EXIT_EMAIL, "diagnosis"),
        ("I am ending it for now.", DraftKind.EXIT_EMAIL, "way_back"),
        ("I am so sorry, but I have to go.", DraftKind.CHAT_MESSAGE, "apology"),
        ("My doctor says I have to stop.", DraftKind.EXIT_EMAIL, "health"),
        ("I would stay if you pay double.", DraftKind.END_VENDOR, "bargain"),
        ("Pay, or else I will post this.", DraftKind.FINAL_INVOICE_NOTE, "threat"),
        ("Please take this as notice.", DraftKind.RESET_EMAIL, "decision"),
        ("The password is kitten7.", DraftKind.HANDOVER_NOTE, "secrets"),
        ("He will not let you down.", DraftKind.REFERRAL, "guarantee"),
        ("Good riddance to that nightmare.", DraftKind.TEAM_NOTE, "client_gossip"),
        ("I will help for as long as you need.", DraftKind.HANDOVER_NOTE, "free_work"),
    ],
)
def test_what_must_stay_out_is_found(text: str, kind: DraftKind, what: str) -> None:
    found = list(must_stay_out(text, kind))
    assert what in {one.id for one in found}
    assert all(text[one.start : one.end].strip() for one in found)


def test_a_plain_message_holds_nothing_that_stays_out() -> None:
    text = "Dear Ana,\n\nI have decided to end our agreement on 30 June. I will finish the report. Thank you.\n\nTom"
    assert all(not list(must_stay_out(text, kind)) for kind in (DraftKind.EXIT_EMAIL, DraftKind.CHAT_MESSAGE))


def test_a_short_message_is_shorter_and_a_long_one_longer() -> None:
    situation = Situation.from_text(
        "My client Ana Ruiz has me lay out her magazine. I still have to finish the May issue."
    )
    short, normal, long = (len(draft(situation, length=one).body.split()) for one in DraftLength)
    assert short < normal < long


def test_a_letter_has_a_head_and_a_chat_no_subject() -> None:
    situation = Situation.from_text(
        "My client Karen Holt of Holt Interiors Ltd has a contract with me. I do her bookkeeping and stop on 30 June."
    )
    letter = draft(situation, DraftKind.FORMAL_NOTICE)
    assert letter.body.startswith("[date]\n\nHolt Interiors Ltd\nKaren Holt\n[their address]\n\nRe: ")
    assert "Dear Karen Holt," in letter.body
    assert "[date of the contract]" in letter.blanks
    assert draft(situation, DraftKind.CHAT_MESSAGE).subject == ""


def test_a_draft_knows_whom_it_goes_to() -> None:
    situation = Situation.from_text("My client Karen Holt (karen@holt.example) is rude. I want to stop. - Tom")
    made = draft(situation)
    assert (made.to, made.sender) == ("Karen Holt <karen@holt.example>", "Tom")
    assert draft(situation, DraftKind.TEAM_NOTE).to == ""
