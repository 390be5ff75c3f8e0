"""The tab for asking: a conversation, and beside it the clause that is looked at."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components.chatbot import ComponentMessage

from assistant.answering import MAX_HISTORY
from ingest.errors import WenceError
from ui.page_texts import PageTexts
from ui.rendering import answer_html, error_html, question_html
from ui.suggesting import choices, next_questions
from ui.surroundings import surroundings

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.answers import Answer, Citation
    from ui.given import GivenAnswers
    from ui.journals import Journal
    from ui.surroundings import Surroundings

ANSWERS_AT_ONCE = 4  # more wait in the queue
MOST_TURNS = 50  # the page shows so many; a longer conversation drops its oldest
BETWEEN_SECONDS = 0.15  # at least, from one state of a growing answer to the next
KEPT_SECONDS = 4 * 3600  # a conversation that nobody continues is forgotten by the server
_LOG = logging.getLogger("wence.page")

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the HTML of what was answered; `asked` when it may be followed up."""

    question: str
    html: str
    asked: bool


Shown = tuple[str, list[Turn], list[Message]]


class Conversing:
    """Answers questions of the page: streams the answer, keeps it for export, writes the journal."""

    def __init__(self, assistant: Assistant, given: GivenAnswers, journal: Journal, texts: PageTexts) -> None:
        self._assistant, self._given, self._journal, self._texts = assistant, given, journal, texts

    def ask(self, question: str, turns: list[Turn]) -> Iterator[Shown]:
        """The question box, the turns, and the messages, as the answer grows."""
        before = turns[-MOST_TURNS:]
        shown = [*_messages(before), _message("user", question_html(question.strip()))]
        name = self._given.new_name()
        history = [turn.question for turn in before if turn.asked][-MAX_HISTORY:]
        answer: Answer | None = None
        try:
            due = 0.0
            for answer in self._assistant.stream(question, history=history):
                if time.monotonic() < due:
                    continue  # the whole conversation goes out each time; what comes at once is shown at once
                due = time.monotonic() + BETWEEN_SECONDS
                growing = answer_html(answer, texts=self._texts, name=name, growing=True)
                yield "", before, [*shown, _message("assistant", growing)]
        except WenceError as error:
            yield self._refused(question, before, shown, str(error))
            return
        except Exception:  # noqa: BLE001 - the visitor is told, the next question is not lost
            _LOG.exception("a question of the page failed")
            yield self._refused(question, before, shown, self._texts["ask.failed"])
            return
        if answer is None:
            return
        self._given.keep(name, answer)
        self._journal.note_answer(answer, face="page")
        html = self._complete(answer, name)
        yield "", [*before, Turn(question, html, asked=True)], [*shown, _message("assistant", html)]

    def ask_all(self, questions: Sequence[str]) -> Iterator[tuple[Any, Any, Any]]:
        """Several questions one after the other: a shared or earlier conversation.

        Without any nothing is touched: a visitor may have asked before the page asked for this.
        """
        turns: list[Turn] = []
        for question in questions[:MOST_TURNS]:
            for box, now, messages in self.ask(question, turns):
                yield box, now, messages
                turns = now
        if not questions:
            yield gr.skip(), gr.skip(), gr.skip()

    def again(self, turns: list[Turn]) -> Iterator[Shown]:
        """The last question once more."""
        if not turns:
            yield "", [], []
            return
        yield from self.ask(turns[-1].question, turns[:-1])

    def edit(self, turns: list[Turn]) -> Shown:
        """The last question back in the box, without its answer."""
        if not turns:
            return "", [], []
        return turns[-1].question, turns[:-1], _messages(turns[:-1])

    def _refused(self, question: str, before: list[Turn], shown: list[Message], message: str) -> Shown:
        html = error_html(message)
        return question, [*before, Turn(question, html, asked=False)], [*shown, _message("assistant", html)]

    def _complete(self, answer: Answer, name: str) -> str:
        index = self._assistant.index

        def around(citation: Citation) -> Surroundings:
            return surroundings(index, citation)

        return answer_html(answer, texts=self._texts, name=name, around=around, choices=choices(answer),
                           following=next_questions(answer, index))  # fmt: skip


def build_ask_tab(conversing: Conversing, texts: PageTexts) -> list[Any]:
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
            gr.HTML(_links(texts), js_on_load=None, apply_default_css=False, elem_id="ask-links")
        with gr.Column(scale=2, min_width=320, elem_id="beside"):
            gr.HTML(_clause_panel(texts), js_on_load=None, apply_default_css=False)
    outputs = [question, turns, chat]
    streaming: dict[str, Any] = {
        "concurrency_limit": ANSWERS_AT_ONCE, "concurrency_id": "answers", "show_progress": "hidden", "api_visibility": "private",
    }  # fmt: skip

    def ask_example(turns: list[Turn], chosen: gr.SelectData) -> Iterator[Shown]:
        yield from conversing.ask(chosen.value["text"], turns)

    running = [
        gr.on([send.click, question.submit], conversing.ask, [question, turns], outputs, **streaming),
        chat.example_select(ask_example, [turns], outputs, **streaming),
        retry.click(conversing.again, [turns], outputs, **streaming),
    ]
    stop.click(None, None, None, cancels=running, api_visibility="private")
    edit.click(conversing.edit, [turns], outputs, cancels=running, api_visibility="private", show_progress="hidden")
    clear.click(lambda: ("", [], []), None, outputs, cancels=running, api_visibility="private", show_progress="hidden")
    return outputs


def _messages(turns: Sequence[Turn]) -> list[Message]:
    return [
        message
        for turn in turns
        for message in (_message("user", question_html(turn.question.strip())), _message("assistant", turn.html))
    ]


def _message(role: str, content: str) -> Message:
    """HTML as a message, in the form that the chat gives it; a component made for each would cost more than the answer."""
    shown = _shape()
    return {
        "role": role,
        "content": shown.model_copy(update={"value": content, "props": {**shown.props, "value": content}}),
    }


@lru_cache(maxsize=1)
def _shape() -> ComponentMessage:
    component = gr.HTML("", js_on_load=None, apply_default_css=False, render=False)
    arguments = {**component.constructor_args, "render": False}
    arguments.pop("value", None)
    return ComponentMessage(component="html", value="", constructor_args=arguments, props=component.get_config())


def _links(texts: PageTexts) -> str:
    """What concerns the whole conversation; the script fills in the addresses and the history of this browser."""
    said = {
        name: escape(texts[f"ask.{name}"])
        for name in ("word", "markdown", "share", "history", "history_empty", "history_clear")
    }
    done = escape(texts["answer.copied"], quote=True)
    return (
        f'<p class="conversation"><a data-export="docx" hidden>{said["word"]}</a><a data-export="md" hidden>{said["markdown"]}</a>'
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
