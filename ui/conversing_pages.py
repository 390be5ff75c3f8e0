"""A conversation of the page: questions, corrected facts, answers as they grow, and what is kept of them."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components.chatbot import ComponentMessage

from assistant.checking import Check
from assistant.facts import FACTS, Facts, StatedFact, fact_named
from assistant.language import Language
from ingest.errors import UsageError, WenceError
from ui.case_forms import case_form_html
from ui.page_texts import PageTexts
from ui.rendering import answer_html, correction_html, error_html, question_html
from ui.sessions import COOKIE
from ui.suggesting import choices, next_questions
from ui.surroundings import surroundings
from ui.trace_pages import trace_html

if TYPE_CHECKING:
    from assistant.answers import Citation
    from ui.services import Services
    from ui.surroundings import Surroundings

MOST_TURNS = 50  # the page shows so many; a longer conversation drops its oldest
BETWEEN_SECONDS = 0.15  # at least, from one state of a growing answer to the next
_LOG = logging.getLogger("wence.page")

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the HTML of what was answered; `asked` when it may be followed up.

    `told` is what came from the form of facts, where that and no question was answered; `facts` are those
    chosen by hand so far, an empty value for one taken back.
    """

    question: str
    html: str
    asked: bool
    told: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


Shown = tuple[Any, Any, Any]  # the question box, the turns, the messages; each may be left as it is


class ConversingPage:
    """Answers questions of the page: streams the answer, keeps it for export, writes the journal."""

    def __init__(self, services: Services, texts: PageTexts) -> None:
        self._services, self._texts = services, texts
        _shape()  # now: while an event runs Gradio makes no components

    def ask(self, question: str, turns: list[Turn], request: gr.Request) -> Iterator[Shown]:
        """The question box, the turns, and the messages, as the answer grows.

        The box is emptied once: what the visitor writes while the answer grows stays. An empty box asks nothing.
        """
        if not question:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        before = turns[-MOST_TURNS:]
        shown = [*_messages(before), _message("user", question_html(question.strip()))]
        name = self._services.given.new_name()
        history = [turn.question for turn in before if turn.asked]
        facts = before[-1].facts if before else {}
        check: Check | None = None
        due = 0.0
        box: Any = ""
        try:
            for check in self._services.assistant.stream_checks(question, history=history, facts=facts):
                if time.monotonic() < due:
                    continue  # the whole conversation goes out each time; what comes at once is shown at once
                due = time.monotonic() + BETWEEN_SECONDS
                growing = answer_html(check.answer, texts=self._texts, name=name, growing=True)
                yield box, before, [*shown, _message("assistant", growing)]
                box = gr.skip()
        except WenceError as error:
            yield self._refused(question, before, shown, str(error))
            return
        except Exception:  # noqa: BLE001 - the visitor is told, the next question is not lost
            _LOG.exception("a question of the page failed")
            yield self._refused(question, before, shown, self._texts["ask.failed"])
            return
        if check is None:
            return
        html = self._complete(check, name, request)
        yield (
            box,
            [*before, Turn(question, html, asked=True, facts=_still(facts, check))],
            [*shown, _message("assistant", html)],
        )

    def correct(self, told: str, turns: list[Turn], request: gr.Request) -> Iterator[Shown]:
        """The measures of an answer held against facts that were added or corrected in its form."""
        before = turns[-MOST_TURNS:]
        shown = _messages(before)
        try:
            check, changed = self._corrected(told)
        except WenceError as error:
            yield self._refused("", before, shown, str(error))
            return
        name = self._services.given.new_name()
        html = self._complete(check, name, request)
        user = correction_html(check.answer.question)
        facts = {**(before[-1].facts if before else {}), **changed}
        turn = Turn(check.answer.question, html, asked=False, told=told, facts=facts)
        yield "", [*before, turn], [*shown, _message("user", user), _message("assistant", html)]

    def ask_all(self, questions: Sequence[str], request: gr.Request) -> Iterator[Shown]:
        """Several questions one after the other: a shared or earlier conversation.

        Without any nothing is touched: a visitor may have asked before the page asked for this.
        """
        turns: list[Turn] = []
        for question in questions[:MOST_TURNS]:
            for box, now, messages in self.ask(question, turns, request):
                yield box, now, messages
                turns = now
        if not questions:
            yield gr.skip(), gr.skip(), gr.skip()

    def again(self, turns: list[Turn], request: gr.Request) -> Iterator[Shown]:
        """The last question once more."""
        if not turns:
            yield "", [], []
            return
        last, before = turns[-1], turns[:-1]
        yield from self.correct(last.told, before, request) if last.told else self.ask(last.question, before, request)

    def edit(self, turns: list[Turn]) -> Shown:
        """The last question back in the box, without its answer."""
        if not turns:
            return "", [], []
        return "" if turns[-1].told else turns[-1].question, turns[:-1], _messages(turns[:-1])

    def _corrected(self, told: str) -> tuple[Check, dict[str, str]]:
        """The check over the facts of an earlier one and those told, and the facts that differ."""
        name, stated = _read_told(told)
        earlier = self._services.given.find_check(name)
        known = {fact.name: fact.value for fact in earlier.facts}
        changed = {fact: value for fact, value in stated.items() if known.get(fact, "") != value}
        language = Language(earlier.answer.language)
        check = self._services.assistant.check_eligibility(
            {**known, **changed}, measure_ids=list(dict.fromkeys(item.measure.measure_id for item in earlier.judged)),
            language=language,
        )  # fmt: skip
        words = {fact.name: fact.words for fact in earlier.facts if fact.name not in changed}
        facts = Facts(tuple(replace(fact, words=words.get(fact.name, "")) for fact in check.facts))
        said = "; ".join(self._shown(fact, value) for fact, value in changed.items()) or self._texts["case.same"]
        question = self._texts["case.corrected"].format(facts=said)
        return replace(check, facts=facts, answer=replace(check.answer, question=question)), changed

    def _shown(self, name: str, value: str) -> str:
        english = self._texts.english
        if value:
            return StatedFact(name, value).label(english=english)
        return f"{fact_named(name).label(english=english)}: {self._texts['check.unknown']}"

    def _refused(self, question: str, before: list[Turn], shown: list[Message], message: str) -> Shown:
        html = error_html(message)
        facts = before[-1].facts if before else {}
        turns = [*before, Turn(question, html, asked=False, facts=facts)]
        return question, turns, [*shown, _message("assistant", html)]

    def _complete(self, check: Check, name: str, request: gr.Request) -> str:
        """The whole answer as it stays, kept under its name; editors also see what was verified."""
        services, answer = self._services, check.answer
        services.given.keep(name, check)
        services.journal.note_answer(answer, face="page")
        index = services.assistant.index

        def around(citation: Citation) -> Surroundings:
            return surroundings(index, citation)

        staff = services.editors.is_editor(request.cookies.get(COOKIE))
        return answer_html(
            answer, texts=self._texts, name=name, around=around, choices=choices(answer), following=next_questions(answer, index),
            case=case_form_html(check, name, self._texts), trace=trace_html(answer, self._texts) if staff else "",
        )  # fmt: skip


def _read_told(told: str) -> tuple[str, dict[str, str]]:
    """The name of an answer and the facts that its form sent; UsageError for anything else."""
    try:
        sent = json.loads(told)
        name, facts = str(sent["answer"]), dict(sent["facts"])
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError("the form of the facts was not understood; please reload the page") from error
    known = {fact.name for fact in FACTS}
    return name, {str(fact): str(value)[:40] for fact, value in facts.items() if fact in known}


def _still(facts: Mapping[str, str], check: Check) -> dict[str, str]:
    """The facts chosen by hand that a later question did not overrule or drop."""
    return {name: value for name, value in facts.items() if (check.facts.value(name) or "") == value}


def _messages(turns: Sequence[Turn]) -> list[Message]:
    return [
        message
        for turn in turns
        for message in (
            _message("user", (correction_html if turn.told else question_html)(turn.question.strip())),
            _message("assistant", turn.html),
        )
    ]


def _message(role: str, content: str) -> Message:
    """HTML as a message in the form that the chat gives it; a component made for each would cost more than the answer."""
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
