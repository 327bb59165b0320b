"""Citations: a reference becomes a small number that opens its passage; everything else stays text."""

import pytest

from coach.ui.citations import References
from coach.vocabulary.passage import Citation

CITED = (
    Citation(id="kicks#precedent-or-habit", title="Precedent or habit?", text="You show people.\n\n- one\n- two"),
    Citation(id="seven-signs#failed-attempts", title="It <failed>", text="Conflicts have to be worked on."),
)


@pytest.fixture
def references() -> References:
    return References(CITED, lambda source: f"Article {source}")


def test_a_reference_becomes_a_numbered_button_that_opens_its_passage(references: References) -> None:
    html = references.sentence("Did you set the precedent? [kicks#precedent-or-habit]")
    assert html.startswith('Did you set the precedent?<button class="gt-ref" popovertarget="source-1"')
    assert html.endswith(">1</button>")
    assert '<div popover id="source-1"' in references.panels()


def test_several_references_in_one_sentence_all_open(references: References) -> None:
    html = references.sentence("Both [kicks#precedent-or-habit] [seven-signs#failed-attempts]")
    assert html.count("<button") == 2


def test_a_reference_typed_by_the_user_stays_text(references: References) -> None:
    assert references.sentence("“see [my#own]” & <b>") == "“see [my#own]” &amp; &lt;b&gt;"


def test_panels_hold_the_passage_and_where_it_comes_from(references: References) -> None:
    panels = references.panels()
    assert "Source 1 · Article kicks" in panels
    assert "<p>You show people.</p><ul><li>one</li><li>two</li></ul>" in panels
    assert "It &lt;failed&gt;" in panels


def test_the_index_lists_every_source_once(references: References) -> None:
    assert references.index().count("<li>") == len(references) == 2


def test_sources_are_numbered_as_they_are_first_named(references: References) -> None:
    assert ">1</button>" in references.sentence("First [seven-signs#failed-attempts]")
    assert ">2</button>" in references.sentence("Then [kicks#precedent-or-habit]")
    assert ">1</button>" in references.button("seven-signs#failed-attempts")
    assert references.index().index("It &lt;failed&gt;") < references.index().index("Precedent or habit?")
