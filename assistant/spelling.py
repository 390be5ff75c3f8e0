"""Typing faults repaired by sound: a run of characters that the documents do not know, but for its homophone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.terms import is_word
from ingest.offices import office_words

_LENGTHS = (5, 4, 3, 2)
_FUNCTION = re.compile(
    r"[的了吗呢吧啊是在有和与及或哪谁什么怎这那我你他它们不没都也就还]|^[几多个家项条]|[几多个家项条]$"
)


@lru_cache(maxsize=8192)
def _sound(run: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(run))


class Speller:
    """Known runs of characters by their sound; made once for an index."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: set[str] = set()
        self._offices = {form for word in office_words() for form in (word, "区" + word, "市" + word)}
        for text in texts:
            for part in re.findall(r"[\u4e00-\u9fff]+", re.sub(r"[“”‘’\"]", "", text)):
                for length in _LENGTHS:
                    self._known.update(part[i : i + length] for i in range(len(part) - length + 1))
        self._known |= self._offices
        self._by_sound: dict[str, str] | None = None

    def repair(self, question: str) -> str:
        """`question` with unknown runs of three to five characters replaced by known ones of the same sound."""
        repaired = question
        for length in _LENGTHS[:3]:
            for start in range(len(repaired) - length + 1):
                run = repaired[start : start + length]
                if not re.fullmatch(r"[\u4e00-\u9fff]+", run) or run in self._known or _FUNCTION.search(run):
                    continue
                better = self._homophones().get(_sound(run))
                if better and self._is_fault(repaired, start, better):
                    repaired = repaired[:start] + better + repaired[start + length :]
        return repaired

    def _is_fault(self, question: str, start: int, better: str) -> bool:
        """Whether every differing character forms no known pair with its neighbours, in the documents or as a word."""
        differing = [start + i for i, character in enumerate(better) if question[start + i] != character]
        at_edge = any(i in {start, start + len(better) - 1} for i in differing)
        if len(differing) > len(better) // 2 or (at_edge and len(better) < 4):
            return False
        pairs = {question[i - 1 : i + 1] for i in differing if i} | {question[i : i + 2] for i in differing}
        return not any(pair in self._known or (is_word(pair) and better not in self._offices) for pair in pairs)

    def _homophones(self) -> dict[str, str]:
        if self._by_sound is None:
            self._by_sound = {_sound(run): run for run in sorted(self._known) if len(run) >= 3}
        return self._by_sound
