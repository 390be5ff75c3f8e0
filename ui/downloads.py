"""What a visitor takes away: a conversation and the sheet of a check, as files and as pages to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import FastAPI, Query, Response
from fastapi.responses import HTMLResponse

from ui.conversations import conversation_docx, conversation_markdown, conversation_page
from ui.page_texts import page_texts
from ui.sheets import sheet_docx, sheet_page

if TYPE_CHECKING:
    from ui.given import GivenAnswers

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_EXPORTED = 50


def add_downloads(app: FastAPI, given: GivenAnswers) -> None:
    """The interfaces that give answers of the page as files."""

    @app.get("/api/conversation", response_model=None)
    def conversation(
        answer: Annotated[list[str], Query(min_length=1, max_length=MOST_EXPORTED)],
        format: Literal["md", "docx", "html"] = "md",  # noqa: A002 - the name that the address has
        language: Literal["zh", "en"] = "zh",
    ) -> Response:
        """Answers that the page gave, as a file; `html` is a page to print or to save as PDF."""
        answers = [given.find(name) for name in answer]
        texts = page_texts(english=language == "en")
        if format == "html":
            return HTMLResponse(conversation_page(answers, texts))
        word = format == "docx"
        content = conversation_docx(answers, texts) if word else conversation_markdown(answers, texts).encode()
        return Response(content, media_type=WORD if word else "text/markdown; charset=utf-8",
                        headers={"content-disposition": f'attachment; filename="wence.{format}"'})  # fmt: skip

    @app.get("/api/sheet", response_model=None)
    def sheet(
        answer: Annotated[str, Query(max_length=64)],
        format: Literal["docx", "html"] = "docx",  # noqa: A002 - the name that the address has
    ) -> Response:
        """The printable sheet of an eligibility check that the page gave; `html` is a page to print or to save as PDF."""
        check = given.find_check(answer)
        if format == "html":
            return HTMLResponse(sheet_page(check))
        return Response(sheet_docx(check), media_type=WORD,
                        headers={"content-disposition": 'attachment; filename="wence-check.docx"'})  # fmt: skip
