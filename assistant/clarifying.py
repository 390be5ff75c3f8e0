"""When a question names nothing that could be looked up: asked back instead of guessed."""

from __future__ import annotations

import re

from assistant import questions
from assistant.asking import Ask
from assistant.queries import Query, Route, topic_terms
from assistant.terms import SET_WORDS, content_terms

# Something is only pointed at (那条, 它, 此项工作, this one); the document itself (这个方案) is no such thing.
_POINTED = re.compile(
    r"^(?:请问|那么?|上面|刚才)*(?:(?:这|那|该|上述|此)(?:上面)?一?(?:条|项|个|件|款|块|活儿?|事儿?)(?!方案|文件|通知|政策|计划|办法|规定)|[它其](?!他))"
    r"|\b(?:this|that) (?:one|task|item|point)\b|\b(?:for|of|on|about) (?:it|this|that)\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"^(?:这|那)(?:个|件?事儿?)(?:要|该|应该)?(?:怎么|咋|如何)(?:弄|办|搞|做)")
_OWN_OFFICE = re.compile(
    r"(?:我们?|咱们?|俺们?|本)(?:这个)?(?:局|委|办|部门|单位|处|科室?)(?!里|内)|\b(?:my|our) (?:office|bureau|department)\b",
    re.IGNORECASE,
)
_NAMED = {Route.TASKS, Route.OWNER, Route.FACT, Route.PROVENANCE}  # routes on which offices may be asked for


def names_nothing(query: Query) -> bool:
    """Whether the offices of a task are asked for that is only pointed at, or the tasks of an office that is not named."""
    if query.continued or query.focus or query.offices or query.scope or query.asks - {Ask.COUNT, Ask.NAMES}:
        return False
    if not query.terms and _HOW.search(query.plain):
        return True
    if query.route in {Route.TASKS, Route.ELIGIBILITY} and _OWN_OFFICE.search(query.plain):
        said = content_terms(_OWN_OFFICE.sub(" ", query.plain))
        return query.route is Route.TASKS or (not said and bool(questions.TASK_SET.search(query.plain)))
    asks = questions.OWNER.search(query.plain) or questions.OFFICES.search(query.plain)
    pointed = _POINTED.search(query.plain) and not topic_terms(query, SET_WORDS)
    if query.route in _NAMED and pointed and asks:
        return True
    return query.route is Route.OWNER and not query.terms and bool(questions.OWNER.search(query.plain))
