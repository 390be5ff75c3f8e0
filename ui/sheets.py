"""The printable sheet of an eligibility check: facts, measures, conditions and all clauses, for Word and for printing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers import Citation
from assistant.checking import Check
from assistant.eligibility import condition_text, measure_title, sum_text
from assistant.eligibility_texts import LEVELS, in_script, state_text, tell, verdict_text
from assistant.facts import Facts, fact_named
from assistant.language import Language
from assistant.reasoning import JudgedMeasure
from ingest.errors import UsageError
from ingest.measures import Measure, MeasureCondition
from ui.printing import Block, Heading, Points, Rows, Words, print_page, word_file

_WORDS = {
    "title": ("政策适用自查单", "Eligibility check"),
    "facts": ("所述情况", "What was said"),
    "fact_row": ("事项;内容;原话", "Fact;Value;In the user's words"),
    "no_facts": ("未说明任何情况。", "Nothing was said."),
    "conditions": ("条件;对照结果;原文", "Condition;State;Words of the text"),
    "offer": ("条款原文", "The clause"),
    "modality": ("原文用词:{word}(可能而非承诺)", "The word of the text: {word} (a possibility, no promise)"),
    "unstated": ("原文未规定:{what}", "Not stated in the text: {what}"),
    "basis": ("上位文件:{what}", "Superior documents: {what}"),
    "questions": ("尚需说明", "Still to be told"),
    "clauses": ("所引条款全文", "The cited clauses in full"),
    "notes": ("说明", "Notes"),
    "source": ("来源:{url}", "Source: {url}"),
    "print": ("打印或存为 PDF", "Print or save as PDF"),
}
_WIDTHS = (5.5, 3.5, 7.5)


def sheet_docx(check: Check) -> bytes:
    """The sheet of a check as .docx; UsageError when the check judged no measure."""
    return word_file(list(_blocks(check)))


def sheet_page(check: Check) -> str:
    """The sheet of a check as a page to print or to save as PDF; UsageError when the check judged no measure."""
    language = Language(check.answer.language)
    return print_page(list(_blocks(check)), language=check.answer.language, button=_word(language, "print"))


def _blocks(check: Check) -> Iterator[Block]:
    if not check.judged:
        raise UsageError(
            "no measure was judged, so there is no sheet; ask whether you may have a measure, or use: wence check"
        )
    language = Language(check.answer.language)
    yield Heading(_word(language, "title"), 0)
    for document in {item.document.document_id: item.document for item in check.judged}.values():
        yield Words(
            f"《{document.title}》 {_word(language, 'source').format(url=document.url or document.document_id)}"
        )
    yield from _facts(check, language)
    for item in check.judged:
        yield from _measure(item, check, language)
    yield from _list(_word(language, "questions"), check.answer.eligibility.missing if check.answer.eligibility else ())
    yield Heading(_word(language, "clauses"), 1)
    for citation in _clauses(check.answer.citations):
        yield Words(f"{citation.label} {citation.heading} ({citation.clause_id})", strong=True)
        yield Words(citation.text.strip())
    yield from _list(_word(language, "notes"), check.answer.notices)


def _word(language: Language, key: str) -> str:
    return in_script(language, _WORDS[key][language is Language.ENGLISH])


def _header(language: Language, key: str) -> tuple[str, ...]:
    return tuple(_word(language, key).split(";"))


def _facts(check: Check, language: Language) -> Iterator[Block]:
    english = language is Language.ENGLISH
    yield Heading(_word(language, "facts"), 1)
    rows = tuple(
        (
            in_script(language, fact_named(fact.name).label(english=english)),
            in_script(language, fact_named(fact.name).shown(fact.value, english=english)),
            fact.words,
        )
        for fact in check.facts
    )
    yield Rows(_header(language, "fact_row"), rows, _WIDTHS) if rows else Words(_word(language, "no_facts"))


def _measure(item: JudgedMeasure, check: Check, language: Language) -> Iterator[Block]:
    measure = item.measure
    yield Heading(measure_title(measure, language), 1)
    yield Words(verdict_text(language, item.verdict), strong=True)
    yield Words(f"{_word(language, 'offer')} ({measure.clause_id}): {measure.quote}")
    rows = tuple(
        (condition_text(part.condition, language), state_text(language, part.state), _place(part.condition, measure))
        for part in item.conditions
    )
    yield Rows(_header(language, "conditions"), rows, _WIDTHS)
    yield Points(measure_notes(measure, check.facts, language))


def measure_notes(measure: Measure, facts: Facts, language: Language) -> tuple[str, ...]:
    """What is to be known of a measure beside its conditions: possibility, arithmetic, level, gaps, superior documents."""
    english = language is Language.ENGLISH
    lines = [_word(language, "modality").format(word=measure.modality)]
    if measure.rate is not None and facts.amount is not None:
        lines.append(sum_text(measure.rate, facts.amount, language))
    if measure.decided_at:
        level = LEVELS.get(measure.decided_at, measure.decided_at) if english else measure.decided_at
        lines.append(tell(language, "decided_at", level=level))
    else:
        lines.append(tell(language, "no_decider"))
    unstated = measure.unstated_en if english else tuple(in_script(language, text) for text in measure.unstated)
    joiner = "; " if english else "、"
    lines += [_word(language, "unstated").format(what=joiner.join(unstated))] if unstated else []
    lines += [_word(language, "basis").format(what=joiner.join(measure.basis))] if measure.basis else []
    return tuple(lines)


def _place(condition: MeasureCondition, measure: Measure) -> str:
    return f"{condition.quote} ({condition.clause_id or measure.clause_id})"


def _list(heading: str, lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Heading(heading, 1)
        yield Points(tuple(lines))


def _clauses(citations: Sequence[Citation]) -> list[Citation]:
    """One citation for each clause, in the order in which they are first cited."""
    return list({(citation.document_id, citation.clause_id): citation for citation in reversed(citations)}.values())[
        ::-1
    ]
