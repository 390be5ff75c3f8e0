"""Several questions in one message: each is read after the one before it, as if it had been asked by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TypeVar

from assistant import questions
from assistant.answers import Status
from assistant.asking import Ask, asks_of
from assistant.claims import Draft
from assistant.queries import Query, Route, weight_of
from assistant.remarks import asks_something, specifies
from assistant.terms import Term, content_terms, coverage, is_everyday, is_generic

MOST = 4  # a longer list of questions is no message of a conversation
_ENDS = re.compile(r"(?<=[?])")
_TAKEN_BACK = re.compile(r"不对|说错|问错|哦不|算了|更正|打错|改一下|\b(?:sorry|scratch that|i mean)\b", re.IGNORECASE)
_JUST = re.compile(
    r"^(?:那?我)?(?:就|只|光|单)(?:是)?(?:想|要)?(?:知道|问|了解|搞清)|\b(?:i|we) (?:only|just) (?:want|need) to know\b",
    re.IGNORECASE,
)
_Item = TypeVar("_Item", bound=Hashable)
_WORD = re.compile(r"谁|哪|几|多少|什么|啥|怎么|如何|\b(?:who|what|which|how|when|where)\b", re.IGNORECASE)
_OF_EACH = re.compile(r"分别|各自|各(?:由|是|归)|\b(?:respectively|each)\b", re.IGNORECASE)
_TOLD = 0.5  # share of the terms of a part that the text must hold
_BY_ITSELF = frozenset({Route.OWNER, Route.TASKS, Route.FACT, Route.PROVENANCE})


def questions_in(plain: str) -> tuple[str, ...]:
    """The questions of a plain message, in order; a single one where it holds no more that stand by themselves.

    What asks nothing (who calls, a remark) stays with the question before it, at the beginning with the first.
    """
    parts: list[str] = []
    for part in _ENDS.split(plain):
        if parts and (not _stands(part) or not _stands(parts[-1])):
            parts[-1] += part
        elif part.strip():
            parts.append(part)
    several = 1 < len(parts) <= MOST and all(map(_stands, parts)) and not _TAKEN_BACK.search(plain)
    return tuple(part.strip() for part in parts) if several else (plain,)


def is_all_that_is_asked(part: str) -> bool:
    """Whether a question says that it alone is to be answered (就想知道学徒制归谁)."""
    return bool(_JUST.search(part))


def in_order(parts: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Each question with those it goes on from; one that asks of each before it (分别由谁负责) once for each of them."""
    order: list[tuple[str, tuple[str, ...]]] = []
    for place, part in enumerate(parts):
        each = place > 1 and _OF_EACH.search(part) and not content_terms(_OF_EACH.sub(" ", part))
        order += [(part, (before,)) for before in parts[:place]] if each else [(part, tuple(parts[:place]))]
    return order


def asks_beside(plain: str, missing: Collection[Ask], text: str) -> bool:
    """Whether a part of a plain question asks for something else than what is missing, of which a text speaks.

    组合了哪几样,各给多少: the text says the one and not the other.
    """
    if not missing:
        return False
    asks = [(part, asks_of(part)) for part in re.split(r"(?<=[,。;?!、])", plain)]
    beside = [
        content_terms(part)
        for part, found in asks
        if _WORD.search(part) and not (set(missing) & found or questions.OWNER.search(part))
    ]
    told = any(terms and coverage(terms, [text]) >= _TOLD for terms in beside)
    return told and any(set(missing) & found for _, found in asks)


def _stands(part: str) -> bool:
    """Whether a part asks for something, and not only whether what was said before is right, or says what that was."""
    asks = asks_something(part) and bool(part.endswith("?") or questions.ASKS.search(part))
    chosen = part.startswith("还是") or (
        questions.EITHER.search(part) and not _WORD.search(part)
    )  # what the question before may be answered with
    return (
        asks
        and not chosen
        and not specifies(part)
        and bool(content_terms(part) or asks_of(part) or questions.OWNER.search(part))
    )


def joined(read: Sequence[tuple[Query, Draft]]) -> Draft | None:
    """One draft of those of several questions; None where these are better read as one.

    That is where one of them is no question of its own: it is unclear, off the topic, goes on about the case of the
    user that another tells, or has no topic and no answer (…?多少).
    """
    drafts = [draft for _, draft in read]
    statuses = {draft.status for draft in drafts}
    cases = [query for query, draft in read if query.route not in _BY_ITSELF or draft.eligibility]
    bare = [query for query, draft in read if draft.status is not Status.ANSWERED and weight_of(_own(query)) < 1.0]
    of_document = all(query.route is Route.PROVENANCE for query, _ in read)  # which are asked for together as well
    if (
        of_document
        or cases
        or bare
        or statuses & {Status.CLARIFY, Status.OUT_OF_SCOPE}
        or statuses == {Status.NOT_IN_DOCUMENTS}
    ):
        return None
    status = Status.ANSWERED if statuses == {Status.ANSWERED} else Status.PARTIAL
    return Draft(
        status,
        _all(draft.claims for draft in drafts),
        _all(draft.departments for draft in drafts),
        _all(draft.tasks for draft in drafts),
        notices=_all(draft.notices for draft in drafts),
        documents=_all(draft.documents for draft in drafts),
    )


def _own(query: Query) -> list[Term]:
    """The terms of a question that name a topic, and are not carried over from the one before."""
    return [term for term in query.terms if not (term.carried or is_generic(term.word) or is_everyday(term.word))]


def _all(lists: Iterable[Sequence[_Item]]) -> tuple[_Item, ...]:
    """The items of several lists, each once."""
    return tuple(dict.fromkeys(item for each in lists for item in each))
