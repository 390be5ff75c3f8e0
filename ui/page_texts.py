"""The fixed texts of the page, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The interface in one language; `samples` are questions that a click asks."""

    title: str
    intro: str
    question: str
    placeholder: str
    send: str
    clear: str
    empty: str
    samples: tuple[str, ...]


CHINESE = PageTexts(
    title="问策",
    intro="查政策原文:谁负责、有什么支持、符合什么条件。每句话都附条款,原文没有的就说没有。",
    question="您的问题",
    placeholder="例如:企业在校设立实习岗位由哪个部门负责?",
    send="提问",
    clear="新对话",
    empty="请从下面的问题开始,或直接输入您的问题。",
    samples=(
        "我们是产教融合型企业,投资办职业教育能抵免多少?",
        "区人社局一共负责哪些任务?",
        "建设区级校企合作基地由哪些部门负责?",
        "这个方案是谁印发的,管到哪一年?",
        "申请抵免要交哪些材料?",
    ),
)
ENGLISH = PageTexts(
    title="wence",
    intro="Policy answers from the text itself: who is responsible, what support there is, on which conditions. Each sentence cites its clause.",
    question="Your question",
    placeholder="For example: Which office is responsible for the school–enterprise bases?",
    send="Ask",
    clear="New conversation",
    empty="Start with one of these questions, or write your own.",
    samples=(
        "How much of its investment can an enterprise offset?",
        "Which tasks is the District Human Resources Bureau responsible for?",
        "Who issued this plan, and until when does it run?",
    ),
)
LANGUAGES = {"中文": CHINESE, "English": ENGLISH}
