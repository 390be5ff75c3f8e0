"""The tab for asking: a conversation, and beside it the clause that is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from ui.conversing_pages import ConversingPage, Shown, Turn
from ui.page_texts import PageTexts

ANSWERS_AT_ONCE = 4  # more wait in the queue
KEPT_SECONDS = 4 * 3600  # a conversation that nobody continues is forgotten by the server


def build_ask_tab(conversing: ConversingPage, texts: PageTexts) -> list[Any]:
    """The components and events of the tab; returns the outputs that show a conversation: box, turns, chat."""
    with gr.Row(elem_id="ask-row"):
        with gr.Column(scale=3, min_width=320, elem_id="ask-column"):
            turns = gr.State([], time_to_live=KEPT_SECONDS)
            chat = gr.Chatbot(
                label=texts["ask.chat"], show_label=False, height="min(62vh, 760px)", layout="panel", autoscroll=False,
                placeholder=texts["ask.empty"], examples=[{"text": sample} for sample in texts.samples], buttons=[],
                feedback_options=None, elem_id="chat",
            )  # fmt: skip
            with gr.Row(elem_id="ask-box", equal_height=True):
                question = gr.Textbox(
                    label=texts["ask.question"], placeholder=texts["ask.placeholder"], show_label=False, container=False,
                    lines=1, max_lines=6, scale=8, min_width=180, autofocus=True, elem_id="question",
                )  # fmt: skip
                send = gr.Button(texts["ask.send"], variant="primary", scale=1, min_width=88, elem_id="send")
                stop = gr.Button(texts["ask.stop"], scale=1, min_width=72, elem_id="stop", variant="stop")
            with gr.Row(elem_id="ask-tools"):
                retry = gr.Button(texts["ask.retry"], size="sm", min_width=88, elem_id="retry")
                edit = gr.Button(texts["ask.edit"], size="sm", min_width=88, elem_id="edit")
                clear = gr.Button(texts["ask.clear"], size="sm", min_width=88, elem_id="clear")
            told = gr.Textbox(visible="hidden", elem_id="told")
            tell = gr.Button(visible="hidden", elem_id="tell")
            gr.HTML(_links(texts), js_on_load=None, apply_default_css=False, elem_id="ask-links")
        with gr.Column(scale=2, min_width=320, elem_id="beside"):
            gr.HTML(_clause_panel(texts), js_on_load=None, apply_default_css=False)
    outputs = [question, turns, chat]
    streaming: dict[str, Any] = {
        "concurrency_limit": ANSWERS_AT_ONCE, "concurrency_id": "answers", "show_progress": "hidden", "api_visibility": "private",
    }  # fmt: skip

    def ask_example(turns: list[Turn], chosen: gr.SelectData, request: gr.Request) -> Iterator[Shown]:
        yield from conversing.ask(chosen.value["text"], turns, request)

    running = [
        gr.on(
            [send.click, question.submit],
            conversing.ask,
            [question, turns],
            outputs,
            trigger_mode="always_last",
            **streaming,
        ),  # what is sent while an answer ends waits for it
        chat.example_select(ask_example, [turns], outputs, **streaming),
        tell.click(conversing.correct, [told, turns], outputs, **streaming),
        retry.click(conversing.again, [turns], outputs, **streaming),
    ]
    stop.click(None, None, None, cancels=running, api_visibility="private")
    edit.click(conversing.edit, [turns], outputs, cancels=running, api_visibility="private", show_progress="hidden")
    clear.click(lambda: ("", [], []), None, outputs, cancels=running, api_visibility="private", show_progress="hidden")
    return outputs


def _links(texts: PageTexts) -> str:
    """What concerns the whole conversation; the script fills in the addresses and the history of this browser."""
    said = {
        name: escape(texts[f"ask.{name}"])
        for name in ("word", "markdown", "print_link", "share", "history", "history_empty", "history_clear")
    }
    done = escape(texts["answer.copied"], quote=True)
    return (
        f'<p class="conversation"><a data-export="docx" hidden>{said["word"]}</a><a data-export="md" hidden>{said["markdown"]}</a>'
        f'<a data-export="html" target="_blank" rel="noopener" hidden>{said["print_link"]}</a>'
        f'<button type="button" id="share" data-done="{done}" hidden>{said["share"]}</button></p>'
        f'<details id="history"><summary>{said["history"]}</summary><p class="none">{said["history_empty"]}</p><ul></ul>'
        f'<button type="button" id="history-clear" hidden>{said["history_clear"]}</button></details>'
    )


def _clause_panel(texts: PageTexts) -> str:
    return (
        f'<aside id="clause" aria-label="{escape(texts["ask.clause"], quote=True)}"><header><h2>{escape(texts["ask.clause"])}</h2>'
        f'<button type="button" id="clause-close">{escape(texts["ask.close"])}</button></header>'
        f'<div id="clause-body" tabindex="0"><p class="none">{escape(texts["ask.clause_empty"])}</p></div></aside>'
    )
