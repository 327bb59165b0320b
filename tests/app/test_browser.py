"""In a real browser: from the pasted text to the copied message, on a desk and on a phone, with a refresh on the way."""

from collections.abc import Callable, Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.app import walk
from tests.conftest import skip_or_fail

pytestmark = pytest.mark.browser

ACCOUNT: str = yaml.safe_load(walk.ACCOUNT)["text"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not walk.CHROMIUM.exists():
        skip_or_fail(f"there is no browser at {walk.CHROMIUM}")
    with sync_playwright() as playwright:
        opened = walk.open_browser(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    with walk.serving(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[[dict[str, int]], walk.Visitor]]:
    """Opens a window of a size; at the end nothing must have left this machine, and no script have failed."""
    arrived: list[walk.Visitor] = []

    def arrive(size: dict[str, int]) -> walk.Visitor:
        arrived.append(walk.Visitor(browser, address, size))
        return arrived[-1]

    yield arrive
    for one in arrived:
        one.context.close()
    assert [url for one in arrived for url in one.strayed] == [], "a request left this machine"
    assert [fault for one in arrived for fault in one.faults] == [], "a script on the page failed"


@pytest.fixture
def visitor(visit: Callable[[dict[str, int]], walk.Visitor]) -> walk.Visitor:
    return visit(walk.DESKTOP)


def _fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(
        page.evaluate("() => { const m = document.querySelector('.stMain'); return m.scrollWidth <= m.clientWidth; }")
    )


@pytest.mark.parametrize("size", [walk.DESKTOP, walk.PHONE], ids=["desktop", "phone"])
def test_from_the_pasted_text_to_the_copied_message(
    visit: Callable[[dict[str, int]], walk.Visitor], size: dict[str, int]
) -> None:
    visitor = visit(size)
    page = visitor.page
    walk.tell(page, ACCOUNT)
    assert page.locator("mark").count() > 0
    assert _fits(page)

    walk.start_talk(page)
    walk.say(page, walk.LINES[0])
    page.reload()
    page.get_by_text(walk.LINES[0]).wait_for()
    answer = walk.say(page, walk.LINES[1])
    assert _fits(page)

    other = visitor.tab(page.url.removeprefix(visitor.address))
    assert other.get_by_text(walk.LINES[1]).count() == 1
    assert other.get_by_text(answer).count() >= 1
    other.close()

    walk.end_talk(page)
    page.get_by_role("heading", name="What you did").wait_for()
    assert _fits(page)

    walk.write(page)
    subject, message = (page.get_by_role("textbox", name=name).input_value() for name in ("Subject", "Message"))
    assert walk.copy(page) == f"Subject: {subject}\n\n{message}"
    assert _fits(page)


def test_what_was_typed_is_still_there_after_a_refresh_and_on_the_way_back(visitor: walk.Visitor) -> None:
    page = visitor.page
    box = page.get_by_role("textbox", name="Your account")
    box.press_sequentially("My client has not paid since March and")
    page.wait_for_url("**case=*")  # stored at the pause, with the cursor still in the box
    page.wait_for_timeout(1500)
    page.reload()
    walk.rest(page)
    assert box.input_value() == "My client has not paid since March and"
    box.fill("My client has not paid since March and shouts")
    page.get_by_role("link", name="Write").click()
    page.get_by_role("heading", name="Put it in writing").wait_for()
    page.get_by_role("button", name="Write it", exact=True).click()
    message = page.get_by_role("textbox", name="Message")
    message.fill("Dear Marisa,")
    page.get_by_role("link", name="Situation").click()
    box.wait_for()
    assert box.input_value() == "My client has not paid since March and shouts"
    page.get_by_role("link", name="Write").click()
    message.wait_for()
    page.reload()
    walk.rest(page)
    expect(message).to_have_value("Dear Marisa,", timeout=15_000)  # a page at rest may still be filling its boxes


def test_words_are_counted_while_typing(visitor: walk.Visitor) -> None:
    box = visitor.page.get_by_role("textbox", name="Your account")
    box.press_sequentially("My client never")
    visitor.page.get_by_text("3 words").wait_for()


def test_hostile_text_is_shown_and_does_nothing(visitor: walk.Visitor) -> None:
    page = visitor.page
    hostile = (
        "<script>window.stolen = 1</script><img src=http://example.com/a.png onerror='window.stolen = 2'> "
        "![x](http://example.com/b.png) **loud** :red[red]. "
    )
    walk.tell(page, hostile + ACCOUNT)
    assert page.evaluate("() => window.stolen") is None
    assert "<script>window.stolen = 1</script>" in page.locator(".gt-account").inner_text()
    assert "**loud** :red[red]" in page.locator(".gt-account").inner_text()
    walk.start_talk(page)
    walk.say(page, hostile + walk.LINES[0])
    assert "<script>window.stolen = 1</script>" in page.locator(".gt-you .gt-bubble").inner_text()
    assert page.evaluate("() => window.stolen") is None


def test_a_source_opens_in_place_and_closes_with_a_key(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    page.locator(".gt-ref").first.click()
    panel = page.locator(".gt-panel:popover-open")
    panel.wait_for()
    assert len(panel.inner_text()) > 100
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
