"""What a message adds once it has asked: why somebody wants to know, who quarrels about it; no part of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import questions
from assistant.asking import asks_of
from assistant.case_facts import read_facts_of, speaks_of_themselves
from ingest.documents import Span

_PART = re.compile(r"(?:[^,。;!?.]|\.(?!\s|$))+[,。;!?.]?")
_ASKED_FOR = re.compile(
    r"([\u4e00-\u9fff])不\1|行不|能不|[列拎理捞找报整抄摘][出一全给齐个]|一[家个条]{2}|一遍|告诉|[念讲说]给|讲讲|说说|指个|查[查一下]|算[算一下]|"
    r"(?:名单|清单|标题|名字|全名|原话)(?:给|发|报|要)|给(?:我|个|一)|只要|都要"
)
_AND = re.compile(r"和|与|跟|\band\b", re.IGNORECASE)
_TELLING = 12  # characters of a part that may tell a task
_REASON = re.compile(
    r"^(?:我们?|俺|咱们?)(?:就|在|也|是|好)*(?:想|打算|准备|琢磨|考虑|纠结|要写|拿去)"
)  # why somebody asks
_SPECIFIES = re.compile(r"^(?:也?就是|指的?|即|说的是|我们?(?:想)?[说问指要](?:的|只)*是?|比如|关于|包括)")
# Said of the asker or of those around them, or of what the answer is for.
_OF_ASKER = re.compile(
    r"^(?:(?:我|咱|俺)们?(?!(?:还|也|只|就|都)?要)|同事|领导|老板|主任|科长|朋友|家里|办公室|群里|有人|好(?:让|去|写|交|报)|急|在线|多谢|谢|麻烦|辛苦|拜托|要(?:在|写|放|交|引用))"
    r"|(?:用|存档|备查|备用|交差|汇报|引用|核对)[!。]?$"
)
# Who the asker is.
_INTRODUCED = re.compile(r"^(?:我|咱|俺)们?(?:公司|学校|单位|园区|协会|这边)?(?:就|也)?(?:是|叫|在|做)(?!.*用[!。]?$)")
_NOT_TOLD = frozenset({"kind", "school_type", "in_district"})  # what tells nothing of a case by itself


def parts_of(plain: str) -> list[str]:
    """The parts of a plain question between commas and stops, each with the mark that ends it."""
    return [match[0] for match in _PART.finditer(plain)]


def asks_something(part: str) -> bool:
    """Whether a part of a question asks something, or for something to be told."""
    return bool(questions.ASKS.search(part) or asks_of(part) or questions.OWNER.search(part) or _ASKED_FOR.search(part))


def told_task(plain: str) -> str:
    """The longest part of a plain question that tells something and asks for no office; empty where it has one part only."""
    parts = parts_of(plain)
    told = [part for part in parts if not questions.OWNER.search(part) and len(re.sub(r"\W", "", part)) >= _TELLING]
    return max(told, key=len) if len(parts) > 1 and told else ""


def tellings(plain: str, offices: Sequence[Span]) -> list[str]:
    """A plain question for owners, its part that tells the task, and what is left without the offices that it names.

    Of two tasks of which one is meant (我问的是前者) only that one.
    """
    one, cut = questions.ONE_OF_TWO.search(plain), _AND.search(plain)
    if one and cut and cut.end() < one.start():
        former = re.search(r"前|former", one[0], re.IGNORECASE)
        return [plain[: cut.start()] if former else plain[cut.end() : one.start()]]
    bare = plain
    for span in sorted(offices, key=lambda span: -span.start):
        bare = bare[: span.start] + bare[span.end :]
    return [text for text in dict.fromkeys((plain, told_task(plain), bare)) if text.strip()]


def specifies(part: str) -> bool:
    """Whether a part only says more closely what the part before it means (就是…)."""
    return bool(_SPECIFIES.match(part))


def without_remarks(plain: str) -> str:
    """A plain question without what it does without, and the parts behind what it asks that ask and tell nothing."""
    plain = _without_waived(plain)
    parts = parts_of(plain)
    ends = next((place for place, part in enumerate(parts, 1) if part.endswith("?")), len(parts))
    first = next((place for place, part in enumerate(parts, 1) if asks_something(part)), len(parts))
    kept = [
        part for place, part in enumerate(parts) if place < first or not _is_remark(part, asked_before=place >= ends)
    ]
    return "".join(kept) if len(kept) < len(parts) else plain


# What need not be told (没有电话也行, 具体联系人没有也没关系, 地址没有的话讲类型就行).
_WAIVED = re.compile(
    r"(?:没有?|不(?:用|必|给|说|写|知道)|无)[^,。;?]{0,12}(?:都|也)(?:行|可以|没关系|没事|成|无所谓|不要紧|好)|没有?的话"
    r"|^(?:具体|详细)?[^,。;?]{0,10}(?:就)?(?:不用|不必|不需要|无需|用不着|先不)(?:告诉|给|说|写|列|报|讲|管)"
    r"|\b(?:no need (?:for|to)|(?:i )?(?:don't|do not) need|never mind|it's fine if|even (?:if|without))\b",
    re.IGNORECASE,
)


def _without_waived(plain: str) -> str:
    """A plain question without the parts that only say what the answer may leave out, where another part asks."""
    parts = parts_of(plain)
    kept = [part for part in parts if not _WAIVED.search(part)]
    asks = any(asks_something(part) for part in kept)
    return "".join(kept) if asks and len(kept) < len(parts) else plain


def _is_remark(part: str, *, asked_before: bool) -> bool:
    told = any(fact.name not in _NOT_TOLD for fact in read_facts_of(part))
    if told or speaks_of_themselves(part) or specifies(part):
        return False
    if _REASON.match(part):
        return True
    if _OF_ASKER.search(part):
        return not (_INTRODUCED.match(part) or questions.ASKS.search(part) or _ASKED_FOR.search(part))
    return asked_before and not asks_something(part)


_OPEN = re.compile(r"什么|[啥哪谁]|多少|几|怎么|如何|是不是|是否|要不要|能不能")


def put_up_to_choose(plain: str) -> list[str]:
    """The parts that only put up answers to what another part asks: 增值税吗还是所得税, 还是哪里都行."""
    parts = parts_of(plain)
    put_up = [
        part for part in parts if questions.EITHER.search(part) and (not _OPEN.search(part) or part.startswith("还是"))
    ]
    return put_up if any(_OPEN.search(part) for part in parts if part not in put_up) else []
