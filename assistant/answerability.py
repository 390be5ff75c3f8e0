"""Whether the documents can answer a question at all: several kinds of evidence in one calibrated estimate.

The signs are in `answer_signs`; the weights and the bounds in `data/answerability.toml`, fitted by
`eval/answerability_fitting.py`, which says on what. There are three sets of weights: where one document of several was
chosen, how the others do says more than all else; where sentences have glosses, how near the question comes to them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from assistant import questions
from assistant.answer_signs import LEAD, NEARER, signs_of
from assistant.evidence import Evidence
from assistant.queries import Query, weight_of
from assistant.recognising import is_by_name, names_another_matter
from assistant.sources import Sources

_SURE = 0.9
# The text by itself; one document chosen among several; a text with everyday words beside it.
ALONE, AMONG, GLOSSED = "alone", "among", "glossed"


def models_of(signs: Mapping[str, float]) -> tuple[str, ...]:
    """Which sets of weights read some signs; a later one is asked where those before leave it open."""
    return (AMONG,) if LEAD in signs else (GLOSSED, ALONE) if NEARER in signs else (ALONE,)


def likelihood(signs: Mapping[str, float], model: str) -> float:
    """How likely it is by one set of weights that the documents answer the question, 0 to 1."""
    total = sum(weight * signs[name] for name, weight in _table()[f"{model}_weights"].items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total + _table()[f"{model}_bounds"]["offset"]))))


def answerable(query: Query, evidence: Sequence[Evidence], sources: Sources) -> bool | None:
    """Whether the signs say that the documents answer, or that they do not; None where they leave it open."""
    signs = signs_of(query, evidence, sources)
    for model in models_of(signs):
        bounds = _table()[f"{model}_bounds"]
        estimate = likelihood(signs, model)
        if estimate >= bounds["answer_from"] and not (model == GLOSSED and _asks_beside(query, evidence[0], sources)):
            return True
        foreign = signs["covered"] < bounds["covered_from"] or signs["other_title_named"] > 0
        if estimate < bounds["refuse_below"] and foreign:
            return False
    return None


def _asks_beside(query: Query, best: Evidence, sources: Sources) -> bool:
    """Whether a question that is near to a sentence asks for a name, a number or a matter that it does not speak of."""
    return is_by_name(query) or names_another_matter(query, sources, best)


def is_sure(query: Query, said: str, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether a document chosen among others answers what by its words alone is no question for an administration."""
    if not evidence or questions.INJECTION.search(said) or weight_of(query.terms) < 1.0:
        return False
    signs = signs_of(query, evidence, sources)
    return models_of(signs) == (AMONG,) and likelihood(signs, AMONG) >= _SURE


@cache
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = tomllib.loads(
        (files("assistant") / "data" / "answerability.toml").read_text("utf-8")
    )
    return table
