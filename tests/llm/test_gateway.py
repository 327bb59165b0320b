"""The gateway against a server on this machine that answers, or misbehaves, in the manner of the OpenAI protocol."""

import inspect
import threading
import time

import pytest

from coach.errors import BudgetSpent, ModelAnswerInvalid, ModelError, ModelRefused, ModelUnavailable, RequestRefused
from coach.llm.faults import FAULTS, HINTS
from coach.llm.gateway import Finish, Gateway, Message
from coach.llm.messages import Usage
from coach.llm.meter import Budget, Meter
from coach.settings import Settings
from tests.faults.openai_server import GOOD, KEY, SECRET

pytestmark = pytest.mark.filterwarnings("ignore")
ASKED = [Message(role="user", content=SECRET)]


def test_an_answer_comes_with_what_it_took(server, gateway):
    answer = gateway("fine").ask(ASKED)
    assert (answer.text, answer.finish, answer.requests) == (GOOD, Finish.STOP, 1)
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.estimated) == (11, 6, False)
    assert server.asked[-1]["messages"][0]["content"] == SECRET


@pytest.mark.parametrize(
    ("how", "error", "because"),
    [
        ("status-401", ModelRefused, "key was not accepted"),
        ("status-402", ModelRefused, "no credit"),
        ("status-403", ModelRefused, "may not use"),
        ("status-404", ModelRefused, "no such model"),
        ("status-400", RequestRefused, "not accepted"),
        ("status-429", ModelUnavailable, "too many requests"),
        ("quota", ModelRefused, "quota"),
        ("status-500", ModelUnavailable, "server failed"),
        ("status-503", ModelUnavailable, "not available"),
        ("status-529", ModelUnavailable, "overloaded"),
        ("reset", ModelUnavailable, ""),
        ("html", ModelError, ""),
        ("empty", ModelAnswerInvalid, "empty"),
        ("nochoices", ModelAnswerInvalid, "empty"),
        ("malformed", ModelError, ""),
        ("filter", ModelRefused, "policy"),
        ("cut", ModelUnavailable, "broke off"),
        ("early", ModelUnavailable, "broke off"),
        ("trouble", ModelUnavailable, ""),
    ],
)
def test_every_fault_is_one_of_ours_and_shows_neither_key_nor_words(gateway, how, error, because):
    with pytest.raises(error, match=because) as failed:
        gateway(how).ask(ASKED)
    seen: BaseException | None = failed.value
    while seen is not None:  # nothing of LiteLLM's hangs on it either
        shown = f"{seen} {getattr(seen, 'hint', '')} {seen!r}"
        assert KEY not in shown
        assert "Melissa" not in shown
        seen = seen.__cause__ or seen.__context__


@pytest.mark.parametrize("how", ["hang", "drip", "trickle"])
def test_a_server_that_does_not_end_is_left_at_the_deadline(gateway, how):
    asking = gateway(how, model_timeout=1.2)
    started = time.monotonic()
    with pytest.raises(ModelUnavailable):
        asking.ask(ASKED)
    assert time.monotonic() - started < 3.5  # LiteLLM's first load is not the model's time


def test_what_may_pass_is_tried_three_times_with_pauses_and_a_refusal_once(server, gateway):
    for how, tries in (("status-500", 3), ("status-529", 3), ("status-401", 1), ("status-403", 1), ("quota", 1)):
        server.asked.clear()
        asking = gateway(how)
        with pytest.raises(ModelError):
            asking.ask(ASKED)
        assert len(server.asked) == tries
        assert len(asking.waited) == tries - 1
        assert all(0 <= pause <= 2 for pause in asking.waited)


def test_one_failure_passes_and_both_requests_are_counted(gateway):
    asking = gateway("once-503")
    assert asking.ask(ASKED).requests == 2
    assert asking.meter.total.requests == 2


def test_retry_after_is_waited_for(gateway):
    asking = gateway("retry-429-7")
    assert asking.ask(ASKED).text == GOOD
    assert asking.waited == [7.0]


def test_a_retry_after_beyond_the_deadline_is_not_waited_for(server, gateway):
    asking = gateway("busy")
    with pytest.raises(ModelUnavailable, match="too many requests"):
        asking.ask(ASKED)
    assert (asking.waited, len(server.asked)) == ([], 1)


def test_a_fall_back_model_answers_and_is_named(gateway):
    answer = gateway("status-404", fallback_models="openai/busy, openai/fine").ask(ASKED)
    assert (answer.text, answer.model, answer.requests) == (GOOD, "openai/fine", 3)


def test_when_all_models_fail_each_is_named(gateway):
    with pytest.raises(ModelError, match=r"status-401.*key.*status-503.*not available"):
        gateway("status-401", fallback_models=["openai/status-503"]).ask(ASKED)


def test_nobody_listening_is_a_sentence():
    settings = Settings(model="openai/x", api_base="http://127.0.0.1:9/v1", api_key=KEY, model_timeout=3)
    with pytest.raises(ModelUnavailable, match="did not answer"):
        Gateway(settings).ask(ASKED)


def test_an_answer_of_ten_megabytes_is_left_where_it_stands(gateway):
    started = time.monotonic()
    answer = gateway("big").ask(ASKED, max_tokens=50)
    assert len(answer.text) <= 50 * 8 + 2_000
    assert answer.finish is Finish.LENGTH
    assert time.monotonic() - started < 15


def test_an_answer_at_its_longest_says_so(gateway):
    assert gateway("length").ask(ASKED).finish is Finish.LENGTH


def test_thoughts_are_not_part_of_the_answer(gateway):
    assert gateway("think").ask(ASKED).text == "Give me one more month."


# -- streaming -----------------------------------------------------------------------------------------------------


def test_a_stream_arrives_in_pieces(gateway):
    reply = gateway("fine").stream(ASKED)
    pieces = list(reply)
    assert len(pieces) > 1
    assert "".join(pieces) == reply.answer.text == GOOD
    assert reply.answer.finish is Finish.STOP


@pytest.mark.parametrize("how", ["cut", "early", "trouble"])
def test_what_arrived_before_a_cut_is_kept_and_marked(server, gateway, how):
    reply = gateway(how).stream(ASKED)
    assert "".join(reply) == GOOD[:9]
    answer = reply.answer
    assert (answer.text, answer.finish) == (GOOD[:9].strip(), Finish.CUT)
    assert "openai/" in (answer.cut_because or "")
    assert len(server.asked) == 1  # never asked again once something was shown


def test_a_stream_tries_again_and_falls_back_before_its_first_word(gateway):
    reply = gateway("status-503", fallback_models=["openai/fine"]).stream(ASKED)
    assert "".join(reply) == GOOD
    assert (reply.answer.model, reply.answer.requests) == ("openai/fine", 4)


def test_a_reader_who_leaves_keeps_what_was_read_and_it_is_counted(gateway):
    asking = gateway("drip")
    reply = asking.stream(ASKED)
    pieces = iter(reply)
    next(pieces)
    pieces.close()
    assert reply.answer.text.startswith("and so on")
    assert reply.answer.finish is Finish.CUT
    assert asking.meter.total.completion_tokens > 0


def test_no_thread_is_left_behind_by_a_deadline(gateway):
    before = set(threading.enumerate())
    with pytest.raises(ModelUnavailable):
        gateway("drip", model_timeout=0.8).ask(ASKED)
    for _ in range(50):
        if not any(thread.name == "model-answer" for thread in set(threading.enumerate()) - before):
            return
        time.sleep(0.1)
    raise AssertionError("the reading thread still runs")


# -- caps and the meter --------------------------------------------------------------------------------------------


def test_a_cap_on_tokens_is_kept_before_asking(server, gateway):
    asking = gateway("fine", token_cap=240)
    asking.ask(ASKED, max_tokens=200)
    with pytest.raises(BudgetSpent, match=r"cap of 240 tokens.*17 used"):
        asking.ask(ASKED, max_tokens=230)
    assert len(server.asked) == 1


def test_a_cap_on_money_needs_a_price_and_is_kept(server, gateway):
    remote = {"model": "openai/gpt-4o-mini", "api_key": KEY, "cost_cap": 0.000001}
    with pytest.raises(BudgetSpent, match="cap of"):
        Gateway(Settings(**remote)).ask(ASKED)
    with pytest.raises(BudgetSpent, match="price"):
        Gateway(Settings(**remote | {"model": "openai/of-my-own"})).ask(ASKED)
    assert gateway("fine", cost_cap=0.01).ask(ASKED).usage.cost == 0.0  # on this machine
    priced = Gateway(Settings(**remote | {"model": "openai/of-my-own"}, price_in=1, price_out=2))
    assert priced.price("openai/of-my-own", 1_000_000, 1_000_000) == 3.0


def test_a_rehearsals_meter_counts_into_the_sessions(gateway):
    session = gateway("fine")
    first, second = session.metered(), session.metered()
    first.ask(ASKED)
    second.ask(ASKED)
    assert first.meter.total.tokens == second.meter.total.tokens == 17
    assert session.meter.total.requests == 2


def test_a_meter_counts_from_many_threads():
    meter = Meter()
    threads = [
        threading.Thread(target=lambda: [meter.add(Usage(requests=1, prompt_tokens=2, cost=0.5)) for _ in range(200)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (meter.total.requests, meter.total.prompt_tokens, meter.total.cost) == (1600, 3200, 800.0)


def test_usage_of_unknown_price_has_none():
    assert (Usage(cost=1.0) + Usage(cost=None)).cost is None
    with pytest.raises(BudgetSpent):
        Budget(cost=1).allow(Usage(cost=None), 1, 0.1)


# -- the library ---------------------------------------------------------------------------------------------------


def test_every_exception_of_the_library_is_mapped():
    import litellm.exceptions

    grown = {
        name
        for name, kind in vars(litellm.exceptions).items()
        if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == "litellm.exceptions"
    }
    assert grown - set(FAULTS) == set()
    assert set(HINTS) <= {because for _, because in FAULTS.values()} | {"the quota is used up"}


def test_a_users_own_switch_does_not_turn_the_price_map_on(monkeypatch):
    import os
    import sys

    from coach.llm import client

    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "1")  # which LiteLLM reads as no
    monkeypatch.setenv("LITELLM_MODE", "DEV")
    monkeypatch.delitem(sys.modules, "litellm", raising=False)
    monkeypatch.setattr(client, "import_module", lambda name: type(sys)(name))
    client.load()
    assert os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] == "True"
    assert os.environ["LITELLM_MODE"] == "PRODUCTION"
