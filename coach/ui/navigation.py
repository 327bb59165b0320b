"""Navigation: page configuration, the table of views turned into pages, and the frame around each."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from coach.ui import runtime, wording
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import read_address
from coach.ui.views.table import VIEWS, View


def run() -> None:
    """Draw the page the address asks for."""
    st.set_page_config(page_title=wording.APP_NAME, page_icon=str(runtime.ICON), layout="centered")
    st.html(runtime.stylesheet())
    pages: dict[str, Any] = {}
    for view in VIEWS:
        pages[view.slug] = st.Page(
            _page(view, pages), title=view.title, icon=view.icon, url_path=view.slug, default=view is VIEWS[0]
        )
    st.navigation(list(pages.values()), position="hidden").run()


def _page(view: View, pages: dict[str, Any]) -> Callable[[], None]:
    def draw() -> None:
        with frame.refusals():
            place = Place(runtime.desk(), read_address(st.query_params), pages)
            frame.top(place, view.slug)
            with frame.refusals():
                view.render(place)

    return draw
