"""A shelf of eight passages, whose index is built in a moment; as a program it builds that index in a process of its own.

python -m tests.library.tiny FOLDER [SECONDS]    builds, or waits SECONDS half-way for somebody to kill it
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from coach.library.added import Vector
from coach.library.cache import Cache
from coach.library.embedding import Encoder
from coach.library.index import CHROMA_WRITES, Index, build_index, open_index
from coach.library.indexes import BuiltInIndex
from coach.library.passages import Entry, Shelf, Source
from coach.vocabulary.passage import Passage

TEXTS = (
    "Invoices stay unpaid for months and nobody answers.",
    "She shouts at the whole team in meetings.",
    "The brief changes every week without a word about money.",
    "They ask for free work on Sundays.",
    "He goes to my director instead of to me.",
    "Nothing is ever decided in these calls.",
    "They check every comma I write.",
    "My best designer does not want this account any more.",
)


def tiny_shelf() -> Shelf:
    passages = [Passage(id=f"tiny#{n}", title=f"Number {n}", source="tiny", text=text) for n, text in enumerate(TEXTS)]
    return Shelf([Source(key="tiny", title="Tiny", about="For tests.")], [Entry(passage=one) for one in passages])


def cache_in(folder: Path) -> Cache:
    return Cache(folder, copied=CHROMA_WRITES)


def tiny_index(folder: Path) -> Index:
    return BuiltInIndex(cache_in(folder), tiny_shelf, Encoder.shared()).get()


def random_entries(count: int, first: int = 0) -> Iterator[tuple[Passage, Vector]]:
    random = np.random.default_rng(first)
    for n in range(first, first + count):
        vector = random.standard_normal(384).astype(np.float32)
        yield (
            Passage(id=f"random#{n}", title=f"Random {n}", source="random", text=f"Text {n}"),
            vector / np.linalg.norm(vector),
        )


def open_or_build(folder: Path, name: str, count: int) -> Index:
    index = open_index(cache_in(folder), name)
    if index is None:
        cache_in(folder).publish(build_index(cache_in(folder), random_entries(count), count), name)
        index = open_index(cache_in(folder), name)
    assert index is not None
    return index


def _slowly(seconds: float) -> Iterator[tuple[Passage, Vector]]:
    yield from random_entries(6000)
    print("half-way", flush=True)
    time.sleep(seconds)


def main(folder: Path, seconds: float) -> None:
    if seconds:
        build_index(cache_in(folder), _slowly(seconds), 12000)
    else:
        print("ready", flush=True)
        sys.stdin.readline()
        print(len(tiny_index(folder).nearest(Encoder.shared().encode([TEXTS[0]])[0], 8)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
