"""In a real browser: from the pasted text to the copied message and the plan, on a desk and on a phone, with a refresh on the way."""

from collections.abc import Callable
from io import BytesIO

import pytest
import yaml
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.app import walk
from tests.plan.cases import contract

pytestmark = pytest.mark.browser

ACCOUNT: str = yaml.safe_load(walk.ACCOUNT)["text"]
CONTRACT = contract("agency-retainer")


@pytest.mark.parametrize("size", [walk.DESKTOP, walk.PHONE], ids=["desktop", "phone"])
def test_from_the_pasted_text_to_the_copied_message(
    visit: Callable[[dict[str, int]], walk.Visitor], size: dict[str, int]
) -> None:
    visitor = visit(size)
    page = visitor.page
    walk.tell(page, ACCOUNT)
    assert page.locator("mark").count() > 0
    assert walk.fits(page)

    walk.start_talk(page)
    walk.say(page, walk.LINES[0])
    page.reload()
    page.get_by_text(walk.LINES[0]).wait_for()
    answer = walk.say(page, walk.LINES[1])
    assert walk.fits(page)

    other = visitor.tab(page.url.removeprefix(visitor.address))
    assert other.get_by_text(walk.LINES[1]).count() == 1
    assert other.get_by_text(answer).count() >= 1
    other.close()

    walk.end_talk(page)
    page.get_by_role("heading", name="What you did").wait_for()
    assert walk.fits(page)

    walk.write(page)
    subject, message = (page.get_by_role("textbox", name=name).input_value() for name in ("Subject", "Message"))
    assert walk.copy(page) == f"Subject: {subject}\n\n{message}"
    assert walk.fits(page)

    walk.plan(page, CONTRACT)
    assert page.locator("mark").count() > 3
    assert walk.fits(page)
    for part, heading in walk.PARTS.items():
        walk.look_at(page, part, heading)
        assert walk.fits(page)


def test_the_plan_is_still_there_after_a_refresh_and_in_another_tab(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    walk.plan(page, CONTRACT)
    walk.look_at(page, "To close", "Open work")
    box = page.get_by_role("checkbox").first
    box.focus()
    page.keyboard.press("Space")
    page.get_by_text("Closed.").wait_for()
    page.reload()
    page.get_by_text("1 of ").first.wait_for()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    other = visitor.tab(page.url.removeprefix(visitor.address))
    other.get_by_text("1 of ").first.wait_for()
    other.close()


def test_the_files_of_the_plan_can_be_taken_away(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    walk.plan(page, CONTRACT)
    walk.look_at(page, "Dates", "What you know yourself")
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Put them into your calendar").click()
    assert calendar.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    walk.look_at(page, "To close", "Open work")
    with page.expect_download() as handover:
        page.get_by_role("button", name="Download it as a Word document").click()
    assert handover.value.path().read_bytes().startswith(b"PK")


def test_the_talk_prints_on_one_sheet(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    walk.plan(page, CONTRACT)
    walk.look_at(page, "The talk", "Open with")
    assert "Open with" in walk.copy(page, "Copy it")
    page.get_by_role("button", name="Print this page").click()
    page.locator("#gt-paper").wait_for(state="attached")
    paper = page.locator("#gt-paper").get_attribute("srcdoc")
    assert paper is not None
    assert "<button" not in paper
    sheet = visitor.context.new_page()
    sheet.set_content(paper)
    assert len(PdfReader(BytesIO(sheet.pdf(format="A4", prefer_css_page_size=True))).pages) == 1
    sheet.close()


def test_a_link_leads_from_the_clause_to_its_place_and_back(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    walk.plan(page, CONTRACT)
    page.locator("mark + a.gt-number").first.click()
    expect(page.locator("#clause-1")).to_be_in_viewport()
    page.locator("#clause-1 .gt-back").click()
    expect(page.locator("mark").first).to_be_in_viewport()


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


def test_a_line_is_seen_at_once_and_the_client_is_seen_thinking(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    walk.start_talk(page)
    page.evaluate(
        "() => { window.seen = []; new MutationObserver(() => { const t = document.querySelector('.gt-thinking'); "
        "if (t) window.seen.push([t.innerText, document.querySelectorAll('.gt-you').length]); })"
        ".observe(document.body, { childList: true, subtree: true }); }"
    )
    answer = walk.say(page, walk.LINES[0])
    seen = page.evaluate("() => window.seen")
    assert seen, "nobody was seen thinking"
    assert "is thinking" in seen[0][0]
    assert seen[0][1] == 1, "the line stands there before its answer"
    assert page.locator(".gt-word").count() == len(answer.split())
    assert page.locator(".gt-thinking").count() == 0


def test_a_tap_on_a_quote_names_its_sign(visit: Callable[..., walk.Visitor]) -> None:
    page = visit(walk.PHONE).page
    walk.tell(page, ACCOUNT)
    page.locator("mark").first.click()
    panel = page.locator(".gt-panel:popover-open")
    panel.wait_for()
    assert panel.get_by_text("Read on").count() >= 1
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")


def test_what_was_found_stands_beside_the_message_where_there_is_room(visit: Callable[..., walk.Visitor]) -> None:
    for size, beside in (({"width": 1280, "height": 860}, True), (walk.PHONE, False)):
        page = visit(size).page
        walk.tell(page, ACCOUNT)
        walk.write(page)
        message = page.get_by_role("textbox", name="Message").bounding_box()
        finding = page.get_by_role("heading", name="Before you send it").bounding_box()
        assert message is not None
        assert finding is not None
        assert (finding["x"] >= message["x"] + message["width"]) is beside
        assert walk.fits(page)


def test_another_case_is_one_click_away_and_the_page_stays(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    page.get_by_role("link", name="Situation").click()
    page.get_by_role("heading", name="What is going on?").wait_for()
    page.get_by_role("button", name="Start a new case").first.click()
    box = page.get_by_role("textbox", name="Your account")
    expect(box).to_have_value("")
    box.fill("My other client, Mr Dray, shouts at my assistant nearly every week.")
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("heading", name="Settings and privacy").wait_for()
    walk.rest(page)
    name = page.locator(".st-key-gt-case-switch").get_by_role("button")
    expect(name).to_contain_text("Dray")
    name.click()
    page.locator("[class*=st-key-gt-switch-]").get_by_role("button", name="Marisa Holt").first.click()
    expect(name).to_contain_text("Marisa Holt")
    assert page.get_by_role("heading", name="Settings and privacy").count() == 1


def test_the_whole_way_can_be_gone_with_the_keyboard_alone(visitor: walk.Visitor) -> None:
    page = visitor.page

    def reach(role: str, name: str) -> None:
        """Tab on until the control with this name has the focus."""
        wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        wanted.wait_for()
        for _ in range(120):
            if wanted.evaluate("one => one.getRootNode().activeElement === one"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {name!r}")

    reach("textbox", "Your account")
    page.keyboard.insert_text(ACCOUNT)
    reach("button", "Read my account")
    page.keyboard.press("Enter")
    page.get_by_text("What your account points to").wait_for()
    walk.rest(page)
    reach("link", "Rehearse")
    page.keyboard.press("Enter")
    reach("button", "Start the talk")
    page.keyboard.press("Enter")
    page.get_by_test_id("stChatInputTextArea").wait_for()
    walk.rest(page)
    reach("textbox", "What do you say?")
    page.keyboard.insert_text(walk.LINES[0])
    page.keyboard.press("Enter")
    page.locator(".gt-client .gt-bubble").nth(1).wait_for()
    walk.rest(page)
    reach("button", "End it here")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What you did").wait_for()
    walk.rest(page)
    reach("link", "Write")
    page.keyboard.press("Enter")
    reach("button", "Write it")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copy the message").wait_for()
    walk.rest(page)
    reach("button", "Copy the message")
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").wait_for()


def test_light_and_dark_can_be_chosen_and_hold_on_every_page(visitor: walk.Visitor) -> None:
    page = visitor.page

    def is_dark() -> bool:
        return bool(page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"))

    assert not is_dark()
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("radio", name="Dark", exact=True).check()
    page.wait_for_function("() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")
    walk.rest(page)
    expect(page.get_by_role("radio", name="Dark", exact=True)).to_be_checked()
    page.goto(visitor.address + "/library")
    walk.rest(page)
    assert is_dark()
    page.goto(visitor.address)
    walk.rest(page)
    assert is_dark()


def test_an_answer_to_a_question_is_kept_while_it_is_typed(visitor: walk.Visitor) -> None:
    page = visitor.page
    page.get_by_text("Answer questions").click()
    page.get_by_role("heading", name="Who is it, and what do you do for them?").wait_for()
    page.get_by_role("textbox").first.press_sequentially("My client Mr Dray is a builder.")
    page.wait_for_url("**case=*")  # stored at the pause
    page.wait_for_timeout(1500)
    page.reload()
    page.get_by_role("heading", name="What happened last?").wait_for()
    page.get_by_role("region", name="Your account so far").get_by_text("Mr Dray is a builder").wait_for()


def test_two_tabs_on_one_talk_do_not_lose_a_line(visitor: walk.Visitor) -> None:
    page = visitor.page
    walk.tell(page, ACCOUNT)
    walk.start_talk(page)
    other = visitor.tab(page.url.removeprefix(visitor.address))
    walk.say(other, walk.LINES[0])
    walk.say(page, walk.LINES[1])
    other.reload()
    for line in walk.LINES:
        other.get_by_text(line).first.wait_for()
