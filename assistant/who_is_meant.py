"""Whether a question with 谁 or 哪家 means the offices of a task, or somebody else: who decides, pays, takes part, is liable.

Both are asked in the same words of the same matters (谁的一亩三分地, 谁说了算), so the message and the part of it that
asks are read for their meaning. `data/who_is_meant.npz` holds the vectors of such questions of both kinds and the fit that
tells them apart; `python -m eval.who_training` writes it and says how well it does.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from assistant.asking_part import part_that_asks
from vectorstore.bundled_embeddings import BundledEmbeddings, is_bundled
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines

FILE = "who_is_meant.npz"
OFFICES, OTHERS = range(2)  # what the fit tells apart
_WHO = re.compile(
    r"谁|哪|部门|单位|[局委办](?!法|理)|衙门|几家|多少家|\b(?:whom?|whose|which|offices?|bureaus?|departments?|commissions?|body|bodies)\b",
    re.IGNORECASE,
)


def asks_who(plain: str) -> bool:
    """Whether a plain question has a word that may mean offices or somebody else."""
    return bool(_WHO.search(plain))


def rather_offices(plain: str) -> float:
    """How much more a plain question means offices than somebody else, about -1 to 1; 0 without the bundled model."""
    if not (plain.strip() and is_bundled()):
        return 0.0
    found = _fit().of(vector_of(plain))
    return float(found[OFFICES] - found[OTHERS])


def vector_of(plain: str) -> Vectors:
    """The vectors of a plain question and of its part that asks, one behind the other, together of length 1."""
    model = BundledEmbeddings()
    both = np.concatenate([model.vector(plain), model.vector(part_that_asks(plain) or plain)])
    return np.asarray(both / np.sqrt(2.0), dtype=np.float32)


@cache
def _fit() -> Lines:
    """The shipped fit."""
    with as_file(files("assistant") / "data" / FILE) as file, np.load(file, allow_pickle=False) as stored:
        return Lines(stored["lines"].astype(np.float32), stored["weights"].astype(np.float32))
