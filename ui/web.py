"""The page: a chat whose answers carry their clauses as cards. Gradio's own components hold the conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answering import Assistant
from ingest.errors import WenceError
from ui.page_texts import CHINESE, LANGUAGES, PageTexts
from ui.rendering import answer_html, error_html, question_html

if TYPE_CHECKING:
    from assistant.answers import Answer

Message = dict[str, Any]
ANSWERS_AT_ONCE = 4  # more wait in the queue
_SHOW_LAST_QUESTION = """() => {
  const log = document.querySelector("#chat [role=log]");
  const questions = document.querySelectorAll("#chat .question");
  if (!log || !questions.length) return;
  log.scrollTop += questions[questions.length - 1].getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
}"""  # an answer is read from its beginning; a chat that scrolls to its end would hide it behind its clauses


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page over an assistant; the questions of a conversation live in the visitor's session alone."""
    page: gr.Blocks = gr.Blocks(title="问策 wence", analytics_enabled=False, fill_width=True)
    with page:
        asked = gr.State([])  # earlier questions, oldest first
        with gr.Row(equal_height=True):
            heading = gr.HTML(_heading(CHINESE), elem_id="heading", scale=4, min_width=240)
            language = gr.Radio(
                list(LANGUAGES), value="中文", label="语言 / Language", show_label=False, container=False, scale=0, min_width=190,
                elem_id="language",
            )  # fmt: skip
        chat = gr.Chatbot(
            label="问策 wence", show_label=False, height="62vh", layout="panel",
            autoscroll=False, placeholder=CHINESE.empty,
            examples=_examples(CHINESE), buttons=[], feedback_options=None, elem_id="chat",
        )  # fmt: skip
        with gr.Row(equal_height=True):
            question = gr.Textbox(
                label=CHINESE.question, placeholder=CHINESE.placeholder, show_label=False, container=False, lines=1,
                max_lines=6, scale=8, autofocus=True, elem_id="question",
            )  # fmt: skip
            send = gr.Button(CHINESE.send, variant="primary", scale=1, min_width=96, elem_id="send")
        clear = gr.Button(CHINESE.clear, size="sm", elem_id="clear")
        ask = _asking(assistant)
        inputs, outputs = [question, asked, chat, language], [question, asked, chat]
        running = [
            gr.on(
                [send.click, question.submit], ask, inputs, outputs,
                concurrency_limit=ANSWERS_AT_ONCE, show_progress="hidden", api_visibility="private",
            ),
            chat.example_select(
                _ask_example(ask), [asked, chat, language], outputs,
                concurrency_limit=ANSWERS_AT_ONCE, show_progress="hidden", api_visibility="private",
            ),
        ]  # fmt: skip
        clear.click(lambda: ("", [], []), None, outputs, cancels=running, api_visibility="private")
        for answered in running:
            answered.then(None, None, None, js=_SHOW_LAST_QUESTION)
        chat.clear(list, None, [asked], api_visibility="private")
        language.change(
            _translate,
            [language],
            [heading, chat, question, send, clear],
            show_progress="hidden",
            api_visibility="private",
        )
    return page


def _asking(
    assistant: Assistant,
) -> Callable[[str, list[str], list[Message], str], Iterator[tuple[str, list[str], list[Message]]]]:
    """The event handler that streams an answer into the conversation."""

    def ask(
        question: str, asked: list[str], chat: list[Message], language: str
    ) -> Iterator[tuple[str, list[str], list[Message]]]:
        english = language == "English"
        shown = [*chat, _message("user", question_html(question.strip()))]
        yield "", asked, shown
        try:
            answer: Answer | None = None
            for answer in assistant.stream(question, history=asked):
                yield "", asked, [*shown, _message("assistant", answer_html(answer, english=english, growing=True))]
        except WenceError as error:
            yield question, asked, [*shown, _message("assistant", error_html(str(error)))]
            return
        yield (
            "",
            [*asked, question],
            [*shown, _message("assistant", answer_html(answer, english=english))] if answer else shown,
        )

    return ask


def _ask_example(ask: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def ask_example(asked: list[str], chat: list[Message], language: str, chosen: gr.SelectData) -> Iterator[Any]:
        yield from ask(chosen.value["text"], asked, chat, language)

    return ask_example


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": gr.HTML(content)}


def _examples(texts: PageTexts) -> list[Any]:
    return [{"text": sample} for sample in texts.samples]


def _heading(texts: PageTexts) -> str:
    return f"<h1>{texts.title}</h1><p>{texts.intro}</p>"


def _translate(language: str) -> tuple[Any, ...]:
    texts = LANGUAGES[language]
    return (
        _heading(texts),
        gr.Chatbot(placeholder=texts.empty, examples=_examples(texts)),
        gr.Textbox(label=texts.question, placeholder=texts.placeholder),
        gr.Button(texts.send),
        gr.Button(texts.clear),
    )
