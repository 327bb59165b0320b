import re
from collections import defaultdict

from coach.assess.cues import Cue
from coach.assess.telling import next_steps, tell
from coach.assess.verdict import Decision, Facts, Ground
from coach.content import load_signs
from coach.situation import Relation, Situation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
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
