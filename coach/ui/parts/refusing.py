"""Refusals: what could not be done is said the way it was worded, and the page goes on being a page."""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from coach.errors import CoachError
from coach.ui import session, wording
from coach.ui.markup import escape


def kept(change: Callable[[], object], notice: str) -> None:
    """Do `change` from a callback and leave a notice for the next run; a refusal is left in its place."""
    try:
        change()
    except CoachError as error:
        session.leave_notice(st.session_state, f"{error} {error.hint}")
    else:
        session.leave_notice(st.session_state, notice)


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal the way it was worded and go on being a page; a fault of ours is logged and said plainly."""
    try:
        yield
    except CoachError as error:
        refusal(str(error), error.hint)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        refusal(wording.FAULT, wording.FAULT_HINT)


def refusal(message: str, hint: str) -> None:
    """What could not be done, and what to do instead."""
    st.html(f'<div class="gt-note gt-refusal" role="alert"><p><b>{escape(message)}</b></p><p>{escape(hint)}</p></div>')
