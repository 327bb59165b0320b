"""Settings: who reads the words and where they lie, in plain words."""

from coach.cases import CaseDesk, Reader
from coach.settings import Settings
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
