"""Keepers of added passages: the small one of these tests and the database, held to one contract."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.library.added import AddedPassages
from coach.library.library import Library
from coach.settings import Settings
from coach.store import Store
from tests.library.added_contract import AddedContract
from tests.library.memory import MemoryAdded
from tests.library.test_library import BOATS, LANTERNS

ADD = """
import sys
from pathlib import Path
from coach.library.library import Library
from coach.settings import Settings
from coach.store import Store
settings = Settings(data_dir=Path(sys.argv[1]))
library = Library(settings, Store(settings).library)
print(len(library.add([Path(sys.argv[2])]).added), library.search(sys.argv[3], 1)[0].text[:20])
"""


class TestMemory(AddedContract):
    @pytest.fixture
    def added(self) -> AddedPassages:
        return MemoryAdded()


class TestDatabase(AddedContract):
    @pytest.fixture
    def added(self, tmp_path: Path) -> AddedPassages:
        return Store(Settings(data_dir=tmp_path)).library


def test_what_another_process_adds_is_found_at_the_next_search(
    settings: Settings, write: Callable[[str, str], Path]
) -> None:
    query = "varnish for the boats of the rowing club"
    library = Library(settings, Store(settings).library)
    library.add([write("lanterns.md", LANTERNS)])
    assert library.search(query, 1)[0].text != BOATS
    arguments = [str(settings.data_dir), str(write("boats.md", BOATS)), query]
    out = subprocess.run([sys.executable, "-c", ADD, *arguments], capture_output=True, text=True, check=False)
    assert out.stdout == "1 The rowing club pays\n", out.stderr
    assert library.search(query, 1)[0].text == BOATS
    assert library.search("lanterns for Mrs Ferreira", 1)[0].text == LANTERNS
    library.remove("boats.md")
    assert library.search(query, 1)[0].text != BOATS
    assert len([path for path in settings.index_dir.iterdir() if path.name.startswith("added")]) <= 2
