"""A conversation as a file: Markdown or Word, each answer with its clauses, their words and addresses."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from assistant.answers import Answer, Citation
from ui.page_texts import PageTexts
from ui.rendering import STATUSES, VERDICTS

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$&])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML may hold them


def _plain(text: str) -> str:
    """A text as Markdown that shows exactly it: what would be markup is escaped."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "  \n")


def conversation_markdown(answers: Sequence[Answer], texts: PageTexts) -> str:
    """The conversation as Markdown; no text of a user or document is markup in it."""
    parts = [f"# {texts['title']}"]
    for answer in answers:
        parts.append(f"## {_plain(answer.question)}")
        parts.append(f"*{STATUSES[answer.status][texts.english]}*")
        parts += [
            _plain(statement.text) + "".join(f" [{marker}]" for marker in statement.citations)
            for statement in answer.statements
        ]
        if answer.eligibility:
            parts.append(f"**{VERDICTS[answer.eligibility.verdict][texts.english]}**")
        parts += [f"> {_plain(notice)}" for notice in answer.notices]
        parts += [f"{_source(citation, escape=True)}" for citation in answer.citations]
    return "\n\n".join(parts) + "\n"


def _source(citation: Citation, *, escape: bool) -> str:
    heading = f"《{citation.document}》{citation.label} {citation.heading}".strip()
    words = f"{heading}:“{citation.quote.strip()}”"
    web = citation.url if citation.url and re.fullmatch(r"https?://[^\s<>]+", citation.url) else None
    if escape:
        return f"[{citation.marker}] {_plain(words)}" + (f" <{web}>" if web else "")
    return f"[{citation.marker}] {words}" + (f" {web}" if web else "")


def conversation_docx(answers: Sequence[Answer], texts: PageTexts) -> bytes:
    """The conversation as a Word file with headings, so that its outline is the list of questions."""
    from docx import Document
    from docx.shared import Pt

    file = Document()
    file.styles["Normal"].font.size = Pt(11)
    file.core_properties.title = texts["title"]
    file.add_heading(texts["title"], level=0)
    for answer in answers:
        file.add_heading(_clean(answer.question), level=1)
        file.add_paragraph().add_run(STATUSES[answer.status][texts.english]).bold = True
        for statement in answer.statements:
            paragraph = file.add_paragraph(_clean(statement.text))
            for marker in statement.citations:
                paragraph.add_run(f" [{marker}]").font.superscript = True
        if answer.eligibility:
            file.add_paragraph().add_run(VERDICTS[answer.eligibility.verdict][texts.english]).bold = True
        for notice in answer.notices:
            file.add_paragraph(_clean(f"※ {notice}")).runs[0].italic = True
        for citation in answer.citations:
            file.add_paragraph().add_run(_clean(_source(citation, escape=False))).font.size = Pt(9.5)
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
