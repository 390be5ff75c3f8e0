"""Responsibility annotations: who a sentence group belongs to, in every form that official documents print.

(责任部门:甲、乙)   [责任单位:…]   【…】          labelled, in any bracket, nested brackets allowed
(牵头单位:甲;配合单位:乙)                         several roles in one bracket
(甲、乙牵头,丙、丁参加)  (甲、乙负责)              the role after the names
牵头单位:甲                                       on a line of its own below the text
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.documents import Level, Span
from ingest.offices import Office, is_collective, looks_like_office, resolve_office
from ingest.reading import reading_view


class Role(StrEnum):
    """What an annotation says of an office; RESPONSIBLE when it only lists it."""

    RESPONSIBLE = "responsible"
    LEAD = "lead"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One member of an annotation, in printed order; a collective (相关部门) names no office."""

    printed: str
    office: Office
    role: Role
    collective: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """A responsibility note: where it stands and whom it names."""

    span: Span
    assignments: tuple[Assignment, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the responsibility ledger: a sentence group, the annotation that closes it, and its members.

    `span` covers the sentences without the annotation.
    """

    clause_id: str
    span: Span
    text: str
    annotation: Annotation

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The members in printed order."""
        return self.annotation.assignments


_LABELS = {
    Role.LEAD: ("牵头单位", "牵头部门", "牵头责任单位", "主办单位", "主办部门", "牵头主体"),
    Role.SUPPORT: ("配合单位", "配合部门", "协办单位", "协办部门", "参加单位", "参与单位", "参加部门", "参与部门", "协同单位"),
    Role.RESPONSIBLE: ("责任部门", "责任单位", "负责单位", "负责部门", "实施单位", "责任主体", "实施主体", "实施部门"),
}  # fmt: skip
_ROLE_OF_LABEL = {label: role for role, labels in _LABELS.items() for label in labels}
_LABEL = re.compile(
    "(?:" + "|".join(r"\s*".join(label) for label in sorted(_ROLE_OF_LABEL, key=len, reverse=True)) + r")\s*[:]"
)
_ROLE_OF_VERB = {"牵头负责": Role.LEAD, "牵头": Role.LEAD, "主办": Role.LEAD, "参加": Role.SUPPORT, "参与": Role.SUPPORT,
                 "配合": Role.SUPPORT, "协办": Role.SUPPORT, "按照职责分工负责": Role.RESPONSIBLE, "按职责分工负责": Role.RESPONSIBLE,
                 "按职责分工": Role.RESPONSIBLE, "分工负责": Role.RESPONSIBLE, "共同负责": Role.RESPONSIBLE, "负责": Role.RESPONSIBLE,
                 "负责落实": Role.RESPONSIBLE, "组织实施": Role.RESPONSIBLE}  # fmt: skip
_VERB = re.compile("(?:" + "|".join(sorted(_ROLE_OF_VERB, key=len, reverse=True)) + ")$")
_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "﹝": "﹞"}
_LEAD_RULE = re.compile(
    r"(?:列|排|排名|排序|排列)在?(?:第一位|首位|第一|最前)的?(?:者|部门|单位)?的?(?:为|是|即为|系)牵头"
)
_RULE_CLAUSE = re.compile(r"[,;。]?[^,;。]*(?:列|排|排名|排序|排列)在?(?:第一位|首位|第一|最前)[^;。]*")


def states_lead_rule(text: str) -> bool:
    """Whether the document says once for all that the first office listed takes the lead."""
    return bool(_LEAD_RULE.search(re.sub(r"\s+", "", reading_view(text))))


def find_annotations(view: str, span: Span, *, level: Level = Level.UNKNOWN, place: str = "",
                     first_leads: bool = False) -> list[Annotation]:  # fmt: skip
    """The annotations inside `span` of a document's reading view, in order.

    `level` and `place` are the document's; `first_leads` applies a document-wide lead rule.
    """
    own_line = _LABEL.match(view, span.start, span.end)
    if own_line:
        members, note = _labelled(view, span, level=level, place=place)
        return [Annotation(span, _with_lead(members, first_leads), note)] if members else []
    found = []
    position = span.start
    while position < span.end:
        if view[position] in _BRACKETS and (end := _closing(view, position, limit=span.end)):
            inside = Span(position + 1, end)
            members, note = _members(view, inside, level=level, place=place)
            if members:
                found.append(Annotation(Span(position, end + 1), _with_lead(members, first_leads), note))
                position = end
        position += 1
    return found


def is_annotation_line(view: str, span: Span) -> bool:
    """Whether the whole paragraph has the shape of an annotation on a line of its own."""
    line = span.slice(view).strip()
    if _LABEL.match(line):
        return True
    return bool(line) and line[0] in _BRACKETS and _closing(line, 0, limit=len(line)) in {len(line) - 1, len(line) - 2}


def _closing(view: str, start: int, *, limit: int) -> int | None:
    """The position of the bracket that closes the one at `start`, counting nested brackets of any kind."""
    stack = []
    for position in range(start, min(limit, start + 600)):
        character = view[position]
        if character in _BRACKETS:
            stack.append(_BRACKETS[character])
        elif stack and character == stack[-1]:
            stack.pop()
            if not stack:
                return position
    return None


def _members(view: str, inside: Span, *, level: Level, place: str) -> tuple[list[Assignment], str]:
    start = inside.start + len(inside.slice(view)) - len(inside.slice(view).lstrip())
    if _LABEL.match(view, start, inside.end):
        return _labelled(view, Span(start, inside.end), level=level, place=place)
    return _trailing_roles(view, inside, level=level, place=place)


def _labelled(view: str, inside: Span, *, level: Level, place: str) -> tuple[list[Assignment], str]:
    """Members of `label: names; label: names`; what follows the names (a date, a rule) is the note."""
    heads = list(_LABEL.finditer(view, inside.start, inside.end))
    members: list[Assignment] = []
    notes: list[str] = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        role = _ROLE_OF_LABEL[re.sub(r"[\s:]", "", head[0])]
        body = view[head.end() : following.start() if following else inside.end]
        names, note = _split_names(_RULE_CLAUSE.sub("", re.sub(r"\s+", "", body)))
        members += [_assignment(name, role, level=level, place=place) for name in names]
        notes += [note] if note else []
    return members, ";".join(notes)


def _trailing_roles(view: str, inside: Span, *, level: Level, place: str) -> tuple[list[Assignment], str]:
    """Members of `names 牵头, names 参加`; nothing when the bracket is not wholly of that form."""
    content = re.sub(r"\s+", "", inside.slice(view)).rstrip("。;,")
    members: list[Assignment] = []
    pending: list[str] = []
    for part in re.split(r"[,;]", content):
        verb = _VERB.search(part)
        names, note = _split_names(re.sub(r"^由", "", part[: verb.start()] if verb else part))
        if note or not names or not all(looks_like_office(name) for name in names):
            return [], ""
        pending += names
        if verb:
            role = _ROLE_OF_VERB[verb[0]]
            members += [_assignment(name, role, level=level, place=place) for name in pending]
            pending = []
    return ([], "") if pending else (members, "")


def _split_names(body: str) -> tuple[list[str], str]:
    """Names of a list, separators inside brackets kept; the first part that is no organisation starts the note."""
    body = body.strip("。;,、. ")
    names: list[str] = []
    for position, part in _parts(body):
        for name in _conjoined(part):
            cleaned = re.sub(r"等$", "", re.sub(r"^等(?=[\u4e00-\u9fff])", "", name))
            if not cleaned:
                continue
            if not looks_like_office(cleaned) and names:
                return names, body[position:]
            names.append(cleaned)
    return names, ""


def _parts(body: str) -> list[tuple[int, str]]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(body + "、"):
        depth += (character in "([") - (character in ")]")
        if character in "、,;\n" and depth <= 0:
            if body[start:position].strip():
                parts.append((start, body[start:position].strip()))
            start = position + 1
    return parts


def _conjoined(part: str) -> list[str]:
    """`part` cut at 和, 及, 会同 where both sides read as organisations (发展和改革委员会 stays whole)."""
    for match in re.finditer(r"以及|会同|和|及|与", part):
        left, right = part[: match.start()], part[match.end() :]
        if looks_like_office(left) and looks_like_office(right):
            return [*_conjoined(left), *_conjoined(right)]
    rest = re.match(r"(.+?)等((?:相关|有关|各)?(?:部门|单位).*)$", part)
    return [rest[1], rest[2]] if rest else [part]


def _assignment(name: str, role: Role, *, level: Level, place: str) -> Assignment:
    return Assignment(name, resolve_office(name, level=level, place=place), role, is_collective(name))


def _with_lead(members: list[Assignment], first_leads: bool) -> tuple[Assignment, ...]:
    if first_leads and members and members[0].role is Role.RESPONSIBLE:
        first = members[0]
        members = [Assignment(first.printed, first.office, Role.LEAD, first.collective), *members[1:]]
    return tuple(members)
