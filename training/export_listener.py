"""Exports the fine-tuned turn reader into the package: `turns-int8.onnx` and its heads, `turns.npz`.

    python -m training.export_listener FOLDER TURNS.pt

FOLDER holds the official weights. Stored as the account reader is (training/export_reader.py). Development only.
"""

import sys
from pathlib import Path

import numpy as np
import torch

from coach.rehearse.turn_reader import COLUMNS, MODEL, WEIGHTS
from training.export_encoder import export_reader, head_rows, record
from training.finetune_listener import Reader
from training.turns import is_held, read_examples


def main(folder: Path, trained: Path) -> None:
    reader = Reader(folder)
    reader.load_state_dict(torch.load(trained, weights_only=True))
    reader.eval()
    export_reader(reader.bert, WEIGHTS / MODEL)
    np.savez_compressed(
        WEIGHTS / "turns.npz",
        columns=np.array(COLUMNS),
        unit=head_rows(reader.unit),
        whole=head_rows(reader.whole),
        query=reader.query.weight.detach().numpy().T,
    )
    kept = sum(not is_held(example) for example in read_examples())
    record(WEIGHTS / MODEL, WEIGHTS / "turns.json", "knowledge/examples/acts", turns=kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
