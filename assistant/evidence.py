"""Choosing the sentences that answer: every sentence of the retrieved passages, weighed against the question."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.asking import Ask
from assistant.giving import gives
from assistant.glossing import NOTHING, WHOLE, Glossed
from assistant.terms import ABBREVIATION, PARTIAL, SYNONYM, Term, coverage, is_generic, match_term
from ingest.documents import Span
from ingest.passages import Passage
from ingest.reading import reading_view, squeeze
from ingest.sentences import sentences_of
from ingest.tasks import find_annotations

_PASSAGE_SHARE, _PATH_SHARE = 0.55, 0.6  # what a term counts for outside the sentence itself
_RANK_SHARE = 0.12
_GIVES_BONUS = 0.18
_FOCUS_BONUS = 0.35
_OWNED_BONUS = 0.2
_CONTRAST = 0.4
# Of the sentence whose gloss is nearest: where the texts hold all words of a question, and where they hold none.
_LEAST_NEAR, _MOST_NEAR = 0.6, 2.5
_SURELY_NEAR = 5.0  # of what a gloss is nearer than any doubt, inner products


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage; `span` are offsets into the document's source text."""

    passage: Passage
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence weighed against a question.

    `score` orders sentences; `covered` is the share of the question's weight found in the sentence, its
    passage or its headings, `stated` the share in the sentence itself, `known` that of `covered` among
    the terms that any of the weighed passages holds; all 0 to 1. `rank` is the place of the passage.
    """

    sentence: Sentence
    score: float
    covered: float
    stated: float
    known: float = 0.0
    rank: int = 0


@lru_cache(maxsize=4096)
def sentences_in(passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a passage, its responsibility note left out."""
    view = reading_view(passage.text)
    whole = Span(0, len(passage.text))
    notes = find_annotations(view, whole)
    sentences: list[Sentence] = []
    start = 0
    for end, after in [*((note.span.start, note.span.end) for note in notes), (len(view), len(view))]:
        if start < end:
            for span in sentences_of(view, Span(start, end)):
                absolute = Span(passage.span.start + span.start, passage.span.start + span.end)
                sentences.append(Sentence(passage, absolute, span.slice(passage.text)))
        start = after
    told = [sentence for sentence in sentences if not _is_heading(sentence)]
    return tuple(told or sentences)


def _is_heading(sentence: Sentence) -> bool:
    """Whether a sentence is only the mark and heading of its passage, which says nothing of its own."""
    heading, text = squeeze(sentence.passage.heading), squeeze(sentence.text).rstrip("。")
    return bool(heading) and text.endswith(heading) and len(text) <= len(heading) + 6


def in_front(found: Evidence | None, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences in their order, the one found before all others; as they are where none was."""
    return list(evidence) if found is None else [found, *(item for item in evidence if item is not found)]


def weigh(terms: Sequence[Term], passages: Sequence[Passage], *, asks: Collection[Ask] = (),
          focus: Collection[str] = (), owned: bool = False, against: Sequence[Term] = (),
          glosses: Glossed = NOTHING, understood: float = 1.0) -> list[Evidence]:  # fmt: skip
    """All sentences of the passages (best passage first), the one that answers best in front.

    A term counts in full in the sentence, in part in the rest of its passage or in the headings above
    it; terms that few sentences hold count more. `focus` names clauses that the conversation is about,
    `owned` prefers passages with a responsibility note, `against` are terms of the other side of a
    comparison, which speak against a sentence. `glosses` tell how near the question is to the everyday words for
    sentences; a term in these counts as one that the sentence says by another word. `understood` is the share
    of the question that the terms speak for, where these are what a glossary knows of it.
    """
    sentences = [sentence for passage in passages for sentence in sentences_in(passage)]
    squeezed = [squeeze(sentence.text) for sentence in sentences]
    whole = {passage.passage_id: squeeze(passage.text) for passage in passages}
    path = {passage.passage_id: squeeze(" ".join(passage.path[1:])) for passage in passages}
    rank = {passage.passage_id: index for index, passage in enumerate(passages)}
    found = [[match_term(term, text) for term in terms] for text in squeezed]
    in_passage = {name: [match_term(term, text) for term in terms] for name, text in whole.items()}
    by_path = {text: [match_term(term, text) for term in terms] for text in set(path.values())}
    in_path = {name: list(by_path[text]) for name, text in path.items()}
    known = _lend(terms, sentences, found, in_passage, in_path, glosses)
    nearest = _LEAST_NEAR + (_MOST_NEAR - _LEAST_NEAR) * (1.0 - understood * known)
    weights = _weights(terms, found)
    asked = [0.0 if term.carried else weight for term, weight in zip(terms, weights, strict=True)]
    if not any(asked):
        asked = weights
    total, asked_total = sum(weights) or 1.0, sum(asked) or 1.0
    known_total = (
        sum(
            weight
            for index, weight in enumerate(asked)
            if any(row[index] >= 0.5 for row in (*in_passage.values(), *in_path.values()))
        )
        or asked_total
    )
    weighed = []
    for sentence, text, own in zip(sentences, squeezed, found, strict=True):
        name = sentence.passage.passage_id
        near = [max(_PASSAGE_SHARE * p, _PATH_SHARE * h) for p, h in zip(in_passage[name], in_path[name], strict=True)]
        stated = sum(w * s for w, s in zip(asked, own, strict=True)) / asked_total
        reached = sum(w * max(s, n) for w, s, n in zip(weights, own, near, strict=True)) / total
        covered = sum(w * max(s, p, h) for w, s, p, h in zip(
            asked, own, in_passage[name], in_path[name], strict=True)) / asked_total  # fmt: skip
        score = understood * reached + _RANK_SHARE / (1 + rank[name]) ** 0.5
        score += _GIVES_BONUS * sum(gives(ask, sentence.text) for ask in asks) / len(asks) if asks else 0.0
        score += _FOCUS_BONUS if sentence.passage.clause_id in focus else 0.0
        score += _OWNED_BONUS if owned and sentence.passage.offices else 0.0
        score += nearest * glosses.score(sentence.passage.document_id, sentence.span) / WHOLE
        score += _SURELY_NEAR * glosses.surely(sentence.passage.document_id, sentence.span)
        score -= _CONTRAST * coverage(against, [text]) if against else 0.0
        weighed.append(Evidence(sentence, score, covered, stated, covered * asked_total / known_total, rank[name]))
    return sorted(
        weighed,
        key=lambda evidence: (-evidence.score, rank[evidence.sentence.passage.passage_id], evidence.sentence.span),
    )


def _lend(terms: Sequence[Term], sentences: Sequence[Sentence], found: Sequence[list[float]],
          in_passage: Mapping[str, list[float]], in_path: Mapping[str, list[float]], glosses: Glossed) -> float:  # fmt: skip
    """Give the terms that no text holds to the sentences whose glosses do; returned is the share that texts hold."""
    rows = [*found, *in_passage.values(), *in_path.values()]
    best = [max((row[place] for row in rows), default=0.0) for place in range(len(terms))]
    telling = [(term.weight, held) for term, held in zip(terms, best, strict=True) if not is_generic(term.word)]
    total = sum(weight for weight, _ in telling)
    known = sum(weight * (1.0 if held >= ABBREVIATION else held) for weight, held in telling) / total if total else 0.0
    unheld = [place for place, held in enumerate(best) if held < PARTIAL]
    for own, sentence in zip(found, sentences, strict=True) if unheld else ():
        lent = glosses.lent(sentence.passage.document_id, sentence.span)
        for place in unheld:
            if lent and terms[place].word in lent:
                own[place] = SYNONYM
                in_passage[sentence.passage.passage_id][place] = SYNONYM
    return known


def _weights(terms: Sequence[Term], found: Sequence[Sequence[float]]) -> list[float]:
    """Each term's own weight times how rare it is among the sentences; a term found nowhere keeps its weight."""
    count = len(found) or 1
    weights = []
    for index, term in enumerate(terms):
        holding = sum(row[index] >= 0.5 for row in found)
        rarity = math.log(1 + count / (1 + holding)) / math.log(1 + count)
        weights.append(term.weight * (0.35 + 0.65 * rarity))
    return weights
