"""Quotes: every one is marked in the text, with the number of its sign."""

import re

from coach.content import load_signs
from coach.ui.quotes import POSSIBLE, Label, labels, marked, meeting
from coach.vocabulary.assessment import Action, Assessment, PossibleSign, ReportedSign, Verdict
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

NAMES = {sign.id: sign.name for sign in load_signs().values()}
TEXT = "She shouts at <us>.\nShe never pays & then shouts again."


def _label(sign: SignId, mark: str, weight: int, *quotes: str) -> Label:
    return Label(sign, mark, weight, tuple(Evidence.at(TEXT, TEXT.index(q), TEXT.index(q) + len(q)) for q in quotes))


def _words(html: str) -> str:
    """The text a reader sees, without the numbers."""
    without_numbers = re.sub(r'<a class="gt-number.*?</a>', "", html)
    return re.sub(r"<(?!br)[^>]*>", "", without_numbers).replace("<br>", "\n")


def test_the_text_stays_as_it_was() -> None:
    html = marked(TEXT, [_label(SignId.VERBAL_ABUSE, "1", 3, "shouts at <us>")], NAMES)
    assert _words(html) == TEXT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_a_quote_is_marked_and_leads_to_its_sign() -> None:
    html = marked(TEXT, [_label(SignId.LOSING_MONEY, "2", 2, "never pays")], NAMES)
    assert re.search(
        r'<mark class="gt-w2" title="[^"]+" data-about="about-2">never pays</mark><a class="gt-number gt-w2" href="#sign-2"',
        html,
    )
    assert 'id="quote-2-1"' in html


def test_overlapping_quotes_are_both_marked_by_the_heavier() -> None:
    html = marked(
        TEXT,
        [
            _label(SignId.LOSING_MONEY, "1", 2, "never pays & then"),
            _label(SignId.VERBAL_ABUSE, "2", 3, "then shouts again"),
        ],
        NAMES,
    )
    assert '<mark class="gt-w2"' in html
    assert re.search(r'<mark class="gt-w3" title="[^"]*·[^"]*" data-about="about-1-2">then</mark>', html)
    assert html.count('class="gt-number') == 2


def test_two_signs_on_the_same_words_get_two_numbers_and_one_mark() -> None:
    html = marked(
        TEXT,
        [_label(SignId.LOSING_MONEY, "1", 2, "never pays"), _label(SignId.TIME_DRAIN, "a", POSSIBLE, "never pays")],
        NAMES,
    )
    assert html.count("<mark") == 1
    assert re.findall(r'href="#sign-(\w)"', html) == ["1", "a"]


def test_a_quote_that_is_not_in_the_text_is_not_marked() -> None:
    stray = Label(SignId.LOSING_MONEY, "1", 2, (Evidence(quote="xyz", start=0, end=3),))
    assert "<mark" not in marked(TEXT, [stray], NAMES)


def _assessment() -> Assessment:
    quote = (Evidence.at(TEXT, 0, 3),)
    return Assessment(
        signs=(ReportedSign(id=SignId.LOSING_MONEY, confidence=0.9, severity=2, evidence=quote, sources=()),),
        possible=(PossibleSign(id=SignId.PESSIMISM, confidence=0.5, question="Often?", evidence=quote),),
        verdict=Verdict(action=Action.REPAIR, reasons=(), against=(), their_side=(), my_part=()),
        questions=(),
        next_steps=(),
        citations=(),
        engine="builtin",
    )


def test_clear_signs_are_numbered_and_possible_ones_lettered() -> None:
    found = _assessment()
    assert [(label.mark, label.weight) for label in labels(found)] == [("1", 2), ("a", POSSIBLE)]


def test_every_marked_place_has_something_that_says_which_signs_meet_there() -> None:
    found = _assessment()
    wanted = re.findall(r'data-about="([^"]+)"', marked(TEXT, labels(found), NAMES))
    assert wanted == ["about-1-a"]
    assert meeting(found) == {"about-1-a": ("1", "a")}
