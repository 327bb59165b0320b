"""Library: found passages can be read where they stand; own files come and go; failures are named."""

import pytest

from coach.cases import CaseDesk
from coach.errors import LibraryError
from coach.ui.journey import Step
from coach.ui.session import Address
from coach.vocabulary.passage import Passage
from tests.app.conftest import Stage, said


class ShelfDesk(CaseDesk):
    """A desk whose search is instant; everything else is real."""

    asked: list[str]

    def search(self, query, progress=None):  # type: ignore[no-untyped-def]
        self.asked.append(query)
        return [
            Passage(
                id="kicks#precedent-or-habit",
                title="Precedent <b>",
                source="kicks",
                text="You *show* people.",
                score=0.9,
            )
        ]


@pytest.fixture
def shelf(desk: CaseDesk) -> ShelfDesk:
    made = ShelfDesk(desk.coach)
    made.asked = []
    return made


def _search(page, query: str) -> None:  # type: ignore[no-untyped-def]
    page.text_input(key="library:query").input(query)
    next(button for button in page.button if button.label == "Search").click().run()


def test_nothing_is_searched_before_the_click(stage: Stage, shelf: ShelfDesk) -> None:
    page, _ = stage("library", at=shelf)
    assert shelf.asked == []
    assert "Everything to read" in [expander.label for expander in page.expander]


def test_a_found_passage_stands_with_its_article(stage: Stage, shelf: ShelfDesk) -> None:
    page, _ = stage("library", at=shelf)
    _search(page, "habit")
    assert shelf.asked[0] == "habit"
    assert "Precedent &lt;b&gt;" in said(page)
    assert shelf.source_title("kicks") in said(page)


def test_a_passage_can_be_read_where_it_stands(stage: Stage, shelf: ShelfDesk) -> None:
    page, _ = stage("library", at=shelf)
    _search(page, "habit")
    page.button(key="gt-read-kicks#precedent-or-habit").click().run()
    html = said(page)
    assert 'id="gt-wanted"' in html
    assert all(passage.title in html for passage in shelf.passages("kicks"))


def test_an_outage_is_not_shown_as_nothing_found(stage: Stage, desk: CaseDesk) -> None:
    class Broken(CaseDesk):
        def search(self, query, progress=None):  # type: ignore[no-untyped-def]
            raise LibraryError("The index could not be read.")

    page, _ = stage("library", at=Broken(desk.coach))
    _search(page, "habit")
    assert "The index could not be read." in said(page)
    assert not page.exception


def test_an_own_file_is_listed_and_can_be_removed(stage: Stage, desk: CaseDesk) -> None:
    report = desk.add_documents(
        [("terms.txt", b"Payment is due within thirty days. Notice is sixty days."), ("x.png", b"\x89PNG")]
    )
    assert [one.name for one in report.failures] == ["x.png"]
    page, _ = stage("library")
    assert [button.label for button in page.button if button.key.startswith("gt-open-")] == [r"terms\.txt"]
    (document,) = desk.documents()
    page.button(key=f"gt-remove-{document.key}").click().run()
    assert desk.documents() == ()


def test_an_own_file_opens_from_the_list(stage: Stage, desk: CaseDesk) -> None:
    desk.add_documents([("terms.txt", b"Payment is due within thirty days. Notice is sixty days.")])
    page, _ = stage("library")
    assert "Notice is sixty days." not in said(page)
    (document,) = desk.documents()
    page.button(key=f"gt-open-{document.key}").click().run()
    assert "Notice is sixty days." in said(page)
    assert not page.exception


def test_a_passage_says_where_it_was_cited_and_leads_there(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(
        "My client Mr Dray shouts at my assistant nearly every week. I asked him to stop.", "The builder"
    )
    cited = desk.assess(case_id).citations[0]
    assert case_id in {place.case_id for place in desk.cited()[cited.id]}

    class Shelf(CaseDesk):
        def search(self, query, progress=None):  # type: ignore[no-untyped-def]
            return [self.coach.library.get(cited.id)]

    page, visits = stage("library", at=Shelf(desk.coach))
    _search(page, "anything")
    link = next(button for button in page.button if button.key == f"gt-cited-found-{cited.id}-0")
    assert link.label == "The builder, assessment"
    link.click().run()
    assert visits.seen[-1] == (Step.ASSESSMENT, Address(case=case_id))


def test_a_passage_nobody_cited_says_nothing(stage: Stage, shelf: ShelfDesk) -> None:
    page, _ = stage("library", at=shelf)
    _search(page, "habit")
    assert "Cited in" not in said(page)
