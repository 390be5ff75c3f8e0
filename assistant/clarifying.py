"""When a question names nothing that could be looked up: asked back instead of guessed."""

from __future__ import annotations

import re

from assistant import questions
from assistant.asking import Ask
from assistant.queries import Query, Route, topic_terms
from assistant.terms import SET_WORDS

_POINTED = re.compile(r"^(?:请问|那么?|上面|刚才)*(?:这|那|该|上述)一?(?:条|项|个|件|款|块)")
_OWN_OFFICE = re.compile(
    r"(?:我们?|咱们?|俺们?|本)(?:这个)?(?:局|委|办|部门|单位|处|科室?)(?!里|内)|\b(?:my|our) (?:office|bureau|department)\b",
    re.IGNORECASE,
)


def names_nothing(query: Query) -> bool:
    """Whether the offices of a task are asked for that is only pointed at, or the tasks of an office that is not named."""
    if query.continued or query.focus or query.offices or query.scope or query.asks - {Ask.COUNT}:
        return False
    if query.route is Route.TASKS:
        pointed = _POINTED.search(query.plain) and not topic_terms(query, SET_WORDS)
        return bool(_OWN_OFFICE.search(query.plain) or pointed)
    return query.route is Route.OWNER and not query.terms and bool(questions.OWNER.search(query.plain))
