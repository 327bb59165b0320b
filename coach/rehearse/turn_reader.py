"""The turn reader: MiniLM fine-tuned to read a turn in the light of the client's line before it (training/finetune_listener.py).

One pass over both. A sentence or clause is the mean of its own tokens' vectors, which already know the rest; of the whole
turn, each act and each tone looks at the words that matter to it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.errors import ContentError
from coach.library.tokens import LAST, TokenReader, open_tokenizer
from coach.rehearse.units import Unit
from coach.vocabulary.rehearsal import ActId, Tone
from coach.weights import read_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
MODEL = "turns-int8.onnx"
COLUMNS = (*(str(act) for act in ActId), *(str(tone) for tone in Tone))
SPREAD = 3.0  # as in training
LINE_TOKENS = 80  # of the client's line, its end
TURN_TOKENS = 400


class TurnScores(NamedTuple):
    """Raw scores (logits) of one turn: `units` (units, acts), `whole` (acts,), `tones` (tones,)."""

    units: Floats
    whole: Floats
    tones: Floats


class Tokens(NamedTuple):
    """A client's line and a turn as one row of tokens; `turn` is where the turn stands in it, `places` where each unit does."""

    ids: list[int]
    turn: tuple[int, int]
    places: list[tuple[int, int]]


class TurnReader:
    """Thread-safe; loads on first use."""

    def __init__(self, threads: int = 2, folder: Path = WEIGHTS) -> None:
        self._tokens = TokenReader(folder / MODEL, threads)
        self._folder = folder
        self._loaded: tuple[Tokenizer, dict[str, Floats]] | None = None

    def read(self, text: str, client_line: str, units: tuple[Unit, ...]) -> TurnScores:
        """The scores of `text`, which has `units`, said after `client_line`.

        Raises:
            ContentError: the weights are missing or damaged.
        """
        if self._loaded is None:
            self._loaded = open_tokenizer(), _heads(self._folder / "turns.npz")
        tokenizer, heads = self._loaded
        row = tokens_of(text, client_line, units, tokenizer)
        hidden = self._tokens.hidden(row.ids)
        means = np.stack([hidden[a + 1 : b + 1].mean(axis=0) for a, b in row.places])
        acts = len(ActId)
        said = hidden[row.turn[0] + 1 : row.turn[1] + 1]
        looks = said @ heads["query"]
        looks = np.exp(looks - looks.max(axis=0))
        looks /= looks.sum(axis=0)
        seen = looks.T @ said  # (columns, 384): what each column looks at
        whole = SPREAD * (seen * heads["whole"][:-1].T).sum(axis=1) + heads["whole"][-1]
        return TurnScores(SPREAD * means @ heads["unit"][:-1] + heads["unit"][-1], whole[:acts], whole[acts:])


def tokens_of(text: str, client_line: str, units: tuple[Unit, ...], tokenizer: "Tokenizer") -> Tokens:
    """The tokens of both; a unit beyond the last token that is read stands for the turn's end."""
    line = tokenizer.encode(client_line, add_special_tokens=False).ids[-LINE_TOKENS:]
    turn = tokenizer.encode(text, add_special_tokens=False)
    offsets = turn.offsets[:TURN_TOKENS]
    first = len(line) + 1
    ids = [*line, LAST, *turn.ids[:TURN_TOKENS]]
    if not offsets:  # signs the tokenizer does not know: the mark before the turn stands for it
        return Tokens(ids, (first - 1, first), [(first - 1, first)] * len(units))
    places = []
    for unit in units:
        inside = [n for n, (a, b) in enumerate(offsets) if a < unit.end and b > unit.start] or [len(offsets) - 1]
        places.append((first + inside[0], first + inside[-1] + 1))
    return Tokens(ids, (first, len(ids)), places)


def _heads(path: Path) -> dict[str, Floats]:
    fields = ("unit", "whole", "query")
    stored = read_weights(path, "columns", *fields)
    if tuple(stored["columns"]) != COLUMNS:
        raise ContentError(f"{path.name!r} was trained for other acts.")
    return {field: stored[field].astype(np.float32) for field in fields}
