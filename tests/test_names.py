"""Names, dates and engagements as people write them: formal, sloppy, in brackets, at the end of a line."""

import pytest

from coach.facts import read_facts
from coach.situation import FactKind


def first(text: str, kind: FactKind) -> str | None:
    return next((fact.value for fact in read_facts(text) if fact.kind is kind), None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name's Ffion Price, and I build shop fronts.", "Ffion Price"),
        ("My name is Adaeze Nwosu. I keep books.", "Adaeze Nwosu"),
        ("I want out. Kind regards, Wen Li", "Wen Li"),
        ("I want out. Signed, Ingrid Dahl", "Ingrid Dahl"),
        ("I will give it back. Sasha Quill", "Sasha Quill"),
        ("i want out by then. - Kit", "Kit"),
        ("I want out.\n\nBest,\nTom Reyes\n", "Tom Reyes"),
    ],
)
def test_the_teller_is_named(text: str, name: str) -> None:
    assert first(text, FactKind.YOU) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the guy i deal with is Deon. he rings me at night", "Deon"),
        ("The mother of the bride (Patricia Langley) booked me.", "Patricia Langley"),
        ("I translate for a firm (my contact is Dr. Ulrike Sand).", "Dr. Ulrike Sand"),
        ("I cater lunches, and Priyanka Shah there is my contact.", "Priyanka Shah"),
        ("The director is Gordon Wray. My name is Adaeze Nwosu.", "Gordon Wray"),
        ("A man by the name of Rory Flint asked me for a quote.", "Rory Flint"),
    ],
)
def test_the_other_side_is_named(text: str, name: str) -> None:
    assert first(text, FactKind.CLIENT) == name


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("i want to be out by 15 september", "15 September"),
        ("I would like 2026-10-30 to be my last day.", "2026-10-30"),
        ("My last day will be 29 May.", "29 May"),
        ("I stop on 20 June.", "20 June"),
    ],
)
def test_the_last_day_is_read_however_it_is_written(text: str, end: str) -> None:
    assert first(text, FactKind.END_DATE) == end


def test_a_task_is_not_what_the_work_is() -> None:
    assert first("She also wants a landing page by Friday.", FactKind.PROJECT) is None
    assert first("She hired me for a landing page.", FactKind.PROJECT) == "the landing page"
    assert first("I keep the books for a joinery firm.", FactKind.PROJECT) == "the bookkeeping"


def test_work_that_is_not_finished_needs_no_article() -> None:
    assert first("I paint facades. Back wall is still not finished.", FactKind.PENDING) == "the back wall"


def test_a_code_is_nothing_to_bring_back() -> None:
    held = [
        fact.value for fact in read_facts("I have two sets of keys and the alarm code.") if fact.kind is FactKind.HELD
    ]
    assert held == ["two sets of keys"]
