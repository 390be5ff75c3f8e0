"""The tab for reading: the tree of a document, its text with tasks and measures in the margin, search, differences."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answering import Assistant
from ingest.errors import WenceError
from ui.document_pages import contents_html, differences_html, document_html, find_words
from ui.page_texts import PageTexts
from ui.rendering import error_html

Shown = tuple[str, str, str]


class ReadTab:
    """The components of the tab; `fill` opens a document, also one from an address."""

    def __init__(self, assistant: Assistant, texts: PageTexts) -> None:
        self._assistant, self._texts = assistant, texts

    def build(self) -> list[Any]:
        """Build the tab; returns what `fill` gives values for."""
        texts, listed = self._texts, self._documents()
        first = listed[0][1] if listed else ""
        with gr.Row(elem_id="read-filter"):
            document = gr.Dropdown(
                listed, value=first, label=texts["read.document"], min_width=240, scale=2, elem_id="read-document"
            )
            search = gr.Textbox(label=texts["read.search"], max_lines=1, min_width=200, elem_id="read-search")
            compare = gr.Dropdown(
                [(texts["read.compare_none"], ""), *listed],
                value="",
                label=texts["read.compare"],
                min_width=240,
                elem_id="read-compare",
            )
        found = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="read-found")
        with gr.Row(elem_id="read-row"):
            with gr.Column(scale=1, min_width=240, elem_id="read-contents"):
                tree = gr.HTML("", js_on_load=None, apply_default_css=False)
            with gr.Column(scale=3, min_width=320):
                text = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="read-text")
        inputs, outputs = [document, search, compare], [found, tree, text]
        gr.on(
            [document.input, compare.input, search.submit, search.blur], self._show, inputs, outputs, api_visibility="private",
            show_progress="hidden", trigger_mode="always_last",
        )  # fmt: skip
        return [*inputs, *outputs]

    def fill(self, document_id: str, words: str) -> tuple[Any, ...]:
        """The values of the tab for a document, the first one where the id is unknown."""
        listed = self._documents()
        known = [value for _, value in listed]
        chosen = document_id if document_id in known else known[0] if known else ""
        return (
            gr.Dropdown(choices=listed, value=chosen), gr.Textbox(value=words),
            gr.Dropdown(choices=[(self._texts["read.compare_none"], ""), *listed], value=""), *self._show(chosen, words, ""),
        )  # fmt: skip

    def _show(self, document_id: str, words: str, other: str) -> Shown:
        texts, index = self._texts, self._assistant.index
        try:
            document, root = index.document(document_id), index.clauses(document_id)
            compared = index.document(other) if other and other != document_id else None
        except WenceError as error:
            return "", "", error_html(str(error))
        found = find_words(document.text, words[:200])
        said = texts["read.found"].format(count=len(found)) if found else texts["read.nothing"]
        note = f'<p role="status" class="found">{said}</p>' if words.strip() else ""
        tree = contents_html(document, root, texts)
        if compared is not None:
            return note, tree, differences_html(document, compared, texts)
        return note, tree, document_html(document, root, texts, found=found)

    def _documents(self) -> list[tuple[str, str]]:
        return [(item.document.title, item.document.document_id) for item in self._assistant.index.documents()]
