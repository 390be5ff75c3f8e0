"""Fits whose case the messages of `assistant/data/askers.toml` are, and says how it does on each hand by the others.

python -m eval.asker_training [--output assistant/data/askers.npz]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.asker_by_meaning import FILE, LIKELY, NOBODY, SIGNS, chances, messages_by_hand, signs_of
from assistant.askers import asker_of
from assistant.language import plain_question
from eval.metrics import wilson
from eval.writing import output_file
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines, fit

OUTPUT = Path(__file__).parent.parent / "assistant" / "data" / FILE
_STEPS, _RATE, _PENALTY = 1500, 0.05, 0.5  # of the descent; the loss is convex


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages with the place of their kind in `kinds`, their hand and their vectors (messages × dimension)."""

    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    owners: NDArray[np.int64]
    hands: NDArray[np.str_]
    vectors: Vectors


def read_messages() -> Messages:
    """The messages that come along, embedded by the bundled model."""
    table = messages_by_hand()
    rows = [
        (place, hand, plain_question(text))
        for place, hands in enumerate(table.values())
        for hand, texts in hands.items()
        for text in texts
    ]
    model = BundledEmbeddings()
    vectors = np.array([model.embed_query(text) for *_, text in rows], dtype=np.float16).astype(np.float32)
    owners, hands = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    return Messages(tuple(table), tuple(text for *_, text in rows), owners, hands, vectors)


def left_out_signs(messages: Messages) -> Vectors:
    """The signs of each message (messages × kinds × SIGNS), as a whole by a fit to all other hands."""
    whole = np.zeros((len(messages.texts), len(messages.kinds)), dtype=np.float32)
    for hand in np.unique(messages.hands):
        own = messages.hands == hand
        model = _lines(messages, ~own)
        whole[own] = [_padded(model.of(vector), len(messages.kinds)) for vector in messages.vectors[own]]
    return np.array([signs_of(text, row, messages.kinds) for text, row in zip(messages.texts, whole, strict=True)])


def shares_of(signs: Vectors, owners: NDArray[np.int64]) -> Vectors:
    """The share of each sign by which the kinds of messages are most likely; a convex loss, by adaptive descent."""
    shares = np.zeros(len(SIGNS), dtype=np.float32)
    first, second = np.zeros_like(shares), np.zeros_like(shares)
    own = signs[np.arange(len(owners)), owners].sum(axis=0)
    for step in range(1, _STEPS + 1):
        expected = (chances(signs, shares)[..., None] * signs).sum(axis=(0, 1))
        slope = expected - own + 2 * _PENALTY * shares
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        shares -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return shares


def report(messages: Messages, signs: Vectors) -> list[str]:
    """How often whose case it is shows, and how often rightly, each hand by the others; and by the rules alone."""
    likely = np.zeros(signs.shape[:2])
    for hand in np.unique(messages.hands):
        own = messages.hands == hand
        likely[own] = chances(signs[own], shares_of(signs[~own], messages.owners[~own]))
    best, real = likely.argmax(axis=1), messages.owners != messages.kinds.index(NOBODY)
    believed = real & (likely.max(axis=1) >= LIKELY)
    right = best == messages.owners
    by_words = [asker_of(text) for text in messages.texts]
    named = np.array([asker is not None for asker in by_words])
    same = np.array([asker is not None and asker.kind == messages.kinds[own] for asker, own in zip(by_words, messages.owners, strict=True)])  # fmt: skip
    return [
        f"right: {wilson(int((right & real).sum()), int(real.sum()))}",
        f"believed: {wilson(int(believed.sum()), int(real.sum()))}",
        f"right of what is believed: {wilson(int((right & believed).sum()), int(believed.sum()))}",
        f"nobody's case taken for somebody's: {wilson(int((~right & ~real & (likely.max(axis=1) >= LIKELY)).sum()), int((~real).sum()))}",
        f"by the rules alone, right: {wilson(int((same & real).sum()), int(real.sum()))}",
        f"by the rules alone, wrong: {wilson(int((named & ~same & real).sum()), int(real.sum()))}",
    ]


def _lines(messages: Messages, kept: NDArray[np.bool_]) -> Lines:
    return Lines(messages.vectors[kept], _weights(messages, kept))


def _weights(messages: Messages, kept: NDArray[np.bool_]) -> Vectors:
    weights = fit(messages.vectors[kept], messages.owners[kept])
    if weights is None:
        raise ValueError("too many messages for a fit, or none")
    return weights


def _padded(found: Vectors, length: int) -> Vectors:
    """What a fit says, 0 for the last kinds where the hands it was made of have none of them."""
    return np.pad(found, (0, length - len(found)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how it does hand by hand, fit on all of them and write it."""
    parser = argparse.ArgumentParser(prog="python -m eval.asker_training", description="Fit whose case a message is.")
    parser.add_argument("--output", type=output_file, default=OUTPUT, help="where to write the vectors and weights")
    given = parser.parse_args(arguments)
    messages = read_messages()
    signs = left_out_signs(messages)
    for line in report(messages, signs):
        sys.stdout.write(f"{line}\n")
    np.savez(
        given.output,
        kinds=np.array(messages.kinds),
        lines=messages.vectors.astype(np.float16),
        weights=_weights(messages, np.ones(len(messages.texts), dtype=bool)).astype(np.float16),
        shares=shares_of(signs, messages.owners),
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
