"""A conversation as a file: Markdown, Word or a page to print, each answer with its clauses, their words and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Answer, Citation
from ui.page_texts import PageTexts
from ui.printing import Block, Heading, Words, print_page, word_file
from ui.rendering import STATUSES, VERDICTS

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$&])")


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
    heading += f" (p. {citation.page})" if citation.page else ""
    words = f"{heading}:“{citation.quote.strip()}”"
    web = citation.url if citation.url and re.fullmatch(r"https?://[^\s<>]+", citation.url) else None
    if escape:
        return f"[{citation.marker}] {_plain(words)}" + (f" <{web}>" if web else "")
    return f"[{citation.marker}] {words}" + (f" {web}" if web else "")


def conversation_docx(answers: Sequence[Answer], texts: PageTexts) -> bytes:
    """The conversation as a Word file with headings, so that its outline is the list of questions."""
    return word_file(list(_blocks(answers, texts)))


def conversation_page(answers: Sequence[Answer], texts: PageTexts) -> str:
    """The conversation as a page to print or to save as PDF."""
    language = "en" if texts.english else "zh-CN"
    return print_page(list(_blocks(answers, texts)), language=language, button=texts["ask.print"])


def _blocks(answers: Sequence[Answer], texts: PageTexts) -> Iterator[Block]:
    yield Heading(texts["title"], 0)
    for answer in answers:
        yield Heading(answer.question, 1)
        yield Words(STATUSES[answer.status][texts.english], strong=True)
        for statement in answer.statements:
            yield Words(statement.text + "".join(f" [{marker}]" for marker in statement.citations))
        if answer.eligibility:
            yield Words(VERDICTS[answer.eligibility.verdict][texts.english], strong=True)
        for notice in answer.notices:
            yield Words(f"※ {notice}")
        for citation in answer.citations:
            yield Words(_source(citation, escape=False))
