"""The app as a whole: it starts, every page is in the table, and a broken data folder is a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.content import content_root
from coach.ui import runtime
from coach.ui.journey import Step
from coach.ui.views.table import VIEWS
from tests.app.conftest import SECONDS, said


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
    runtime.desk.clear()
    yield AppTest.from_file(str(content_root() / "app.py"), default_timeout=SECONDS)
    runtime.desk.clear()


def test_the_app_starts_with_the_situation_and_makes_the_data_folder(app: AppTest, tmp_path: Path) -> None:
    app.run()
    assert not app.exception
    assert "What is going on?" in said(app)
    assert (tmp_path / "data" / "good-terms.sqlite3").is_file()
    runtime.desk().coach.store.close()


def test_a_data_folder_that_cannot_be_made_is_a_sentence(app: AppTest, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    app.run()
    assert not app.exception
    assert 'role="alert"' in said(app)
    assert "went wrong on our side" not in said(app)


def test_every_step_of_the_journey_is_a_view_and_no_slug_comes_twice() -> None:
    slugs = [view.slug for view in VIEWS]
    assert slugs[: len(Step)] == list(Step)
    assert len(slugs) == len(set(slugs))


def test_every_view_has_an_emoji_and_no_icon_that_would_be_fetched() -> None:
    assert all(view.icon and ":material" not in view.icon for view in VIEWS)
