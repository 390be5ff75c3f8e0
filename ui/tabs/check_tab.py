"""The tab for the self-check: a form over the facts that conditions are about, and each condition with its clause."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from assistant.answering import Assistant
from assistant.eligibility import measure_title
from assistant.facts import FACTS, Fact
from assistant.language import Language
from ingest.errors import WenceError
from ui.check_pages import check_result_html
from ui.page_texts import PageTexts
from ui.rendering import error_html
from ui.surroundings import surroundings

if TYPE_CHECKING:
    from gradio.components import Component

    from ui.services import Services

FIRST = 4  # so many facts are shown at once, the most deciding ones; the others unfold


def build_check_tab(services: Services, texts: PageTexts) -> list[gr.Dropdown]:
    """Build the tab; returns the choice of measures, which a load refreshes."""
    gr.HTML(f"<p>{escape(texts['check.intro'])}</p>", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="check-row"):
        with gr.Column(scale=2, min_width=300):
            measure = gr.Dropdown(
                _measures(services.assistant, texts), value="", label=texts["check.measure"], elem_id="check-measure"
            )
            facts = [_field(fact, texts) for fact in FACTS[:FIRST]]
            with gr.Accordion(texts["check.more"], open=False):
                facts += [_field(fact, texts) for fact in FACTS[FIRST:]]
            submit = gr.Button(texts["check.submit"], variant="primary", elem_id="check-submit")
        with gr.Column(scale=3, min_width=300):
            empty = f'<p class="none">{escape(texts["check.empty"])}</p>'
            result = gr.HTML(empty, js_on_load=None, apply_default_css=False, elem_id="check-result")

    def show(measure_id: str, *stated: str | float | None) -> str:
        said = {fact.name: f"{value:g}" if isinstance(value, float | int) else value
                for fact, value in zip(FACTS, stated, strict=True) if value}  # fmt: skip
        try:
            return check_html(said, measure_id, services, texts)
        except WenceError as error:
            return error_html(str(error))

    submit.click(show, [measure, *facts], result, api_visibility="private", show_progress="hidden")
    return [measure]


def _field(fact: Fact, texts: PageTexts) -> Component:
    label, name = fact.field_label(english=texts.english), f"check-{fact.name}"
    question = fact.question(english=texts.english)
    if not fact.choices:
        return gr.Number(None, label=label, info=question, minimum=0, elem_id=name)
    choices = [(choice.en if texts.english else choice.zh, choice.value) for choice in fact.choices]
    preset = "enterprise" if fact.name == "kind" else ""
    return gr.Radio([*choices, (texts["check.unknown"], "")], value=preset, label=question, elem_id=name)


def _measures(assistant: Assistant, texts: PageTexts) -> list[tuple[str, str]]:
    language = Language.ENGLISH if texts.english else Language.CHINESE
    offered = [measure for summary in assistant.index.documents() for measure in summary.document.measures]
    listed = [(measure_title(measure, language), measure.measure_id) for measure in offered]
    return [(texts["check.measure_any"], ""), *listed]


def refreshed(assistant: Assistant, texts: PageTexts) -> gr.Dropdown:
    """The choice of measures as the index has it now."""
    return gr.Dropdown(choices=_measures(assistant, texts))


def check_html(facts: dict[str, str], measure_id: str, services: Services, texts: PageTexts) -> str:
    """The verdict, measure by measure the conditions with their clauses, and the sheet of it all."""
    language = Language.ENGLISH if texts.english else Language.CHINESE
    chosen = [measure_id] if measure_id else []
    check = services.assistant.check_eligibility(facts, measure_ids=chosen, language=language)
    name, index = services.given.new_name(), services.assistant.index
    services.given.keep(name, check)
    return check_result_html(check, name, texts, lambda citation: surroundings(index, citation))
