"""Settings: who reads the words and where they lie, in plain words."""

import pytest

from coach.cases import CaseDesk, Reader
from coach.desk.engines import EngineChoice
from coach.settings import Engine, Settings
from coach.ui.journey import Step
from tests.app.conftest import Stage, said
from tests.faults.openai_server import KEY, serving

pytestmark = pytest.mark.filterwarnings("ignore")


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


def _chosen(page, engine: str, **typed: str):  # type: ignore[no-untyped-def]
    page.radio(key="engine:engine").set_value(engine).run()
    for name, text in typed.items():
        page.text_input(key=f"engine:{name}").input(text)
    return page


def test_the_test_button_looks_at_every_part(stage: Stage, desk: CaseDesk) -> None:
    page, _ = stage("settings")
    assert "The sentence encoder works" not in said(page)
    page.button(key="gt-test-engine").click().run()
    assert "The sentence encoder works" in said(page)
    assert "No model is set" in said(page)


def test_a_model_is_tried_before_it_is_used(stage: Stage, desk: CaseDesk) -> None:
    with serving() as server:
        page = _chosen(stage("settings")[0], "model", model="openai/fine", address=server.base, secret=KEY)
        page.button(key="gt-try-engine").click().run()
        assert "openai/fine answered in" in said(page)
        assert len(server.asked) == 1
        assert not desk.coach.settings.uses_model
        page.button(key="gt-use-engine").click().run()
        assert desk.coach.settings.model == "openai/fine"
        assert desk.reader().name.startswith("openai/fine")
        assert KEY not in said(page)
        page.radio(key="engine:engine").set_value("builtin").run()
        page.button(key="gt-use-engine").click().run()
        assert not desk.coach.settings.uses_model


def test_a_model_that_fails_is_said_to_and_is_not_used(stage: Stage, desk: CaseDesk) -> None:
    with serving() as server:
        page = _chosen(stage("settings")[0], "model", model="openai/status-401", address=server.base, secret=KEY)
        page.button(key="gt-try-engine").click().run()
    assert "the key was not accepted" in said(page)
    assert not desk.coach.settings.uses_model


@pytest.mark.parametrize(("model", "address", "words"), [("", "", "no name yet"), ("openai/x", "my server", "address")])
def test_a_choice_that_is_none_is_refused(stage: Stage, desk: CaseDesk, model: str, address: str, words: str) -> None:
    page = _chosen(stage("settings")[0], "model", model=model, address=address)
    page.button(key="gt-use-engine").click().run()
    assert words in said(page)
    assert not desk.coach.settings.uses_model


def test_the_cases_are_still_there_with_another_engine(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open("My client never pays.")
    desk.use_engine(EngineChoice(engine=Engine.MODEL, model="ollama/llama3.1"))
    assert [case.id for case in desk.cases()] == [case_id]


def test_a_key_does_not_go_to_another_provider(desk: CaseDesk) -> None:
    desk.use_engine(EngineChoice(engine=Engine.MODEL, model="openai/one"), "secret-key")
    desk.use_engine(EngineChoice(engine=Engine.MODEL, model="openai/two"))
    assert desk.coach.settings.api_key is not None
    desk.use_engine(EngineChoice(engine=Engine.MODEL, model="anthropic/three"))
    assert desk.coach.settings.api_key is None


PRIVATE = "Mr Dray of Dray & Sons shouts at Amira nearly every week. He owes me $3,850; write to dray@example.com."


def test_names_and_amounts_are_seen_to_be_replaced(stage: Stage, desk: CaseDesk) -> None:
    page, _ = stage("settings")
    page.text_area(key="leaving:text:none").input(PRIVATE).run()
    page.button(key="gt-show-leaving").click().run()
    html = said(page)
    sent = html[html.index("Your words as they would be sent") : html.index("<table")]
    assert not [word for word in ("Dray", "Amira", "3,850", "example.com") if word in sent]
    assert "AMOUNT_1" in sent
    assert "none of this is sent" in html


def test_the_words_of_the_case_stand_in_the_box_and_a_local_model_hides_nothing(stage: Stage, desk: CaseDesk) -> None:
    desk.use_engine(EngineChoice(engine=Engine.MODEL, model="ollama/llama3.1"))
    page, _ = stage("settings", case=desk.open(PRIVATE))
    page.button(key="gt-show-leaving").click().run()
    assert "Nothing is hidden from the model in use." in said(page)
    assert "$3,850" in said(page)


def test_what_is_shown_is_what_is_asked_for_the_first_line(desk: CaseDesk) -> None:
    shown = desk.leaving(PRIVATE)
    assert [role for role, _ in shown.request] == ["system", "user"]
    assert not any(word in content for _, content in shown.request for word in ("Dray", "Amira", "3,850"))


def test_nothing_to_look_at_is_a_sentence(stage: Stage) -> None:
    page, _ = stage("settings")
    page.button(key="gt-show-leaving").click().run()
    assert "There is nothing to show yet." in said(page)
