"""Eligibility: every condition of a measure held against what the user said, three-valued, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers import ConditionState, Status, Verdict
from assistant.asking import Ask, asks_of
from assistant.case_facts import Case, only_states
from assistant.claims import Claim, ConditionClaim, Draft, EligibilityClaim, Quote
from assistant.eligibility_texts import LEVELS, in_script, modality_text, state_text, tell, title_in, verdict_text
from assistant.elsewhere import elsewhere
from assistant.evidence import Evidence
from assistant.fact_places import wanted_in
from assistant.facts import Facts, fact_named, yuan
from assistant.language import Language
from assistant.queries import Query
from assistant.reasoning import JudgedMeasure, judge_measure, open_facts, overall_verdict
from assistant.refusing import judge, what_is_missing
from assistant.reservations import with_reservations
from assistant.selecting import GENERAL, relevant_measures, without_telling
from assistant.shown import tidy
from assistant.sources import Sources
from assistant.told_conditions import with_told
from assistant.wording import Wording
from ingest.documents import Document, Span
from ingest.measures import CANDIDATE, Measure, MeasureCondition
from ingest.numerals import parse_numeral
from ingest.reading import squeeze

MAX_IN_FULL = 2  # so many measures are told condition by condition; of more the verdict with its reasons


def compose_eligibility(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording, *,
                        case: Case, measures: Sequence[tuple[Document, Measure]] = (), said: str = "",
                        heard: str = "") -> Draft | None:  # fmt: skip
    """Measure by measure what is offered, each condition's state, the verdict, and what is still to be asked.

    `measures` are those the conversation or a form is about; without them the question chooses, by the
    words written last (`said`) where those name any; `heard` is all that was told of the case. None when no measure bears on it.
    """
    facts = case.current
    chosen = list(measures) or relevant_measures(query, sources, facts, evidence, said=said)
    if not chosen:
        return None
    judged = [judge_measure(document, measure, facts) for document, measure in chosen]
    full, wanted = len(judged) <= MAX_IN_FULL, wanted_in(said or query.plain)
    if full:
        judged = [with_told(item, heard, sources) for item in judged]
    judged = [with_reservations(item, said or query.plain) for item in judged]
    claims = [*_corrections(query, sources, facts, judged, wording)]
    claims += _understood(facts, judged, query.language)
    for item in judged:
        told = _told(item, facts, sources, query.language, wanted) if full else []
        claims += told or _in_short(item, facts, query.language, wanted)
    asked = open_facts(judged, asked=case.asked)
    claims += _named_in_text(evidence, query, judged, wording)
    asks = frozenset[Ask]() if only_states(said) else query.asks & asks_of(without_telling(said or query.plain))
    silent = judge(asks, [item.measure.quote for item in judged]).missing
    claims += _who_may(judged, query) if _WHO_ASKED.search(query.plain) else []
    claims += _closing(judged, facts, query, wording, silent=silent)
    conditions = tuple(
        ConditionClaim(condition_text(part.condition, query.language), part.state, condition_quote(item, part.condition, sources))
        for item in judged
        for part in item.conditions
    )  # fmt: skip
    english = query.language is Language.ENGLISH
    questions = tuple(in_script(query.language, fact_named(name).question(english=english)) for name in asked)
    claim = EligibilityClaim(overall_verdict(judged), conditions, questions, asked, facts, tuple(judged))
    return Draft(Status.PARTIAL if silent else Status.ANSWERED, tuple(claims), eligibility=claim,
                 notices=(*_basis(judged, sources, query.language, wording), wording.say("not_official")),
                 documents=tuple(dict.fromkeys(item.document.document_id for item in judged)))  # fmt: skip


_WHO_ASKED = re.compile(
    r"(?:什么|哪些|哪类|哪种|何种)(?:样的?)?(?:的)?(?:企业|公司|单位|学校|院校|机构|园区|人|组织|对象)|谁(?:能|"
    r"可以)|\bwho (?:can|may)|\bwhich (?:companies|enterprises|schools)",
    re.IGNORECASE,
)


def _who_may(judged: Sequence[JudgedMeasure], query: Query) -> Iterator[Claim]:
    """Whom the text names, for a question about nobody in particular."""
    language = query.language
    for item in judged[:MAX_IN_FULL]:
        texts = [condition_text(part.condition, language) for part in item.conditions]
        who = ("; " if language is Language.ENGLISH else ";").join(texts)
        yield Claim(tell(language, "who_may", who=who), (measure_quote(item),), (who,))


_SHARE = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)%|百分之(\d{1,3}|[一二三四五六七八九十]+)(?!几)|([一二三四五六七八九])成(?!为|功|立|果|本|熟)"
    r"|(?P<half>(?:投资额|按|抵|退|返|免|补)[^,。?]{0,6}一半|\bhalf (?:of )?(?:the|our|my|it)\b)"
)


def _corrections(query: Query, sources: Sources, facts: Facts, judged: Sequence[JudgedMeasure],
                 wording: Wording) -> Iterator[Claim]:  # fmt: skip
    """What the question has wrong: the rules of another place, or a share that the text does not say."""
    place = elsewhere(query, sources)
    if place and facts.value("in_district") != "no":
        own = "、".join(dict.fromkeys(document.place or document.title for document in sources.documents()))
        yield Claim(wording.say("other_place", place=own, asked=place), (), (own, place))
    rated = [item for item in judged if item.measure.rate is not None]
    match = _SHARE.search(query.plain)
    if rated and match:
        asked = (
            (50.0 if match["half"] else float(match[1] or 0))
            or float(parse_numeral(match[2] or "") or 0)
            or 10.0 * (parse_numeral(match[3] or "") or 0)
        )
        rate = (rated[0].measure.rate or 0.0) * 100
        if asked and asked != rate:
            told = tell(query.language, "promised_share", stated=f"{rate:g}%", asked=f"{asked:g}%")
            yield Claim(told, (measure_quote(rated[0]),), (f"{asked:g}%",))


def measure_quote(item: JudgedMeasure) -> Quote:
    """The words of a measure."""
    start = item.document.text.index(item.measure.quote)
    return Quote(item.document.document_id, item.measure.clause_id, Span(start, start + len(item.measure.quote)))


def condition_quote(item: JudgedMeasure, condition: MeasureCondition, sources: Sources) -> Quote:
    """The words of a condition inside its clause."""
    clause_id = condition.clause_id or item.measure.clause_id
    inside = measure_quote(item).span
    start = item.document.text.find(condition.quote, inside.start, inside.end) if not condition.clause_id else -1
    if start < 0:
        whole = sources.index.clause(item.document.document_id, clause_id).span
        start = item.document.text.index(condition.quote, whole.start)
    return Quote(item.document.document_id, clause_id, Span(start, start + len(condition.quote)))


def measure_title(measure: Measure, language: Language) -> str:
    """The title of a measure in the language of the answer."""
    return measure.title_en if language is Language.ENGLISH and measure.title_en else in_script(language, measure.title)


def condition_text(condition: MeasureCondition, language: Language) -> str:
    """A condition in the language of the answer."""
    english = language is Language.ENGLISH and condition.text_en
    return condition.text_en if english else in_script(language, condition.text)


def _understood(facts: Facts, judged: Sequence[JudgedMeasure], language: Language) -> Iterator[Claim]:
    """What was understood of the user, so that it can be corrected: facts, and words that decide a condition."""
    english = language is Language.ENGLISH
    shown = [in_script(language, fact.label(english=english)) for fact in facts]
    told = dict.fromkeys(part.words for item in judged for part in item.conditions if part.words)
    shown += [f"“{words}”" for words in told]
    if not shown:
        return
    text = tell(language, "understood", facts=("; " if english else ";").join(shown))
    yield Claim(text, (), tuple(shown))


def _offer(item: JudgedMeasure, quote: Quote, title: str, language: Language) -> Claim:
    """What is offered, verbatim; in English with its title and how firmly it is meant."""
    modality = modality_text(language, item.measure.modality)
    text = tell(language, "offer", text=tidy(item.measure.quote), title=title, modality=modality)
    return Claim(text, (quote,), (title,))


def _told(item: JudgedMeasure, facts: Facts, sources: Sources, language: Language, wanted: float | None) -> list[Claim]:
    """What is offered, verbatim, the conditions one by one, the sum, and who decides."""
    quote = measure_quote(item)
    title = measure_title(item.measure, language)
    claims = [_offer(item, quote, title, language)]
    for part in item.conditions:
        text = condition_text(part.condition, language)
        told = tell(language, "condition", text=text, state=state_text(language, part.state))
        claims.append(Claim(told, (condition_quote(item, part.condition, sources),), (text,)))
    return [*claims, *_sums(item, facts, quote, language, wanted), *_decider(item, sources, language)]


def _in_short(item: JudgedMeasure, facts: Facts, language: Language, wanted: float | None) -> list[Claim]:
    """What is offered, verbatim, the verdict with the conditions that decide it, and the sum."""
    quote = measure_quote(item)
    deciding = ConditionState.NOT_MET if item.verdict is Verdict.DOES_NOT else ConditionState.NOT_STATED
    reasons = [condition_text(part.condition, language) for part in item.conditions if part.state is deciding]
    title = measure_title(item.measure, language)
    named, verdict = title_in(item.document.text, title), verdict_text(language, item.verdict)
    if reasons:
        joined = ("; " if language is Language.ENGLISH else ";").join(
            f"{text}:{state_text(language, deciding)}" for text in reasons
        )
        verdict = tell(language, "because", verdict=verdict, reasons=joined)
    return [
        _offer(item, quote, title, language),
        Claim(tell(language, "one_verdict", title=named, verdict=verdict), (quote,), (title, verdict)),
        *_sums(item, facts, quote, language, wanted),
    ]


def _sums(item: JudgedMeasure, facts: Facts, quote: Quote, language: Language, wanted: float | None) -> list[Claim]:
    """The share of an amount as arithmetic, or the amount of which a share is wanted, with what is left open."""
    rate = item.measure.rate
    if rate is None:
        return []
    if wanted is not None:
        text, shown = _arithmetic("inverse", wanted, wanted / rate, rate, language)
        return [Claim(text, (quote,), shown)]
    return [] if facts.amount is None else [sum_claim(rate, facts.amount, quote, language)]


def sum_claim(rate: float, amount: float, quote: Quote, language: Language) -> Claim:
    """The arithmetic of a share of an amount in 10,000 yuan, with the words of the clause that states the share."""
    text, shown = _arithmetic("sum", amount, amount * rate, rate, language)
    return Claim(text, (quote,), shown)


def sum_text(rate: float, amount: float, language: Language) -> str:
    """The arithmetic of a share of an amount in 10,000 yuan, and what it leaves out."""
    return _arithmetic("sum", amount, amount * rate, rate, language)[0]


def _arithmetic(key: str, amount: float, result: float, rate: float, language: Language) -> tuple[str, tuple[str, str]]:
    """A sentence of arithmetic, and the amounts it shows."""
    english = language is Language.ENGLISH
    shown = yuan(amount, english=english), yuan(result, english=english)
    return tell(language, key, amount=shown[0], percent=f"{rate * 100:g}%", result=shown[1]), shown


def _decider(item: JudgedMeasure, sources: Sources, language: Language) -> list[Claim]:
    """The level and the offices that the text names for a measure, and that it does not say who approves it."""
    measure = item.measure
    claims = []
    if measure.decided_at:
        level = (
            LEVELS.get(measure.decided_at, measure.decided_at) if language is Language.ENGLISH else measure.decided_at
        )
        claims.append(Claim(tell(language, "decided_at", level=level), (measure_quote(item),), (level,)))
    row = sources.ledger.row(item.document.document_id, measure.clause_id)
    if row is None or not row.departments:
        gap = " " if language is Language.ENGLISH else ""
        return [*claims, Claim(tell(language, "no_owners") + gap + tell(language, "no_decider"))]
    names = (", " if language is Language.ENGLISH else "、").join(row.departments)
    return [*claims, Claim(tell(language, "owners", names=names), (sources.note_quote(row),))]


def _closing(judged: Sequence[JudgedMeasure], facts: Facts, query: Query, wording: Wording, *,
             silent: Sequence[Ask]) -> list[Claim]:  # fmt: skip
    """The verdict in words, that it is a possibility and no promise, and what the text leaves open."""
    language, lead = query.language, judged[0]
    verdict = overall_verdict(judged)
    claims = [Claim(verdict_text(language, verdict))]
    if facts.value("recognised") == CANDIDATE:
        claims.append(Claim(tell(language, "candidate")))
    if any(item.verdict is Verdict.MEETS for item in judged):  # 可, 支持, 鼓励: the text promises nothing
        item = next(item for item in judged if item.verdict is Verdict.MEETS)
        modality = item.measure.modality
        claims.append(Claim(wording.say("possibility", word=modality), (measure_quote(item),), (modality,)))
    english = language is Language.ENGLISH
    unstated = (
        lead.measure.unstated_en if english else tuple(in_script(language, text) for text in lead.measure.unstated)
    )
    if len(judged) <= MAX_IN_FULL and unstated:
        claims.append(Claim(wording.say("absent", what=wording.join(unstated)), (), unstated))
    if silent:
        claims.append(Claim(wording.say("absent_part", what=what_is_missing(query, silent))))
    return claims


def _basis(judged: Sequence[JudgedMeasure], sources: Sources, language: Language, wording: Wording) -> tuple[str, ...]:
    """The superior documents that the measures lead to: among the indexed documents, or named as missing."""
    if len(judged) > MAX_IN_FULL:
        return ()
    held = [squeeze(document.title) for document in sources.documents()]
    titles = dict.fromkeys(title for item in judged for title in item.measure.basis)
    return tuple(
        tell(language, "linked", title=title)
        if any(own and own in squeeze(title) for own in held)
        else wording.say("gap", title=title)
        for title in titles
    )


def _named_in_text(
    evidence: Sequence[Evidence], query: Query, judged: Sequence[JudgedMeasure], wording: Wording
) -> list[Claim]:
    """The sentence about a name in the question that few sentences hold: a firm a clause names gets that clause."""
    offered = squeeze("".join(item.measure.quote + "".join(item.measure.keywords) for item in judged))
    for term in query.terms:
        if term.weight < 0.7 or term.word in offered or term.word in GENERAL:
            continue
        holding = [item for item in evidence if term.word in squeeze(item.sentence.text)]
        if 0 < len(holding) <= 2:
            sentence = holding[0].sentence
            quote = Quote(sentence.passage.document_id, sentence.passage.clause_id, sentence.span)
            label = sentence.passage.label
            return [Claim(wording.say("quoted", text=tidy(sentence.text), label=label), (quote,), (label,))]
    return []
