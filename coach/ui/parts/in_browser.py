"""The parts that need the browser: copying, a word count that follows the typing, scrolling, a curve, the theme."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st

_COPY_HTML = '<button type="button"></button><span role="status" aria-live="polite"></span>'

_COPY_CSS = """
button { align-items: center; background: var(--st-primary-color); border: 1px solid transparent; border-radius: .6rem;
  color: var(--gt-on-brand, #fff); cursor: pointer; font: 600 .95rem var(--st-font); min-height: 2.6rem; padding: .25rem 1.05rem; }
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
  const seen = () => document.getElementById(data.id)?.scrollIntoView({ block: data.block });
  const late = window.setTimeout(seen, 200);
  return () => window.clearTimeout(late);
}
"""

_CURVE_HTML = '<svg role="img" viewBox="0 0 600 200" preserveAspectRatio="none"></svg><ul></ul>'

_CURVE_CSS = """
svg { border-bottom: 1px solid var(--gt-line-strong, gray); border-left: 1px solid var(--gt-line-strong, gray); display: block;
  height: 13rem; overflow: visible; width: 100%; }
path { fill: none; stroke-width: 2.5; vector-effect: non-scaling-stroke; }
line { stroke: var(--gt-line, gray); stroke-width: 1; vector-effect: non-scaling-stroke; }
.l0 { stroke: var(--gt-brand, green); } .l1 { stroke: var(--gt-w3-line, red); stroke-dasharray: 7 4; }
.l2 { stroke: var(--gt-w1-line, blue); stroke-dasharray: 2 4; }
ul { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; list-style: none; margin: .7rem 0 0; padding: 0; }
li { align-items: center; color: var(--st-text-color); display: flex; font: .92rem var(--st-font); gap: .5rem; }
li svg { border: 0; height: .7rem; width: 2.2rem; }
"""

_CURVE_JS = """
const NS = "http://www.w3.org/2000/svg";
const draw = (kind, attributes) => {
  const made = document.createElementNS(NS, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
export default function ({ data, parentElement }) {
  const chart = parentElement.querySelector("svg"), key = parentElement.querySelector("ul");
  chart.setAttribute("aria-label", data.summary);
  chart.replaceChildren(); key.replaceChildren();
  for (const y of [50, 100, 150]) chart.append(draw("line", { x1: 0, x2: 600, y1: y, y2: y }));
  data.lines.forEach(({ name, values }, number) => {
    const at = (value, i) => `${(600 * i) / Math.max(1, values.length - 1)} ${200 - 2 * value}`;
    chart.append(draw("path", { class: `l${number}`, d: "M" + values.map(at).join("L") }));
    const item = document.createElement("li"), sample = draw("svg", { viewBox: "0 0 40 8", "aria-hidden": "true" });
    sample.append(draw("path", { class: `l${number}`, d: "M0 4L40 4" }));
    item.append(sample, document.createTextNode(name));
    key.append(item);
  });
}
"""


_THEME_JS = """
export default function () {
  const app = document.querySelector(".stApp");
  const follow = () => { document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme; };
  const watch = new MutationObserver(follow);
  watch.observe(app, { attributes: true, attributeFilter: ["class"] });
  follow();
  return () => watch.disconnect();
}
"""


@cache
def _theme() -> Any:
    return st.components.v2.component("good_terms_theme", js=_THEME_JS)


@cache
def _view() -> Any:
    return st.components.v2.component("good_terms_view", js=_VIEW_JS)


@cache
def _curve() -> Any:
    return st.components.v2.component("good_terms_curve", html=_CURVE_HTML, css=_CURVE_CSS, js=_CURVE_JS)


@cache
def _copy() -> Any:
    return st.components.v2.component("good_terms_copy", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS)


@cache
def _count() -> Any:
    return st.components.v2.component("good_terms_count", html=_COUNT_HTML, css=_COUNT_CSS, js=_COUNT_JS)


def copy_button(text: str, label: str = "Copy", key: str | None = None) -> None:
    """A button that puts `text` on the clipboard and says so."""
    failed = "Could not copy; select the text and copy it by hand."
    _copy()(data={"text": text, "label": label, "done": "Copied.", "failed": failed}, key=key, width="content")


def word_count(within: str, shown: int) -> None:
    """The number of words in the text box inside the container with the key `within`, as it is being typed."""
    _count()(data={"within": within, "shown": shown}, key=f"count-{within}", width="content")


def bring_into_view(element_id: str, block: str = "start", again: int = 0) -> None:
    """Scroll so that the element with this id is seen; another `again` scrolls anew."""
    _view()(data={"id": element_id, "block": block, "again": again}, key=f"view-{element_id}")


def curve(lines: Mapping[str, Sequence[float]], summary: str, key: str) -> None:
    """Several lines of values 0-100 over the same steps, each drawn in its own manner; `summary` says what they show."""
    drawn = [{"name": name, "values": list(values)} for name, values in lines.items()]
    _curve()(data={"lines": drawn, "summary": summary}, key=key)


def follow_theme() -> None:
    """Let dialogs and pop-overs, which stand outside the app's own element, be light or dark with it."""
    _theme()(key="gt-theme", height=1)
