"""Actors: whose right or duty a piece of a clause states - ours, theirs, either's, or nobody's in particular."""

import re
from enum import StrEnum
from typing import NamedTuple

from coach.plan.parties import Parties, Side
from coach.plan.wording import fragment, wording

_REACH = 90  # characters between an actor and its "may"
_MOST_ACTS = 8  # in one sentence; more is no contract
_SPAN = 170  # characters between "may" and its verb
_OBJECT = re.compile(r"\b(?:to|from|of|with|against|for|on|upon|than|notif(?:y|ies|ying)|giv(?:e|es|ing)|provid(?:es?|ing)|inform(?:s|ing)?|tell(?:s|ing)?|pay(?:s|ing)?|owed|by) (?:the |any )?$", re.IGNORECASE)  # fmt: skip
_CONDITIONAL = re.compile(
    r"\b(?:if|where|should|unless|when|because|that|(?<!after )(?<!upon )(?<!failing )which) (?:the |a |any )?$",
    re.IGNORECASE,
)


_STRANGER = re.compile(
    r"(?:^|[.,;:] |\b(?:and|or|that|the|case|then|event) )(?-i:(?!(?:The|This|Such|Any|Each|Either|Neither|A|It|They|If|In|And|Or|Notwithstanding|Agreement|Contract|Termination|Notice)\b)[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,3}),?\s*$",
    re.IGNORECASE,
)  # a capitalised name that is neither party's known word


_NOUN_ACT = re.compile(
    r"\b(?:termination|cancellation|resignation|ending|withdrawal)\b(?: of (?:this|the|our) (?:\w+ )?(?:agreement|contract|engagement|arrangement))?(?: at will| for convenience| without cause)?(?P<who> (?:by|for|from) [^.;,:]{2,40}?)?,?"
    r" (?=(?:shall|will|must|may|can|is|requires?|needs?|takes?)\b[^.;]{0,30}?\b(?:requires?|require|needs?|takes?|subject to|possible|permitted|allowed|on|upon|with|given|made|be)\b)",
    re.IGNORECASE,
)
_RIGHT_TO = re.compile(
    r"\bright (?P<who>of [^.;,]{2,40}? )?(?:to (?:terminate|cancel|end|withdraw|rescind)|(?:of|to) (?:extraordinary |immediate |summary )?(?:termination|cancellation|rescission))\b"
    r"(?=[^.;]*\b(?:unaffected|reserved|not affected|remains?|continues|unimpaired|untouched|not excluded)\b)",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"\b(?:(?:gives? rise to|creates?|triggers?|confers?) (?:a |the )?right to (?:terminate|cancel|end)|(?:is|are|constitutes?|(?:shall|will) be) (?:an? |sufficient |good |valid |reasonable )*(?:grounds?|reasons?|cause) (?:for (?:immediate )?(?:termination|cancellation)|to (?:terminate|cancel|end)))\b",
    re.IGNORECASE,
)
_TO_END = re.compile(
    r"(?:if you want )?to (?:cancel|end|terminate|stop|leave|quit)\b(?! (?:the |a |any |this )?(?:\w+ )?(?:renewal|extension))[^.;]{0,50}?, ?(?:please |simply |just )?(?:tell|give|send|notify|write|e-?mail|let|you|we|i|either|either party|a party)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:agreement|contract|arrangement|engagement|deal|relationship|work|it|this|we|retainer) (?:(?:is|are|will be|shall be) (?:over|done|finished|at an end|off|through)|(?:automatically )?(?:comes?|will come|shall come) to an end|(?:automatically )?(?:ends|terminates|lapses)|(?:will|shall) (?:automatically )?(?:end|terminate|lapse))\b",
    re.IGNORECASE,
)


class Holder(StrEnum):
    """Who holds a right: the user's side, the other one, both, or nobody named (a passive, read as both)."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    ANYBODY = "anybody"


class Mention(NamedTuple):
    start: int
    end: int
    holder: Holder


class Act(NamedTuple):
    """A verb of ending with its holder; `denied` when it is forbidden, `duty` when it says must and not may."""

    start: int
    end: int
    holder: Holder
    denied: bool
    duty: bool


class Cast:
    """The parties of one contract as actors, seen from `side`."""

    def __init__(self, parties: Parties, side: Side) -> None:
        self._ours = parties.names(side)
        theirs = parties.names(Side.CUSTOMER if side is Side.PROVIDER else Side.PROVIDER)
        self._theirs = theirs
        names = "|".join(re.escape(name) for name in sorted(self._ours | theirs, key=lambda name: (-len(name), name)))
        single = (
            rf"(?:the |this )?\b(?P<name>{names})\b(?!['’-]\w)(?! (?:terms|agreement|information|materials|content)\b)"
        )
        self._pattern = re.compile(
            rf"\b(?P<either>{fragment('either')})(?!\w)(?! (?:party's|side's))|{single}", re.IGNORECASE
        )

    def mentions(self, text: str) -> list[Mention]:
        """The actors `text` names, in order; "Client or Contractor" is one mention of both."""
        found: list[Mention] = []
        for match in self._pattern.finditer(text):
            holder = Holder.BOTH if match["either"] else self._holder(match["name"])
            mention = Mention(*match.span(), holder)
            if found and re.fullmatch(r",? (?:or|and|and/or|/) (?:the )?", text[found[-1].end : mention.start]):
                both = holder if holder is found[-1].holder else Holder.BOTH
                mention = Mention(found.pop().start, mention.end, both)
            found.append(mention)
        return found

    def _holder(self, name: str) -> Holder:
        return Holder.OURS if name.lower() in self._ours else Holder.THEIRS

    def acts(self, text: str, inherited: Holder | None) -> list[Act]:
        """Every "may terminate" and "may be terminated" of `text` with who holds it."""
        mentions = self.mentions(text)
        found: list[Act] = []
        for verb in wording("end_verb").finditer(text):
            act = self._act(text, verb, mentions, inherited)
            if act:
                found.append(act)
            if len(found) == _MOST_ACTS:
                break
        return found or self._noun_acts(text, mentions)

    @staticmethod
    def _noun_acts(text: str, mentions: list[Mention]) -> list[Act]:
        """ "Termination by the Contractor shall require …", "the right of both parties to terminate … remains unaffected"."""
        for match in (*_NOUN_ACT.finditer(text), *_RIGHT_TO.finditer(text)):
            named = [m for m in mentions if match.start("who") <= m.start < match.end("who") + 1]
            start, end = match.span()
            if match["who"] is None or not match["who"].strip():
                return [Act(start, end, Holder.ANYBODY, False, False)]
            if named:
                return [Act(start, end, named[0].holder, False, False)]
        over = _OVER.search(text) if wording("condition").search(text) and wording("cause").search(text) else None
        over = over or _TO_END.match(text) or _GROUND.search(text)
        return [Act(*over.span(), Holder.ANYBODY, False, False)] if over else []

    def _act(self, text: str, verb: re.Match[str], mentions: list[Mention], inherited: Holder | None) -> Act | None:
        modal, duty = _modal(text, verb.start())
        if re.search(r"\buntil (?:it is |validly |sooner |earlier )?$", text[: verb.start()], re.IGNORECASE):
            return Act(*verb.span(), self._agent(text, verb, mentions), False, False)
        if modal is None:
            return None
        passive = re.search(r"\bbe (?:\w+ )?$", text[: verb.start()], re.IGNORECASE) is not None
        if passive and re.match(r"\s+only (?:if|where|when|after)\b", text[verb.end() :], re.IGNORECASE):
            duty = False  # "shall be terminated only if" says when it may be
        subject = _subject(text, modal.start(), mentions)
        if passive:
            holder = self._agent(text, verb, mentions)
        elif (subject is None or subject.end < modal.start() - 25) and _STRANGER.search(text[: modal.start()]):
            holder = Holder.THEIRS
        else:
            holder = subject.holder if subject else (inherited or Holder.ANYBODY)
        reach = text[max(0, modal.start() - 25) : verb.end()]
        neither = subject is not None and text[subject.start : subject.end].lower().startswith("neither")
        denied = neither or wording("not_may").search(reach) is not None
        if denied and not passive and subject is None and inherited is None:
            return None  # "termination of one order shall not terminate this Agreement" denies nobody a right
        if passive and text[: modal.start()].lower().strip().startswith("no "):
            denied = True
        return Act(modal.start(), verb.end(), holder, denied, duty)

    @staticmethod
    def _agent(text: str, verb: re.Match[str], mentions: list[Mention]) -> Holder:
        """Whom a passive names: "terminated by either party"."""
        for mention in mentions:
            by = re.search(r"\bby (?:the )?$", text[: mention.start], re.IGNORECASE) is not None
            if by and (mention.start >= verb.end() or verb.start() - mention.end < _REACH):
                return mention.holder
        return Holder.ANYBODY


def _modal(text: str, before: int) -> tuple[re.Match[str] | None, bool]:
    """The last "may" (or else "must") within reach before `before`, and whether it is a must."""
    window = max(0, before - _SPAN)
    for name, duty in (("may", False), ("must", True)):
        pattern = re.compile(rf"\b{fragment(name)}\b", re.IGNORECASE)
        found = [
            match
            for match in pattern.finditer(text, window, before)
            if not re.search(r"[.;]\s", text[match.end() : before])
        ]
        if found:
            return found[-1], duty
    return None, False


def _subject(text: str, modal: int, mentions: list[Mention]) -> Mention | None:
    """The actor that "may" belongs to: the nearest before it that is not an object of something else."""
    near = [mention for mention in mentions if mention.end <= modal and modal - mention.end <= _REACH]
    subjects = [mention for mention in near if not _OBJECT.search(text[: mention.start])]
    plain = [mention for mention in subjects if not _CONDITIONAL.search(text[: mention.start])]
    chosen = plain or subjects
    return chosen[-1] if chosen else None
