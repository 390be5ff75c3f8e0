"""What a heading of a document is called in a question that asks about its part as a whole."""

from __future__ import annotations

import re

from assistant.terms import SET_WORDS, content_terms
from ingest.reading import squeeze

POINTED = re.compile(r"[这那](?:一)?[节条部章块项]|部分")  # a part is pointed at


def names_of(heading: str, asked: str, *, by_quoted: bool = False) -> set[str]:
    """What a heading is called: whole, without its verb; before 那一节 also by its last or quoted words."""
    whole = unquoted(heading)
    names = {whole, whole[2:]}
    if POINTED.search(asked):
        names |= {whole[start:] for start in range(3, len(whole) - 5)}
    if by_quoted or POINTED.search(asked):
        names |= set(re.findall(r"[\"'“‘]+([^\"'“”‘’]{4,})[\"'”’]+", squeeze(heading)))
    return names


def unquoted(text: str) -> str:
    """A text squeezed and without quotation marks."""
    return re.sub(r"[\"'“”‘’]", "", squeeze(text))


def says_more(rest: str) -> bool:
    """Whether a question has a topic beside the heading it names."""
    return sum(term.weight for term in content_terms(rest) if term.word not in SET_WORDS) >= 1.0
