"""Retry: asks again after faults that may pass, waits as the server wishes, and goes on to the fall-back models."""

import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from coach.errors import BudgetSpent, ModelError, ModelUnavailable

TRIES = 3  # of one model, faults that may pass included
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0  # seconds; doubled with each try
_LEFT_FOR_ANSWER = 1.0  # seconds that must remain after a pause

Result = TypeVar("Result")


class Patience:
    """How a failed request is tried again: full jitter, Retry-After before anything else, one deadline for all.

    The clock is `time.monotonic`'s; `pause` and `chance` are passed in by tests.
    """

    def __init__(self, pause: Callable[[float], None] = time.sleep, chance: random.Random | None = None) -> None:
        self._pause, self._chance = pause, chance or random.Random()

    def persist(
        self, attempt: Callable[[str, float], Result], models: Sequence[str], deadline: float, tries: int = TRIES
    ) -> Result:
        """What `attempt(model, deadline)` returns first; each model but the last gets its share of the time left.

        Raises:
            ModelError: the last failure; with several models, naming what each of them said.
        """
        failures: list[ModelError] = []
        for position, model in enumerate(models):
            share = time.monotonic() + (deadline - time.monotonic()) / (len(models) - position)
            for number in range(tries):
                try:
                    return attempt(model, share)
                except BudgetSpent:
                    raise
                except ModelError as error:
                    failures.append(error)
                wait = self._wait(failures[-1], number)
                last = number == tries - 1 or not failures[-1].retryable
                if last or time.monotonic() + wait + _LEFT_FOR_ANSWER > share:
                    break
                self._pause(wait)
        raise _together(failures)

    def _wait(self, failure: ModelError, number: int) -> float:
        if isinstance(failure, ModelUnavailable) and failure.retry_after is not None:
            return failure.retry_after
        return self._chance.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**number))


def _together(failures: Sequence[ModelError]) -> ModelError:
    said = list(dict.fromkeys(str(failure) for failure in failures))
    last = failures[-1]
    return last if len(said) == 1 else type(last)(" ".join(said), hint=last.hint)
