"""Threads: who said what in pasted or loaded e-mails and chats, each own words once, with their places in the text.

A thread is read line by line: header blocks ("From: …"), attributions ("On 3 May Dana wrote:"), quote marks (">") and chat
lines ("Dana: …") begin somebody's words. A line that is quoted again further down belongs to where it is quoted least.
Nothing is cut from the text: `readable` blanks what is not anybody's own words, so that every offset still holds.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import NamedTuple

from coach.vocabulary.base import Value


class Voice(StrEnum):
    TELLER = "teller"  # the user's own messages
    OTHER = "other"  # the client, vendor or prospect, or somebody of theirs
    UNKNOWN = "unknown"  # the thread does not say which of them is the user
    ACCOUNT = "account"  # what the user tells around the thread


class Utterance(Value):
    """A line of one person's own words: `text[start:end]`, without its quote marks."""

    speaker: str
    voice: Voice
    start: int
    end: int


class Thread(Value):
    """The utterances of a text in its order; `speakers` are named once, in the order of their first words."""

    utterances: tuple[Utterance, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(u.speaker for u in self.utterances if u.voice is not Voice.ACCOUNT))

    @property
    def unsettled(self) -> bool:
        """Whether somebody must still say which of the speakers is the user."""
        return any(u.voice is Voice.UNKNOWN for u in self.utterances)

    def voice_at(self, place: int) -> Voice | None:
        """Whose words stand at `place`; None between the utterances."""
        return next((u.voice for u in self.utterances if u.start <= place < u.end), None)

    def readable(self, text: str, *voices: Voice) -> str:
        """`text` at its length, with blanks for all that is not said in one of `voices` (any voice if none is named)."""
        kept = [" " if c != "\n" else c for c in text]
        for u in self.utterances:
            if not voices or u.voice in voices:
                kept[u.start : u.end] = text[u.start : u.end]
        return "".join(kept)


class _Line(NamedTuple):
    start: int  # of the words, behind quote marks
    end: int
    depth: int
    words: str


class _Party(NamedTuple):
    name: str
    address: str = ""

    def matches(self, wanted: str) -> bool:
        wanted = wanted.strip().lower()
        names = self.name.lower()
        return bool(wanted) and (
            wanted == names or wanted == self.address or wanted in names.split() or names in wanted.split()
        )


class _Message(NamedTuple):
    party: _Party
    to: tuple[_Party, ...] = ()
    sent: str = ""  # as its heading has it


class _Said(NamedTuple):
    line: _Line
    by: _Message | None  # None: the user's own account around the thread


_QUOTED = re.compile(r"[ \t]*((?:>[ \t]?)*)")
_HEADER = re.compile(r"\*{0,2}(From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance):\*{0,2}\s*(.*)", re.I)
_ATTRIBUTION = re.compile(r"On\b.{4,200}?\bwrote:\s*$", re.S | re.I)
_RULES = re.compile(
    r"(?:-{2,}\s*(?:original|forwarded) message\s*-*|begin forwarded message:|_{8,}|-{8,}|={8,})\s*$", re.I
)
_SIGNATURE = re.compile(r"(?:--\s*|sent from my \w+.*|get outlook for \w+.*)$", re.I)
_STAMP = r"\[?\(?\d{1,4}[-./:]\d{1,2}[^\]A-Za-z]*(?:[ap]\.?m\.?)?[\])]?\s*(?:-\s*)?"
_CHAT = re.compile(
    rf"(?:{_STAMP})?([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){{0,2}})\s*(?:[\[(][^\])]{{3,30}}[\])])?:\s+(?=\S)"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_ME = frozenset({"me", "you", "i", "myself"})
_THEM = frozenset({"client", "customer", "vendor", "supplier", "prospect"})
_FREE_MAIL = re.compile(r"@(?:gmail|googlemail|yahoo|outlook|hotmail|live|icloud|me|gmx|aol|proton(?:mail)?|mail)\.")
CHAT_LINES = 4  # lines that look like chat from which a text is one …
CHAT_SHARE = 0.5  # … if they make that share of its lines
SHORTEST_REPEAT = 8  # characters from which a line said twice is a quotation


def read_thread(text: str, me: str = "", you: Sequence[str] = (), them: Sequence[str] = ()) -> Thread | None:
    """The thread in `text`, or None where it is no thread.

    `me` names the user's name or address as they gave it; `you` and `them` are names that the text tells.
    """
    lines = _lines(text)
    said = list(_by_messages(lines)) or list(_by_chat(lines))
    if not any(one.by for one in said):
        return None
    said = _once(said)
    voices = _voices(said, me, you, them)
    return Thread(utterances=tuple(_joined(said, voices)))


def _lines(text: str) -> list[_Line]:
    found, start = [], 0
    for raw in text.splitlines(keepends=True):
        end = start + len(raw.rstrip("\r\n"))
        mark = _QUOTED.match(text, start, end)
        at = mark.end() if mark and mark[1] else start
        while at < end and text[at].isspace():
            at += 1
        found.append(_Line(at, end, mark[1].count(">") if mark else 0, text[at:end].strip()))
        start += len(raw)
    return found


def _by_messages(lines: list[_Line]) -> Iterator[_Said]:
    """The lines of an e-mail thread with their authors; nothing where there is no header and no attribution."""
    authors: dict[int, _Message | None] = {0: None}
    silent: set[int] = set()  # depths below a signature
    seen_message, i = False, 0
    found: list[_Said] = []
    while i < len(lines):
        line = lines[i]
        message, used, depth = _begins(lines, i)
        if message:
            seen_message = True
            authors = {d: by for d, by in authors.items() if d < depth} | {depth: message}
            silent = {d for d in silent if d < depth}
            i += used
            continue
        i += 1
        if _RULES.fullmatch(line.words):
            continue
        if _SIGNATURE.fullmatch(line.words):
            silent.add(line.depth)
            continue
        if line.words and line.depth not in silent:
            found.append(_Said(line, _author(authors, line.depth)))
    if seen_message:
        yield from found


def _author(authors: dict[int, _Message | None], depth: int) -> _Message | None:
    """Who wrote at `depth`; unnamed quotes are by whom the message above them answers."""
    if depth in authors or depth == 0:
        return authors.get(depth)
    above = _author(authors, depth - 1)
    if above and above.to:
        return _Message(above.to[0], (above.party,))
    others = [by for d, by in sorted(authors.items()) if by and above and by.party != above.party]
    return others[0] if others else _Message(_Party("somebody else"))


def _begins(lines: list[_Line], i: int) -> tuple[_Message | None, int, int]:
    """The message that begins at line `i`, how many lines its heading takes, and the depth of its words."""
    line = lines[i]
    heading = _HEADER.fullmatch(line.words)
    if heading and heading[1].lower() == "from":
        fields, used = {"from": heading[2]}, 1
        while i + used < len(lines) and (more := _HEADER.fullmatch(lines[i + used].words)):
            fields.setdefault(more[1].lower(), more[2])
            used += 1
        if used > 1 and fields["from"].strip():
            to = tuple(_party(one) for one in fields.get("to", "").split(",") if one.strip())
            sent = fields.get("date") or fields.get("sent") or ""
            return _Message(_party(fields["from"]), to, sent), used, line.depth
    for used in (1, 2, 3):
        words = " ".join(one.words for one in lines[i : i + used])
        if words.startswith("On") and _ATTRIBUTION.fullmatch(words):
            below = next((one for one in lines[i + used :] if one.words), None)
            depth = below.depth if below and below.depth > line.depth else line.depth
            return _Message(_attributed(words)), used, depth
    return None, 0, 0


def _party(words: str) -> _Party:
    address = _ADDRESS.search(words)
    name = re.sub(r"<[^>]*>|\(.*?\)|\[[^\]]*\]|[\"*]", "", words).strip(" ,;")
    if not name or _ADDRESS.fullmatch(name):
        name = (address[0].split("@")[0] if address else words).replace(".", " ").title()
    return _Party(name, address[0].lower() if address else "")


def _attributed(words: str) -> _Party:
    """The name in "On Mon, 3 May 2026 at 10:11, Dana Reyes <dana@…> wrote:"."""
    body = re.sub(r"\s*wrote:\s*$", "", words, flags=re.I)
    named = re.search(r"([^,<>\d:]+?)\s*(?:<[^>]*>)?\s*$", body)
    party = _party(body)
    name = re.sub(r"^(?:at|am|pm|a\.m\.|p\.m\.)\s+", "", (named[1] if named else "").strip(), flags=re.I)
    return _Party(name or party.name, party.address)


def _by_chat(lines: list[_Line]) -> Iterator[_Said]:
    """The lines of a chat with their authors; nothing where too few lines look like one."""
    hits = [(line, _CHAT.match(line.words)) for line in lines if line.words]
    names = Counter(hit[1] for _, hit in hits if hit)
    told = sum(names.values())
    if (
        len(names) < 2
        or len(names) > 8
        or told < CHAT_LINES
        or told < CHAT_SHARE * len(hits)
        or max(names.values()) < 2
    ):
        return
    speaker: _Message | None = None
    for line, hit in hits:
        if hit:
            speaker = _Message(_Party(hit[1]))
            line = line._replace(start=line.start + hit.end())
        yield _Said(line, speaker)


def _once(said: list[_Said]) -> list[_Said]:
    """Without the lines that are quoted elsewhere with fewer marks, or earlier with as many."""
    best: dict[str, tuple[int, int]] = {}
    for order, one in enumerate(said):
        key = _plain(one.line.words)
        if len(key) >= SHORTEST_REPEAT:
            best[key] = min(best.get(key, (99, 0)), (one.line.depth, order))
    return [
        one
        for order, one in enumerate(said)
        if len(key := _plain(one.line.words)) < SHORTEST_REPEAT or best[key][1] == order
    ]


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()


def _voices(said: list[_Said], me: str, you: Sequence[str], them: Sequence[str]) -> dict[_Party, Voice]:
    """Which of the parties is the user; all unknown where nothing tells."""
    parties = list(dict.fromkeys(one.by.party for one in said if one.by))
    mine = {p for p in parties if p.matches(me) or p.name.lower() in _ME}
    mine = mine or {p for p in parties if any(p.matches(name) for name in you)}
    if not mine:
        others = {p for p in parties if p.name.lower() in _THEM or any(p.matches(name) for name in them)}
        others |= {p for p in parties if any(_same_house(p, other) for other in others)}
        mine = {p for p in parties if p not in others} if others else _receiver(said)
    mine |= {p for p in parties if any(_same_house(p, one) for one in mine)}
    if not mine or mine == set(parties) != {p for p in parties if p.matches(me)}:
        return dict.fromkeys(parties, Voice.UNKNOWN)
    return {p: Voice.TELLER if p in mine else Voice.OTHER for p in parties}


def _receiver(said: list[_Said]) -> set[_Party]:
    """Whoever the newest e-mail of the text is addressed to, if to one person: people come with what they were sent last.

    Where the dates do not tell, the first one of the text is taken for the newest, as mail programs put it on top.
    """
    messages = list(dict.fromkeys(one.by for one in said if one.by))
    dated = [(day, one) for one in messages if (day := _day(one.sent))]
    newest = max(dated, key=lambda known: known[0])[1] if len(dated) > 1 else next(iter(messages), None)
    return {newest.to[0]} if newest and len(newest.to) == 1 and newest.to[0] != newest.party else set()


def _day(sent: str) -> float | None:
    """When a heading says that a message was sent, in seconds since 1970; None where it is no date of the mail standard."""
    try:
        return parsedate_to_datetime(sent).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _same_house(a: _Party, b: _Party) -> bool:
    """Whether both write from the same firm."""
    if a == b or (a.address and a.address == b.address):
        return True
    return (
        bool(a.address) and not _FREE_MAIL.search(a.address) and a.address.split("@")[1] == b.address.partition("@")[2]
    )


def _joined(said: list[_Said], voices: dict[_Party, Voice]) -> Iterator[Utterance]:
    """One utterance a line, so that the quote marks between lines stay outside."""
    for line, by in said:
        speaker, voice = (by.party.name, voices[by.party]) if by else ("you", Voice.ACCOUNT)
        yield Utterance(speaker=speaker, voice=voice, start=line.start, end=line.end)
