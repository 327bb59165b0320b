"""Exports a fine-tuned account reader into the package: `reader-int8.onnx` and its heads, `reader.npz`.

    python -m training.export_reader FOLDER READER.pt     FOLDER holds the official weights, READER.pt what was trained

Weights are stored as int8 with a scale per column, as those of the encoder (training/export_encoder.py). Development
only: needs torch, transformers and onnx.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

from coach.assess.reader import COLUMNS, MODEL, WEIGHTS, WHOLE
from training.content import accounts
from training.export_encoder import OFFICIAL_SHA256, quantise, sha256
from training.finetune_signs import Reader


class Tokens(torch.nn.Module):
    """The vector of every token."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.bert = reader.bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def main(folder: Path, trained: Path) -> None:
    reader = Reader(folder)
    reader.load_state_dict(torch.load(trained, weights_only=True))
    reader.eval()
    ids = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    as_float = WEIGHTS / "float.onnx"
    torch.onnx.export(
        Tokens(reader),
        (ids, (ids > 0).long()),
        str(as_float),
        input_names=["input_ids", "attention_mask"],
        output_names=["hidden"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "hidden")},
        opset_version=17,
        dynamo=False,
    )
    quantise(as_float, WEIGHTS / MODEL)
    as_float.unlink()
    np.savez_compressed(
        WEIGHTS / "reader.npz",
        columns=np.array(COLUMNS),
        whole_columns=np.array(COLUMNS + WHOLE),
        sentence=_rows(reader.head),
        whole=_rows(reader.whole),
    )
    record = {
        "model": "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned on knowledge/examples",
        "official_sha256": OFFICIAL_SHA256,
        "onnx_sha256": sha256(WEIGHTS / MODEL),
        "accounts": len(accounts()),
    }
    (WEIGHTS / "reader.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"-> {MODEL}, {(WEIGHTS / MODEL).stat().st_size / 1e6:.1f} MB")


def _rows(head: torch.nn.Linear) -> np.ndarray:
    """(385, n): the weights and, below them, the bias."""
    return np.vstack([head.weight.detach().numpy().T, head.bias.detach().numpy()]).astype(np.float32)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
