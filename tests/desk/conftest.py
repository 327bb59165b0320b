"""A real desk on an empty data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.settings import Settings

ACCOUNT = (
    "I do the books for a builder called Mr Dray. He shouts at my assistant and called her useless twice last month. "
    "I asked him in March to stop, and he laughed. He has not paid the invoices for February and March, $3,850 in all. "
    "Our agreement asks for 30 days' notice in writing."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CaseDesk]:
    coach = Coach(Settings(engine="builtin", data_dir=tmp_path / "data"))
    made = CaseDesk(coach)
    made.prepare()
    yield made
    coach.store.close()


@pytest.fixture
def case_id(desk: CaseDesk) -> str:
    return desk.open(ACCOUNT)
