"""The route of a question as a weighted vote over its wording and, where the bundled model runs, over its meaning.

The weights of the wording are read from `data/routes.json`; `data/route_meaning.npz` holds what the meaning adds to
their votes, fitted beside them. `python -m eval.route_training` writes both.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from assistant.queries import Query, Route
from assistant.route_signals import signals_of
from vectorstore.bundled_embeddings import BundledEmbeddings, is_bundled

Floats = NDArray[np.float32]
MEANING = "route_meaning.npz"
# What documents are about is unknown here: that a question is not of those that the samples ask does not tell it off topic.
_OF_NO_DOCUMENT = {Route.OFF_TOPIC, Route.SMALL_TALK}


@dataclass(frozen=True, slots=True)
class RouteMeaning:
    """What the vector of a question adds to the vote for each route: `weights` (dimension × routes) on vectors less `mean`."""

    mean: Floats
    weights: Floats

    def votes(self, vectors: Floats) -> Floats:
        """The votes of questions (questions × routes) by their vectors (questions × dimension)."""
        added: Floats = meant(vectors, self.mean) @ self.weights
        return added


def meant(vectors: Floats, mean: Floats) -> Floats:
    """Vectors (questions × dimension) less what all have in common, each of length 1."""
    apart = vectors - mean
    scaled: Floats = (apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return scaled


@dataclass(frozen=True, slots=True)
class RouteModel:
    """Words that the model knows, and for each signal its weight for each route; what the meaning adds, where it is known."""

    routes: tuple[Route, ...]
    known: frozenset[str]
    weights: dict[str, tuple[float, ...]]
    meaning: RouteMeaning | None = None

    def ranked(self, query: Query) -> list[tuple[Route, float]]:
        """All routes with their probability, the likeliest first."""
        found = [self.weights[signal] for signal in signals_of(query, self.known) if signal in self.weights]
        if not found:
            return [(Route.FACT, 1.0)]
        scale = 1 / math.sqrt(len(found))
        votes = [scale * sum(column) for column in zip(*found, strict=True)]
        if self.meaning is not None:
            vector = np.array([BundledEmbeddings().embed_query(query.plain)], dtype=np.float32)
            told = zip(self.routes, votes, self.meaning.votes(vector)[0], strict=True)
            votes = [vote + float(more) * (route not in _OF_NO_DOCUMENT) for route, vote, more in told]
        likely = [math.exp(vote - max(votes)) for vote in votes]
        return sorted(
            ((route, vote / sum(likely)) for route, vote in zip(self.routes, likely, strict=True)),
            key=lambda item: -item[1],
        )


@cache
def route_model() -> RouteModel:
    """The model of the shipped weights."""
    stored = json.loads((files("assistant") / "data" / "routes.json").read_text("utf-8"))
    return RouteModel(
        tuple(Route(name) for name in stored["routes"]),
        frozenset(stored["known"]),
        {signal: tuple(row) for signal, row in stored["weights"].items()},
        _meaning() if is_bundled() else None,
    )


def _meaning() -> RouteMeaning:
    with as_file(files("assistant") / "data" / MEANING) as file, np.load(file, allow_pickle=False) as stored:
        return RouteMeaning(stored["mean"].astype(np.float32), stored["weights"].astype(np.float32))
