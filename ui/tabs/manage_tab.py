"""The tab for editors: sign in, upload and ingest, what was refused and why, the feedback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ingest.errors import WenceError
from ui.managing_pages import documents_html, feedback_html, ingested_html, kinds_html, sign_in_html, sign_out_html
from ui.page_texts import PageTexts
from ui.rendering import error_html
from ui.sessions import COOKIE

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from ui.feedback import FeedbackStore
    from ui.sessions import Editors
    from vectorstore.indexing import IngestRow


class ManageTab:
    """The components of the tab. Every event asks again whether an editor is signed in."""

    def __init__(self, assistant: Assistant, editors: Editors, feedback: FeedbackStore, texts: PageTexts) -> None:
        self._assistant, self._editors, self._feedback, self._texts = assistant, editors, feedback, texts

    def build(self) -> list[Any]:
        """Build the tab; returns what `fill` gives values for."""
        texts = self._texts
        door = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="manage-door")
        with gr.Column(visible=False, elem_id="manage-desk") as desk:
            uploaded = gr.File(label=texts["manage.upload"], file_count="multiple", elem_id="manage-upload")
            gr.HTML(kinds_html(texts), js_on_load=None, apply_default_css=False, elem_id="manage-kinds")
            ingest = gr.Button(texts["manage.ingest"], variant="primary", elem_id="manage-ingest")
            result = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="manage-result")
            documents = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="manage-documents")
            feedback = gr.HTML("", js_on_load=None, apply_default_css=False, elem_id="manage-feedback")
            with gr.Row():
                reviewed = gr.Button(texts["manage.reviewed"], size="sm", elem_id="manage-reviewed")
                reload = gr.Button(texts["manage.reload"], size="sm", elem_id="manage-reload")
            gr.HTML(
                f'<p><a href="/api/feedback" download>{texts["manage.feedback_export"]}</a></p>',
                js_on_load=None,
                apply_default_css=False,
            )
        ingest.click(
            self._ingest, [uploaded], [result, documents, uploaded], api_visibility="private", concurrency_limit=1
        )
        reviewed.click(self._review, None, [feedback], api_visibility="private", show_progress="hidden")
        reload.click(self._listed, None, [documents, feedback], api_visibility="private", show_progress="hidden")
        return [door, desk, documents, feedback]

    def fill(self, request: gr.Request, problem: str) -> tuple[Any, ...]:
        """The tab as this visitor may see it."""
        if not self._signed_in(request):
            door = sign_in_html(self._texts, opened=self._editors.open, problem=problem)
            return door, gr.Column(visible=False), "", ""
        return sign_out_html(self._texts), gr.Column(visible=True), *self._listed(request)

    def _signed_in(self, request: gr.Request) -> bool:
        return self._editors.is_editor(request.cookies.get(COOKIE))

    def _listed(self, request: gr.Request) -> tuple[str, str]:
        if not self._signed_in(request):
            return "", ""
        summaries, entries = self._assistant.index.documents(), self._feedback.entries()
        return documents_html(summaries, self._texts), feedback_html(entries, self._texts)

    def _review(self, request: gr.Request) -> str:
        if not self._signed_in(request):
            return ""
        for entry in self._feedback.entries():
            if not entry.reviewed:
                self._feedback.review(entry.feedback_id)
        return feedback_html(self._feedback.entries(), self._texts)

    def _ingest(
        self, uploaded: list[str] | None, request: gr.Request, progress: gr.Progress = gr.Progress()  # noqa: B008 - Gradio's way
    ) -> tuple[str, str, Any]:  # fmt: skip
        from vectorstore.uploads import ingest_upload

        if not self._signed_in(request):
            return "", "", None
        if not uploaded:
            return error_html(self._texts["manage.nothing"]), self._listed(request)[0], None
        settings = self._assistant.settings

        def advance(stage: str, done: int, total: int) -> None:
            progress((done, total), desc=stage)

        embedder = settings.open_embeddings()
        rows: list[IngestRow] = []
        try:
            for path in map(Path, uploaded):
                content = path.read_bytes()
                rows += ingest_upload(settings.home, path.name, content, embedder=embedder, progress=advance)
        except WenceError as error:
            return error_html(str(error)), self._listed(request)[0], None
        return ingested_html(rows, self._texts), self._listed(request)[0], None
