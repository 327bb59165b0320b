"""Exports the official all-MiniLM-L6-v2 weights into the package: the word table, and its layers as int8 ONNX.

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

from coach.library.embedding import MODEL

OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OUT = Path(__file__).parent.parent / "coach" / "library" / "weights"
SMALLEST_QUANTISED = 4096  # values; biases and norms stay float


class SentenceEncoder(torch.nn.Module):
    """Token vectors, averaged over the mask, at length one: the pooling the official model was trained with."""

    def __init__(self, bert: torch.nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, words: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.bert(inputs_embeds=words, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


class TokenReader(torch.nn.Module):
    """What a reader makes of every token of one text: (1, tokens, 384)."""

    def __init__(self, bert: torch.nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        return self.bert(inputs_embeds=words).last_hidden_state


def official(folder: Path) -> torch.nn.Module:
    """The layers as published, after their file was checked.

    Raises:
        SystemExit: it is not the official file.
    """
    weights = folder / "model.safetensors"
    if sha256(weights) != OFFICIAL_SHA256:
        raise SystemExit(f"{weights.name} is not the official file: its sha256 differs.")
    return AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False).eval()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export_encoder(bert: torch.nn.Module, out: Path) -> None:
    words, mask = torch.randn(2, 4, 384), torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {"words": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}, "embedding": {0: "batch"}}
    _export(SentenceEncoder(bert).eval(), (words, mask), ["words", "attention_mask"], "embedding", axes, out)


def export_reader(bert: torch.nn.Module, out: Path) -> None:
    """The layers of a reader."""
    axes = {"words": {1: "length"}, "hidden": {1: "length"}}
    _export(TokenReader(bert).eval(), (torch.randn(1, 4, 384),), ["words"], "hidden", axes, out)


def _export(model: torch.nn.Module, example: tuple, takes: list[str], gives: str, axes: dict, out: Path) -> None:
    as_float = out.with_name("float.onnx")
    torch.onnx.export(
        model,
        example,
        str(as_float),
        input_names=takes,
        output_names=[gives],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantise(as_float, out)
    as_float.unlink()


def word_table(bert: torch.nn.Module, out: Path) -> None:
    """The word pieces' vectors as int8 with a scale a column."""
    values, scale = as_int8(bert.embeddings.word_embeddings.weight.detach().numpy())
    np.savez(out, values=values, scale=scale)


def as_int8(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scale = np.maximum(np.abs(values).max(axis=0), 1e-12) / 127
    return np.round(values / scale).astype(np.int8), scale.astype(np.float32)


def quantise(source: Path, out: Path) -> None:
    """Replace each large float matrix by int8 values and a scale per column."""
    model = onnx.load(str(source))
    graph = model.graph
    nodes = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < SMALLEST_QUANTISED:
            continue
        stored, scale = as_int8(values)
        graph.initializer.remove(tensor)
        name = tensor.name
        graph.initializer.append(numpy_helper.from_array(stored, name + ".int8"))
        graph.initializer.append(numpy_helper.from_array(scale, name + ".scale"))
        nodes.append(helper.make_node("Cast", [name + ".int8"], [name + ".float"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [name + ".float", name + ".scale"], [name]))
    for node in reversed(nodes):
        graph.node.insert(0, node)
    onnx.checker.check_model(model)
    onnx.save(model, str(out))


def head_rows(head: torch.nn.Linear) -> np.ndarray:
    """(385, n): the weights and, below them, the bias."""
    return np.vstack([head.weight.detach().numpy().T, head.bias.detach().numpy()]).astype(np.float32)


def record(model: Path, out: Path, content: str, **more: int) -> None:
    """Writes what a fine-tuned model was made from and its hash, for the test that holds them together."""
    told = {
        "model": f"all-MiniLM-L6-v2 (Apache-2.0), fine-tuned on {content}",
        "official_sha256": OFFICIAL_SHA256,
        "onnx_sha256": sha256(model),
        **more,
    }
    out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(f"-> {model.name}, {model.stat().st_size / 1e6:.1f} MB")


def main(folder: Path) -> None:
    bert = official(folder)
    OUT.mkdir(parents=True, exist_ok=True)
    word_table(bert, OUT / "words.npz")
    export_encoder(bert, OUT / MODEL)
    shutil.copy(folder / "tokenizer.json", OUT / "tokenizer.json")
    told = {
        "model": "all-MiniLM-L6-v2 (Apache-2.0)",
        "official_sha256": OFFICIAL_SHA256,
        "onnx_sha256": sha256(OUT / MODEL),
        "words_sha256": sha256(OUT / "words.npz"),
        "tokenizer_sha256": sha256(OUT / "tokenizer.json"),
        "dimensions": 384,
        "max_tokens": 256,
    }
    (OUT / "encoder.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
