"""Glosses in the search: how near a question comes to the everyday words that stand for each sentence.

The lines of all glosses of an index are embedded as questions are, since they are worded like them, and kept in one
file of the generation by the digest of the line. They are few, written by people: all are compared with each question.

After a change of the lines that come along, `python -m vectorstore.likeness` makes their vectors and the fit to them anew.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest.documents import Document
from vectorstore import line_vectors, telling
from vectorstore.bundled_embeddings import NAME, BundledEmbeddings
from vectorstore.condition_fits import condition_lines
from vectorstore.embeddings import NamedEmbeddings, embed_questions, is_semantic
from vectorstore.line_vectors import (
    Vectors,
    digest_of,
    elsewhere_lines,
    idle_lines,
    made_beforehand,
    read_vectors,
    unsaid_lines,
    write_vectors,
)
from vectorstore.question_weights import without_asking

FILE = "glosses.npz"
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NEAREST = 3  # lines that together stand for what a question is about
_LATIN = re.compile(r"[a-z]{3,}")
_BEYOND = 4  # kinds of lines that no sentence says: what texts leave open, idle ones, other matters, what single sentences leave open


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near a question comes to the gloss of the sentence at `start` of a document.

    `meaning` is the inner product with the nearest of its lines, `told` how much the question is about this sentence and no
    other, `closely` the same beside what sentences leave open; not numbers where no model reads. `words` is the share of the
    weight of the question's words that its lines and the sentence itself hold, 0 to 1. `lines` are those of the gloss.
    """

    document_id: str
    start: int
    meaning: float
    told: float
    closely: float
    words: float
    lines: tuple[str, ...] = ()


class Untold(NamedTuple):
    """How much a question is about no sentence: such as texts leave open, idle, about other matters, or `beside`.

    This last is of the matter of a single sentence, which leaves it open; where a fit knows such lines. Not numbers where
    no model reads.
    """

    left_open: float = math.nan
    idle: float = math.nan
    elsewhere: float = math.nan
    beside: float = math.nan


UNREAD = Untold()


@dataclass(frozen=True, slots=True)
class Likenesses:
    """How near a question comes to each gloss in scope, and to the questions that texts leave unanswered.

    `unsaid` is the inner product with the nearest of these, of idle lines and of those about other matters; `untold` and
    `closely` how much it is one of each kind by the broad and by the close fit. Not numbers where no model reads.
    """

    found: tuple[Likeness, ...] = ()
    unsaid: float = math.nan
    untold: Untold = UNREAD
    closely: Untold = UNREAD


def write_glosses(directory: Path, documents: Sequence[Document], embedder: NamedEmbeddings, *,
                  earlier: Path | None = None) -> None:  # fmt: skip
    """Embed the lines of all glosses into a generation; those of the generation `earlier` are taken from it.

    Nothing is written without glosses, nor where no model reads them.
    """
    owned = _owned_lines(documents)
    if not any(document.glosses for document in documents) or not is_semantic(embedder):
        return
    lines = list(dict.fromkeys((*(line for _, line in owned), *condition_lines(documents))))
    known = {**made_beforehand(embedder.name), **(read_vectors(earlier / FILE) if earlier else {})}
    fresh = [line for line in lines if digest_of(line) not in known]
    vectors = np.asarray(embed_questions(embedder, fresh), dtype=np.float32)
    known |= {digest_of(line): vector for line, vector in zip(fresh, vectors, strict=True)}
    write_vectors(directory / FILE, {digest_of(line): known[digest_of(line)] for line in lines})
    mark = telling.mark_of(owned)
    found = telling.made_beforehand(mark) if embedder.name == NAME else None
    if found is None:
        places = np.array([place for place, _ in owned])
        last = (
            sum(len(document.glosses) for document in documents) + _BEYOND - 2
        )  # the others are about single sentences
        found = telling.fits(np.array([known[digest_of(line)] for _, line in owned]), places, last=last)
    if found is not None:
        telling.write_telling(directory / telling.FILE, found, mark=mark)


def _owned_lines(documents: Sequence[Document]) -> list[tuple[int, str]]:
    """The lines of all glosses, each with the place of its gloss, then in places of their own those that no sentence says.

    These are what texts leave open, idle ones, those about other matters, and what single sentences leave open.
    """
    glosses = [gloss for document in documents for gloss in document.glosses]
    told = [(place, line) for place, gloss in enumerate(glosses) for line in gloss.lines]
    near = [line for gloss in glosses for line in gloss.left_open]
    beyond = enumerate((unsaid_lines(), idle_lines(), elsewhere_lines(), near), len(glosses))
    return [*told, *((place, line) for place, lines in beyond for line in lines)]


class GlossIndex:
    """The glosses of the documents of a generation, compared with questions."""

    def __init__(self, directory: Path, documents: Sequence[Document]) -> None:
        known = read_vectors(directory / FILE)
        self._places = [(document.document_id, gloss.start) for document in documents for gloss in document.glosses]
        self._lines = [gloss.lines for document in documents for gloss in document.glosses]
        owned = _owned_lines(documents)
        self._owners = np.array([place for place, _ in owned], dtype=np.int64)
        complete = bool(self._places) and all(digest_of(line) in known for _, line in owned)
        self._vectors = np.array([known[digest_of(line)] for _, line in owned]) if complete else None
        self._telling = None if self._vectors is None else telling.read_telling(directory / telling.FILE, self._vectors)
        self._words = [
            frozenset(_words_of([*gloss.lines, _sentence_at(document.text, gloss.start)]))
            for document in documents for gloss in document.glosses
        ]  # fmt: skip
        counted = Counter(word for words in self._words for word in words)
        self._weights: Mapping[str, float] = {
            word: math.log(1 + len(self._places) / (0.5 + count)) for word, count in counted.items()
        }

    def __len__(self) -> int:
        return len(self._places)

    def has_any(self, document_ids: Collection[str] | None) -> bool:
        """Whether any of the documents, or any at all where none are given, has glosses."""
        return any(document_ids is None or name in document_ids for name, _ in self._places)

    @property
    def is_embedded(self) -> bool:
        """Whether a question can be compared by meaning."""
        return self._vectors is not None

    def beyond(self, vector: Sequence[float], *, document_ids: Collection[str] | None = None) -> Vectors | None:
        """What a question says beside the lines it is nearest to: its vector less their mean; None where none is in scope."""
        if self._vectors is None:
            return None
        scope = [document_ids is None or name in document_ids for name, _ in self._places]
        asked = np.asarray(vector, dtype=np.float32)
        in_scope = np.array([*scope, *[False] * _BEYOND])[self._owners]
        to_lines = np.where(in_scope, telling.products(self._vectors, asked), -np.inf)
        nearest = [place for place in np.argsort(-to_lines, kind="stable")[:_NEAREST] if in_scope[place]]
        return asked - self._vectors[nearest].mean(axis=0) if nearest else None

    def likenesses(self, question: str, *, vector: Sequence[float] | None = None,
                   document_ids: Collection[str] | None = None) -> Likenesses:  # fmt: skip
        """How near a question, and its vector where there is one, comes to each gloss of the documents in scope."""
        asked = frozenset(_words_of([without_asking(question)]))
        possible = sum(self._weights.get(word, 0.0) for word in asked) or 1.0
        near = told = closely = np.full(len(self._places) + _BEYOND, np.nan)
        if vector is not None and self._vectors is not None:
            read = np.asarray(vector, dtype=np.float32)
            to_lines = telling.products(self._vectors, read)
            near = np.full(len(near), -np.inf)
            np.maximum.at(near, self._owners, to_lines)
            if self._telling:
                told, closely = (fit.of(read, to_lines[: len(fit)]) for fit in self._telling)
            else:
                told = closely = near
        found = tuple(
            Likeness(document_id, start, float(near[place]), float(told[place]), float(closely[place]),
                     sum(self._weights[word] for word in asked & words) / possible, self._lines[place])
            for place, ((document_id, start), words) in enumerate(zip(self._places, self._words, strict=True))
            if document_ids is None or document_id in document_ids
        )  # fmt: skip
        after = slice(len(self._places), None)
        unsaid = float(near[after][: _BEYOND - 1].max())  # what single sentences leave open is near to them as well
        return Likenesses(found, unsaid, Untold(*map(float, told[after])), Untold(*map(float, closely[after])))


def _sentence_at(text: str, start: int) -> str:
    """A sentence up to its full stop or the end of its line."""
    ends = [end for mark in "。\n" if (end := text.find(mark, start)) >= 0]
    return text[start : min(ends, default=len(text))]


def _words_of(lines: Iterable[str]) -> Iterable[str]:
    """The pairs of characters and the Latin words of lines, plurals as singulars."""
    for line in lines:
        for run in _HAN.findall(line):
            yield from (run[place : place + 2] for place in range(len(run) - 1))
        yield from (word.removesuffix("s") for word in _LATIN.findall(line.lower()))


def prepare(documents: Sequence[Document], folder: Path) -> None:
    """Write the vectors of the lines that come along, those of `documents` among them, and the fit to them into a folder."""
    (folder / telling.FILE).unlink(missing_ok=True)  # before it is read: it may be of another way to fit
    write_glosses(folder, documents, BundledEmbeddings())
    (folder / FILE).replace(folder / line_vectors.FILE)


if __name__ == "__main__":
    from ingest.loading import load_document

    shipped = Path(str(resources.files("documents"))) / "putuo-2021" / "source.txt"
    prepare([load_document(shipped)], Path(str(resources.files("vectorstore"))) / "data")
