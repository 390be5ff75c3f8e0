"""Search in other words: passages ranked by the words of a question and by what texts say for those words.

The index compares characters; somebody who says 老师 and 厂里 shares none with 教师 and 企业. Where the words of a
question are not those of the documents in scope, each passage found is also weighed by the terms of the question with
their synonyms, and the two scores are added. A question in the words of the documents is ranked as the index does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from assistant.glossing import NOTHING, Glossed, glossed, with_glosses
from assistant.language import Language, chinese_terms, detect_language, plain_question
from assistant.terms import Term, content_terms, match_term
from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.searching import Hit
from vectorstore.store import Index

REACH = 120  # passages that are weighed again; of a short document all
SHARE = 1.0  # of the score by terms, beside the score of the index on 0 to 1
_HEADINGS = 0.4  # what a term counts for in the headings above a passage
_FEW = 20  # documents whose words are looked through; among more the index decides alone
_FOREIGN = 0.25  # share of the terms' weight unknown to the documents from which other words are tried


def search_text(question: str) -> tuple[str, tuple[Term, ...]]:
    """A question as it is searched for: its plain form, in Chinese terms when it is English, and its terms."""
    plain = plain_question(question)
    text = chinese_terms(plain) if detect_language(question) is Language.ENGLISH else plain
    return text or plain, content_terms(text or plain)


class Nearness(Protocol):
    """How near a question comes to the glosses of documents, as `glossed` tells it."""

    def __call__(self, index: Index, question: str, *, document_ids: Collection[str] | None, by_words: bool) -> Glossed:
        """The nearness of one question."""


def search(index: Index, text: str, terms: Sequence[Term], *, k: int, document_ids: Collection[str] | None = None,
           meaning: str = "", nearness: Nearness = glossed) -> list[Hit]:  # fmt: skip
    """The `k` best passages by the words of `text` and, where the documents use others, by the terms' synonyms.

    `meaning` is what an embedding model reads: the question as it was asked, where `text` holds its Chinese terms alone.
    An endpoint of embeddings that failed the search is not asked again for the glosses.
    """
    otherwise = _speaks_otherwise(index, terms, document_ids)
    told = bool(meaning) and index.glosses.has_any(document_ids)
    if not otherwise and not told:
        return index.search(text, k=k, document_ids=document_ids, meaning=meaning)
    hits = index.search(text, k=max(k, REACH), document_ids=document_ids, meaning=meaning)
    if not hits:
        return hits
    lacking = any(hit.lacking for hit in hits)
    near = nearness(index, meaning, document_ids=document_ids, by_words=lacking) if told else NOTHING
    passages = [hit.passage for hit in hits]
    low, high = hits[-1].score, hits[0].score
    scores = [(hit.score - low) / ((high - low) or 1.0) for hit in hits]
    if otherwise:
        scores = [score + SHARE * held for score, held in zip(scores, _by_terms(terms, passages), strict=True)]
    scores = with_glosses(scores, passages, near)
    order = sorted(range(len(hits)), key=lambda place: (-scores[place], place))[:k]
    return [replace(hits[place], score=round(scores[place], 4)) for place in order]


def _speaks_otherwise(index: Index, terms: Sequence[Term], document_ids: Collection[str] | None) -> bool:
    """Whether much of what a question says is not in the documents' words and some of it is in them by a synonym."""
    documents = [summary.document for summary in index.documents()]
    if document_ids is not None:
        documents = [document for document in documents if document.document_id in document_ids]
    if not terms or not documents or len(documents) > _FEW:
        return False
    texts = [_squeezed(document.text) for document in documents]
    foreign = [term for term in terms if not any(term.word in text for text in texts)]
    if sum(term.weight for term in foreign) < _FOREIGN * sum(term.weight for term in terms):
        return False
    return any(other in text for term in terms for other in term.synonyms for text in texts)


def _by_terms(terms: Sequence[Term], passages: Sequence[Passage]) -> list[float]:
    """The share of the terms' weight that each passage holds; terms that few passages hold count more."""
    found = []
    for passage in passages:
        text, path = _squeezed(passage.text), _squeezed(" ".join(passage.path[1:]))
        found.append([max(match_term(term, text), _HEADINGS * match_term(term, path)) for term in terms])
    weights = []
    for place, term in enumerate(terms):
        holding = sum(row[place] >= 0.5 for row in found)
        weights.append(term.weight * math.log((1 + len(found)) / (1 + holding)) if holding else 0.0)
    total = sum(weights) or 1.0
    return [sum(weight * held for weight, held in zip(weights, row, strict=True)) / total for row in found]


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    return squeeze(text)
