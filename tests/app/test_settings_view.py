"""Settings: who reads the words and where they lie, in plain words."""

from coach.cases import CaseDesk, Reader
from coach.settings import Settings
from coach.ui.journey import Step
from tests.app.conftest import Stage, said


def test_the_built_in_engine_is_said_to_send_nothing(stage: Stage) -> None:
    html = said(stage("settings")[0])
    assert "The built-in engine" in html
    assert "Nothing. What you write is read here and kept here." in html


def test_the_page_says_where_everything_lies(stage: Stage, desk: CaseDesk) -> None:
    assert str(desk.coach.settings.data_dir) in said(stage("settings")[0])


def test_a_model_is_named_with_where_the_words_go() -> None:
    reader = Reader.of(Settings(model="ollama/llama3.1", api_base="http://gpu.example:11434"))
    assert "ollama/llama3.1" in reader.name
    assert "http://gpu.example:11434" in reader.leaves
    assert "http://gpu.example:11434" in reader.promise


def _confirm(page, words: str) -> None:  # type: ignore[no-untyped-def]
    page.text_input(key="settings:sure").input(words)
    next(button for button in page.button if button.label == "Delete everything for good").click().run()


def test_everything_is_deleted_only_when_the_words_were_typed(stage: Stage, desk: CaseDesk) -> None:
    desk.open("My client never pays.")
    desk.archive(desk.open("My other client shouts."))
    page, visits = stage("settings")
    _confirm(page, "yes")
    assert "Nothing was deleted." in said(page)
    assert len(desk.cases()) == len(desk.cases(archived=True)) == 1
    _confirm(page, "Delete everything ")
    assert desk.cases() == desk.cases(archived=True) == ()
    assert visits.seen[-1][0] == Step.SITUATION


def test_everything_can_be_taken_along_and_in_again(stage: Stage, desk: CaseDesk) -> None:
    desk.open("My client never pays.", "The baker")
    data = desk.everything()
    page, visits = stage("settings")
    assert "Export everything" in {button.proto.label for button in page.get("download_button")}
    page.file_uploader(key="settings:import").set_value(("good-terms.zip", data, "application/zip")).run()
    page.button(key="gt-import-settings").click().run()
    assert [case.name for case in desk.cases()] == ["The baker"] * 2
    assert visits.seen[-1][1].case
