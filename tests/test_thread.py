"""Threads: who said what, each own words once, and every offset in the text as it was given."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.situation import Situation
from coach.thread import Thread, Voice, read_thread

OUTLOOK = """My client Dana keeps changing her mind. What do you think?

From: Dana Reyes <dana@harbour.example>
Sent: Monday, 3 May 2026 22:41
To: Sam Okafor <sam@okafor.example>
Subject: RE: the homepage

No. This is embarrassing work. I want all twelve pages by tomorrow 8 am
or I won't pay a cent.

Dana
--
Dana Reyes | CEO
Confidential: if you are not the recipient, delete this.

On Mon, 3 May 2026 at 10:11, Sam Okafor <sam@okafor.example> wrote:

> Hi Dana,
> as agreed on Friday the homepage is ready. I have asked twice for the
> texts of the other pages.
>
> On Fri, 30 Apr 2026 at 09:00, Dana Reyes wrote:
>> Homepage first, then the rest.
>> I love the blue.
"""

UNQUOTED = """From: Priya Nair <priya@nair.example>
To: Tom Bell <tom@bellprint.example>
Date: Tue, 4 Aug 2026 09:00:00 +0000
Subject: Menus

The menus are wrong again. My grandmother could set type better than you.

From: Tom Bell <tom@bellprint.example>
To: Priya Nair <priya@nair.example>
Date: Mon, 3 Aug 2026 17:30:00 +0000
Subject: Menus

Hi Priya, the proof is attached. Please sign it off by noon.

-----Original Message-----
From: Priya Nair
Sent: Monday, August 3, 2026 8:12 AM
To: Tom Bell
Subject: Menus

Where is my proof?
"""

CHAT = """[12/05/26, 22:41:03] Marco: u there?
[12/05/26, 22:41:40] Marco: hello?? its urgent
[12/05/26, 22:58:11] Me: It's nearly eleven, can it wait for tomorrow?
[12/05/26, 22:58:30] Marco: no. fix it now or dont bother coming back
and bring the keys
[12/05/26, 23:02:00] Me: I'll look at it at 8."""


def said(thread: Thread | None, text: str, voice: Voice) -> list[str]:
    assert thread is not None
    return [text[u.start : u.end] for u in thread.utterances if u.voice is voice]


def test_headers_attributions_and_quote_marks_tell_who_speaks():
    thread = read_thread(OUTLOOK, them=("Dana",))
    theirs, mine = said(thread, OUTLOOK, Voice.OTHER), said(thread, OUTLOOK, Voice.TELLER)
    assert "or I won't pay a cent." in theirs
    assert "I love the blue." in theirs
    assert "texts of the other pages." in mine
    assert said(thread, OUTLOOK, Voice.ACCOUNT) == ["My client Dana keeps changing her mind. What do you think?"]
    assert thread is not None
    assert thread.speakers == ("Dana Reyes", "Sam Okafor")


def test_signatures_and_headers_are_nobodys_words():
    thread = read_thread(OUTLOOK, them=("Dana",))
    assert thread is not None
    spoken = " ".join(OUTLOOK[u.start : u.end] for u in thread.utterances)
    assert "Confidential" not in spoken
    assert "Subject" not in spoken
    assert "wrote:" not in spoken


def test_messages_without_quote_marks_are_parted_by_their_headers():
    thread = read_thread(UNQUOTED)
    assert said(thread, UNQUOTED, Voice.TELLER) == [
        "Hi Priya, the proof is attached. Please sign it off by noon.",
    ]
    assert said(thread, UNQUOTED, Voice.OTHER) == [
        "The menus are wrong again. My grandmother could set type better than you.",
        "Where is my proof?",
    ]


def test_a_chat_keeps_lines_that_go_on_with_their_speaker():
    thread = read_thread(CHAT)
    assert said(thread, CHAT, Voice.TELLER) == [
        "It's nearly eleven, can it wait for tomorrow?",
        "I'll look at it at 8.",
    ]
    assert "and bring the keys" in said(thread, CHAT, Voice.OTHER)


def test_quoted_replies_are_counted_once():
    text = (
        "From: Ana <ana@x.example>\nTo: Ben <ben@y.example>\nSubject: a\n\nYou are late for the third time.\n\n"
        "From: Ben <ben@y.example>\nTo: Ana <ana@x.example>\nSubject: a\n\nSorry, Friday.\n\n"
        "On 3 May 2026 Ana wrote:\n> You are late for the third time.\n"
    )
    assert said(read_thread(text), text, Voice.OTHER) == ["You are late for the third time."]


def test_the_user_can_say_who_they_are():
    text = CHAT.replace("Me:", "Luca:")
    unsettled = read_thread(text)
    assert unsettled is not None
    assert unsettled.unsettled
    settled = read_thread(text, me="luca")
    assert settled is not None
    assert not settled.unsettled
    assert said(settled, text, Voice.TELLER)[0].startswith("It's nearly eleven")


@pytest.mark.parametrize(
    "text",
    [
        "He shouted at me again. Then he said: pay later.\nI left.",
        "Note: I am tired.\nThe client shouts.\nUpdate: he shouted again.",
        "From: nowhere",
        "On the whole she wrote:",
        "",
    ],
)
def test_an_ordinary_account_is_no_thread(text):
    assert read_thread(text) is None


@pytest.mark.parametrize("text", [OUTLOOK, UNQUOTED, CHAT])
def test_what_is_readable_keeps_every_offset(text):
    thread = read_thread(text)
    assert thread is not None
    readable = thread.readable(text)
    assert len(readable) == len(text)
    assert all(a in (b, " ") for a, b in zip(readable, text, strict=True))
    for u in thread.utterances:
        assert readable[u.start : u.end] == text[u.start : u.end]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["From: A <a@b.c>", "To: B", "On 3 May A wrote:", "> hi", ">> ho", "", "--", "A: x", "B: y", "words"]
        ),
        max_size=14,
    )
)
def test_any_mixture_of_lines_is_read_without_an_error(lines):
    text = "\n".join(lines)
    thread = read_thread(text)
    if thread:
        ends = [(u.start, u.end) for u in thread.utterances]
        assert all(0 <= a < b <= len(text) for a, b in ends)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(ends))


def test_a_situation_knows_its_thread():
    assert Situation.from_text(OUTLOOK).thread is not None
    assert Situation.from_text("My client never answers my messages and does not pay.").thread is None


def test_the_newest_message_tells_who_the_user_is_wherever_it_stands():
    first = "From: Jo <jo@events.example>\nTo: Mette <mette@hotel.example>\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n\nPlease send the numbers.\n"
    last = "From: Mette <mette@hotel.example>\nTo: Jo <jo@events.example>\nDate: Fri, 13 Nov 2026 22:47:00 +0000\n\nNext week I hope!\n"
    for text in (f"{first}\n{last}", f"{last}\n{first}"):
        thread = read_thread(text)
        assert thread is not None
        assert {u.speaker: u.voice for u in thread.utterances} == {"Jo": Voice.TELLER, "Mette": Voice.OTHER}
