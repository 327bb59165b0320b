"""The walk through the app in a real browser: the server, the browser, and the steps a user takes."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from coach.ui.launch import HOST, free_port

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DESKTOP = {"width": 1100, "height": 860}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds; a loaded machine is slow, and nothing waits longer than it must

ACCOUNT = (Path(__file__).parents[2] / "knowledge" / "worked_examples" / "over-my-head.yaml").read_text(
    encoding="utf-8"
)
LINES = (
    "Thank you for making time. I have decided to end our work on the rollout. My last day is 30 September.",
    "I hear that this comes at a bad moment for you. It stays at 30 September.",
)

PARTS = {
    "Dates": "What you know yourself",
    "To close": "Open work",
    "Money": "What this client really pays",
    "The talk": "Open with",
    "Afterwards": "With the next client, agree on this first",
}

_FADED_IN = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < 10000).map((one) => one.finished))"""

Snap = Callable[[str], None]


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """The app as `coach app` starts it, on a data folder of its own; gives its address."""
    with started(data_dir) as (address, _):
        yield address


@contextmanager
def started(data_dir: Path) -> Iterator[tuple[str, int]]:
    """As `serving`; gives the address and the id of the process."""
    port = free_port()
    command = [sys.executable, "-c", "from coach.cli import main; main()", "app", "--no-browser", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "STREAMLIT_"))}
    with subprocess.Popen(
        command, env=environment | {"COACH_DATA_DIR": str(data_dir)}, cwd=data_dir, stderr=subprocess.PIPE
    ) as server:
        try:
            address = f"http://{HOST}:{port}"
            _wait_for(address, server)
            yield address, server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    server.terminate()
    raise AssertionError(f"the app did not start: {server.stderr.read().decode() if server.stderr else ''}")


def open_browser(playwright: Playwright) -> Browser:
    """Debian's Chromium, with everything that speaks to the network by itself turned off."""
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)


@dataclass
class Visitor:
    """One user with a browser window of their own; `strayed` is every request that left this machine."""

    browser: Browser
    address: str
    size: dict[str, int]
    scheme: str = "light"
    strayed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(viewport=self.size, color_scheme=self.scheme)  # type: ignore[arg-type]
        self.context.set_default_timeout(PATIENCE)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.context.on("request", lambda request: self._watch(request.url))
        self.page = self.tab("/")

    def tab(self, path: str) -> Page:
        """Another tab on `path`, once the page has come to rest."""
        page = self.context.new_page()
        page.on("websocket", lambda socket: self._watch(socket.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(self.address + path)
        rest(page)
        return page

    def _watch(self, url: str) -> None:
        here = self.address.removeprefix("http://")
        if not url.startswith((f"http://{here}/", f"ws://{here}/", "data:", "blob:")):
            self.strayed.append(url)


def rest(page: Page) -> None:
    """Wait until the page has been drawn and nothing is running."""
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()
    page.locator(".gt-brand").wait_for()


def tell(page: Page, text: str) -> None:
    """Paste an account and have it read."""
    page.get_by_role("textbox", name="Your account").fill(text)
    page.get_by_role("button", name="Read my account").click()
    page.get_by_text("What your account points to").wait_for()
    rest(page)


def start_talk(page: Page) -> None:
    """Go from the assessment to the first line of a talk."""
    page.get_by_role("link", name="Rehearse").click()
    page.get_by_role("button", name="Start the talk").click()
    page.get_by_test_id("stChatInputTextArea").wait_for()
    rest(page)


def say(page: Page, line: str) -> str:
    """Say a line; gives the client's answer."""
    answers = page.locator(".gt-client .gt-bubble")
    before = answers.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(line)
    box.press("Enter")
    answers.nth(before).wait_for()
    rest(page)
    return answers.nth(before).inner_text()


def end_talk(page: Page) -> None:
    """End the talk and look back."""
    page.get_by_role("button", name="End it here").click()
    page.get_by_role("button", name="Choose another set-up").wait_for()
    rest(page)


def write(page: Page) -> None:
    """Have the message written."""
    page.get_by_role("link", name="Write").click()
    page.get_by_role("button", name="Write it", exact=True).click()
    page.get_by_role("button", name="Copy the message").wait_for()
    rest(page)


def plan(page: Page, contract: str) -> None:
    """Go to the plan and have a contract read."""
    page.get_by_role("link", name="Plan").click()
    page.get_by_role("textbox", name="Or paste its text").fill(contract)
    page.get_by_role("button", name="Read the contract").click()
    page.get_by_text("The contract, with its clauses marked").wait_for()
    rest(page)


def look_at(page: Page, part: str, heading: str) -> None:
    """Go to a part of the plan, which shows `heading`."""
    page.get_by_role("radio", name=part, exact=True).click()
    page.get_by_role("heading", name=heading, exact=True).first.wait_for()
    rest(page)


def read_on(page: Page, query: str) -> None:
    """Go to the library and search it."""
    page.get_by_role("link", name="Library").click()
    page.get_by_role("heading", name="Library", exact=True).wait_for()
    page.get_by_label("What do you want to know?").fill(query)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Read it where it stands").first.wait_for()
    rest(page)


def faults(page: Page) -> list[str]:
    """What axe-core finds on the page that is serious or worse: the rule, and where."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_timeout(300)
    page.evaluate(_FADED_IN)  # half faded in, a word has not its colour yet
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def copy(page: Page, button: str = "Copy the message") -> str:
    """Press a copy button; gives what is on the clipboard then."""
    page.get_by_role("button", name=button).click()
    page.get_by_text("Copied.").wait_for()
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(
        page.evaluate("() => { const m = document.querySelector('.stMain'); return m.scrollWidth <= m.clientWidth; }")
    )


def picture(page: Page, path: Path) -> None:
    """Keep a picture of the whole page, however long it is."""
    size = dict(page.viewport_size or DESKTOP)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.mouse.move(2, 2)
    stretch(page)
    page.screenshot(path=path)
    page.set_viewport_size(size)  # type: ignore[arg-type]


def stretch(page: Page) -> None:
    """Make the window as tall as the page, so that a picture shows all of it."""
    height = page.evaluate("() => document.querySelector('.stMain').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": min(int(height), 8000)})  # type: ignore[index]
    page.wait_for_timeout(300)
