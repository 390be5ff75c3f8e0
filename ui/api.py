"""The HTTP interfaces beside the page: ask, search, tasks, documents, health. Errors are JSON of one line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.answering import Assistant
from ingest.errors import ConfigurationError, IndexUnusable, UnknownClause, UnknownDocument, WenceError
from ui.describing import documents_json, hits_json
from ui.exporting import task_json

MAX_BODY_BYTES = 256_000
MAX_HITS = 100
MAX_HISTORY = 50


class AskRequest(BaseModel):
    """A question; `history` are the earlier questions of its conversation, oldest first."""

    model_config = ConfigDict(extra="ignore")

    id: str | None = None
    question: str
    history: list[str] = Field(default_factory=list, max_length=MAX_HISTORY)
    document: str | None = Field(default=None, description="answer from this document only")
    as_of: date | None = Field(default=None, description="answer from the texts in force on this day")
    trace: bool = Field(default=False, description="add the decisions of the model engine")


class SearchRequest(BaseModel):
    """A query for ranked passages."""

    model_config = ConfigDict(extra="ignore")

    id: str | None = None
    query: str
    k: int = Field(default=10, ge=1, le=MAX_HITS)
    document: str | None = None


def build_api(assistant: Assistant) -> FastAPI:
    """The HTTP application without the page; `/docs` and `/openapi.json` describe it."""
    app = FastAPI(
        title="wence", version=version("wence"), docs_url=None, redoc_url=None,
        description="Answers about government policy with cited clauses.",
    )  # fmt: skip
    app.middleware("http")(_limit_body)
    app.add_exception_handler(WenceError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    for raised in (HTTPException, 400, 404, 405):
        app.add_exception_handler(raised, _on_http)
    app.add_exception_handler(Exception, _on_unexpected)

    @app.post("/api/ask")
    def ask(asked: AskRequest) -> dict[str, Any]:
        """One answer with its citations."""
        found = assistant.answer(asked.question, history=asked.history, document_id=asked.document, as_of=asked.as_of)
        answer = found.to_json(trace=asked.trace)
        return {**answer, "id": asked.id or answer["id"]}

    @app.post("/api/search")
    def search(asked: SearchRequest) -> dict[str, Any]:
        """Ranked passages without an answer."""
        hits = assistant.search(asked.query, k=asked.k, document_id=asked.document)
        return hits_json(asked.query, hits, query_id=asked.id)

    @app.get("/api/tasks")
    def tasks(department: Annotated[list[str] | None, Query()] = None, document: str | None = None,
              as_of: date | None = None) -> dict[str, Any]:  # fmt: skip
        """The responsibility ledger; with several departments the tasks of all of them jointly."""
        rows = assistant.tasks(departments=department or [], document_id=document, as_of=as_of)
        return {"count": len(rows), "tasks": [task_json(row) for row in rows]}

    @app.get("/api/documents")
    def documents() -> dict[str, Any]:
        """What is indexed."""
        return {"documents": documents_json(assistant.index)}

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Whether questions can be answered: 200, or 503 with the reason."""
        index = assistant.index
        return {
            "status": "ok",
            "version": version("wence"),
            "generation": index.name,
            "documents": len(index.documents()),
        }

    return app


def _error(status: int, kind: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"type": kind, "message": " ".join(message.split())}}, status_code=status)


async def _on_error(request: Request, error: Exception) -> Response:
    del request
    kind = error.kind if isinstance(error, WenceError) else "error"
    if isinstance(error, UnknownDocument | UnknownClause):
        return _error(404, kind, str(error))
    return _error(503 if isinstance(error, IndexUnusable | ConfigurationError) else 400, kind, str(error))


async def _on_invalid(request: Request, error: Exception) -> Response:
    del request
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    place = ".".join(str(part) for part in first.get("loc", ()) if part != "body")
    return _error(422, "invalid_request", f"{place}: {first.get('msg', 'invalid request')}".removeprefix(": "))


async def _on_http(request: Request, error: Exception) -> Response:
    status, detail = int(getattr(error, "status_code", 500)), getattr(error, "detail", "error")
    return _error(status, "http", f"{request.method} {request.url.path}: {detail}")


async def _on_unexpected(request: Request, error: Exception) -> Response:
    del request
    return _error(500, "internal", f"unexpected {type(error).__name__}; the server's log has more")


async def _limit_body(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse an oversized body of our own interfaces before it is read; Gradio has its own limits."""
    size = request.headers.get("content-length", "0")
    if request.url.path.startswith("/api/") and request.method == "POST":
        if not size.isdigit() or "content-length" not in request.headers:
            return _error(411, "length_required", "send the length of the body")
        if int(size) > MAX_BODY_BYTES:
            return _error(413, "too_large", f"the body has {int(size):,} bytes, more than {MAX_BODY_BYTES:,}")
    return await proceed(request)
