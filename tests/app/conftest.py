"""A real desk on an empty data folder, a stage on which one view is drawn with it, and a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.settings import Settings
from coach.ui.session import Address
from tests.app import walk
from tests.conftest import skip_or_fail

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SECONDS = 60


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(Coach(Settings(engine="builtin", data_dir=tmp_path / "data")))
    made.prepare()
    yield made
    made.coach.store.close()


@dataclass
class Visits:
    """Where a view wanted to go; the last one is what a user would see next."""

    seen: list[tuple[str, Address]] = field(default_factory=list)


Stage = Callable[..., tuple[AppTest, Visits]]


def _draw(slug: str, desk, visits, address) -> None:  # type: ignore[no-untyped-def]
    from typing import Any

    import streamlit as st

    from coach.ui.parts import frame
    from coach.ui.place import Place
    from coach.ui.session import read_address
    from coach.ui.views.table import VIEWS

    class Noted(Place):
        def go(self, slug: str, **changes: str | None) -> Any:
            visits.seen.append((slug, self.address._replace(**changes)))
            st.stop()

    place = Noted(desk, read_address(st.query_params) if st.query_params else address, {})
    with frame.refusals():
        next(view for view in VIEWS if view.slug == slug).render(place)


@pytest.fixture
def stage(desk: CaseDesk) -> Stage:
    """Draws one view: `stage("write", case=…)` gives the page and where it led."""

    def draw(slug: str, at: Any = None, **address: str) -> tuple[AppTest, Visits]:
        visits = Visits()
        page = AppTest.from_function(
            _draw, args=(slug, at or desk, visits, Address(**address)), default_timeout=SECONDS
        )
        return page.run(), visits

    return draw


def said(page: AppTest) -> str:
    """Everything the page shows as HTML."""
    return "\n".join(str(element.proto.body) for element in page.get("html"))


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    if not walk.CHROMIUM.exists():
        skip_or_fail(f"there is no browser at {walk.CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = walk.open_browser(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser: "Browser") -> Iterator[str]:
    with walk.serving(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture
def visit(browser: "Browser", address: str) -> Iterator[Callable[..., walk.Visitor]]:
    """Opens a window of a size; at the end nothing must have left this machine, and no script have failed."""
    arrived: list[walk.Visitor] = []

    def arrive(size: dict[str, int], scheme: str = "light") -> walk.Visitor:
        arrived.append(walk.Visitor(browser, address, size, scheme))
        return arrived[-1]

    yield arrive
    for one in arrived:
        one.context.close()
    assert [url for one in arrived for url in one.strayed] == [], "a request left this machine"
    assert [fault for one in arrived for fault in one.faults] == [], "a script on the page failed"


@pytest.fixture
def visitor(visit: Callable[..., walk.Visitor]) -> walk.Visitor:
    return visit(walk.DESKTOP)
