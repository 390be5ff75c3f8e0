"""Whether a question asks of a thing the texts know what texts mostly leave open: who owns it, where it is held.

Such a question is near to what is said of the thing, by its name alone. So what it says beside the words that the texts
hold is read by itself: nearer to what texts leave open than to everything they say, it asks for what they do not say.
"""

from __future__ import annotations

import re

from assistant import questions
from assistant.language import Language, glossary_matches
from assistant.queries import Query
from assistant.remarks import asks_something, parts_of
from assistant.sources import Sources
from assistant.terms import content_terms, match_term
from ingest.reading import squeeze

# By which the rest is nearer to what texts leave open, of inner products between about 0.8 and 1: of 569 questions that are
# answered rightly none is, of 268 that are refused rightly 91.
FARTHER = 0.03
_HELD = 0.5  # of a term in a text
_SHORTEST = 2  # characters of a rest that says something
# What only asks says nothing by itself: 是多少, 一共几家, 叫什么名字.
_ONLY_ASKS = re.compile(
    r"(?:是|有|叫)?(?:多少|几|哪|什么|啥|谁)(?:个|家|所|名|种|些|项|条)?(?:名字|数|人)?|一共|总共|分别|里面?|[的是了在有都吗呢么吧]"
)
_MANY = 20  # documents whose words are looked through


def leaves_open(query: Query, sources: Sources) -> bool:
    """Whether the texts leave open what a question asks beside the thing it names."""
    if len(sources.documents()) > _MANY or questions.CONFIRM.search(query.plain):
        return False
    rest = rest_of(query, sources)
    if len(re.findall(r"\w", _ONLY_ASKS.sub("", rest))) < _SHORTEST:
        return False
    return sources.near_text(rest).openness() >= FARTHER


def rest_of(query: Query, sources: Sources) -> str:
    """A plain question without the words that the texts hold, and without the offices it names."""
    texts = [squeeze(document.text) for document in sources.documents()]
    rest = query.plain
    for mention in reversed(query.offices):
        rest = rest[: mention.span.start] + rest[mention.span.end :]
    rest = ",".join(part for part in parts_of(rest) if asks_something(part)) or rest  # 开会老听人讲 is no part of it
    if query.language is Language.ENGLISH:
        for start, end, chinese in reversed(glossary_matches(rest.lower())):
            if any(word in text for text in texts for word in chinese.split()):
                rest = rest[:start] + rest[end:]
        return re.sub(r"\s+", " ", rest).strip()
    for term in sorted(content_terms(query.plain), key=lambda term: -len(term.word)):
        if any(match_term(term, text) >= _HELD for text in texts):
            rest = rest.replace(term.word, "")
    return rest.strip(" ,。")
