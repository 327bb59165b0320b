"""How fast the library is with many added passages: `python -m tests.benchmarks.bench_library [--passages 100000]`.

Prints a table: each measure, its limit, and the ratio of the two; exits 1 when a ratio is above 1.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from coach.library.added import Vector
from coach.library.embedding import NAME
from coach.library.library import Library
from coach.settings import Settings
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage

LIMIT = 0.050  # seconds a query may take at the 95th percentile
PER_DOCUMENT = 1000
WORDS = (
    "invoice client deadline meeting budget contract revision scope roof garden copy launch review change request answer "
    "silence price hour week month report draft approve reject boundary notice handover team call message late paid"
).split()
NAMES = "Okonkwo Ferreira Lindqvist Haruki Nadia Brandt Castellano Ozturk Mbeki Svensson".split()
QUESTIONS = (
    "they never answer my messages",
    "what did Okonkwo say about the contract",
    "invoice INV-{n} is still open",
    "the “change request” nobody approved",
    "how do I raise my price without losing them",
    "what did Lindqvist and Nadia agree about {n} hours",
    "my team is worn out",
    "section 9.2 of the contract",
)


class Synthetic:
    """Added passages that need no database: clustered vectors as sentence encoders make them, and invented text."""

    def __init__(self, count: int) -> None:
        self._random = random.Random(1)
        self._centres = np.random.default_rng(1).standard_normal((400, 384)).astype(np.float32)
        keys = [f"doc-{n}" for n in range(-(-count // PER_DOCUMENT))]
        self._documents = {
            key: self._document(key, min(PER_DOCUMENT, count - n * PER_DOCUMENT)) for n, key in enumerate(keys)
        }

    def _document(self, key: str, passages: int) -> Document:
        now = datetime.now(UTC)
        return Document(key=key, name=f"{key}.md", added_at=now, passages=passages, edition=f"{NAME}/1/{key}")

    def version(self) -> str:
        return f"{len(self._documents)}-{self._documents['doc-0'].edition}"

    def documents(self) -> Sequence[Document]:
        return list(self._documents.values())

    def passages(self, key: str | None = None) -> Iterator[tuple[Passage, Vector]]:
        for document in [self._documents[key]] if key else self._documents.values():
            numbers = np.random.default_rng(int(document.key[4:]))
            for n in range(document.passages):
                vector = self._centres[numbers.integers(400)] + 0.8 * numbers.standard_normal(384).astype(np.float32)
                text = (
                    f"{self._words(60)} {self._random.choice(NAMES)} wrote about INV-{self._random.randrange(10**6)}."
                )
                passage = Passage(id=f"{document.key}#{n}", title="Notes", source=document.key, text=text)
                yield passage, vector / np.linalg.norm(vector)

    def _words(self, count: int) -> str:
        return " ".join(self._random.choices(WORDS, k=count))

    def passage(self, id: str) -> Passage | None:  # noqa: A002
        return next((one for one, _ in self.passages(id.split("#")[0]) if one.id == id), None)

    def add_document(self, document: Document, passages: Sequence[tuple[Passage, Vector]]) -> None:
        self._documents[document.key] = document

    def remove_document(self, key: str) -> bool:
        return self._documents.pop(key, None) is not None


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def latencies(library: Library, count: int) -> list[float]:
    questions = [QUESTIONS[n % len(QUESTIONS)].replace("{n}", str(1000 + 37 * n)) for n in range(count)]
    for question in questions[: len(QUESTIONS)]:
        library.search(question, 5)
    return [timed(lambda question=question: library.search(question, 5)) for question in questions]  # type: ignore[misc]


def rows(passages: int, queries: int, folder: Path) -> Iterable[tuple[str, float, float | None]]:
    settings = Settings(data_dir=folder)
    added = Synthetic(passages)
    library = Library(settings, added)
    yield "build both indexes, s", timed(library.prepare), None
    yield "open them in a new library, s", timed(lambda: Library(settings, added).prepare()), None
    times = latencies(library, queries)
    yield "query p50, s", float(np.percentile(times, 50)), None
    yield "query p95, s", float(np.percentile(times, 95)), LIMIT
    yield "get by id, built-in, s", timed(lambda: library.get("eight-reasons#respect")), 0.050


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    print(f"{options.passages:,} added passages, {options.queries} queries\n")
    print(f"{'measure':32} {'value':>9} {'limit':>9} {'ratio':>7}")
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, value, limit in rows(options.passages, options.queries, Path(folder)):
            ratio = None if limit is None else value / limit
            missed = missed or (ratio is not None and ratio > 1)
            print(
                f"{name:32} {value:9.4f} {limit or float('nan'):9.4f} {ratio if ratio is not None else float('nan'):7.2f}"
            )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
