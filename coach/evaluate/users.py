"""The users of the realism suite: those who say fixed lines, and the skilled one, who answers what the client just did."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from coach.errors import BadInput
from coach.evaluate.cases import evals_folder
from coach.rehearse.reading import read_client
from coach.vocabulary.rehearsal import AgendaItem, Move, Role, Turn

PATIENCE = 13  # turns after which the skilled user takes their leave
_FIRST_UNASKED = 2  # turns before they say what nobody asked for
_BUSY = frozenset({Move.PRESS, Move.DEMAND_REASONS, Move.ASK_LOGISTICS, Move.ATTACK})  # answered by themselves


class Case(NamedTuple):
    """A situation to talk about, the words by which a reply shows that it knows it, and what a skilled user says of it."""

    situation: str
    facts: tuple[str, ...]
    words: Mapping[str, str]


class User(Protocol):
    """Somebody who talks to the simulated client."""

    @property
    def name(self) -> str: ...

    @property
    def goal(self) -> str: ...

    @property
    def wants(self) -> Mapping[str, str]:
        """The questions they ask, each with a pattern of the words by which a reply answers it."""
        ...

    def reply(self, turns: Sequence[Turn], case: Case) -> str | None:
        """What they say after `turns`; None when they have nothing left to say."""
        ...


class ScriptedUser(NamedTuple):
    """Says its lines in order, whatever it hears."""

    name: str
    goal: str
    lines: tuple[str, ...]
    wants: Mapping[str, str] = {}

    def reply(self, turns: Sequence[Turn], case: Case) -> str | None:
        """The next line of the script."""
        said = sum(turn.role is Role.YOU for turn in turns)
        return self.lines[said] if said < len(self.lines) else None


class SkilledUser(NamedTuple):
    """Chooses by what the client did or asked; says the same thing twice only when nothing else is left."""

    name: str
    goal: str
    replies: Mapping[str, Any]

    def reply(self, turns: Sequence[Turn], case: Case) -> str | None:
        """An answer to the last turn of `turns`, from the third on with something nobody has asked for yet."""
        said = [turn for turn in turns if turn.role is Role.YOU]
        theirs = turns[-1]
        if not said:
            return self._first(self.replies["first"], said, case)
        if theirs.state is not None and theirs.state.accepted:
            return self._first(self.replies["accepted"], said, case)
        if len(said) >= PATIENCE:
            return self._first(self.replies["leave"], said, case)
        item = _asked(theirs)
        moves = self.replies["moves"]
        options = self.replies["items"][item] if item else moves.get(theirs.move, moves[Move.CLOSE])
        answer = self._first(options, said, case)
        more = self._unasked(said, answer, case) if theirs.move not in _BUSY else None
        return f"{answer} {more}" if more and len(said) >= _FIRST_UNASKED else answer

    @property
    def wants(self) -> Mapping[str, str]:
        """See `User.wants`."""
        found: Mapping[str, str] = self.replies.get("wants", {})
        return found

    def _first(self, options: Sequence[str], said: Sequence[Turn], case: Case) -> str:
        """The first option that was not said yet, else the one said longest ago."""
        filled = [option.format_map(case.words) for option in options]
        fresh = [one for one in filled if not any(one in turn.text for turn in said)]
        return fresh[0] if fresh else filled[len(said) % len(filled)]

    def _unasked(self, said: Sequence[Turn], answer: str, case: Case) -> str | None:
        """The next thing a client needs that has not been said."""
        for name, sentence in self.replies["unasked"].items():
            known = sentence.format_map(case.words)
            key = case.words.get(_WORDS_OF.get(name, ""), known)
            told = any(key in turn.text for turn in said)
            if not told and key not in answer:
                return str(known)
        return None


_WORDS_OF = {"why": "reason", "my_project": "handover", "feelings": "hard"}


def _asked(turn: Turn) -> AgendaItem | None:
    """The question a client's turn puts, if one can be told."""
    if turn.move is Move.PRESS:
        return turn.agenda_item
    if turn.move is Move.DEMAND_REASONS:
        return AgendaItem.WHY
    return read_client(turn.text).asks_about if turn.move is Move.ASK_LOGISTICS else None


def users() -> list[User]:
    """The users of the checkout: a skilled one for each goal, and one for each script of another kind.

    Raises:
        BadInput: this is an installed package, which does not carry them.
    """
    folder = evals_folder().parent / "rehearse"
    skilled = [(path.stem, _read(path)) for path in sorted((folder / "users").glob("*.yaml"))]
    scripted = [(path.stem, _read(path)) for path in sorted((folder / "scripts").glob("*.yaml"))]
    if not skilled or not scripted:
        raise BadInput("There are no users to run.", hint="Run it in a complete checkout.")
    names = {name for name, _ in skilled}
    return [
        *(SkilledUser(name, raw["goal"], raw) for name, raw in skilled),
        *(
            ScriptedUser(name, raw["goal"], tuple(raw["lines"]), raw.get("wants", {}))
            for name, raw in scripted
            if name not in names
        ),
    ]


def own_cases() -> list[Case]:
    """The cases in `tests/evals/rehearsal.yaml` of a checkout."""
    found = _read(evals_folder() / "rehearsal.yaml")["cases"]
    return [Case(raw["situation"], tuple(raw["facts"]), _words(raw)) for raw in found]


def _words(raw: Mapping[str, Any]) -> dict[str, str]:
    words = {name: value for name, value in raw.items() if isinstance(value, str)}
    for number, term in enumerate(raw["terms"], 1):
        words[f"term_{number}"] = term
        words[f"term_{number}_sentence"] = f"{term[0].upper()}{term[1:]}."
    return {**words, "reason_again": words["reason"]}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
