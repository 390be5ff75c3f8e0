"""When the documents do not say: judged from what is asked for and what the clauses give, not from one score."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant import document_words, questions
from assistant.answerability import answerable
from assistant.answers import Status
from assistant.asides import of_one_part, of_quoted
from assistant.asking import Ask
from assistant.claims import Claim, Draft, Quote
from assistant.counting import counts_what_is_asked, says_its_share
from assistant.elsewhere import elsewhere, names_year, other_year
from assistant.enumerations import has_in_common, lists_as_many
from assistant.evidence import Evidence
from assistant.giving import gives
from assistant.language import Language
from assistant.owners_asked import plays_a_part
from assistant.queries import Query, Route
from assistant.shown import shorten, tidy
from assistant.sources import Sources
from assistant.terms import Term, coverage, is_everyday, is_generic, match_term
from assistant.wording import Wording
from ingest.documents import Span
from ingest.reading import squeeze

MIN_COVERED = 0.34  # share of the question's weight that the best passage with its headings must hold
NEAR_COVERED = 0.3  # from this share on a clause is near enough that its offices could be asked
CLEAR = 0.5  # below it a part of a long question may tell better what is near
POINTED_COVERED = 0.15  # from this share on a clause is pointed at
NAMED_COVERED = 0.38  # the same where a rare name of the question stands in the best sentence
HEADED_COVERED = 0.6  # from this share on the headings above a sentence may say it all
_COUNTED = 0.7  # share from which a sentence that counts what is asked the number of is meant
MIN_STATED = 0.14  # share that one sentence of it must hold
OPEN = 0.02  # by which a question is nearer to what texts leave open that names nothing of them
OFF_TOPIC_COVERED = 0.3  # below this share the documents know nothing the question speaks of

_WHAT: dict[Ask, tuple[str, str]] = {
    Ask.CONTACT: ("联系方式", "contact details"),
    Ask.WEBSITE: ("网址或线上入口", "a website or online entry"),
    Ask.PLACE: ("办理地点或受理窗口", "where to apply"),
    Ask.PERSON: ("具体负责人", "a person in charge"),
    Ask.LOCATION: ("具体地点", "the place"),
    Ask.MATERIALS: ("需要提交的材料", "the materials to submit"),
    Ask.PROCEDURE: ("申请和办理程序", "the procedure"),
    Ask.DEADLINE: ("办理时间和期限", "dates or deadlines"),
    Ask.MONEY: ("具体金额", "an amount"),
    Ask.BUDGET: ("预算或资金总额", "a budget"),
    Ask.REASON: ("理由", "the reason"),
    Ask.CRITERIA: ("具体条件和标准", "the criteria"),
    Ask.NAMES: ("具体名单", "a list of names"),
    Ask.STACKING: ("能否叠加享受", "whether it can be combined with others"),
    Ask.CARRYING: ("余额的结转办法", "carrying forward"),
    Ask.ROSTER: ("完整名单", "a full list"),
    Ask.DURATION: ("时长或办理期限", "how long it takes"),
    Ask.PROGRESS: ("进展和完成情况", "progress or results"),
    Ask.PENALTY: ("处罚或追责", "penalties"),
    Ask.APPEAL: ("申诉或投诉渠道", "a channel of appeal"),
    Ask.VALIDITY: ("有效期", "a period of validity"),
    Ask.SCHEDULE: ("具体完成时间", "when it is to be completed"),
    Ask.SCALE: ("规模", "its scale"),
    Ask.SHARE: ("具体比例", "a share or rate"),
    Ask.REDUCTION: ("减免的比例或金额", "how much is reduced"),
    Ask.CAP: ("上限", "an upper limit"),
    Ask.COUNT: ("具体数量", "a number"),
    Ask.DEFINITION: ("定义", "a definition"),
    Ask.PAYER: ("由谁支付或承担", "who pays"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the chosen sentences give of what was asked: `missing` asks, and whether anything is given."""

    missing: tuple[Ask, ...]
    given: bool


def judge(asks: Collection[Ask], texts: Sequence[str]) -> Judgement:
    """Which of the asked things no chosen text gives; a definition or an open question is given by any."""
    joined = "\n".join(texts)
    missing = tuple(sorted(ask for ask in asks if not gives(ask, joined)))
    return Judgement(missing, len(missing) < len(set(asks)) or not asks)


def is_covered(query: Query, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether the best sentence and its surroundings speak of what the question speaks of.

    A name that stands in few sentences, and in the best one, is enough: it leaves no doubt which is meant.
    """
    best = evidence[0]
    decided = None if query.continued else answerable(query, evidence, sources)
    put_up = questions.CONFIRM.search(query.plain) or (decided is not False and questions.EITHER.search(query.plain))
    if put_up and best.stated >= MIN_STATED:
        return best.known >= MIN_COVERED  # what is put up for confirmation may itself be unknown to the text
    of_office = query.route is Route.OWNER and query.offices  # whether it stands at a task that is named
    if (of_office or _IS_SO.match(query.plain)) and min(best.known, best.covered) >= _ALL_KNOWN:
        return True
    if (
        (plays_a_part(query.plain) and best.stated >= CLEAR)
        or says_its_share(query, best)
        or has_in_common(query, best)
        or lists_as_many(query, best)
        or of_quoted(query, [best]) is not None
    ):
        return True
    if decided is not None:
        return decided or (best.covered >= _COUNTED and counts_what_is_asked(query, best))
    if best.covered >= MIN_COVERED and (best.stated >= MIN_STATED or best.covered >= HEADED_COVERED):
        return True
    text = squeeze(best.sentence.text)
    return best.covered >= NAMED_COVERED and any(
        term.weight >= 1.2 and term.word in text and sum(term.word in squeeze(e.sentence.text) for e in evidence) <= 2
        for term in query.terms
    )


# Whether something is something: where the text has all these words, it tells (波克科技是首批试点企业吗).
_IS_SO = re.compile(
    r"[^,。?]{2,20}(?<![不还要但就凡可总于])(?:是|属于)(?!不是|否|什么|谁|哪|多少|几)[^,。?]{2,20}[吗么嘛][?]*$"
)
_ALL_KNOWN = 0.9


def is_off_topic(query: Query, sources: Sources) -> bool:
    """Whether the question shares nothing with the documents, nor with administrative life at all."""
    if query.offices or query.asks - {Ask.COUNT, Ask.DEFINITION, Ask.SCHEDULE}:
        return False
    if questions.POLICY.search(query.plain) or document_words.OF_TEXT.search(query.plain):
        return False
    texts = sources.texts()
    if math.isfinite(idleness := sources.near_text(query.plain).idleness()):
        return idleness > 0 and (not query.terms or coverage(query.terms, texts) < CLEAR)
    if not query.terms:
        return not (query.continued or query.scope or query.asks or names_year(query.plain))
    places = {name for document in sources.documents() for name in (document.place, "上海") if name}
    topic = [term for term in query.terms if not any(term.word in place or place in term.word for place in places)]
    if not topic and not query.continued:  # nothing but the place is named
        return sources.near_text(query.plain).openness() >= OPEN
    return coverage(topic or query.terms, texts) < OFF_TOPIC_COVERED


def compose_absent(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording, *,
                   missing: Sequence[Ask] = ()) -> Draft:  # fmt: skip
    """An honest 「原文未规定」 with the nearest clause and the offices printed there."""
    place, year = elsewhere(query, sources, evidence), other_year(query, sources, evidence)
    if place:
        own = "、".join(dict.fromkeys(document.place or document.title for document in sources.documents()))
        claims = [Claim(wording.say("other_place", place=own, asked=place), (), (own, place))]
    elif year:
        claims = [Claim(wording.say("other_year", asked=year), (), (year,))]
    elif missing:
        claims = [Claim(wording.say("absent", what=what_is_missing(query, missing)))]
    else:
        claims = [Claim(wording.say("absent_topic"))]
    if not place:  # what holds here would be read as holding there
        nearest = _pointer(query, sources, evidence, wording, near=bool(missing))
        unclear = not evidence or evidence[0].covered < CLEAR
        claims += (unclear and _applied_for(query, sources, wording)) or nearest
    return Draft(Status.NOT_IN_DOCUMENTS, tuple(claims))


def what_is_missing(query: Query, missing: Sequence[Ask]) -> str:
    """The missing things in the language of the question."""
    english = query.language is Language.ENGLISH
    names = [_WHAT[ask][english] for ask in missing]
    return (" or " if english else "、").join(names)


def _pointer(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording, *,
             near: bool) -> list[Claim]:  # fmt: skip
    """The nearest clause, where one is near, and who is named there."""
    if not evidence or evidence[0].covered < POINTED_COVERED:
        return []
    if evidence[0].covered < CLEAR:
        evidence = of_one_part(query, sources.passages(query)) or evidence
    sentence = _ruling(sources, evidence).sentence
    passage = sentence.passage
    quote = Quote(passage.document_id, passage.clause_id, sentence.span)
    claims = [_nearest(passage.label, passage.heading, sentence.text, quote, wording)]
    row = sources.row_of(passage)
    if row and near and evidence[0].covered >= NEAR_COVERED:
        claims.append(
            Claim(wording.say("ask_office", names=wording.join(list(row.departments))), (sources.note_quote(row),))
        )
    return claims


def _nearest(label: str, heading: str, text: str, quote: Quote, wording: Wording) -> Claim:
    key = "nearest" if tidy(heading) else "nearest_unheaded"
    said = wording.say(key, label=label, heading=tidy(heading), text=shorten(text))
    return Claim(said, (quote,), (label,))


_PROCEEDING = frozenset({Ask.MATERIALS, Ask.PROCEDURE, Ask.DEADLINE, Ask.DURATION, Ask.APPEAL, Ask.PENALTY, Ask.PLACE, Ask.WEBSITE})  # fmt: skip


def _applied_for(query: Query, sources: Sources, wording: Wording) -> list[Claim]:
    """What can be applied for, where a question about a proceeding names no matter (审批要多久): the clause that speaks of it."""
    if not query.asks & _PROCEEDING:
        return []
    for document in sources.documents():
        for measure in document.measures:
            if re.search(r"申报|申请", measure.quote):
                clause = sources.index.clause(document.document_id, measure.clause_id)
                start = document.text.index(measure.quote)
                quote = Quote(document.document_id, measure.clause_id, Span(start, start + len(measure.quote)))
                return [_nearest(clause.label, clause.heading, measure.quote, quote, wording)]
    return []


_AS_NEAR = (
    0.6  # share of what the best sentence holds, from which one that lays down what is done is pointed at instead
)


def _ruling(sources: Sources, evidence: Sequence[Evidence]) -> Evidence:
    """The best sentence, or one as near that lays down what is done, where the best only states a goal."""
    best = evidence[0]
    quotes = [
        (document.document_id, squeeze(measure.quote))
        for document in sources.documents()
        for measure in document.measures
    ]
    near = [
        item
        for item in evidence[:12]
        if min(item.stated / max(best.stated, 0.01), item.covered / max(best.covered, 0.01)) >= _AS_NEAR
    ]
    return next((item for item in near if _in_measure(item, quotes)), best)


def _in_measure(item: Evidence, quotes: Sequence[tuple[str, str]]) -> bool:
    text = squeeze(item.sentence.text)
    return any(
        name == item.sentence.passage.document_id and (text in quote or quote in text) and len(text) >= 0.8 * len(quote)
        for name, quote in quotes
    )


# Nouns that name what any fitting sentence gives by being there: a form, a role, a use.
_LIGHT = frozenset(
    """身份 地位 功能 作用 形式 方式 级别 用途 要求 目的 意义 背景 内容 特点 重点 好处
    机会 途径 渠道 手段 办法 类型 种类 环节 主体 对象 范围 角色 关系 领域 数字 位置
    人群 名称 名字 意思 说法 态度 表述 思路 想法 方向 结果 理由 原因 强项 优势 亮点
    举措 安排 打算 做法 变化 口号 关键 核心 抓手 活动 学科 专业 机构 人员 人 级 话
    名 数 数量 规模 时间 日期 模式 东西 福利 帮助 支持 扶持 政策 普陀 普陀区 上海
    本区 全区 国家 单位 企业 公司 学校 老师 教师 集团 片区 说法 大头 全称 简称 门道
    讲究 条件 标准 比例 额度 金额 电话 地址 材料 流程 程序 网址 名单 部分 章节 出处 小节 段落""".split()
)


def is_light(term: Term) -> bool:
    """Whether a noun names only what any fitting sentence gives, or what people say for a word of official texts."""
    return term.word in _LIGHT or is_everyday(term.word)


MAX_FOREIGN = 0.5  # share of the question's weight that nouns unknown to the passage may have


def asks_of_something_else(query: Query, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether the question is for a thing (学费, 注册资本) that the best passage about its topic does not speak of.

    The last noun of a question is what it asks for; other nouns unknown to the passage count by weight.
    """
    named = (
        has_in_common(query, evidence[0])
        or lists_as_many(query, evidence[0])
        or of_quoted(query, evidence[:1]) is not None
    )
    if named or (not query.continued and answerable(query, evidence, sources)):
        return False
    best = evidence[0].sentence.passage
    texts = [squeeze(best.text), squeeze(" ".join(best.path))]
    known = [
        term.carried
        or max(match_term(term, text) for text in texts) >= 0.3
        or term.word in _LIGHT
        or is_generic(term.word)
        or (len(term.word) > 2 and any(term.word[:-1] in text for text in texts))  # 基金会投…: 基金 with a verb
        for term in query.terms
    ]
    nouns = [(term, there) for term, there in zip(query.terms, known, strict=True) if term.noun]
    if query.continued or not nouns or questions.CONFIRM.search(query.plain):
        return False
    foreign = sum(term.weight for term, there in nouns if not there)
    total = sum(term.weight for term in query.terms)
    telling = [there for term, there in nouns if not (term.word in _LIGHT or is_generic(term.word) or term.carried)]
    return not all(telling[-1:]) or foreign > MAX_FOREIGN * total
