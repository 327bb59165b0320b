"""The parts that need the browser: a button that copies, a word count that follows the typing, and scrolling to a place."""

from functools import cache
from typing import Any

import streamlit as st

_COPY_HTML = '<button type="button"></button><span role="status" aria-live="polite"></span>'

_COPY_CSS = """
button { align-items: center; background: var(--st-primary-color); border: 1px solid transparent; border-radius: .6rem;
  color: var(--gt-on-brand, #fff); cursor: pointer; font: 600 1rem var(--st-font); min-height: 2.6rem; padding: .25rem 1.05rem; }
button:hover { filter: brightness(.93); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
span { color: var(--st-text-color); font: .95rem var(--st-font); margin-left: .8rem; }
"""

_COPY_JS = """
function selectAndCopy(text) {
  const box = document.createElement("textarea");
  box.value = text; box.style.position = "fixed"; box.style.opacity = "0";
  document.body.appendChild(box); box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button"), status = parentElement.querySelector("span");
  button.textContent = data.label;
  button.onclick = async () => {
    let done = true;
    try { await navigator.clipboard.writeText(data.text); } catch (_) { done = selectAndCopy(data.text); }
    status.textContent = done ? data.done : data.failed;
    window.setTimeout(() => { status.textContent = ""; }, 4000);
  };
}
"""

_COUNT_HTML = '<span role="status"></span>'

_COUNT_CSS = "span { color: var(--gt-quiet, inherit); font: .9rem var(--st-font); }"

_COUNT_JS = """
export default function ({ data, parentElement }) {
  const shown = parentElement.querySelector("span");
  const box = () => document.querySelector(`.st-key-${data.within} textarea`);
  const count = () => {
    const words = (box()?.value.match(/\\S+/g) || []).length;
    shown.textContent = words === 1 ? "1 word" : `${words.toLocaleString("en")} words`;
  };
  const typed = (event) => { if (event.target === box()) count(); };
  document.addEventListener("input", typed);
  count();
  return () => document.removeEventListener("input", typed);
}
"""

_VIEW_JS = """
export default function ({ data }) {
  window.setTimeout(() => document.getElementById(data.id)?.scrollIntoView({ block: data.block }), 150);
}
"""


@cache
def _view() -> Any:
    return st.components.v2.component("good_terms_view", js=_VIEW_JS)


@cache
def _copy() -> Any:
    return st.components.v2.component("good_terms_copy", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS)


@cache
def _count() -> Any:
    return st.components.v2.component("good_terms_count", html=_COUNT_HTML, css=_COUNT_CSS, js=_COUNT_JS)


def copy_button(text: str, label: str = "Copy", key: str | None = None) -> None:
    """A button that puts `text` on the clipboard and says so."""
    failed = "Could not copy; select the text and copy it by hand."
    _copy()(data={"text": text, "label": label, "done": "Copied.", "failed": failed}, key=key)


def word_count(within: str, shown: int) -> None:
    """The number of words in the text box inside the container with the key `within`, as it is being typed."""
    _count()(data={"within": within, "shown": shown}, key=f"count-{within}")


def bring_into_view(element_id: str, block: str = "start") -> None:
    """Scroll so that the element with this id is seen."""
    _view()(data={"id": element_id, "block": block}, key=f"view-{element_id}")
