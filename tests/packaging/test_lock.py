import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_lock_pins_every_package_by_hash_and_names_no_address():
    text = (ROOT / "requirements.txt").read_text()
    assert "://" not in text
    assert "index-url" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_encoder_in_the_package_is_the_one_recorded():
    import hashlib
    import json

    folder = ROOT / "coach" / "library" / "weights"
    record = json.loads((folder / "encoder.json").read_text())
    assert hashlib.sha256((folder / "minilm-int8.onnx").read_bytes()).hexdigest() == record["onnx_sha256"]
    assert hashlib.sha256((folder / "tokenizer.json").read_bytes()).hexdigest() == record["tokenizer_sha256"]


def test_the_account_reader_in_the_package_is_the_one_recorded_and_small_enough():
    import hashlib
    import json

    folder = ROOT / "coach" / "assess" / "weights"
    record = json.loads((folder / "reader.json").read_text())
    model = folder / "reader-int8.onnx"
    assert hashlib.sha256(model.read_bytes()).hexdigest() == record["onnx_sha256"]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 30_000_000
