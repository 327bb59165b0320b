"""Launch: this machine only, no usage figures, the project's look wherever it is installed."""

import socket

import pytest

from coach.errors import BadInput
from coach.ui.launch import checked_port, flags, free_port


def test_it_listens_on_this_machine_only_and_tells_nobody() -> None:
    options = flags(8600, open_browser=False)
    assert options["server.address"] == "127.0.0.1"
    assert options["browser.gatherUsageStats"] is False
    assert options["server.headless"] is True


def test_the_look_of_the_project_comes_along() -> None:
    options = flags(8600, open_browser=True)
    assert options["theme.light.primaryColor"].startswith("#")
    assert options["theme.dark.backgroundColor"].startswith("#")
    assert options["client.showErrorDetails"] == "none"


def test_a_taken_port_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput) as refused:
            checked_port(taken.getsockname()[1])
    assert "--port" in refused.value.hint


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(BadInput):
        checked_port(port)


def test_a_free_port_can_be_used() -> None:
    assert checked_port(free_port()) > 0
