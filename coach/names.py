"""Names: who tells it and who is on the other side, as the text names them."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from coach.content import knowledge, read_yaml
from coach.situation import Fact, FactKind
from coach.vocabulary.evidence import Evidence

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]
UP, LOW = ("".join(c for c in _LATIN if getattr(c, case)()) for case in ("isupper", "islower"))
_NAME = rf"[{UP}](?:['’][{UP}])?[{LOW}]+(?:[{UP}][{LOW}]+)?(?:[-'’][{UP}]?[{LOW}]+)?"
_PARTICLE = r"(?:van(?: de[rn]?)?|von(?: der)?|de(?: la| los)?|da|di|do[s]?|del|la|le|al|el|bin|ibn|ben|ter|ten|af|av|i|y|d['’]|Ní|Nic|Ó|Mac)"
_FULL_NAME = rf"{_NAME}(?: (?:{_PARTICLE} ?)?{_NAME})?"
TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?|Madame|Monsieur|Mme|Frau|Herr|Señora?|Signora?)"


@cache
def fact_words() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("facts.yaml")
    return found


@cache
def given_names() -> frozenset[str]:
    return frozenset(knowledge("given_names.txt").read_text(encoding="utf-8").split())


@cache
def not_names() -> frozenset[str]:
    return frozenset(str(word) for word in fact_words()["not_names"])


def either(key: str) -> str:
    options = sorted((str(option) for option in fact_words()[key]), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(option) for option in options) + ")"


def fact_at(kind: FactKind, text: str, start: int, end: int, value: str | None = None) -> Fact:
    return Fact(
        kind=kind,
        value=value or text[start:end].strip(),
        evidence=Evidence.at(text, start, end),
    )


_I_AM = (
    rf"(?:\b(?i:my )?[Nn]ame(?:['’]s| is) |\b[Tt]his is |\bI am |\bI['’]m )({_FULL_NAME})(?=[,.!;]| and | here|\s*$)"
)
_SIGNED = (
    rf"(?:^|\n|(?<=[.!?]) )\s*(?:[-–—]+\s*|(?i:signed|(?:with )?(?:many |best |kind |warm )?(?:thanks|regards|wishes)|best|cheers|yours(?: sincerely)?)[,.]?\s+)"
    rf"({_FULL_NAME})\.?\s*(?:$|\n\s*\n(?=[-_>]|From:|On ))"
)
_LAST_WORDS = rf"[.!?)…][”\"]?\s+({_FULL_NAME})\.?\s*\Z"  # a name alone at the very end


def read_you(text: str) -> Iterator[Fact]:
    """The teller's own name: said, signed, or alone at the end."""
    for pattern in (_I_AM, _SIGNED, _LAST_WORDS):
        for match in re.finditer(pattern, text, re.M):
            if all(word.lower() not in not_names() for word in match[1].split()):
                yield fact_at(FactKind.YOU, text, match.start(1), match.end(1))


def read_client(text: str) -> Iterator[Fact]:
    """The person on the other side, the surest first."""
    role, own = either("client_roles"), either("own_roles")
    mine = {
        match[1].split()[0]
        for pattern in (
            rf"\b(?i:my|our)\s+(?:\w+ ){{0,2}}?{own}\b,?\s+({_FULL_NAME})",
            rf"\b({_FULL_NAME}),\s+(?i:my|our)\s+(?:\w+ ){{0,2}}?{own}\b",
            rf"(?:\b(?i:my )?[Nn]ame(?:['’]s| is) |\bI am |\bI['’]m |\b[Tt]his is )({_NAME})",
        )
        for match in re.finditer(pattern, text)
    }
    first = (  # the teller says whom they would write to
        rf"\b({_FULL_NAME}),? (?i:is|would be) (?i:who|whom|the (?:person|one)) (?i:I|we)(?: (?i:would|should|will|want to|have to)|['’](?i:d|ll)) (?i:write to|tell|talk to|speak to)\b",
    )
    sure = (
        rf"\b(?i:guy|man|woman|person|lady|one)(?: (?:who|that))? (?i:I|we) (?:mostly |usually )?(?i:deal with|work with|report to|talk to|answer to) (?i:is|was)(?: called)?\s+({_FULL_NAME})",
        rf"\b(?i:{role}|manager|director|mother|father|mum|mom|dad|owner)(?: of [\w ]{{3,30}}?)?(?: there)? \((?i:my contact is |called |named )?({_FULL_NAME})\)",
        rf"\((?i:my|our|the) contact (?i:is|there is) ({TITLE} {_FULL_NAME}|{_FULL_NAME})\)",
        rf"\b({_FULL_NAME})(?: there)? (?i:is) (?i:my|our) (?i:contact|client|customer)\b",
        rf"\b(?i:contact(?: person)?):\s+({_FULL_NAME})",
        rf"\b(?i:{role})(?:\s+(?i:there|at [A-Z]\w+))?(?:\s+(?i:is|was|named|called|is called)|:)?,?\s+({_FULL_NAME})",
        rf"\b(?i:their|his|her|its|the)\s+(?:[a-z]+ ){{0,2}}?(?i:manager|director|head|chair|boss|guy|girl|agent|partners)\b(?: there)?(?:['’]s called| is called| is)?,?\s+({_FULL_NAME})",
        rf"\b(?i:of mine|this guy|in charge|by the name of|of the partners|deal with|the (?:mother|father)|an? (?:author|gentleman|lady|woman|man)),?\s+({_FULL_NAME})(?=[,.;:]|\s+(?:there|here|is|was|who|came|wants?|would|asked|booked|wrote|called|rang)\b)",
        rf"\b({_FULL_NAME}) \((?i:[\w ]*(?:{role}|manager|director))\)",
        rf"\b({TITLE} {_FULL_NAME})",
    )
    likely = (  # only where the name is a known given name
        rf"\b({_FULL_NAME}),?\s+(?:who(?:'s| is| runs| owns)|(?:the|my|our|their|its|a)\s+(?:\w+ ){{0,2}}?(?i:{role}))\b",
        rf"\b(?i:for|with)\s+({_FULL_NAME})(?=\s+(?:for|since|at|who|and)\b)",
        rf"\b(?i:name is|named|called|name was|person is|works with|report to|deal with|dealing with)\s+({_FULL_NAME})",
    )
    mine |= set(_children(text))
    for pattern in (*first, *sure, *likely):
        for match in re.finditer(pattern, text):
            known = pattern not in likely or match[1].split()[0].lower() in given_names()
            if known and _is_name(match[1]) and match[1].split()[0] not in mine:
                yield fact_at(FactKind.CLIENT, text, match.start(1), match.end(1))
    yield from _names_that_act(text, mine)


def _children(text: str) -> Iterator[str]:
    """First names with an age behind them, or a small one's: nobody writes to them."""
    for match in re.finditer(rf"\b({_NAME})(?:,? \(\d{{1,2}}[¼½¾]?\)| was \w+ (?:weeks?|months?) old)", text):
        yield match[1]


def _names_that_act(text: str, mine: set[str]) -> Iterator[Fact]:
    verbs = either("client_verbs")
    acting = [
        match
        for match in re.finditer(rf"(?<!\bthe )\b({_NAME})(?:\s+(?:{verbs})\b|['’]s\b)", text)
        if _is_name(match[1]) and match[1] not in mine and match[1].lower() in given_names()
    ]
    count = Counter(match[1] for match in acting)
    for name, _ in count.most_common(3):
        if re.search(rf"\b{name.lower()}\b", text):  # an ordinary word that began a sentence
            continue
        match = next(match for match in acting if match[1] == name)
        yield fact_at(FactKind.CLIENT, text, match.start(1), match.end(1))


def _is_name(name: str) -> bool:
    if name.lower() in fact_words()["client_roles"] or name.lower() in fact_words()["own_roles"]:
        return False
    bare = re.sub(rf"^{TITLE} ", "", name)
    parts = [part for part in bare.split() if not re.fullmatch(_PARTICLE, part)]
    return all(part.lower() not in not_names() for part in parts) and len(bare) > 1
