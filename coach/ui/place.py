"""The place a page is drawn in: the desk it calls, the case it is about, and the ways to other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st

from coach.cases import CaseDesk
from coach.ui.journey import Step
from coach.ui.session import Address


@dataclass(frozen=True)
class Place:
    """What every view is given. `pages` holds Streamlit's page by slug."""

    desk: CaseDesk
    address: Address
    pages: Mapping[str, Any]

    def go(self, slug: str, **changes: str | None) -> NoReturn:
        """Go to another page, keeping the case; `changes` set or (None) drop parts of the address."""
        st.switch_page(
            self.pages[slug], query_params=self._address_at(slug, keep="rehearsal")._replace(**changes).params()
        )

    def link(self, slug: str, label: str, disabled: bool = False) -> None:
        """A link to another page of the same case."""
        address = self._address_at(slug)
        st.page_link(
            self.pages[slug], label=label, icon="", query_params=address.params(), disabled=disabled, width="stretch"
        )

    def stay(self, **changes: str | None) -> NoReturn:
        """Draw this page again at a changed address."""
        self.note_address(**changes)
        st.rerun()

    def note_address(self, **changes: str | None) -> None:
        """Change the address without drawing again."""
        st.query_params.from_dict(self.address._replace(**changes).params())

    def _address_at(self, slug: str, keep: str = "") -> Address:
        """The address without what means nothing on that page."""
        own = {Step.REHEARSE: "rehearsal", Step.PLAN: "part"}
        gone = {name: None for step, name in own.items() if step != slug and name != keep}
        return self.address._replace(**gone)
