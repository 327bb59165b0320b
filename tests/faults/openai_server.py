"""A server on this machine that speaks the OpenAI protocol over bare sockets and misbehaves as the model's name says."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SECRET = "my client Melissa Okafor"
KEY = "sk-do-not-show-this"
GOOD = "Why now, of all times?"
USAGE = {"prompt_tokens": 11, "completion_tokens": 6, "total_tokens": 17}

Asked = dict[str, Any]


class Server:
    """Keeps every request body in `asked`; `say` is what well-behaved models answer, a text or a function of the request."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.times: list[float] = []
        self.say: str | Callable[[Asked], str] = GOOD
        self.repaired = False  # from then on every model behaves
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    def close(self) -> None:
        self._open = False
        self._listening.close()

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                asked = _read(connection)
                if asked is None:
                    return
                self.asked.append(asked)
                self.times.append(time.monotonic())
                how = asked["model"].rpartition("/")[2]
                behave = _fine if self.repaired else HOW.get(how.split("-")[0], _fine)
                behave(Reply(connection, self, asked, how))
            except OSError:
                return  # the other side hung up


class Reply:
    """What a behaviour needs to answer one request."""

    def __init__(self, connection: socket.socket, server: Server, asked: Asked, how: str) -> None:
        self.connection, self.server, self.asked, self.how = connection, server, asked, how

    @property
    def text(self) -> str:
        say = self.server.say
        return say if isinstance(say, str) else say(self.asked)

    @property
    def number(self) -> int:
        """Which request to this model it is, from 1."""
        return sum(one["model"] == self.asked["model"] for one in self.server.asked)

    def status(self, code: int, body: object = None, headers: str = "") -> None:
        text = (
            body
            if isinstance(body, str)
            else json.dumps(body or {"error": {"message": f"no, {SECRET} {KEY}", "code": "x"}})
        )
        self.connection.sendall(
            f"HTTP/1.1 {code} X\r\nContent-Type: application/json\r\nContent-Length: {len(text.encode())}\r\n"
            f"{headers}Connection: close\r\n\r\n{text}".encode()
        )

    def begin(self) -> None:
        self.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")

    def raw(self, text: str) -> None:
        self.connection.sendall(text.encode())

    def event(self, **delta: Any) -> None:
        finish = delta.pop("finish_reason", None)
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.raw(_event({"choices": [choice]}))

    def end(self, finish: str = "stop") -> None:
        self.event(finish_reason=finish)
        self.raw(_event({"choices": [], "usage": USAGE}) + "data: [DONE]\n\n")

    def whole(self, text: str | None, finish: str = "stop", role: str = "assistant") -> None:
        self.begin()
        self.event(role=role, content="")
        if text:
            for start in range(0, len(text), max(8, len(text) // 50)):
                self.event(content=text[start : start + max(8, len(text) // 50)])
        self.end(finish)


def _event(body: dict[str, Any]) -> str:
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return f"data: {json.dumps(head | body)}\n\n"


def _read(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65_536)
        if not more:
            return None
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return json.loads(body)


def _fine(reply: Reply) -> None:
    reply.whole(reply.text)


def _status(reply: Reply) -> None:
    reply.status(int(reply.how.split("-")[1]))


def _retry(reply: Reply) -> None:
    """retry-429-1: once the status, with Retry-After in seconds, then an answer."""
    _, code, seconds = reply.how.split("-")
    if reply.number == 1:
        reply.status(int(code), headers=f"Retry-After: {seconds}\r\n")
    else:
        _fine(reply)


def _once(reply: Reply) -> None:
    if reply.number == 1:
        reply.status(int(reply.how.split("-")[1]))
    else:
        _fine(reply)


def _busy(reply: Reply) -> None:
    reply.status(429, headers="Retry-After: 600\r\n")


def _quota(reply: Reply) -> None:
    reply.status(429, {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}})


def _hang(reply: Reply) -> None:
    time.sleep(4)


def _drip(reply: Reply) -> None:
    """Never silent for long, never done."""
    reply.begin()
    for _ in range(40):
        reply.event(content="and so on ")
        time.sleep(0.2)


def _trickle(reply: Reply) -> None:
    """Byte after byte of one line that does not end."""
    reply.begin()
    reply.raw("data: ")
    for _ in range(40):
        reply.raw("{")
        time.sleep(0.2)


def _cut(reply: Reply) -> None:
    """The connection breaks in the middle."""
    reply.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n")
    reply.event(role="assistant", content=reply.text[:9])
    time.sleep(0.05)


def _early(reply: Reply) -> None:
    """Ends cleanly, but without saying that it ended."""
    reply.begin()
    reply.event(role="assistant", content=reply.text[:9])
    reply.raw("data: [DONE]\n\n")


def _trouble(reply: Reply) -> None:
    reply.begin()
    reply.event(role="assistant", content=reply.text[:9])
    reply.raw(f'data: {{"error": {{"message": "overloaded {SECRET}", "code": 500}}}}\n\n')


def _malformed(reply: Reply) -> None:
    reply.begin()
    reply.raw('data: {"choices": [{"delta": {"content"\n\n')


def _html(reply: Reply) -> None:
    reply.status(200, "<html>the proxy's page</html>")


def _reset(reply: Reply) -> None:
    return None


def _nochoices(reply: Reply) -> None:
    reply.begin()
    reply.raw(_event({"choices": []}) + "data: [DONE]\n\n")


def _noschema(reply: Reply) -> None:
    """Knows no JSON schema, as many servers."""
    wanted = (reply.asked.get("response_format") or {}).get("type")
    if wanted == "json_schema":
        return reply.status(400, {"error": {"message": "response_format json_schema is not supported"}})
    return _fine(reply)


def _noformat(reply: Reply) -> None:
    if reply.asked.get("response_format"):
        return reply.status(400, {"error": {"message": "response_format is not supported"}})
    return _fine(reply)


def _leak(reply: Reply) -> None:
    reply.whole(" ".join(message["content"] for message in reply.asked["messages"])[:400])


def _texts(**said: str | None) -> dict[str, Callable[[Reply], None]]:
    return {name: lambda reply, text=text: reply.whole(text) for name, text in said.items()}  # type: ignore[misc]


HOW: dict[str, Callable[[Reply], None]] = {
    "status": _status,
    "retry": _retry,
    "once": _once,
    "busy": _busy,
    "quota": _quota,
    "hang": _hang,
    "drip": _drip,
    "trickle": _trickle,
    "cut": _cut,
    "early": _early,
    "trouble": _trouble,
    "malformed": _malformed,
    "html": _html,
    "reset": _reset,
    "nochoices": _nochoices,
    "noschema": _noschema,
    "noformat": _noformat,
    "leak": _leak,
    "role": lambda reply: reply.whole(reply.text, role="user"),
    "filter": lambda reply: reply.whole("", finish="content_filter"),
    "length": lambda reply: reply.whole(reply.text, finish="length"),
    **_texts(
        empty="",
        german="Das kann doch nicht Ihr Ernst sein, wir haben noch so viel vor und ich verstehe das nicht.",
        refusal="I'm sorry, but I can't help with that request.",
        big="(" * 10_000_000,
        think="<think>They want to leave. I bargain.</think>Give me one more month.",
        fenced='Sure!\n```json\n{"line": "One more month."}\n```',
        prose="There is nothing of that kind here.",
        schema='{"line": 3, "more": true}',
        quotes='{"signs": [{"id": "verbal_abuse", "for": ["He threw a chair at the wall"]}]}',
        citations='{"signs": [{"id": "verbal_abuse", "passages": ["made-up/1"]}]}',
    ),
}


@contextmanager
def serving() -> Iterator[Server]:
    """A running server."""
    server = Server()
    try:
        yield server
    finally:
        server.close()
