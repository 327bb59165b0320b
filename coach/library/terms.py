"""Terms: the parts of a query that must be met to the letter: quoted words, numbers and codes, names and abbreviations."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<!\w)‘([^’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)")
_NUMBER = re.compile(r"(?<![\w.,/-])(?:[^\W\d_]+-?)?\d[\w.,:/-]*\w")
_SHORT_FORM = re.compile(r"(?<!\w)[A-Z][A-Z&/]*[A-Z](?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NAME = re.compile(r"(?<=[a-zß-ÿ,;:(] )[A-ZÀ-Þ][^\W\d_]{2,}")
_SMALL = re.compile(r"(?<!\w)[a-zß-ÿ][^\W\d_]{2,}")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+(?!\d)")
_TOKEN = re.compile(r"[^\W_]+")
_MOST = 12  # terms that are looked up for one query


class Kind(StrEnum):
    QUOTED = "quoted"
    NUMBER = "number"
    NAME = "name"


class Term(NamedTuple):
    """Words that stand next to each other, in lower case, and why they count."""

    words: tuple[str, ...]
    kind: Kind


def tokens(text: str) -> list[str]:
    """The words and numbers of `text` in lower case; 4,200 is one number."""
    return _TOKEN.findall(plain(text).lower())


def plain(text: str) -> str:
    """`text` with its numbers written without separators."""
    return _THOUSANDS.sub(lambda match: re.sub(r"\D", "", match[0]), text)


def exact_terms(query: str, is_name: Callable[[str], bool]) -> tuple[Term, ...]:
    """What in `query` must be met to the letter. `is_name` knows the library's names, given in lower case."""
    found: list[Term] = []
    for term in (*_quoted(query), *_numbers(query), *_names(query, is_name)):
        if term.words and not any(set(term.words) <= set(other.words) for other in found):
            found.append(term)
    return tuple(found[:_MOST])


def capitals(text: str) -> list[str]:
    """The words that have a capital inside a sentence, where only names have one."""
    return _NAME.findall(text)


def small_words(text: str) -> list[str]:
    """The words that are written without a capital."""
    return _SMALL.findall(text)


def _quoted(query: str) -> Iterator[Term]:
    for match in _QUOTED.finditer(query):
        yield Term(tuple(tokens(next(group for group in match.groups() if group))), Kind.QUOTED)


def _numbers(query: str) -> Iterator[Term]:
    for match in _NUMBER.finditer(plain(query)):
        yield Term(tuple(tokens(match[0])), Kind.NUMBER)


def _names(query: str, is_name: Callable[[str], bool]) -> Iterator[Term]:
    written = set() if _all_capitals(query) else {*capitals(query), *_SHORT_FORM.findall(query)}
    for word in _WORD.findall(query):
        lower = word.lower()
        if len(lower) > 2 and (word in written or is_name(lower)):
            yield Term(tuple(tokens(word)), Kind.NAME)


def _all_capitals(query: str) -> bool:
    """Whether the query is written In Title Case, so that capitals say nothing."""
    words = [word for word in _WORD.findall(query) if len(word) > 2]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > len(words) / 2
