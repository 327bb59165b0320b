"""The README's pictures: `python -m tests.app.pictures` walks through the app and keeps what it sees in docs/pictures."""

import tempfile
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

from tests.app import walk
from tests.plan.cases import contract

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LINES = (
    "Thank you for making time. Maybe we could think about ending this for now? I'm so sorry.",
    "Let me say it properly. I have decided to end our work on the rollout. My last day is 30 September.",
)
BETTER = (
    "Thank you for making time. I have decided to end our work on the rollout. My last day is 30 September.",
    "I hear that this comes at a bad moment for you. It stays at 30 September, and I will hand over to whoever takes it on.",
)
PAGE = {"width": 1100, "height": 1000}


def main() -> None:
    """Take every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, walk.serving(Path(data)) as address, sync_playwright() as playwright:
        browser = walk.open_browser(playwright)
        _desk(walk.Visitor(browser, address, PAGE))
        _phone(walk.Visitor(browser, address, walk.PHONE, scheme="dark"))
        browser.close()


def _desk(visitor: walk.Visitor) -> None:
    page = visitor.page
    account = yaml.safe_load(walk.ACCOUNT)["text"]
    page.get_by_role("textbox", name="Your account").fill(account)
    page.evaluate("() => { document.querySelector('textarea').scrollTop = 0; }")
    _take(visitor, "situation")
    walk.tell(page, account)
    _take(visitor, "assessment")
    walk.start_talk(page)
    for line in LINES:
        walk.say(page, line)
    _take(visitor, "rehearse")
    walk.end_talk(page)
    _take(visitor, "debrief")
    _practise(visitor)
    _take(visitor, "progress")
    walk.write(page)
    _take(visitor, "write")
    walk.plan(page, contract("agency-retainer"))
    walk.look_at(page, "Dates", "What you know yourself")
    _take(visitor, "plan")
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Show what would be sent").click()
    page.get_by_role("heading", name="Your words").wait_for()
    walk.rest(page)
    page.get_by_role("heading", name="See what a model would get").evaluate("one => one.scrollIntoView()")
    _take(visitor, "settings")


def _practise(visitor: walk.Visitor) -> None:
    """The same talk twice more, better each time, and the page that shows it."""
    page = visitor.page
    for lines in (LINES[1:], BETTER):
        page.get_by_role("button", name="Rehearse it again").click()
        page.get_by_test_id("stChatInputTextArea").wait_for()
        walk.rest(page)
        for line in lines:
            walk.say(page, line)
        walk.end_talk(page)
    page.get_by_role("link", name="Progress").click()
    page.get_by_role("heading", name="How your practice goes").wait_for()
    walk.rest(page)


def _phone(visitor: walk.Visitor) -> None:
    walk.tell(visitor.page, yaml.safe_load(walk.ACCOUNT)["text"])
    _take(visitor, "phone")


def _take(visitor: walk.Visitor, name: str) -> None:
    visitor.page.mouse.move(2, 2)
    visitor.page.wait_for_timeout(700)
    visitor.page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
