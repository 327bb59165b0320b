"""The words file of an index: its passages, and which of them hold a word, a number or a phrase (SQLite FTS5)."""

import sqlite3
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coach.library.terms import Term, capitals, plain, small_words
from coach.vocabulary.passage import Passage

_SCHEMA = """
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
CREATE TABLE names (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_MOST = 500  # passages listed for one term; of a term that more of them hold, only those asked about


class Holding(NamedTuple):
    """The rows that hold a term, and how many there are in all (where they are many: how many at most)."""

    rows: frozenset[int]
    total: int


class WordsWriter:
    """Writes a words file. Rows are numbered from 1 in the order of `add`."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self._capital: set[str] = set()
        self._small: set[str] = set()
        self._rows = 0

    def add(self, passages: Sequence[Passage]) -> range:
        """Store `passages`; the rows they got."""
        rows = range(self._rows + 1, self._rows + 1 + len(passages))
        numbered = list(zip(rows, passages, strict=True))
        stored = [(row, p.id, p.title, p.source, p.text) for row, p in numbered]
        self._database.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?)", stored)
        searched = [(row, plain(f"{p.title}\n{p.text}")) for row, p in numbered]
        self._database.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", searched)
        for passage in passages:
            self._capital.update(capitals(passage.text))
            self._small.update(small_words(passage.text))
        self._rows = rows.stop - 1
        return rows

    def close(self) -> None:
        """Finish the file. A name is a word that has a capital inside a sentence and never does without."""
        names = {word.lower() for word in self._capital} - self._small
        self._database.executemany("INSERT INTO names VALUES (?)", [(word,) for word in sorted(names)])
        self._database.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.commit()
        self._database.close()


class Words:
    """Reads a words file, which is never written again. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.count = int(self._ask("SELECT count(*) FROM passages")[0][0])

    def passages(self, rows: Collection[int]) -> dict[int, Passage]:
        """The passages in `rows`."""
        found = self._ask(f"SELECT * FROM passages WHERE row IN ({_marks(rows)})", *rows)
        return {
            row: Passage(id=name, title=title, source=source, text=text) for row, name, title, source, text in found
        }

    def is_name(self, word: str) -> bool:
        """Whether `word`, in lower case, is a name in these passages."""
        return bool(self._ask("SELECT 1 FROM names WHERE word = ?", word))

    def holding(self, term: Term, among: Collection[int]) -> Holding:
        """The rows that hold `term`; if those are many, the ones in `among`."""
        phrase = f'"{" ".join(term.words)}"'
        rows = self._rows("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", phrase, _MOST)
        if len(rows) < _MOST:
            return Holding(rows, len(rows))
        query = f"SELECT rowid FROM words WHERE words MATCH ? AND rowid IN ({_marks(among)})"
        return Holding(self._rows(query, phrase, *among), self._most(term))

    def close(self) -> None:
        self._database.close()

    def _most(self, term: Term) -> int:
        counts = self._ask(f"SELECT doc FROM vocabulary WHERE term IN ({_marks(term.words)})", *term.words)
        return min((int(count) for (count,) in counts), default=0)

    def _rows(self, query: str, *values: object) -> frozenset[int]:
        return frozenset(int(row) for (row,) in self._ask(query, *values))

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
