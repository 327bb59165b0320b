"""Quoting: where quoted words stand in the text, to the character, and which quotes say the same; what stands nowhere is no quote."""

import re
from collections.abc import Sequence

from coach.vocabulary.evidence import Evidence

FEWEST_WORDS = 3  # fewer show nothing
_AROUND = " \t\n\"'“”‘’«»…."
_ALIKE = {"'": "['’‘`´]", '"': '["“”„]', "-": "[-–—‑]", "–": "[-–—‑]", "—": "[-–—‑]", "…": r"(?:…|\.\.\.)"}
_ALIKE |= dict.fromkeys("’‘`´", _ALIKE["'"]) | dict.fromkeys("“”„", _ALIKE['"'])
_GAP = r"[\s>]+"  # mail programs put marks before the lines of what is quoted again


def find_quote(quote: str, text: str) -> Evidence | None:
    """The place of `text` that says `quote` word for word; None where there is none, or too little is quoted.

    How lines are broken, capitals, and the shape of quotation marks and dashes may differ: what is returned is the text's own.
    """
    words = quote.strip(_AROUND).split()
    if len(words) < FEWEST_WORDS:
        return None
    wanted = _GAP.join("".join(_ALIKE.get(letter, re.escape(letter)) for letter in word) for word in words)
    found = re.search(rf"(?<!\w){wanted}(?!\w)", text, re.I)
    return Evidence.at(text, *found.span()) if found else None


def meets(one: Evidence, others: Sequence[Evidence]) -> bool:
    """Whether `one` shares words with one of `others`."""
    return any(one.start < other.end and other.start < one.end for other in others)


def together(first: tuple[Evidence, ...], more: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Both, without quotes of `more` that share words with one of `first`."""
    return (*first, *(one for one in more if not meets(one, first)))
