"""Exports the official all-MiniLM-L6-v2 weights to the int8 ONNX file in the package.

    python -m training.export_encoder FOLDER      FOLDER holds model.safetensors, config.json, tokenizer.json

Needs torch, transformers and onnx (see CONTRIBUTING.md), none of which the product needs at run time. Weights are stored
as int8 with one scale per column and turned back to float when the model is loaded, so the arithmetic stays float32 and
a sentence has the same vector whatever else is in its batch.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import AutoModel

OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OUT = Path(__file__).parent.parent / "coach" / "library" / "weights"
SMALLEST_QUANTISED = 4096  # values; biases and norms stay float


class SentenceEncoder(torch.nn.Module):
    """Token vectors, averaged over the mask, at length one: the pooling the official model was trained with."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export_float(folder: Path, out: Path) -> None:
    model = SentenceEncoder(folder).eval()
    ids = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    torch.onnx.export(
        model,
        (ids, (ids > 0).long()),
        str(out),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={
            "input_ids": {0: "batch", 1: "length"},
            "attention_mask": {0: "batch", 1: "length"},
            "embedding": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, out: Path) -> None:
    """Replace each large float matrix by int8 values and a scale per column."""
    model = onnx.load(str(source))
    graph = model.graph
    nodes = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < SMALLEST_QUANTISED:
            continue
        scale = np.maximum(np.abs(values).max(axis=0), 1e-12) / 127
        graph.initializer.remove(tensor)
        name = tensor.name
        graph.initializer.append(numpy_helper.from_array(np.round(values / scale).astype(np.int8), name + ".int8"))
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), name + ".scale"))
        nodes.append(helper.make_node("Cast", [name + ".int8"], [name + ".float"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [name + ".float", name + ".scale"], [name]))
    for node in reversed(nodes):
        graph.node.insert(0, node)
    onnx.checker.check_model(model)
    onnx.save(model, str(out))


def main(folder: Path) -> None:
    weights = folder / "model.safetensors"
    if sha256(weights) != OFFICIAL_SHA256:
        raise SystemExit(f"{weights.name} is not the official file: its sha256 differs.")
    OUT.mkdir(parents=True, exist_ok=True)
    as_float = OUT / "float.onnx"
    export_float(folder, as_float)
    quantise(as_float, OUT / "minilm-int8.onnx")
    as_float.unlink()
    shutil.copy(folder / "tokenizer.json", OUT / "tokenizer.json")
    record = {
        "model": "all-MiniLM-L6-v2 (Apache-2.0)",
        "official_sha256": OFFICIAL_SHA256,
        "onnx_sha256": sha256(OUT / "minilm-int8.onnx"),
        "tokenizer_sha256": sha256(OUT / "tokenizer.json"),
        "dimensions": 384,
        "max_tokens": 256,
    }
    (OUT / "encoder.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
