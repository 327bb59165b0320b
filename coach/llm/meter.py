"""Meter: what the models took so far, in tokens, money and time; and the budget that it may not pass."""

from threading import Lock

from coach.errors import BudgetSpent
from coach.llm.messages import Usage
from coach.vocabulary.base import Value


class Meter:
    """Adds up usage, from any number of threads. What a meter takes in, its `parent` takes in too."""

    def __init__(self, parent: "Meter | None" = None) -> None:
        self._lock, self._total, self._parent = Lock(), Usage(cost=0.0), parent

    @property
    def total(self) -> Usage:
        """Everything so far."""
        with self._lock:
            return self._total

    def add(self, usage: Usage) -> None:
        """Take in what one request took."""
        with self._lock:
            self._total = self._total + usage
        if self._parent is not None:
            self._parent.add(usage)


class Budget(Value):
    """The most a session may take; None is no cap. `cost` is in US dollars."""

    tokens: int | None = None
    cost: float | None = None

    def allow(self, so_far: Usage, tokens: int, cost: float | None) -> None:
        """Let a request of at most `tokens` tokens and `cost` dollars pass, on top of `so_far`.

        Raises:
            BudgetSpent: a cap would be passed; or there is one on money and no price is known.
        """
        if self.tokens is not None and so_far.tokens + tokens > self.tokens:
            raise BudgetSpent(
                f"The cap of {self.tokens:,} tokens for this session is reached ({so_far.tokens:,} used): "
                "no model is asked any more."
            )
        if self.cost is None:
            return
        if cost is None or so_far.cost is None:
            raise BudgetSpent(
                "The price of the model is not known, so the cap on money cannot be kept: it is not asked.",
                hint="Set COACH_PRICE_IN and COACH_PRICE_OUT (dollars for a million tokens), or unset COACH_COST_CAP.",
            )
        if so_far.cost + cost > self.cost:
            raise BudgetSpent(
                f"The cap of ${self.cost:,.2f} for this session is reached (${so_far.cost:,.4f} spent): "
                "no model is asked any more."
            )
