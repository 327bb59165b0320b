"""Store: everything one owner made, behind one object."""

from datetime import datetime
from types import TracebackType
from typing import Self

from coach.settings import Settings
from coach.store.assessments import Assessments
from coach.store.drafts import Drafts
from coach.store.engine import Database
from coach.store.library import AddedDocuments
from coach.store.owned import Clock, NewId, short_id, utc_now
from coach.store.rehearsals import Rehearsals
from coach.store.transfer import Transfer


class Store(Transfer, Assessments, Rehearsals, Drafts):
    """Cases, assessments, rehearsals and drafts of one owner; `library` holds the documents the owner added.

    What a method has saved is safe when it returns. May be shared by threads; any number of processes may have the same
    database open. Every method raises StoreError when the database fails, and NotFound for what the owner has not.
    """

    def __init__(
        self,
        database: Settings | str,
        owner: str | None = None,
        clock: Clock = utc_now,
        new_id: NewId = short_id,
    ) -> None:
        """Open the database the settings name, or the one at a URL, as `owner` (of the settings, or 'local').

        Raises:
            StoreError: it cannot be opened or written, is damaged, or was made by a newer version.
        """
        if isinstance(database, Settings):
            owner, database = owner or database.owner, database.database
        super().__init__(Database(database), owner or "local", clock, new_id)
        self.library = AddedDocuments(self._database, self._owner, clock, new_id)

    @property
    def owner(self) -> str:
        """Whose rows these are."""
        return self._owner

    def now(self) -> datetime:
        """The time by the store's clock."""
        return self._clock()

    @property
    def location(self) -> str:
        """Where the data lies: a file, or a server and database without the password."""
        return self._database.location

    def size(self) -> int:
        """Bytes the database takes on disk, all owners together."""
        return self._database.size()

    def check(self) -> None:
        """Read the whole database and compare it with itself; takes a while.

        Raises:
            StoreError: it is damaged.
        """
        self._database.check()

    def close(self) -> None:
        """Let go of the database; the store is not used after it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
