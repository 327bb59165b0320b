"""Launch: starts the app in this process, on this machine only, with the configuration of the project wherever it lies."""

import contextlib
import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from coach.cases import make_data_folder
from coach.content import content_root
from coach.errors import BadInput, ContentError
from coach.settings import Settings

HOST = "127.0.0.1"
FIRST_PORT = 8501
_TRIES = 50


def launch(port: int | None, open_browser: bool) -> int:
    """Run the app until it is stopped; returns the exit code. Prints the address on standard error.

    Raises:
        BadInput: the port is taken or is none. StoreError: the data folder cannot be made.
    """
    chosen = free_port() if port is None else checked_port(port)
    make_data_folder(Settings())
    print(f"Good Terms is at http://{HOST}:{chosen} (Ctrl+C stops it).", file=sys.stderr, flush=True)
    from streamlit.web import bootstrap

    options = flags(chosen, open_browser)
    bootstrap.load_config_options(options)
    with contextlib.suppress(KeyboardInterrupt):
        bootstrap.run(str(content_root() / "app.py"), False, [], options)
    return 0


def flags(port: int, open_browser: bool) -> dict[str, Any]:
    """Streamlit's options: the project's config.toml, and what this start adds; they win over any other file.

    Raises:
        ContentError: config.toml is missing or damaged.
    """
    path = content_root() / ".streamlit" / "config.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"The content file '.streamlit/config.toml' could not be read: {error}") from error
    return {
        **dict(_flat(written)),
        "server.address": HOST,
        "server.port": port,
        "server.headless": not open_browser,
        "browser.serverAddress": HOST,
        "browser.serverPort": port,
        "browser.gatherUsageStats": False,
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",
        "global.developmentMode": False,
    }


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def free_port() -> int:
    """The first free port from 8501 on; any free one when fifty are taken."""
    near = (port for port in range(FIRST_PORT, FIRST_PORT + _TRIES) if _is_free(port))
    return next(near, None) or _any_port()


def checked_port(port: int) -> int:
    """`port`, if it can be listened on.

    Raises:
        BadInput: it cannot.
    """
    if not 1 <= port <= 65_535:
        raise BadInput(f"{port} is not a port.", hint="Choose one from 1024 to 65535, or leave it out.")
    if not _is_free(port):
        raise BadInput(f"The port {port} cannot be used here.", hint="Choose another with --port, or leave it out.")
    return port


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _any_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
