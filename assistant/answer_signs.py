"""Signs for and against an answer in the weighed sentences of the documents, each 0 to about 1.

No single one tells: a question on the same theme shares most of its words with a text that does not answer it. What
counts is above all whether its rare words stand in one passage, and, where one document of several was chosen,
whether another one speaks of the matter better.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.asked_beyond import asked_beyond
from assistant.asking import ATTRIBUTES
from assistant.asking_part import asks_for_told
from assistant.either_or import choices_in, spoken_of
from assistant.evidence import Evidence
from assistant.giving import gives
from assistant.glossing import Glossed
from assistant.queries import Query
from assistant.sources import Sources
from assistant.span_features import grams_of, question_grams
from assistant.terms import coverage, is_generic, match_term
from ingest.documents import Span
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
    "rare_pairs_in_passage",
    "rare_pairs_in_one",
    "rare_pairs_beyond_title",
    "rarest_missing",
    "next_rarest_missing",
    "rarity",
    "length",
    "longest_run",
    "title_share",
)
LEAD = "lead"  # of the document that was chosen before the others; among these signs only where there are others
# How much nearer a question is to the glosses of the best sentence than to what texts leave open, and whether it asks for
# a thing that is never the topic itself (a telephone, a deadline); only where a model read it.
NEARER, ATTRIBUTE = "nearer", "attribute"
# How much the question is about the best sentence by all glosses, by how much more than about any other sentence, and how
# much it is such a question as texts leave open, concerns no administration, or one in other matters.
TOLD, TOLD_APART, LEFT_OPEN, IDLE, ELSEWHERE = "told", "told_apart", "left_open", "idle", "elsewhere"
CLOSELY = "closely_"  # before these names: the same by the fit that knows what single sentences leave open
BESIDE = "beside"  # how much a question is such a one
_OF_FIT = (TOLD, TOLD_APART, LEFT_OPEN, IDLE, ELSEWHERE)
OF_FITS = (*_OF_FIT, *(CLOSELY + name for name in _OF_FIT), BESIDE)
# Whether two things are put up to choose from, and how much the sentence, or its everyday words, speak of either.
OF_CHOICE = ("choice", "choice_said", "choice_lent")
ASKING = "asking"  # whether the part that asks is such as documents answer; see `assistant.asking_part`
BEYOND = "beyond"  # what the words beside the nearest lines speak for; see `assistant.asked_beyond`
_TITLE = re.compile(r"《([^《》]{2,60})》")
_LENGTH = 40  # characters of a title that are held against the question
_LONG = 10  # characters of a run, and passages of an index, that are much
_NEAREST = 20.0  # of differences between inner products, which seldom reach 0.05
_FARTHEST = 3.0  # of a lead; beyond it says no more


def signs_of(query: Query, evidence: Sequence[Evidence], sources: Sources) -> Mapping[str, float]:
    """The signs for and against an answer in the weighed sentences (best first); LEAD where it can be told."""
    return sources.signs(query, evidence, lambda: _signs_of(query, evidence, sources))


def _signs_of(query: Query, evidence: Sequence[Evidence], sources: Sources) -> dict[str, float]:
    best = evidence[0]
    passage = best.sentence.passage
    near = [squeeze(passage.text), squeeze(" ".join(passage.path))]
    passages = {item.sentence.passage.passage_id: item.sentence.passage for item in evidence}
    everything = [squeeze(item.text) for item in passages.values()]
    everything += [squeeze(" ".join(path)) for path in {item.path for item in passages.values()}]
    other = [item for item in evidence if item.sentence.passage.clause_id != passage.clause_id]
    said = in_their_words(query, everything)
    signs = {
        "covered": best.covered,
        "stated": best.stated,
        "known": best.known,
        "best_passage_covers": coverage(query.terms, near),
        "texts_cover": coverage(query.terms, everything),
        "pairs_in_passage": _pairs_known(said, near),
        "pairs_in_texts": _pairs_known(said, everything),
        "pairs_in_sentence": _pairs_known(said, [squeeze(best.sentence.text)]),
        "gives": sum(gives(ask, passage.text) for ask in query.asks) / len(query.asks) if query.asks else 1.0,
        "asks": float(bool(query.asks)),
        "margin": best.score - other[0].score if other else 0.5,
        **_of_nouns(query, near),
        **_of_title(query, squeeze(passage.path[0]) if passage.path else "", everything, sources),
        **_of_rare_pairs(said, evidence, sources),
        "longest_run": min(_longest_shared(re.sub(r"\W", "", squeeze(query.plain)), near[0]), 2 * _LONG) / _LONG,
    }
    lead = sources.lead(query)
    led = {} if lead is None else {LEAD: _held_in(lead, _FARTHEST)}
    return {name: signs[name] for name in SIGNS} | led | _of_glosses(query, best, sources)


def _of_glosses(query: Query, best: Evidence, sources: Sources) -> dict[str, float]:
    """The signs that everyday words give; nothing where no model held the question against any."""
    near, place = sources.near(query), (best.sentence.passage.document_id, best.sentence.span)
    nearer = near.nearer(*place)
    if not (near.is_rich and math.isfinite(nearer)):
        return {}
    beyond = sources.beyond(query)
    return {
        **dict(zip(OF_FITS, _of_fits(near, *place), strict=True)),
        NEARER: _NEAREST * nearer,
        ATTRIBUTE: float(bool(query.asks & ATTRIBUTES)),
        ASKING: asks_for_told(query.plain),
        BEYOND: 0.0 if beyond is None else asked_beyond().vote(beyond),
        **_of_choice(query.plain, best.sentence.text, near.lent(*place)),
    }


def _of_choice(plain: str, said: str, lent: str) -> dict[str, float]:
    """The signs of a question that puts up two things; 0 where it puts up none."""
    choices = choices_in(plain)
    if choices is None:
        return dict.fromkeys(OF_CHOICE, 0.0)
    told = (1.0, spoken_of(choices, said), spoken_of(choices, lent))
    return dict(zip(OF_CHOICE, told, strict=True))


def _of_fits(near: Glossed, document_id: str, span: Span) -> tuple[float, ...]:
    """What both fits say, in the order of OF_FITS; without lines of what single sentences leave open no question is such a one."""
    broad, close = near.untold, near.closely_untold
    beside = close.beside if math.isfinite(close.beside) else 0.0
    return (*near.apart(document_id, span), *broad[:3], *near.closely_apart(document_id, span), *close[:3], beside)


def _held_in(value: float, bound: float) -> float:
    return max(-bound, min(bound, value))


def _of_nouns(query: Query, near: Sequence[str]) -> dict[str, float]:
    """How the nouns of a question stand in the best passage and its headings."""
    nouns = [term for term in query.terms if term.noun and not is_generic(term.word)]
    known = [max(match_term(term, text) for text in near) for term in nouns]
    total = sum(term.weight for term in query.terms) or 1.0
    foreign = sum(term.weight for term, there in zip(nouns, known, strict=True) if there < 0.3)
    return {
        "least_known_noun": min(known, default=1.0),
        "last_noun_known": known[-1] if known else 1.0,
        "foreign_share": foreign / total,
    }


def _of_title(query: Query, title: str, texts: Sequence[str], sources: Sources) -> dict[str, float]:
    """Whether a question speaks in the words of the title, or names the title of another document."""
    asked = squeeze(query.text)
    named = [squeeze(found) for found in _TITLE.findall(asked)]
    grams = sorted(grams_of(title))
    rarity = np.array(sources.index.rarity(grams))
    held = np.array([gram in asked for gram in grams], dtype=bool)
    return {
        "title_in_question": _longest_shared(title, asked) / max(1, min(len(title), _LENGTH)),
        "title_share": float(rarity[held].sum() / (rarity.sum() or 1.0)) if grams else 0.0,
        "other_title_named": float(bool(named) and not any(_same(name, title, texts) for name in named)),
        "titled": float(bool(named)),
    }


def _of_rare_pairs(said: str, evidence: Sequence[Evidence], sources: Sources) -> dict[str, float]:
    """How the pairs of characters of a question stand in the passages, rare ones counting more."""
    pairs = question_grams(said)
    rarity = np.array(sources.index.rarity(pairs))
    total = float(rarity.sum()) or 1.0
    best = evidence[0].sentence.passage
    texts = {}
    for item in evidence:
        passage = item.sentence.passage
        if passage.passage_id not in texts:
            texts[passage.passage_id] = squeeze(passage.text), squeeze(" ".join(passage.path))
    held = {
        name: np.array([pair in text or pair in path for pair in pairs], dtype=bool)
        for name, (text, path) in texts.items()
    }
    own = held[best.passage_id]
    title = squeeze(best.path[0]) if best.path else ""
    beyond = rarity * np.array([pair not in title for pair in pairs], dtype=bool)
    missing = [*sorted(rarity[~own], reverse=True), 0.0, 0.0]
    return {
        "rare_pairs_in_passage": float(rarity[own].sum()) / total,
        "rare_pairs_in_one": max(float(rarity[there].sum()) for there in held.values()) / total,
        "rare_pairs_beyond_title": float(beyond[own].sum() / beyond.sum()) if beyond.sum() else 1.0,
        "rarest_missing": float(missing[0]),
        "next_rarest_missing": float(missing[1]),
        "rarity": float(rarity.mean()) if pairs else 0.0,
        "length": math.log(1 + len(pairs)) / math.log(1 + _LONG),
    }


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
