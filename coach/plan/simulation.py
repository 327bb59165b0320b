"""Simulation: what stay, repair, exit now and exit at notice add up to, over many runs of stated assumptions."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.content import read_yaml
from coach.vocabulary.plan import Assumption, Influence, Path, Spread

RUNS = 10_000
HORIZON = 12  # months
REPAIR_TRIED = 3  # months after which a repair that failed becomes an exit with notice
_LOW, _MIDDLE, _HIGH = 10, 50, 90  # percentiles: eight of ten runs lie between the outer two

Draws = Mapping[str, NDArray[np.float64]]
PATHS = ("stay", "repair", "exit_now", "exit_at_notice")


@cache
def wording() -> dict[str, Any]:
    """`knowledge/plan/money.yaml`."""
    found: dict[str, Any] = read_yaml("plan", "money.yaml")
    return found


def simulate(
    assumptions: Mapping[str, Assumption], owed: float, seed: int = 1, runs: int = RUNS, horizon: int = HORIZON
) -> tuple[Path, ...]:
    """Each path with its cumulative result per month, in the currency of the fee, sums rounded to two figures.

    `owed` is what is unpaid today. The result counts money from this client, from what replaces it, and from the open
    invoices; it counts no taxes and no peace of mind. The same seed gives the same answer.
    """
    months = cumulative(draw(assumptions, seed, runs), owed, horizon)
    stay = months["stay"][:, -1]
    return tuple(_path(name, months[name], stay, months["stay"]) for name in PATHS)


def draw(assumptions: Mapping[str, Assumption], seed: int, runs: int) -> Draws:
    """One value a run of each assumption, triangular with its value as the likeliest; "luck" decides whether a repair holds."""
    random = np.random.default_rng(seed)
    luck = random.random(runs)
    return {"luck": luck} | {name: _triangular(random, assumptions[name], runs) for name in sorted(assumptions)}


def _triangular(random: np.random.Generator, assumption: Assumption, runs: int) -> NDArray[np.float64]:
    uniform = random.random(runs)
    low, high = assumption.low, assumption.high
    if high <= low:
        return np.full(runs, assumption.value)
    mode = min(max(assumption.value, low), high)
    cut = (mode - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
    return np.where(uniform < cut, rising, falling)


def cumulative(draws: Draws, owed: float, horizon: int) -> dict[str, NDArray[np.float64]]:
    """Cumulative result of each path: runs by months."""
    month = np.arange(1, horizon + 1)[None, :]
    runs = len(draws["monthly_fee"])
    paid = (draws["monthly_fee"] * (1 - draws["unpaid_share"]))[:, None] * np.ones((runs, horizon))
    kept, left = owed * draws["collected_when_staying"], owed * draws["collected_after_leaving"]
    fee, notice = draws["fee_for_leaving"], draws["notice_months"]
    at_notice = _leaving(draws, paid, month, notice)
    repaired = paid * (1 + draws["repair_gain"])[:, None]
    failed = _leaving(draws, paid, month, REPAIR_TRIED + notice, start=REPAIR_TRIED)
    works = draws["luck"] < draws["repair_works"]
    flows = {
        "stay": (paid, kept),
        "repair": (
            np.where(works[:, None], np.where(month > 1, repaired, paid), failed),
            np.where(works, kept, left - fee),
        ),
        "exit_now": (_leaving(draws, paid, month, np.zeros(runs)), left - fee),
        "exit_at_notice": (at_notice, left - fee),
    }
    return {name: np.cumsum(flow, axis=1) + once[:, None] for name, (flow, once) in flows.items()}


def _leaving(
    draws: Draws, paid: NDArray[np.float64], month: NDArray[np.int64], paid_months: NDArray[np.float64], start: int = 0
) -> NDArray[np.float64]:
    """Month by month: the old fee while it is still paid, then nothing, then what replaces it."""
    old = paid * np.clip(paid_months[:, None] - (month - 1), 0, 1)
    begins = np.maximum(paid_months, start + draws["months_to_replace"])
    new = (draws["monthly_fee"] * draws["replacement"])[:, None] * np.clip(month - begins[:, None], 0, 1)
    return np.asarray(old + new)


def _path(name: str, months: NDArray[np.float64], stay: NDArray[np.float64], staying: NDArray[np.float64]) -> Path:
    total = months[:, -1]
    ahead = 0.0 if name == "stay" else float(np.mean(total > stay))
    return Path(
        id=name,
        label=wording()["paths"][name],
        total=spread(total),
        months=tuple(spread(months[:, index]) for index in range(months.shape[1])),
        ahead_of_staying=round(ahead, 2),
        pays_back_month=None if name == "stay" else _pays_back(months, staying),
    )


def _pays_back(months: NDArray[np.float64], staying: NDArray[np.float64]) -> int | None:
    """The first month from which the middle run is, and stays, at or above that of staying; None within the horizon."""
    ahead = np.median(months, axis=0) >= np.median(staying, axis=0)
    behind = np.flatnonzero(~ahead)
    first = int(behind[-1]) + 2 if len(behind) else 1
    return first if first <= months.shape[1] else None


def spread(values: NDArray[np.float64]) -> Spread:
    """The range of eight in ten of `values`, and its middle, rounded to two figures."""
    low, middle, high = np.percentile(values, (_LOW, _MIDDLE, _HIGH))
    return Spread(low=rounded(low), middle=rounded(middle), high=rounded(high))


def rounded(value: float) -> float:
    """`value` to two significant figures: what a guess can bear."""
    if abs(value) < 1:
        return 0.0
    digits = 1 - int(np.floor(np.log10(abs(value))))
    return float(round(float(value), digits))


def influences(assumptions: Mapping[str, Assumption], owed: float, horizon: int = HORIZON) -> tuple[Influence, ...]:
    """The three assumptions that move "exit at notice against staying" most, each alone from its low to its high."""
    found = []
    for name, assumption in assumptions.items():
        swing = abs(
            _advantage(assumptions, name, assumption.high, owed, horizon)
            - _advantage(assumptions, name, assumption.low, owed, horizon)
        )
        if swing >= 1:
            found.append(Influence(assumption=name, label=assumption.label, swing=rounded(swing)))
    return tuple(sorted(found, key=lambda item: -item.swing)[:3])


def _advantage(assumptions: Mapping[str, Assumption], moved: str, value: float, owed: float, horizon: int) -> float:
    fixed = {name: np.array([value if name == moved else item.value]) for name, item in assumptions.items()}
    months = cumulative({"luck": np.array([0.5])} | fixed, owed, horizon)
    return float(months["exit_at_notice"][0, -1] - months["stay"][0, -1])
