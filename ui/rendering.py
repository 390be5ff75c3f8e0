"""An answer as HTML for the page. Every text is escaped; only the tags written here are markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.answers import Answer, Citation, Eligibility, Status, Verdict

OPEN_CARDS = 2  # so many cited clauses are shown unfolded; of more only the headings

_STATUSES = {
    Status.ANSWERED: ("原文有规定", "Answered"),
    Status.PARTIAL: ("原文部分规定", "Answered in part"),
    Status.NOT_IN_DOCUMENTS: ("原文未规定", "Not in the documents"),
    Status.OUT_OF_SCOPE: ("不在回答范围", "Out of scope"),
    Status.CLARIFY: ("请选择", "Please choose"),
}
_VERDICTS = {
    Verdict.MEETS: ("符合文件载明的条件", "Meets what the text states"),
    Verdict.DOES_NOT: ("不符合文件载明的条件", "Does not meet what the text states"),
    Verdict.UNDECIDED: ("仅凭已收录文件不能判定", "Cannot be decided from these documents"),
}
_ENGINES = {
    "extractive": ("原文摘编", "quoted from the text"),
    "model": ("模型作答,已逐句核对", "model, each sentence checked"),
}
_WORDS = {
    "official": ("官方原文", "official page"),
    "missing": ("请补充", "Please tell us"),
    "citations": ("引用条款", "Cited clauses"),
}


def answer_html(answer: Answer, *, english: bool = False, growing: bool = False) -> str:
    """Status, statements with markers that lead to the cards, notices, and a card for each citation.

    `english` chooses the language of the labels; the answer keeps its own. `growing`: more of it will come.
    """
    anchor = f"c-{escape(answer.id, quote=True)}"
    parts = [
        f'<div class="answer" lang="{escape(answer.language, quote=True)}"{" aria-busy=true" if growing else ""}>',
        (
            f'<p class="badges"><span class="status {answer.status}">{_STATUSES[answer.status][english]}</span>'
            f'<span class="engine">{escape(_ENGINES.get(answer.engine, (answer.engine,) * 2)[english])}</span></p>'
        ),
        *(_statement(statement.text, statement.citations, anchor) for statement in answer.statements),
    ]
    if answer.eligibility:
        parts.append(_eligibility(answer.eligibility, english=english))
    parts += [f'<p class="notice" role="note">{escape(notice)}</p>' for notice in answer.notices]
    if answer.citations:
        parts.append(f'<section class="cards" aria-label="{_WORDS["citations"][english]}">')
        clauses = _by_clause(answer.citations)
        unfolded = len(clauses) <= OPEN_CARDS
        parts += [_card(cited, anchor, unfolded=unfolded, english=english) for cited in clauses]
        parts.append("</section>")
    return "".join([*parts, "</div>"])


def question_html(question: str) -> str:
    """What the user wrote, as text."""
    return f'<div class="question">{_lines(question)}</div>'


def error_html(message: str) -> str:
    """A one-line error in place of an answer."""
    return f'<div class="answer"><p class="error" role="alert">{escape(message)}</p></div>'


def marked_passage(citations: Sequence[Citation]) -> str:
    """The passage that citations of one clause share, with the quoted words of each marked."""
    text = citations[0].text
    places = sorted((text.find(citation.quote), citation.quote) for citation in citations)
    parts, position = [], 0
    for begin, quote in places:
        if begin < 0:  # words outside the passage, such as a note that stands by itself
            parts.append(f"<mark>{_lines(quote)}</mark><br>")
        elif begin + len(quote) > position:
            begin = max(begin, position)
            end = begin + len(quote) if begin == text.find(quote) else text.find(quote) + len(quote)
            parts += [_lines(text[position:begin]), f"<mark>{_lines(text[begin:end])}</mark>"]
            position = end
    return "".join([*parts, _lines(text[position:].rstrip())])


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _statement(text: str, markers: Sequence[int], anchor: str) -> str:
    return f"<p>{_lines(text)}{''.join(_marker(marker, anchor) for marker in markers)}</p>"


def _marker(marker: int, anchor: str) -> str:
    return f'<a class="marker" href="#{anchor}-{marker}">[{marker}]</a>'


def _eligibility(eligibility: Eligibility, *, english: bool) -> str:
    """The verdict and what is asked back; the conditions stand among the statements, each with its clause."""
    asked = "".join(f"<li>{escape(question)}</li>" for question in eligibility.missing)
    return (
        f'<div class="eligibility"><p class="verdict {eligibility.verdict}">{_VERDICTS[eligibility.verdict][english]}</p>'
        + (f"<p>{_WORDS['missing'][english]}</p><ul>{asked}</ul>" if asked else "")
        + "</div>"
    )


def _card(citations: Sequence[Citation], anchor: str, *, unfolded: bool, english: bool) -> str:
    """One clause and all citations of it; each marker of the answer leads to the part below its heading."""
    first = citations[0]
    heading = f"{first.label} {first.heading}".strip() or first.clause_id
    link = ""
    if first.url and re.match(r"https?://", first.url):
        link = (
            f'<a href="{escape(first.url, quote=True)}" target="_blank" rel="noopener noreferrer">'
            f"{_WORDS['official'][english]} ↗</a>"
        )
    markers = "".join(f"[{citation.marker}]" for citation in citations)
    targets = "".join(f'<span id="{anchor}-{citation.marker}"></span>' for citation in citations)
    offsets = ", ".join(f"{citation.start}–{citation.end}" for citation in citations)
    return (
        f'<details class="card"{" open" if unfolded else ""}><summary><b>{markers}</b> {escape(heading)}</summary>'
        f'<div>{targets}<p class="path">《{escape(first.document)}》</p>'
        f'<blockquote>{marked_passage(citations)}</blockquote><p class="source">{link}'
        f"<code>{escape(first.clause_id)} {offsets}</code></p></div></details>"
    )


def _by_clause(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of one passage together, in the order in which their clauses are first cited."""
    grouped: dict[tuple[str, str, str], list[Citation]] = {}
    for citation in citations:
        grouped.setdefault((citation.document_id, citation.clause_id, citation.text), []).append(citation)
    return list(grouped.values())
