"""The frame: on every page the name of the case, the way to another one, and the journey."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.cases import CaseDesk
from coach.content import content_root
from coach.ui import runtime
from coach.ui.views.table import VIEWS
from tests.app.conftest import SECONDS, said


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseDesk]:
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
    runtime.desk.clear()
    yield runtime.desk()
    runtime.desk().coach.store.close()
    runtime.desk.clear()


def _open(slug: str, **address: str) -> AppTest:
    """The page `slug` as its view in the whole app draws it."""

    def draw(slug: str, address: dict[str, str]) -> None:
        from typing import Any

        import streamlit as st

        from coach.ui import runtime
        from coach.ui.parts import frame
        from coach.ui.place import Place
        from coach.ui.session import Address

        class Here(Place):
            def link(self, slug: str, label: str, disabled: bool = False) -> None:
                st.text(f"{slug}: {label}{' (closed)' if disabled else ''}")

            def go(self, slug: str, **changes: str | None) -> Any:
                st.text(f"gone to {slug} {self.address._replace(**changes).params()}")
                st.stop()

        frame.top(Here(runtime.desk(), Address(**address), {}), slug)

    return AppTest.from_function(draw, args=(slug, address), default_timeout=SECONDS).run()


def _texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


@pytest.mark.parametrize("slug", [view.slug for view in VIEWS])
def test_every_page_shows_the_journey_and_the_case(desk: CaseDesk, slug: str) -> None:
    case_id = desk.open("My client never pays.", "The *baker*")
    page = _open(slug, case=case_id)
    assert not page.exception
    assert "situation: **1** Situation" in _texts(page)
    assert [popover.proto.popover.label for popover in page.get("popover")] == [r"The \*baker\*"]


def test_a_click_leads_to_the_other_case_on_the_same_page(desk: CaseDesk) -> None:
    here, there = desk.open("My client never pays.", "Here"), desk.open("My client shouts.", "There")
    page = _open("write", case=here, rehearsal="some")
    assert not [button for button in page.button if button.key == f"gt-switch-{here}"]
    page.button(key=f"gt-switch-{there}").click().run()
    assert f"gone to write {{'case': '{there}'}}" in _texts(page)


def test_an_archived_case_is_said_to_be_and_is_not_offered(desk: CaseDesk) -> None:
    put_away, used = desk.open("My client never pays.", "Put away"), desk.open("My client shouts.", "Used")
    desk.archive(put_away)
    assert "This case is archived." in said(_open("library", case=put_away))
    assert not [button for button in _open("library", case=used).button if button.key == f"gt-switch-{put_away}"]


def test_without_any_case_there_is_nothing_to_switch(desk: CaseDesk) -> None:
    page = _open("settings")
    assert not page.get("popover")
    assert "write: **4** Write (closed)" in _texts(page)


def test_the_app_itself_draws_the_frame_on_the_library(desk: CaseDesk) -> None:
    case_id = desk.open("My client never pays.", "The baker")
    app = AppTest.from_file(str(content_root() / "app.py"), default_timeout=SECONDS)
    app.query_params["case"] = case_id
    app.run()
    assert not app.exception
    assert any(popover.proto.popover.label == "The baker" for popover in app.get("popover"))
