"""Draft measures for a document, from its words of benefit, for a person to review; nothing uses a draft by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.clauses import parse_clauses
from ingest.documents import Document, Span
from ingest.reading import reading_view
from ingest.sentences import sentences_of
from ingest.tasks import find_annotations

# Words by which a text gives somebody something, or means to.
BENEFIT = re.compile(
    r"鼓励|支持|优先|给予|可按|可以?(?:享受|申请|获得|减|免)|抵免|减免|免征|补贴|补助|资助|奖励|激励|表彰|倾斜|专项资金|引导基金|投资作用|培育|"
    r"搭建|组建|创建|建设企业|建设\d+个|引进|拓宽|推广|探索|争取|落实[^,。]{0,10}政策|研究完善|引导|促进区内|宣传产教|实体化运作|孵化|有权|应当给予|予以"
)
_MODALITIES = (
    "优先支持", "适当倾斜", "探索推动", "探索建立", "研究完善", "鼓励", "支持", "给予", "奖励", "优先", "引导", "培育", "搭建", "建设", "组建",
    "创建", "引进", "推广", "探索", "争取", "落实", "拓宽", "推进", "促进", "应当", "可",
)  # fmt: skip
_INTENDED = re.compile(r"探索|研究|引导|建设|创建|搭建|推进|培育|引进|落实|争取|组建|拓宽|促进|推广")
_BENEFICIARIES = (
    ("enterprise", r"企业|公司|校企"), ("park", r"园区|科技园|创新园"), ("school", r"职业院校|学校|院校|中职|高职"), ("university", r"高校|高等学校|大学"),
    ("association", r"协会|行业组织|商会"), ("teacher", r"教师"), ("specialist", r"技能人才|工匠|大师|技术骨干|传承人"), ("institution", r"机构"),
    ("individual", r"个人|学生|毕业生"),
)  # fmt: skip
_CONDITION = re.compile(
    r"符合[^,。、]{0,12}条件|区内|本区|注册在|重点(?:企业|产教融合型企业)|产教融合型企业|兴办职业教育"
)
_WHEN = {
    "区内": 'when = [{ in_district = "yes" }]',
    "本区": 'when = [{ in_district = "yes" }]',
    "产教融合型企业": 'when = [{ recognised = "yes" }]',
    "兴办职业教育": 'when = [{ runs_vocational_education = "yes" }]',
}
_FIGURE = re.compile(
    r"(?P<value>\d+(?:[.-]\d+)?)(?P<unit>%|万元|亿元|元|家|个|名|项)(?P<qualifier>左右|以上|以下|以内)?"
)
_HEADER = """# Draft for {title}, proposed from words of benefit. A person must read every entry against the text:
# correct or remove it, name the facts of its conditions, take out the line `reviewed = false`, and save the
# file as {name} beside the document. With that line, or under another name, nothing uses it.
"""


@dataclass(frozen=True, slots=True)
class DraftedMeasure:
    """A sentence that may give somebody something: where it stands and what was found in it."""

    clause_id: str
    quote: str
    modality: str
    who: tuple[str, ...]


def drafted_measures(document: Document) -> list[DraftedMeasure]:
    """The sentences of a document with words of benefit, in order; whom they name may be nobody."""
    return list(_found(document))


def draft_toml(document: Document, *, name: str) -> str:
    """A measures file to be reviewed; `name` is what it must be called to be used."""
    entries = [_entry(place, item) for place, item in enumerate(drafted_measures(document), 1)]
    return "\n".join([_HEADER.format(title=document.title, name=name), *entries])


def _found(document: Document) -> Iterator[DraftedMeasure]:
    view = reading_view(document.text)
    for clause in parse_clauses(document).walk():
        if clause.children or not clause.label:
            continue
        for span in sentences_of(view, clause.span):
            words = _without_notes(document.text, view, span)
            who = tuple(kind for kind, pattern in _BENEFICIARIES if re.search(pattern, words))
            if words and BENEFIT.search(words):
                modality = next((word for word in _MODALITIES if word in words), BENEFIT.findall(words)[0])
                yield DraftedMeasure(clause.clause_id, words, modality, who)


def _without_notes(text: str, view: str, span: Span) -> str:
    """The words of a sentence, a responsibility note in it left out."""
    notes = [note.span for note in find_annotations(view, span)]
    end = min((note.start for note in notes if note.start > span.start), default=span.end)
    start = max((note.end for note in notes if note.start <= span.start), default=span.start)
    return text[start:end].strip() if start < end else ""


def _entry(place: int, item: DraftedMeasure) -> str:
    lines = [
        "[[measure]]",
        f'id = "draft-{place}"',
        "reviewed = false",
        f"title = {_quoted(item.quote[:24])}",
        f'clause = "{item.clause_id}"',
        f"quote = {_quoted(item.quote)}",
        f'modality = "{item.modality}"',
        f"intended = {str(bool(_INTENDED.match(item.modality))).lower()}",
        f"who = [{', '.join(map(_quoted, item.who))}]",
        "keywords = []",
        "unstated = []",
    ]
    for match in _FIGURE.finditer(item.quote):
        lines += ["  [[measure.figure]]", f'  value = "{match["value"]}"', f'  unit = "{match["unit"]}"']
        lines += [f'  qualifier = "{match["qualifier"]}"'] if match["qualifier"] else []
    lines += _conditions(item)
    return "\n".join(lines) + "\n"


def _conditions(item: DraftedMeasure) -> list[str]:
    lines = ["  [[measure.condition]]", '  text = "对象"', f"  quote = {_quoted(item.quote)}"]
    lines += [f'  when = [{{ kind = "{" ".join(item.who)}" }}]'] if item.who else []
    for words in dict.fromkeys(_CONDITION.findall(item.quote)):
        lines += ["  [[measure.condition]]", f"  text = {_quoted(words)}", f"  quote = {_quoted(words)}"]
        lines += [f"  {_WHEN[words]}"] if words in _WHEN else []
    return lines


def _quoted(text: str) -> str:
    """A text as a TOML string of one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
