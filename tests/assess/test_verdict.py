from collections import defaultdict

import pytest

from coach.assess.cues import Cue, read_cues
from coach.assess.verdict import Decision, Facts, Ground, decide
from coach.content import load_signs
from coach.situation import Relation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Raised
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
        relation=more.pop("relation", Relation.CLIENT),
        words=words,
        **more,
    )


S, R, A = SignId, Raised, Action
MANY = (S.DISRESPECT, S.MICROMANAGEMENT, S.LOSING_MONEY, S.TIME_DRAIN, S.PESSIMISM)


@pytest.mark.parametrize(
    ("facts", "action"),
    [
        (given(S.TAKEN_ADVANTAGE, S.TIME_DRAIN), Action.REPAIR),
        (given(S.DISRESPECT, raised=R.NO), Action.REPAIR),
        (given(*MANY, raised=R.NO), Action.REPAIR),
        (given(*MANY), Action.EXIT),
        (given(S.DISRESPECT, raised=R.ONCE), Action.REPAIR),
        (given(S.DISRESPECT, raised=R.FAILED), Action.EXIT),
        (given(S.FAILED_REPAIRS, S.BACK_CHANNEL), Action.EXIT),
        (given(S.FAILED_REPAIRS, S.BACK_CHANNEL, raised=R.NO), Action.REPAIR),
        (given(S.WELLBEING_TOLL, S.DISRESPECT, S.UNDERMINING, raised=R.ONCE), Action.EXIT),
        (given(S.POOR_FIT, S.TIME_DRAIN), Action.EXIT),
        (given(S.POOR_FIT, S.TIME_DRAIN, raised=R.NO), Action.REPAIR),
        (given(S.TIME_DRAIN, cues=(Cue.ENDED,)), Action.EXIT),
        (given(S.VERBAL_ABUSE), Action.EXIT_NOW),
        (given(S.VERBAL_ABUSE, raised=R.MENDED), Action.KEEP),
        (given(cues=(Cue.DANGER,)), Action.EXIT_NOW),
        (given(in_danger=True), Action.EXIT_NOW),
        (given(S.CULTURE_CLASH, cues=(Cue.ETHICS,)), Action.EXIT_NOW),
        (given(S.CULTURE_CLASH, asked_to_do_wrong=True), Action.EXIT_NOW),
        (given(S.CULTURE_CLASH), Action.EXIT),
        (given(S.TIME_DRAIN, raised=R.MENDED), Action.KEEP),
        (given(words=9), Action.ASK),
        (given(words=9, goodwill=(QUOTE,), fine=0.8), Action.KEEP),
        (given(maybe=(S.DISRESPECT, S.POOR_FIT), fine=0.2), Action.ASK),
        (given(maybe=(S.DISRESPECT, S.POOR_FIT), fine=0.2, raised=R.NO), Action.REPAIR),
        (given(maybe=(S.DISRESPECT,), fine=0.8), Action.KEEP),
        (given(), Action.KEEP),
        (given(S.TIME_DRAIN, habit=False), Action.KEEP),
        (given(S.DISRESPECT, habit=False), Action.REPAIR),
        (given(S.DISRESPECT, relation=Relation.PROSPECT), Action.EXIT),
        (given(S.POOR_FIT, relation=Relation.PROSPECT), Action.REPAIR),
    ],
)
def test_the_rules_give_the_action_a_fair_adviser_would(facts, action):
    assert decide(facts).action is action


def leaning(action: Action, much: float = 0.9) -> dict[Action, float]:
    return dict.fromkeys(Action, 0.1) | {action: much}


@pytest.mark.parametrize(
    ("facts", "action"),
    [
        (given(S.DISRESPECT, leanings=leaning(A.EXIT)), A.EXIT),
        (given(*MANY, leanings=leaning(A.REPAIR)), A.REPAIR),
        (given(S.TIME_DRAIN, leanings=leaning(A.KEEP)), A.KEEP),
        (given(S.TIME_DRAIN, leanings=leaning(A.REPAIR, 0.12)), A.REPAIR),
        (given(maybe=(S.DISRESPECT,), leanings=leaning(A.ASK)), A.ASK),
        (given(S.VERBAL_ABUSE, leanings=leaning(A.KEEP)), A.REPAIR),
        (given(S.VERBAL_ABUSE, leanings=leaning(A.EXIT) | leaning(A.EXIT_NOW, 0.3)), A.EXIT_NOW),
        (given(S.VERBAL_ABUSE, cues=(Cue.ABUSE,)), A.EXIT_NOW),
        (given(cues=(Cue.DANGER,), leanings=leaning(A.KEEP)), A.EXIT_NOW),
        (given(cues=(Cue.DANGER,), leanings=leaning(A.KEEP) | {A.EXIT_NOW: 0.01}), A.KEEP),
        (given(cues=(Cue.DANGER,), in_danger=True, leanings=leaning(A.KEEP) | {A.EXIT_NOW: 0.01}), A.EXIT_NOW),
        (given(leanings=leaning(A.EXIT)), A.KEEP),
        (given(S.TIME_DRAIN, leanings=leaning(A.EXIT_NOW)), A.REPAIR),
        (given(S.TIME_DRAIN, unsafe=(QUOTE,), leanings=leaning(A.EXIT_NOW)), A.REPAIR),
        (given(S.TIME_DRAIN, maybe=(S.VERBAL_ABUSE,), leanings=leaning(A.EXIT_NOW)), A.REPAIR),
        (given(S.CULTURE_CLASH, cues=(Cue.ETHICS,), leanings=leaning(A.KEEP)), A.EXIT),
        (given(S.CULTURE_CLASH, cues=(Cue.ETHICS,), leanings=leaning(A.EXIT_NOW)), A.EXIT_NOW),
        (given(*MANY, leanings=leaning(A.KEEP)), A.EXIT),
        (given(S.DISRESPECT, raised=R.NO, answered=True, leanings=leaning(A.EXIT)), A.REPAIR),
    ],
)
def test_how_fair_readers_would_answer_counts_where_the_facts_allow_it(facts, action):
    assert decide(facts).action is action


def test_repair_comes_first_until_it_was_tried():
    """No set of repairable signs is enough for an exit while nobody has told them."""
    repairable = [
        one for one in SignId if load_signs()[one].repairable and one not in {S.CULTURE_CLASH, S.VERBAL_ABUSE}
    ]
    assert decide(given(*repairable, raised=R.NO)).action is Action.REPAIR


def test_danger_outweighs_everything_else():
    facts = given(S.FAILED_REPAIRS, S.LOSING_MONEY, cues=(Cue.DANGER, Cue.SOLVED), raised=R.MENDED, goodwill=(QUOTE,))
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


def test_a_request_to_do_wrong_is_never_answered_with_keep():
    asked = given(maybe=(S.CULTURE_CLASH,), cues=(Cue.ETHICS,), fine=0.9, leanings=leaning(A.KEEP))
    assert decide(asked).action is Action.EXIT


def test_the_tellers_own_faults_come_first_where_no_sign_is_clear():
    found = decide(
        given(maybe=(S.DISRESPECT, S.TIME_DRAIN), own_part=(QUOTE, QUOTE), fine=0.05, leanings=leaning(A.EXIT))
    )
    assert found.action is not Action.EXIT
    repair = decide(given(maybe=(S.DISRESPECT,), own_part=(QUOTE, QUOTE), fine=0.05, raised=R.ONCE))
    assert repair.grounds[0] is Ground.OWN_PART


def test_a_single_sentence_without_a_clear_sign_is_asked_about():
    found = decide(given(maybe=(S.DISRESPECT,), words=15, fine=0.05, leanings=leaning(A.REPAIR)))
    assert found.action is Action.ASK
