"""The database: everything a user made, kept the moment it is made; nothing heavy loads until a store is opened."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["Store"]

if TYPE_CHECKING:
    from coach.store.store import Store


def __getattr__(name: str) -> Any:
    if name == "Store":
        return import_module("coach.store.store").Store
    raise AttributeError(f"module 'coach.store' has no attribute {name!r}")
