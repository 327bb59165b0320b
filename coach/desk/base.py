"""What every part of the case desk has: one Coach, and the store it keeps everything in."""

from typing import TYPE_CHECKING

from coach.coach import Coach

if TYPE_CHECKING:
    from coach.store.store import Store


class Desk:
    """A part of the desk. May be shared by threads: it keeps nothing of its own but the Coach in force."""

    def __init__(self, coach: Coach) -> None:
        self.coach = coach

    @property
    def store(self) -> "Store":
        return self.coach.store
