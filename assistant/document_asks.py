"""Which facts of a document itself a question asks for, out of those that its words touch."""

from __future__ import annotations

import re

from assistant import document_words
from assistant.asking import Ask
from assistant.language import Language
from assistant.purposes import without_purpose
from assistant.queries import Query, topic_terms, weight_of
from assistant.terms import DOCUMENT_WORDS, SET_WORDS


def facts_of_document(plain: str) -> tuple[str, ...]:
    """Which facts about a document itself the words of a question ask for."""
    return tuple(name for name, pattern in document_words.PROVENANCE.items() if pattern.search(plain))


def facts_asked(query: Query) -> tuple[str, ...]:
    """The facts about the document that a question asks for; a list has a day of its own on which it comes out (名单啥时候公布)."""
    asked = facts_of_document(query.plain)
    of_list = query.asks & {Ask.NAMES, Ask.ROSTER}
    return tuple(name for name in asked if name != "issued_on") if of_list else asked


_OF_PARTS = re.compile(r"[几哪各每那这两三四五六七八九十\d](?:大|小|个)?(?:条|项|点|款|章|节|块|部分)")


def provenance_of(query: Query) -> tuple[str, ...]:
    """Which facts about the document itself are asked for; none when the question has another topic."""
    asked = facts_asked(query)
    if not asked:
        return ()
    topic = topic_terms(query, DOCUMENT_WORDS, SET_WORDS)
    if (rest := without_purpose(query.plain)) != query.plain:
        topic = tuple(term for term in topic if term.word in rest and term.word != "这是")
    said = " ".join(match[0] for name in asked for match in document_words.PROVENANCE[name].finditer(query.plain))
    other = [
        term
        for term in topic
        if not re.fullmatch(r"20\d\d年?|\d{1,2}", term.word) and not (len(term.word) <= 3 and term.word[:2] in said)
    ]
    if asked == ("title",) and (query.scope or _OF_PARTS.search(query.plain)):
        return ()  # the headings of its parts are asked for
    if "number" in asked and ("basis" in asked or document_words.NUMBER_OF.search(query.plain)):
        return asked
    if query.language is Language.ENGLISH:
        other = [term for term in other if term.word not in {"规划", "政策", "区", "行动", "方案"}]
    return asked if weight_of(other) < 1.0 else ()


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
