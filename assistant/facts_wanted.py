"""Questions that sound like a case and want a fact: the text is asked, a rate, who bears a cost, or whoever asks only says who they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions
from assistant.answers import Status
from assistant.asking import Ask
from assistant.case_facts import speaks_of_themselves, states_facts
from assistant.claims import Claim, Draft, Quote
from assistant.composing import quoted_sentence
from assistant.evidence import Evidence
from assistant.findings import span_of
from assistant.queries import Query, Route
from assistant.remarks import parts_of
from assistant.selecting import GENERAL_QUESTION, names_measure
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.reading import reading_view

# Whether somebody may, qualifies, gets a share: then their case is to be judged.
_HOPES = re.compile(
    r"能|可以|可否|可不可|行不行|够|算(?!学校|单位|厂|公司|谁)|享受|申请|申报|报名|参加|加入|拿|抵|补|退|返|减免|投|资格|符合|条件|有份|轮|沾|适合|优惠|好处|"
    r"\b(?:can|could|may|eligible|qualif\w+|apply|get|receive|entitled|allowed)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"谁|哪|什么|啥|怎么|如何|多少|几|\b(?:who|what|which|how|where|when)\b", re.IGNORECASE)
# The text itself is asked: 文里点了几家名, 方案里怎么写的.
_OF_TEXT = re.compile(
    r"(?:文|文件|方案|通知|条文|正文|计划)[里中上](?:头|面)?[^,。?]{0,10}(?:点|提|列|写|说|讲|叫|用的|规定|交代)|原文[^,。?]{0,6}(?:点|提|列|写|说|讲|怎么|是)"
    r"|\b(?:the (?:plan|text|document)|it) (?:say|mention|name|list|state)s?\b|\bdoes the (?:plan|text|document) (?:say|mention|name|list|state)\b",
    re.IGNORECASE,
)
# How much for each unit of something: 一个月给多少, 多少年能抵一门课.
_RATE = re.compile(
    r"(?:一|每)个?(?:月|天|日|年|学期|小时|课时|节课?|门|次|趟|人|名|位)[^,。?]{0,4}(?:给|发|拿|付|补|奖|领|抵|算|能|有|是)[^,。?]{0,4}(?:多少|几)"
    r"|(?:多少|几)(?:年|个?月|天|小时|课时|学时|个?学分|分)[^,。?]{0,8}(?:抵|换|顶|折|算|转)[^,。?]{0,4}(?:一|几|多少)"
    r"|(?:一|每)(?:年|个月|天|小时|课时|门课?)[^,。?]{0,8}(?:抵|换|顶|折|算|转)[^,。?]{0,4}(?:几|多少)",
)
# Which of two bears a cost: 医药费算学校的还是算厂里的.
_PARTY = (
    r"(?:学校|院校|单位|工?厂|公司|企业|我们?|个人|学生|家长|政府|区里|自己|他们|老板|集团|机构|财政|员工|师傅|双方)"
)
_BORNE = re.compile(
    rf"(?:费用?|钱|账|工资|薪水|保险|责任|损失|开销|花销|成本)[^,。?]{{0,8}}{_PARTY}[^,。?]{{0,6}}还是(?:由|归|算|让|找)?{_PARTY}"
)
_QUALIFIES = re.compile(r"够|符合|资格|条件|能不能|能否|可不可以|算不算")
# One place is said to be the only one allowed, and another put up beside it.
_ONLY_THERE = re.compile(
    r"(?:必须|一定|只能|只准|非得|非要|硬性|都得|强制)[^,。?]{0,4}(?:要)?[^,。?]{0,4}(?:送|去|到|在|选|找|用|放|挑)[^,。?]{0,12}(?:吗|么|不可|嘛|不|$|[,?])"
)
_QUANTITIES = frozenset({Ask.MONEY, Ask.COUNT, Ask.DURATION, Ask.REDUCTION, Ask.SHARE, Ask.SCHEDULE})


def wants_a_fact(query: Query, said: str, sources: Sources) -> bool:
    """Whether a question that was taken for one about a case asks for what the text says, and not whether somebody may."""
    plain = said or query.plain
    if query.continued or query.offices:
        return False
    own = bool(questions.FIRST_PERSON.search(plain))
    rate = _RATE.search(plain) and query.asks & _QUANTITIES and not _QUALIFIES.search(plain)
    if rate or _BORNE.search(plain):
        return True
    if not own and not _HOPES.search(plain) and _OF_TEXT.search(plain):
        return True
    if not own and only_there(plain, sources):
        return True
    return _introduced_only(plain, sources)


def as_fact(query: Query) -> Query:
    """The query as one for what the text says, without the words that only speak of the text, and for who bears a cost."""
    found = _OF_TEXT.search(query.plain)
    terms = tuple(term for term in query.terms if not (found and term.word in found[0])) or query.terms
    route = Route.FACT if query.route is Route.ELIGIBILITY else query.route
    asks = query.asks | {Ask.PAYER} if _BORNE.search(query.plain) else query.asks
    return replace(query, route=route, terms=terms, asks=asks)


def only_there(plain: str, sources: Sources) -> bool:
    """Whether it is asked if something must be done at the own place (必须送到普陀的学校去吗), whatever other is put up beside it."""
    match = _ONLY_THERE.search(plain)
    names = [re.escape(document.place.rstrip("区市省县")) for document in sources.documents() if document.place]
    return match is not None and bool(re.search("|".join(["本区", "区内", "区里", *names]), match[0]))


def compose_preference(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft | None:
    """The sentence that says which place is preferred, headed by what it is not: a duty. None where no sentence says so."""
    must = _MUST.search(query.plain)
    for item in evidence if must else ():
        found = _PREFERS.search(reading_view(item.sentence.text))
        if must and found and item.covered >= _SOME:
            passage = item.sentence.passage
            quote = Quote(passage.document_id, passage.clause_id, span_of(item, found.start(), found.end()))
            head = Claim(wording.say("premise_hedged", asked=must[0], stated=found[0]), (quote,), (must[0],))
            claims = (head, quoted_sentence(query, sources, item, wording))
            return Draft(Status.ANSWERED, claims, documents=(passage.document_id,))
    return None


_MUST = re.compile(r"必须|一定|只能|只准|非得|非要|硬性|都得|强制")
_PREFERS = re.compile(r"(?:优先|鼓励|就近)[^,。;]{0,6}(?:本区|区内|本市|当地|属地)[^,。;]*")
_SOME = 0.2  # share of a question that a sentence or its surroundings must hold


def _introduced_only(plain: str, sources: Sources) -> bool:
    """Whether the asker says who they are and then asks openly for something that no measure gives."""
    if states_facts(plain):
        return False
    parts = parts_of(plain)
    rest = [part for part in parts if not speaks_of_themselves(part) or _OPEN.search(part)]
    if not rest or (len(rest) == len(parts) and not _SAYS_WHO.match(plain)):
        return False
    asked = "".join(part for part in rest if not _SAYS_WHO.match(part) or _OPEN.search(part))
    if not asked or not _OPEN.search(asked) or _HOPES.search(asked) or GENERAL_QUESTION.search(asked):
        return False
    if re.search(r"我们|咱们?|俺们?|我(?!想|要问|问|就问)|\b(?:we|our|us)\b", asked):
        return False
    measures = [measure for document in sources.documents() for measure in document.measures]
    return not any(names_measure(asked, measure) for measure in measures)


_SAYS_WHO = re.compile(
    r"^(?:我|咱|俺)们?(?:这边|这里|家)?(?:是|在|做|搞|干|开|从事|学)(?![^,。?]{0,20}(?:吗|么|不[,。?]|没))"
)
