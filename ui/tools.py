"""The tools that other programs get over MCP and Gradio's client: ask, search, tasks, check eligibility."""

from __future__ import annotations

from typing import Any, Literal

import gradio as gr
import gradio.events

from assistant.answering import Assistant
from assistant.language import Language
from ingest.errors import WenceError
from ui.describing import hits_json
from ui.exporting import task_json
from ui.owner_tables import Filter, How, filtered

MAX_HITS = 50
Kind = Literal[
    "enterprise",
    "park",
    "school",
    "university",
    "association",
    "institution",
    "teacher",
    "specialist",
    "individual",
    "other",
]


class Tools:
    """The four tools over one assistant; an error is a line that says what is wrong."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, history: list[str] = [], document: str = "") -> dict[str, Any]:
        """Answer a question about government policy; every sentence cites the clause it rests on.

        Args:
            question: The question, in Chinese or English.
            history: The earlier questions of the conversation, oldest first.
            document: The id of a document, to answer from it alone.
        """
        try:
            return self._assistant.answer(question, history=history, document_id=document or None).to_json()
        except WenceError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def search(self, query: str, k: int = 10, document: str = "") -> dict[str, Any]:
        """Find the passages that fit a query best, without an answer.

        Args:
            query: What to look for.
            k: How many passages, 1 to 50.
            document: The id of a document, to search it alone.
        """
        try:
            return hits_json(
                query, self._assistant.search(query, k=min(max(k, 1), MAX_HITS), document_id=document or None)
            )
        except WenceError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def tasks(
        self,
        departments: list[str] = [],
        document: str = "",
        how: Literal["any", "alone", "joint"] = "any",
    ) -> dict[str, Any]:
        """List the tasks of the responsibility ledger, all of them or those of some offices.

        Args:
            departments: Offices; with several, the tasks that they share.
            document: The id of a document, for its tasks alone.
            how: "alone" for tasks with no other office, "joint" for tasks of several.
        """
        try:
            rows = filtered(self._assistant, Filter(tuple(departments), How(how), document or None))
        except WenceError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return {"count": len(rows), "tasks": [task_json(row) for row in rows]}

    def check_eligibility(
        self, kind: Kind = "enterprise", recognised: Literal["yes", "candidate", "no", "unknown"] = "unknown",
        runs_vocational_education: Literal["yes", "planned", "no", "unknown"] = "unknown",
        in_district: Literal["yes", "no", "unknown"] = "unknown", more_facts: dict[str, str] = {},
        measure_ids: list[str] = [], english: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        """Hold a situation against the conditions that the documents state, each with its clause.

        Args:
            kind: Who asks.
            recognised: Whether it is recognised as an industry-education integration enterprise.
            runs_vocational_education: Whether it runs or invests in vocational education.
            in_district: Whether it is registered in the district.
            more_facts: Further facts by name; an unknown name is answered with those there are.
            measure_ids: Ids of support measures; empty for all that fit.
            english: Answer in English.
        """
        stated = {"kind": kind, "recognised": recognised, "runs_vocational_education": runs_vocational_education,
                  "in_district": in_district}  # fmt: skip
        facts = {name: value for name, value in stated.items() if value != "unknown"} | more_facts
        language = Language.ENGLISH if english else Language.CHINESE
        try:
            found = self._assistant.check_eligibility(facts, measure_ids=measure_ids, language=language)
        except WenceError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return found.answer.to_json()


def offer_tools(assistant: Assistant) -> None:
    """Make the tools part of the page that is being built."""
    tools = Tools(assistant)
    for function in (tools.ask, tools.search, tools.tasks, tools.check_eligibility):
        gradio.events.api(function, api_name=function.__name__, concurrency_limit=4)
