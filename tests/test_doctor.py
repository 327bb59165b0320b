"""The doctor's look at a model: one call, and a sentence on what to change."""

import pytest

from coach.coach import Coach
from coach.doctor import Check, _model, _run
from coach.settings import Settings
from tests.faults.openai_server import KEY, SECRET, Server, serving

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def server():
    with serving() as running:
        yield running


def look(server: Server, how: str, **more) -> Check:
    more = {"api_base": server.base, "api_key": KEY, "model_timeout": 30} | more
    return _run("model", _model, Coach(Settings(model=f"openai/{how}", **more)))


def test_a_model_that_answers_is_well_and_what_it_is_sent_is_said(server):
    check = look(server, "fine")
    assert check.ok
    assert "openai/fine answered in" in check.says
    assert "as they are" in check.says
    assert "are hidden" in look(server, "fine", redact="always").says
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("how", "what", "then"),
    [
        ("status-401", "the key was not accepted", "COACH_API_KEY"),
        ("status-403", "may not use this model", "another model"),
        ("status-404", "no such model", "COACH_MODEL"),
        ("quota", "quota", "billing"),
        ("status-429", "too many requests", "Wait a minute"),
        ("status-500", "server failed", "COACH_API_BASE"),
        ("empty", "empty answer", ""),
    ],
)
def test_what_is_wrong_is_a_sentence_and_what_to_change_another_from_one_call(server, how, what, then):
    check = look(server, how)
    assert not check.ok
    assert what in check.says
    assert then in check.says
    assert KEY not in check.says
    assert SECRET not in check.says
    assert len(server.asked) == 1


def test_a_missing_key_is_named_without_a_call(server, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    check = look(server, "gpt-5-mini", api_base=None, api_key=None)
    assert "OPENAI_API_KEY" in check.says
    assert server.asked == []


def test_no_server_at_the_address_is_said(server):
    check = look(server, "fine", api_base="http://127.0.0.1:9/v1")
    assert "COACH_API_BASE" in check.says


def test_without_a_model_all_is_well():
    assert _run("model", _model, Coach(Settings(engine="builtin"))).ok
