"""Cuts the first layers off the sentence encoder for the checks; writes `coach/write/checks/weights/shallow.onnx`.

    python -m training.export_shallow

What the checks look for (a sting, a hedge) shows after two of the six layers as well as after all of them, at a third of
the time. Needs neither torch nor onnx: the file is a protocol buffer, of which the nodes and weights are kept that the
output of the last layer wanted depends on.
"""

from collections.abc import Iterator

from coach.library.embedding import MODEL
from coach.library.tokens import WEIGHTS as LIBRARY
from coach.write.checks.shallow import OUTPUT, WEIGHTS

LAYERS = 2
HIDDEN = f"/bert/encoder/layer.{LAYERS - 1}/output/LayerNorm/LayerNormalization_output_0"
GRAPH, NODE, INITIALIZER, OUTPUTS = 7, 1, 5, 12  # field numbers of onnx.proto: of the model, then of the graph
TAKES, GIVES, NAME = 1, 2, 8  # of a node, of a node, of a tensor
FLOAT = 1


def main() -> None:
    whole = (LIBRARY / MODEL).read_bytes()
    cut = b"".join(_tagged(GRAPH, _graph(part)) if field == GRAPH else raw for field, part, raw in _fields(whole))
    WEIGHTS.write_bytes(cut)
    print(f"{LAYERS} layers -> {WEIGHTS.name}, {len(cut) / 1e6:.1f} MB")


def _graph(graph: bytes) -> bytes:
    """The graph with only what its new output depends on."""
    nodes = [(part, _names(part, TAKES), _names(part, GIVES)) for field, part, _ in _fields(graph) if field == NODE]
    needed = {HIDDEN}
    for _, takes, gives in reversed(nodes):
        if needed & set(gives):
            needed |= set(takes)
    kept = []
    for field, part, raw in _fields(graph):
        unused_node = field == NODE and not needed & set(_names(part, GIVES))
        unused_weight = field == INITIALIZER and not needed & set(_names(part, NAME))
        if not unused_node and not unused_weight and field != OUTPUTS:
            kept.append(raw)
    renamed = _tagged(TAKES, HIDDEN.encode()) + _tagged(GIVES, OUTPUT.encode()) + _tagged(4, b"Identity")
    kind = _tagged(1, _varint(1 << 3) + _varint(FLOAT))
    return b"".join([*kept, _tagged(NODE, renamed), _tagged(OUTPUTS, _tagged(1, OUTPUT.encode()) + _tagged(2, kind))])


def _names(part: bytes, wanted: int) -> list[str]:
    return [value.decode() for field, value, _ in _fields(part) if field == wanted]


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, content and the whole of each field of a protocol buffer; the content is empty where it is a plain number."""
    at = 0
    while at < len(message):
        start = at
        key, at = _read_varint(message, at)
        content = b""
        if key & 7 == 0:
            _, at = _read_varint(message, at)
        elif key & 7 == 2:
            length, at = _read_varint(message, at)
            content, at = message[at : at + length], at + length
        else:
            at += {1: 8, 5: 4}[key & 7]
        yield key >> 3, content, message[start:at]


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return value, at


def _varint(value: int) -> bytes:
    found = b""
    while value > 127:
        found, value = found + bytes([value & 127 | 128]), value >> 7
    return found + bytes([value])


def _tagged(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


if __name__ == "__main__":
    main()
