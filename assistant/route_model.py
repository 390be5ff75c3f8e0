"""The route of a question as a weighted vote over its wording; the weights are read from `data/routes.json`.

`python -m eval.route_training` writes that file.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.queries import Query, Route
from assistant.route_signals import signals_of


@dataclass(frozen=True, slots=True)
class RouteModel:
    """Words that the model knows, and for each signal its weight for each route."""

    routes: tuple[Route, ...]
    known: frozenset[str]
    weights: dict[str, tuple[float, ...]]

    def ranked(self, query: Query) -> list[tuple[Route, float]]:
        """All routes with their probability, the likeliest first."""
        found = [self.weights[signal] for signal in signals_of(query, self.known) if signal in self.weights]
        if not found:
            return [(Route.FACT, 1.0)]
        scale = 1 / math.sqrt(len(found))
        votes = [math.exp(scale * sum(column)) for column in zip(*found, strict=True)]
        return sorted(
            ((route, vote / sum(votes)) for route, vote in zip(self.routes, votes, strict=True)),
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
    )
