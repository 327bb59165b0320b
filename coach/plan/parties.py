"""Parties: which names, role words and pronouns of a contract mean the provider, and which the customer."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from coach.content import read_yaml

_PREAMBLE = 4_000  # characters in which parties are introduced
_MOST_WORDS = 4
_DEFINED = re.compile(
    r"""\((?:[^()]{0,60}?\b(?:as|the|a)\s+|each,?\s+an?\s+)?(?:the\s+)?["“']?(?:the\s+|The\s+)?(?P<paren>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,3})["”']?(?:,?\s*(?:or|and|/)\s+["“'][^"”']+["”'])*\s*\)"""
    r"""|(?:(?:called|known as|referred to as|,|as|to as)\s+)(?:the\s+)?["“](?:the\s+|The\s+)?(?P<quoted>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,3}),?["”]"""
    r"""|["“](?:the\s+|The\s+)?(?P<means>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,2})["”]?\s*(?:\([^)]*\)\s*)?(?::|means\b|is\b|refers)"""
    r"""|(?m:^[\s\-*•#\d.()]*\**(?P<label>[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)\**(?:\s*\([^)]{1,40}\))?\**\s*(?::|\t|\|))"""
)
_PARENTHESIS = re.compile(r"\([^()]{2,160}\)")
_QUOTED = re.compile(r"[“\"'](?:the |The )?([A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,3}),?[”\"']")
_QUOTED_ALONE = re.compile(
    r"\(\s*(?:the |hereinafter |hereafter )*[“\"'](?:the |The )?([A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,3})[”\"']\s*\)"
)
_NO_NAMES = frozenset({"we", "us", "our", "you", "your", "i", "me", "my"})
_PRONOUN = r"""\(?\s*["“'](?:we|us|you|i|me)\b"""
_CLEAR_GAP = 3  # role words further apart than this name different parties


class Side(StrEnum):
    PROVIDER = "provider"
    CUSTOMER = "customer"


class Parties(NamedTuple):
    """Lower-case words for each side; `speaker` is the side that calls itself I or we."""

    provider: frozenset[str]
    customer: frozenset[str]
    speaker: Side

    def names(self, side: Side) -> frozenset[str]:
        """The words for `side`, pronouns included."""
        own = self.provider if side is Side.PROVIDER else self.customer
        return own | ({"i", "we"} if side is self.speaker else {"you"})


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("plan", "parties.yaml")
    return found


@lru_cache(maxsize=8)
def read_parties(text: str) -> Parties:
    """Who provides and who pays, from the introduction of the parties, the role words and what each is said to do."""
    text = text.replace("*", "")  # bold, where the text is Markdown
    names = _candidates(text)
    weights = {name: _weight(name, text) for name in names}
    for group in _aliases(text, names):
        surest = max(group, key=lambda name: abs(weights[name]))
        weights |= dict.fromkeys(group, weights[surest])
    provider, customer = _sides(weights, text)
    return Parties(
        provider=frozenset(provider), customer=frozenset(customer), speaker=_speaker(text, provider, customer)
    )


def _candidates(text: str) -> set[str]:
    """Defined terms of the introduction, and the known role words that act anywhere in the text."""
    found: set[str] = set()
    for match in _DEFINED.finditer(text[:_PREAMBLE]):
        name = " ".join(next(group for group in match.groups() if group).lower().split())
        if name in _content()["things"]:
            continue
        if len(name.split()) <= _MOST_WORDS and (_role_weight(name) is not None or _acts(name, text)):
            found.add(name)
    if len(found) == 1:
        found |= _other_defined(text, found)
    for group in _defined_groups(text):
        if any(_role_weight(name) is not None or _acts(name, text) for name in group):
            found |= {name for name in group if len(name.split()) <= _MOST_WORDS and name not in _NO_NAMES}
    for match in re.finditer(r"\b([A-Z][\w&-]{2,})(?=\s+(?:may|shall|will|must|agrees)\b)", text):
        name = match[1].lower()
        if _role_weight(name) is None and name not in _content()["things"] and _acts(name, text):
            found.add(name)
    for role in _content()["roles"]:
        if re.search(
            rf"\b{re.escape(role)}\s+(?:may|shall|will|must|agrees|has|is|can|pays?|commits)\b", text, re.IGNORECASE
        ):
            found.add(role)
    return found if len(found) > 1 else found | _named_often(text)


def _other_defined(text: str, known: set[str]) -> set[str]:
    """The other name that the introduction gives to a party, where only one of the two does what parties do."""
    names = [" ".join(match[1].lower().split()) for match in _QUOTED_ALONE.finditer(text[:_PREAMBLE])]
    others = [name for name in dict.fromkeys(names) if name not in known and name not in _content()["things"]]
    moves = [
        name for name in others if re.search(rf"\b{_spaced(name)}\s+(?:may|shall|will|must|agrees|can)\b", text, re.I)
    ]
    return set(moves[:1])


def _aliases(text: str, names: set[str]) -> Iterator[set[str]]:
    """The names that one parenthesis gives to one party: ("Contoso", the "Client" or the "Company")."""
    for group in _defined_groups(text):
        if len(named := group & names) > 1:
            yield named


def _defined_groups(text: str) -> list[set[str]]:
    found = []
    for match in _PARENTHESIS.finditer(text[:_PREAMBLE]):
        quoted = {" ".join(name.lower().split()) for name in _QUOTED.findall(match[0])} - set(_content()["things"])
        if quoted:
            found.append(quoted)
    return found


def _named_often(text: str) -> set[str]:
    """Role words that a contract without definitions writes with a capital, at least twice."""
    return {role for role in _content()["roles"] if len(re.findall(rf"\b{re.escape(role.title())}\b", text)) > 1}


def _acts(name: str, text: str) -> bool:
    """Whether something other than a role word does what only parties do."""
    doing = rf"(?:may|shall|will|must|agrees)\s+(?:not\s+)?(?:terminate|cancel|pay|provide|perform|end|deliver|engage|give)\b|{_content()['pays']}"
    return re.search(rf"\b{_spaced(name)}(?:'s|’s)?\s+(?:{doing})", text, re.IGNORECASE) is not None


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _role_weight(name: str) -> int | None:
    """The weight of the role word that `name` is or ends with."""
    roles: dict[str, int] = _content()["roles"]
    if name in roles:
        return roles[name]
    last = name.split()[-1]
    return roles.get(last)


def _weight(name: str, text: str) -> float:
    """How surely `name` is the provider: its role word, moved a little by what the text says it does."""
    role = _role_weight(name)
    subject = rf"\b{_spaced(name)}\s+(?:hereby\s+)?"
    works = len(re.findall(subject + _content()["does_the_work"], text, re.IGNORECASE))
    pays = len(re.findall(subject + _content()["pays"], text, re.IGNORECASE))
    return (role or 0) + min(works, 2) - 2 * min(pays, 2) * (1 if role is None or abs(role) < 6 else 0.2)


def _sides(weights: dict[str, float], text: str) -> tuple[set[str], set[str]]:
    """The names split at their widest gap; a lone name goes to the side its weight says."""
    if not weights:
        return set(), set()
    ranked = sorted(weights, key=lambda name: -weights[name])
    if len(ranked) == 1:
        return (set(ranked), set()) if weights[ranked[0]] > 0 else (set(), set(ranked))
    main = _introduced(ranked, text)
    gaps = [weights[a] - weights[b] for a, b in pairwise(ranked)]
    if main and weights[main[0]] > weights[main[1]]:
        first, second = ranked.index(main[0]), ranked.index(main[1])
        between = gaps[first:second]
        cut = second if weights[main[1]] > 0 else first + between.index(max(between)) + 1
    elif max(gaps) < _CLEAR_GAP:
        return (set(ranked), set()) if weights[ranked[0]] > 0 else (set(), set(ranked))
    else:
        cut = gaps.index(max(gaps)) + 1
    return set(ranked[:cut]), set(ranked[cut:])


def _introduced(ranked: list[str], text: str) -> tuple[str, str] | None:
    """The first two names the contract defines as its parties, the surer provider first."""
    defined = [
        " ".join(next(group for group in match.groups() if group).lower().split())
        for match in _DEFINED.finditer(text[:_PREAMBLE])
    ]
    parties = [name for name in dict.fromkeys(defined) if name in ranked]
    same = next((group for group in _defined_groups(text) if parties and parties[0] in group), set())
    parties = parties[:1] + [name for name in parties[1:] if name not in same][:1]
    if len(parties) < 2:
        return None
    first, second = sorted(parties, key=ranked.index)
    return first, second


def _speaker(text: str, provider: set[str], customer: set[str]) -> Side:
    """The side that says we or I: by its definition, by who pays whom, else the provider, who usually writes such terms."""
    near = r'["“\'(]\s*(?:we|us|our|i|me)\b["”\']?(?:\s*(?:,|and|or)\s*["“\'](?:us|our|me|my|we)["”\'])*'
    you = r'["“\'(]\s*you\b["”\']?'
    either = "|".join(re.escape(name) for name in sorted(provider | customer, key=len, reverse=True)) or r"\bnobody\b"
    for pronoun, says_we in ((near, True), (you, False)):
        match = re.search(
            rf"(?:\b({either})\b[^.\n]{{0,40}}?{pronoun}|{pronoun}[^.\n]{{0,60}}?\b({either})\b)", text, re.IGNORECASE
        )
        if match:
            name = (match[1] or match[2]).lower()
            is_provider = name in provider
            return Side.PROVIDER if is_provider == says_we else Side.CUSTOMER
    pay_me = re.search(
        r"\byou(?:'ll| will| shall| agree to| must)? (?:pay|hire|engage|take me on|reimburse)\b|\bpay (?:me|us)\b|\b(?:pay|settle|owe(?:s|d)?)\b[^.;]{0,20}\b(?:our|my) (?:fees?|invoices?|charges?|bills?)\b|\bI invoice\b",
        text,
        re.IGNORECASE,
    )
    pay_you = re.search(
        r"\b(?:we|I)(?:'ll| will| shall| agree to)? (?:pay|engage|hire|reimburse) you\b|\byou(?:'ll| will| shall)? (?:provide (?!false|misleading|incomplete|us\b|inaccurate)|deliver\b|perform\b|write\b|design\b|invoice\b)",
        text,
        re.IGNORECASE,
    )
    return Side.CUSTOMER if pay_you and not pay_me else Side.PROVIDER
