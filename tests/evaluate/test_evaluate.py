"""The evaluation: figures that are right on readers we know, errors that name the line, suites that are well formed."""

import json
from pathlib import Path

import pytest

from coach.assess.detector import Opinion, Opinions, Reading, Says
from coach.errors import BadInput, UnknownName
from coach.evaluate.cases import AccountCase, own_accounts, read_accounts
from coach.evaluate.debriefs import kappa, own_transcripts
from coach.evaluate.intake import evaluate_intake
from coach.evaluate.report import SUITES, evaluate, table
from coach.evaluate.signs import calibration_error, evaluate_signs
from coach.evaluate.stability import Variant, evaluate_stability, own_variants
from coach.evaluate.turns import own_turns
from coach.situation import Situation
from coach.vocabulary.assessment import Action, Dropped
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.rehearsal import ActId, ItemId
from coach.vocabulary.signs import SignId
from tests.assess.readings import reading

S = SignId
CASES = [
    AccountCase(
        id="a",
        text="My client pays late every single month and he shouts at me in front of the whole team when I ask.",
        must=frozenset({S.LOSING_MONEY, S.VERBAL_ABUSE}),
        may=frozenset({S.DISRESPECT}),
        verdict=frozenset({Action.EXIT_NOW}),
    ),
    AccountCase(
        id="b",
        text="My client is kind and pays early, and last week one e-mail took her two days because she was ill, that is all.",
        must=frozenset(),
        verdict=frozenset({Action.KEEP}),
    ),
]


class Told:
    """A detector that says what it is told of a text that begins so."""

    name = "told"

    def __init__(self, answers: dict[str, dict[SignId, float]]) -> None:
        self._answers = answers

    def read(self, text: str) -> Reading:
        sure = next((found for start, found in self._answers.items() if text.startswith(start)), {})
        quote = (Evidence.at(text, 0, min(20, len(text))),)
        return reading(quote, **sure)


ORACLE = Told({"My client pays late": {S.LOSING_MONEY: 1.0, S.VERBAL_ABUSE: 1.0, S.DISRESPECT: 1.0}})


def test_a_reader_that_knows_the_labels_is_perfect_and_an_arguable_sign_does_not_count():
    found = evaluate_signs(CASES, ORACLE)
    assert found["clear"]["macro_f1"] == found["clear"]["micro_f1"] == found["clear"]["precision"] == 1.0
    assert found["found_in_proposals"] == 1.0
    assert found["clear_per_healthy_account"] == 0.0
    assert found["evidence_verbatim"] == 1.0
    assert found["verdict"]["acceptable"] == 1.0
    assert found["verdict"]["always_exit"] == 0.0


def test_a_reader_that_sees_nothing_and_one_that_sees_everything_are_told_apart():
    blind = evaluate_signs(CASES, Told({}))
    assert blind["clear"]["recall"] == blind["found_in_proposals"] == 0.0
    everything = evaluate_signs(CASES, Told({"My client": dict.fromkeys(SignId, 1.0)}))
    assert everything["clear"]["recall"] == 1.0
    assert everything["clear"]["precision"] == pytest.approx(2 / 41, abs=0.001)
    assert everything["clear_per_healthy_account"] == 21.0


def test_calibration_is_the_distance_between_what_is_said_and_what_is_so():
    import numpy as np

    assert calibration_error(np.array([0.9] * 10), np.array([True] * 9 + [False])) == pytest.approx(0, abs=1e-6)
    assert calibration_error(np.array([0.9] * 10), np.array([False] * 10)) == pytest.approx(0.9)


def test_the_intake_settles_what_was_possible():
    unsure = Told({"My client pays late": {S.LOSING_MONEY: 0.3, S.VERBAL_ABUSE: 0.3, S.TIME_DRAIN: 0.3}})
    found = evaluate_intake(CASES, unsure)
    assert found["before_macro_f1"] == 0.0
    assert found["after_macro_f1"] == 1.0
    assert found["most_questions"] <= 8


class Seeing:
    """A second reader that says yes to what it is told, from the first words of the text; nothing else is there."""

    def __init__(self, *signs: SignId) -> None:
        self._signs = signs

    def read(self, situation: Situation, again: bool = True) -> Opinions:
        quote = (Evidence.at(situation.text, 0, 20),)
        known = [Opinion(id=sign, says=Says.YES, evidence=quote) for sign in self._signs]
        rest = [Opinion(id=sign, says=Says.NO) for sign in SignId if sign not in self._signs]
        return Opinions(engine="x/second", signs=tuple(known + rest), dropped=Dropped(quotes=1))


def test_what_a_second_reader_buys_shows_in_the_table():
    blind = Told({})
    alone, helped = evaluate_signs(CASES[:1], blind), evaluate_signs(CASES[:1], blind, Seeing(S.LOSING_MONEY))
    assert (alone["found_in_proposals"], helped["found_in_proposals"]) == (0.0, 0.5)
    assert alone["verdict"] == helped["verdict"]
    second = helped["second reading"]
    assert (second["its own yes"]["precision"], second["its own yes"]["recall"]) == (1.0, 0.5)
    assert second["left out of its answers"]["quotes"] == 1
    assert "second reading" not in alone
    assert evaluate_intake(CASES[:1], blind, Seeing(S.LOSING_MONEY, S.VERBAL_ABUSE))["after_micro_f1"] == 1.0
    assert evaluate_intake(CASES[:1], blind)["after_micro_f1"] < 1.0


def test_stability_compares_a_variant_with_its_original():
    same = Variant(id="v1", of="a", change="angry", text=CASES[0].text + " Damn!")
    other = Variant(
        id="v2", of="a", change="calm", text="It is what it is, and my client pays nothing at all, as ever."
    )
    found = evaluate_stability(CASES, [same, other], ORACLE)
    assert found["angry"]["same verdict"] == 1.0
    assert found["angry"]["clear signs clear in both"] == 1.0
    assert found["calm"]["clear signs clear in both"] == 0.0
    with pytest.raises(BadInput, match="nobody"):
        evaluate_stability(CASES, [same.model_copy(update={"of": "nobody"})], ORACLE)


def test_kappa_is_agreement_beyond_chance():
    assert kappa([("yes", "yes"), ("no", "no")]) == 1.0
    assert kappa([("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")]) == pytest.approx(0.0)
    assert kappa([]) == 0.0


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("not json", "line 2"),
        ('["a"]', "line 2"),
        ('{"id": "x", "must": []}', "text"),
        ('{"id": "x", "text": "t", "must": ["no_such_sign"]}', "must"),
        ('{"id": "x", "text": "t", "must": [], "verdict": ["run"]}', "verdict"),
    ],
)
def test_a_bad_line_of_somebodys_own_cases_is_named(tmp_path: Path, line: str, word: str):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"id": "ok", "text": "fine", "must": {"disrespect": ["fine"]}}) + "\n" + line + "\n")
    with pytest.raises(BadInput, match=word):
        read_accounts(path)


def test_the_projects_own_suites_are_whole():
    accounts = own_accounts()
    assert len(accounts) >= 150
    known = {case.id for case in accounts}
    variants = own_variants()
    assert {one.of for one in variants} <= known
    assert {one.change for one in variants} == {"angry", "calm", "reordered", "rough"}
    turns = own_turns()
    assert len(turns) >= 300
    assert {act for case in turns for act in case.acts} == set(ActId)
    assert all(set(case.items) == set(ItemId) for case in own_transcripts())


def test_an_unknown_suite_is_named_with_the_ones_there_are():
    with pytest.raises(UnknownName, match="nothing") as refused:
        evaluate(None, "nothing", None, 1, print)  # type: ignore[arg-type]
    assert all(name in refused.value.hint for name in SUITES)


def test_figures_become_a_table():
    shown = table({"engine": "builtin", "suites": {"signs": {"ours": {"clear": 1}, "theirs": {"clear": None}}}})
    assert "| clear | 1 | – |" in shown
