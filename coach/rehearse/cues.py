"""Cues: the surface patterns of `knowledge/coaching/cues.yaml`, compiled once."""

import re
from functools import cache

from coach.content import read_yaml
from coach.errors import ContentError

_KEEP_CASE = frozenset({"shouting"})


@cache
def cues() -> dict[str, re.Pattern[str]]:
    """Each cue's name with one pattern for all its alternatives, in the order of the file.

    Raises:
        ContentError: the file is damaged.
    """
    try:
        return {name: _compile(name, patterns) for name, patterns in read_yaml("coaching", "cues.yaml").items()}
    except (AttributeError, TypeError, re.error) as error:
        raise ContentError(f"The content file 'coaching/cues.yaml' is damaged: {error}") from error


def found(name: str, text: str) -> re.Match[str] | None:
    """The first match of the cue `name` in `text`, read with straight apostrophes."""
    return cues()[name].search(straight(text))


def straight(text: str) -> str:
    """`text` with typographic apostrophes and quotation marks made plain, character for character."""
    return text.translate(_STRAIGHT)


_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"'})


def _compile(name: str, patterns: list[str]) -> re.Pattern[str]:
    flags = re.NOFLAG if name in _KEEP_CASE else re.IGNORECASE
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)
