"""A real desk on an empty data folder, and a stage on which one view is drawn with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.settings import Settings
from coach.ui.session import Address

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
