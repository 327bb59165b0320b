"""A data folder whose built-in index is built once for all tests, and libraries on copies of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.library.library import Library
from coach.settings import Settings
from tests.library.memory import MemoryAdded


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the built-in index."""
    folder = tmp_path_factory.mktemp("built")
    Library(Settings(data_dir=folder), MemoryAdded()).prepare()
    return folder


@pytest.fixture(scope="session")
def shared(built: Path) -> Library:
    """A library with nothing added, for tests that only search."""
    return Library(Settings(data_dir=built), MemoryAdded())


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    """Settings of a data folder of one's own, in which the built-in index is there already."""
    data = tmp_path / "data"
    shutil.copytree(built / "index", data / "index", ignore=shutil.ignore_patterns("work"))
    return Settings(data_dir=data)


@pytest.fixture
def library(settings: Settings) -> Library:
    return Library(settings, MemoryAdded())


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file under the folder `notes`."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file
