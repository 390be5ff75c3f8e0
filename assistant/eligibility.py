"""Eligibility: every condition of a measure held against what the user said, three-valued, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import ConditionState, Status, Verdict
from assistant.asking import Ask
from assistant.claims import Claim, ConditionClaim, Draft, EligibilityClaim, Quote
from assistant.evidence import Evidence
from assistant.facts import Facts, read_facts_of
from assistant.language import Language
from assistant.queries import Query
from assistant.refusing import judge, what_is_missing
from assistant.sources import Sources, tidy
from assistant.terms import Term, match_term
from assistant.wording import Wording
from ingest.documents import Document, Span
from ingest.measures import Measure, MeasureCondition
from ingest.reading import squeeze

MAX_MEASURES = 6
MIN_FIT = 0.5  # below it a question names no measure
MAX_QUESTIONS = 3
_QUESTIONS = {
    "recognised": (
        "贵单位是否已被认定为产教融合型企业?",
        "Has your organisation been recognised as an industry-education integration enterprise?",
    ),
    "runs_vocational_education": ("是否兴办(投资举办)职业教育?", "Do you run or invest in vocational education?"),
    "in_district": ("是否在普陀区内注册?", "Are you registered in the district?"),
    "kind": (
        "贵单位是企业、园区、学校、协会还是个人?",
        "Are you an enterprise, a park, a school, an association or an individual?",
    ),
}
_STATES = {
    ConditionState.MET: ("按所述情况符合", "met by what you said"),
    ConditionState.NOT_MET: ("按所述情况不符合", "not met by what you said"),
    ConditionState.NOT_STATED: ("尚不能判断", "cannot be decided yet"),
}
_VERDICTS = {
    Verdict.MEETS: ("所述情况符合原文写明的条件。", "What you said meets the conditions the text states."),
    Verdict.DOES_NOT: ("所述情况不符合原文写明的条件。", "What you said does not meet the conditions the text states."),
    Verdict.UNDECIDED: (
        "仅凭已收录文件不能判断是否符合。",
        "Whether you qualify cannot be decided from the indexed documents.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """A measure with the state of each condition."""

    document: Document
    measure: Measure
    states: tuple[ConditionState, ...]

    @property
    def verdict(self) -> Verdict:
        if ConditionState.NOT_MET in self.states:
            return Verdict.DOES_NOT
        promised = not _INTENDED.match(self.measure.modality)
        return Verdict.MEETS if promised and set(self.states) == {ConditionState.MET} else Verdict.UNDECIDED


def compose_eligibility(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording, *,
                        said: str) -> Draft | None:  # fmt: skip
    """Measure by measure what is offered, each condition's state, the verdict, and what is still to be asked.

    `said` is everything the user wrote in this conversation. None when no measure bears on the question.
    """
    facts = read_facts_of(said)
    judged = [_judge(document, measure, facts) for document, measure in _relevant(query, sources, facts)]
    if not judged:
        return None
    claims: list[Claim] = []
    several = len(judged) > 1
    for item in judged:
        claims += _offer(item, facts, query, wording, brief=several)
    lead = judged[0]
    conditions = tuple(
        ConditionClaim(condition.text, state, _condition_quote(item, condition, sources))
        for item in judged
        for condition, state in zip(item.measure.conditions, item.states, strict=True)
    )
    verdict = _overall(judged)
    silent = judge(query.asks, [item.measure.quote for item in judged]).missing
    missing = _open_questions(judged, facts, query.language)
    claims += _named_in_text(evidence, query, judged, wording)
    claims += _closing(lead, verdict, query, wording, silent=silent, brief=several)
    notices = tuple(wording.say("gap", title=title) for title in lead.measure.basis) if not several else ()
    status = Status.PARTIAL if silent else Status.ANSWERED
    return Draft(status, tuple(claims), eligibility=EligibilityClaim(verdict, conditions, missing),
                 notices=(*notices, wording.say("not_official")), documents=(lead.document.document_id,))  # fmt: skip


def _relevant(query: Query, sources: Sources, facts: Facts) -> list[tuple[Document, Measure]]:
    """The measures a question is about by their words; without a topic, all that the kind of asker may use."""
    scored = [
        (_fit(query, measure), document, measure) for document in sources.documents() for measure in document.measures
    ]
    best = max((score for score, *_ in scored), default=0.0)
    if best >= MIN_FIT:
        ranked = sorted(scored, key=lambda item: -item[0])
        named = [(d, m) for score, d, m in ranked if score >= 0.95 * best]
        near = [(d, m) for score, d, m in ranked if score >= 0.75 * best]
        if facts.kind is not None and any(facts.kind in m.who for _, m in named):
            near = [(d, m) for d, m in near if facts.kind in m.who]
        elif facts.kind is not None:
            near = named  # the asker is not among those it is for, and shall hear so
        return near[: MAX_MEASURES if best < 1.0 else 2]
    if not _GENERAL_QUESTION.search(query.plain):
        return []
    return [(d, m) for _, d, m in scored if facts.kind is None or facts.kind in m.who][:MAX_MEASURES]


# What the issuers intend to explore, study or set up gives nobody anything yet.
_INTENDED = re.compile(r"探索|研究|引导|建设|创建|搭建|推进|培育|引进|落实")
_GENERAL_QUESTION = re.compile(
    r"好处|支持|优惠|政策|享受|扶持|奖励|补贴|补助|激励|机会|条件|资格|benefit|support|incentive|policy|policies|eligible|qualif|apply|entitled",
    re.IGNORECASE,
)
_GENERAL = frozenset(
    """职业学校 职业院校 职高 中职学校 大专 中专 职业高中 厂里 兴办 举办 支持 条件 好处 优惠 企业 公司 学校 学院 职校 老师 教师 园区 协会 个人 享受 申请
    符合 资格 政策 得到 能 产教融合 产教融合型 普陀区 普陀 注册 单位 扶持 激励 机构
    参与 对象 申报 中小 民营 外资 外区 区外 软件 我们公司 我公司""".split()
)


def _fit(query: Query, measure: Measure) -> float:
    """How far the question's own words name the measure, 0 when only words common to all measures do."""
    squeezed = squeeze(query.text.lower() + " " + query.plain.lower())
    named = sum(0.35 + 0.1 * min(len(word), 6) for word in measure.keywords if squeeze(word.lower()) in squeezed)
    text = squeeze(measure.title + measure.quote)
    specific: Sequence[Term] = [term for term in query.terms if term.word not in _GENERAL]
    shared = sum(term.weight * match_term(term, text) for term in specific)
    focused = 0.5 if any(clause == measure.clause_id for _, clause in query.focus) else 0.0
    return named + 0.5 * shared + focused


def _judge(document: Document, measure: Measure, facts: Facts) -> _Judged:
    return _Judged(document, measure, tuple(state_of(condition, facts) for condition in measure.conditions))


def state_of(condition: MeasureCondition, facts: Facts) -> ConditionState:
    """The state of one condition; open conditions and unknown facts are never counted as met."""
    value = facts.value(condition.fact) if condition.fact else None
    if value is None:
        return ConditionState.NOT_STATED
    if value in condition.values:
        return ConditionState.MET
    return ConditionState.NOT_STATED if value in condition.open_values else ConditionState.NOT_MET


def _overall(judged: Sequence[_Judged]) -> Verdict:
    verdicts = {item.verdict for item in judged}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.UNDECIDED


def _measure_quote(item: _Judged) -> Quote:
    start = item.document.text.index(item.measure.quote)
    return Quote(item.document.document_id, item.measure.clause_id, Span(start, start + len(item.measure.quote)))


def _condition_quote(item: _Judged, condition: MeasureCondition, sources: Sources) -> Quote:
    """The words of a condition inside its clause."""
    whole = sources.index.clause(item.document.document_id, item.measure.clause_id).span
    inside = _measure_quote(item).span
    start = item.document.text.find(condition.quote, inside.start, inside.end)
    if start < 0:
        start = item.document.text.index(condition.quote, whole.start)
    return Quote(item.document.document_id, item.measure.clause_id, Span(start, start + len(condition.quote)))


def _offer(item: _Judged, facts: Facts, query: Query, wording: Wording, *, brief: bool) -> list[Claim]:
    """What is offered, verbatim, the conditions one by one, and the sum where rate and amount are both known."""
    english = query.language is Language.ENGLISH
    quote = _measure_quote(item)
    clause = item.measure.clause_id
    claims = [Claim(wording.say("quoted", text=tidy(item.measure.quote), label=clause), (quote,), (clause,))]
    if brief:
        return claims
    for condition, state in zip(item.measure.conditions, item.states, strict=True):
        text = (
            f"Condition “{condition.text}”: {_STATES[state][1]}."
            if english
            else f"条件“{condition.text}”:{_STATES[state][0]}。"
        )
        claims.append(Claim(text, (quote,)))
    if item.measure.rate is not None and facts.amount is not None:
        claims.append(_sum(item.measure.rate, facts, quote, english=english))
    return claims


def _sum(rate: float, facts: Facts, quote: Quote, *, english: bool) -> Claim:
    """Rate times amount as arithmetic, with what the text leaves open about it."""
    amount = facts.amount or 0.0
    percent, result = f"{rate * 100:g}%", f"{amount * rate:g}"
    if english:
        text = f"Arithmetic only: {amount:g} × {percent} = {result} (in 10,000 yuan); the text states neither the base nor the conditions of the calculation."
    else:
        text = f"仅按条文比例计算:{amount:g}万元 × {percent} = {result}万元;原文未规定计算基数、上限和具体条件,不等于可得金额。"
    return Claim(text, (quote,), (f"{amount:g}", result, f"{amount:g}万", "10,000"))


def _open_questions(judged: Sequence[_Judged], facts: Facts, language: Language) -> tuple[str, ...]:
    """The facts not yet stated, the most deciding first, as questions."""
    english = language is Language.ENGLISH
    asked = [condition.fact for item in judged for condition in item.measure.conditions
             if condition.fact and facts.value(condition.fact) is None]  # fmt: skip
    order = sorted(dict.fromkeys(asked), key=lambda fact: list(_QUESTIONS).index(fact))
    return tuple(_QUESTIONS[fact][english] for fact in order[:MAX_QUESTIONS])


def _closing(lead: _Judged, verdict: Verdict, query: Query, wording: Wording, *, silent: Sequence[Ask],
             brief: bool) -> list[Claim]:  # fmt: skip
    """The verdict in words, and what the text leaves open."""
    english = query.language is Language.ENGLISH
    claims = [Claim(_VERDICTS[verdict][english])]
    if verdict is Verdict.MEETS and not brief:  # 可, 支持, 鼓励: the text promises nothing
        modality = lead.measure.modality
        claims.append(Claim(wording.say("possibility", word=modality), (_measure_quote(lead),), (modality,)))
    if not brief and lead.measure.unstated and not english:
        claims.append(Claim(wording.say("absent", what="、".join(lead.measure.unstated))))
    elif silent:
        claims.append(Claim(wording.say("absent_part", what=what_is_missing(query, silent))))
    return claims


def _named_in_text(
    evidence: Sequence[Evidence], query: Query, judged: Sequence[_Judged], wording: Wording
) -> list[Claim]:
    """The sentence about a name in the question that few sentences hold: a firm a clause names gets that clause."""
    offered = squeeze("".join(item.measure.quote + "".join(item.measure.keywords) for item in judged))
    for term in query.terms:
        if term.weight < 0.7 or term.word in offered or term.word in _GENERAL:
            continue
        holding = [item for item in evidence if term.word in squeeze(item.sentence.text)]
        if 0 < len(holding) <= 2:
            sentence = holding[0].sentence
            quote = Quote(sentence.passage.document_id, sentence.passage.clause_id, sentence.span)
            label = sentence.passage.label
            return [Claim(wording.say("quoted", text=tidy(sentence.text), label=label), (quote,), (label,))]
    return []
