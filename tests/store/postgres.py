"""A PostgreSQL server of the tests' own, on this machine, in a folder that goes with it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_INSTALLED = Path("/usr/lib/postgresql")


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl` of the newest PostgreSQL here."""
    for path in sorted(_INSTALLED.glob("*/bin"), key=lambda path: -float(path.parent.name)):
        if (path / "initdb").exists():
            return path
    found = shutil.which("initdb")
    return Path(found).parent if found and shutil.which("pg_ctl") else None


@contextmanager
def server(bin_dir: Path) -> Iterator[str]:
    """A running server; yields the URL of its database."""
    folder = Path(tempfile.mkdtemp(prefix="coach-postgres-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    data = folder / "data"
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"

    def run(program: str, *arguments: str) -> None:
        # its output goes to a file: the server inherits it, and a pipe would stay open as long as the server runs
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [*as_user, str(bin_dir / program), "-D", str(data), *arguments],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=120,
            )
            output.seek(0)
            assert done.returncode == 0, output.read().decode(errors="replace")

    try:
        run("initdb", "-A", "trust", "-U", "coach", "--no-sync", "-E", "UTF8", "--locale", "C")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "start", "-o", options)
        try:
            yield f"postgresql://coach@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
