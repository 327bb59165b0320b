"""Redaction: names, addresses, numbers and amounts become placeholders before a request, and come back after it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from coach.content import knowledge, read_yaml
from coach.situation import FactKind, Situation

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:['’‑-]{_LETTER}+)*")
_MONEY_NUMBER = r"\d+(?:[,.' ]\d{3}(?!\d))*(?:[.,]\d{1,2}(?!\d))?"
_SAID_NUMBER = (
    r"(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|grand|k|and|couple|few|of)[ -]+)+"
)
_CURRENCY = (
    r"(?:dollars?|euros?|pounds?|quid|bucks|francs?|grand|USD|EUR|GBP|CHF|AUD|CAD|SEK|NOK|DKK|PLN|INR|rupees|kr)"
)
# In the order in which they are looked for: what an earlier one covers, a later one does not see.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("LINK", re.compile(r"\b(?:https?|ftp)://[^\s<>()\"“”]+[^\s<>()\"“”.,;:!?]|\bwww\.[^\s<>()\"“”]+[^\s<>()\"“”.,;:!?]", re.I)),
    ("EMAIL", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.I)),
    ("LINK", re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|co|de|uk|ch|at|fr|eu|info|biz|dev|app|ai|us|ca|au|nz|ie|nl|se|no|dk|es|it)\b(?:/[^\s<>()\"“”]*)?", re.I)),
    ("ACCOUNT", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")),
    ("AMOUNT", re.compile(
        rf"(?:(?:US|AU|CA|NZ)?[$£€₹¥]\s?|\b(?:CHF|EUR|USD|GBP|AUD|CAD|SEK|NOK|DKK|PLN|INR|kr|Rs)\.? ?){_MONEY_NUMBER}(?:\s?(?:k|m|mio|million|thousand)\b)?"
        rf"|\b{_MONEY_NUMBER}\s?(?:k\b\s?)?(?:[$£€₹¥]|{_CURRENCY}\b)|\b\d+(?:[.,]\d+)?\s?k\b|\b{_SAID_NUMBER}{_CURRENCY}\b", re.I)),
    ("PHONE", re.compile(r"(?<![\w.,-])(?:\+|\(?0)\d[\d ()/.-]{6,17}\d\b|\(\d{3}\) ?\d{3}-\d{4}\b|\b\d{3}[-.]\d{3}[-.]\d{4}\b")),
    ("NUMBER", re.compile(r"\b(?!(?:19|20)\d{2}\b)\d{4,}\b|\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|\b(?=[A-Z-]*\d)(?=[\d-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)+\b")),
)  # fmt: skip
_KINDS = ("PERSON", "COMPANY", "NAME", *dict.fromkeys(kind for kind, _ in _PATTERNS))
_PLACEHOLDER = re.compile(rf"[\[(<]?\b({'|'.join(_KINDS)})\\?_(\d+)\b[\])>]?")
_OWN_PLACEHOLDER = re.compile(rf"\b(?:{'|'.join(_KINDS)})\\?_\d+\b")
_HALF_ARRIVED = re.compile(r"[\[(<]?(?<![^\W_])([A-Z]+(?:\\?_?\d*)?)$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\")”’\]]*\s+|\n\s*|[•*>\"“(\[]\s*|\s[-–—]\s+)$")
_LOOK_BACK = 12  # characters that tell whether a word begins a sentence
_NAMES_OF = {FactKind.YOU: "PERSON", FactKind.CLIENT: "PERSON", FactKind.COMPANY: "COMPANY"}


class Redactor:
    """A reversible code book for one request, or one talk: the same thing has the same placeholder everywhere in it.

    Placeholders are plain words (PERSON_1, COMPANY_1, NAME_2, AMOUNT_1, EMAIL_1, PHONE_1, LINK_1, ACCOUNT_1, NUMBER_1),
    numbered in the order of the texts; more texts at the end change no earlier number. `show(hide(text)) == text` for
    every text it was made of. Frozen once made; may be shared by threads.
    """

    def __init__(self, book: dict[str, str]) -> None:
        self._book = dict(book)
        self._back = {placeholder: value for value, placeholder in book.items()}
        longest_first = sorted(self._book, key=len, reverse=True)
        self._hidden = (
            re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in longest_first)) if book else None
        )

    @classmethod
    def of(
        cls, texts: Iterable[str], facts: Iterable[tuple[FactKind, str]] = (), names: Iterable[str] = ()
    ) -> "Redactor":
        """Made for `texts`, in this order; `facts` and `names` are known to be someone's, whatever they look like."""
        texts = list(texts)
        certain = [(_NAMES_OF[kind], value) for kind, value in facts if kind in _NAMES_OF]
        known = {
            word: "PERSON" if word.lower() in _given_names() else kind
            for kind, value in [*(("NAME", name) for name in names), *certain]
            for word in _name_words(value)
        }
        patterns = chain(*([*_pattern_spans(text)] for text in texts))
        kinds: dict[str, str] = dict(patterns)
        kinds |= _names_in(texts, known)
        return cls(_numbered(texts, kinds))

    @classmethod
    def for_case(cls, case: Situation, *texts: str) -> "Redactor":
        """Made for a case and, after it, whatever else is sent with it: turns, passages, a draft."""
        return cls.of((case.text, *texts), ((fact.kind, fact.value) for fact in case.facts))

    @classmethod
    def off(cls) -> "Redactor":
        """Hides nothing: for models on this machine."""
        return cls({})

    @property
    def hidden(self) -> dict[str, str]:
        """What is hidden, and as what."""
        return dict(self._book)

    def stands_in(self, placeholder: str, text: str) -> bool:
        """Whether `text` holds this placeholder."""
        return re.search(rf"\b{placeholder}\b", text) is not None

    def hide(self, text: str) -> str:
        """`text` with placeholders."""
        if self._hidden is None:
            return text
        return self._hidden.sub(lambda match: self._book[match[0]], text)

    def show(self, text: str) -> str:
        """`text` with what the placeholders stand for; brackets that a model put around one go. Unknown ones stay."""
        return _PLACEHOLDER.sub(self._shown, text)

    def stream_show(self, pieces: Iterable[str]) -> Iterator[str]:
        """`show` of a text that arrives in pieces: a placeholder that has arrived by half is held back."""
        held = ""
        for piece in pieces:
            held += piece
            half = _HALF_ARRIVED.search(held)
            end = half.start() if half and _may_become(half[1]) else len(held)
            if held[:end]:
                yield self.show(held[:end])
            held = held[end:]
        if held:
            yield self.show(held)

    def unknown(self, text: str) -> tuple[str, ...]:
        """Placeholders in a model's `text` that stand for nothing: it made them up."""
        found = (f"{match[1]}_{match[2]}" for match in _PLACEHOLDER.finditer(text))
        return tuple(dict.fromkeys(one for one in found if one not in self._back))

    def _shown(self, match: re.Match[str]) -> str:
        value = self._back.get(f"{match[1]}_{match[2]}")
        if value is None:
            return match[0]
        opened, closed = match[0][0] in "[(<", match[0][-1] in "])>"
        if opened and closed:
            return value
        return (match[0][0] if opened else "") + value + (match[0][-1] if closed else "")


def names_in(case: Situation) -> tuple[str, ...]:
    """The words of a case that name a person, a firm or anything else, in the order in which it names them."""
    named = ("PERSON_", "COMPANY_", "NAME_")
    return tuple(value for value, as_ in Redactor.for_case(case).hidden.items() if as_.startswith(named))


def _may_become(word: str) -> bool:
    kind = word.rstrip("0123456789").rstrip("_").rstrip("\\")
    return kind in _KINDS or any(one.startswith(word) for one in _KINDS)


def _pattern_spans(text: str) -> Iterator[tuple[str, str]]:
    """Every value that a pattern finds, with its kind; spans do not overlap."""
    for match in _OWN_PLACEHOLDER.finditer(text):
        yield match[0], "NAME"  # the user's own words look like one of ours
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= before or start >= after for before, after in taken):
                taken.append((start, end))
                yield match[0], kind


def _names_in(texts: list[str], known: dict[str, str]) -> dict[str, str]:
    """Every word of the texts that names someone or something, with its kind."""
    found = dict(known)
    for text in texts:
        bare = _without_patterns(text)
        before: re.Match[str] | None = None
        for match in _WORD.finditer(bare):
            word = _core(match[0])
            follows_name = (
                before is not None
                and bare[before.end() : match.start()] in (" ", " & ")
                and _core(before[0]) in found
                and word[0].isupper()
                and word.lower() not in _kept()
            )
            if word not in found and (follows_name or _names_someone(word, match, bare)):
                found[word] = "PERSON" if word.lower() in _given_names() else "NAME"
            before = match
    return found | {f"{word.lower()}": kind for word, kind in found.items() if _unusual(word.lower())}


def _names_someone(word: str, match: re.Match[str], text: str) -> bool:
    lower = word.lower()
    if lower in _kept() or lower.removesuffix("s") in _kept() or len(word) < 2:
        return False
    given, common = lower in _given_names(), lower in _common_words()
    if word.isupper() and len(word) > 1:
        return not common and not _all_parts_common(lower)
    if not word[0].isupper():
        return given and not common and len(word) > 3 and _unusual(lower)
    if not _SENTENCE_START.search(text[max(0, match.start() - _LOOK_BACK) : match.start()] or "\n"):
        return not lower.startswith(("i'", "i’")) and not _contracted(lower)
    if common:
        return given and _acts(text, match.end())
    return not _contracted(lower) and not _all_parts_common(lower)


def _acts(text: str, end: int) -> bool:
    """Whether what follows a sentence's first word makes it somebody: a possessive, or a verb in the third person."""
    return re.match(r"['’]s\b|,? (?:is|was|has|had|wants|says|said|asked|told|keeps|kept|never|always|thinks|wrote|called|sent|paid|owes|hired|runs|owns|does|did|gets|got|goes|went|came|comes|and I)\b", text[end:]) is not None  # fmt: skip


def _contracted(lower: str) -> bool:
    return (
        re.fullmatch(r"[a-z]+['’](?:m|s|re|ve|ll|d|t)", lower) is not None and _stem(lower) in _common_words() | _kept()
    )


def _stem(lower: str) -> str:
    return re.split(r"n?['’]", lower)[0]


def _all_parts_common(lower: str) -> bool:
    parts = re.split(r"[-‑]", lower)
    return all(part in _common_words() or part in _kept() or _plain_form(part) for part in parts)


def _plain_form(part: str) -> bool:
    """Whether `part` is a usual word with an ending."""
    stems = {re.sub(ending, "", part) for ending in (r"s$", r"es$", r"ed$", r"d$", r"ing$", r"ly$", r"er$")} - {part}
    return any(stem in _common_words() and len(stem) > 3 for stem in stems) and part not in _given_names()


def _unusual(lower: str) -> bool:
    return lower not in _common_words() and lower not in _kept() and len(lower) > 2 and not _plain_form(lower)


def _name_words(value: str) -> Iterator[str]:
    """The words of a name that are its own: not "the", "of" or "and", and none that is written small."""
    for match in _WORD.finditer(value):
        word = _core(match[0])
        if word[0].isupper() and word.lower() not in {"the", "and", "of", "mr", "mrs", "ms", "dr"}:
            yield word


def _core(word: str) -> str:
    """Without the possessive."""
    return re.sub(r"['’]s$", "", word)


def _without_patterns(text: str) -> str:
    """The text with everything blanked that a pattern covers, so that offsets stay."""
    for _, pattern in _PATTERNS:
        text = pattern.sub(lambda match: "0" * len(match[0]), text)
    return text


def _numbered(texts: list[str], kinds: dict[str, str]) -> dict[str, str]:
    """A placeholder for each value, numbered by kind in the order in which the texts name them."""
    if not kinds:
        return {}
    longest_first = sorted(kinds, key=len, reverse=True)
    anything = re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in longest_first))
    book: dict[str, str] = {}
    counts: dict[str, int] = {}
    for match in chain(*(anything.finditer(text) for text in texts)):
        if match[0] not in book:
            kind = kinds[match[0]]
            counts[kind] = counts.get(kind, 0) + 1
            book[match[0]] = f"{kind}_{counts[kind]}"
    return book


@cache
def _given_names() -> frozenset[str]:
    also = str(read_yaml("redaction.yaml")["also_names"]).split()
    return frozenset((*knowledge("given_names.txt").read_text(encoding="utf-8").split(), *also))


@cache
def _common_words() -> frozenset[str]:
    return frozenset(knowledge("common_words.txt").read_text(encoding="utf-8").split())


@cache
def _kept() -> frozenset[str]:
    return frozenset(" ".join(read_yaml("redaction.yaml")["kept"]).split())
