"""What the tests of the model engine share: the misbehaving server, and gateways on it that do not wait."""

import pytest

from coach.llm.gateway import Gateway
from coach.llm.retry import Patience
from coach.settings import Settings
from tests.faults.openai_server import KEY, Server, serving


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def gateway(server: Server):
    """Makes a gateway on the server; what it would have waited is in its `waited`."""

    def make(model: str = "fine", **more) -> Gateway:
        more.setdefault("model_timeout", 20)
        waited: list[float] = []
        settings = Settings(model=f"openai/{model}", api_base=server.base, api_key=KEY, **more)
        made = Gateway(settings, patience=Patience(pause=waited.append))
        made.waited = waited
        return made

    return make
