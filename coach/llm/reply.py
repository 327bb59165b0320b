"""Reply: one answer as it arrives, bounded in time and length, counted, and kept when it breaks off."""

import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from coach.errors import ModelAnswerInvalid, ModelError, ModelRefused, ModelUnavailable
from coach.llm.arriving import arriving, without_thoughts
from coach.llm.client import Call, Piece
from coach.llm.keys import access_to
from coach.llm.messages import Answer, Finish, Request, Usage, estimated_tokens

if TYPE_CHECKING:
    from coach.llm.gateway import Gateway

_CHARACTERS_A_TOKEN, _SLACK = 8, 2_000  # an answer of more characters than the tokens allow is left where it stands
_FINISHES = {"length": Finish.LENGTH, "max_tokens": Finish.LENGTH}
_FILTERED = frozenset({"content_filter", "refusal", "safety"})


class Reply:
    """An answer as it arrives: iterate over its pieces of text, then read `answer`.

    What has arrived stays, whatever happens after it: an answer that breaks off is marked (`finish` is CUT), and so is one
    whose reader leaves.
    """

    def __init__(self, gateway: "Gateway", model: str, request: Request, deadline: float) -> None:
        self._gateway, self._model, self._request, self._deadline = gateway, model, request, deadline
        self._started, self._said, self._counted = time.monotonic(), "", Piece()
        self._finish, self._because = Finish.CUT, "It was left before it ended."
        self._usage, self._pieces = Usage(), self._arrive()
        self._first = next(self._pieces, "")
        self.requests = 1

    def __iter__(self) -> Iterator[str]:
        first, self._first = self._first, ""
        try:
            if first:
                yield first
                yield from self._pieces
        finally:
            self._pieces.close()

    @property
    def answer(self) -> Answer:
        """All that arrived, and how it ended; complete once the iteration is over."""
        cut = self._finish is Finish.CUT
        return Answer(
            text=self._said.strip(),
            model=self._model,
            finish=self._finish,
            cut_because=self._because if cut else None,
            requests=self.requests,
            usage=self._usage,
        )

    def _arrive(self) -> Generator[str, None, None]:
        """The pieces of text; a failure before the first is raised, one after it ends the answer."""
        most = self._request.max_tokens * _CHARACTERS_A_TOKEN + _SLACK
        failure: ModelError | None = None
        try:
            access = access_to(self._model, self._gateway.settings)
            seconds = max(self._deadline - time.monotonic(), 0.5)
            call = Call(self._model, self._request, access, seconds)
            for piece in without_thoughts(arriving(call, self._model, self._deadline)):
                self._count(piece)
                text = piece.text[: most - len(self._said)]
                if text.strip() or (text and self._said):
                    self._said += text
                    yield text
                if len(self._said) >= most:
                    self._finish = Finish.LENGTH
                    break
                if piece.finish:
                    self._finish = _FINISHES.get(piece.finish, Finish.STOP)
        except ModelError as error:
            failure = error
        finally:
            self._note()
        failure = failure or self._wrong()
        if failure is not None and not self._said:
            raise failure
        if failure is not None:
            self._finish, self._because = Finish.CUT, str(failure)

    def _wrong(self) -> ModelError | None:
        """What is wrong with an answer that arrived without a fault."""
        if self._counted.finish in _FILTERED:
            return ModelRefused(f"The model {self._model!r} did not answer: the provider's policy refused the text.")
        if not self._said:
            return ModelAnswerInvalid(f"The model {self._model!r} gave an empty answer.")
        if self._finish is Finish.CUT:
            return ModelUnavailable(f"The answer of the model {self._model!r} broke off.", hint="Try again.")
        return None

    def _count(self, piece: Piece) -> None:
        known = {name: value for name, value in piece.model_dump(exclude={"text"}).items() if value is not None}
        self._counted = self._counted.model_copy(update=known)

    def _note(self) -> None:
        sent, received = self._counted.prompt_tokens, self._counted.completion_tokens
        prompt = self._request.prompt_tokens if sent is None else sent
        completion = estimated_tokens(self._said) if received is None else received
        self._usage = Usage(
            requests=1,
            prompt_tokens=prompt,
            completion_tokens=completion,
            seconds=round(time.monotonic() - self._started, 3),
            cost=self._gateway.price(self._model, prompt, completion),
            estimated=sent is None or received is None,
        )
        self._gateway.meter.add(self._usage)
