"""What the router looks at in a question: its wording with topics, offices and numbers put aside, and the patterns that hold."""

from __future__ import annotations

import re

from assistant import document_words, questions
from assistant.language import Language
from assistant.queries import Query, topic_terms, weight_of
from assistant.terms import DOCUMENT_WORDS, SET_WORDS, cut_words

UNKNOWN = "*"  # stands for any run of words that the router does not know: the topic
_PATTERNS = {
    name: getattr(questions, name)
    for name in """FIRST_PERSON WHETHER CONFIRM OWNER TASK_SET ALONE JOINT WITHOUT MOST LEAST UNOWNED RANKING OFFICES TOTAL
    CONDITIONS ELIGIBLE COMPARISON GREETING HELP CHORE TRIVIA POLICY CLAUSE_ONLY CANDIDATE DIFFERENCE""".split()
}  # fmt: skip
_PARTS = re.compile(r"[ＯＳＮ]|[\u4e00-\u9fff]+|[A-Za-z]+(?:'[a-z]+)?|[,?]")


def words_of(query: Query) -> list[str]:
    """The words of the question in order; Ｏ stands for an office, Ｓ for a printed reference, Ｎ for a number."""
    text = _with_offices_marked(query)
    text = re.sub(r"\d+(?:\.\d+)?", "Ｎ", questions.CLAUSE.sub("Ｓ", text))
    text = re.sub(r"第[一二三四五六七八九十]", "第Ｎ", text)
    if query.language is Language.ENGLISH:
        return [part.lower() if part.isascii() else part for part in _PARTS.findall(text)]
    words: list[str] = []
    for part in _PARTS.findall(text):
        words += cut_words(part) if "\u4e00" <= part[0] <= "\u9fff" else [part]
    return words


def _with_offices_marked(query: Query) -> str:
    characters = list(query.plain)
    for mention in query.offices:
        if len(mention.span) and mention.span.end <= len(characters):
            characters[mention.span.start : mention.span.end] = ["Ｏ"] + [""] * (len(mention.span) - 1)
    return "".join(characters)


def signals_of(query: Query, known: frozenset[str]) -> list[str]:
    """Everything the router weighs: runs of one to three words (`known` ones, others as `*`), patterns, and counts."""
    shown = ["^"]
    for word in [*words_of(query), "$"]:
        word = word if word in known or word == "$" else UNKNOWN
        if word != UNKNOWN or shown[-1] != UNKNOWN:
            shown.append(word)
    runs = {" ".join(shown[i : i + size]) for size in (1, 2, 3) for i in range(len(shown) - size + 1)}
    return [*sorted(runs), *_facts_about(query)]


def _facts_about(query: Query) -> list[str]:
    topic = weight_of(topic_terms(query, SET_WORDS))
    about = weight_of(topic_terms(query, DOCUMENT_WORDS, SET_WORDS))
    offices = f"offices={min(len(query.offices), 2)}"
    size = f"topic={0 if topic < 0.5 else 1 if topic < 1.2 else 2 if topic < 2.5 else 3}"
    return [
        offices,
        size,
        f"{offices} {size}",
        f"topic beside the document={int(about >= 1)}",
        f"language={query.language}",
        *(["names a part"] if query.scope else []),
        *(f"asks={ask}" for ask in sorted(query.asks)),
        *(f"pattern={name}" for name, pattern in _PATTERNS.items() if pattern.search(query.plain)),
        *(f"document={name}" for name, pattern in document_words.PROVENANCE.items() if pattern.search(query.plain)),
    ]
