"""The second stage: candidates scored again by what a question asks for, how its words stand in a clause, and where that stands.

The first stage counts shared characters. This one knows that 「何时施行」 wants the clause that says 「自…起施行」,
that such a clause is the last one, that a named regulation is meant as a whole, that words of its title need not be
said again in its clauses, and that words which stand together in the question should do so in one sentence.
Most features are 0 to about 1; their weights are in `data/rescoring.toml`, fitted by `eval/fitting.py`, which says on what.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.focusing import FOCUS, focus_features
from vectorstore.intents import INTENTS, PLACES, STRAY, gives
from vectorstore.matching import Runs, matches_of
from vectorstore.meaning import MEANING, meaning_features
from vectorstore.question_weights import SINGLE_WEIGHT, Asked, Floats
from vectorstore.titles import NAMED, name_features
from vectorstore.translating import shipped_translations

_PENAL, _GENERAL = re.compile(r"罚|责任"), re.compile(r"总则")
_LONGEST_RUN = 12  # characters; a longer common run says no more
_WORDS = (
    "text_characters", "text_pairs", "text_all_pairs", "text_triples", "text_quadruples", "path", "title", "union_pairs",
    "union_characters", "heading_or_text_pairs", "residual", "residual_path", "residual_both", "left_over", "sentence",
    "sentence_residual", "first_sentence", "longest_run", "longest_run_of_question", "weighed_run", "weighed_runs", "rarest",
    "rarest_in_text", "second_rarest", "second_rarest_in_text", "title_run",
)  # fmt: skip
_STAGE = (
    "full", "stripped", "full_of_possible", "stripped_of_possible", "first", "rank", "document_best", "document_mean",
    "document_count", "best_in_document", "rank_in_document", "document_second", "document_count_log", "document_share",
    "before", "after", "full_by_length", "title_by_length",
)  # fmt: skip
_FORMS = (
    "title_exact", "title_named", "title_share", "title_best", "implementing", "law", "regulation", "provisional", "short",
    "long", "length", "front", "paragraph", "article", "penal_chapter", "other_penal_chapter", "general_chapter", "many_parts",
    "stray_parts", "define_exact", "define_is", "define_called", "position", "early",
    "opening", "closing",
)  # fmt: skip
_STRAYS = {f"stray_{name}": name for name in STRAY}
FEATURES = (*_WORDS, *_STAGE, *_FORMS, *_STRAYS, *FOCUS, *MEANING, *INTENTS, *PLACES)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage of the first stage: its two lexical scores, those of its neighbours, its place among those of its document."""

    passage: Passage
    full: float
    stripped: float
    before: float
    after: float
    position: int
    size: int

    @property
    def score(self) -> float:
        """What the first stage orders by."""
        return self.full + self.stripped


def rescored(asked: Asked, candidates: Sequence[Candidate]) -> Floats:
    """One score a candidate, higher is better; scores compare within one query only."""
    texts = [_folded(candidate.passage)[0] for candidate in candidates]
    scores: Floats = features_of(asked, candidates) @ _weights() + shipped_translations().scores(asked.text, texts)
    return scores


def features_of(asked: Asked, candidates: Sequence[Candidate]) -> Floats:
    """The features of each candidate, best of the first stage first: an array of candidates × FEATURES."""
    if not candidates:
        return np.zeros((0, len(FEATURES)))
    texts = [_folded(candidate.passage) for candidate in candidates]
    values: dict[str, Floats] = {
        **_words(asked, candidates, texts),
        **_stage(asked, candidates),
        **_forms(asked, candidates, texts),
        **meaning_features(asked, texts),
    }
    for name, intent in _STRAYS.items():
        values[name] = _none(texts) if intent in asked.intents else _flags(gives(text, intent) for text, *_ in texts)
    for name in INTENTS:
        values[name] = _flags(gives(text, name) for text, *_ in texts) if name in asked.intents else _none(texts)
    places = _places(candidates)
    for name, (intent, start, end) in PLACES.items():
        held = (places >= start) & (places <= end) & (intent in asked.intents)
        values[name] = np.asarray(held, dtype=np.float64)
    values["full_by_length"] = values["full"] * min(len(asked.text), 40) / 40
    values["title_by_length"] = values["title_share"] * min(len(asked.text), 40) / 40
    return np.stack([values[name] for name in FEATURES], axis=1).astype(np.float64)


def _words(asked: Asked, candidates: Sequence[Candidate], texts: Sequence[tuple[str, str, str]]) -> dict[str, Floats]:
    """How the words of the question stand in the words, headings and title of each candidate."""
    if not len(asked.codes):
        return {name: _none(texts) for name in (*_WORDS, *FOCUS)}
    matches = matches_of(asked.codes, [text for text, *_ in texts])
    text, path, title = (
        matches.texts,
        _runs(asked, [path for _, path, _ in texts]),
        _runs(asked, [t for *_, t in texts]),
    )
    single, pair, every = asked.singles, asked.pairs, asked.all_pairs
    triple, quadruple = _longer(asked)
    headed, above = np.maximum(text, path), np.maximum(title, path)
    union = np.maximum(headed, title)
    sentences = matches.sentences >= 2
    by_sentence = _share(sentences, pair)
    left = pair * (title[matches.owners] < 2)
    residual_sentences = (sentences * left).sum(axis=1) / np.maximum(left.sum(axis=1), 1e-6)
    weighed_runs = _weighed_runs(text, every)
    rarest = np.argsort(-pair, kind="stable")[:2]
    longest = np.minimum(text.max(axis=1), _LONGEST_RUN) / _LONGEST_RUN
    return {
        "text_characters": _share(text >= 1, single), "text_pairs": _share(text >= 2, pair), "text_all_pairs": _share(text >= 2, every),
        "text_triples": _share(text >= 3, triple), "text_quadruples": _share(text >= 4, quadruple), "path": _both(path, asked),
        "title": _both(title, asked), "union_pairs": _share(union >= 2, pair), "union_characters": _share(union >= 1, single),
        "heading_or_text_pairs": _share(headed >= 2, pair), "residual": _residual(text, title, asked),
        "residual_path": _residual(path, title, asked), "residual_both": _residual(text, above, asked),
        "left_over": (pair * (title < 2)).sum(axis=1) / max(pair.sum(), 1e-6),
        "sentence": np.maximum.reduceat(by_sentence, matches.first_sentences),
        "sentence_residual": np.maximum.reduceat(residual_sentences, matches.first_sentences),
        "first_sentence": by_sentence[matches.first_sentences], "longest_run": longest,
        "longest_run_of_question": longest * _LONGEST_RUN / len(asked.codes),
        "weighed_run": weighed_runs.max(axis=1) / max(every.sum(), 1e-6),
        "weighed_runs": np.sqrt((weighed_runs * every).sum(axis=1)) / max(every.sum(), 1e-6),
        "rarest": headed[:, rarest[0]] >= 2, "rarest_in_text": text[:, rarest[0]] >= 2,
        "second_rarest": headed[:, rarest[-1]] >= 2, "second_rarest_in_text": text[:, rarest[-1]] >= 2,
        "title_run": np.minimum(title.max(axis=1), _LONGEST_RUN) / _LONGEST_RUN,
        **focus_features(asked, [candidate.passage for candidate in candidates], texts, matches, path, title,
                         np.array([candidate.score for candidate in candidates])),
    }  # fmt: skip


def _stage(asked: Asked, candidates: Sequence[Candidate]) -> dict[str, Floats]:
    """How each candidate and those of its document did in the first stage."""
    full, stripped, score, before, after = (
        np.array([getattr(candidate, name) for candidate in candidates])
        for name in ("full", "stripped", "score", "before", "after")
    )
    best, rank = max(float(score.max()), 1e-6), np.arange(len(candidates))
    rows: dict[str, list[int]] = {}
    for place, candidate in enumerate(candidates):
        rows.setdefault(candidate.passage.document_id, []).append(place)
    document = {name: _none(candidates) for name in ("best", "mean", "count", "second", "rank")}
    for places in rows.values():
        own = score[places]
        document["best"][places], document["mean"][places] = own.max(), own[:3].mean()
        document["count"][places], document["second"][places] = len(places), own[1] if len(places) > 1 else 0.0
        document["rank"][places] = np.arange(len(places))
    size = np.array([candidate.size for candidate in candidates])
    return {
        "full": full / max(float(full.max()), 1e-6), "stripped": stripped / max(float(stripped.max()), 1e-6),
        "full_of_possible": full / max(asked.possible, 1e-6),
        "stripped_of_possible": stripped / max((asked.singles.sum() + asked.pairs.sum()), 1e-6),
        "first": 1 / (1 + rank), "rank": np.log1p(rank) / 5, "document_best": document["best"] / best,
        "document_mean": document["mean"] / best, "document_count": document["count"] / len(candidates),
        "best_in_document": score / np.maximum(document["best"], 1e-6), "rank_in_document": 1 / (1 + document["rank"]),
        "document_second": document["second"] / best, "document_count_log": np.log(document["count"]) / 4,
        "document_share": document["count"] / np.minimum(size, 100), "before": before / best, "after": after / best,
    }  # fmt: skip


def _forms(asked: Asked, candidates: Sequence[Candidate], texts: Sequence[tuple[str, str, str]]) -> dict[str, Floats]:
    """What kind of clause each candidate is, of what kind of document, and whether the question names that."""
    passages = [candidate.passage for candidate in candidates]
    kinds = [passage.clause_id.rsplit(".", 1)[-1][:1] for passage in passages]
    names = {title: name_features(asked, title) for title in {title for *_, title in texts}}
    titles = np.array([names[title] for *_, title in texts])
    length = np.array([max(len(text), 1) for text, *_ in texts])
    penal = _flags(bool(_PENAL.search(path)) for _, path, _ in texts)
    parts = _flags(text.count(";") >= 2 for text, *_ in texts)
    penalty, listed, term = (
        "penalty" in asked.intents,
        "list" in asked.intents,
        asked.term if len(asked.term) > 1 else "",
    )
    exact = re.compile(re.escape(term) + r"(?:\([^)]*\))?[\"”]?,?(?:系|是)?指") if term else None
    place, position = _places(candidates), np.array([candidate.position for candidate in candidates])
    return {
        **{name: titles[:, column] for column, name in enumerate(NAMED)},
        "title_best": (titles[:, 2] >= titles[:, 2].max() - 1e-9) * 1.0,
        "short": np.maximum(0, np.log(60 / length)), "long": np.maximum(0, np.log(length / 300)), "length": np.log(length) / 5,
        "front": _flags(passage.clause_id.startswith("k") for passage in passages),
        "paragraph": _flags(kind == "k" for kind in kinds), "article": _flags(kind == "a" for kind in kinds),
        "penal_chapter": penal * float(penalty), "other_penal_chapter": penal * float(not penalty),
        "general_chapter": _flags(bool(_GENERAL.search(path)) for _, path, _ in texts),
        "many_parts": parts * float(listed), "stray_parts": parts * float(not listed),
        "define_exact": _flags(bool(exact and exact.search(text)) for text, *_ in texts),
        "define_is": _flags(bool(term) and any(term + word in text for word in ("是", ",是", "包括")) for text, *_ in texts),
        "define_called": _flags(bool(term) and "所称" + term in text for text, *_ in texts),
        "position": place, "early": (place < 0.1) * 1.0, "opening": (position == 0) * 1.0,
        "closing": _flags(candidate.position == candidate.size - 1 for candidate in candidates),
    }  # fmt: skip


def _runs(asked: Asked, texts: Sequence[str]) -> Runs:
    """The runs of the question in texts of which many are the same."""
    distinct = list(dict.fromkeys(texts))
    found = matches_of(asked.codes, distinct).texts
    row = {text: place for place, text in enumerate(distinct)}
    return found[[row[text] for text in texts]]


def _share(held: NDArray[np.bool_], weights: Floats) -> Floats:
    shares: Floats = (held @ weights) / max(float(weights.sum()), 1e-6)
    return shares


def _both(runs: Runs, asked: Asked) -> Floats:
    """The share of characters and pairs together, characters at their smaller weight."""
    weights = np.concatenate([SINGLE_WEIGHT * asked.singles, asked.pairs])
    return _share(np.concatenate([runs >= 1, runs >= 2], axis=1), weights)


def _residual(runs: Runs, elsewhere: Runs, asked: Asked) -> Floats:
    """The share held of what does not stand `elsewhere`; 0 where nothing is left."""
    singles = SINGLE_WEIGHT * asked.singles * (elsewhere < 1)
    pairs = asked.pairs * (elsewhere < 2)
    held: Floats = ((runs >= 1) * singles + (runs >= 2) * pairs).sum(axis=1)
    shares: Floats = held / np.maximum((singles + pairs).sum(axis=1), 1e-6)
    return shares


def _longer(asked: Asked) -> tuple[Floats, Floats]:
    """The weights of three and of four characters in a row without asking words, at the last of them."""
    every, free = asked.all_pairs, ~asked.asking
    triple, quadruple = np.zeros(len(every)), np.zeros(len(every))
    triple[2:] = np.where((every[2:] > 0) & (every[1:-1] > 0), (every[2:] + every[1:-1]) / 2, 0)
    quadruple[3:] = np.where((triple[3:] > 0) & (triple[2:-1] > 0), (triple[3:] + triple[2:-1]) / 2, 0)
    triple[2:] *= free[2:] & free[1:-1] & free[:-2]
    quadruple[3:] *= free[3:] & free[2:-1] & free[1:-2] & free[:-3]
    return triple, quadruple


def _weighed_runs(runs: Runs, pairs: Floats) -> Floats:
    """The weight of the pairs in the run that ends at each character of the question."""
    summed = np.concatenate([[0.0], np.cumsum(pairs)])
    last = np.arange(len(pairs)) + 1
    first = np.maximum(last - np.maximum(runs.astype(np.int64) - 1, 0), 0)
    found: Floats = np.where(runs >= 2, summed[last] - summed[first], 0.0)
    return found


def _places(candidates: Sequence[Candidate]) -> Floats:
    return np.array([candidate.position / max(candidate.size - 1, 1) for candidate in candidates])


def _flags(values: object) -> Floats:
    return np.array([float(value) for value in values])  # type: ignore[attr-defined]


def _none(items: Sequence[object]) -> Floats:
    return np.zeros(len(items))


@lru_cache(maxsize=50_000)
def _folded(passage: Passage) -> tuple[str, str, str]:
    """Words, headings and title of a passage, folded for comparison."""
    text, path, title = passage.text, " ".join(passage.path[1:]), passage.path[0]
    return squeeze(text).lower(), squeeze(path).lower(), squeeze(title).lower()


@cache
def _weights() -> Floats:
    stored = tomllib.loads((files("vectorstore") / "data" / "rescoring.toml").read_text("utf-8"))["weights"]
    return np.array([float(stored.get(name, 0.0)) for name in FEATURES])
