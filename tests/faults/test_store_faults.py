"""What the world does to a database: kills, full disks, locked, foreign and damaged files; nothing shown as saved is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.errors import StoreError
from coach.situation import Situation
from coach.store import Store
from tests.store.payloads import Line, Note

STORY = Situation(text="My client ignores every plan I send and pays late.")


def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with one case in it."""
    path = tmp_path / "data" / "store.db"
    with Store(url(path)) as store:
        case = store.create_case("Acme", STORY).id
        store.save_draft(case, "exit-email", Note(text="Dear Ms Ruiz, " * 500))
    return path


# ---- killed at any moment ----

WRITE_UNTIL_KILLED = """
import sys
from coach.situation import Situation
from coach.store import Store
from tests.store.payloads import Line, Note

store = Store(sys.argv[1])
case = store.create_case("killed", Situation(text="A story.")).id
rehearsal = store.start_rehearsal(case, Note(text="bargainer"))
print("ready", rehearsal, flush=True)
n = 0
while True:
    store.append_turn(rehearsal, 2 * n, Line(who="you", text=f"{n} " * 200), Line(who="client", text=f"answer {n}"))
    store.save_draft(case, "exit-email", Note(text=f"{n} " * 2000))
    store.save_working_text(case, "exit-email", str(n))
    print("saved", n, flush=True)
    n += 1
    if n % 7 == 0:
        store.delete_case(store.create_case("passing", Situation(text="A story. " * 1000)).id)
"""


def _start(script: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_kill_9_loses_nothing_that_was_shown_as_saved(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    moments = random.Random(11)
    for round_ in range(4):
        process = _start(WRITE_UNTIL_KILLED, url(file))
        assert process.stdout is not None
        rehearsal = process.stdout.readline().split()[1]
        time.sleep(moments.uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=30)
        # a line cut by the kill was not shown
        shown = [int(line.split()[1]) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        last = shown[-1] if shown else -1
        with Store(url(file)) as store:
            store.check()
            turns = store.turns(rehearsal, Line)
            case = store.rehearsal(rehearsal).case_id
            assert len(turns) % 2 == 0, "a turn was kept without its answer"
            assert len(turns) // 2 >= last + 1, f"round {round_}: turn {last} was shown as saved and is gone"
            assert [turn.text for turn in turns[1::2]] == [f"answer {n}" for n in range(len(turns) // 2)]
            assert len(store.draft_versions(case, "exit-email")) >= last + 1
            assert int(store.working_text(case, "exit-email") or -1) >= last


START_UNTIL_KILLED = """
import sys
import coach.store.store
print("ready", flush=True)
coach.store.store.Store(sys.argv[1])
"""


def test_kill_9_during_the_first_start_leaves_a_database_that_opens(tmp_path: Path) -> None:
    moments = random.Random(3)
    for round_ in range(4):
        file = tmp_path / f"{round_}.db"
        process = _start(START_UNTIL_KILLED, url(file))
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.06))
        process.kill()
        process.communicate(timeout=30)
        with Store(url(file)) as store:
            store.create_case("Acme", STORY)
            store.check()
            assert len(store.cases()) == 1


# ---- no room ----

FILL_THE_DISK = """
import resource, sys
from coach.errors import StoreError
from coach.situation import Situation
from coach.store import Store
from tests.store.payloads import Line, Note

store = Store(sys.argv[1])
case = store.create_case("full", Situation(text="A story.")).id
rehearsal = store.start_rehearsal(case, {})
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, most))
saved = 0
try:
    while saved < 5_000:
        store.append_turn(rehearsal, saved, Line(who="you", text=f"{saved} " * 500))
        saved += 1
except StoreError as error:
    print(type(error).__name__, "|", error, "|", error.hint, "|", error.retryable)
else:
    sys.exit("the disk never filled up")
assert len(store.turns(rehearsal, Line)) == saved, "a turn is missing, or half a turn is there"
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
store.append_turn(rehearsal, saved, Line(who="you", text="there is room again"))
print(rehearsal, saved + 1)
"""


def test_a_full_disk_is_said_and_nothing_saved_before_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    done = _start(FILL_THE_DISK, url(file))
    out, complaint = done.communicate(timeout=60)
    assert done.returncode == 0, complaint
    failure, after = out.splitlines()
    kind, message, hint, retryable = failure.split(" | ")
    assert kind == "StoreError"
    assert str(file) in message
    assert "Free some space" in hint
    assert retryable == "True"
    rehearsal, count = after.split()
    with Store(url(file)) as store:
        store.check()
        assert len(store.turns(rehearsal, Line)) == int(count) > 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk; the limit on file size is tested everywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_without_room_refuses_and_takes_up_again_when_room_is_made(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_000_000)
    with Store(url(small_disk / "store.db")) as store:
        case = store.create_case("Acme", STORY).id
        saved = 0

        def fill() -> None:
            nonlocal saved
            while saved < 1_000:
                store.save_draft(case, "exit-email", Note(text=f"{saved} " * 5_000))
                saved += 1

        with pytest.raises(StoreError, match="no room left") as failure:
            fill()
        assert "Free some space" in failure.value.hint
        assert len(store.draft_versions(case, "exit-email")) == saved > 5
        ballast.unlink()
        assert store.save_draft(case, "exit-email", Note(text="There is room again.")) == saved + 1
        store.check()


# ---- no right to write ----

AS_A_STRANGER = """
import os, sys
from coach.errors import StoreError
from coach.situation import Situation
from coach.store import Store
from tests.store.payloads import Note

with Store(sys.argv[2]) as warm:  # everything is imported while we may still read it
    warm.cases()
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    with Store(sys.argv[1]) as store:
        store.create_case("mine", Situation(text="A story."))
except StoreError as error:
    print(type(error).__name__, "|", error, "|", error.hint)
else:
    sys.exit("it was written all the same")
"""


@pytest.mark.parametrize("locked", ["the folder above", "the folder", "the file"])
def test_what_may_not_be_written_is_said_with_what_to_do(tmp_path: Path, file: Path, locked: str) -> None:
    warm = tmp_path.parent / f"{tmp_path.name}-warm"
    above = [folder for folder in tmp_path.parents if os.geteuid() == 0 and not folder.stat().st_mode & 0o001]
    modes = {folder: folder.stat().st_mode for folder in (tmp_path, *above)}
    target = tmp_path / "new" / "store.db" if locked == "the folder above" else file
    if locked == "the file":
        file.chmod(0o444)
        file.parent.chmod(0o777)
    elif locked == "the folder":
        file.chmod(0o666)
        file.parent.chmod(0o555)
    tmp_path.chmod(0o555)
    for folder in above:
        folder.chmod(modes[folder] | 0o001)  # a stranger may pass through
    try:
        done = _start(AS_A_STRANGER, url(target), url(warm))
        out, complaint = done.communicate(timeout=60)
    finally:
        file.parent.chmod(0o700)
        for folder, mode in modes.items():
            folder.chmod(mode)
        warm.unlink(missing_ok=True)
    assert done.returncode == 0, complaint
    kind, message, hint = out.strip().split(" | ")
    assert kind == "StoreError"
    assert str(target) in message
    assert "COACH_DATA_DIR" in hint
    if locked != "the folder above":
        file.chmod(0o600)
        with Store(url(file)) as store:
            assert [case.name for case in store.cases()] == ["Acme"]


# ---- not a database, or not any more ----


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_text("These are my notes about the client, not a database.\n" * 50)
    with pytest.raises(StoreError, match="not a database") as failure:
        Store(url(file))
    assert "move it aside" in failure.value.hint
    assert failure.value.retryable is False
    assert file.read_text().startswith("These are my notes")


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    with pytest.raises(StoreError, match=r"store\.db") as failure:
        Store(url(tmp_path / "store.db"))
    assert failure.value.hint


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match=r"data/store\.db") as failure:
        Store(url(tmp_path / "data" / "store.db"))
    assert "COACH_DATA_DIR" in failure.value.hint


def test_a_database_cut_short_is_found_damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20_000])
    with pytest.raises(StoreError, match="damaged") as failure, Store(url(file)) as store:
        store.check()
    assert "aside" in failure.value.hint


def read_everything(file: Path) -> None:
    with Store(url(file)) as store:
        for case in store.cases():
            store.case(case.id)
            store.export_case(case.id)
            store.latest_draft(case.id, "exit-email", Note)
        store.check()


@pytest.mark.parametrize("seed", range(8))
def test_a_database_with_flipped_bytes_never_fails_but_as_a_store_error(file: Path, seed: int) -> None:
    data = bytearray(file.read_bytes())
    chance = random.Random(seed)
    for _ in range(40):
        start = chance.randrange(len(data) - 64)
        data[start : start + 64] = chance.randbytes(64)
    file.write_bytes(data)
    with pytest.raises(StoreError) as failure:
        read_everything(file)
    assert failure.value.hint


def test_a_missing_log_of_a_closed_database_is_no_loss(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == ["store.db"]
    with Store(url(file)) as store:
        assert [case.name for case in store.cases()] == ["Acme"]


# ---- in another's hands ----


def test_a_database_another_program_keeps_locked_is_said_to_be_locked(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.store.engine.BUSY_SECONDS", 0.3)
    other = sqlite3.connect(file, isolation_level=None)
    with Store(url(file)) as store:
        other.execute("BEGIN IMMEDIATE")
        assert [case.name for case in store.cases()] == ["Acme"], "a reader need not wait"
        with pytest.raises(StoreError, match="locked") as failure:
            store.create_case("Other", STORY)
        assert failure.value.retryable is True
        other.execute("ROLLBACK")
        other.close()
        assert store.create_case("Other", STORY).name == "Other"


def test_nothing_is_saved_into_a_database_that_was_removed(file: Path) -> None:
    with Store(url(file)) as store:
        aside = file.rename(file.with_name("aside.db"))
        for use in (store.cases, lambda: store.create_case("lost", STORY)):
            with pytest.raises(StoreError, match="removed while it was open") as failure:
                use()
            assert "Put it back" in failure.value.hint
        aside.rename(file)
        assert store.create_case("kept", STORY).name == "kept"
