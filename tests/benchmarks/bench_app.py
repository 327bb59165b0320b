"""How fast the app answers in a real browser, and how much it needs for many visitors: `python -m tests.benchmarks.bench_app`.

Prints a table in the form of docs/QUALITY.md; exits 1 when an aim is missed.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.app import walk

SESSIONS = 20
MEGABYTE = 1024
FIRST, WARM, CLICK, MEMORY = 2.5, 1.0, 0.3, 1000.0
RUNS = 3
ACCOUNT: str = yaml.safe_load(walk.ACCOUNT)["text"]


class Row(NamedTuple):
    """One measure, in seconds or in `unit`, and the most it may be."""

    what: str
    value: float
    most: float | None
    unit: str = "s"

    @property
    def missed(self) -> bool:
        return self.most is not None and self.value > self.most


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(work: Callable[[], float], runs: int = RUNS) -> float:
    return statistics.median(work() for _ in range(runs))


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", name="What is going on?").wait_for()
    page.get_by_role("textbox", name="Your account").wait_for()


def first_pages(browser: Browser, address: str) -> Iterator[Row]:
    """A first visitor just after the start, and the same visitor again."""
    context = browser.new_context(viewport=walk.DESKTOP)  # type: ignore[arg-type]
    context.set_default_timeout(walk.PATIENCE)
    page = context.new_page()
    yield Row("the app's first page, server just up", timed(lambda: _open(page, address)), FIRST)
    yield Row("the app's first page, warm", median(lambda: timed(lambda: _open(page, address))), WARM)
    context.close()


def answered(button: Locator, sign: Locator) -> float:
    """Seconds from a click to what it brings, or to a sign that it is being worked on."""
    page = button.page
    seen = sign.or_(page.get_by_test_id("stSpinner")).or_(page.locator(".gt-thinking")).first
    button.scroll_into_view_if_needed()
    taken = timed(lambda: (button.click(), seen.wait_for()))
    walk.rest(page)
    return taken


def clicks(page: Page) -> Iterator[tuple[str, float]]:
    """Every kind of click of the journey once, by what is clicked; the pages have been open before."""

    def heading(name: str) -> Locator:
        return page.get_by_role("heading", name=name)

    places = {
        "Rehearse": heading("Say it once where it costs nothing"),
        "Write": heading("Put it in writing"),
        "Plan": page.get_by_role("radio", name="Dates", exact=True),
        "Progress": heading("How your practice goes"),
        "Library": heading("Library"),
        "Settings": heading("Settings and privacy"),
        "Situation": heading("What is going on?"),
        "Assessment": page.get_by_text("What your account points to"),
    }
    for name, sign in places.items():
        yield f"to {name}", answered(page.get_by_role("link", name=name), sign)
    page.get_by_role("link", name="Rehearse").click()
    places["Rehearse"].wait_for()
    walk.rest(page)
    for level, meaning in (("At their worst", "They take every opening"), ("Reasonable", "They are hurt, but")):
        yield "another difficulty", answered(page.get_by_text(level, exact=True), page.get_by_text(meaning))
    start = page.get_by_role("button", name="Start the talk")
    yield "start of a talk", answered(start, page.get_by_test_id("stChatInputTextArea"))
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(walk.LINES[0])
    yield "a line", answered(page.get_by_test_id("stChatInputSubmitButton"), page.locator(".gt-you"))
    page.locator(".gt-client").nth(1).wait_for()
    walk.rest(page)
    yield "a hint", answered(page.get_by_role("button", name="Give me a hint"), page.get_by_text("Aim for this"))
    differently = page.get_by_role("button", name="Say this differently").first
    yield "a line taken back", answered(differently, page.get_by_text("You are back before that line."))
    page.get_by_role("link", name="Assessment").click()
    places["Assessment"].wait_for()
    walk.rest(page)


def slowest(page: Page) -> Iterator[Row]:
    """The journey walked once to fill it, then every click timed, `RUNS` times; the slowest kind decides."""
    walk.tell(page, ACCOUNT)
    walk.start_talk(page)
    walk.say(page, walk.LINES[0])
    walk.end_talk(page)
    walk.write(page)
    for link in ("Plan", "Progress", "Library", "Settings", "Assessment"):
        page.get_by_role("link", name=link).click()
        page.wait_for_timeout(300)
        walk.rest(page)
    taken: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for what, seconds in clicks(page):
            taken.setdefault(what, []).append(seconds)
    medians = {what: statistics.median(runs) for what, runs in taken.items()}
    for what, seconds in sorted(medians.items(), key=lambda pair: -pair[1]):
        yield Row(f"a click in the app: {what}", seconds, CLICK)


def resident(process: int) -> float:
    """Megabytes that a process holds in memory now."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / MEGABYTE


def many(browser: Browser, address: str, process: int) -> Iterator[Row]:
    """What the server holds with many visitors, each with a talk begun."""
    before = resident(process)
    visitors = []
    for _ in range(SESSIONS):
        visitors.append(walk.Visitor(browser, address, walk.DESKTOP))
        walk.tell(visitors[-1].page, ACCOUNT)
        walk.start_talk(visitors[-1].page)
    yield Row(f"the app with {SESSIONS} open sessions, in all", resident(process), MEMORY, "MB")
    yield Row("one more session", (resident(process) - before) / SESSIONS, None, "MB")
    for one in visitors:
        one.context.close()


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = walk.open_browser(playwright)
        started = time.perf_counter()
        with walk.started(Path(data)) as (address, process):
            yield Row("the app's server, from the command to up", time.perf_counter() - started, None)
            yield from first_pages(browser, address)
            visitor = walk.Visitor(browser, address, walk.DESKTOP)
            yield from slowest(visitor.page)
            visitor.context.close()
            yield from many(browser, address, process)
        browser.close()


def main() -> int:
    if not walk.CHROMIUM.exists():
        print(f"There is no browser at {walk.CHROMIUM}; the app is not measured.", file=sys.stderr)
        return 0
    print("| what | measured | aim |\n| --- | --- | --- |")
    missed = False
    for row in rows():
        aim = "" if row.most is None else f"≤ {row.most:,g} {row.unit}"
        digits = 0 if row.unit == "MB" and row.value >= 10 else 2
        print(f"| {row.what} | {row.value:,.{digits}f} {row.unit} | {aim} |", flush=True)
        missed = missed or row.missed
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
