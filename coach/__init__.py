"""The public API of Good Terms; every name loads its part of the package only when it is used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Coach",
    "Draft",
    "Rehearsal",
    "Settings",
    "Situation",
    "__version__",
]

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.rehearse.rehearsal import Rehearsal
    from coach.settings import Settings
    from coach.situation import Situation
    from coach.vocabulary.assessment import Assessment
    from coach.vocabulary.draft import Draft

_HOMES = {
    "Assessment": "coach.vocabulary.assessment",
    "Coach": "coach.coach",
    "Draft": "coach.vocabulary.draft",
    "Rehearsal": "coach.rehearse.rehearsal",
    "Settings": "coach.settings",
    "Situation": "coach.situation",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'coach' has no attribute {name!r}")
