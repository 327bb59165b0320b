"""The cache of index folders: immutable, safe with several processes, safe when killed, whole or built anew."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from coach.errors import LibraryError
from coach.library.cache import Cache
from coach.library.embedding import Encoder
from coach.library.index import Index, build_index, open_index
from coach.library.scratch import Scratch, sweep
from tests.library.tiny import TEXTS, cache_in, open_or_build, random_entries, tiny_index, tiny_shelf


def start(*arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.library.tiny", *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def named(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != "work")


def left_over(folder: Path) -> list[str]:
    work = folder / "work"
    return sorted(path.name for path in work.iterdir()) if work.exists() else []


def nearest_to_itself(index: Index) -> bool:
    found = index.nearest(Encoder.shared().encode([f"Number 1. {TEXTS[1]}"])[0], 3)
    return max(found, key=lambda row: found[row]) == 2 and len(found) == 3


@pytest.fixture(scope="module")
def tiny_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny index."""
    folder = tmp_path_factory.mktemp("tiny")
    tiny_index(folder).close()
    return folder


@pytest.fixture
def whole(tiny_built: Path, tmp_path: Path) -> Path:
    """A folder of one's own with the tiny index, not yet opened."""
    return Path(shutil.copytree(tiny_built, tmp_path / "index"))


def test_an_index_is_built_once_and_opened_the_next_time(tmp_path: Path) -> None:
    tiny_index(tmp_path).close()
    (folder,) = named(tmp_path)
    before = folder.stat()
    assert nearest_to_itself(tiny_index(tmp_path))
    assert folder.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("count", [1, 8, 5200])
def test_a_folder_is_never_written_after_it_has_its_name(tmp_path: Path, count: int) -> None:
    open_or_build(tmp_path, "numbers", count).close()
    before = contents(tmp_path / "numbers")
    first, second = (open_or_build(tmp_path, "numbers", count) for _ in range(2))
    for index in (first, second):
        for passage, vector in list(random_entries(count))[:: max(1, count // 7)]:
            (row,) = index.nearest(vector, 1)
            assert index.words.passages([row])[row].id == passage.id
        index.close()
    assert contents(tmp_path / "numbers") == before
    assert left_over(tmp_path) == []


def test_an_open_index_outlives_the_removal_of_its_folder(tmp_path: Path) -> None:
    index = open_or_build(tmp_path, "family-old", 3000)
    for name in ("family-a", "family-b", "family-new"):
        open_or_build(tmp_path, name, 3).close()
        os.utime(tmp_path / name, (2e9, 2e9))
    cache_in(tmp_path).keep_only("family-new", "family-")
    assert "family-old" not in [path.name for path in named(tmp_path)]
    assert len(named(tmp_path)) == 2
    assert len(index.nearest(next(random_entries(1))[1], 10)) == 10


def test_two_processes_that_build_at_once_both_get_the_whole_index(tmp_path: Path) -> None:
    both = [start(tmp_path) for _ in range(2)]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    answers = [one.communicate("go\n", timeout=120) for one in both]
    assert [out for out, _ in answers] == ["8\n", "8\n"], answers
    assert len(named(tmp_path)) == 1
    assert nearest_to_itself(tiny_index(tmp_path))
    assert left_over(tmp_path) == [] or len(left_over(tmp_path)) == 2  # at most our own view with its lock


def test_a_build_killed_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    dying = start(tmp_path, 600)
    assert dying.stdout is not None
    assert dying.stdout.readline() == "half-way\n"
    assert len(left_over(tmp_path)) == 2
    assert named(tmp_path) == []
    dying.send_signal(signal.SIGKILL)
    dying.communicate(timeout=30)
    remains = left_over(tmp_path)
    assert len(remains) == 2
    index = tiny_index(tmp_path)
    assert nearest_to_itself(index)
    assert not set(remains) & set(left_over(tmp_path))
    index.close()


def test_a_living_build_is_not_swept_away(tmp_path: Path) -> None:
    building = cache_in(tmp_path).scratch()
    (building.path / "half").write_text("done")
    cache_in(tmp_path).scratch().close()
    assert (building.path / "half").read_text() == "done"
    building.close()


def test_many_threads_may_sweep_and_begin_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(40):
                sweep(tmp_path)
                scratch = Scratch(tmp_path)
                (scratch.path / "file").write_text("x")
                scratch.close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(tmp_path.iterdir()) == []


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


@pytest.mark.parametrize("number", range(7))
def test_a_damaged_folder_is_built_anew_whichever_file_it_is(whole: Path, number: int) -> None:
    (folder,) = named(whole)
    files = files_of(folder)
    target = files[number % len(files)]
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 0xFF
    target.write_bytes(bytes(data) if number % 2 else bytes(data[: len(data) // 3]))
    assert nearest_to_itself(tiny_index(whole))
    assert named(whole) == [folder]


def test_a_folder_that_lost_its_files_is_built_anew(whole: Path) -> None:
    (folder,) = named(whole)
    for path in files_of(folder)[:2]:
        path.unlink()
    assert nearest_to_itself(tiny_index(whole))


@pytest.mark.parametrize("manifest", ["", "[]", '{"chroma": 3}', '{"../../outside": [1, 2]}', "\x00"])
def test_a_manifest_that_says_nothing_sensible_means_damage(whole: Path, manifest: str) -> None:
    (folder,) = named(whole)
    (folder / "manifest.json").write_text(manifest)
    assert nearest_to_itself(tiny_index(whole))
    assert json.loads((folder / "manifest.json").read_text())


def test_new_content_gets_a_new_folder(whole: Path) -> None:
    from coach.library.indexes import BuiltInIndex
    from coach.library.passages import Entry, Shelf

    changed = [Entry(passage=one.model_copy(update={"text": f"{one.text} Again."})) for one in tiny_shelf()]
    BuiltInIndex(cache_in(whole), lambda: Shelf([], changed), Encoder.shared()).get().close()
    assert len(named(whole)) == 2


def test_a_failing_build_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    def broken() -> object:
        yield from random_entries(2)
        raise RuntimeError("the disk is full")

    with pytest.raises(LibraryError, match="the disk is full"):
        build_index(cache_in(tmp_path), broken(), 3)  # type: ignore[arg-type]
    assert named(tmp_path) == []
    assert left_over(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file, not a folder")
    with pytest.raises(LibraryError, match="could not be written") as caught:
        Cache(tmp_path / "index", copied=frozenset()).scratch()
    assert "COACH_DATA_DIR" in caught.value.hint


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    cache_in(tmp_path).publish(build_index(cache_in(tmp_path), [], 0), "empty")
    index = open_index(cache_in(tmp_path), "empty")
    assert index is not None
    assert index.nearest(np.ones(384, dtype=np.float32), 5) == {}
