"""The assistant where LangChain's users expect it: a retriever of clauses and a runnable that answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as ChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers import Answer

if TYPE_CHECKING:
    from assistant.answering import Assistant


class Question(TypedDict, total=False):
    """The input of the chain; `history` are earlier questions, oldest first."""

    question: str
    history: list[str]


class AnswerChain(Runnable[Question | str, Answer]):
    """`invoke`, `batch` and `stream` over an assistant; `stream` yields growing, verified answers."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **kwargs: object) -> Answer:  # noqa: A002
        """The verified answer to one question."""
        del kwargs
        return self._call_with_config(self._answer, input, config, run_type="chain")

    def stream(self, input: Question | str, config: RunnableConfig | None = None, **kwargs: object) -> Iterator[Answer]:  # noqa: A002
        """Growing answers; the last one is complete."""
        del config, kwargs
        question, history = _parts(input)
        yield from self.assistant.stream(question, history=history)

    def _answer(self, asked: Question | str) -> Answer:
        question, history = _parts(asked)
        return self.assistant.answer(question, history=history)


def _parts(asked: Question | str) -> tuple[str, list[str]]:
    if isinstance(asked, str):
        return asked, []
    return asked["question"], asked.get("history", [])


class ClauseRetriever(BaseRetriever):
    """Clauses for a query as LangChain documents; metadata hold document, clause id, label, offsets and score."""

    assistant: Any
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[ChainDocument]:
        del run_manager
        return [
            ChainDocument(
                page_content=hit.passage.text,
                id=hit.passage.passage_id,
                metadata={
                    "document_id": hit.passage.document_id,
                    "clause_id": hit.passage.clause_id,
                    "label": hit.passage.label,
                    "path": list(hit.passage.path),
                    "start": hit.passage.span.start,
                    "end": hit.passage.span.end,
                    "score": hit.score,
                },
            )
            for hit in self.assistant.search(query, k=self.k)
        ]
