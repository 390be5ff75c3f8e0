"""The words that answer: runs of sentence parts, from a few words up to some sentences, weighed against the question.

A sentence of a notice often says more than was asked, and an answer often takes two. So a passage is cut at its
commas, colons and stops, and every run of such parts is a candidate.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.span_features import columns_of
from ingest.documents import Span
from ingest.passages import Passage
from ingest.reading import reading_view, squeeze

MAX_PARTS, MAX_SENTENCES, MAX_CHARACTERS = 10, 5, 320  # of one candidate
_STOPS = "。!?;\n"
_CLOSING = '”’」』)》】"'


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence: its place in the passage, and whether a sentence ends with it."""

    passage: int
    start: int
    end: int
    ends_sentence: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answering:
    """A run of parts as a possible answer; `span` are offsets into the document's source text."""

    passage: Passage
    span: Span
    score: float


def parts_of(view: str, *, passage: int = 0) -> list[Part]:
    """The parts of a reading view: cut after commas and colons outside brackets, stops, and spaces beside Chinese."""
    found: list[Part] = []
    start = depth = 0
    for position, character in enumerate(view):
        depth = max(0, depth + (character in "([") - (character in ")]"))
        after = view[position + 1 : position + 2]
        before = view[position - 1 : position] if position else ""
        stop = character in _STOPS or (character in _CLOSING and before in tuple(_STOPS))
        comma = character in ",:" and not depth and not (before.isdigit() and after.isdigit())
        gap = character == " " and bool(before) and bool(after) and not (before.isascii() and after.isascii())
        if (stop or comma or gap) and not (after and after in _CLOSING and not gap):
            _append(found, view, start, position + 1, passage=passage, ends=stop or gap)
            start = position + 1
    _append(found, view, start, len(view), passage=passage, ends=True)
    return found


def _append(found: list[Part], view: str, start: int, end: int, *, passage: int, ends: bool) -> None:
    text = view[start:end]
    left = start + len(text) - len(text.lstrip())
    right = end - (len(text) - len(text.rstrip()))
    if left < right:
        found.append(Part(passage, left, right, ends, squeeze(view[left:right])))


def runs_of(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """The runs `[first, after)` of parts of one passage; a run over several sentences ends where one ends."""
    runs: list[tuple[int, int]] = []
    for first, part in enumerate(parts):
        sentences, length = 1, 0
        for after in range(first + 1, min(first + MAX_PARTS, len(parts)) + 1):
            last = parts[after - 1]
            length += len(last.text)
            if last.passage != part.passage or sentences > MAX_SENTENCES or length > MAX_CHARACTERS:
                break
            if sentences == 1 or last.ends_sentence:
                runs.append((first, after))
            sentences += last.ends_sentence
    return runs


def answering_spans(question: str, passages: Sequence[Passage]) -> list[Answering]:
    """The runs of the passages (best passage first), the one that answers a plain question best in front."""
    parts = [
        part for place, passage in enumerate(passages) for part in parts_of(reading_view(passage.text), passage=place)
    ]
    runs = runs_of(parts)
    columns = columns_of(question, passages, parts, runs)
    if not columns:
        return []
    scores = np.zeros(len(runs))
    for name, weight in _weights().items():
        scores += weight * columns[name]
    return [
        Answering(passages[parts[first].passage], _span(passages, parts, first, after), float(scores[place]))
        for place in np.argsort(-scores, kind="stable")
        for first, after in [runs[place]]
    ]


def _span(passages: Sequence[Passage], parts: Sequence[Part], first: int, after: int) -> Span:
    start = passages[parts[first].passage].span.start
    return Span(start + parts[first].start, start + parts[after - 1].end)


@cache
def _weights() -> dict[str, float]:
    table = tomllib.loads((files("assistant") / "data" / "spans.toml").read_text("utf-8"))
    return {name: float(weight) for name, weight in table["weights"].items()}
