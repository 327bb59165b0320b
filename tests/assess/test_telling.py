import re
from collections import defaultdict

from coach.assess.cues import Cue
from coach.assess.telling import next_steps, questions, short, tell
from coach.assess.verdict import Decision, Facts, Ground
from coach.content import load_signs
from coach.situation import Relation, Situation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Effect, Raised, Try
from coach.vocabulary.signs import SignId

TEXT = "She shouts at my assistant. The invoice of May is open. I sleep badly."
SHOUTS, INVOICE, SLEEP = (Evidence.at(TEXT, *found.span()) for found in re.finditer(r"[^.]+\.", TEXT))


def sign(id_: SignId, *evidence: Evidence) -> ReportedSign:
    known = load_signs()[id_]
    return ReportedSign(
        id=id_, confidence=0.9, severity=known.severity, evidence=evidence, sources=tuple(known.passages)
    )


def reasons(*signs: ReportedSign, ground: Ground = Ground.BEYOND) -> list[str]:
    facts = Facts(signs, (), defaultdict(tuple, dict.fromkeys(Cue, ())), Relation.CLIENT, 100)
    return list(tell(Decision(Action.EXIT, (ground,)), facts, Situation(text=TEXT)).reasons)


def quotes(lines: list[str]) -> list[str]:
    return re.findall("“([^”]+)”", " ".join(lines))


def test_each_sign_is_told_with_words_of_its_own_where_it_has_some():
    told = reasons(sign(SignId.DISRESPECT, SHOUTS), sign(SignId.LOSING_MONEY, SHOUTS, INVOICE))
    assert quotes(told) == [SHOUTS.quote.rstrip("."), INVOICE.quote.strip().rstrip(".")]


def test_signs_that_rest_on_the_same_words_are_told_together():
    told = reasons(sign(SignId.DISRESPECT, SHOUTS), sign(SignId.TEAM_TOLL, SHOUTS), sign(SignId.LOSING_MONEY, INVOICE))
    assert len(quotes(told)) == len(set(quotes(told))) == 2
    both = next(line for line in told if SHOUTS.quote.rstrip(".") in line)
    assert all(load_signs()[id_].name in both for id_ in (SignId.DISRESPECT, SignId.TEAM_TOLL))


def test_what_the_ground_quotes_is_not_quoted_again_for_a_sign():
    told = reasons(sign(SignId.WELLBEING_TOLL, SLEEP), sign(SignId.TIME_DRAIN, SLEEP, INVOICE), ground=Ground.TOLL)
    assert len(quotes(told)) == len(set(quotes(told)))


def test_where_no_sign_is_clear_the_likeliest_are_told_as_possible_and_the_steps_fit_them():
    maybe = PossibleSign(
        id=SignId.MICROMANAGEMENT, confidence=0.4, question="Do they check every detail?", evidence=(SHOUTS,)
    )
    facts = Facts((), (maybe,), defaultdict(tuple, dict.fromkeys(Cue, ())), Relation.CLIENT, 100)
    decision = Decision(Action.REPAIR, (Ground.REPAIRABLE,))
    known = load_signs()[SignId.MICROMANAGEMENT]
    told = tell(decision, facts, Situation(text=TEXT)).reasons
    assert any(known.name in line and SHOUTS.quote.rstrip(".") in line for line in told)
    assert any(known.try_first[0] in step for step in next_steps(decision, facts))


def made(decision: Decision, *signs: ReportedSign, text: str = TEXT, cues=None, **more):
    shown = defaultdict(tuple, dict.fromkeys(Cue, ())) | (cues or {})
    facts = Facts(signs, more.pop("possible", ()), shown, more.pop("relation", Relation.CLIENT), 100, **more)
    situation = Situation.from_text(text)
    return facts, tell(decision, facts, situation), situation


def test_in_danger_nobody_is_asked_for_their_part_or_for_the_other_side():
    decision = Decision(Action.EXIT_NOW, (Ground.DANGER,))
    facts, told, situation = made(decision, sign(SignId.TAKEN_ADVANTAGE, SHOUTS), cues={Cue.DANGER: (SHOUTS,)})
    known = load_signs()[SignId.TAKEN_ADVANTAGE]
    assert known.my_part not in told.my_part
    assert known.their_side not in told.their_side
    assert not any("legal" in line for line in told.against)
    assert not any(
        known.question in asked for known in facts.possible for asked in questions(decision, facts, situation)
    )


def test_words_that_may_mean_danger_are_asked_about_before_anything_else():
    decision = Decision(Action.EXIT, (Ground.BEYOND,))
    facts, _, situation = made(decision, sign(SignId.DISRESPECT, SHOUTS), unsafe=(SHOUTS,))
    assert "unsafe" in questions(decision, facts, situation)[0]
    assert "safe" in next_steps(decision, facts)[0]
    said_no = facts._replace(in_danger=False)
    assert next_steps(decision, said_no)[0] == next_steps(decision, facts)[1]


def test_words_of_danger_that_are_none_bring_no_emergency_step():
    decision = Decision(Action.KEEP, (Ground.HEALTHY,))
    figure = dict.fromkeys(Action, 0.5) | {Action.EXIT_NOW: 0.01}
    facts, _, _ = made(decision, cues={Cue.DANGER: (SHOUTS,)}, leanings=figure)
    assert not any("emergency" in step for step in next_steps(decision, facts))


def test_a_prospect_is_told_nothing_about_a_contract_that_does_not_exist():
    decision = Decision(Action.EXIT, (Ground.PROSPECT,))
    money = {Cue.OWED: (INVOICE,)}
    facts, told, situation = made(decision, sign(SignId.DISRESPECT, SHOUTS), cues=money, relation=Relation.PROSPECT)
    lines = (*told.against, *questions(decision, facts, situation))
    assert not any("agreement" in line or "notice" in line or INVOICE.quote.strip(" .") in line for line in lines)


def test_a_vendor_is_worded_as_one():
    decision = Decision(Action.REPAIR, (Ground.REPAIRABLE,))
    facts, told, _ = made(decision, sign(SignId.LOSING_MONEY, INVOICE), relation=Relation.VENDOR)
    known = load_signs()[SignId.LOSING_MONEY]
    assert known.vendor is not None
    assert told.my_part == (known.vendor.my_part,)
    assert not any(known.try_first[0].rstrip(".") in step for step in next_steps(decision, facts))


def test_what_was_tried_is_not_proposed_again():
    decision = Decision(Action.REPAIR, (Ground.REPAIRABLE,))
    facts, _, _ = made(decision, sign(SignId.DISRESPECT, SHOUTS))
    known = load_signs()[SignId.DISRESPECT]
    fresh, again = next_steps(decision, facts), next_steps(decision, facts._replace(raised=Raised.ONCE))
    assert any(known.try_first[0].rstrip(".") in step for step in fresh)
    assert not any(known.try_first[0].rstrip(".") in step for step in again)
    assert any(known.try_first[1].rstrip(".") in step for step in again)


def test_what_counts_as_repaired_stands_before_what_to_do_if_not():
    decision = Decision(Action.REPAIR, (Ground.REPAIRABLE,))
    facts, _, _ = made(decision, sign(SignId.DISRESPECT, SHOUTS))
    steps = next_steps(decision, facts)
    assert load_signs()[SignId.DISRESPECT].repaired_when[1:].rstrip(".") in steps[-2]


def test_years_in_the_trade_are_not_years_with_the_client():
    decision = Decision(Action.EXIT, (Ground.BEYOND,))
    trade = "I have been a translator for nineteen years. Sometimes I do not invoice for six weeks."
    together = "I have worked for them for nine years."
    for text, told_of in ((trade, ""), (trade + " " + together, "nine years")):
        _, told, _ = made(decision, sign(SignId.DISRESPECT, SHOUTS), text=text)
        built = [line for line in told.against if "built something" in line]
        assert bool(built) is bool(told_of)
        assert all(told_of in line for line in built)


def test_values_that_clash_are_no_request_to_do_wrong():
    _, told, _ = made(Decision(Action.EXIT, (Ground.VALUES,)), sign(SignId.CULTURE_CLASH, SHOUTS))
    assert not any("being asked" in line for line in told.reasons)


def test_a_long_quote_is_cut_at_a_clause():
    text = "He came to the site at nine in the morning with the architect and the two neighbours, he said that the wall was crooked, and he would not look at the plans which I had printed for him the night before."
    assert short(Evidence.at(text, 0, len(text))).endswith("the wall was crooked …")


def test_the_record_is_told_with_its_date_and_how_often():
    talk = Try(what="asked for one list a week.", effect=Effect.SAME, when="2026-09-01")
    decision = Decision(Action.EXIT, (Ground.TRIED,))
    _, once, _ = made(decision, sign(SignId.DISRESPECT, SHOUTS), tries=(talk,))
    assert "(1 September 2026): “asked for one list a week”, and nothing changed" in once.reasons[0]
    _, twice, _ = made(decision, sign(SignId.DISRESPECT, SHOUTS), tries=(talk, talk))
    assert "2 times" in twice.reasons[0]
