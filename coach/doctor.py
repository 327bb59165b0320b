"""Doctor: says what works on this machine and what to change, each in a sentence."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from coach.errors import CoachError
from coach.vocabulary.base import Value

if TYPE_CHECKING:
    from coach.coach import Coach


class Check(Value):
    """One thing looked at: whether it works, and a sentence with what was found or what to change."""

    name: str
    ok: bool
    says: str


def examine(coach: "Coach") -> list[Check]:
    """Every part in turn; a part that fails does not stop the others."""
    return [
        _run(name, look, coach)
        for name, look in (
            ("data folder", _data_folder),
            ("content", _content),
            ("encoder", _encoder),
            ("detector", _detector),
            ("database", _database),
            ("library", _library),
            ("model", _model),
        )
    ]


def try_model(coach: "Coach") -> Check:
    """Ask the model that `coach` is set to for one word; without a model that is said, and nothing is asked."""
    return _run("model", _model, coach)


def _run(name: str, look: "Callable[[Coach], str]", coach: "Coach") -> Check:
    try:
        return Check(name=name, ok=True, says=look(coach))
    except CoachError as error:
        return Check(name=name, ok=False, says=f"{error} {error.hint}")
    except OSError as error:
        return Check(name=name, ok=False, says=f"{error}. Check that the folder may be written and has room.")


def _data_folder(coach: "Coach") -> str:
    folder = coach.settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".probe"
    probe.write_text("", encoding="utf-8")
    probe.unlink()
    return f"Your data lies in {folder}."


def _content(coach: "Coach") -> str:
    from coach.content import load_signs
    from coach.library.passages import Shelf

    return f"{len(load_signs())} signs, {len(Shelf.built_in())} passages, {len(coach.personas())} personas."


def _encoder(coach: "Coach") -> str:
    rows, columns = coach.encoder.encode(["A client who pays late."]).shape
    return f"The sentence encoder works ({rows} × {columns})."


def _detector(coach: "Coach") -> str:
    coach.detector.read("He shouted at my assistant again on Monday and has not paid since June.")
    return "The built-in reader works."


def _database(coach: "Coach") -> str:
    count = len(coach.store.cases())
    return f"The database opens; it holds {count} case{'' if count == 1 else 's'}."


def _library(coach: "Coach") -> str:
    found = coach.search("how to tell them", 1)
    return f"The search index works (found {found[0].id})."


def _model(coach: "Coach") -> str:
    settings = coach.settings
    if not settings.uses_model:
        return "No model is set: everything runs on the built-in engine, on this machine. Set COACH_MODEL to add one."
    from coach.llm.messages import Message

    asked = Message(role="user", content="Answer with the one word: ready")
    answer = coach.gateway.ask([asked], max_tokens=10, tries=1)
    hidden = "names and amounts are hidden from it" if settings.redacts else "it is sent your words as they are"
    return f"{answer.model} answered in {answer.usage.seconds:.1f} s; {hidden}."
