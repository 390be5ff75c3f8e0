"""The tab with the ledger: filters above, the tasks they let through, and the table of offices and tasks."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answering import Assistant
from ingest.errors import WenceError
from ui.owner_tables import Filter, How, filtered, matrix_html, office_counts, owners_html
from ui.page_texts import PageTexts
from ui.rendering import error_html
from vectorstore.ledger import LedgerRow

Filled = tuple[Any, ...]


class OwnersTab:
    """The components of the tab; `fill` shows a filter, also one from an address."""

    def __init__(self, assistant: Assistant, texts: PageTexts) -> None:
        self._assistant, self._texts = assistant, texts
        self._built_over = assistant.index.name

    def build(self) -> list[Any]:
        """Build the tab; returns what `fill` gives values for."""
        texts = self._texts
        offices = [one.name for one in office_counts(self._rows(Filter())) if not one.collective]
        with gr.Row(elem_id="owners-filter"):
            office = gr.Dropdown(
                offices, multiselect=True, label=texts["owners.office"], info=texts["owners.office_hint"], min_width=240,
                elem_id="owners-office", scale=2,
            )  # fmt: skip
            how = gr.Radio(
                _ways(texts), value=str(How.ANY), label=texts["owners.how"], min_width=290, elem_id="owners-how"
            )
            document = gr.Dropdown(
                self._documents(), value="", label=texts["owners.document"], min_width=200, elem_id="owners-document"
            )
            text = gr.Textbox(
                label=texts["owners.text"], placeholder=texts["owners.text_placeholder"], max_lines=1, min_width=200,
                elem_id="owners-text",
            )  # fmt: skip
        rows = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="owners-rows")
        matrix = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="owners-matrix")
        inputs = [office, how, document, text]
        gr.on(
            [office.change, how.change, document.change, text.submit, text.blur], self._show, inputs, [rows, matrix],
            api_visibility="private", show_progress="hidden", trigger_mode="always_last",
        )  # fmt: skip
        return [*inputs, rows, matrix]

    def fill(self, chosen: Filter) -> Filled:
        """The values of the filter and what it shows; the lists as they are now, after an ingest too.

        The filter is not touched where it would show what the page was built with: somebody may be choosing already.
        """
        if chosen == Filter() and self._assistant.index.name == self._built_over:
            return (*(gr.skip(),) * 4, *self._show([], str(How.ANY), "", ""))
        offices = [one.name for one in office_counts(self._rows(Filter())) if not one.collective]
        named = [name for name in chosen.offices if name]
        documents = self._documents()
        document = chosen.document if chosen.document in {value for _, value in documents} else ""
        rows, matrix = self._show(named, str(chosen.how), document or "", chosen.text)
        return (
            gr.Dropdown(choices=list(dict.fromkeys([*offices, *named])), value=named), gr.Radio(value=str(chosen.how)),
            gr.Dropdown(choices=documents, value=document), gr.Textbox(value=chosen.text), rows, matrix,
        )  # fmt: skip

    def _show(self, offices: list[str] | None, how: str, document: str, text: str) -> tuple[str, str]:
        chosen = Filter(tuple(offices or ()), How(how), document or None, text.strip())
        try:
            rows = filtered(self._assistant, chosen)
        except WenceError as error:
            return error_html(str(error)), ""
        return owners_html(rows, chosen, self._texts), matrix_html(rows, self._texts)

    def _rows(self, chosen: Filter) -> list[LedgerRow]:
        return filtered(self._assistant, chosen)

    def _documents(self) -> list[tuple[str, str]]:
        listed = [
            (item.document.title, item.document.document_id) for item in self._assistant.index.documents() if item.tasks
        ]
        return [(self._texts["owners.document_any"], ""), *listed]


def _ways(texts: PageTexts) -> list[tuple[str, str]]:
    return [
        (texts["owners.how_any"], "any"),
        (texts["owners.how_alone"], "alone"),
        (texts["owners.how_joint"], "joint"),
    ]
