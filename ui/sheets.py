"""The printable sheet of an eligibility check: facts, measures, conditions and all clauses, as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answers import Citation
from assistant.checking import Check
from assistant.eligibility import condition_text, measure_title, sum_text
from assistant.eligibility_texts import LEVELS, in_script, state_text, tell, verdict_text
from assistant.facts import fact_named
from assistant.language import Language
from assistant.reasoning import JudgedMeasure
from ingest.errors import UsageError
from ingest.measures import Measure, MeasureCondition

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

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
}
_FONT, _WIDTHS_CM = "SimSun", (5.5, 3.5, 7.5)


def sheet_docx(check: Check) -> bytes:
    """The sheet of a check as .docx; UsageError when the check judged no measure."""
    import docx
    from docx.shared import Cm, Pt

    if not check.judged:
        raise UsageError(
            "no measure was judged, so there is no sheet; ask whether you may have a measure, or use: wence check"
        )
    language = Language(check.answer.language)
    sheet = docx.Document()
    sheet.sections[0].page_width, sheet.sections[0].page_height = Cm(21), Cm(29.7)
    sheet.styles["Normal"].font.size = Pt(10.5)
    _set_fonts(sheet)
    sheet.add_heading(_word(language, "title"), 0)
    for document in {item.document.document_id: item.document for item in check.judged}.values():
        sheet.add_paragraph(
            f"《{document.title}》 {_word(language, 'source').format(url=document.url or document.document_id)}"
        )
    _add_facts(sheet, check, language)
    for item in check.judged:
        _add_measure(sheet, item, check, language)
    _add_list(sheet, _word(language, "questions"), check.answer.eligibility.missing if check.answer.eligibility else ())
    sheet.add_heading(_word(language, "clauses"), 1)
    for citation in _clauses(check.answer.citations):
        sheet.add_paragraph(f"{citation.label} {citation.heading} ({citation.clause_id})").runs[0].bold = True
        sheet.add_paragraph(citation.text.strip())
    _add_list(sheet, _word(language, "notes"), check.answer.notices)
    file = io.BytesIO()
    sheet.save(file)
    return file.getvalue()


def _word(language: Language, key: str) -> str:
    return in_script(language, _WORDS[key][language is Language.ENGLISH])


def _set_fonts(sheet: WordDocument) -> None:
    """A font with Chinese characters for every style: Word chooses it by script."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = sheet.styles[name]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _add_facts(sheet: WordDocument, check: Check, language: Language) -> None:
    english = language is Language.ENGLISH
    sheet.add_heading(_word(language, "facts"), 1)
    rows = [
        (fact_named(fact.name).label(english=english), fact_named(fact.name).shown(fact.value, english=english))
        for fact in check.facts
    ]
    if rows:
        shown = [
            (*(in_script(language, cell) for cell in row), fact.words)
            for row, fact in zip(rows, check.facts, strict=True)
        ]
        _add_table(sheet, _word(language, "fact_row").split(";"), shown)
    else:
        sheet.add_paragraph(_word(language, "no_facts"))


def _add_measure(sheet: WordDocument, item: JudgedMeasure, check: Check, language: Language) -> None:
    measure = item.measure
    english = language is Language.ENGLISH
    sheet.add_heading(measure_title(measure, language), 2)
    sheet.add_paragraph(verdict_text(language, item.verdict)).runs[0].bold = True
    sheet.add_paragraph(f"{_word(language, 'offer')} ({measure.clause_id}): {measure.quote}")
    rows = [
        (condition_text(part.condition, language), state_text(language, part.state), _place(part.condition, measure))
        for part in item.conditions
    ]  # fmt: skip
    _add_table(sheet, _word(language, "conditions").split(";"), rows)
    lines = [_word(language, "modality").format(word=measure.modality)]
    if measure.rate is not None and check.facts.amount is not None:
        lines.append(sum_text(measure.rate, check.facts.amount, language))
    if measure.decided_at:
        level = LEVELS.get(measure.decided_at, measure.decided_at) if english else measure.decided_at
        lines.append(tell(language, "decided_at", level=level))
    else:
        lines.append(tell(language, "no_decider"))
    unstated = measure.unstated_en if english else tuple(in_script(language, text) for text in measure.unstated)
    joiner = "; " if english else "、"
    lines += [_word(language, "unstated").format(what=joiner.join(unstated))] if unstated else []
    lines += [_word(language, "basis").format(what=joiner.join(measure.basis))] if measure.basis else []
    for line in lines:
        sheet.add_paragraph(line, style="List Bullet")


def _place(condition: MeasureCondition, measure: Measure) -> str:
    return f"{condition.quote} ({condition.clause_id or measure.clause_id})"


def _add_table(sheet: WordDocument, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from docx.shared import Cm

    table = sheet.add_table(rows=1, cols=len(header), style="Table Grid")
    for cells, texts in [(table.rows[0].cells, header), *((table.add_row().cells, row) for row in rows)]:
        for cell, text, width in zip(cells, texts, _WIDTHS_CM, strict=True):
            cell.text = text
            cell.width = Cm(width)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _add_list(sheet: WordDocument, heading: str, lines: Sequence[str]) -> None:
    if lines:
        sheet.add_heading(heading, 1)
        for line in lines:
            sheet.add_paragraph(line, style="List Bullet")


def _clauses(citations: Sequence[Citation]) -> list[Citation]:
    """One citation for each clause, in the order in which they are first cited."""
    return list({(citation.document_id, citation.clause_id): citation for citation in reversed(citations)}.values())[
        ::-1
    ]
