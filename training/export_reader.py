"""Exports the fine-tuned account readers into the package: `reader-int8.onnx` and their heads, `reader.npz`.

    python -m training.export_reader FOLDER HELD READER.pt …

FOLDER holds the official weights; HELD is the quarter of the accounts that all the READER.pt were trained without.

Weights are stored as int8 with a scale per column, as those of the encoder (training/export_encoder.py). Development
only: needs torch, transformers and onnx.
"""

import sys
from pathlib import Path

import numpy as np
import torch

from coach.assess.reader import COLUMNS, MODEL, WEIGHTS, WHOLE
from training.content import accounts, held_back
from training.export_encoder import export_readers, head_rows, record
from training.finetune_signs import Reader


def main(folder: Path, held: int, trained: list[Path]) -> None:
    readers = []
    for path in trained:
        reader = Reader(folder)
        reader.load_state_dict(torch.load(path, weights_only=True))
        readers.append(reader.eval())
    export_readers([reader.bert for reader in readers], WEIGHTS / MODEL)
    np.savez_compressed(
        WEIGHTS / "reader.npz",
        columns=np.array(COLUMNS),
        whole_columns=np.array(COLUMNS + WHOLE),
        sentence=np.stack([head_rows(reader.head) for reader in readers]),
        whole=np.stack([head_rows(reader.whole) for reader in readers]),
        query=np.stack([reader.query.weight.detach().numpy().T for reader in readers]),
    )
    _, kept = held_back(accounts(), held)
    told = {"readers": len(readers), "held": held, "accounts": len(kept)}
    record(WEIGHTS / MODEL, WEIGHTS / "reader.json", "knowledge/examples", **told)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
