"""Every draft of every kind and tone, over all the situations written for the tests."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from coach.errors import UnknownName
from coach.evaluate.messages import MOST_SHARED, full_sentences
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.draft import Draft, DraftKind, DraftTone
from coach.vocabulary.signs import SignId
from coach.write import blanks_in, check, draft
from coach.write.kinds import kinds

ALL = [(kind, tone) for kind in DraftKind for tone in DraftTone]
FILES = re.compile(r"\b(?:files?|access details|logins?|passwords?|accounts|data|documents?|documentation)\b", re.I)


@pytest.fixture(scope="module")
def drafts(told: list[Any]) -> dict[tuple[DraftKind, DraftTone], list[tuple[Any, Draft]]]:
    return {(kind, tone): [(one, draft(one.situation, kind, tone, one.signs)) for one in told] for kind, tone in ALL}


def every(drafts: dict[Any, list[tuple[Any, Draft]]]) -> Iterator[tuple[Any, Draft]]:
    for pairs in drafts.values():
        yield from pairs


def test_every_draft_passes_its_own_checks_but_for_blanks(drafts: Any) -> None:
    faults = [
        (one.id, made.kind, made.tone, finding.rule, finding.quote)
        for one, made in every(drafts)
        for finding in made.findings
        if finding.rule != "blank_left_open"
    ]
    assert faults == []


@pytest.mark.parametrize("kind", list(DraftKind))
def test_drafts_pass_the_close_checks_too(kind: DraftKind, drafts: Any) -> None:
    picked = [pair for i, tone in enumerate(DraftTone) for pair in drafts[kind, tone][i::14]]
    faults = [
        (one.id, made.tone, finding.rule, finding.quote)
        for one, made in picked
        for finding in check(made.body, kind, one.situation).findings
        if finding.rule != "blank_left_open"
    ]
    assert faults == []


def test_every_outline_item_is_in_the_words(drafts: Any) -> None:
    for one, made in every(drafts):
        words = f"{made.subject}\n{made.body}"
        for item in made.outline:
            held = item.value or item.blank
            assert held, (one.id, made.kind, item)
            assert held.lower() in words.lower(), (one.id, made.kind, item)


def test_blanks_are_named_and_listed(drafts: Any) -> None:
    for _, made in every(drafts):
        words = f"{made.subject}\n{made.body}"
        assert made.blanks == blanks_in(words)
        missing = [item.blank for item in made.outline if item.value is None]
        assert all(blank in made.blanks for blank in missing)


def test_fillings_leave_no_trace_of_the_machine(drafts: Any) -> None:
    trace = re.compile(r"[{}<>¶|]|\bNone\b|\b(?:I|me|my|Me|My)!|  | [,.;:]|\.\.|[,;:]\.|\ba [aeio]\w+ (?:of|and)")
    for one, made in every(drafts):
        found = trace.search(made.body)
        assert found is None, (one.id, made.kind, made.body[max(0, found.start() - 40) : found.end() + 20])


@pytest.mark.parametrize("kind", list(DraftKind))
def test_two_drafts_of_a_kind_share_few_sentences(kind: DraftKind, drafts: Any) -> None:
    fits = kinds()[kind].fits
    said = [
        (one.id, full_sentences(made.body))
        for tone in DraftTone
        for one, made in drafts[kind, tone]
        if fits(one.situation.relation)
    ]
    shares = [len(a & b) / max(min(len(a), len(b)), 1) for (i, a), (j, b) in combinations(said, 2) if i != j]
    assert sum(shares) / len(shares) <= 0.05
    assert max(shares) <= MOST_SHARED


def test_a_kind_fits_the_sides_it_is_sent_to() -> None:
    assert not kinds()[DraftKind.FORMAL_NOTICE].fits(Relation.PROSPECT)
    assert not kinds()[DraftKind.REFERRAL].fits(Relation.VENDOR)
    assert [relation for relation in Relation if kinds()[DraftKind.END_VENDOR].fits(relation)] == [Relation.VENDOR]


def test_a_seed_gives_other_words_for_the_same_content(told: list[Any]) -> None:
    one = told[0]
    first, again, other = (draft(one.situation, signs=one.signs, seed=seed) for seed in (0, 0, 1))
    assert first == again
    assert first.body != other.body
    assert [item.id for item in first.outline] == [item.id for item in other.outline]


def test_tone_changes_the_words_and_not_the_content(drafts: Any) -> None:
    for same in zip(*(drafts[DraftKind.EXIT_EMAIL, tone] for tone in DraftTone), strict=True):
        made = [each for _, each in same]
        assert len({each.body for each in made}) == len(DraftTone)
        assert len({tuple(item.id for item in each.outline) for each in made}) == 1


def test_facts_of_the_case_are_used_and_none_is_made_up(told: list[Any]) -> None:
    for one in told:
        made = draft(one.situation, DraftKind.EXIT_EMAIL, signs=one.signs)
        figures = set(re.findall(r"\d[\d.,]*\d|\d", made.body))
        assert all(figure in one.situation.text for figure in figures), (one.id, figures)
        for item in made.outline:
            if item.source:
                assert item.source in one.situation.text


def test_what_the_user_typed_into_a_form_fills_the_blank(told: list[Any]) -> None:
    situation = told[3].situation.with_fact(FactKind.END_DATE, "31 October").with_fact(FactKind.YOU, "Noor")
    made = draft(situation, DraftKind.EXIT_EMAIL)
    assert "31 October" in made.body
    assert made.body.endswith("\nNoor")
    assert "[end date]" not in made.blanks


def test_a_vendor_is_asked_for_the_final_invoice_and_not_sent_one(told: list[Any], drafts: Any) -> None:
    vendors = {one.id for one in told if one.situation.relation is Relation.VENDOR}
    assert len(vendors) >= 3
    billed = re.compile(r"\b(?:my|our) (?:final|last|closing) invoice\b|\bI will invoice\b")
    for one, made in every(drafts):
        if one.id in vendors:
            assert not billed.search(made.body), (one.id, made.kind, made.body)


def test_a_prospect_is_not_told_of_an_agreement_that_never_was(told: list[Any], drafts: Any) -> None:
    prospects = {one.id for one in told if one.situation.relation is Relation.PROSPECT}
    assert len(prospects) >= 2
    agreed = re.compile(r"\b(?:our|the) (?:agreement|contract|engagement)\b|last day|final invoice")
    kinds = (DraftKind.EXIT_EMAIL, DraftKind.CALL_SCRIPT, DraftKind.CHAT_MESSAGE, DraftKind.FORMAL_NOTICE)
    for one, made in every(drafts):
        if one.id in prospects and made.kind in kinds:
            assert not agreed.search(made.body), (one.id, made.kind, made.body)


def test_after_abuse_contact_is_in_writing_and_there_are_no_thanks() -> None:
    situation = Situation.from_text(
        "My client Gary Holt screamed at my apprentice on site, called him a useless idiot and threatened to come to my "
        "house. We are fitting his kitchen. I want to end this at once and never speak to him on the phone again."
    )
    for tone in DraftTone:
        made = draft(situation, DraftKind.EXIT_EMAIL, tone, (SignId.VERBAL_ABUSE,))
        assert re.search(r"\b(?:in writing|written|e-?mail|by letter)\b", made.body)
        assert not re.search(r"\bthank", made.body, re.I)
        assert {item.id for item in made.outline}.isdisjoint({"thanks", "referral"})


def test_the_reason_follows_from_the_case() -> None:
    by_words = {
        "I want to do other work from now on.": r"other work|spend my time|another direction|another turn|my (?:own )?plans|where I want my work|giving (?:this|up)|I take on|narrowing|reorganising|elsewhere|different (?:kind|range)|change of direction|what I do|own business",
        "I lose money on this.": r"terms|pay|viable|figures|business|engagement|agreement provides|commercial|numbers",
        "I do not have the time for it.": r"time|hours|capacity|calendar|scope|commitments|more than I can",
        "It is not a good fit.": r"match|need|fit|another way|best|approach|good at|requirements|require|looking for|calls for|want different things|ways of working",
    }
    for reason_told, words in by_words.items():
        situation = Situation.from_text(
            f"My client Orla Byrne runs a bakery and I do her newsletter. {reason_told} I want to end it."
        )
        for tone in DraftTone:
            made = draft(situation, DraftKind.EXIT_EMAIL, tone)
            reason = next(item.value for item in made.outline if item.id == "reason")
            assert re.search(words, reason or ""), (reason_told, tone, reason)


def test_no_reason_is_given_where_none_was_told() -> None:
    situation = Situation.from_text("My client Orla Byrne runs a bakery and I do her newsletter. I want to end it.")
    made = draft(situation, DraftKind.EXIT_EMAIL, signs=(SignId.LOSING_MONEY,))
    assert "reason" not in {item.id for item in made.outline}


def test_a_reset_offers_terms_that_answer_the_signs() -> None:
    situation = Situation.from_text(
        "My client Orla Byrne pays late every time, the March invoice was 40 days late and $800 is overdue now. She also texts "
        "me at midnight and on Sundays. I run the newsletter for her and I would like to keep her if this changes."
    )
    made = draft(situation, DraftKind.RESET_EMAIL, signs=(SignId.LOSING_MONEY, SignId.TAKEN_ADVANTAGE))
    assert re.search(r"paid|pay|invoice", made.body)
    assert re.search(r"office hours|working hours|weekend|evening|nine|business day|working day", made.body)
    assert "1. " in made.body
    assert "2. " in made.body
    assert "$800" in made.body


def test_an_unknown_kind_or_tone_is_refused_with_the_names_there_are(told: list[Any]) -> None:
    with pytest.raises(UnknownName) as refused:
        draft(told[0].situation, "love-letter")
    assert "exit-email" in refused.value.hint
    with pytest.raises(UnknownName, match="angry"):
        draft(told[0].situation, "exit-email", "angry")


GROOMER = (
    "I groom dogs, and Mrs Zoë O'Brien has been a customer for two years. She is late every time and then wants to be "
    "first. I still have her spare lead and the clippers blade she bought. I want to stop on 30 June."
)


@pytest.mark.parametrize("tone", list(DraftTone))
@pytest.mark.parametrize("relation", list(Relation))
def test_work_done_by_hand_is_not_handed_over_as_files(tone: DraftTone, relation: Relation) -> None:
    situation = Situation.from_text(GROOMER).model_copy(update={"relation": relation})
    for kind in DraftKind:
        for seed in range(3):
            made = draft(situation, kind, tone, seed=seed)
            found = FILES.search(f"{made.subject}\n{made.body}")
            assert found is None, (kind, made.body)


@pytest.mark.parametrize("tone", list(DraftTone))
def test_what_the_teller_still_holds_is_said_to_go_back(tone: DraftTone) -> None:
    situation = Situation.from_text(GROOMER)
    ending = (
        DraftKind.EXIT_EMAIL,
        DraftKind.FORMAL_NOTICE,
        DraftKind.CALL_SCRIPT,
        DraftKind.TALKING_POINTS,
        DraftKind.CHAT_MESSAGE,
        DraftKind.HANDOVER_NOTE,
    )
    for kind in ending:
        made = draft(situation, kind, tone)
        assert "the spare lead and the clippers blade" in made.body.lower(), (kind, made.body)
        item = next(item for item in made.outline if item.id == "held")
        assert item.source == "her spare lead"


def test_what_is_held_against_payment_is_returned_against_payment() -> None:
    situation = Situation.from_text(
        "Our customer Piet Smit owes us $900 and $700. Eleven moulds of his are in our hall. They go back against payment, "
        "as the contract says. I want to stop on 30 June."
    )
    made = draft(situation, DraftKind.EXIT_EMAIL)
    assert "the eleven moulds" in made.body.lower()
    assert re.search(
        r"paid|payment|settled", next(item.value or "" for item in made.outline if item.id == "held") + made.body
    )


def test_a_vendor_is_asked_for_what_they_hold() -> None:
    situation = Situation.from_text(
        "The lift firm is our supplier and comes two days late. They hold the machine-room key and the shaft drawings."
    )
    made = draft(situation, DraftKind.END_VENDOR)
    assert "the machine-room key and the shaft drawings" in made.body


def test_work_that_ends_at_once_speaks_of_no_notice_and_of_nothing_to_finish() -> None:
    situation = Situation.from_text(
        "My client Aurelio Sala moved money behind the bank's back. Under article 9 I may give 90 days' notice or end it at "
        "once if I cannot do it lawfully. I wish to resign at once."
    )
    for kind in (DraftKind.EXIT_EMAIL, DraftKind.FORMAL_NOTICE):
        made = draft(situation, kind)
        assert "90 days" not in made.body
        assert "[work to finish]" not in made.blanks


def test_what_is_still_delivered_is_not_what_ends() -> None:
    situation = Situation.from_text(
        "I translate for a publisher, and my contact person is Matthias Brandt. I still have to finish the spring catalogue."
    )
    made = draft(situation, DraftKind.EXIT_EMAIL)
    assert made.body.count("spring catalogue") == 1


def test_no_clause_is_asked_for_where_there_is_no_contract() -> None:
    situation = Situation.from_text(
        "My client Ramón Diaz cancels every week. We have nothing in writing, only a handshake."
    )
    assert "[clause]" not in draft(situation, DraftKind.FORMAL_NOTICE).blanks


def test_in_a_meeting_nobody_speaks_of_a_call(drafts: Any) -> None:
    called = re.compile(r"\b(?:am calling|this call|the call|taking the call|picking up)\b")
    for tone in DraftTone:
        for one, made in drafts[DraftKind.TALKING_POINTS, tone]:
            assert not called.search(made.body), (one.id, made.body)


def test_a_date_is_written_as_people_write_it(told: list[Any]) -> None:
    one = next(one for one in told if one.id == "club-physio")
    made = draft(one.situation, DraftKind.EXIT_EMAIL, signs=one.signs)
    assert "24 April 2027" in made.body


@pytest.mark.parametrize(
    ("case", "secret"),
    [
        ("live-sound", r"doctor|fortnight|shak"),
        ("ghostwriter", r"swimmer|memoir"),
        ("vendor-staffing", r"licens|caravan|women|cup of tea"),
        ("prospect-headhunter", r"2027|undertaking|twenty-four months|biscuit"),
        ("guard-firm", r"monkey|kid|keisha"),
        ("holiday-lets", r"report him|smell"),
        ("sign-interpreter", r"surgery|patient|deaf"),
        ("nanny", r"\bPip\b|\bSaar\b"),
        ("vendor-lift", r"Åkerblom|dialys"),
    ],
)
def test_what_must_stay_out_stays_out(case: str, secret: str, drafts: Any) -> None:
    for one, made in every(drafts):
        if one.id == case and kinds()[made.kind].fits(one.situation.relation):
            found = re.search(secret, f"{made.subject}\n{made.body}", re.I)
            assert found is None, (made.kind, made.tone, made.body)
