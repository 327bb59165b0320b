"""What helps a user tell their story: three worked examples, and what an account still leaves thin."""

from functools import cache, lru_cache

from pydantic import ValidationError

from coach.assess.cues import Cue, read_cues
from coach.content import knowledge, read_yaml
from coach.errors import ContentError
from coach.facts import read_facts
from coach.situation import FactKind
from coach.vocabulary.base import Value

_FEW_WORDS = 60
_LONG = 600  # words: an account of this length is not thin
_MOST_GAPS = 3
_TERMS = frozenset({FactKind.AMOUNT, FactKind.NOTICE, FactKind.PAYMENT_TERMS, FactKind.OPEN_INVOICE})


class WorkedExample(Value):
    """An account somebody could have written: `teller` says who, `text` is the account."""

    title: str
    teller: str
    order: int
    text: str


class AccountPart(Value):
    """A part that makes an account easier to read, and whether it is there."""

    label: str
    there: bool


@cache
def worked_examples() -> tuple[WorkedExample, ...]:
    """The accounts of `knowledge/worked_examples/`, in their order.

    Raises:
        ContentError: one of them is damaged.
    """
    try:
        found = [
            WorkedExample.model_validate(read_yaml("worked_examples", path.name))
            for path in knowledge("worked_examples").glob("*.yaml")
        ]
    except ValidationError as error:
        raise ContentError(f"A worked example is damaged: {error}") from error
    return tuple(sorted(found, key=lambda example: example.order))


def gaps(text: str) -> tuple[str, ...]:
    """Up to three questions whose answers the account does not hold yet; none for an empty or a long account."""
    if not _short(text):
        return ()
    wording = read_yaml("account.yaml")
    return tuple(wording[name] for name, is_thin in _thin(text).items() if is_thin)[:_MOST_GAPS]


def parts(text: str) -> tuple[AccountPart, ...]:
    """What makes an account easier to read, each with whether this one has it; none for an empty or a long one."""
    if not _short(text):
        return ()
    labels = read_yaml("account.yaml")["labels"]
    return tuple(AccountPart(label=labels[name], there=not is_thin) for name, is_thin in _thin(text).items())


def _short(text: str) -> bool:
    return bool(text.strip()) and len(text) <= _LONG * 8 and len(text.split()) <= _LONG


@lru_cache(maxsize=32)
def _thin(text: str) -> dict[str, bool]:
    cues, kinds = read_cues(text), {fact.kind for fact in read_facts(text)}
    return {
        "few_words": len(text.split()) < _FEW_WORDS,
        "tried": not (cues[Cue.TRIED] or cues[Cue.UNTRIED]),
        "pattern": not (cues[Cue.PATTERN] or FactKind.DURATION in kinds),
        "words": not any(mark in text for mark in '"“”„«»'),
        "terms": not (cues[Cue.CONTRACT] or cues[Cue.OWED] or kinds & _TERMS),
    }
