"""The gateway against a server on this machine that answers, or misbehaves, in the manner of the OpenAI protocol."""

import inspect
import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coach.errors import ContentError, ModelAnswerInvalid, ModelError, ModelRefused, ModelUnavailable
from coach.llm.faults import FAULTS
from coach.llm.gateway import Gateway, Message
from coach.llm.prompts import load_prompt
from coach.settings import Settings

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
pytestmark = pytest.mark.filterwarnings("ignore")
KEY = "sk-do-not-show-this"
SECRET = "my client Melissa Okafor"


class Faulty(BaseHTTPRequestHandler):
    """Behaves as the model's name says."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)  # type: ignore[attr-defined]
        how = asked["model"]
        if how.startswith("status-"):
            return self._send(int(how.split("-")[1]), {"error": {"message": f"no, {SECRET}", "code": "x"}})
        if how == "hang":
            time.sleep(3)
        if how == "html":
            return self._send(200, None, b"<html>proxy page</html>")
        content = {"empty": "", "null": None}.get(how, "Why now, of all times?")
        choices = (
            []
            if how == "no-choices"
            else [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]
        )
        usage = {"prompt_tokens": 11, "completion_tokens": 6, "total_tokens": 17}
        return self._send(
            200,
            {"id": "1", "object": "chat.completion", "created": 1, "model": how, "choices": choices, "usage": usage},
        )

    def _send(self, status: int, body: dict | None, raw: bytes | None = None) -> None:
        data = raw if raw is not None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    running.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def ask(server: ThreadingHTTPServer, model: str, seconds: float = 20):
    settings = Settings(
        model=f"openai/{model}",
        api_base=f"http://127.0.0.1:{server.server_port}/v1",
        api_key=KEY,
        model_timeout=seconds,
    )
    return Gateway(settings).ask([Message(role="user", content=SECRET)])


def test_an_answer_comes_with_what_it_took(server):
    answer = ask(server, "fine")
    assert answer.text == "Why now, of all times?"
    assert (answer.prompt_tokens, answer.completion_tokens) == (11, 6)
    assert server.asked[-1]["messages"][0]["content"] == SECRET


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("status-401", ModelRefused),
        ("status-404", ModelRefused),
        ("status-400", ModelRefused),
        ("status-429", ModelUnavailable),
        ("status-500", ModelUnavailable),
        ("status-503", ModelUnavailable),
        ("html", ModelError),
        ("empty", ModelAnswerInvalid),
        ("null", ModelAnswerInvalid),
        ("no-choices", ModelAnswerInvalid),
    ],
)
def test_every_fault_is_one_of_ours_and_shows_neither_key_nor_words(server, how, error):
    with pytest.raises(error) as failed:
        ask(server, how)
    shown = f"{failed.value} {failed.value.hint} {failed.value!r}"
    assert KEY not in shown
    assert "Melissa" not in shown
    assert failed.value.__cause__ is None


def test_a_hanging_server_is_left_at_the_deadline(server):
    started = time.monotonic()
    with pytest.raises(ModelUnavailable):
        ask(server, "hang", seconds=1)
    assert time.monotonic() - started < 3


def test_what_may_pass_is_tried_twice_and_a_refusal_once(server):
    for how, tries in (("status-500", 2), ("status-401", 1)):
        server.asked.clear()
        with pytest.raises(ModelError):
            ask(server, how)
        assert len(server.asked) == tries


def test_nobody_listening_is_a_sentence():
    settings = Settings(model="openai/x", api_base="http://127.0.0.1:9/v1", api_key=KEY, model_timeout=10)
    with pytest.raises(ModelUnavailable, match="did not answer"):
        Gateway(settings).ask([Message(role="user", content="hello")])


def test_every_exception_of_the_library_is_mapped():
    import litellm.exceptions

    grown = {
        name
        for name, kind in vars(litellm.exceptions).items()
        if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == "litellm.exceptions"
    }
    assert grown - set(FAULTS) == set()


def test_a_prompt_refuses_missing_and_unknown_variables():
    prompt = load_prompt("speak.v1")
    with pytest.raises(ContentError, match="habits"):
        prompt.render({name: "" for name in prompt.inputs if name != "habits"})
    with pytest.raises(ContentError, match="colour"):
        prompt.render(dict.fromkeys((*prompt.inputs, "colour"), ""))


def test_a_mistyped_prompt_is_an_error():
    with pytest.raises(ContentError, match="shout"):
        load_prompt("shout.v9")
