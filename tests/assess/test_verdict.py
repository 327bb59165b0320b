from collections import defaultdict

import pytest

from coach.assess.cues import Cue, read_cues
from coach.assess.verdict import Decision, Facts, Ground, decide
from coach.content import load_signs
from coach.situation import Relation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

QUOTE = Evidence(quote="x", start=0, end=1)


def sign(id_: SignId, confidence: float = 0.9) -> ReportedSign:
    return ReportedSign(
        id=id_,
        confidence=confidence,
        severity=load_signs()[id_].severity,
        evidence=(QUOTE,),
        sources=load_signs()[id_].passages,
    )


def possible(id_: SignId) -> PossibleSign:
    return PossibleSign(id=id_, confidence=0.3, question="?", evidence=(QUOTE,))


def given(
    *signs: SignId, cues: tuple[Cue, ...] = (), maybe: tuple[SignId, ...] = (), words: int = 120, **more
) -> Facts:
    shown = defaultdict(tuple, dict.fromkeys(cues, (QUOTE,)))
    return Facts(
        signs=tuple(sign(id_) for id_ in signs),
        possible=tuple(possible(id_) for id_ in maybe),
        cues={cue: shown[cue] for cue in Cue},
        relation=more.get("relation", Relation.CLIENT),
        words=words,
    )


S = SignId


@pytest.mark.parametrize(
    ("facts", "action"),
    [
        (given(S.TAKEN_ADVANTAGE, S.TIME_DRAIN), Action.REPAIR),
        (given(S.DISRESPECT, cues=(Cue.UNTRIED,)), Action.REPAIR),
        (given(S.FAILED_REPAIRS, S.BACK_CHANNEL), Action.EXIT),
        (given(S.FAILED_REPAIRS, cues=(Cue.TRIED,)), Action.EXIT),
        (given(S.VERBAL_ABUSE, cues=(Cue.ABUSE, Cue.PATTERN)), Action.EXIT_NOW),
        (given(S.VERBAL_ABUSE), Action.EXIT_NOW),
        (given(S.VERBAL_ABUSE, cues=(Cue.ABUSE, Cue.SOLVED)), Action.REPAIR),
        (given(cues=(Cue.DANGER,)), Action.EXIT_NOW),
        (given(S.CULTURE_CLASH, cues=(Cue.ETHICS,)), Action.EXIT_NOW),
        (given(S.CULTURE_CLASH), Action.EXIT),
        (given(S.DISRESPECT, S.MICROMANAGEMENT, maybe=(S.FAILED_REPAIRS,), cues=(Cue.TRIED,)), Action.EXIT),
        (given(S.DISRESPECT, S.MICROMANAGEMENT, maybe=(S.FAILED_REPAIRS,)), Action.REPAIR),
        (given(S.WELLBEING_TOLL, S.DISRESPECT, S.UNDERMINING, cues=(Cue.TRIED,)), Action.EXIT),
        (given(words=9), Action.ASK),
        (given(words=9, cues=(Cue.PRAISE,)), Action.KEEP),
        (given(cues=(Cue.SOLVED,)), Action.KEEP),
        (given(maybe=(S.DISRESPECT, S.POOR_FIT)), Action.ASK),
        (given(), Action.KEEP),
        (given(S.DISRESPECT, relation=Relation.PROSPECT), Action.EXIT),
        (given(S.POOR_FIT, relation=Relation.PROSPECT), Action.REPAIR),
    ],
)
def test_the_rules_give_the_action_a_fair_adviser_would(facts, action):
    assert decide(facts).action is action


def test_danger_outweighs_everything_else():
    facts = given(S.FAILED_REPAIRS, S.LOSING_MONEY, cues=(Cue.DANGER, Cue.PRAISE, Cue.SOLVED))
    assert decide(facts) == Decision(Action.EXIT_NOW, (Ground.DANGER,))


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("He threatened to come to my house.", Cue.DANGER),
        ("She waited outside my studio again last night.", Cue.DANGER),
        ("I don't want to live any more.", Cue.SELF_HARM),
        ("They want us to backdate the inspection report.", Cue.ETHICS),
        ("He called my assistant a useless cow.", Cue.ABUSE),
        ("I've raised it with them twice.", Cue.TRIED),
        ("I have never told her how much it bothers me.", Cue.UNTRIED),
        ("They always pay on time.", Cue.PRAISE),
        ("I should have put it in writing.", Cue.OWN_FAULT),
        ("They are our biggest client.", Cue.DEPENDENCE),
        ("He still hasn't paid the May invoice.", Cue.OWED),
    ],
)
def test_cues_are_seen_in_plain_sentences(sentence, cue):
    (evidence,) = read_cues(sentence)[cue]
    assert evidence.is_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("She has never threatened me.", Cue.DANGER),
        ("He threatened us with a bad review.", Cue.DANGER),
        ("That deadline would be commercial suicide.", Cue.SELF_HARM),
        ("They have never asked us to fake anything.", Cue.ETHICS),
        ("My last client shouted at me every day.", Cue.ABUSE),
        ("I haven't raised it with them.", Cue.TRIED),
        ("He is not polite.", Cue.PRAISE),
        ("He says it's my fault.", Cue.OWN_FAULT),
        ("I need a week to think.", Cue.DEPENDENCE),
    ],
)
def test_negation_and_other_peoples_stories_are_no_cues(sentence, cue):
    assert read_cues(sentence)[cue] == ()
