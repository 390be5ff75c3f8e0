"""Things that a question puts side by side by name: quoted, listed, counted in the documents, or two sentences of a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import questions
from assistant.evidence import Evidence, sentences_in, weigh
from assistant.language import Language, chinese_terms
from assistant.queries import Query, weight_of
from assistant.sources import Sources
from assistant.terms import Term, content_terms
from ingest.passages import Passage
from ingest.reading import reading_view

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{3,70})[”\"」』]")
_LISTED = re.compile(
    r"^(?P<names>[^,。?]{4,60}?)(?:各|分别|之间|三[个家所者]|的(?:区别|不同|差别|分工)|有(?:何|什么|啥)不同)"
)
# One after the other: 一个中以、一个清华.
_ONE_AND_ONE = re.compile(
    r"一(?P<unit>[个家块所项条边])是?(?P<one>[^,。;、?]{2,14})[、,;]另?一(?P=unit)是?(?P<other>[^,。;、?]{2,14})"
)
_JOINED = re.compile(r"、|和|与|跟|以及|及")
_NUMBERED = re.compile(r"(?<![哪第这那])[三四五六][所家个类]")
_BEFORE = re.compile(r"^.*(?:依托|发挥|围绕|聚焦|推动|包括|支持|即)")
_ITEM = r"[^,。;、:的]{2,16}"
_SIDE_BY_SIDE = re.compile(
    r"(?:哪[个一]?[项条件个]?|两[项条件个])(?:里头?|中|当中|都)*(?:没?有|不?在)|"
    r"各(?:是|有|自|往|朝|向|带|配|管|归|做|对|干|建|要|拿|由|为|负|用|打|推|靠|扮|属|叫|占|派|起|想|准备|打算)|"
    r"分别|对照|分工|\bthe same (?:\w+ ){0,2}(?:offices?|departments?|bureaus?|owners?)\b",
    re.IGNORECASE,
)
_TWO_SENTENCES = re.compile(
    r"前后(?:这)?两[句条段]|前一?句[^。?]{0,8}后一?句|(?:这|那|里)两句|\b(?:two|both) sentences\b"
)
_POINTED = re.compile(r"(?P<name>[^,。?、和与跟]{3,16}?)[那这]一?(?:项|条|件|块)(?:任务|工作|事)?")
# The offices of two tasks are compared: 分管的部门一样不一样, 多了哪些部门, the same office.
_OFFICES = r"(?:部门|单位|委办局|科局|局|婆家|家(?=管|负责|在|吗|么|$)|人马|班子|名单)"
_OFFICES_ALIKE = re.compile(
    rf"(?:{_OFFICES}|谁|归口|分工)[^,。?]{{0,8}}(?:一样|相同|一致|同一|重合|重叠|有(?:什么|啥|何)?(?:不同|差别|区别|出入)|不同|差在|对得上)"
    rf"|(?:同一|一样的|相同的|一模一样的)(?:个|家|拨|批|套|帮|伙)?(?:责任|主管|分管)?{_OFFICES}"
    rf"|(?:多|少)(?:了|出|出来)?(?:的是)?(?:哪|几|谁|什么)[^,。?]{{0,3}}{_OFFICES}|{_OFFICES}[^,。?]{{0,6}}(?:多|少)(?:了|出|出来)(?:的是)?(?:哪|几|谁)"
    r"|\b(?:the )?same (?:\w+ ){0,2}(?:one|offices?|departments?|bureaus?|owners?|agenc(?:y|ies)|commissions?|people)\b"
    r"|\bcompare (?:who|which (?:office|department|bureau)s?)\b[^?]{0,90}\b(?:with|and|to) (?:who|which)\b"
    r"|\b(?:offices?|departments?|bureaus?)\b[^?]{0,80}\b(?:the same|identical)\b"
    r"|\b(?:additional|extra|more|other) (?:offices?|departments?|bureaus?)\b[^?]{0,30}\b(?:than|compared)\b",
    re.IGNORECASE,
)
_HELD = 0.5  # share of a side's weight that its sentence must hold


def puts_side_by_side(query: Query) -> bool:
    """Whether a question compares things, or wants the same told of each of them."""
    patterns = (questions.COMPARISON, _SIDE_BY_SIDE, _OFFICES_ALIKE)
    return any(pattern.search(query.plain) for pattern in patterns)


def compares_offices(plain: str) -> bool:
    """Whether a plain question puts the offices of two tasks side by side."""
    return bool(_OFFICES_ALIKE.search(plain)) and not questions.ONE_OF_TWO.search(plain)


def beside_the_last(query: Query, sources: Sources) -> list[Evidence]:
    """The clause that the conversation is about, and the sentence that the question names beside it; empty without both."""
    last = next((list(sources.index.clause_passages(*place)) for place in query.focus), [])
    own = [term for term in query.terms if not term.carried]
    if not last or not own:
        return []
    others = [passage for passage in sources.passages(query) if passage.clause_id != last[0].clause_id]
    second = _best(own, (), others, sources, "".join(term.word for term in own))
    return [] if second is None else [Evidence(sentences_in(last[0])[0], 1.0, 1.0, 1.0, 1.0), second]


def named_sides(query: Query, sources: Sources) -> list[Evidence]:
    """The sentence that speaks best of each thing put side by side by name; empty where fewer than two are found."""
    if not puts_side_by_side(query):
        return []
    passages = sources.passages(query)
    if _TWO_SENTENCES.search(query.plain):
        return _of_one_clause(query, passages, sources)
    names = _names(query, sources)
    terms = [_terms(name, query) for name in names]
    if len(terms) < 2 or not all(terms):
        return []
    found = [
        _best(own, [t for other in terms if other is not own for t in other], passages, sources, name)
        for name, own in zip(names, terms, strict=True)
    ]
    sides = [side for side in found if side is not None]
    places = {(side.sentence.passage.clause_id, side.sentence.span) for side in sides}
    return sides if len(sides) == len(terms) == len(places) else []


def pointed_at(plain: str) -> list[str]:
    """Two or more tasks that a question points at by a few of their words (培育企业那项、建基地那项); else empty."""
    names = [match["name"] for match in _POINTED.finditer(plain)]
    return names if len(names) >= 2 else []


def _names(query: Query, sources: Sources) -> list[str]:
    """The names put side by side, as the question or the documents list them."""
    quoted = _QUOTED.findall(query.plain)
    if len(quoted) >= 2:
        return quoted
    if (listed := _LISTED.search(query.plain)) is not None:
        names = [part for part in _JOINED.split(listed["names"]) if len(part) >= 2]
        if len(names) >= 3:
            return names
    if match := _ONE_AND_ONE.search(query.plain):
        return [match["one"], match["other"]]
    if pointed := pointed_at(query.plain):
        return pointed
    for number in _NUMBERED.finditer(query.plain):
        pattern = re.compile(rf"(?:{_ITEM}、)*{_ITEM}(?:和|与|及){_ITEM}(?={number[0]})")
        for document in sources.documents():
            if match := pattern.search(reading_view(document.text)):
                return [_BEFORE.sub("", part) for part in re.split(r"、|和|与|及", match[0])]
    return []


def _terms(name: str, query: Query) -> tuple[Term, ...]:
    return content_terms(chinese_terms(name) if query.language is Language.ENGLISH else name)


def _best(own: Sequence[Term], others: Sequence[Term], passages: Sequence[Passage], sources: Sources,
          name: str) -> Evidence | None:  # fmt: skip
    """The sentence that says most of one side, of those with offices where there are such; None where none says enough."""
    shared = {term.word for term in own} & {term.word for term in others}
    alone = [term for term in own if term.word not in shared] or list(own)
    against = [term for term in others if term.word not in shared]
    weighed = weigh(alone, passages, owned=True, against=against, glosses=sources.near_text(name))
    held = [item for item in weighed if item.stated >= _HELD]
    owned = [item for item in held if sources.row_of(item.sentence.passage)]
    return next(iter(owned or held), None)


def _of_one_clause(query: Query, passages: Sequence[Passage], sources: Sources) -> list[Evidence]:
    """The two sentences with offices of the clause that a question is about, in printed order."""
    weighed = weigh(query.terms, passages, owned=True)
    if not weighed:
        return []
    best = weighed[0].sentence.passage
    parent = best.clause_id.rpartition(".")[0]
    rows = [row for row in sources.rows() if row.document_id == best.document_id and row.clause_id.rpartition(".")[0] == parent]  # fmt: skip
    if len(rows) != 2:
        return []
    first = [next(iter(sources.index.clause_passages(row.document_id, row.clause_id)), None) for row in rows]
    return [Evidence(sentences_in(passage)[0], 1.0, 1.0, 1.0, 1.0) for passage in first if passage is not None]


_SIDES = re.compile(
    r"(?:和|与|跟|同|、|对|比|以及|vs\.?|versus|and|(?:differ\w*|different) from|compared? (?:to|with)|(?<!compare )(?<!deal )\bwith(?= who\b| which\b))",
    re.IGNORECASE,
)


def sides_of(query: Query) -> tuple[tuple[Term, ...], ...]:
    """The terms of the two things compared; fewer than two when there are none."""
    english = query.language is Language.ENGLISH
    text = query.plain if english else questions.COMPARISON.sub(" ", query.plain)
    best: tuple[tuple[Term, ...], ...] = ()
    for match in _SIDES.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if english:
            left, right = content_terms(chinese_terms(before)), content_terms(chinese_terms(after))
        else:
            left, right = content_terms(before), content_terms(_first_part(after))
        if weight_of(left) >= 1.0 and weight_of(right) >= 1.0:
            sides = (left, right)
            if not best or abs(weight_of(left) - weight_of(right)) < abs(weight_of(best[0]) - weight_of(best[1])):
                best = sides
    return best


_SIDE_END = re.compile(r"归|同一|分管|部门|两[个家者项条类种所块边件处]|各|都|分别|,|;|的|之间|在|哪个|谁")


def _first_part(text: str) -> str:
    """The second thing compared, without what is said of both: up to the first word that speaks of both."""
    for match in _SIDE_END.finditer(text):
        if weight_of(content_terms(text[: match.start()])) >= 1.0:
            return text[: match.start()]
    return text
