"""True statements about a clause, and false ones made of them: what the verifier of the model engine is measured on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import sentences_in
from assistant.language import Language, to_traditional
from assistant.proving import Given
from assistant.statements import ModelStatement, Support, cleaned
from assistant.terms import content_terms
from ingest.clauses import Clause, parse_clauses
from ingest.documents import Document
from ingest.passages import Passage, passages_of
from ingest.reading import reading_view, squeeze
from vectorstore.ledger import LedgerRow

OWN_ID, OTHER_ID = "k7q2", "w3xd"
MIN_SENTENCE = 12  # characters
_HEDGED = re.compile(
    r"(可以?(?!持续|视|靠|能|见)|鼓励|支持|探索|优先|争取|若干个?|符合条件的|适当|引导)(?=[\u4e00-\u9fff]{4})"
)
_QUALIFIED = re.compile(r"(?<=[家个名所项人元%年])(?:左右|以上|以下|以内)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = re.compile(r"[二三四五六七八九十](?=[个家所项名年日类种倍])")
_LEVELS = (("区级", "市级"), ("市级", "国家级"), ("省级", "国家级"), ("国家级", "省级"), ("县级", "省级"))
_OPPOSITES = (("鼓励", "禁止"), ("支持", "限制"), ("建设", "取消"), ("提升", "降低"), ("加强", "削弱"), ("应当", "可以不"),
              ("不得", "可以"), ("推进", "停止"), ("给予", "不予"), ("建立", "撤销"))  # fmt: skip
_AUDIENCES = (
    ("企业", "个人"),
    ("学校", "医院"),
    ("院校", "商场"),
    ("教师", "律师"),
    ("单位", "游客"),
    ("机关", "俱乐部"),
)
_CASE = r"(?:^|(?<=[,\uff0c;\uff1b。:\uff1a]))(?!或者?|但)[\u4e00-\u9fff]{5,40}(?:的|时)[,\uff0c]"
_GOVERNED = (
    r"(?=(?:应当|可以|不得|由|处|给予|责令|予以)[^,\uff0c;\uff1b。:\uff1a]{4})"  # not another case, nor an alternative
)
_CASES = re.compile(_CASE + _GOVERNED)
_EXCEPTIONS = re.compile(
    r"[,\uff0c]但是?[^,\uff0c;\uff1b。]{4,40}除外(?=[;\uff1b。]|$)|(?<![\u4e00-\u9fff])除[^,\uff0c;\uff1b。、]{4,40}外[,\uff0c]"
)
_DENIALS = re.compile(r"不得|不予|未经|[不未](?=[\u4e00-\u9fff]{2})")
_PLACED = re.compile(r"(?<=[日月年时之以])[前后内](?![\u4e00-\u9fff]?款)")
_ELSEWHERE = {"前": "后", "后": "前", "内": "外"}
_CHOICES = re.compile(r"(?:处|给予|责令)[\u4e00-\u9fff]{2,12}(或者)(?=[\u4e00-\u9fff]{2})")
_MEASURED = re.compile(r"(?<=[\d二三四五六七八九十百千])(?:万元|个月|个工作日|小时)")
_OTHER_UNIT = {"万元": "亿元", "个月": "年", "个工作日": "个月", "小时": "日"}
_DECISIVE = re.compile(r"(?:违反|符合|故意|逾期|连续|累计|拒不)(?=[\u4e00-\u9fff]{2})")
_MODALS = (("应当", "可以"), ("可以", "应当"), ("不得", "应当"))
_LABEL = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百千\d]+[条章节]|[(\uff08]?[零〇一二三四五六七八九十百\d]+[)\uff09、.])"
)
_DEPENDENT = re.compile(
    r"(?:[的时前后外]|之一|情况下|条件下|基础上)$|^(?:除|未经|经|如|若|凡|对)"
)  # parts without which the next says more
_BODIES = re.compile(r"[\u4e00-\u9fff]{2}(?=大学|集团|公司|协会|银行|委员会|中心)")
_LIMITED = re.compile(r"(?<![\u4e00-\u9fff])(?:对|在)?[\u4e00-\u9fff]{4,12}的(?=[\u4e00-\u9fff]{3})")
_INVENTIONS = ("并给予50万元奖励", ",对个人免费开放", ",由市教委牵头", ",自2031年5月1日起施行", ",依据沪财预〔2031〕77号执行",
               ",必须在三十日内办结", ",由阿里巴巴集团承办", ",保证全额兑现", "【2】,详见www.example.org")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement with the passages it may cite, its kind, and whether it is true of them."""

    kind: str
    is_true: bool
    statement: ModelStatement
    given: dict[str, Given]
    language: Language = Language.CHINESE


def trials_of(document: Document) -> Iterator[Trial]:
    """All trials over the sentences of a document, in its order."""
    root = parse_clauses(document)
    rows = {clause.clause_id: _row(document, clause) for clause in root.walk() if clause.task}
    passages = passages_of(document, root)
    told = [(passage, sentence.text) for passage in passages for sentence in sentences_in(passage)
            if _is_prose(sentence.text) and squeeze(sentence.text) not in squeeze(document.title)]  # fmt: skip
    for place, (passage, sentence) in enumerate(told):
        other_passage, other = _another(told, place)
        given = {OWN_ID: Given(OWN_ID, passage, rows.get(passage.clause_id)),
                 OTHER_ID: Given(OTHER_ID, other_passage, rows.get(other_passage.clause_id))}  # fmt: skip
        yield from _true(sentence, given)
        shown = squeeze(cleaned(re.sub(r"\s+", "", sentence)))  # a number in the mark of an item is not shown at all
        yield from (
            Trial(kind, False, _cited(text, sentence), given)
            for kind, text in _false_texts(sentence, given)
            if squeeze(cleaned(text)) != shown
        )
        yield from _false_quotes(sentence, other, given)


def _is_prose(text: str) -> bool:
    """Whether a sentence is one: long enough, and of words rather than figures, marks or codes as in a table."""
    plain = squeeze(text)
    return len(plain) >= MIN_SENTENCE and len(re.findall(r"[\u4e00-\u9fff]", plain)) >= 0.6 * len(plain)


def _another(told: Sequence[tuple[Passage, str]], place: int) -> tuple[Passage, str]:
    """A sentence of another passage, which shares no long run of words with this one."""
    passage, _ = told[place]
    for step in range(1, len(told)):
        other, text = told[(place + step) % len(told)]
        if other.clause_id != passage.clause_id and squeeze(text)[:8] not in squeeze(passage.text):
            return other, text
    return told[place]


def _row(document: Document, clause: Clause) -> LedgerRow | None:
    task = clause.task
    if task is None:
        return None
    return LedgerRow(document.document_id, document.title, clause.clause_id, clause.label, clause.heading,
                     task.span.slice(document.text), task.assignments, task.span.start, task.span.end,
                     task.annotation.span, task.annotation.note)  # fmt: skip


def _cited(text: str, quote: str, passage_id: str = OWN_ID) -> ModelStatement:
    return ModelStatement(text, (Support(passage_id, quote),))


def _true(sentence: str, given: dict[str, Given]) -> Iterator[Trial]:
    own = given[OWN_ID]
    flat = re.sub(r"\s+", "", sentence)
    label = own.passage.label
    yield Trial("as it stands", True, _cited(flat, sentence), given)
    yield Trial("with its place", True, _cited(f"根据《{own.passage.path[0]}》{label},{flat}", sentence), given)
    yield Trial("folded", True, _cited(reading_view(flat), reading_view(sentence)), given)
    yield Trial("with a marker", True, _cited(f"{flat}【1】", sentence), given)
    yield Trial("traditional", True, _cited(to_traditional(flat), sentence), given, Language.TRADITIONAL)
    parts = [part for part in re.split(r"[,\uff0c;\uff1b。:\uff1a]", _LABEL.sub("", flat)) if part]
    independent = not re.search(r"^(?:但|除|未|经|如|凡|其|并|或|且|应|不|可)|的$", parts[-1])
    if len(parts) > 1 and len(parts[-1]) >= 10 and independent and not any(map(_DEPENDENT.search, parts[:-1])):
        yield Trial("a part", True, _cited(f"文件提出,{parts[-1]}。", sentence), given)
    if own.row and own.row.assignments:
        names = "、".join(own.row.departments)
        yield Trial("owners", True, _cited(f"这项任务的责任部门是{names}。", sentence), given)


def _false_texts(sentence: str, given: dict[str, Given]) -> Iterator[tuple[str, str]]:
    """False sentences under the true quote, by kind."""
    flat = re.sub(r"\s+", "", sentence)
    for match in _NUMBER.finditer(flat):
        for number in (str(int(float(match[0])) + 7), match[0] + "0"):
            yield "number", flat[: match.start()] + number + flat[match.end() :]
    for match in _COUNTED.finditer(flat):
        other = "四" if match[0] != "四" else "九"
        yield "number in words", flat[: match.start()] + other + flat[match.end() :]
    for match in _QUALIFIED.finditer(flat):
        yield "qualifier lost", flat[: match.start()] + flat[match.end() :]
    for match in _HEDGED.finditer(flat):
        if flat.count(match[1]) == 1:
            yield "hedge lost", flat[: match.start()] + flat[match.end() :]
    for match in _LIMITED.finditer(flat):
        rest = flat[: match.start()] + flat[match.end() :]
        if len(rest) >= MIN_SENTENCE:
            yield "condition lost", rest
    yield from _without_cases(flat)
    yield from _turned(flat)
    for kind, table in (("level", _LEVELS), ("opposite", _OPPOSITES), ("audience", _AUDIENCES)):
        for true, false in table:
            if true in flat and false not in flat:
                yield kind, flat.replace(true, false, 1)
    for match in _BODIES.finditer(flat):
        if match[0] != "复旦":
            yield "organisation", flat[: match.start()] + "复旦" + flat[match.end() :]
    for invention in _INVENTIONS:
        yield "invention", re.sub("[。;;]+$", "", flat) + invention + "。"
    yield from (("exchanged", text) for text in _exchanged(flat))
    yield from (("owners", text) for text in _false_owners(given[OWN_ID]))


def _without_cases(flat: str) -> Iterator[tuple[str, str]]:
    """The sentence without a case that it is limited to, or an exception from it, of which the rest says nothing."""
    for kind, pattern in (("case lost", _CASES), ("exception lost", _EXCEPTIONS)):
        for match in pattern.finditer(flat):
            rest = flat[: match.start()] + flat[match.end() :]
            words = {match[0][at : at + 2] for at in range(len(match[0]) - 2)}
            if len(rest) >= MIN_SENTENCE and sum(word in rest for word in words) < len(words) / 2:
                yield kind, rest


def _turned(flat: str) -> Iterator[tuple[str, str]]:
    """One small word taken out or exchanged that turns what the sentence says."""
    for kind, pattern in (("negation lost", _DENIALS), ("decisive word lost", _DECISIVE)):
        for match in pattern.finditer(flat):
            yield kind, flat[: match.start()] + ("得" if match[0] == "不得" else "") + flat[match.end() :]
    for true, false in _MODALS:
        for match in re.finditer(true, flat):
            yield "modal", flat[: match.start()] + false + flat[match.end() :]
    for kind, pattern, others in (("before and after", _PLACED, _ELSEWHERE), ("unit", _MEASURED, _OTHER_UNIT)):
        for match in pattern.finditer(flat):
            yield kind, flat[: match.start()] + others[match[0]] + flat[match.end() :]
    for match in _CHOICES.finditer(flat):
        yield "choice", flat[: match.start(1)] + "和" + flat[match.end(1) :]


def _exchanged(flat: str) -> Iterator[str]:
    """Two nouns of one piece on both sides of other words changed places."""
    for piece in re.split(r"[,;。、:“”()]|和|与|及|或", reading_view(flat)):
        nouns = [term.word for term in content_terms(piece) if term.noun and piece.count(term.word) == 1]
        if len(nouns) < 2:
            continue
        first, last = sorted((nouns[0], nouns[-1]), key=piece.index)
        between = piece[piece.index(first) + len(first) : piece.index(last)]
        if len(between) >= 2 and first not in last and last not in first:
            other = piece.replace(first, "\0").replace(last, first).replace("\0", last)
            yield reading_view(flat).replace(piece, other, 1)


def _false_owners(own: Given) -> Iterator[str]:
    if own.row is None or not own.row.assignments:
        return
    names = list(own.row.departments)
    stranger = next(name for name in ("区司法局", "区民政局", "区体育局", "区应急局") if name not in names)
    said = "这项任务的责任部门是"
    yield f"{said}{'、'.join([*names, stranger])}。"
    yield f"{said}{'、'.join([stranger, *names[1:]])}。"
    yield f"这项任务由{names[0]}牵头。"
    yield f"这项任务由{names[0]}牵头,{'、'.join(names[1:] or [stranger])}配合。"
    if len(names) > 1:
        yield f"{said}{'、'.join(names[1:])}。"
        yield f"这项任务由{names[0]}负责。"
    yield said + "、".join(names).replace("区", "市") + "。"


def _false_quotes(sentence: str, other: str, given: dict[str, Given]) -> Iterator[Trial]:
    """A true sentence under a quote, or an id, that does not carry it."""
    flat = re.sub(r"\s+", "", sentence)
    middle = len(sentence) // 2
    while middle and not "\u4e00" <= sentence[middle] <= "\u9fff":
        middle -= 1
    changed = sentence[:middle] + ("鑫" if sentence[middle] != "鑫" else "淼") + sentence[middle + 1 :]
    own = squeeze(given[OWN_ID].passage.text)
    spliced = sentence[: middle or 6] + other[len(other) // 2 :]
    rows = [
        ("quote changed", _cited(flat, changed)),
        ("quote with omission", _cited(flat, sentence[:5] + "……" + sentence[-5:])),
        ("unknown id", _cited(flat, sentence, "k7q3")),
        ("no evidence", ModelStatement(flat, ())),
    ]
    if squeeze(spliced) not in own:
        rows.append(("quote spliced", _cited(flat, spliced)))
    stated = re.sub(r"[。;:]+$", "", squeeze(sentence))
    if stated not in squeeze(given[OTHER_ID].passage.text):
        rows.append(("id of another passage", _cited(flat, sentence, OTHER_ID)))
    if squeeze(other) not in own and other != sentence:
        if stated not in squeeze(other):
            rows.append(("quote of another clause", _cited(flat, other, OTHER_ID)))
        rows.append(("sentence of another clause", _cited(re.sub(r"\s+", "", other), sentence)))
    yield from (Trial(kind, False, statement, given) for kind, statement in rows)
