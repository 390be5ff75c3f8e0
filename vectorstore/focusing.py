"""What sets a candidate apart from its neighbours: rare words among them, what its words are spent on, what it refers to.

The features of `rescoring` weigh the words of a question by how rare they are in the whole index. Within one regulation
other words are rare; a clause may say what is asked among much else; and a penalty names the article that was broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.numerals import parse_numeral
from ingest.passages import Passage
from vectorstore.matching import Codes, Matches, Runs, codes_of, is_word, matches_of
from vectorstore.question_weights import Asked, Floats
from vectorstore.titles import topics

FOCUS = (
    "local_pairs", "local_pairs_of_document", "local_characters", "document_union", "document_union_all", "covered",
    "covered_pairs", "sentence_density", "lead_pairs", "lead_covered", "heading_covered", "topic_exact", "topic_share",
    "topic_run", "topic_opens", "refers", "refers_if_penalty", "referred",
)  # fmt: skip
_LEAD = re.compile(r"^(?:第[一二三四五六七八九十百千零〇\d]+条|[(]?[一二三四五六七八九十\d]+[)、.])?([^,:;。\n]{2,40})")
_REFERENCE = re.compile(r"(?:《[^》]*》)?第([一二三四五六七八九十百千零〇\d]+)条")
_ARTICLE = re.compile(r"a(\d+)$")


def focus_features(asked: Asked, passages: Sequence[Passage], texts: Sequence[tuple[str, str, str]], matches: Matches,
                   path: Runs, title: Runs, scores: Floats) -> dict[str, Floats]:  # fmt: skip
    """The features named in FOCUS; `texts` are folded words, headings and title, `scores` those of the first stage."""
    owners = _document_numbers(passages)
    held = np.maximum(matches.texts, path)
    union = np.maximum(held, title)
    pairs = asked.pairs
    best = max(float(scores.max()), 1e-6)
    by_document = _most(union >= 2, owners)
    leads = [_lead(text) for text, *_ in texts]
    lead_runs = matches_of(asked.codes, leads).texts
    density = (matches.sentences >= 2) @ pairs / np.sqrt(np.maximum(_lengths(matches, texts), 12))
    refers, referred = _references(passages, owners, scores / best)
    return {
        "local_pairs": _rare(held >= 2, pairs > 0, np.zeros(len(texts), dtype=np.int64)),
        "local_pairs_of_document": _rare(held >= 2, pairs > 0, owners),
        "local_characters": _rare(held >= 1, asked.singles > 0, owners),
        "document_union": _share(by_document, pairs)[owners],
        "document_union_all": _share(by_document, asked.all_pairs)[owners],
        "covered": _covered(asked.codes, [text for text, *_ in texts]),
        "covered_pairs": _covered_pairs(asked.codes, [text for text, *_ in texts]),
        "sentence_density": np.maximum.reduceat(density, matches.first_sentences) / 10,
        "lead_pairs": _share(lead_runs >= 2, pairs),
        "lead_covered": _covered_pairs(asked.codes, leads),
        "heading_covered": _covered_pairs(asked.codes, [heading or " " for _, heading, _ in texts]),
        **topics(asked, [name for *_, name in texts]),
        "refers": refers,
        "refers_if_penalty": refers * float("penalty" in asked.intents),
        "referred": referred,
    }  # fmt: skip


def _document_numbers(passages: Sequence[Passage]) -> NDArray[np.int64]:
    number: dict[str, int] = {}
    return np.array([number.setdefault(passage.document_id, len(number)) for passage in passages], dtype=np.int64)


def _most(held: NDArray[np.bool_], owners: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which characters of the question any candidate of each document holds."""
    found = np.zeros((int(owners.max()) + 1, held.shape[1]), dtype=bool)
    np.logical_or.at(found, owners, held)
    return found


def _rare(held: NDArray[np.bool_], counts: NDArray[np.bool_], owners: NDArray[np.int64]) -> Floats:
    """The share held of the question, each part weighed by how few candidates of the same document hold it."""
    size = np.bincount(owners).astype(np.float64)[:, None]
    holding = np.zeros((len(size), held.shape[1]))
    np.add.at(holding, owners, held)
    weights = np.where(counts & (holding > 0), np.log1p(size / (holding + 0.5)), 0.0)
    own = weights[owners]
    shares: Floats = (held * own).sum(axis=1) / np.maximum(own.sum(axis=1), 1e-6)
    return shares


def _share(held: NDArray[np.bool_], weights: Floats) -> Floats:
    shares: Floats = (held @ weights) / max(float(weights.sum()), 1e-6)
    return shares


def _lengths(matches: Matches, texts: Sequence[tuple[str, str, str]]) -> Floats:
    """The mean length of a sentence of the text of each sentence."""
    count = np.bincount(matches.owners, minlength=len(texts))
    mean: Floats = np.array([len(text) for text, *_ in texts]) / np.maximum(count, 1)
    return mean[matches.owners]


def _covered(question: Codes, texts: Sequence[str]) -> Floats:
    """The share of each text's characters that the question has."""
    flat, starts = _joined(texts)
    word = is_word(flat)
    held = np.isin(flat, question[is_word(question)]) & word
    shares: Floats = np.add.reduceat(held, starts, dtype=float) / np.maximum(
        np.add.reduceat(word, starts, dtype=float), 1
    )
    return shares


def _covered_pairs(question: Codes, texts: Sequence[str]) -> Floats:
    """The share of each text's pairs of characters that the question has."""
    flat, starts = _joined(texts)
    known = _pairs_of(question)
    both = _pairs_of(flat)
    word = np.append(is_word(flat)[1:] & is_word(flat)[:-1], False)
    held = np.append(np.isin(both, known), False) & word
    shares: Floats = np.add.reduceat(held, starts, dtype=float) / np.maximum(
        np.add.reduceat(word, starts, dtype=float), 1
    )
    return shares


def _pairs_of(codes: Codes) -> NDArray[np.uint32]:
    wide = codes.astype(np.uint32)
    return (wide[:-1] << np.uint32(16)) | wide[1:]


def _joined(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    parts = [codes_of(text) for text in texts]
    return np.concatenate(parts), np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]])


@lru_cache(maxsize=50_000)
def _lead(text: str) -> str:
    match = _LEAD.match(text)
    return match[1] if match else text[:40] or " "


@lru_cache(maxsize=50_000)
def _referred_articles(passage: Passage) -> frozenset[int]:
    """The articles of its own document that a passage refers to."""
    numbers = (
        parse_numeral(match[1])
        for match in _REFERENCE.finditer(passage.text)
        if match.start() > 2 and not match[0].startswith("《")
    )
    return frozenset(number for number in numbers if number)


def _references(passages: Sequence[Passage], owners: NDArray[np.int64], scores: Floats) -> tuple[Floats, Floats]:
    """The best score among the articles each candidate refers to, and among those that refer to it."""
    places = {
        (int(owner), int(match[1])): place
        for place, (owner, passage) in enumerate(zip(owners, passages, strict=True))
        if (match := _ARTICLE.search(passage.clause_id))
    }
    to, by = np.zeros(len(passages)), np.zeros(len(passages))
    for place, (owner, passage) in enumerate(zip(owners, passages, strict=True)):
        for number in _referred_articles(passage):
            other = places.get((int(owner), number))
            if other is not None and other != place:
                to[place] = max(to[place], scores[other])
                by[other] = max(by[other], scores[place])
    return to, by
