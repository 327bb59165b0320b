"""The case desk: ties the steps and the store together, so that whatever is made is kept the moment it is made."""

from pathlib import Path
from typing import Self

from coach.desk.engines import Engines
from coach.desk.guide import Guide
from coach.desk.keeping import Keeping
from coach.errors import StoreError
from coach.settings import Settings
from coach.vocabulary.base import Value


class Reader(Value):
    """Who puts things into words: its name, what that means, what leaves the machine, and what may be promised of it."""

    name: str
    promise: str
    meaning: str
    leaves: str

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The reader in force: a model, or the built-in engine."""
        if not settings.uses_model:
            return cls(
                name="The built-in engine",
                promise="Only you can read it; it stays on this machine.",
                meaning="It works on this machine, without a key and without a network.",
                leaves="Nothing. What you write is read here and kept here.",
            )
        here = all(settings.is_local(model) for model in settings.models)
        where = "the model on this machine" if here else settings.api_base or "the provider of the model"
        hidden = " Names, addresses, numbers and amounts are replaced before that, and put back after."
        hidden = hidden if settings.redacts else ""
        return cls(
            promise=f"It is kept on this machine, and sent to {where} to be read.{hidden}",
            name=f"{', then '.join(settings.models)}, and the built-in engine where the model fails",
            meaning="The plans and checks stay in code; the model finds the words.",
            leaves=f"{'Nothing. ' if here else ''}What you write is sent to {where}, so that the model can read it.{hidden}",
        )


class CaseDesk(Keeping, Guide, Engines):
    """Everything a page or a program does with a case. What a method makes or changes is stored when it returns.

    Holds a `coach` and may be shared by threads. Methods that take a case id raise NotFound when there is no such case.
    """

    def reader(self) -> Reader:
        """Who puts things into words, and what leaves the machine for it."""
        return Reader.of(self.coach.settings)

    @property
    def location(self) -> str:
        """Where everything the user made lies."""
        return self.store.location

    @property
    def index_dir(self) -> Path:
        """Where the search index lies."""
        return self.coach.settings.index_dir

    def prepare(self) -> None:
        """Make the data folder and open what the first page needs.

        Raises:
            StoreError: the folder cannot be made, or the database cannot be opened.
        """
        make_data_folder(self.coach.settings)
        self.store.cases()

    def warm_up(self) -> None:
        """Load what the first click would otherwise wait for; safe in a thread of its own."""
        self.coach.encoder.encode(["ready"])
        for part in (self.coach.detector, self.coach.subject, self.coach.listener):
            assert part is not None


def make_data_folder(settings: Settings) -> None:
    """Make the folder that everything the user made lies in.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder {str(settings.data_dir)!r} could not be made: {error.strerror}.",
            hint="Set COACH_DATA_DIR to a folder you may write.",
        ) from error
