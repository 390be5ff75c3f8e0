"""What a message says beside the facts that conditions are about, and that a verdict must not pass over.

Nobody is told that they meet a measure while they name a lack or an exception that no condition was held against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answers import ConditionState, Verdict
from assistant.case_facts import begins_another
from assistant.fact_places import amount_in
from assistant.fact_proofs import only_tells
from assistant.fact_words import clauses_of, stated_in
from assistant.reasoning import JudgedCondition, JudgedMeasure
from assistant.told_facts import tells_nothing
from ingest.measures import MeasureCondition

_WHOLE = re.compile(
    r"全额|全部|全数|百分之百|100%|一分不(?:少|留)|\b(?:all of|the whole|in full|entire)\b", re.IGNORECASE
)
_PART = "一定比例"
_LACKS = re.compile(
    r"没|不(?!过|但|仅|少|错|止|光)|无(?!锡)|未|(?<!企)非(?!遗|物质|常)|除了|(?:\b(?:no|not|never|without|none|nor)\b|n't\b)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"没(?:错|问题|事|得说)|(.)不\1|(.)(?:没|不)\2|[不没否](?:呢|啊|呀)?\s*$"
)  # 支不支持, 够格不: asks, and lacks nothing
_SHORTEST = 4  # characters of a clause that names a lack


def with_reservations(item: JudgedMeasure, said: str) -> JudgedMeasure:
    """The measure with what stands beside its conditions: a wish for the whole of a share, lacks that nothing was held against."""
    conditions = list(item.conditions)
    if _PART in item.measure.quote and _WHOLE.search(said):
        conditions.append(
            _open(
                f"可以是全部(原文写的是“{_PART}”)",
                f"may be the whole (the text says “{_PART}”, a certain share)",
                _PART,
            )
        )
    if item.verdict is Verdict.MEETS:
        conditions += [
            _open(
                f"不受“{lack}”影响(原文未写明)", f"holds although “{lack}” (the text does not say)", item.measure.quote
            )
            for lack in _lacks(said)
        ]
    return replace(item, conditions=tuple(conditions))


def _lacks(said: str) -> Iterator[str]:
    """The clauses of a plain text that name a lack or an exception and state no fact."""
    for clause in clauses_of(said):
        lacking = len(clause) >= _SHORTEST and _LACKS.search(clause) and not _ASKED.search(clause)
        told = stated_in(clause) or amount_in(clause) or begins_another(clause)
        if lacking and not told and only_tells(clause, wishes=True) and not tells_nothing(clause):
            yield clause


def _open(text: str, text_en: str, quote: str) -> JudgedCondition:
    return JudgedCondition(MeasureCondition(text, quote, text_en), ConditionState.NOT_STATED)
