"""Account: a whole talk listened to: every turn with what it does, in order."""

from collections.abc import Iterator, Sequence

from coach.rehearse.listener import Listener
from coach.rehearse.reading import ClientLine, Reading, read, read_client
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import ActId, Heard, Role, Turn


class Mine(Value):
    """A user turn: `turn` is its index in the talk, `number` counts the user's own turns from 1."""

    turn: int
    number: int
    text: str
    reading: Reading

    @property
    def heard(self) -> Heard:
        return self.reading.heard


class Theirs(Value):
    """A client turn with what it does to the user."""

    turn: int
    text: str
    line: ClientLine


class Account(Value):
    """Both sides of a talk in order."""

    mine: tuple[Mine, ...]
    theirs: tuple[Theirs, ...]

    def answer_to(self, theirs: Theirs) -> Mine | None:
        """The user's turn that follows a client's turn."""
        return next((mine for mine in self.mine if mine.turn > theirs.turn), None)

    def each(self, *acts: ActId) -> Iterator[tuple[Mine, str]]:
        """Every user turn that does one of `acts`, with the words of each."""
        for mine in self.mine:
            for act in mine.heard.acts:
                if act.id in acts:
                    yield mine, act.quote

    def first(self, *acts: ActId) -> tuple[Mine, str] | None:
        """The first user turn that does one of `acts`, with its words."""
        return next(self.each(*acts), None)


def listen_through(turns: Sequence[Turn], listener: Listener) -> Account:
    """Listen to every turn with the line before it, remembering whether the decision was said."""
    mine: list[Mine] = []
    theirs: list[Theirs] = []
    before, decided = "", False
    for index, turn in enumerate(turns):
        if turn.role is Role.CLIENT:
            line = read_client(turn.text)
            theirs.append(Theirs(turn=index, text=turn.text, line=line))
            before = turn.text
            continue
        heard = listener.hear(turn.text, before, decision_said=decided)
        decided = decided or heard.has(ActId.STATE_DECISION)
        asked = theirs[-1].line.asks_about if theirs else None
        reading = read(turn.text, heard, before, asked, [one.text for one in mine])
        mine.append(Mine(turn=index, number=len(mine) + 1, text=turn.text, reading=reading))
    return Account(mine=tuple(mine), theirs=tuple(theirs))
