"""The HTTP interfaces beside the page: ask, search, tasks, documents, health. Errors are JSON of one line."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.answering import Assistant
from ingest.errors import ConfigurationError, IndexUnusable, UnknownClause, UnknownDocument, WenceError
from ui.describing import documents_json, hits_json
from ui.exporting import task_json, tasks_csv, tasks_xlsx
from ui.journals import Journal
from ui.limits import MAX_BODY_BYTES
from ui.owner_tables import Filter, How, filtered
from vectorstore.ledger import LedgerRow

__all__ = ["MAX_BODY_BYTES", "add_error_handlers", "build_api"]
MAX_HITS = 100
MAX_HISTORY = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


class ErrorDetail(BaseModel):
    """What is wrong and what to do."""

    type: str
    message: str


class ErrorReply(BaseModel):
    """The body of every reply that is an error."""

    error: ErrorDetail


ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorReply, "description": meaning}
    for code, meaning in {
        400: "the request cannot be worked with", 404: "there is no such thing", 411: "the length of the body is missing",
        413: "the body is too large", 422: "the request is malformed", 429: "too many requests",
        503: "the index cannot be used at the moment",
    }.items()
}  # fmt: skip


def build_api(assistant: Assistant, *, journal: Journal | None = None) -> FastAPI:
    """The HTTP application without the page; `/openapi.json` describes it."""
    app = FastAPI(
        title="wence", version=version("wence"), docs_url=None, redoc_url=None, responses=ERRORS,
        description="Answers about government policy with cited clauses.",
    )  # fmt: skip
    add_error_handlers(app)

    @app.post("/api/ask")
    def ask(asked: AskRequest, request: Request) -> dict[str, Any]:
        """One answer with its citations."""
        answer = assistant.answer(asked.question, history=asked.history, document_id=asked.document, as_of=asked.as_of)
        if journal is not None:
            journal.note_answer(answer, face="api", request_id=request_id_of(request))
        return {**answer.to_json(trace=asked.trace), "id": asked.id or answer.id}

    @app.post("/api/search")
    def search(asked: SearchRequest) -> dict[str, Any]:
        """Ranked passages without an answer."""
        hits = assistant.search(asked.query, k=asked.k, document_id=asked.document)
        return hits_json(asked.query, hits, query_id=asked.id)

    @app.get("/api/tasks", response_model=None)
    def tasks(
        department: Annotated[list[str] | None, Query(max_length=20)] = None,
        document: str | None = None,
        how: How = How.ANY,
        text: Annotated[str, Query(max_length=200)] = "",
        as_of: date | None = None,
        format: Literal["json", "csv", "xlsx"] = "json",  # noqa: A002 - the name that the address has
    ) -> Response | dict[str, Any]:
        """The responsibility ledger; with several departments the tasks of all of them jointly."""
        rows = filtered(assistant, Filter(tuple(department or ()), how, document, text), as_of=as_of)
        if format == "json":
            return {"count": len(rows), "tasks": [task_json(row) for row in rows]}
        return _file(rows, format)

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


def request_id_of(request: Request) -> str | None:
    """The name that the limits gave a request."""
    found = getattr(request.state, "request_id", None)
    return found if isinstance(found, str) else None


def _file(rows: list[LedgerRow], form: str) -> Response:
    content = tasks_xlsx(rows) if form == "xlsx" else tasks_csv(rows).encode()
    kind = WORKBOOK if form == "xlsx" else "text/csv; charset=utf-8"
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="tasks.{form}"'})


def add_error_handlers(app: FastAPI) -> None:
    """Every error of the interfaces becomes JSON of one line."""
    app.add_exception_handler(WenceError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    for raised in (HTTPException, 400, 404, 405):
        app.add_exception_handler(raised, _on_http)
    app.add_exception_handler(Exception, _on_unexpected)


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
