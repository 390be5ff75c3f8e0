"""The vectors of the everyday lines that come with wence, made beforehand, so that a first start need not wait for them.

`data/line_vectors.npz` holds them for the bundled model, by the digest of each line, in half precision. A line that is
not in it is embedded when an index is built. After a change of lines: python -m vectorstore.likeness
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.bundled_embeddings import NAME

Vectors = NDArray[np.float32]
FILE = "line_vectors.npz"
_IDLE = "chatting"  # the group of lines that ask nothing of an administration
_ELSEWHERE = "elsewhere"  # the group of those that ask it for what other documents are about


@cache
def unsaid_lines() -> tuple[str, ...]:
    """Questions of the kinds that texts mostly leave unanswered, in everyday words."""
    return tuple(line for name, lines in _unsaid().items() if name not in {_IDLE, _ELSEWHERE} for line in lines)


@cache
def idle_lines() -> tuple[str, ...]:
    """What people write to an assistant that no document of an administration is about."""
    return tuple(_unsaid()[_IDLE])


@cache
def elsewhere_lines() -> tuple[str, ...]:
    """What people ask an administration that documents on schools and firms are not about (housing, visas, other taxes)."""
    return tuple(_unsaid()[_ELSEWHERE])


@cache
def _unsaid() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads((files("vectorstore") / "data" / "unsaid.toml").read_text("utf-8"))
    return table


def digest_of(line: str) -> str:
    """The name under which the vector of a line is kept."""
    return hashlib.sha256(line.encode()).hexdigest()[:32]


def made_beforehand(model: str) -> Mapping[str, Vectors]:
    """The vectors that come along for a model, by the digests of their lines; none for a model other than the bundled one."""
    return _made() if model == NAME else {}


@cache
def _made() -> Mapping[str, Vectors]:
    with as_file(files("vectorstore") / "data" / FILE) as file:
        return read_vectors(file)


def read_vectors(file: Path) -> dict[str, Vectors]:
    """The vectors of a file by the digests of their lines; empty where there is no file."""
    if not file.is_file():
        return {}
    with np.load(file, allow_pickle=False) as stored:
        return dict(zip(stored["digests"].tolist(), stored["vectors"].astype(np.float32), strict=True))


def write_vectors(file: Path, vectors: Mapping[str, Vectors]) -> None:
    """Write vectors by the digests of their lines, in half precision."""
    np.savez(file, digests=np.array(list(vectors)), vectors=np.array(list(vectors.values()), dtype=np.float16))
