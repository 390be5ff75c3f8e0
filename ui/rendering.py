"""An answer as HTML for the page. Every text is escaped; only the tags written here are markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote, urlencode

from assistant.answers import Answer, Citation, Eligibility, Status, Verdict
from ui.page_texts import PageTexts
from ui.surroundings import NOWHERE, Surroundings

STATUSES = {
    Status.ANSWERED: ("原文有规定", "Answered"),
    Status.PARTIAL: ("原文部分规定", "Answered in part"),
    Status.NOT_IN_DOCUMENTS: ("原文未规定", "Not in the documents"),
    Status.OUT_OF_SCOPE: ("不在回答范围", "Out of scope"),
    Status.CLARIFY: ("请选择", "Please choose"),
}
VERDICTS = {
    Verdict.MEETS: ("符合文件载明的条件", "Meets what the text states"),
    Verdict.DOES_NOT: ("不符合文件载明的条件", "Does not meet what the text states"),
    Verdict.UNDECIDED: ("仅凭已收录文件不能判定", "Cannot be decided from these documents"),
}
_ENGINES = {
    "extractive": ("原文摘编", "quoted from the text"),
    "model": ("模型作答,已逐句核对", "model, each sentence checked"),
}
_REASONS = ("citation", "fact", "incomplete", "unclear", "outdated")


def attribute(text: str) -> str:
    """A text as the value of an attribute, quotation marks included; line breaks survive."""
    return '"' + escape(text, quote=True).replace("\n", "&#10;") + '"'


def lines(text: str) -> str:
    """A text as text, line breaks kept."""
    return escape(text).replace("\n", "<br>")


def answer_html(
    answer: Answer, *, texts: PageTexts, name: str = "", growing: bool = False,
    around: Callable[[Citation], Surroundings] = lambda _: NOWHERE,
    choices: Sequence[tuple[str, str]] = (), following: Sequence[str] = (), case: str = "", trace: str = "",
) -> str:  # fmt: skip
    """Status, statements with markers that lead to the clauses, notices, what to ask next, the cited clauses.

    `texts` is the language of the labels; the answer keeps its own. `name`: under which the answer is kept
    for feedback and export. `growing`: more of it will come, and no button is shown yet. `case` is the form of the
    facts of an eligibility answer, `trace` the table of what was verified, both markup already.
    """
    anchor = f"c-{escape(name or answer.id, quote=True)}"
    busy = ' aria-busy="true"' if growing else ""
    engine = escape(_ENGINES.get(answer.engine, (answer.engine,) * 2)[texts.english])
    parts = [
        f'<div class="answer" lang={attribute(answer.language)} data-answer={attribute(name)}{busy}><p class="badges">',
        f'<span class="status {answer.status}">{STATUSES[answer.status][texts.english]}</span>',
        f'<span class="engine">{engine}</span></p>',
    ]
    rated = bool(name) and not growing and answer.status is not Status.OUT_OF_SCOPE
    shown = answer.statements[: 1 if choices else None]
    for position, statement in enumerate(shown, 1):
        rating = _rating_button(position, texts) if rated and not choices else ""
        parts.append(_statement(statement.text, statement.citations, anchor, texts=texts, rating=rating))
    if choices:
        parts.append(_asking(texts["answer.choose"], [(label, question) for label, question in choices]))
    if answer.eligibility:
        parts.append(_eligibility(answer.eligibility, texts, case))
    parts += [f'<p class="notice" role="note">{escape(notice)}</p>' for notice in answer.notices]
    if following:
        parts.append(_asking(texts["answer.next"], [(question, question) for question in following]))
    if rated:
        parts.append(_actions(answer, texts))
    if answer.citations:
        parts.append(sources_html(answer.citations, anchor, texts=texts, around=around))
    return "".join([*parts, trace, "</div>"])


def question_html(question: str) -> str:
    """What the user wrote, as text."""
    return f'<div class="question" data-question={attribute(question)}>{lines(question)}</div>'


def correction_html(said: str) -> str:
    """What the user corrected in the form of an answer, as text; it is no question and is not asked again."""
    return f'<div class="question">{lines(said)}</div>'


def error_html(message: str) -> str:
    """A one-line error in place of an answer."""
    return f'<div class="answer"><p class="error" role="alert">{escape(message)}</p></div>'


def marked_clause(citations: Sequence[Citation], where: Surroundings) -> str:
    """The words around a passage with exactly the quoted ones marked; the passage alone where nothing is around it."""
    if where.text:
        shift = where.start
        places = [(c.start - shift, c.end - shift, c.marker) for c in citations]
        return _marked(where.text, places, (where.passage.start - shift, where.passage.end - shift))
    text = citations[0].text.rstrip()
    found = [(text.find(citation.quote), citation) for citation in citations]
    outside = "".join(f"<mark>{lines(citation.quote)}</mark><br>" for at, citation in found if at < 0)
    inside = [(at, at + len(citation.quote), citation.marker) for at, citation in found if at >= 0]
    return outside + _marked(text, inside, (0, len(text)))


def _marked(text: str, quoted: Sequence[tuple[int, int, int]], passage: tuple[int, int]) -> str:
    """`text` with the `quoted` stretches (start, end, marker) marked and what lies outside `passage` set back."""
    stops = [edge for start, end, _ in quoted for edge in (start, end)]
    edges = sorted({0, len(text), *(min(max(edge, 0), len(text)) for edge in (*stops, *passage))})
    parts: list[tuple[str, str]] = []  # the tag that opens a stretch, and its words
    for begin, end in pairwise(edges):
        markers = " ".join(str(marker) for start, stop, marker in quoted if start <= begin and end <= stop)
        within = passage[0] <= begin and end <= passage[1]
        tag = f'<mark data-markers="{markers}">' if markers else "" if within else '<span class="around">'
        if parts and parts[-1][0] == tag:
            parts[-1] = (tag, parts[-1][1] + text[begin:end])
        else:
            parts.append((tag, text[begin:end]))
    closing = {"<m": "</mark>", "<s": "</span>", "": ""}
    return "".join(f"{tag}{lines(words)}{closing[tag[:2]]}" for tag, words in parts)


def reading_address(document_id: str, clause: str = "", *, texts: PageTexts) -> str:
    """The address of a document, or of a clause in it, on the page where it is read."""
    address = f"{texts.path}?{urlencode({'tab': 'read', 'document': document_id})}"
    return f"{address}#{quote(clause)}" if clause else address


def official_link(url: str | None, label: str) -> str:
    """A link to the official text; empty where there is no web address."""
    if not url or not re.match(r"https?://", url):
        return ""
    return f'<a href={attribute(url)} target="_blank" rel="noopener noreferrer">{escape(label)} ↗</a>'


def _statement(text: str, markers: Sequence[int], anchor: str, *, texts: PageTexts, rating: str) -> str:
    links = "".join(marker_link(marker, anchor, texts) for marker in markers)
    return f'<p class="statement"><span>{lines(text)}</span>{links}{rating}</p>'


def marker_link(marker: int, anchor: str, texts: PageTexts) -> str:
    """A marker as a link to the clause that it cites."""
    label = attribute(f"{texts['answer.marker']} {marker}")
    return f'<a class="marker" href="#{anchor}-{marker}" aria-label={label}>[{marker}]</a>'


def _rating_button(position: int, texts: PageTexts) -> str:
    label = attribute(f"{texts['answer.feedback']} {position}")
    return f'<button type="button" class="rate" data-position="{position}" aria-label={label} aria-expanded="false">✓✗</button>'


def _asking(title: str, asked: Sequence[tuple[str, str]]) -> str:
    buttons = "".join(
        f'<button type="button" class="ask" data-question={attribute(question)}>{escape(label)}</button>'
        for label, question in asked
    )
    return f'<div class="asking" role="group" aria-label={attribute(title)}><span>{escape(title)}</span>{buttons}</div>'


def _actions(answer: Answer, texts: PageTexts) -> str:
    reasons: Mapping[str, str] = {reason: texts[f"answer.reason_{reason}"] for reason in _REASONS}
    options = "".join(f'<option value="{value}">{escape(label)}</option>' for value, label in reasons.items())
    return (
        f'<p class="actions"><button type="button" class="copy" data-copy={attribute(plain_answer(answer))}'
        f" data-done={attribute(texts['answer.copied'])}>{escape(texts['answer.copy'])}</button></p>"
        f'<template class="rating"><form class="rating"><button type="button" value="right">{texts["answer.right"]}</button>'
        f'<select name="reason" aria-label={attribute(texts["answer.wrong"])}>{options}</select>'
        f'<input name="comment" maxlength="1000" aria-label={attribute(texts["answer.comment"])}'
        f" placeholder={attribute(texts['answer.comment'])}>"
        f'<button type="button" value="wrong">{texts["answer.wrong"]}</button>'
        f'<span role="status" data-done={attribute(texts["answer.thanks"])}'
        f" data-failed={attribute(texts['answer.sending_failed'])}></span></form></template>"
    )


def plain_answer(answer: Answer) -> str:
    """An answer and its sources as plain text, for the clipboard."""
    cited = [
        f"[{c.marker}] 《{c.document}》{c.label}{f' (p. {c.page})' if c.page else ''} “{c.quote.strip()}”{' ' + c.url if c.url else ''}"
        for c in answer.citations
    ]
    notices = [f"※ {notice}" for notice in answer.notices]
    return "\n".join([answer.question, "", answer.markdown, *(["", *notices] if notices else []),
                      *(["", *cited] if cited else [])])  # fmt: skip


def _eligibility(eligibility: Eligibility, texts: PageTexts, case: str) -> str:
    """The verdict and what is asked back, in `case` where that is there; the conditions are among the statements."""
    asked = "".join(f"<li>{escape(question)}</li>" for question in eligibility.missing)
    return (
        f'<div class="eligibility"><p class="verdict {eligibility.verdict}">{VERDICTS[eligibility.verdict][texts.english]}</p>'
        + (case or (f"<p>{texts['answer.missing']}</p><ul>{asked}</ul>" if asked else ""))
        + "</div>"
    )


def sources_html(citations: Sequence[Citation], anchor: str, *, texts: PageTexts,
             around: Callable[[Citation], Surroundings]) -> str:  # fmt: skip
    """The cited clauses, folded; the script shows the one that is looked at beside the answer."""
    grouped: dict[tuple[str, str, str], list[Citation]] = {}
    for citation in citations:
        grouped.setdefault((citation.document_id, citation.clause_id, citation.text), []).append(citation)
    cards = "".join(_card(cited, anchor, texts=texts, where=around(cited[0])) for cited in grouped.values())
    title = texts["answer.citations"]
    return f'<details class="sources"><summary>{title} · {len(grouped)}</summary><div class="cards">{cards}</div></details>'


def _card(citations: Sequence[Citation], anchor: str, *, texts: PageTexts, where: Surroundings) -> str:
    """One clause and all citations of it; each marker of the answer leads to an element in front of it."""
    first = citations[0]
    heading = f"{first.label} {first.heading}".strip() or first.clause_id
    pages = sorted({citation.page for citation in citations if citation.page})
    page = "".join(f'<span class="page">{escape(texts["answer.page"].format(page=number))}</span>' for number in pages)
    markers = "".join(f"[{citation.marker}]" for citation in citations)
    targets = "".join(f'<span id="{anchor}-{citation.marker}"></span>' for citation in citations)
    offsets = ", ".join(f"{citation.start}–{citation.end}" for citation in citations)
    path = "".join(f"<li>{escape(part)}</li>" for part in (f"《{first.document}》", *where.path))
    reading = attribute(reading_address(first.document_id, first.clause_id, texts=texts))
    return (
        f'<article class="card">{targets}<h3><b>{markers}</b> {escape(heading)}</h3><ol class="path">{path}</ol>'
        f"<blockquote>{marked_clause(citations, where)}</blockquote>"
        f'<p class="source">{official_link(first.url, texts["answer.official"])}'
        f"<a href={reading}>{texts['answer.read']}</a>{page}<code>{escape(first.clause_id)} {offsets}</code></p></article>"
    )
