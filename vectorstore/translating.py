"""From the words of questions to the words of clauses: pairs that were learned to go together where the words differ.

`data/translations.tsv` holds a line for each word of questions: the words of clauses that speak for (above 0) or against
a passage. `eval/fitting.py` fits and writes it; words that question and clause share are left to the other features.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from vectorstore.grams import Keys, gram_keys, grams_of
from vectorstore.matching import codes_of

Floats = NDArray[np.float64]
_TITLES = re.compile(r"《[^》]*》")
_FEWEST = 10  # terms of a passage: what a shorter one holds counts no more


@dataclass(frozen=True, slots=True)
class Translations:
    """`weights` of question words (rows) × clause words (columns, `keys` sorted)."""

    rows: Mapping[str, int]
    keys: Keys
    weights: NDArray[np.float32]

    def scores(self, question: str, texts: Sequence[str]) -> Floats:
        """How far the words of each folded text go with those of a folded question."""
        asked = [self.rows[word] for word in words_of_question(question) if word in self.rows]
        if not asked or not len(self.keys) or not texts:
            return np.zeros(len(texts))
        held = terms_held(texts, self.keys)
        held[:, np.isin(self.keys, gram_keys(question))] = False
        counted = np.maximum(held.sum(axis=1), _FEWEST)
        found: Floats = (held @ self.weights[asked].sum(axis=0).astype(np.float64)) / np.sqrt(counted)
        return found


def words_of_question(question: str) -> list[str]:
    """The characters and pairs of a question outside the titles it names."""
    return [word for word in grams_of(_TITLES.sub(" ", question)) if not word[0].isascii()]


def terms_held(texts: Sequence[str], keys: Keys) -> NDArray[np.bool_]:
    """Which of the sorted `keys` of characters and pairs each folded text holds: texts × keys."""
    held = np.zeros((len(texts), len(keys)), dtype=bool)
    parts = [codes_of(text) for text in texts]
    codes = np.concatenate(parts).astype(np.uint64)
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    singles = codes << np.uint64(32)
    # A pair never joins two texts: each ends with a line end, which no key holds.
    for wanted, rows in ((singles, owners), (singles[:-1] | codes[1:], owners[:-1])):
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = keys[places] == wanted
        held[rows[found], places[found]] = True
    return held


def parse_translations(stored: str) -> Translations:
    """The table of a file: `word<TAB>clause word weight, clause word weight, …`.

    Lines that begin with # are notes; the word * lists all words of clauses.
    """
    entries: dict[str, dict[str, float]] = {}
    for line in stored.splitlines():
        if line and not line.startswith("#"):
            word, _, listed = line.partition("\t")
            entries[word] = {term: float(weight) for term, weight in (item.split(" ") for item in listed.split(", "))}
    terms = sorted({term for found in entries.values() for term in found}, key=term_key)
    column = {term: place for place, term in enumerate(terms)}
    weights = np.zeros((len(entries), len(terms)), dtype=np.float32)
    for row, found in enumerate(entries.values()):
        for term, weight in found.items():
            weights[row, column[term]] = weight
    return Translations(
        {word: row for row, word in enumerate(entries)},
        np.array([term_key(term) for term in terms], np.uint64),
        weights,
    )


def term_key(term: str) -> int:
    """The key of a character or pair, as in `grams`."""
    return (ord(term[0]) << 32) | (ord(term[1]) if len(term) > 1 else 0)


@cache
def shipped_translations() -> Translations:
    """The table that comes with wence."""
    return parse_translations((files("vectorstore") / "data" / "translations.tsv").read_text("utf-8"))
