"""Character grams: the unit of lexical search and of the hash embedding, as 64-bit keys without a vocabulary."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.reading import squeeze

Keys = NDArray[np.uint64]
_WORD = re.compile(r"[a-z0-9][a-z0-9.%-]*")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9][a-z0-9.%-]*")


def gram_keys(text: str) -> Keys:
    """One key for each Han character, each pair of neighbouring Han characters and each Latin word or number.

    Repetitions are kept, in no particular order.
    """
    folded = squeeze(text).lower()
    codes = np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    singles = codes[han] << np.uint64(32)
    both = han[:-1] & han[1:]
    pairs = (codes[:-1][both] << np.uint64(32)) | codes[1:][both]
    words = np.array([_word_key(word) for word in _WORD.findall(folded)], dtype=np.uint64)
    return np.concatenate([singles, pairs, words])


@lru_cache(maxsize=8192)
def key_of(gram: str) -> int:
    """The key of one gram as `grams_of` gives it; 0, which no gram has, for what is none."""
    keys = gram_keys(gram)  # those of its characters, then its own
    return int(keys[-1]) if len(keys) else 0


def is_pair(keys: Keys) -> NDArray[np.bool_]:
    """Which keys stand for a pair of characters or a word, not for a single character."""
    pair: NDArray[np.bool_] = (keys & np.uint64(0xFFFFFFFF)) != 0
    return pair


def grams_of(text: str) -> list[str]:
    """The distinct Han characters and pairs of neighbours, Latin words and numbers of a text, in order."""
    folded = squeeze(text).lower()
    found: dict[str, None] = {}
    for run in _RUN.findall(folded):
        if run[0].isascii():
            found[run] = None
            continue
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(found)


def _word_key(word: str) -> int:
    # The top bit keeps words apart from characters, whose code points end far below it.
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little") | (1 << 63) | 1
