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
from assistant.queries import Query, Route, weight_of
from assistant.recognising import is_by_name, is_recognised, names_another_matter, names_the_unknown
from assistant.sources import Sources

_SURE = 0.9
_OF_OWNERS = 0.5  # share of the bound below which a question for owners is refused
_NO_DOUBT = 0.8  # for a thing that the wording asks for and the best passage does not seem to give
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
        beside = model == GLOSSED and (
            names_another_matter(query, sources, evidence[0])
            or is_by_name(query)
            or (estimate < _NO_DOUBT and names_the_unknown(query, sources, evidence[0]))
        )
        if estimate >= bounds["answer_from"] and not beside:
            return True
        foreign = signs["covered"] < bounds["covered_from"] or signs["other_title_named"] > 0
        # Who asks for an office mostly names a task: few such questions have no answer.
        low = bounds["refuse_below"] * (_OF_OWNERS if model == GLOSSED and query.route is Route.OWNER else 1.0)
        if estimate < low and foreign:
            return False
    return None


def recognised(query: Query, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether the best sentence says in other words what is asked, and the signs together do not speak against an answer."""
    put_up = query.continued or questions.CONFIRM.search(query.plain)  # what is put up may be unknown to the text
    if put_up:
        return is_recognised(query, sources, evidence)
    decided = answerable(query, evidence, sources)
    judged = sources.near(query).is_rich  # where the everyday words are many the signs have all been weighed
    return bool(decided is not False and (decided or not judged) and is_recognised(query, sources, evidence))


def gives_in_other_words(query: Query, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether the everyday words for the documents leave so little doubt that a wording which seems to ask for a thing does not.

    哪些活儿是有人盯着看进展的 asks for no progress.
    """
    signs = {} if query.continued else signs_of(query, evidence, sources)
    return NEARER in signs and LEAD not in signs and likelihood(signs, GLOSSED) >= _NO_DOUBT


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
