"""Whether the documents can answer a question at all: several kinds of evidence in one calibrated estimate.

No single score tells: a question on the same theme shares most of its words with a text that does not answer it.
Each sign below is 0 to about 1; the weights and the bounds are in `data/answerability.toml`, which says on what they
were fitted.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from assistant.asking import gives
from assistant.evidence import Evidence
from assistant.queries import Query
from assistant.span_features import question_grams
from assistant.terms import coverage, is_generic, match_term
from ingest.reading import squeeze

SIGNS = (
    "covered",
    "stated",
    "known",
    "best_passage_covers",
    "texts_cover",
    "pairs_in_passage",
    "pairs_in_texts",
    "pairs_in_sentence",
    "least_known_noun",
    "last_noun_known",
    "foreign_share",
    "gives",
    "asks",
    "margin",
    "title_in_question",
    "other_title_named",
    "titled",
)
_TITLE = re.compile(r"《([^《》]{2,60})》")
_LENGTH = 40  # characters of a title that are held against the question


def signs_of(query: Query, evidence: Sequence[Evidence]) -> dict[str, float]:
    """The signs for and against an answer in the weighed sentences (best first)."""
    best = evidence[0]
    passage = best.sentence.passage
    sentence = squeeze(best.sentence.text)
    near = [squeeze(passage.text), squeeze(" ".join(passage.path))]
    passages = {item.sentence.passage.passage_id: item.sentence.passage for item in evidence}
    everything = [squeeze(item.text) for item in passages.values()]
    everything += [squeeze(" ".join(path)) for path in {item.path for item in passages.values()}]
    nouns = [term for term in query.terms if term.noun and not is_generic(term.word)]
    known = [max(match_term(term, text) for text in near) for term in nouns]
    total = sum(term.weight for term in query.terms) or 1.0
    foreign = sum(term.weight for term, there in zip(nouns, known, strict=True) if there < 0.3)
    other = [item for item in evidence if item.sentence.passage.clause_id != passage.clause_id]
    title = squeeze(passage.path[0]) if passage.path else ""
    said = in_their_words(query, everything)
    asked = squeeze(query.text)
    named = [squeeze(found) for found in _TITLE.findall(asked)]
    return {
        "covered": best.covered,
        "stated": best.stated,
        "known": best.known,
        "best_passage_covers": coverage(query.terms, near),
        "texts_cover": coverage(query.terms, everything),
        "pairs_in_passage": _pairs_known(said, near),
        "pairs_in_texts": _pairs_known(said, everything),
        "pairs_in_sentence": _pairs_known(said, [sentence]),
        "least_known_noun": min(known, default=1.0),
        "last_noun_known": known[-1] if known else 1.0,
        "foreign_share": foreign / total,
        "gives": sum(gives(ask, passage.text) for ask in query.asks) / len(query.asks) if query.asks else 1.0,
        "asks": float(bool(query.asks)),
        "margin": best.score - other[0].score if other else 0.5,
        "title_in_question": _longest_shared(title, asked) / max(1, min(len(title), _LENGTH)),
        "other_title_named": float(bool(named) and not any(_same(name, title, everything) for name in named)),
        "titled": float(bool(named)),
    }


def likelihood(signs: Mapping[str, float]) -> float:
    """How likely it is that the documents answer the question, 0 to 1."""
    total = sum(weight * signs[name] for name, weight in _table()["weights"].items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total + _table()["bounds"]["offset"]))))


def answerable(query: Query, evidence: Sequence[Evidence]) -> bool | None:
    """Whether the signs say that the documents answer, or that they do not; None where they leave it open."""
    signs, bounds = signs_of(query, evidence), _table()["bounds"]
    estimate = likelihood(signs)
    if estimate >= bounds["answer_from"]:
        return True
    foreign = signs["covered"] < bounds["covered_from"] or signs["other_title_named"] > 0
    return False if estimate < bounds["refuse_below"] and foreign else None


def in_their_words(query: Query, texts: Sequence[str]) -> str:
    """The question with each word that no text holds replaced by a synonym that one does."""
    said = query.text
    for term in query.terms:
        if term.synonyms and not any(term.word in text for text in texts):
            known = [other for other in term.synonyms if any(other in text for text in texts)]
            said = said.replace(term.word, f" {known[0]} ") if known else said
    return said


def _pairs_known(text: str, places: Sequence[str]) -> float:
    pairs = question_grams(text)
    return sum(any(pair in place for place in places) for pair in pairs) / len(pairs) if pairs else 1.0


def _same(name: str, title: str, texts: Sequence[str]) -> bool:
    bare = re.sub(r"\(.*?\)$", "", name)
    return bare in title or (bool(title) and title in bare) or any(f"《{bare}" in text for text in texts)


def _longest_shared(title: str, question: str) -> int:
    """The length of the longest run of characters that a title and a question share."""
    best = 0
    for start in range(len(title)):
        while title[start : start + best + 1] in question and start + best < len(title):
            best += 1
    return best


@cache
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = tomllib.loads(
        (files("assistant") / "data" / "answerability.toml").read_text("utf-8")
    )
    return table
