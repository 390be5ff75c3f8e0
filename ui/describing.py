"""What the command line and the HTTP interfaces say of hits, documents, clauses and health, as JSON values."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.language import detect_language
from assistant.notices import by_words
from assistant.settings import Settings
from assistant.wording import Wording
from ingest.clauses import Clause
from ingest.documents import Document
from ingest.errors import WenceError
from ingest.tokens import token_counter
from vectorstore.embeddings import trouble_of
from vectorstore.generations import is_empty
from vectorstore.searching import Hit
from vectorstore.store import DocumentSummary, Index, open_index

_PACKAGES = ("wence", "langchain", "chromadb", "openai", "gradio", "tiktoken")


def hits_json(query: str, hits: Sequence[Hit], *, query_id: object = None) -> dict[str, Any]:
    """A search result; `source[start:end]` is the text of a hit. `notices` only where the search was not a whole one."""
    notices = hits_notices(query, hits)
    return {
        "id": query_id,
        "query": query,
        "hits": [
            {
                "rank": rank,
                "document_id": hit.passage.document_id,
                "document": hit.passage.path[0],
                "clause_id": hit.passage.clause_id,
                "label": hit.passage.label,
                "text": hit.passage.text,
                "start": hit.passage.span.start,
                "end": hit.passage.span.end,
                "score": hit.score,
            }
            for rank, hit in enumerate(hits, 1)
        ],
        **({"notices": notices} if notices else {}),
    }


def hits_notices(query: str, hits: Sequence[Hit]) -> list[str]:
    """What a reader must know beside ranked passages, in the language of the query."""
    wording = Wording(detect_language(query))
    return [by_words(wording, lacking) for lacking in dict.fromkeys(hit.lacking for hit in hits) if lacking]


def documents_json(index: Index, *, day: date | None = None) -> list[dict[str, Any]]:
    """The indexed documents: metadata, sizes, how each stands on a day (default: today), and its versions."""
    standing = index.standing(day or datetime.now(UTC).astimezone().date())
    return [
        {
            **document_json(summary),
            "standing": str(standing[summary.document.document_id].state),
            "versions": len(index.versions(summary.document.document_id)),
        }
        for summary in index.documents()
    ]


def document_json(summary: DocumentSummary) -> dict[str, Any]:
    """An indexed document: metadata and sizes."""
    document = summary.document
    return {
        "document_id": document.document_id,
        "title": document.title,
        "level": str(document.level),
        "place": document.place,
        "issuers": list(document.issuers),
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "valid_until": document.valid_until.isoformat() if document.valid_until else None,
        "horizon": document.horizon,
        "url": document.url,
        "characters": len(document.text),
        "clauses": summary.clauses,
        "tasks": summary.tasks,
        "passages": summary.passages,
    }


def clause_json(document: Document, clause: Clause) -> dict[str, Any]:
    """A clause and all below it; the text is given once, at the clause asked for, offsets everywhere."""
    return {"document_id": document.document_id, **_branch(clause), "text": clause.span.slice(document.text)}


def _branch(clause: Clause) -> dict[str, Any]:
    task = clause.task
    return {
        "clause_id": clause.clause_id,
        "kind": str(clause.kind),
        "label": clause.label,
        "heading": clause.heading,
        "start": clause.span.start,
        "end": clause.span.end,
        "departments": [item.printed for item in task.assignments] if task else [],
        "children": [_branch(child) for child in clause.children],
    }


def path_to(root: Clause, wanted: Clause) -> list[Clause]:
    """The clauses from below the root down to `wanted`, which is the last."""
    for child in root.children:
        if child is wanted:
            return [child]
        if path := path_to(child, wanted):
            return [child, *path]
    return []


def diagnosis(settings: Settings) -> dict[str, Any]:
    """Configuration, the state of the index, versions, and everything that is wrong."""
    problems: list[str] = []
    index: dict[str, str] = {}
    try:
        if is_empty(settings.home):
            index = {"state": "empty; the first question ingests the shipped documents"}
        else:
            embeddings = settings.open_embeddings()
            opened = open_index(settings.home, embeddings=embeddings, reranker=settings.open_reranker())
            index = dict(opened.described())
            if failure := trouble_of(embeddings):
                problems.append(
                    f"the embedding endpoint failed: {failure}; until it answers, questions are searched by words alone"
                )
            opened.search("自检", k=1)  # opens the vectors and the lexical index too
    except WenceError as error:
        problems.append(str(error))
    return {
        "settings": {name: f"{value}  ({meaning})" for name, value, meaning in settings.described()},
        "index": index,
        "versions": {
            "python": platform.python_version(),
            **{name: _version(name) for name in _PACKAGES},
            "token counter": token_counter().name,
        },
        "problems": problems,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
