"""What stands around the assistant in a server: answers given, feedback, editors, the journal; and their interfaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse
from pydantic import BaseModel, Field

from assistant.answering import Assistant
from assistant.answers import Answer
from ingest.errors import UsageError
from ui.api import add_error_handlers, request_id_of
from ui.completions import ChatRequest, asked_in, completion, completion_events, models
from ui.downloads import add_downloads
from ui.feedback import LONGEST_COMMENT, FeedbackStore, Rating, Reason, draft_samples, feedback_on
from ui.given import GivenAnswers
from ui.journals import Journal
from ui.sessions import COOKIE, LASTING_SECONDS, Editors


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a server that keep something."""

    assistant: Assistant
    given: GivenAnswers
    feedback: FeedbackStore
    editors: Editors
    journal: Journal

    @classmethod
    def of(cls, assistant: Assistant) -> Services:
        """The services over the home and the settings of an assistant."""
        settings = assistant.settings
        return cls(
            assistant, GivenAnswers(), FeedbackStore(settings.home), Editors(settings.editor_password),
            Journal(settings.home, questions=settings.log_questions),
        )  # fmt: skip


class FeedbackRequest(BaseModel):
    """What a reader says of a sentence of an answer that the page gave; `position` counts from 1."""

    answer: str = Field(max_length=64)
    position: int = Field(ge=1, le=1000)
    rating: Rating
    reason: Reason | None = None
    comment: str = Field(default="", max_length=LONGEST_COMMENT)


SCRIPTS = ("/ui/events.js", "/ui/page.js")  # in the order in which the page loads them


def _script(name: str) -> Callable[[], Response]:
    """What answers with a script of the page."""
    text = (files("ui") / "static" / name).read_text("utf-8")

    def script() -> Response:
        return Response(text, media_type="text/javascript; charset=utf-8", headers={"cache-control": "no-cache"})

    return script


def add_page_routes(app: FastAPI, services: Services) -> None:
    """What the page needs beside Gradio: its scripts, feedback, the session of editors."""
    for address in SCRIPTS:
        app.get(address, include_in_schema=False)(_script(address.rpartition("/")[2]))

    @app.post("/api/feedback")
    def give_feedback(said: FeedbackRequest) -> dict[str, str]:
        """Keep what a reader says of a sentence."""
        answer = services.given.find(said.answer)
        kept = feedback_on(answer, said.position, rating=said.rating, reason=said.reason, comment=said.comment)
        services.feedback.add(kept)
        return {"status": "kept", "id": kept.feedback_id}

    @app.get("/api/feedback", response_model=None, responses={401: {"description": "for editors only"}})
    def exported_feedback(request: Request) -> Response:
        """All feedback as draft evaluation samples, JSON lines; for editors."""
        if not services.editors.is_editor(request.cookies.get(COOKIE)):
            return JSONResponse(
                {"error": {"type": "unauthorised", "message": "sign in on the page first"}}, status_code=401
            )
        drafts = draft_samples(services.feedback.entries())
        headers = {"content-disposition": 'attachment; filename="draft-samples.jsonl"'}
        return Response(drafts, media_type="application/jsonl; charset=utf-8", headers=headers)

    @app.post("/session", include_in_schema=False)
    async def session(request: Request, to: str = "/") -> Response:
        """Begin or end the session of an editor; a form sends it, so it answers with a page."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        page = to if to in {"/", "/en/"} else "/"
        password = form.get("password", [""])[0]
        if not password:
            ended = RedirectResponse(f"{page}?tab=manage", status_code=303)
            ended.delete_cookie(COOKIE)
            return ended
        token = services.editors.sign_in(password)
        if token is None:
            problem = "slow" if services.editors.too_many_attempts() else "wrong"
            return RedirectResponse(f"{page}?tab=manage&problem={quote(problem)}", status_code=303)
        begun = RedirectResponse(f"{page}?tab=manage", status_code=303)
        begun.set_cookie(COOKIE, token, max_age=LASTING_SECONDS, httponly=True, samesite="strict",
                         secure=request.url.scheme == "https")  # fmt: skip
        return begun


def add_completions(app: FastAPI, services: Services) -> None:
    """The interface of OpenAI's chat completions."""
    assistant, journal = services.assistant, services.journal

    @app.get("/v1/models")
    def listed() -> dict[str, Any]:
        """The one model there is."""
        return models()

    @app.post("/v1/chat/completions", response_model=None)
    def chat(asked: ChatRequest, request: Request) -> Response | dict[str, Any]:
        """A completion, whole or as a stream; the cited clauses stand below the answer."""
        question, history = asked_in(asked)
        if not asked.stream:
            answer = assistant.answer(question, history=history)
            journal.note_answer(answer, face="completions", request_id=request_id_of(request))
            return completion(answer, model=asked.model)
        stream = assistant.stream(assistant.checked(question), history=history)
        first = next(stream, None)  # an error is a reply with its status, not a broken stream
        if first is None:
            raise UsageError("there is no answer")
        growing = _noted(first, stream, journal, request_id_of(request))
        with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        events = completion_events(growing, model=asked.model, with_usage=with_usage)
        return StreamingResponse(events, media_type="text/event-stream", headers={"cache-control": "no-cache"})


def _noted(first: Answer, rest: Iterator[Answer], journal: Journal, request_id: str | None) -> Iterator[Answer]:
    answer = first
    yield answer
    for answer in rest:
        yield answer
    journal.note_answer(answer, face="completions", request_id=request_id)


def build_interfaces(app: FastAPI, services: Services) -> FastAPI:
    """Add all interfaces that need the services to an application."""
    add_page_routes(app, services)
    add_downloads(app, services.given)
    add_completions(app, services)
    add_error_handlers(app)
    return app
