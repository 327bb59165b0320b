import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_lock_pins_every_package_by_hash_and_names_no_address():
    text = (ROOT / "requirements.txt").read_text()
    assert "://" not in text
    assert "index-url" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_encoder_in_the_package_is_the_one_recorded():
    folder = ROOT / "coach" / "library" / "weights"
    record = json.loads((folder / "encoder.json").read_text())
    assert sha256(folder / "minilm-int8.onnx") == record["onnx_sha256"]
    assert sha256(folder / "words.npz") == record["words_sha256"]
    assert sha256(folder / "tokenizer.json") == record["tokenizer_sha256"]


@pytest.mark.parametrize(("step", "name"), [("assess", "reader-1"), ("assess", "reader-2"), ("rehearse", "turns")])
def test_the_readers_in_the_package_are_those_recorded_and_small_enough(step, name):
    folder = ROOT / "coach" / step / "weights"
    record = json.loads((folder / f"{name}.json").read_text())
    assert sha256(folder / f"{name}-int8.onnx") == record["onnx_sha256"]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 30_000_000
