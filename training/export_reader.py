"""Exports the fine-tuned account readers into the package: the layers of each, its heads, and what it was made from.

    python -m training.export_reader FOLDER HELD READER.pt …

FOLDER holds the official weights; HELD is the quarter of the accounts that all the READER.pt were trained without.

Weights are stored as int8 with a scale per column, as those of the encoder (training/export_encoder.py). Development
only: needs torch, transformers and onnx.
"""

import sys
from pathlib import Path

import numpy as np
import torch

from coach.assess.reader import COLUMNS, HEADS, LAYERS, RECORD, WEIGHTS, WHOLE
from training.content import accounts, held_back
from training.export_encoder import export_reader, head_rows, record
from training.finetune_signs import Reader


def main(folder: Path, held: int, trained: list[Path]) -> None:
    _, kept = held_back(accounts(), held)
    for number, path in enumerate(trained, 1):
        reader = Reader(folder)
        reader.load_state_dict(torch.load(path, weights_only=True))
        layers = WEIGHTS / LAYERS.format(number=number)
        export_reader(reader.eval().bert, layers)
        np.savez_compressed(
            WEIGHTS / HEADS.format(number=number),
            columns=np.array(COLUMNS),
            whole_columns=np.array(COLUMNS + WHOLE),
            sentence=head_rows(reader.head),
            whole=head_rows(reader.whole),
            query=reader.query.weight.detach().numpy().T,
        )
        record(layers, WEIGHTS / RECORD.format(number=number), "knowledge/examples", held=held, accounts=len(kept))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
