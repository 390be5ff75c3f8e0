"""One wrong character in a label of responsibility that was recognised from a picture (责任部内 for 责任部门).

A label decides whose a task is, so a slip in it would lose the owner. Only the word for the office is repaired, only
between the start of a note and its colon, and only where it is no word of its own; the text keeps its length, and how
many were repaired is told with the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OFFICE_WORDS = ("部门", "单位")
_OTHER_WORDS = {
    "部长",
    "部分",
    "部署",
    "部队",
    "部位",
    "单元",
    "单据",
    "单价",
    "岗位",
    "职位",
    "学位",
    "席位",
    "专门",
    "热门",
}
_LABEL = re.compile(
    r"(?:(?<=[(\[【〔;\uff08\uff3b\uff1b])|^)(?P<role>责任|牵头|主办|配合|协办|参加|参与|负责|实施|主责|承办)"
    r"(?P<office>\w{2})(?=\s*[:\uff1a])",
    re.MULTILINE,
)


def repair_labels(text: str, is_recognised: Callable[[int], bool] = lambda _: True) -> tuple[str, int]:
    """`text` with the labels repaired that stand where `is_recognised` says so, and how many were; same length."""
    repaired = 0

    def right(match: re.Match[str]) -> str:
        nonlocal repaired
        office = match["office"]
        if office in _OFFICE_WORDS or office in _OTHER_WORDS or not is_recognised(match.start()):
            return match[0]
        near = [word for word in _OFFICE_WORDS if sum(a != b for a, b in zip(word, office, strict=True)) == 1]
        if len(near) != 1:
            return match[0]
        repaired += 1
        return match["role"] + near[0]

    return _LABEL.sub(right, text), repaired


def repair_notes(repaired: int) -> tuple[str, ...]:
    """What is told of a document whose labels were repaired."""
    return (f"{repaired} labels of responsibility were read with one wrong character and repaired",) if repaired else ()
