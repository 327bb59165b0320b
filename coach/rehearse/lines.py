"""Lines: the sentences of the user's own that worked in a talk, so that a message can take them up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coach.rehearse.reading import is_specific
from coach.rehearse.turning import SMALLEST, openness
from coach.sentences import sentences
from coach.vocabulary.rehearsal import Act, ActId, ClientState, Move, Role, Tone, Turn, WorkedLine

_CARRIES = frozenset(
    {
        ActId.STATE_DECISION,
        ActId.REPEAT_DECISION,
        ActId.REASON_FACTS,
        ActId.ACKNOWLEDGE_FEELINGS,
        ActId.NAME_DATE,
        ActId.OFFER_HANDOVER,
        ActId.SET_BOUNDARY,
        ActId.PROPOSE_RESET,
        ActId.NAME_NEW_TERMS,
        ActId.THANK,
        ActId.GOODBYE,
    }
)
_SPOILS = frozenset(
    {
        ActId.INSULT,
        ActId.THREATEN,
        ActId.BLAME,
        ActId.REASON_PERSON,
        ActId.LECTURE,
        ActId.HEDGE_DECISION,
        ActId.OVER_APOLOGISE,
        ActId.OVER_EXPLAIN,
        ActId.GIVE_IN,
        ActId.BARGAIN,
        ActId.DODGE,
    }
)
_DECIDES = frozenset({ActId.STATE_DECISION, ActId.REPEAT_DECISION})


class _Sentence(NamedTuple):
    text: str
    acts: frozenset[ActId]
    follows: bool  # directly upon the one before it that is kept


def lines_that_worked(turns: Sequence[Turn]) -> tuple[WorkedLine, ...]:
    """The lines of one talk that may be said again, in the order they were said.

    A turn worked when it was found good as it is, or moved the client for the better; of it, only the sentences that do
    something and in which nothing is wrong. A decision and the date said right after it are one line.
    """
    found: list[WorkedLine] = []
    state: ClientState | None = None
    line, move = "", None
    for turn in turns:
        if turn.role is Role.YOU:
            change = openness(turn.state) - openness(state) if turn.state and state else 0.0
            if _worked(turn, change):
                found += _lines(turn, line, move, change)
        else:
            line, move = turn.text, turn.move
        state = turn.state or state
    return tuple(found)


def _worked(turn: Turn, change: float) -> bool:
    good = turn.feedback is not None and turn.feedback.good
    return turn.tone is not Tone.HOSTILE and (good or change >= SMALLEST)


def _lines(turn: Turn, client_line: str, move: Move | None, change: float) -> Iterator[WorkedLine]:
    made: list[tuple[str, frozenset[ActId]]] = []
    for sentence in _sentences(turn, client_line):
        if sentence.follows and sentence.acts == {ActId.NAME_DATE} and made[-1][1] & _DECIDES:
            made[-1] = f"{made[-1][0]} {sentence.text}", made[-1][1] | sentence.acts
        else:
            made.append((sentence.text, sentence.acts))
    for text, acts in made:
        yield WorkedLine(text=text, acts=tuple(act for act in ActId if act in acts), answers=move, change=change)


def _sentences(turn: Turn, client_line: str) -> Iterator[_Sentence]:
    faulted = turn.feedback.quote if turn.feedback and not turn.feedback.good else None
    follows = False
    for start, end in sentences(turn.text):
        text = turn.text[start:end]
        done = frozenset(act.id for act in turn.acts or () if _counts(act, text, client_line))
        kept = bool(done & _CARRIES) and not done & _SPOILS and not (faulted and _shared(faulted, text))
        if kept:
            yield _Sentence(text, done & _CARRIES, follows)
        follows = kept


def _counts(act: Act, sentence: str, client_line: str) -> bool:
    """Whether the act is done in this sentence; an acknowledgement that could be said to anybody is none."""
    if not _shared(act.quote, sentence):
        return False
    return act.id is not ActId.ACKNOWLEDGE_FEELINGS or is_specific(act.quote, client_line)


def _shared(quote: str, sentence: str) -> bool:
    return quote in sentence or sentence in quote
