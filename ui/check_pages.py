"""The result of a self-check: the verdict, then measure by measure what is offered and how each condition stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from assistant.answers import ConditionState, Verdict
from assistant.eligibility import measure_title
from assistant.language import Language
from ui.case_forms import sheet_links
from ui.page_texts import PageTexts
from ui.rendering import VERDICTS, attribute, lines, marker_link, sources_html
from ui.sheets import measure_notes

if TYPE_CHECKING:
    from assistant.answers import Answer, Citation, Condition
    from assistant.checking import Check
    from assistant.reasoning import JudgedMeasure
    from ui.surroundings import Surroundings

_STATES = {
    ConditionState.MET: "check.met",
    ConditionState.NOT_MET: "check.not_met",
    ConditionState.NOT_STATED: "check.not_stated",
}
_SIGNS = {ConditionState.MET: "✓", ConditionState.NOT_MET: "✗", ConditionState.NOT_STATED: "?"}
_ORDER = (Verdict.MEETS, Verdict.UNDECIDED, Verdict.DOES_NOT)
OPEN_AT_MOST = 3  # so many measures unfold by themselves; of more only those that are met


def check_result_html(check: Check, name: str, texts: PageTexts, around: Callable[[Citation], Surroundings]) -> str:
    """The whole result; `name` is under which the check is kept for its sheet."""
    answer = check.answer
    anchor = f"c-{escape(name, quote=True)}"
    grouped = _grouped(check)
    counts = [(verdict, sum(item.verdict is verdict for item, _ in grouped)) for verdict in _ORDER]
    tally = " · ".join(f"{VERDICTS[verdict][texts.english]} {count}" for verdict, count in counts if count)
    overall = answer.eligibility.verdict if answer.eligibility else Verdict.UNDECIDED
    title = VERDICTS[overall][texts.english] if len(grouped) == 1 else tally
    missing = "".join(
        f"<li>{escape(question)}</li>" for question in (answer.eligibility.missing if answer.eligibility else ())
    )
    asked = f'<div class="still"><p>{escape(texts["answer.missing"])}</p><ul>{missing}</ul></div>' if missing else ""
    folded = len(grouped) > OPEN_AT_MOST
    ordered = sorted(grouped, key=lambda pair: _ORDER.index(pair[0].verdict))
    measures = "".join(_measure(item, stated, check, anchor, texts=texts, folded=folded) for item, stated in ordered)
    notices = "".join(f'<p class="notice" role="note">{escape(notice)}</p>' for notice in answer.notices)
    return (
        f'<section class="conditions" aria-label={attribute(texts["check.conditions"])}>'
        f'<p class="verdict {overall}" role="status">{escape(title)}</p>{asked}'
        f'<p class="case-actions">{sheet_links(name, texts)}</p>{measures}</section>'
        f'<div class="answer" lang={attribute(answer.language)}>{notices}{_cited(answer, anchor, texts, around)}</div>'
    )


def _grouped(check: Check) -> list[tuple[JudgedMeasure, Sequence[Condition]]]:
    """Each judged measure with its conditions as the answer cites them; the answer lists them in the same order."""
    conditions = check.answer.eligibility.conditions if check.answer.eligibility else ()
    grouped: list[tuple[JudgedMeasure, Sequence[Condition]]] = []
    position = 0
    for item in check.judged:
        following = position + len(item.conditions)
        grouped.append((item, conditions[position:following]))
        position = following
    return grouped


def _measure(item: JudgedMeasure, stated: Sequence[Condition], check: Check, anchor: str, *, texts: PageTexts,
             folded: bool) -> str:  # fmt: skip
    language = Language(check.answer.language)
    rows = "".join(
        f'<li class="{part.state}"><b><span aria-hidden="true">{_SIGNS[part.state]}</span> {escape(texts[_STATES[part.state]])}</b>'
        f"<span>{escape(part.text)}</span><span>{marker_link(part.citation, anchor, texts)}</span></li>"
        for part in stated
    )
    notes = "".join(f"<li>{escape(note)}</li>" for note in measure_notes(item.measure, check.facts, language))
    is_open = "" if folded and item.verdict is not Verdict.MEETS else " open"
    title = escape(measure_title(item.measure, language))
    return (
        f'<details class="measure {item.verdict}"{is_open}><summary><span class="name">{title}</span>'
        f'<span class="verdict {item.verdict}">{escape(VERDICTS[item.verdict][texts.english])}</span></summary>'
        f'<blockquote lang="zh-CN">{lines(item.measure.quote)}</blockquote>'
        f'<ul class="states">{rows}</ul><ul class="notes">{notes}</ul></details>'
    )


def _cited(answer: Answer, anchor: str, texts: PageTexts, around: Callable[[Citation], Surroundings]) -> str:
    return sources_html(answer.citations, anchor, texts=texts, around=around) if answer.citations else ""
