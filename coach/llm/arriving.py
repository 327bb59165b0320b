"""Arriving: the pieces of one answer, read in a thread of their own, so that a deadline holds whatever the server does."""

import time
from collections.abc import Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread

from coach.errors import ModelError, ModelUnavailable
from coach.llm.client import Call, Piece

_THINKING, _THOUGHT = "<think>", "</think>"
_WAITING = 64  # pieces that may lie unread before the reader of the socket waits


def arriving(call: Call, model: str, deadline: float) -> Iterator[Piece]:
    """The call's pieces until it ends; left at `deadline` (of `time.monotonic`), hung up when the caller leaves.

    Raises:
        ModelUnavailable, ModelRefused, ModelAnswerInvalid: as the call, or at the deadline.
    """
    inbox: Queue[Piece | ModelError | None] = Queue(_WAITING)
    left = Event()
    Thread(target=_pump, args=(call, inbox, left), daemon=True, name="model-answer").start()
    try:
        while True:
            item = _next(inbox, deadline, model)
            if item is None:
                return
            if isinstance(item, ModelError):
                raise item
            yield item
    finally:
        left.set()
        call.close()


def _next(inbox: "Queue[Piece | ModelError | None]", deadline: float, model: str) -> Piece | ModelError | None:
    seconds = deadline - time.monotonic()
    if seconds > 0:
        try:
            return inbox.get(timeout=seconds)
        except Empty:
            pass
    return ModelUnavailable(
        f"The model {model!r} did not answer: no answer in time.",
        hint="Try again, raise COACH_MODEL_TIMEOUT, or choose a faster model.",
    )


def _pump(call: Call, inbox: "Queue[Piece | ModelError | None]", left: Event) -> None:
    """Read into the inbox until the call ends or its reader has left."""

    def put(item: Piece | ModelError | None) -> None:
        while not left.is_set():
            try:
                inbox.put(item, timeout=0.2)
            except Full:
                continue
            return

    try:
        for piece in call.pieces():
            put(piece)
            if left.is_set():
                return
    except ModelError as error:
        put(error.with_traceback(None))
    put(None)


def without_thoughts(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces without a leading <think> … </think>, as some local models write it into the answer."""
    held, open_yet = "", True
    for piece in pieces:
        if not open_yet or not piece.text:
            yield piece
            continue
        held += piece.text
        start = held.lstrip()
        if start.startswith(_THINKING):
            if _THOUGHT not in start:
                continue
            start = start.split(_THOUGHT, 1)[1].lstrip()
        elif _THINKING.startswith(start):
            continue
        open_yet, held = False, ""
        yield piece.model_copy(update={"text": start})
    if held and not held.lstrip().startswith(_THINKING):
        yield Piece(text=held)
