"""Typing faults repaired by sound: a run of characters that the documents do not know, but for its homophone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from assistant.terms import everyday_words, is_word
from ingest.offices import office_words

_LENGTHS = (5, 4, 3, 2)
_FUNCTION = re.compile(
    r"[的了吗呢吧啊是在有和与及或哪谁什么怎这那我你他它们不没都也就还]|^[几多个家项条]|[几多个家项条]$"
)


@lru_cache(maxsize=8192)
def _sound(run: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(run))


# Things asked for, too short to be known by their sound alone: repaired where no other word is read.
_ASKED = """电话 地址 材料 流程 条件 补贴 补助 奖励 申请 申报 抵免 部门 负责 牵头 任务 企业 学校 教师 基地 比例 目标 期限""".split()
_ASKED_FIRST, _ASKED_LAST = ({word[place] for word in _ASKED} for place in (0, 1))


@cache
def _asked_by_sound() -> dict[str, str]:
    return {_sound(word): word for word in _ASKED}


def _repair_asked(question: str) -> str:
    """`question` with pairs of characters that form no word, but sound as a thing commonly asked for, so written."""
    for start in range(len(question) - 1):
        pair = question[start : start + 2]
        if pair in _ASKED or not (pair[0] in _ASKED_FIRST or pair[1] in _ASKED_LAST):
            continue  # right already, or no character of it is
        better = _asked_by_sound().get(_sound(pair)) if re.fullmatch(r"[\u4e00-\u9fff]{2}", pair) else None
        around = [question[max(0, start - 1) : start + 1], pair, question[start + 1 : start + 3]]
        shared = better is not None and any(a == b for a, b in zip(pair, better, strict=True))
        if better and shared and not any(len(run) == 2 and is_word(run) for run in around):
            question = question[:start] + better + question[start + 2 :]
    return question


class Speller:
    """Known runs of characters by their sound; made once for an index."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: set[str] = set()
        self._offices = {form for word in office_words() for form in (word, "区" + word, "市" + word)}
        for text in texts:
            for part in re.findall(r"[\u4e00-\u9fff]+", re.sub(r"[“”‘’\"]", "", text)):
                for length in _LENGTHS:
                    self._known.update(part[i : i + length] for i in range(len(part) - length + 1))
        self._known |= self._offices | {word for word in everyday_words() if len(word) >= min(_LENGTHS[:3])}
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
        return _repair_asked(repaired)

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
