"""Reruns: drawing a page again embeds nothing, reads nothing and trains nothing again."""

import pytest
from streamlit.testing.v1 import AppTest

from coach.assess.trained import TrainedDetector
from coach.cases import CaseDesk
from coach.desk.rehearsals import Setup
from coach.library.embedding import Encoder
from coach.ui.views.table import VIEWS
from coach.vocabulary.draft import DraftKind, DraftTone
from tests.app.conftest import Stage

ACCOUNT = "My client Mr Dray shouts at my assistant nearly every week. I asked him twice to stop, and nothing changed."


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was embedded and what was read, in order."""
    done: list[str] = []
    encode, read = Encoder.encode, TrainedDetector.read

    def encoding(self: Encoder, texts: list[str]) -> object:
        done.extend(f"embedded {text!r}" for text in texts)
        return encode(self, texts)

    def reading(self: object, *told: object) -> object:
        done.append("read an account")
        return read(self, *told)

    monkeypatch.setattr(Encoder, "encode", encoding)
    monkeypatch.setattr(TrainedDetector, "read", reading)
    return done


def _again(page: AppTest, work: list[str]) -> list[str]:
    """What the second drawing did."""
    assert not page.exception
    work.clear()
    page.run()
    assert not page.exception
    return list(work)


@pytest.mark.parametrize("slug", [view.slug for view in VIEWS])
def test_nothing_is_done_again_when_a_page_is_drawn_again(
    stage: Stage, desk: CaseDesk, work: list[str], slug: str
) -> None:
    case_id = desk.open(ACCOUNT)
    desk.assess(case_id)
    desk.draft(case_id, DraftKind.EXIT_EMAIL, DraftTone.NEUTRAL)
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer"))
    desk.say(talk, "I have decided to end our contract; my last day is 30 June.")
    desk.finish(talk)
    page, _ = stage(slug, case=case_id)
    assert _again(page, work) == []


def test_nothing_is_done_again_when_a_talk_is_drawn_again(stage: Stage, desk: CaseDesk, work: list[str]) -> None:
    case_id = desk.open(ACCOUNT)
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer"))
    desk.say(talk, "I have decided to end our contract; my last day is 30 June.")
    page, _ = stage("rehearse", case=case_id, rehearsal=talk)
    assert _again(page, work) == []
    desk.finish(talk)
    page, _ = stage("rehearse", case=case_id, rehearsal=talk)
    assert _again(page, work) == []
    assert work == []
