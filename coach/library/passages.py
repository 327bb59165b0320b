"""The shelf: every built-in passage by id, with what it cites and how people ask for it; needs no index."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from coach.content import knowledge
from coach.errors import NotFound
from coach.vocabulary.base import Value
from coach.vocabulary.passage import Passage


class Source(Value):
    """An article, a chapter of the playbook, or the list of signs: what a passage's `source` names."""

    key: str
    title: str
    about: str


class Entry(Value):
    """A passage, the ids it rests on, and how people ask for it (for the search only, never shown).

    `gist` is what the search reads of the passage, where that is not its whole text.
    """

    passage: Passage
    cites: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    gist: str | None = None

    @property
    def searched(self) -> str:
        """The text that is embedded: title and body."""
        return searched(self.passage, self.gist)


def searched(passage: Passage, gist: str | None = None) -> str:
    """The text of a passage that is embedded: its title, unless that only repeats the beginning, and its body."""
    body = gist or passage.text
    return body if body.startswith(passage.title.rstrip("…")) else f"{passage.title}. {body}"


class Shelf:
    """All built-in passages. `get` costs nothing; reading the whole shelf takes some 30 ms, once a process."""

    def __init__(self, sources: Iterable[Source], entries: Iterable[Entry]) -> None:
        self._sources = {source.key: source for source in sources}
        self._entries = {entry.passage.id: entry for entry in entries}

    @staticmethod
    @lru_cache(maxsize=1)
    def built_in() -> "Shelf":
        """The shelf of this installation, read once a process.

        Raises:
            ContentError: names the file and the id that is damaged, missing or there twice.
        """
        from coach.library.content import read_shelf

        return read_shelf(knowledge())

    def get(self, id: str) -> Passage:  # noqa: A002
        """The passage with this id.

        Raises:
            NotFound: there is none.
        """
        try:
            return self._entries[id].passage
        except KeyError:
            raise NotFound(f"There is no passage {id!r} in the library.") from None

    def cites(self, id: str) -> tuple[str, ...]:  # noqa: A002
        """The ids of the passages on which the advice in `id` rests."""
        return self._entries[id].cites if id in self._entries else ()

    def source(self, key: str) -> Source:
        """The article or chapter with this key.

        Raises:
            NotFound: there is none.
        """
        try:
            return self._sources[key]
        except KeyError:
            raise NotFound(f"There is no article {key!r} in the library.") from None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Articles first, then the playbook, then the signs."""
        return tuple(self._sources.values())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every passage with what belongs to it, in the order of the sources."""
        return tuple(self._entries.values())

    def of(self, key: str) -> tuple[Passage, ...]:
        """The passages of one source, in its order; none for an unknown key."""
        return tuple(passage for passage in self if passage.source == key)

    def __iter__(self) -> Iterator[Passage]:
        return (entry.passage for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries
