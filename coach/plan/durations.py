"""Durations: the periods a text states, in words or digits, as days, with what they are counted in and where they stand."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES, start=1)} | {
    word: value * 10 for value, word in enumerate(_TENS, start=2)
} | {"a": 1, "an": 1, "fourty": 40, "ninty": 90}  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 90, "year": 365, "hour": 1 / 24}

_ONE_WORD = "|".join(sorted((*_WORDS,), key=len, reverse=True))
_NUMBER_WORDS = rf"(?:(?:{_ONE_WORD})\s+hundred(?:\s+(?:and\s+)?)?)?(?:(?:{'|'.join(_TENS)})(?:[\s-]+(?:{'|'.join(_ONES[:9])}))?|{_ONE_WORD}|(?<=hundred))"
_BUSINESS = r"business|working|banking|trading|week"
_PATTERN = re.compile(
    rf"""(?<![\w.,$£€%])(?:
        (?P<words>{_NUMBER_WORDS})\s*\(\s*(?P<digits_after>\d{{1,3}})\s*\)      # thirty (30)
      | \((?P<digits_first>\d{{1,3}})\)\s*(?:{_NUMBER_WORDS})                    # (30) thirty
      | (?P<digits>\d{{1,3}})\s*\(\s*(?:{_NUMBER_WORDS})\s*\)                   # 30 (thirty)
      | \[?(?P<number>\d{{1,3}})\]?(?![\d.,]*\s*%)                              # 30, or [30] in a template
      | (?P<spelled>{_NUMBER_WORDS})
    )[\s-]+
    (?:(?:clear|full|whole|consecutive|calendar|additional|such)[\s-]+){{0,2}}
    (?:(?P<business>{_BUSINESS})[\s-]*)?
    (?:(?:calendar|clear)\s+)?
    (?P<unit>hour|day|week|fortnight|month|quarter|year)(?:s|\(s\))?(?![a-z])
    | (?P<fortnight>\b(?:a|one)\s+fortnight)\b""",
    re.IGNORECASE | re.VERBOSE,
)


_ORDINAL_OF = re.compile(r"\d(?:st|nd|rd|th) (?:day )?of (?:the )?$")  # "the 15th of a month" is a day


class Duration(NamedTuple):
    """`text[start:end]` states a period of `days` (a week is 7, a month 30, a year 365); `business` days if it says so.

    `months` is the number of calendar months where it is stated in months or years, else 0.
    """

    days: int
    business: bool
    start: int
    end: int
    months: int = 0


def durations(text: str) -> Iterator[Duration]:
    """Every period `text` states, in order."""
    for match in _PATTERN.finditer(text):
        if match["fortnight"]:
            yield Duration(14, False, *match.span())
            continue
        if _ORDINAL_OF.search(text, 0, match.start()):
            continue
        count = _count(match)
        if count is None or match["unit"] is None:
            continue
        days = max(1, round(count * _DAYS[match["unit"].lower()]))
        months = count * _MONTHS.get(match["unit"].lower(), 0)
        yield Duration(days, match["business"] is not None, *match.span(), months)


def _count(match: re.Match[str]) -> int | None:
    digits = match["digits_after"] or match["digits_first"] or match["digits"] or match["number"]
    if digits:
        return int(digits) or None
    return number(match["spelled"])


@cache
def number(words: str) -> int | None:
    """The number that English `words` spell, up to 999; None if they spell none."""
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _WORDS:
            total += _WORDS[word]
        elif word not in ("and", ""):
            return None
    return total or None
