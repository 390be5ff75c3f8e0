"""What the beginnings of conversations established, kept in memory: a follow-up need not answer them once more."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from assistant.queries import Established
from assistant.sources import Sources

LEAST = 12  # earlier questions that a follow-up may always lean on
_STEP = 12  # questions that are forgotten together
_KEPT = 512  # beginnings, of all conversations together; one holds some kilobytes


def recent(history: Sequence[str]) -> list[str]:
    """The earlier questions that a follow-up may lean on, the last 12 to 23 of them.

    They are forgotten in steps: if one was forgotten with every question, no beginning would be met a second time.
    """
    kept = [item for item in history if item.strip()]
    return kept[max(0, (len(kept) - LEAST) // _STEP * _STEP) :]


@dataclass(frozen=True, slots=True)
class Told:
    """What the questions so far established, and to which documents the last of them was kept.

    The scope is held without the index and what was found in it: neither outlives its time here.
    """

    previous: Established | None = None
    within: frozenset[str] | None = None
    missing: str = ""

    def sources_of(self, sources: Sources) -> Sources | None:
        """The sources of the last question, None where there was none."""
        return replace(sources, within=self.within, missing=self.missing) if self.previous else None


class Beginnings:
    """The beginnings that were read last, each for its questions in order, its index, scope and day."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, Told] = OrderedDict()
        self._changing = Lock()

    def longest(self, said: Sequence[str], sources: Sources) -> tuple[int, Told]:
        """The longest known beginning of the questions: how many of them it holds, and what they established."""
        for count in range(len(said), 0, -1):
            key = _key(said[:count], sources)
            with self._changing:
                if key in self._told:
                    self._told.move_to_end(key)
                    return count, self._told[key]
        return 0, Told()

    def keep(self, said: Sequence[str], sources: Sources, told: Told) -> None:
        """Keep what the questions established; not where a search lacked its embeddings, which may be back the next time."""
        if sources.lacking() is not None:
            return
        with self._changing:
            self._told[_key(said, sources)] = told
            self._told.move_to_end(_key(said, sources))
            while len(self._told) > _KEPT:
                self._told.popitem(last=False)


def _key(said: Sequence[str], sources: Sources) -> str:
    """A digest, so that long questions hold no memory; the index goes by its name, which changes with every text."""
    within = None if sources.within is None else sorted(sources.within)
    parts = (sources.index.name, sources.document_id, within, sources.missing, sources.day.isoformat(), list(said))
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
