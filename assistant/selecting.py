"""Which measures a question is about: by its own words, by the sentence that answers best, by who asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions
from assistant.asking import Ask
from assistant.case_facts import SUPPOSES, Case, only_states, read_facts_of, speaks_of_themselves, states_facts
from assistant.evidence import Evidence
from assistant.fact_places import wanted_in
from assistant.fact_words import is_status_asked, stated_in
from assistant.facts import Facts
from assistant.glossing import Glossed
from assistant.language import Language, chinese_terms
from assistant.queries import Query, Route
from assistant.sources import Sources
from assistant.terms import Term, content_terms, match_term
from ingest.documents import Document
from ingest.measures import Measure
from ingest.reading import squeeze

MIN_FIT = 0.5  # below it a question names no measure
MAX_MEASURES = 6
MAX_LISTED = 12  # of a question for everything that somebody of a kind may use
_NEAR, _NAMED = 0.75, 0.95  # share of the best fit that counts as meant too
_FOUND_BONUS = 0.45
# What a message as a whole is about weighs more than the words in it: of 90 long ones by an author that was not fitted on, the
# measure that is asked about is the first for 70 by words alone, for 76 with this share, and as often from 2 to 8.
_MEANT_SHARE, _HARDLY = 3.0, 0.15  # of how much it is about the sentence, beyond what is often so by chance
_CLEARLY = 0.5  # how much a message must be about one measure not to ask for all there are
# What another measure must be of that, or how plainly it must be named, to be meant beside it.
_AS_CLEARLY, _BY_NAME = 0.5, 1.0
HINTED = 0.4  # what the asking part of a question must say of a measure
# Facts that say nothing of what is asked for; what a school earns, or with whom, is part of the question.
_TOLD = frozenset({"recognised", "runs_vocational_education", "in_district", "key_enterprise", "amount"})
GENERAL_QUESTION = re.compile(
    r"好处|支持|优惠|政策|享受|扶持|奖励|补贴|补助|激励|机会|条件|资格|待遇|福利|实惠|便宜|甜头|名堂|得到|拿到|利好|红利|"
    r"\b(?:benefits?|support|incentives?|polic(?:y|ies)|eligible|qualif\w+|apply|entitled|get|offer\w*|anything)\b",
    re.IGNORECASE,
)
_WISH = re.compile(r"(?<!联)想|打算|准备|希望|计划|要(?!求)|\b(?:want|plan|hope|would like|intend)\w*", re.IGNORECASE)
_ANYTHING = re.compile(
    r"(?:能|可以|有|还有|会)(?:享受|得到|拿到?|获得|参加|参与|申请|申报|用)?(?:到)?(?:些)?(?:什么|啥|哪些|哪几)(?:好处|支持|优惠|政策|扶持|待遇|福利|补贴|措施|机会|名堂|实惠|的)?(?:吗|呢|啊|呀|伐)?\s*(?:[?。]?$|[,?。])"
    r"|有(?:些)?(?:什么|啥|哪些|哪几[条项])(?:内容|条款|措施|政策)?(?:是|能|可以)?(?:给|跟|和|与|适用于?|轮到|归|关)(?:到)?(?:我们?|咱们?|本校|我校|我司)"
    r"|还(?:差|缺|少)(?:点|些|了)?(?:什么|啥|哪些|哪几)|\bwhat (?:are we|am i|do we|do i) (?:still )?(?:missing|lacking|lack|need)\b"
    r"|\bwhat\b[^.?]{0,30}\b(?:could|can) we (?:benefit|get|use|apply)"
    r"|\bwhat (?:can|could|do|may) (?:we|i) (?:get|receive|apply for|benefit)|\bwhat (?:benefits|support|measures|incentives)\b[^.?]*\b(?:for us|we|us|me)\b",
    re.IGNORECASE,
)
GENERAL = frozenset(
    """支持 条件 好处 优惠 企业 公司 学校 学院 职校 老师 教师 园区 协会 个人 享受 申请
    符合 资格 政策 得到 能 产教融合 产教融合型 普陀区 普陀 注册 单位 扶持 激励 机构
    参与 对象 申报 中小 民营 外资 外区 区外 软件 我们公司 我公司 待遇 福利 鼓励""".split()
)


def relevant_measures(query: Query, sources: Sources, facts: Facts, evidence: Sequence[Evidence] = (), *,
                      said: str = "") -> list[tuple[Document, Measure]]:  # fmt: skip
    """The measures a question is about, best first; without a topic, all that somebody of the kind may use.

    `said` is what was written last, without what it goes on from: when it names a measure, that one is meant.
    """
    everything = [(document, measure) for document in sources.documents() for measure in document.measures]
    introduces = not query.continued and only_states(said) and not _WISH.search(said)
    near = sources.near_text(query.plain)
    meant = [_meant(document, measure, near) for document, measure in everything]
    clear = max(meant, default=0.0) >= _MEANT_SHARE * _CLEARLY
    if said and not clear and (introduces or is_general(said, [measure for _, measure in everything])):
        return listed_measures(everything, facts)
    if rated := _of_a_sum(query.plain, facts, everything):
        return rated
    asking = _asking_part(query, sources, facts, said)
    least = MIN_FIT if asking is query else HINTED
    query = asking
    named = [fit(query, measure) for _, measure in everything]
    least_meant = _AS_CLEARLY * max(meant) if clear else 0.0
    scored = [
        (own + more + _found(document, measure, evidence), own + more, document, measure)
        for own, more, (document, measure) in zip(named, meant, everything, strict=True)
        if more >= least_meant or own >= _BY_NAME
    ]
    best = max((own for _, own, *_ in scored), default=0.0)
    if best >= least:
        ranked = sorted(scored, key=lambda item: -item[0])
        best = ranked[0][0]
        return _of_kind(ranked, best, facts)[: MAX_MEASURES if best < 1.0 else 2]
    if is_status_asked(query.plain):  # X是不是产教融合型企业: what the text says of becoming one
        return [(document, measure) for *_, document, measure in scored if names_measure("认定", measure)]
    if not GENERAL_QUESTION.search(query.plain):
        return [(d, m) for d, m in everything if _found(d, m, evidence)] if facts.value("kind") else []
    return listed_measures([(document, measure) for *_, document, measure in scored], facts)


_SUM_HOPED = re.compile(r"(?:拿|领|得|给|返|退|抵|补)(?:到|回|个)?[\d.一二三四五六七八九十百千]+(?:个?亿|千万|百万|万)")


def _of_a_sum(
    plain: str, facts: Facts, everything: Sequence[tuple[Document, Measure]]
) -> list[tuple[Document, Measure]]:
    """The measures that give a share of what was invested, where a sum of money is hoped for and no measure is named."""
    hoped = [clause for clause in _CLAUSE.split(plain) if _SUM_HOPED.search(clause)]
    if facts.amount is None or not hoped or any(names_measure(" ".join(hoped), measure) for _, measure in everything):
        return []
    return [(document, measure) for document, measure in everything if measure.rate is not None]


def _asking_part(query: Query, sources: Sources, facts: Facts, said: str) -> Query:
    """The query without the clauses that only tell of the user, where the rest of it still names a measure."""
    every = [measure for document in sources.documents() for measure in document.measures]
    supposed = query.continued and SUPPOSES.match(said)  # 那如果没认定呢: asked of the measure before
    wholes = list(dict.fromkeys(text for text in (said if not supposed else "", query.plain) if text))
    for rest in (*map(hoping_part, wholes), *(_untold(whole, facts) for whole in wholes)):
        if rest != query.plain and any(names_measure(rest, measure, least=HINTED) for measure in every):
            text = chinese_terms(rest) if query.language is Language.ENGLISH else rest
            return replace(query, plain=rest, text=text, terms=content_terms(text), focus=())
    return query


def hoping_part(whole: str) -> str:
    """The clauses of a text that ask whether something can be had, without those that tell of the user.

    None where a sum is hoped for: what it is paid for stands in the rest.
    """
    return "" if wanted_in(whole) is not None else " ".join(hoping_clauses(whole))


def hoping_clauses(whole: str) -> list[str]:
    """The clauses of a text that ask whether something can be had."""
    return [clause for clause in _CLAUSE.split(whole) if _HOPED.search(clause)]


def without_telling(whole: str) -> str:
    """A text without the clauses that tell of the user and ask nothing (去年办了专班)."""
    clauses = _CLAUSE.split(whole)
    return ",".join(clause for clause in clauses if _HOPED.search(clause) or not states_facts(clause))


def _untold(whole: str, facts: Facts) -> str:
    """A text without the words that tell facts of the user."""
    for fact in (*facts, *stated_in(whole)):
        if fact.name in _TOLD and fact.words:
            whole = whole.replace(fact.words, " ")
    return whole


def _of_kind(ranked: Sequence[tuple[float, float, Document, Measure]], best: float,
             facts: Facts) -> list[tuple[Document, Measure]]:  # fmt: skip
    """The measures nearly as good as the best one; those for others than the asker only where they are meant."""
    named = [(d, m) for score, _, d, m in ranked if score >= _NAMED * best]
    near = [(d, m) for score, _, d, m in ranked if score >= _NEAR * best]
    kind = facts.value("kind")
    if kind is None:
        return near
    if any(kind in measure.who for _, measure in named):
        return [(d, m) for d, m in near if kind in m.who]
    return named  # the asker is not among those it is for, and shall hear so


def listed_measures(measures: Sequence[tuple[Document, Measure]], facts: Facts, *,
                    limit: int = MAX_LISTED) -> list[tuple[Document, Measure]]:  # fmt: skip
    """Measures for the kind of the asker, those that give something now before those that are only intended."""
    kind = facts.value("kind")
    fitting = [(d, m) for d, m in measures if kind is None or kind in m.who]
    return sorted(fitting, key=lambda item: item[1].intended)[:limit]


_HOPED = re.compile(
    r"(?:能|可以|可|会|行|算|够|好)[^。?]{0,24}(?:吗|么|嘛|不|没|伐|否|吧|呢|啊)[?]?(?:$|[?。])|能不能|能否|可以伐|可否|可不可以|是不是|算不算|有没有|"
    r"多少|好处|没问题吧|稳拿|有(?!没)[^,。?]{1,12}(?:吗|么|伐)|有(?:我|咱|俺)?们?的?(?:份|戏|吗|么|没|不)|保证|喽|\b(?:can|could|may|would|does|do|is|are|allowed)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,,。;;!!]|\.\s")
_OF_OTHERS = frozenset(
    {Ask.CONTACT, Ask.WEBSITE, Ask.PLACE, Ask.PERSON, Ask.MATERIALS, Ask.DEADLINE, Ask.PENALTY, Ask.APPEAL, Ask.NAMES, Ask.PROGRESS}
)  # fmt: skip


_NOT_TELLING = frozenset(
    {"kind", "school_type", "with_school", "standing"}
)  # said of anybody, and of a base of masters


def tells_of_a_case(said: str, query: Query, case: Case, sources: Sources) -> bool:
    """Whether a text tells what somebody is or did and asks what a measure gives them.

    The case itself must be told, now or before: a recognition, a school that is run or an amount; a kind of asker alone
    only where they speak of themselves.
    """
    if query.route is not Route.FACT or query.offices or query.asks & _OF_OTHERS or not _HOPED.search(said):
        return False
    if query.asks == {Ask.MONEY} and not questions.GAIN.search(said):  # what somebody is paid, no benefit
        return False
    now = read_facts_of(said)
    own = speaks_of_themselves(said) or any(fact.name not in _NOT_TELLING for fact in now)
    measures = [measure for document in sources.documents() for measure in document.measures]
    named = any(names_measure(said, measure) for measure in measures)
    known = case.current.value("recognised") is not None and (now.value("amount") is not None or named)
    if not (own or known) or not (case.current.value("kind") or known):
        return False
    return named or bool(GENERAL_QUESTION.search(said))


def is_general(said: str, measures: Sequence[Measure]) -> bool:
    """Whether a plain text asks for everything there is (我们能享受什么), and for no measure by name."""
    return bool(_ANYTHING.search(said)) and not any(names_measure(said, measure) for measure in measures)


def names_measure(said: str, measure: Measure, *, least: float = MIN_FIT) -> bool:
    """Whether a plain text names a measure by one of its own words."""
    squeezed = squeeze(said.lower())
    found = [word for word in measure.keywords if squeeze(word.lower()) in squeezed]
    return sum(0.35 + 0.1 * min(len(word), 6) for word in found if not _inside_another(word, found)) >= least


def names_in_its_words(said: str, measure: Measure) -> bool:
    """Whether a plain text names a measure by a keyword that stands in its text or title, and not only by what people call it."""
    own = squeeze(measure.title + measure.quote)
    words = tuple(word for word in measure.keywords if squeeze(word.lower()) in own)
    return names_measure(said, replace(measure, keywords=words))


def fit(query: Query, measure: Measure) -> float:
    """How far the question's own words name the measure, 0 when only words common to all measures do."""
    squeezed = squeeze(query.text.lower() + " " + query.plain.lower())
    found = [word for word in measure.keywords if squeeze(word.lower()) in squeezed]
    named = sum(0.35 + 0.1 * min(len(word), 6) for word in found if not _inside_another(word, found))
    text = squeeze(measure.title + measure.quote)
    specific: Sequence[Term] = [term for term in query.terms if term.word not in GENERAL]
    shared = sum(term.weight * match_term(term, text) for term in specific)
    focused = 0.5 if any(clause == measure.clause_id for _, clause in query.focus) else 0.0
    return named + 0.5 * shared + focused


def _meant(document: Document, measure: Measure, near: Glossed) -> float:
    """What the everyday words for the sentence of a measure add; nothing where they are few."""
    start = document.text.find(measure.quote)
    begun = [place for name, place in near.told if name == document.document_id and place < start + len(measure.quote)]
    if not near.is_rich or not begun:
        return 0.0
    return _MEANT_SHARE * max(0.0, near.told[document.document_id, max(begun)] - _HARDLY)


def _inside_another(word: str, found: Sequence[str]) -> bool:
    """Whether a keyword was found only as part of a longer one (抵 in 抵免)."""
    return any(word != other and word in other for other in found)


def _found(document: Document, measure: Measure, evidence: Sequence[Evidence]) -> float:
    """A bonus for the measure whose sentence is the best evidence."""
    if not evidence:
        return 0.0
    best = evidence[0].sentence
    start = document.text.find(measure.quote)
    inside = (
        best.passage.document_id == document.document_id
        and start < best.span.end
        and best.span.start < start + len(measure.quote)
    )
    return _FOUND_BONUS * evidence[0].covered if inside else 0.0
