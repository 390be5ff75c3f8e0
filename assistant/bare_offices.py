"""Offices called by their field alone (财政, 发改、教育两家), as staff do among themselves when they speak of tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.queries import Jurisdiction
from ingest.documents import Span
from ingest.offices import Mention

# Words of a question about who has which tasks; elsewhere 财政 and 教育 are matters and not offices.
_OF_TASKS = re.compile(
    r"条目|几份工|[几哪多少][几]?[份条项件摊]|条数|项数|任务|分工|职责|搭[档伙班]|两家|[一几]家(?:人|单|独)|(?:一家|关(?:起|着|上)?门|自己|单独|独自)[^,。?]{0,6}(?:定|管|办|做|搞|弄|拿主意|拍板|说了算|扛|包)|挂(?:了|着|名)|领了|摊到|名下|责任部门|(?:哪[个家边]|谁)(?:的)?(?:活|事|任务)?(?:更)?[多少]"
)
_BEFORE = r"(?:^|(?<=[、,;和跟与同比了由归给找只光把及看数是]))"
_AFTER = r"(?=[、,;和跟与同比在是有也没的两几俩一各谁哪独单共联]|$)"
_SUFFIX = re.compile(r"[局委办会]$")


def bare_offices(plain: str, named: Sequence[Mention], jurisdiction: Jurisdiction) -> tuple[Mention, ...]:
    """The offices of the documents that a question about tasks calls by their field alone, besides those it names."""
    if not _OF_TASKS.search(plain):
        return ()
    found = []
    for office in jurisdiction.offices:
        field = _SUFFIX.sub("", office.stem)
        if len(field) < 2 or field == office.stem:
            continue
        for match in re.finditer(f"{_BEFORE}{re.escape(field)}{_AFTER}", plain):
            span = Span(match.start(), match.end())
            if not any(other.span.start < span.end and span.start < other.span.end for other in named):
                found.append(Mention(office, span, False))
    return tuple(found)
