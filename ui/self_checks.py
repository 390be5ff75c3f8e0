"""The self-check: a form's facts as what an asker would say of themselves, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.answers import Answer

KINDS = {
    "enterprise": ("企业", "an enterprise"),
    "school": ("职业院校", "a vocational school"),
    "park": ("园区", "a park"),
    "association": ("行业协会", "an association"),
    "individual": ("个人", "an individual"),
}
FACTS = {
    "recognised": ("已被认定为产教融合型企业", "Recognised as an industry-education integration enterprise"),
    "runs_vocational_education": ("投资兴办职业教育", "Runs or invests in vocational education"),
    "in_district": ("在普陀区内注册", "Registered in the district"),
}
_SAID = {
    ("recognised", True): "我们已被认定为产教融合型企业",
    ("recognised", False): "我们没有被认定为产教融合型企业",
    ("runs_vocational_education", True): "我们投资兴办职业教育",
    ("runs_vocational_education", False): "我们没有兴办职业教育",
    ("in_district", True): "注册在普陀区",
    ("in_district", False): "不在普陀区注册",
}
_WHO = {"enterprise": "我们是一家企业", "school": "我们是一所职业院校", "park": "我们是产业园区", "association": "我们是行业协会",
        "individual": "我是个人"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Situation:
    """What the form says; None where nothing was chosen. `amount` in 10,000 yuan (万元)."""

    kind: str | None = None
    facts: tuple[tuple[str, bool], ...] = ()
    amount: float | None = None
    measure: str = ""

    def sentence(self) -> str:
        """The situation as a question in Chinese, in which the conditions of the documents are written."""
        parts = [_WHO.get(self.kind or "", "")]
        parts += [_SAID[fact] for fact in self.facts]
        if self.amount:
            parts.append(f"投资{self.amount:g}万元办职业教育")
        stated = ",".join(part for part in parts if part)
        asked = f"能不能享受“{self.measure}”?" if self.measure else "能享受哪些支持?"
        return f"{stated},{asked}" if stated else asked


def check(assistant: Assistant, situation: Situation) -> Answer:
    """The answer of the assistant to a situation: each condition with its state and its clause."""
    return assistant.answer(situation.sentence())


def measure_titles(assistant: Assistant) -> list[str]:
    """What the indexed documents offer, by title."""
    index = assistant.index
    return list(dict.fromkeys(
        measure.title for summary in index.documents() for measure in summary.document.measures
    ))  # fmt: skip
