"""The members of a responsibility note: names of offices with the role that a label, a verb or a bracket gives each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.documents import Level
from ingest.offices import Office, is_collective, looks_like_office, resolve_office


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


_LEADING, _SUPPORTING = ("牵头", "主办"), ("配合", "协办", "参加", "参与", "协同", "协作", "协助", "支持")
_WORDS = (*_LEADING, *_SUPPORTING, "责任", "负责", "实施", "主责", "承办", "落实")
_WORD = "(?:" + "|".join(r"\s*".join(word) for word in _WORDS) + ")"
_LABEL_WORDS = rf"(?:第一|主要|共同|具体|主体)?{_WORD}\s*(?:[、及和/(]?\s*{_WORD}\)?)?\s*(?:单\s*位|部\s*门|主\s*体|科\s*室|机\s*构)"
# 责任部门: and the bracketed 【责任部门】, which needs no colon.
LABEL = re.compile(rf"{_LABEL_WORDS}\s*:|[\[【(]\s*{_LABEL_WORDS}\s*[\]】)]\s*:?")
LOOSE_LABEL = re.compile(rf"{_LABEL_WORDS}(?:\s+|\s*[为是])")
_VERB = re.compile(
    r"(?:(?:等?(?:按照|依据|根据|按)?(?:各自)?职责(?:分工)?|分工|共同|分别|具体|牵头)*(?:负责(?:落实)?|组织实施|落实|实施|承办)"
    r"|(?:等?(?:按照|按)(?:各自)?职责分工)|牵头(?:组织|实施|推进)?|主办|(?:共同|积极)?(?:参加|参与|配合|协办|协同|协助))$"
)
_ROLE_NOTE = re.compile(rf"\(\s*({'|'.join(_WORDS)})(?:单位|部门)?\s*\)$")
_FIRST = r"(?:第一位|第一个|首位|首个|首家|第一|最前面|最前)"
_LEAD_RULE = rf"{_FIRST}[^,;。:、不非未]{{0,10}}(?:为|是|系|作为|任)(?:该项|本项|此项|各项|该|本)?(?:任务|工作|事项)?的?(?:牵头|主办)"
_RULE_CLAUSE = re.compile(rf"[,;。]?[^,;。、]*{_LEAD_RULE}[^;。]*")
_GENERIC = re.compile(r"(?:由|本|该|其|用人|所在|各自)?(?:单位|企业|学校|院校|公司|集团|部门|机构|园区|中心|学院|大学)")


def role_of(words: str) -> Role:
    """The role that a label or verb gives; one that names both leading and supporting offices tells neither."""
    leads = any(word in words for word in _LEADING)
    supports = any(word in words for word in _SUPPORTING)
    return Role.RESPONSIBLE if leads == supports else Role.LEAD if leads else Role.SUPPORT


def states_rule(squeezed: str) -> bool:
    """Whether text without white space says that the first office listed takes the lead."""
    return bool(re.search(_LEAD_RULE, squeezed))


def labelled(words: str) -> tuple[list[tuple[str, Role]], str]:
    """Names and roles of `label: names; label: names`; what is no name (a date, a person) is the note."""
    heads = list(LABEL.finditer(words))
    named: list[tuple[str, Role]] = []
    notes = [words[: heads[0].start()].strip(" \n,;、")] if heads else []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = words[head.end() : following.start() if following else len(words)]
        found, note = _names(_RULE_CLAUSE.sub("", _joined(body)), role=role_of(re.sub(r"\s", "", head[0])))
        named += found
        notes.append(note)
    return named, ";".join(note for note in notes if note)


def with_verbs(words: str) -> list[tuple[str, Role]]:
    """Names and roles of `names 牵头, names 参加`; nothing when the words are not wholly of that form."""
    body = _RULE_CLAUSE.sub("", _joined(words)).rstrip("。;,")
    named, note = _names(body, role=None)
    return [] if note or all(_GENERIC.fullmatch(name) for name, _ in named) else named


def assignments(named: list[tuple[str, Role]], *, level: Level, place: str) -> list[Assignment]:
    """Names of a document of this level and place as offices."""
    return [
        Assignment(name, resolve_office(name, level=level, place=place), role, is_collective(name))
        for name, role in named
    ]


def _joined(body: str) -> str:
    """`body` without white space: a break inside a name is closed, one between two names becomes a separator."""
    joined = ""
    for chunk in re.findall(r"\s*\S+", body):
        space, words = chunk[: len(chunk) - len(chunk.lstrip())], chunk.lstrip()
        before, after = re.split(r"[、,;/]", joined)[-1], re.split(r"[、,;/]", words)[0]
        placed = bool(_PLACED.match(after)) or ("\n" not in space and not _PLACED.match(before))
        joined += ("、" if placed and looks_like_office(before) and looks_like_office(after) else "") + words
    return joined


_PLACED = re.compile(r"区|市|省|县|各|有关|相关|[一-龥]{2,3}(?:新区|区|市|县)")


def _names(body: str, *, role: Role | None) -> tuple[list[tuple[str, Role]], str]:
    """Names with their roles, and the rest from the first part that is no organisation.

    `role` is what the label says; without one every name needs a verb, or all becomes the rest.
    """
    body = body.strip("。;,、. ")
    named: list[tuple[str, Role]] = []
    pending: list[str] = []
    for position, part in _parts(body):
        if role and position and body[position - 1] in ",;":
            named, pending = [*named, *((name, role) for name in pending)], []
        for printed in _conjoined(part):
            name, own_role = _bare(printed)
            if not name:
                continue
            verb = _VERB.search(name)
            stem = re.sub(r"等(?:相关|有关)?(?:部门|单位)?$", "", name[: verb.start()]) if verb else name
            if verb and looks_like_office(stem):
                named += [(item, role_of(verb[0])) for item in (*pending, stem)]
                pending = []
            elif looks_like_office(name) or (role and not (named or pending) and not re.search(r"[:。]", name)):
                named += [(item, role) for item in pending if own_role and role]
                pending = [] if own_role and role else pending
                if own_role:
                    named.append((name, own_role))
                else:
                    pending.append(name)
            else:
                return [*named, *((item, role) for item in pending if role)], body[position:]
    if pending and role is None:
        return [], body
    return [*named, *((item, role) for item in pending if role)], ""


def _bare(printed: str) -> tuple[str, Role | None]:
    """A name without the words around it, and the role that a bracket after it gives: 区教育局(牵头)."""
    name = re.sub(r"^(?:由|并?会同|以及|等(?=[一-龥]))", "", printed.strip("★☆▲△●*·"))
    bracket = _ROLE_NOTE.search(name)
    if bracket:
        return name[: bracket.start()], role_of(bracket[1])
    return re.sub(r"等(?:部门|单位)?$|^(?:部门|单位)$", "", name), None


def _parts(body: str) -> list[tuple[int, str]]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(body + "、"):
        depth += (character in "([【〔{") - (character in ")]】〕}")
        if character in "、,;/" and depth <= 0:
            if body[start:position].strip():
                parts.append((start, body[start:position].strip()))
            start = position + 1
    return parts


def _conjoined(part: str) -> list[str]:
    """`part` cut at 和, 及, 会同 where both sides read as organisations (发展和改革委员会 stays whole)."""
    for match in re.finditer(r"以及|会同|和|及|与", part):
        left, right = part[: match.start()], part[match.end() :]
        verb = _VERB.search(right)
        if looks_like_office(left) and looks_like_office(right[: verb.start()] if verb else right):
            return [*_conjoined(left), *_conjoined(right)]
    rest = re.match(r"(.+?)等((?:相关|有关|各)(?:部门|单位).*)$", part)
    return [rest[1], rest[2]] if rest else [part]
