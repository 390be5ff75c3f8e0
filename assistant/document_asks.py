"""Which facts of a document itself a question asks for, out of those that its words touch."""

from __future__ import annotations

import re

from assistant import document_words
from assistant.queries import Query
from assistant.routing import facts_of_document


def asked_of_document(query: Query) -> list[str]:
    """The facts asked for, the specific before the general: a number of the basis is the basis."""
    asked = list(facts_of_document(query.plain))
    if "validity" in asked or "successor" in asked:
        who = bool(re.search(r"谁|哪[些个几家]|机关|who", query.plain, re.IGNORECASE))
        also = ({"issuers"} if who else set()) | (
            {"issued_on"} if document_words.ISSUED_WHEN.search(query.plain) else set()
        )
        asked = [name for name in asked if name in {"validity", "successor"} | also]
    if "basis" in asked and "number" in asked:
        asked.remove("number")
    if "addressees" in asked:
        asked = ["addressees"]
    return _who_and_when(query, asked) if {"issuers", "issued_on"} & set(asked) else asked


def _who_and_when(query: Query, asked: list[str]) -> list[str]:
    """Who issued it, the day, or both: each where it is asked for or put up, whatever words ask for the other."""
    who = bool(document_words.AND_WHO.search(query.plain))
    put_up = bool(query.offices) and "issuers" in asked
    when = "issued_on" in asked or bool(document_words.AND_WHEN.search(query.plain))
    if not who and not put_up and "issued_on" in asked:
        return [name for name in asked if name != "issuers"]
    wanted = {"issuers"} if "issuers" in asked or (who and "approval" not in asked) else set()
    wanted |= {"issued_on"} if when else set()
    return [
        *(name for name in ("issuers", "issued_on") if name in wanted),
        *(n for n in asked if n not in {"issuers", "issued_on"}),
    ]
