"""Accessibility: axe-core finds nothing serious on any page, light and dark, on a desk and on a phone."""

from collections.abc import Callable

import pytest
import yaml

from tests.app import walk

pytestmark = pytest.mark.browser

ACCOUNT: str = yaml.safe_load(walk.ACCOUNT)["text"]
WIDE = {"width": 1280, "height": 900}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, walk.PHONE], ids=["desktop", "phone"])
def test_nothing_serious_stands_in_anybodys_way(
    visit: Callable[..., walk.Visitor], size: dict[str, int], scheme: str
) -> None:
    page = visit(size, scheme).page
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        found[where] = walk.faults(page)

    look("an empty situation")
    walk.tell(page, ACCOUNT)
    look("assessment")
    page.locator("mark").first.click()
    page.locator(".gt-panel:popover-open").wait_for()
    look("what a quote points to")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Rehearse").click()
    page.get_by_role("button", name="Start the talk").wait_for()
    walk.rest(page)
    look("set-up")
    walk.start_talk(page)
    walk.say(page, walk.LINES[0])
    look("talk")
    walk.end_talk(page)
    look("look back")
    walk.write(page)
    look("write")
    walk.read_on(page, "How do I answer when they beg?")
    look("library")
    page.get_by_role("button", name="Read it where it stands").first.click()
    page.get_by_role("dialog").wait_for()
    look("an article")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("heading", name="Settings and privacy").wait_for()
    walk.rest(page)
    look("settings")
    page.get_by_role("link", name="Situation").click()
    page.get_by_role("heading", name="Your cases").wait_for()
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("button", name="Archive it").wait_for()
    look("situation, with a case open")
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_fault_that_is_there_is_found(visit: Callable[..., walk.Visitor]) -> None:
    page = visit(walk.PHONE).page
    page.evaluate("() => document.querySelector('.gt-brand').insertAdjacentHTML('afterend', '<button></button>')")
    assert any(fault.startswith("button-name") for fault in walk.faults(page))
