"""The sentences of eligibility answers in Chinese, traditional Chinese and English."""

from __future__ import annotations

from assistant.answers import ConditionState, Verdict
from assistant.language import Language, to_traditional
from ingest.reading import squeeze

_TEXTS: dict[str, tuple[str, str]] = {
    "offer": ("“{text}”", "{title} ({modality}): “{text}”"),
    "condition": ("条件“{text}”:{state}。", "Condition “{text}”: {state}."),
    "understood": ("按您所说:{facts}。", "As you said: {facts}."),
    "one_verdict": ("{title}:{verdict}", "{title}: {verdict}"),
    "because": ("{verdict}({reasons})", "{verdict} ({reasons})"),
    "sum": (
        "仅按条文比例计算:{amount} × {percent} = {result};原文未规定计算基数、上限和具体条件(方案未规定计算基数和条件),不等于可得金额。",
        (
            "Arithmetic only: {amount} × {percent} = {result}; the text states neither the base nor the conditions of the calculation, "
            "so this is not what you will get."
        ),
    ),
    "inverse": (
        "仅按条文比例倒算:{amount} ÷ {percent} = {result};原文未规定计算基数、上限和具体条件(方案未规定计算基数和条件),投够不等于可得。",
        (
            "Arithmetic only: {amount} ÷ {percent} = {result}; the text states neither the base nor the conditions of the calculation, "
            "so investing as much assures nothing."
        ),
    ),
    "decided_at": ("按原文,这一事项属{level}层级。", "By the text this is a matter of the {level} level."),
    "no_decider": ("原文未规定由谁审批。", "The text does not say who approves it."),
    "owners": (
        "该条列出的责任部门是{names},原文未规定由其中哪一家审批。",
        "The offices listed there are {names}; the text does not say which of them approves it.",
    ),
    "no_owners": ("该条未列责任部门。", "No responsible office is listed there."),
    "who_may": ("原文写明的对象:{who}。", "Those the text names: {who}."),
    "reverse": ("方案中面向{who}的措施共{count}项:", "Measures of the documents for {who}: {count} in all."),
    "reverse_free": (
        "条文没有写明须是产教融合型企业的措施共{count}项:",
        "Measures whose words do not require recognition as an integration enterprise: {count} in all.",
    ),
    "reverse_needed": (
        "条文写明须是产教融合型企业的措施共{count}项:",
        "Measures whose words require recognition as an integration enterprise: {count} in all.",
    ),
    "row": ("{title}({modality}):“{text}”", "{title} ({modality}): “{text}”"),
    "linked": (
        "相关的上位文件《{title}》在已收录文件中。",
        "The superior document “{title}” is among the indexed documents.",
    ),
    "candidate": (
        "“重点推动”或在培育中,不等于已被认定。",
        "Being promoted or prepared is not the same as being recognised.",
    ),
    "promised_share": (
        "更正:原文的比例是{stated},不是{asked}。",
        "Correction: the share in the text is {stated}, not {asked}.",
    ),
}
STATES = {
    ConditionState.MET: ("按所述情况符合", "met by what you said"),
    ConditionState.NOT_MET: ("按所述情况不符合", "not met by what you said"),
    ConditionState.NOT_STATED: ("尚不能判断", "cannot be decided yet"),
}
VERDICTS = {
    Verdict.MEETS: ("所述情况符合原文写明的条件。", "What you said meets the conditions the text states."),
    Verdict.DOES_NOT: ("所述情况不符合原文写明的条件。", "What you said does not meet the conditions the text states."),
    Verdict.UNDECIDED: (
        "仅凭已收录文件不能判断是否符合。",
        "Whether you qualify cannot be decided from the indexed documents.",
    ),
}
LEVELS = {"区": "district", "市": "city", "国家": "national", "市、区": "city and district"}

# What the words of a measure do, for readers of English.
_MODALITIES = {
    "可": "may",
    "鼓励": "encourages",
    "支持": "supports",
    "优先支持": "supports with priority",
    "给予": "is to give",
    "引导": "guides",
    "建设": "is to build",
    "培育": "is to cultivate",
    "引进": "is to bring in",
    "加强": "is to strengthen",
    "探索推动": "explores",
    "探索建立": "explores",
    "研究完善": "has studied",
    "搭建": "is to set up",
    "组建": "is to form",
    "拓宽": "is to widen",
    "落实": "is to carry out",
    "适当倾斜": "may weight",
    "推进": "promotes",
    "促进": "promotes",
    "创建": "is to create",
    "提升": "is to improve",
    "争取": "will try for",
    "总结和宣传": "publicises",
}


def title_in(document_text: str, title: str) -> str:
    """A title in quotation marks where it stands in the text word for word, else (ours) without."""
    verbatim = squeeze(title) in squeeze(document_text)
    return f"“{title}”" if verbatim and not title.startswith("“") else title


def modality_text(language: Language, modality: str) -> str:
    """The word that says how firmly a measure is meant; in English with what it means."""
    if language is not Language.ENGLISH or modality not in _MODALITIES:
        return modality
    return f"{modality}, {_MODALITIES[modality]}"


def tell(language: Language, key: str, **values: object) -> str:
    """The sentence `key` in a language; in traditional characters only our own words are converted."""
    template = _TEXTS[key][language is Language.ENGLISH]
    return in_script(language, template).format(**values)


def in_script(language: Language, text: str) -> str:
    """Words of ours in the script of the language."""
    return to_traditional(text) if language is Language.TRADITIONAL else text


def state_text(language: Language, state: ConditionState) -> str:
    """How a condition stands, in words."""
    return in_script(language, STATES[state][language is Language.ENGLISH])


def verdict_text(language: Language, verdict: Verdict) -> str:
    """A verdict as a sentence."""
    return in_script(language, VERDICTS[verdict][language is Language.ENGLISH])
