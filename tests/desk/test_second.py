"""What a model adds to a case in the app: a second reading that is kept, asked again after a fault, and a text beside the message."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.errors import NotFound
from coach.settings import Settings
from coach.vocabulary.draft import DraftKind, DraftTone
from tests.faults.openai_server import Server, serving
from tests.llm.scripted import form_of, message, opinions

pytestmark = pytest.mark.filterwarnings("ignore")
ACCOUNT = (
    "My client Mr Dray shouts at my assistant nearly every week. I asked him to stop twice, and nothing changed. "
    "Our agreement asks for 30 days' notice in writing. I want to end it."
)
EXIT = DraftKind.EXIT_EMAIL


def say(asked) -> str:
    """Reads nothing out of the account, and promises in the message what nobody agreed."""
    if form_of(asked) == "SignAnswers":
        return opinions(asked)
    return message(asked, lambda part, words: f"{words} I answer until 14 July." if part == "handover" else words)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.say = say
        yield running


@pytest.fixture
def desk_on(server: Server, tmp_path: Path):
    made: list[CaseDesk] = []

    def make(model: str) -> CaseDesk:
        settings = Settings(
            model=f"openai/{model}", api_base=server.base, api_key="k", data_dir=tmp_path, model_timeout=120
        )
        made.append(CaseDesk(Coach(settings)))
        made[-1].prepare()
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


def test_the_second_reading_is_kept_with_the_assessment(desk_on):
    desk = desk_on("fine")
    case_id = desk.open(ACCOUNT)
    assert desk.assess(case_id) == desk.assessment(case_id)
    assert desk.assessment(case_id).second.engine == "openai/fine"


def test_a_fault_is_kept_too_and_reading_again_asks_the_model_again(server, desk_on):
    desk = desk_on("status-401")
    case_id = desk.open(ACCOUNT)
    desk.assess(case_id)
    before = len(server.asked)
    assert desk.answer(case_id, "raised", "once").degraded_because
    assert len(server.asked) == before
    server.repaired = True
    assert desk.assess(case_id).degraded_because is None
    assert desk.assessment(case_id).second is not None


def test_what_each_step_would_send_can_be_looked_at_and_nothing_is_sent(server, desk_on):
    desk = desk_on("fine")
    shown = desk.previews(desk.open(ACCOUNT))
    assert list(shown) == ["assess", "rehearse", "draft"]
    assert all(preview.messages for preview in shown.values())
    assert server.asked == []


def test_the_text_that_was_not_taken_can_be_taken_all_the_same(desk_on):
    desk = desk_on("fine")
    case_id = desk.open(ACCOUNT)
    desk.assess(case_id)
    made = desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    assert (made.engine, "14 July" in made.body, "14 July" in made.beside.body) == ("builtin", False, True)
    desk.take_beside(case_id, EXIT)
    taken = desk.editing(case_id, EXIT)
    assert (taken.engine, taken.body, taken.degraded_because) == ("openai/fine", made.beside.body, None)
    assert desk.version(case_id, EXIT, 1).body == made.body
    with pytest.raises(NotFound):
        desk.take_beside(case_id, EXIT)
