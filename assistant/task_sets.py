"""Questions over the whole ledger: tasks of offices, together, alone, counted, ranked; computed, never retrieved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant import questions, set_words
from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Claim, Draft
from assistant.language import Language
from assistant.ownership import shown
from assistant.queries import Query, topic_terms
from assistant.shown import shorten, tidy
from assistant.sources import Sources
from assistant.terms import SET_WORDS, Term, coverage
from assistant.unclear_offices import is_office, unclear_office
from assistant.wording import Wording
from ingest.offices import Mention, Office
from ingest.reading import squeeze
from ingest.tasks import Role
from vectorstore.ledger import LedgerRow


@dataclass(frozen=True, slots=True)
class _Selection:
    """The rows of a set answer and the sentence that heads them."""

    rows: Sequence[LedgerRow]
    heading: Claim
    departments: tuple[str, ...] = ()
    beside: tuple[Claim, ...] = ()  # what is said of some of the rows


def compose_tasks(query: Query, sources: Sources, wording: Wording) -> Draft:
    """The answer to a question over the whole ledger: the total, then every row with its clause."""
    unclear = unclear_office(query, sources, wording)
    if unclear is not None:
        return unclear
    selection = _select(query, sources, wording)
    documents = {row.document_id for row in selection.rows}
    claims = [selection.heading, *selection.beside]
    for number, row in enumerate(selection.rows, 1):
        names = wording.join(list(row.departments))
        key = "row" if row.assignments else "row_unowned"
        text = wording.say(key, label=row.label, heading=tidy(row.heading), text=shorten(row.text), names=names)
        if len(sources.documents()) > 1:
            text = f"{wording.name_document(row.document, sources.level(row.document_id))}{text}"
        quotes = (
            (sources.sentence_quote(row), sources.note_quote(row)) if row.annotation else (sources.sentence_quote(row),)
        )
        claims.append(Claim(f"{number}. {text}", quotes, (row.label, str(number), row.document)))
    if questions.LEAD.search(query.plain) and not any(
        item.role is Role.LEAD for row in selection.rows for item in row.assignments
    ):
        claims.insert(1, Claim(wording.say("no_lead")))
    return Draft(Status.ANSWERED, tuple(claims), selection.departments, tuple(row.clause_id for row in selection.rows),
                 documents=tuple(documents))  # fmt: skip


def _select(query: Query, sources: Sources, wording: Wording) -> _Selection:
    plain = query.plain
    excluded = _excluded(query)
    offices = tuple(dict.fromkeys(m.office for m in query.offices if m.office not in excluded))
    if not offices:
        return _over_all(query, sources, wording, excluded)
    names = wording.join([shown(office.name, office, query.language) for office in offices])
    given = tuple(office.name for office in offices)
    everything = sources.rows()
    if len(offices) == 2 and (questions.DIFFERENCE.search(plain) or set_words.SAME.search(plain)):
        return _difference(query, offices, everything, wording)
    if not excluded and questions.WITHOUT.search(plain) and not questions.UNOWNED.search(plain):
        rows = [row for row in everything if not any(_stands_on(office, row) for office in offices)]
        return _Selection(rows, _head(wording, "tasks_without", rows, given, names=names))
    if len(offices) == 1 and set_words.ACCOMPANIED.search(plain):
        rows = [row for row in sources.rows(offices=offices) if len(row.assignments) > 1]
        if not rows:
            return _Selection((), Claim(wording.say("none_shared", names=names), (), given))
        return _Selection(rows, _head(wording, "tasks_shared", rows, given, names=names))
    alone = bool(questions.ALONE.search(plain) or questions.ONLY_BEFORE.search(plain[: query.offices[0].span.start]))
    among = alone and len(offices) == 1 and set_words.all_before_alone(plain)
    alone = alone and not among
    held = sources.rows(offices=offices, alone=alone)
    held = [row for row in held if not any(_stands_on(office, row) for office in excluded)]
    rows = _sized(query, _scoped(query, held, sources))
    if questions.FIRST_LISTED.search(plain) and len(offices) == 1:
        rows = [row for row in rows if row.offices and is_office(offices[0], row.offices[0])]
        return _Selection(rows, _head(wording, "tasks_first", rows, given, names=names))
    if rows:
        together = len(offices) > 1
        key = (
            ("tasks_alone_joint" if together else "tasks_alone") if alone else "tasks_joint" if together else "tasks_of"
        )
        beside = (_alone_among(offices[0], rows, wording, names),) if among else ()
        return _Selection(rows, _head(wording, key, rows, given, names=names), beside=beside)
    if query.scope and held:
        none = wording.say("none_scope", scope=query.scope, names=names)
    elif alone:
        none = wording.say("none_alone", names=names)
    elif len(offices) > 1:
        none = wording.say("none_joint", names=names)
    else:
        none = wording.say("none_of", names=names)
    return _Selection((), Claim(none, (), (*given, query.scope)))


def _alone_among(office: Office, rows: Sequence[LedgerRow], wording: Wording, names: str) -> Claim:
    """How many of the rows list one office alone, and which."""
    numbers = [str(number) for number, row in enumerate(rows, 1) if len(row.assignments) == 1]
    listed = wording.join(numbers)
    which = wording.say("which_numbers", numbers=listed) if numbers else ""
    text = wording.say("among_them_alone", names=names, count=len(numbers), which=which)
    return Claim(text, (), (office.name, str(len(numbers)), listed))


def _excluded(query: Query) -> tuple[Office, ...]:
    """The offices that a question leaves out (除了教育局)."""
    left_out = [match.span("whom") for match in questions.EXCEPT.finditer(query.plain)]
    return tuple(
        mention.office
        for mention in query.offices
        if any(start <= mention.span.start < end for start, end in left_out)
        or (len(query.offices) > 1 and _denied(query.plain, mention))
    )


def _denied(plain: str, mention: Mention) -> bool:
    """Whether a question says of one office that it shall not be there: 没有人社局的, 人社局不参与的."""
    before, after = plain[: mention.span.start], plain[mention.span.end :]
    return bool(questions.DENIED.search(before) or questions.DENIED_AFTER.match(after))


def _stands_on(office: Office, row: LedgerRow) -> bool:
    return any(is_office(office, member) for member in row.offices)


def _sized(query: Query, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The rows with as many members as the question asks for, all where it asks for no number."""
    bounds = set_words.members_asked(query.plain)
    if bounds == (len(query.offices),) * 2 and len(query.offices) > 1 and not questions.ALONE.search(query.plain):
        return list(rows)  # 两家 said of the two offices that are named
    return [row for row in rows if bounds is None or bounds[0] <= len(row.offices) <= bounds[1]]


def _difference(query: Query, offices: Sequence[Office], rows: Sequence[LedgerRow], wording: Wording) -> _Selection:
    """How many tasks each of two offices has, by how many they differ, and which they have in common if that is asked."""
    first, second = (sum(_stands_on(office, row) for row in rows) for office in offices)
    one, other = (shown(office.name, office, query.language) for office in offices)
    text = wording.say("difference", one=one, first=first, other=other, second=second, gap=abs(first - second))
    told = Claim(text, (), (*(office.name for office in offices), str(first), str(second), str(abs(first - second))))
    if not set_words.SAME.search(query.plain):
        return _Selection((), told)
    both = [row for row in rows if all(_stands_on(office, row) for office in offices)]
    which = wording.say("all_of_both") if len(both) == first == second else ""
    common = Claim(wording.say("in_common", both=len(both), which=which), (), (str(len(both)),))
    return _Selection(both, told, beside=(common,))


def _scoped(query: Query, rows: Sequence[LedgerRow], sources: Sources) -> list[LedgerRow]:
    """The rows inside the part of the text, and on the topic, that the question names."""
    inside = [row for row in rows if sources.in_scope(row.label, query.scope)]
    topic: Sequence[Term] = topic_terms(query, SET_WORDS)
    on_topic = [row for row in inside if coverage(topic, [squeeze(row.heading + row.text)]) >= 0.6]
    return on_topic if topic and on_topic and Ask.COUNT not in query.asks else inside


def _over_all(query: Query, sources: Sources, wording: Wording, excluded: Sequence[Office]) -> _Selection:
    """Set questions that name no office: no owner, largest, busiest, least, all offices, all tasks."""
    plain = query.plain
    first = bool(questions.MOST.search(plain) or set_words.FIRST_BY_TASKS.search(plain))
    counts = [item for item in sources.counts() if not any(is_office(o, item[0]) for o in excluded)]
    if questions.UNOWNED.search(plain):
        rows = _scoped(query, sources.rows(unowned=True), sources)
        key = "tasks_unowned" if rows else "tasks_unowned_none"
        return _Selection(rows, _head(wording, key, rows, ()))
    everything = _scoped(query, sources.rows(), sources)
    if query.scope and not everything:
        return _Selection((), Claim(wording.say("none_owned", scope=query.scope), (), (query.scope,)))
    if set_words.COLLECTIVE.search(plain):
        return _collective(everything, wording)
    if set_words.RANKED.search(plain) and counts:
        return _all_offices(query, everything, counts, wording)
    if excluded and not (first or questions.LEAST.search(plain)):
        names = wording.join([shown(office.name, office, query.language) for office in excluded])
        rows = [row for row in everything if not any(_stands_on(office, row) for office in excluded)]
        return _Selection(rows, _head(wording, "tasks_without", rows, tuple(o.name for o in excluded), names=names))
    if set_words.members_asked(plain) and not first and not questions.OFFICES.search(plain):
        rows = _sized(query, everything)
        least, most = set_words.members_asked(plain) or (1, 1)
        number = f"{least}" if least == most else f"≥{least}" if most > 100 else f"≤{most}"
        return _Selection(rows, _head(wording, "tasks_sized", rows, (str(least), str(most)), size=number))
    if questions.LARGEST_TASK.search(plain) and everything:
        size = max(len(row.offices) for row in everything)
        rows = [row for row in everything if len(row.offices) == size]
        head = wording.say("tasks_largest", count=size, rows=len(rows))
        return _Selection(rows, Claim(head, (), (str(size), str(len(rows)))))
    if first and questions.JOINT.search(plain) and everything:
        return _closest(query, everything, wording)
    if (first or questions.LEAST.search(plain)) and counts:
        busiest = first
        bound = (max if busiest else min)(count for _, count in counts)
        chosen = [office for office, count in counts if count == bound]
        names = wording.join([shown(office.name, office, query.language) for office in chosen])
        head = wording.say("busiest" if busiest else "idlest", names=names, count=bound)
        rows = [row for row in everything if any(office in row.offices for office in chosen)]
        printed = tuple(office.name for office in chosen)
        return _Selection(rows, Claim(head, (), (str(bound), *printed)), printed)
    if (each := set_words.tasks_each(plain)) is not None and questions.OFFICES.search(plain):
        return _with_each(each, everything, counts, query, wording)
    if questions.OFFICES.search(plain) or questions.RANKING.search(plain):
        if query.scope:  # only the offices of that part
            counts = [(o, sum(_stands_on(o, row) for row in everything)) for o, _ in counts]
            counts = sorted([item for item in counts if item[1]], key=lambda item: -item[1])
        return _all_offices(query, everything, counts, wording)
    return _Selection(everything, _head(wording, "tasks_all", everything, (query.scope,)))


def _with_each(number: int, rows: Sequence[LedgerRow], counts: Sequence[tuple[Office, int]], query: Query,
               wording: Wording) -> _Selection:  # fmt: skip
    """The offices that have so many tasks each, and these tasks."""
    chosen = [office for office, count in counts if count == number]
    names = wording.join([shown(office.name, office, query.language) for office in chosen])
    printed = tuple(office.name for office in chosen)
    head = wording.say("offices_with" if chosen else "offices_with_none", names=names, count=len(chosen), number=number)
    held = [row for row in rows if any(office in row.offices for office in chosen)]
    return _Selection(held, Claim(head, (), (str(len(chosen)), str(number), *printed)), printed)


def _collective(rows: Sequence[LedgerRow], wording: Wording) -> _Selection:
    """The tasks with a member that names no office (相关部门), and how that member is printed."""
    held = [row for row in rows if any(item.collective for item in row.assignments)]
    printed = tuple(dict.fromkeys(item.printed for row in held for item in row.assignments if item.collective))
    return _Selection(held, _head(wording, "tasks_collective", held, printed, names=wording.join(printed)))


def _closest(query: Query, rows: Sequence[LedgerRow], wording: Wording) -> _Selection:
    """The pairs of offices that stand together on most tasks."""
    pairs = Counter(pair for row in rows for pair in combinations(row.offices, 2))
    merged: Counter[frozenset[Office]] = Counter()
    for pair, count in pairs.items():
        merged[frozenset(pair)] += count
    most = max(merged.values())
    chosen = [pair for pair, count in merged.items() if count == most]
    order = list(dict.fromkeys(office for row in rows for office in row.offices))
    together = [sorted(pair, key=order.index) for pair in chosen]
    names = wording.join(["—".join(shown(o.name, o, query.language) for o in pair) for pair in together])
    given = (str(most), *(office.name for pair in together for office in pair))
    held = [row for row in rows if any(pair <= set(row.offices) for pair in chosen)]
    return _Selection(held, Claim(wording.say("closest", names=names, count=most), (), given))


def _all_offices(
    query: Query, rows: Sequence[LedgerRow], counts: Sequence[tuple[Office, int]], wording: Wording
) -> _Selection:
    """Every office of the ledger, once, with its number of tasks."""
    unit = "" if query.language is Language.ENGLISH else "项"
    named = [f"{shown(office.name, office, query.language)}({count}{unit})" for office, count in counts]
    text = wording.say("office_counts", count=len(counts), names=wording.join(named))
    vague = tuple(dict.fromkeys(a.printed for row in rows for a in row.assignments if a.collective))
    if vague:
        text += wording.say("placeholder_counts", names=wording.join(vague))
    printed = tuple(office.name for office, _ in counts)
    first = tuple(dict.fromkeys(office.name for row in rows for office in row.offices))
    ordered = tuple(sorted(printed, key=first.index)) if set(printed) <= set(first) else printed
    return _Selection(
        rows if query.scope else (),
        Claim(text, (), (str(len(counts)), *(str(n) for _, n in counts), *printed, *vague)),
        ordered,
    )


def _head(wording: Wording, key: str, rows: Sequence[LedgerRow], given: tuple[str, ...], **values: object) -> Claim:
    return Claim(wording.say(key, count=len(rows), **values), (), (str(len(rows)), *given))
