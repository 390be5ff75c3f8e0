"""Tiny models in the layout of published ones, written field by field: an embedding table, and what a test makes of it.

The graph format is protocol buffers (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3); only what is needed is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FLOAT, _INT64, _AXES_ARE_INTS = 1, 7, 7


def write_model(folder: Path, table: NDArray[np.float32], *, words: Sequence[str], pooled: bool = False,
                extra_input: str | None = None, files: Mapping[str, object] | None = None) -> Path:  # fmt: skip
    """A model whose vector of a token is its row in `table`; `pooled` gives the mean of a text's rows instead of each.

    Row 0 is that of unknown words, row 1 that of padding; `words` are those of the rows from 2 on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_graph(table, pooled=pooled, extra_input=extra_input))
    vocabulary = {"[UNK]": 0, "[PAD]": 1} | {word: row for row, word in enumerate(words, 2)}
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(vocabulary)), "utf-8")
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")
    return folder


def _tokenizer(vocabulary: Mapping[str, int]) -> dict[str, object]:
    """One token a character; others are unknown."""
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False},
        "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": dict(vocabulary), "unk_token": "[UNK]"},
    }  # fmt: skip


def _graph(table: NDArray[np.float32], *, pooled: bool, extra_input: str | None) -> bytes:
    rows = "rows" if pooled else "out"
    nodes = [_node("Gather", ["table", "input_ids"], [rows])]
    if pooled:
        axes = _text(1, "axes") + _field(8, 1) + _field(20, _AXES_ARE_INTS)
        keep = _text(1, "keepdims") + _field(3, 0) + _field(20, 2)
        nodes.append(_node("ReduceMean", ["rows"], ["out"], attributes=[axes, keep]))
    tensor = _field(1, table.shape[0]) + _field(1, table.shape[1]) + _field(2, _FLOAT)
    tensor += _text(8, "table") + _bytes(9, table.astype("<f4").tobytes())
    inputs = ["input_ids", *([extra_input] if extra_input else [])]
    graph = b"".join(_bytes(1, node) for node in nodes) + _text(2, "tiny") + _bytes(5, tensor)
    graph += b"".join(_bytes(11, _value(name, _INT64, 2)) for name in inputs)
    graph += _bytes(12, _value("out", _FLOAT, 2 if pooled else 3))
    return _field(1, 8) + _bytes(7, graph) + _bytes(8, _field(2, 13))


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str], *, attributes: Sequence[bytes] = ()) -> bytes:
    written = b"".join(_text(1, name) for name in inputs) + b"".join(_text(2, name) for name in outputs)
    return written + _text(4, kind) + b"".join(_bytes(5, attribute) for attribute in attributes)


def _value(name: str, kind: int, dimensions: int) -> bytes:
    shape = b"".join(_bytes(1, _text(2, f"{name}_{place}")) for place in range(dimensions))
    return _text(1, name) + _bytes(2, _bytes(1, _field(1, kind) + _bytes(2, shape)))


def _field(number: int, value: int) -> bytes:
    return _number(number << 3) + _number(value)


def _bytes(number: int, value: bytes) -> bytes:
    return _number(number << 3 | 2) + _number(len(value)) + value


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())


def _number(value: int) -> bytes:
    written = b""
    while value > 127:
        written += bytes([value & 127 | 128])
        value >>= 7
    return written + bytes([value])
