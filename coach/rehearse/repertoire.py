"""Repertoire: everything a client could say for one cue: the persona's own lines, and those on what stands between the two."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coach.rehearse.asked import DAY, Asked, asked_about
from coach.rehearse.filling import SLOT, agrees, fill
from coach.rehearse.grievances import Grievance, raised_in, topics
from coach.rehearse.personas import Line, Manner, load_lines
from coach.rehearse.voices import ASIDE, Voice, voice_for
from coach.vocabulary.rehearsal import AgendaItem, Move

if TYPE_CHECKING:
    from coach.rehearse.actor import Cue, Scene

MAX_WORDS = 30
PART = "\n\n"  # between the parts of an e-mail
_ON_WHAT_WAS_RAISED = frozenset({Move.DENY, Move.MINIMISE, Move.GUILT})
_OF_ITSELF = frozenset({Move.OPEN, Move.TEST_BOUNDARY, Move.GUILT})  # what this client does without being told of it
_BRINGS_UP = frozenset({Move.DENY, Move.MINIMISE, Move.DEMAND_REASONS})


class Option(NamedTuple):
    """A line with what fills it; `lift` is how much its topic suits the moment."""

    line: Line
    text: str
    lift: float = 0.0


def options(cue: "Cue", move: Move, item: AgendaItem | None) -> list[Option]:
    """Every line that makes the move, fits the scene and was not said before."""
    own = _answering(cue) if move is Move.ANSWER else written(cue.scene, move, item)
    found = [_option(line, cue, {}) for line in own]
    found += list(_topical(cue, move))
    return [option for option in found if option is not None]


def written(scene: "Scene", move: Move, item: AgendaItem | None) -> Sequence[Line]:
    """The lines of the persona, and of the voice, for a move; of one who sells, none that speaks as a payer."""
    lines, voice = load_lines(scene.profile.id)[move, item], voice_for(scene.profile.id, pays=scene.pays)
    more = voice.says.get(move, ()) if voice and item is None else ()
    return lines + more if scene.pays else (*more, *(line for line in lines if not line.speaks_as_payer))


def lead(cue: "Cue", move: Move, text: str) -> list[str]:
    """Short answers to what was asked, to be said before a line that is about something else."""
    asked, voice = asked_about(cue.heard), _voice(cue)
    if asked is None or voice is None or not _may_lead(asked, move):
        return []
    lines = (_option(line, cue, {}) for line in voice.leads.get(asked, ()))
    room = MAX_WORDS - len(text.split())
    return [option.text for option in lines if option is not None and len(option.text.split()) <= room]


def was_said(line: Line, said: Sequence[str]) -> bool:
    """Whether this line, in whatever filling, is among what the client said, alone or within an e-mail."""
    telling = _telling(line.text)
    likely = [before for before in said if telling in before]
    return any(_pattern(line.text).search(part) is not None for before in likely for part in before.split(PART))


def _option(line: Line, cue: "Cue", details: dict[str, str], lift: float = 0.0) -> Option | None:
    slots, scene = {**cue.scene.facts, **cue.slots, **details}, cue.scene
    if not line.fits(scene.goal, Manner.of(scene.channel)) or not line.slots <= slots.keys():
        return None
    if not agrees(line.text, slots) or was_said(line, cue.said):
        return None
    text = fill(line.text, slots)
    if len(text.split()) > MAX_WORDS or any(text in before for before in cue.said):
        return None
    return Option(line, text, lift)


# -- answers ---------------------------------------------------------------------------------------------------------


def _answering(cue: "Cue") -> Sequence[Line]:
    """The lines that answer what was asked; those that go with any question where nothing else can be told."""
    lines = load_lines(cue.scene.profile.id)[Move.ANSWER, None]
    asked, voice = asked_about(cue.heard), _voice(cue)
    fitting = [line for line in lines if line.asked is asked and (cue.scene.pays or asked is None)]
    if asked is None:
        return fitting
    fitting += voice.answers.get(asked, ()) if voice else ()
    if asked is Asked.FITS:
        fitting = [line for line in fitting if _names_no_other_day(line.text, cue.heard)]
    unsaid = [line for line in fitting if _option(line, cue, {}) is not None]
    return unsaid or [line for line in lines if line.asked is None]


def _names_no_other_day(line: str, heard: str) -> bool:
    named = {day.lower() for day in DAY.findall(heard)}
    return {day.lower() for day in DAY.findall(line)} <= named


_NEVER_LED = frozenset(
    {Move.ANSWER, Move.OPEN, Move.GO_SILENT, Move.WALK_OUT, Move.POUNCE_ON_HEDGE, Move.CONFIDE, Move.TAKE_WIN}
)
_GIVING_WAY = frozenset({Move.ACCEPT, Move.AGREE_RESET, Move.THANK, Move.CLOSE})
_OPINIONS = frozenset({Asked.AGREE, Asked.CLEAR, Asked.QUESTIONS, Asked.WELL})


def _may_lead(asked: Asked, move: Move) -> bool:
    """Whether a short answer and the move go together."""
    if move in _NEVER_LED or (move in _GIVING_WAY and asked in _OPINIONS):
        return False
    return not (
        (move is Move.THREATEN_NONPAYMENT and asked is Asked.MONEY)
        or (move is Move.ASK_LOGISTICS and asked in (Asked.WHEN, Asked.FITS, Asked.WHO))
    )


# -- what stands between the two ---------------------------------------------------------------------------------------


def _topical(cue: "Cue", move: Move) -> Iterator[Option | None]:
    voice = _voice(cue)
    if voice is None or cue.item not in (None, AgendaItem.WHY):
        return
    now, before = raised_in([cue.heard]), raised_in(cue.earlier)
    mine = {one.topic: one for one in cue.scene.grievances}
    for rank, topic in enumerate(dict.fromkeys([*mine, *topics()])):
        known = mine.get(topic, Grievance(topic=topic, private=True))
        key, lift = _key(move, known, topic in now, topic in before, rank)
        if key is not None:
            lift -= _worn(voice, topic, cue.said)
            for line in voice.on(topic, key):
                yield _option(line, cue, dict(known.details), lift)


def _key(move: Move, known: Grievance, now: bool, before: bool, rank: int) -> tuple[str | None, float]:
    """Under which key the topic has something to say for this move, and how well it suits."""
    if move in _ON_WHAT_WAS_RAISED and (now or before):
        return move.value, 2.4 if now else 1.0
    if known.private:
        return None, 0.0
    place = 0.15 * rank
    if move in _OF_ITSELF:
        return move.value, (1.6 if move is Move.OPEN else 0.8) - place
    if move in _BRINGS_UP and not now and not before:
        return ASIDE, 0.6 - place
    return None, 0.0


def _worn(voice: Voice, topic: str, said: Sequence[str]) -> float:
    """How much a topic has been used up: most when it was the last thing said."""
    uses = [age for age, text in enumerate(reversed(said)) if any(was_said(one, [text]) for one in voice.all_on(topic))]
    return sum(0.5 + 1.2 / (1 + age) for age in uses)


def _voice(cue: "Cue") -> Voice | None:
    return voice_for(cue.scene.profile.id, pays=cue.scene.pays)


@lru_cache(maxsize=16_384)
def _telling(text: str) -> str:
    """The longest stretch of a line between its slots: where it is missing the line was not said."""
    return max(SLOT.split(text)[::2], key=len)


@lru_cache(maxsize=16_384)
def _pattern(text: str) -> re.Pattern[str]:
    """The line in any filling, alone or at the end of a part."""
    pieces = SLOT.sub("\0", text).split("\0")
    body = ".+?".join(re.escape(piece) for piece in pieces)
    return re.compile(rf"(?:^|(?<=[.!?] )){body}$", re.IGNORECASE if text.startswith("{") else re.NOFLAG)
