"""Filling: a line with its slots filled, in agreement with what is filled in."""

import re
from collections.abc import Mapping
from functools import lru_cache

SLOT = re.compile(r"\{(\w+)\}")
NUMBERED = ("project", "pending")  # slots whose value may be one thing or several
_SINGULAR = re.compile(
    r"(?:ss|us|is|[Ss]eries|[Nn]ews|[Ll]ogistics|[Aa]nalytics|[Cc]anvas|[Ll]ens|[Aa]tlas)$",
)
_PLURAL_OF = {
    "is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't",
    "hasn't": "haven't", "doesn't": "don't", "'s": " are", "goes": "go", "comes": "come", "stands": "stand",
    "passes": "pass", "turns": "turn", "gets": "get", "looks": "look", "starts": "start", "works": "work",
    "needs": "need", "means": "mean", "costs": "cost", "stays": "stay", "runs": "run", "stops": "stop", "ends": "end",
    "falls": "fall", "matters": "matter", "moves": "move", "waits": "wait", "sits": "sit", "keeps": "keep",
    "conforms": "conform", "belongs": "belong", "depends": "depend", "dies": "die", "slips": "slip", "leaves": "leave",
}  # fmt: skip
_AFTER = re.compile(
    r"(\{(?:project|pending)\})( |(?='s ))("
    + "|".join(re.escape(verb) for verb in sorted(_PLURAL_OF, key=len, reverse=True))
    + r")(?![\w'])"
)
_BEFORE = re.compile(
    r"(?P<lead>(?:^|[.!?,;] ?|\b(?:[Ww]here|[Hh]ow|[Ww]hat|[Ww]hen|[Ww]hy|[Ww]ho))(?P<gap>[ ]?))"
    r"(?P<verb>[Ii]s|[Ww]as|[Hh]as|[Dd]oes|[Ii]sn't|[Ww]asn't|[Hh]asn't|[Dd]oesn't|'s)(?= \{(?:project|pending)\})"
)
_ONE_THING = re.compile(r"\b(?:it|its|it's|itself|it'd|it'll)\b", re.IGNORECASE)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """`text` with its slots filled; verbs beside a project or work of several things are put in the plural."""
    if any(several(slots[slot]) for slot in NUMBERED if slot in slots and f"{{{slot}}}" in text):
        text = _AFTER.sub(_agreed_after, text)
        text = _BEFORE.sub(_agreed_before, text)
    filled = SLOT.sub(lambda match: slots[match.group(1)], text)
    return filled[0].upper() + filled[1:] if text.startswith("{") else filled


def agrees(text: str, slots: Mapping[str, str]) -> bool:
    """Whether `text` can be filled: no "it" may stand for what is several things."""
    plural = any(several(slots[slot]) for slot in NUMBERED if slot in slots and f"{{{slot}}}" in text)
    return not plural or _ONE_THING.search(text) is None


@lru_cache(maxsize=512)
def several(value: str) -> bool:
    """Whether a noun phrase is in the plural: "the landing pages", "the logo and a brochure"."""
    words = value.split()
    if not words or " and " in value:
        return bool(words)
    last = words[-1]
    return last.endswith("s") and not _SINGULAR.search(last) and not last.endswith(("'s", "’s"))


def _agreed_after(match: re.Match[str]) -> str:
    return f"{match.group(1)}{match.group(2)}{_PLURAL_OF[match.group(3)]}"


def _agreed_before(match: re.Match[str]) -> str:
    verb = match.group("verb")
    plural = _PLURAL_OF[verb.lower()]
    return match.group("lead") + (plural[:1].upper() + plural[1:] if verb[0].isupper() else plural)
