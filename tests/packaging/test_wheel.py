"""The built wheel in an empty environment, run from another folder, as a stranger would have it."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.accounts import PROGRAM_MANAGER

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, **more) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, **more)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder of programs of a new environment that holds the wheel and what it depends on, as locked."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    pins = [
        line.split(" \\")[0]
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if re.match(r"[\w.-]+==", line)
    ]
    (folder / "pins.txt").write_text("\n".join(pins))
    home = folder / "env"
    uv = shutil.which("uv")
    venv.create(home, with_pip=uv is None)
    python = home / "bin" / "python"
    if uv:
        run(uv, "pip", "install", "-q", "--python", python, "-c", folder / "pins.txt", wheel)
    else:
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", folder / "pins.txt", wheel)
    return home / "bin"


@pytest.mark.slow
def test_the_wheel_assesses_searches_and_drafts_from_another_folder(installed, tmp_path):
    (tmp_path / "account.txt").write_text(PROGRAM_MANAGER)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COACH_"))}
    clean["COACH_DATA_DIR"] = str(tmp_path / "data")

    def coach(*words: str) -> dict:
        return json.loads(run(installed / "coach", *words, "--json", cwd=tmp_path, env=clean))

    answer = coach("assess", "account.txt")
    assert answer["signs"]
    assert answer["citations"]
    assert coach("search", "they never answer my messages")["passages"]
    assert coach("draft", "--kind", "exit-email", "--situation", "account.txt")["body"]
    assert len(coach("personas")["personas"]) >= 4


@pytest.mark.slow
def test_the_wheel_carries_the_app(installed):
    where = run(
        installed / "python", "-c", "from coach.content import content_root; print(content_root())", cwd="/"
    ).strip()
    assert (Path(where) / "app.py").is_file()
    assert (Path(where) / ".streamlit" / "config.toml").is_file()
    assert (Path(where) / "prompts").is_dir()
