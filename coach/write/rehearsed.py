"""Rehearsed: the user's own lines that worked in a rehearsal, offered into a message and put where they belong."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pydantic import ValidationError

from coach.content import read_yaml
from coach.errors import ContentError
from coach.sentences import sentences
from coach.situation import FactKind, Situation
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Draft, RehearsedLine
from coach.vocabulary.rehearsal import ActId, Move, WorkedLine
from coach.write.case import slots
from coach.write.checks import check
from coach.write.checks.reading import read_message
from coach.write.checks.replace import DAY
from coach.write.drafting import blanks_in
from coach.write.editing import inserted
from coach.write.grammar import bare_date, capitalised
from coach.write.kinds import Aim, Form, Kind, kinds

MOST = 5
_MOST_OF_A_ROLE = 2
_FEWEST_WORDS = 4
_MOST_WORDS = 45
_ALIKE = 0.8  # share of common words from which two lines are the same one
_SAID = (Form.SCRIPT, Form.NOTES)
_DECIDED = ("decision", "hold")  # roles that no message to put things right has
_SIGNALS = {"decision": "decision", "handover": "handover", "thanks": "thanks"}
_NAMES = ("client", "you")  # outline items that need not be kept in a sentence that is replaced
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


class _Role(Value):
    instead: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class _Does(Value):
    says: str
    role: str


class _Book(Value):
    """`knowledge/phrases/rehearsed.yaml`."""

    does: dict[ActId, _Does]
    roles: dict[str, _Role]
    answers: dict[Move, tuple[str, ...]]
    takes: dict[str, tuple[str, ...]]
    lead: str
    only_in_talk: tuple[str, ...]
    keeps_date: str


class _Day(NamedTuple):
    """A day as it is named: `words`, and its day of the month and its month where they are said."""

    words: str
    day: str | None
    month: str | None

    def may_be(self, other: "_Day") -> bool:
        same_day = None in (self.day, other.day) or self.day == other.day
        return same_day and (None in (self.month, other.month) or self.month == other.month)


@cache
def _book() -> _Book:
    try:
        return _Book.model_validate(read_yaml("phrases", "rehearsed.yaml"))
    except ValidationError as error:
        raise ContentError(f"The content file 'phrases/rehearsed.yaml' is damaged: {error}") from error


def offered(lines: Iterable[WorkedLine], draft: Draft, situation: Situation) -> tuple[RehearsedLine, ...]:
    """At most five of `lines` for the message, each once: of each thing a line can do the best first.

    A line is best that moved the client most, said for the first time before said again; among equals, the one given first. Only what the message can take up is offered,
    in which the checks find nothing, and which names no other last day than the message.
    """
    found: dict[str, list[RehearsedLine]] = {}
    for line in _each_once(sorted(_fitting(lines, draft, situation), key=lambda pair: pair[0], reverse=True)):
        of_role = found.setdefault(line.role, [])
        if len(of_role) < _MOST_OF_A_ROLE and (line.in_text or _passes(line.line, draft, situation)):
            of_role.append(line)
        if sum(map(bool, found.values())) == MOST:
            break
    firsts = [line for of_role in found.values() for line in of_role[:1]]
    return tuple([*firsts, *(line for of_role in found.values() for line in of_role[1:])][:MOST])


def put_in(text: str, line: RehearsedLine, draft: Draft) -> str:
    """`text` with the line: in the place of the words that do the same, where no fact goes with them, or after the words it
    belongs to, or before the sign-off. `draft` has the outline; a line that is there already changes nothing."""
    if _plain(line.line) in _plain(text):
        return text
    for words in _same(text, line, draft):
        new = _in_place_of(_with_kept_date(words, text), text, line, draft)
        return _after(text, words, f" {line.line}") if new is None else new
    gap = "\n\n" if line.role == "terms" else " "
    for words in _said(line.follows, draft):
        if words in text:
            return _after(text, words, gap + line.line)
    return inserted(text, line.line)


_Rank = tuple[bool, float]  # whether it is said for the first time, and how far it moved the client


def _fitting(lines: Iterable[WorkedLine], draft: Draft, situation: Situation) -> Iterator[tuple[_Rank, RehearsedLine]]:
    """What the message can take up, each with its rank."""
    kind, endings = kinds()[draft.kind], _endings(draft, situation)
    for worked in lines:
        text = _worded(worked.text, kind)
        role = _role(worked, text, kind)
        if role is None or not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS:
            continue
        stands_for, follows = _places(worked, role, kind, draft)
        if kind.form in _SAID and not stands_for and not follows:
            continue
        in_text = _plain(text) in _plain(draft.body)
        if not in_text and not _date_fits(text, role, draft.body, endings):
            continue
        line = RehearsedLine(
            line=text, does=_says(worked), role=role, in_text=in_text, stands_for=stands_for, follows=follows
        )
        yield (ActId.REPEAT_DECISION not in worked.acts, worked.change), line


def _each_once(ranked: Iterable[tuple[_Rank, RehearsedLine]]) -> Iterator[RehearsedLine]:
    seen: list[set[str]] = []
    for _, line in ranked:
        words = set(_plain(line.line).split())
        if all(len(words & other) < _ALIKE * len(words | other) for other in seen):
            seen.append(words)
            yield line


def _worded(text: str, kind: Kind) -> str:
    """The line as it is written: in what is sent, without the words one only begins to speak with."""
    written = " ".join(text.split())
    if kind.form not in _SAID:
        written = capitalised(re.sub(_book().lead, "", written, flags=re.I))
    return written if written.endswith((".", "!", "?", "…")) else f"{written.rstrip(',;:')}."


def _role(worked: WorkedLine, text: str, kind: Kind) -> str | None:
    """What the line would be in a message of this kind; None where the kind has no use for it."""
    takes = _takes(kind)
    roles = (does.role for act, does in _book().does.items() if act in worked.acts)
    role = next((one for one in roles if kind.goal is not Aim.RESET or one not in _DECIDED), None)
    sent = kind.form not in _SAID
    if role == "hold" and sent and "decision" in takes and _signals(text) >= {"decision"}:
        role = "decision"
    if sent and any(re.search(pattern, one, re.I) for one in _split(text) for pattern in _book().only_in_talk):
        return None
    return role if role in takes else None


def _says(worked: WorkedLine) -> str:
    return next(does.says for act, does in _book().does.items() if act in worked.acts)


def _takes(kind: Kind) -> tuple[str, ...]:
    own = _book().takes.get(str(kind.id))
    return own if own is not None else _book().takes.get(f"{kind.goal}_{'said' if kind.form in _SAID else 'sent'}", ())


def _places(worked: WorkedLine, role: str, kind: Kind, draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items of the outline that the line may stand for, and those it may follow."""
    place = _book().roles[role]
    items = {item.id for item in draft.outline}
    answered = _book().answers.get(worked.answers, ()) if worked.answers and kind.form in _SAID else ()
    instead = (*answered, *place.instead) if role in ("hold", "boundary") else place.instead
    return tuple(one for one in instead if one in items), tuple(one for one in place.after if one in items)


def _passes(line: str, draft: Draft, situation: Situation) -> bool:
    """Whether nothing is said against the line itself; what is missing beside it is the message's affair."""
    return not any(finding.quote for finding in check(line, draft.kind, situation).findings)


def _date_fits(text: str, role: str, body: str, endings: list[_Day]) -> bool:
    """Whether the line names no other last day than the message; a bare date is offered only where it is not said yet."""
    named = _days(text) if role == "date" or "decision" in _signals(text) else []
    if role == "date" and named and all(any(day.may_be(said) for said in _days(body)) for day in named):
        return False
    return not named or not endings or any(day.may_be(end) for day in named for end in endings)


def _endings(draft: Draft, situation: Situation) -> list[_Day]:
    """The last day as the message names it, or else the case."""
    said = [words for words in _said(("decision",), draft) if words in draft.body]
    said = said or [one for one in _split(draft.body) if "decision" in _signals(one)]
    known = situation.first(FactKind.END_DATE)
    return [day for words in said for day in _days(words)] or (_days(bare_date(known)) if known else [])


def _same(text: str, line: RehearsedLine, draft: Draft) -> Iterator[str]:
    """The words of the text that do what the line does, those of its outline first."""
    for words in _said(line.stands_for, draft):
        if words in text:
            yield words
    signal = _SIGNALS.get(line.role)
    if signal:
        said = _said(line.follows, draft) if kinds()[draft.kind].form in _SAID else [text]
        yield from (one for words in said if words in text for one in _split(words) if signal in _signals(one))


def _said(items: Iterable[str], draft: Draft) -> list[str]:
    """The words that the outline has for these items, in their order."""
    words = {item.id: item.value for item in draft.outline if item.value}
    return [words[item] for item in items if item in words]


def _in_place_of(words: str, text: str, line: RehearsedLine, draft: Draft) -> str | None:
    """`text` with the line in the place of `words`; None where a fact would go with them. The last day is kept beside it."""
    rest = text.replace(words, "", 1)
    kept = f"{line.line}\n{rest}"
    dates = [day.words for day in _days(words) if not any(day.may_be(other) for other in _days(kept))]
    dates += [blank for blank in blanks_in(words) if "date" in blank and not _days(line.line)]
    bare = re.sub(DAY, "", words, flags=re.I)
    facts = [
        item.value for item in draft.outline if item.id in slots()["facts"] and item.id not in _NAMES if item.value
    ]
    lost = [fact for fact in (*facts, *_FIGURE.findall(bare)) if fact in bare and fact not in kept]
    lost += [blank for blank in blanks_in(bare) if "date" not in blank and blank not in kept]
    if lost or len(dates) > (line.role == "decision"):
        return None
    beside = f" {_book().keeps_date.format(date=dates[0])}" if dates else ""
    return text.replace(words, line.line + beside, 1)


def _with_kept_date(words: str, text: str) -> str:
    """`words`, with the sentence for the last day that an earlier line left after them."""
    before, after = re.escape(_book().keeps_date).split(re.escape("{date}"))
    kept = re.match(rf" {before}(?:\[[^\[\]\n]*\]|{DAY}){after}", text[text.index(words) + len(words) :], re.I)
    return words + kept[0] if kept else words


def _after(text: str, words: str, more: str) -> str:
    end = text.index(words) + len(words)
    return text[:end] + more + text[end:]


def _signals(text: str) -> frozenset[str]:
    return frozenset().union(*(one.signals for one in read_message(text, None, None).sentences))


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _days(text: str) -> list[_Day]:
    return [_day(match[0]) for match in re.finditer(DAY, text, re.I)]


def _day(words: str) -> _Day:
    number = re.search(r"\b\d{1,2}(?!\d)", words)
    month = re.search(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", words, re.I)
    return _Day(words, number[0] if number else None, month[0].lower() if month else None)


def _plain(text: str) -> str:
    """Words alone, so that marks and capitals make no difference."""
    return " ".join(re.findall(r"\w+", text.replace("’", "'").lower()))
