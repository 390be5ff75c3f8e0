"""The tab for reading: the tree of a document, its text with tasks and measures in the margin, search, differences."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answering import Assistant
from ingest.clauses import parse_clauses
from ingest.documents import Document
from ingest.errors import UnknownDocument, WenceError
from ui.difference_pages import differences_html
from ui.document_pages import contents_html, document_html, find_words
from ui.page_texts import PageTexts
from ui.rendering import error_html

Shown = tuple[str, str, str]
_VERSION = "@"  # between the id of a document and the number of an earlier text of it


class ReadTab:
    """The components of the tab; `fill` opens a document, also one from an address."""

    def __init__(self, assistant: Assistant, texts: PageTexts) -> None:
        self._assistant, self._texts = assistant, texts
        self._built_over = assistant.index.name

    def build(self) -> list[Any]:
        """Build the tab; returns what `fill` gives values for."""
        texts, listed = self._texts, self._listed()
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
                scale=2,
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

    def fill(self, text_id: str, words: str, other: str = "") -> tuple[Any, ...]:
        """The values of the tab for a text, the first one where the id is unknown.

        The fields are not touched where they would get what the page was built with: somebody may be typing already.
        """
        listed = self._listed()
        known = [value for _, value in listed]
        chosen = text_id if text_id in known else known[0] if known else ""
        compared = other if other in known else ""
        if not (text_id or words or compared) and self._assistant.index.name == self._built_over:
            return (gr.skip(), gr.skip(), gr.skip(), *self._show(chosen, "", ""))
        return (
            gr.Dropdown(choices=listed, value=chosen), gr.Textbox(value=words),
            gr.Dropdown(choices=[(self._texts["read.compare_none"], ""), *listed], value=compared),
            *self._show(chosen, words, compared),
        )  # fmt: skip

    def _show(self, text_id: str, words: str, other: str) -> Shown:
        texts = self._texts
        try:
            document = self._document(text_id)
            compared = self._document(other) if other and other != text_id else None
        except WenceError as error:
            return "", "", error_html(str(error))
        root = parse_clauses(document) if _VERSION in text_id else self._assistant.index.clauses(text_id)
        found = find_words(document.text, words[:200])
        said = texts["read.found"].format(count=len(found)) if found else texts["read.nothing"]
        note = f'<p role="status" class="found">{said}</p>' if words.strip() else ""
        tree = contents_html(document, root, texts)
        if compared is not None:
            names = {value: label for label, value in self._listed()}
            older, newer = self._in_order(other, text_id)
            pair = (compared, document) if older == other else (document, compared)
            return note, tree, differences_html(*pair, (names[older], names[newer]), texts)
        return note, tree, document_html(document, root, texts, found=found)

    def _listed(self) -> list[tuple[str, str]]:
        """Every text there is as (label, id): the current ones by title, the earlier ones with their day."""
        listed, index = [], self._assistant.index
        for summary in index.documents():
            document = summary.document
            listed.append((document.title, document.document_id))
            for place, (start, version) in enumerate(index.versions(document.document_id)):
                if version.document.text != document.text:
                    day = start or version.seen_on
                    label = self._texts["read.version"].format(title=version.document.title, day=day, number=place + 1)
                    listed.append((label, f"{document.document_id}{_VERSION}{place + 1}"))
        return listed

    def _document(self, text_id: str) -> Document:
        """The text of an id; UnknownDocument where there is none."""
        document_id, _, number = text_id.partition(_VERSION)
        if not number:
            return self._assistant.index.document(document_id)
        versions = self._assistant.index.versions(document_id)
        if not number.isdecimal() or not 1 <= int(number) <= len(versions):
            raise UnknownDocument(f"{document_id} has no version {number[:20]!r}; it has {len(versions)}")
        return versions[int(number) - 1][1].document

    def _in_order(self, one: str, other: str) -> tuple[str, str]:
        """Two versions of one document the older first; texts of two documents as they were chosen."""
        first, second = one.partition(_VERSION), other.partition(_VERSION)
        if first[0] != second[0]:
            return one, other
        last = str(len(self._assistant.index.versions(first[0])) + 1)
        return (one, other) if int(first[2] or last) <= int(second[2] or last) else (other, one)
