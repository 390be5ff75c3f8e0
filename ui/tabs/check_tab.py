"""The tab for the self-check: a short form, and each condition with its state and its clause."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answering import Assistant
from assistant.answers import ConditionState
from ingest.errors import WenceError
from ui.page_texts import PageTexts
from ui.rendering import VERDICTS, answer_html, attribute, error_html, marker_link
from ui.self_checks import FACTS, KINDS, Situation, check, measure_titles
from ui.surroundings import surroundings

if TYPE_CHECKING:
    from assistant.answers import Answer, Eligibility

_STATES = {
    ConditionState.MET: "check.met",
    ConditionState.NOT_MET: "check.not_met",
    ConditionState.NOT_STATED: "check.not_stated",
}


def build_check_tab(assistant: Assistant, texts: PageTexts) -> list[Any]:
    """Build the tab; returns the choice of measures, which a load refreshes."""
    english = texts.english
    gr.HTML(f"<p>{escape(texts['check.intro'])}</p>", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="check-row"):
        with gr.Column(scale=2, min_width=300):
            measure = gr.Dropdown(
                _measures(assistant, texts), value="", label=texts["check.measure"], elem_id="check-measure"
            )
            kind = gr.Radio(
                [(names[english], value) for value, names in KINDS.items()],
                value="enterprise",
                label=texts["check.kind"],
            )
            ways = [(texts["check.yes"], "yes"), (texts["check.no"], "no"), (texts["check.unknown"], "")]
            facts = [
                gr.Radio(ways, value="", label=names[english], elem_id=f"check-{fact}") for fact, names in FACTS.items()
            ]
            amount = gr.Number(None, label=texts["check.amount"], minimum=0, elem_id="check-amount")
            submit = gr.Button(texts["check.submit"], variant="primary", elem_id="check-submit")
        with gr.Column(scale=3, min_width=300):
            result = gr.HTML(
                f'<p class="none">{escape(texts["check.empty"])}</p>',
                js_on_load=None,
                apply_default_css=False,
                elem_id="check-result",
            )

    def show(title: str, who: str | None, invested: float | None, *stated: str) -> str:
        known = tuple((fact, value == "yes") for fact, value in zip(FACTS, stated, strict=True) if value)
        situation = Situation(who, known, invested, title)
        try:
            answer = check(assistant, situation)
        except WenceError as error:
            return error_html(str(error))
        return check_html(answer, assistant, texts)

    submit.click(show, [measure, kind, amount, *facts], result, api_visibility="private", show_progress="hidden")
    return [measure]


def _measures(assistant: Assistant, texts: PageTexts) -> list[tuple[str, str]]:
    return [(texts["check.measure_any"], ""), *((title, title) for title in measure_titles(assistant))]


def refreshed(assistant: Assistant, texts: PageTexts) -> gr.Dropdown:
    """The choice of measures as the index has it now."""
    return gr.Dropdown(choices=_measures(assistant, texts))


def check_html(answer: Answer, assistant: Assistant, texts: PageTexts) -> str:
    """The verdict, a row for each condition, then the whole answer with its clauses."""
    index = assistant.index
    whole = answer_html(answer, texts=texts, around=lambda citation: surroundings(index, citation))
    return (_conditions(answer.eligibility, answer, texts) if answer.eligibility else "") + whole


def _conditions(eligibility: Eligibility, answer: Answer, texts: PageTexts) -> str:
    anchor = f"c-{escape(answer.id, quote=True)}"
    rows = "".join(
        f'<li class="{item.state}"><b>{texts[_STATES[item.state]]}</b><span>{escape(item.text)}</span>'
        f"<span>{marker_link(item.citation, anchor, texts)}</span></li>"
        for item in eligibility.conditions
    )
    return (
        f'<section class="conditions" aria-label={attribute(texts["check.conditions"])}>'
        f'<p class="verdict {eligibility.verdict}" role="status">{VERDICTS[eligibility.verdict][texts.english]}</p><ul>{rows}</ul></section>'
    )
