"""The open database: several at once, what is deleted, what it costs on disk, and what cannot be opened."""

import secrets
import sqlite3
import stat
import threading
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from coach.errors import StoreError
from coach.settings import Settings
from coach.store import Store
from coach.store.engine import Database
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage
from tests.store.conftest import START, Open
from tests.store.payloads import STORY, Line, Note


def test_the_settings_name_the_database_and_the_owner(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "folder", owner="anna")
    with Store(settings) as store:
        assert store.owner == "anna"
        assert store.location == str(tmp_path / "new" / "folder" / "good-terms.sqlite3")
        case = store.create_case("Acme", STORY)
    with Store(settings) as store:
        assert store.case(case.id).name == "Acme"
    with Store(f"sqlite:///{tmp_path / 'other.db'}") as store:
        assert store.owner == "local"


def test_only_the_user_may_read_the_file(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'data' / 'store.db'}") as store:
        store.create_case("Acme", STORY)
        files = list((tmp_path / "data").iterdir())
        assert len(files) == 3
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_commit_is_on_the_disk_and_readers_do_not_wait(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    with database._reader.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    database.close()
    full = 2
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }


def test_threads_that_save_at_once_lose_nothing(store: Store, open_store: Open) -> None:
    case = store.create_case("Acme", STORY).id
    stores = [store, open_store()]
    rehearsals = [store.start_rehearsal(case, {}) for _ in range(4)]
    failures: list[Exception] = []

    def talk(number: int) -> None:
        try:
            for index in range(10):
                mine = stores[number % 2]
                mine.append_turn(rehearsals[number], index, Line(who="you", text=f"{number}-{index}"))
                mine.save_draft(case, "exit-email", Note(text=f"{number}-{index}"))
                mine.save_answer(case, "one", str(number))
                mine.cases()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for number, rehearsal in enumerate(rehearsals):
        assert [line.text for line in store.turns(rehearsal, Line)] == [f"{number}-{index}" for index in range(10)]
    assert [version.number for version in store.draft_versions(case, "exit-email")] == list(range(1, 41))


def test_threads_that_add_the_same_document_at_once_leave_one(store: Store, open_store: Open) -> None:
    libraries = [store.library, open_store().library]
    failures: list[Exception] = []

    def add(number: int) -> None:
        for edition in range(5):
            document = Document(key="a", name="a.md", added_at=START, passages=3, edition=f"{number}-{edition}")
            texts = [Passage(id=f"a#{n}", title="A", source="a", text=document.edition) for n in range(3)]
            try:
                libraries[number % 2].add_document(document, [(one, np.zeros(8, dtype=np.float32)) for one in texts])
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    (document,) = store.library.documents()
    assert [passage.text for passage, _ in store.library.passages()] == [document.edition] * 3


def test_a_reading_session_sees_one_moment(url: str, store: Store) -> None:
    database = Database(url)
    count = text("SELECT count(*) FROM cases")
    with database.reading() as session:
        before = session.scalar(count)
        store.create_case("Acme", STORY)
        assert session.scalar(count) == before == 0
    with database.reading() as session:
        assert session.scalar(count) == 1
    database.close()


def test_a_start_waits_for_another_that_is_half_way(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE theirs (n INTEGER)")
    timer = threading.Timer(0.5, lambda: other.execute("COMMIT"))
    timer.start()
    with Store(f"sqlite:///{file}") as store:
        assert store.create_case("Acme", STORY).name == "Acme"
    timer.join()
    other.close()


def test_deleted_words_are_nowhere_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    secret = "the client shouted at Marguerite"
    with Store(f"sqlite:///{folder / 'store.db'}") as store:

        def kept() -> bool:
            return any(secret.encode() in file.read_bytes() for file in folder.iterdir())

        def fill() -> str:
            case = store.create_case("Acme", STORY).id
            for n in range(50):
                store.save_draft(case, "exit-email", Note(text=f"{n}: {secret} " * 50))
                store.save_working_text(case, "exit-email", f"{n}: {secret}")
            return case

        case = fill()
        assert kept()
        store.delete_case(case)
        assert not kept()
        passage = Passage(id="a#1", title="A", source="a", text=secret)
        document = Document(key="a", name="a.md", added_at=START, passages=1, edition="1")
        store.library.add_document(document, [(passage, np.zeros(8, dtype=np.float32))])
        assert kept()
        store.library.remove_document("a")
        assert not kept()
        fill()
        full = store.size()
        store.delete_everything()
        assert not kept()
        assert store.size() < full


def test_size_counts_all_files_of_the_database(store: Store) -> None:
    before = store.size()
    case = store.create_case("Acme", STORY).id
    store.save_working_text(case, "exit-email", secrets.token_hex(2_000_000))  # does not compress away
    assert store.size() > before + 1_000_000


def test_a_sound_database_passes_its_check(store: Store) -> None:
    store.create_case("Acme", STORY)
    store.check()
    assert len(store.cases()) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://someone:secret@host/db", "mysql"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("no address", "COACH_DATABASE_URL"),
        ("", "COACH_DATABASE_URL"),
    ],
)
def test_an_address_we_cannot_use_is_refused_with_the_way_out(address: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as failure:
        Store(address)
    assert "sqlite:///" in failure.value.hint
    assert "secret" not in str(failure.value)


def test_a_server_that_does_not_answer_is_said_to_be_silent_and_its_password_is_not_told() -> None:
    with pytest.raises(StoreError, match="refused") as failure:
        Store("postgresql://coach:secret@127.0.0.1:9/nothing")
    assert failure.value.retryable is True
    assert "secret" not in str(failure.value) + failure.value.hint


def test_a_missing_database_on_a_running_server_is_named(postgres_url: str) -> None:
    with pytest.raises(StoreError, match=r"elsewhere.*does not exist") as failure:
        Store(postgres_url.replace("/postgres", "/elsewhere"))
    assert "COACH_DATABASE_URL" in failure.value.hint
