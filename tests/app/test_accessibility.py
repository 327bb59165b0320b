"""Accessibility: axe-core finds nothing serious on any page, light and dark, on a desk and on a phone; pictures are kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.app import walk
from tests.plan.cases import contract

pytestmark = pytest.mark.browser

ACCOUNT: str = yaml.safe_load(walk.ACCOUNT)["text"]
WIDE = {"width": 1280, "height": 900}
PICTURES = Path(__file__).parents[2] / "build" / "pages"


@pytest.mark.timeout(900)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, walk.PHONE], ids=["desktop", "phone"])
def test_nothing_serious_stands_in_anybodys_way(
    visit: Callable[..., walk.Visitor], size: dict[str, int], scheme: str
) -> None:
    page = visit(size, scheme).page
    found: dict[str, list[str]] = {}
    folder = PICTURES / f"{'desktop' if size is WIDE else 'phone'}-{scheme}"

    def look(where: str) -> None:
        found[where] = walk.faults(page)
        if not walk.fits(page):
            found[where].append("it has to be scrolled sideways")
        walk.picture(page, folder / f"{len(found):02}-{where.replace(' ', '-').replace(',', '')}.png")

    look("an empty situation")
    page.get_by_text("Answer questions").click()
    page.get_by_role("heading", name="Who is it, and what do you do for them?").wait_for()
    walk.rest(page)
    look("questions")
    page.get_by_text("Write or paste").click()
    page.get_by_role("textbox", name="Your account").wait_for()
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
    page.get_by_role("button", name="Rehearse it again").click()
    page.get_by_test_id("stChatInputTextArea").wait_for()
    walk.rest(page)
    walk.say(page, "I might maybe want to stop for now? I'm so sorry.")
    page.get_by_role("button", name="Say this differently").first.click()
    page.get_by_text("You are back before that line.").wait_for()
    walk.rest(page)
    walk.say(page, walk.LINES[1])
    walk.end_talk(page)
    page.get_by_text("Compare it with another run").click()
    page.get_by_text("went differently").wait_for()
    look("look back")
    page.get_by_role("link", name="Progress").click()
    page.get_by_role("heading", name="How your practice goes").wait_for()
    walk.rest(page)
    look("progress")
    walk.write(page)
    look("write")
    walk.plan(page, contract("agency-retainer"))
    look("plan, the contract")
    for part, heading in walk.PARTS.items():
        walk.look_at(page, part, heading)
        look(f"plan, {part.lower()}")
    walk.read_on(page, "How do I answer when they beg?")
    look("library")
    page.get_by_role("button", name="Read it where it stands").first.click()
    page.get_by_role("dialog").wait_for()
    look("an article")
    page.keyboard.press("Escape")
    _settings(page)
    look("settings")
    page.get_by_role("link", name="Situation").click()
    page.get_by_role("heading", name="Your cases").wait_for()
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("button", name="Archive it").wait_for()
    look("situation, with a case open")
    assert {where: faults for where, faults in found.items() if faults} == {}


def _settings(page: walk.Page) -> None:
    """The settings with everything on them unfolded."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("heading", name="Settings and privacy").wait_for()
    walk.rest(page)
    page.get_by_text("Use another engine, or a model of your own").click()
    page.get_by_text("A language model", exact=True).click()
    page.get_by_label("Its name", exact=True).wait_for()
    page.get_by_role("button", name="Show what would be sent").click()
    page.get_by_role("heading", name="Your words").wait_for()
    walk.rest(page)


def test_a_fault_that_is_there_is_found(visit: Callable[..., walk.Visitor]) -> None:
    page = visit(walk.PHONE).page
    page.evaluate("() => document.querySelector('.gt-brand').insertAdjacentHTML('afterend', '<button></button>')")
    assert any(fault.startswith("button-name") for fault in walk.faults(page))
