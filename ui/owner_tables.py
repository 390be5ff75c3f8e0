"""The ledger for people: filtered rows, the table with offices × tasks, and the addresses that lead to both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ui.page_texts import PageTexts
from ui.rendering import attribute, lines, reading_address
from vectorstore.ledger import LedgerRow

if TYPE_CHECKING:
    from assistant.answering import Assistant


class How(StrEnum):
    """Whether an office bears a task by itself."""

    ANY = "any"
    ALONE = "alone"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks are shown; with several offices those they share."""

    offices: tuple[str, ...] = ()
    how: How = How.ANY
    document: str | None = None
    text: str = ""

    def query(self, **more: str) -> str:
        """The filter as the query of an address."""
        stated: list[tuple[str, str]] = list(more.items())
        stated += [("department", office) for office in self.offices]
        stated += [("how", str(self.how))] if self.how is not How.ANY else []
        stated += [("document", self.document)] if self.document else []
        stated += [("text", self.text)] if self.text else []
        return urlencode(stated)


def filtered(assistant: Assistant, chosen: Filter, *, as_of: date | None = None) -> list[LedgerRow]:
    """The rows of the ledger that a filter lets through, in document order."""
    rows = assistant.tasks(departments=chosen.offices, document_id=chosen.document, as_of=as_of)
    words = chosen.text.split()
    return [
        row for row in rows
        if (chosen.how is How.ANY or (len(row.assignments) == 1) is (chosen.how is How.ALONE))
        and all(word in f"{row.label}{row.heading}{row.text}{'、'.join(row.departments)}" for word in words)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """An office as printed most often, how many tasks it has, and how many of them alone."""

    name: str
    tasks: int
    alone: int
    collective: bool = False
    rows: frozenset[int] = field(default_factory=frozenset)


def office_counts(rows: Sequence[LedgerRow]) -> list[OfficeCount]:
    """The members of the rows, the busiest first, those that name no office last."""
    found: dict[str, list[int]] = {}
    collective: dict[str, bool] = {}
    for place, row in enumerate(rows):
        for item in row.assignments:
            name = item.printed if item.collective else item.office.name
            found.setdefault(name, []).append(place)
            collective[name] = item.collective
    counts = [
        OfficeCount(name, len(places), sum(len(rows[place].assignments) == 1 for place in places), collective[name],
                    frozenset(places))
        for name, places in found.items()
    ]  # fmt: skip
    return sorted(counts, key=lambda one: (one.collective, -one.tasks))


def owners_html(rows: Sequence[LedgerRow], chosen: Filter, texts: PageTexts) -> str:
    """The count with the exports and the link, then a row for each task; a row leads to its clause."""
    if not rows:
        return f'<div class="owners"><p class="none">{texts["owners.none"]}</p></div>'
    several = len({row.document_id for row in rows}) > 1
    body = "".join(_row(row, chosen, texts, several=several) for row in rows)
    head = "".join(f'<th scope="col">{texts[f"owners.{name}"]}</th>' for name in ("clause", "task", "departments"))
    return (
        f'<div class="owners"><p class="found"><strong role="status">{texts["owners.count"].format(count=len(rows))}</strong>'
        f"{_exports(chosen, texts)}</p>"
        f'<table class="ledger"><caption class="unseen">{texts["owners.heading"]}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _exports(chosen: Filter, texts: PageTexts) -> str:
    files = [(form.upper(), attribute(f"/api/tasks?{chosen.query(format=form)}")) for form in ("xlsx", "csv")]
    links = "".join(f"<a href={address} download>{name}</a>" for name, address in files)
    here = attribute(f"{texts.path}?{chosen.query(tab='owners')}")
    return f'{links}<a class="link" href={here}>{texts["owners.link"]}</a>'


def _row(row: LedgerRow, chosen: Filter, texts: PageTexts, *, several: bool) -> str:
    names = "".join(_chip(item.printed, item.office.name, collective=item.collective, chosen=chosen, texts=texts)
                    for item in row.assignments)  # fmt: skip
    reading = attribute(reading_address(row.document_id, row.clause_id, texts=texts))
    document = f'<span class="document">《{escape(row.document)}》</span>' if several else ""
    return (
        f"<tr id={attribute(f'task-{row.document_id}-{row.clause_id}')}>"
        f'<th scope="row"><a href={reading}>{escape(row.label)}</a></th>'
        f"<td><b>{escape(row.heading)}</b>{document}<p>{lines(row.text.strip())}</p></td>"
        f'<td class="offices">{names}</td></tr>'
    )


def _chip(printed: str, name: str, *, collective: bool, chosen: Filter, texts: PageTexts) -> str:
    if collective:
        return f'<span class="office collective" title={attribute(texts["owners.collective"])}>{escape(printed)}</span>'
    active = " active" if name in chosen.offices else ""
    address = f"{texts.path}?{Filter((name,)).query(tab='owners')}"
    return f'<a class="office{active}" data-office={attribute(name)} href={attribute(address)}>{escape(printed)}</a>'


def matrix_html(rows: Sequence[LedgerRow], texts: PageTexts) -> str:
    """Offices down, tasks across: a filled square where an office is responsible, darker where it is alone."""
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col"><a href={attribute(reading_address(row.document_id, row.clause_id, texts=texts))}'
        f" title={attribute(f'{row.label} {row.heading}')}>{escape(_short(row))}</a></th>"
        for row in rows
    )
    most = max((one.tasks for one in office_counts(rows)), default=1)
    body = "".join(_office_row(one, rows, texts, most=most) for one in office_counts(rows))
    return (
        f'<div class="matrix" tabindex="0" role="region" aria-label={attribute(texts["owners.matrix"])}><table>'
        f'<caption>{texts["owners.matrix"]}</caption><thead><tr><th scope="col">{texts["owners.office"]}</th>'
        f'<th scope="col">{texts["owners.total"]}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _short(row: LedgerRow) -> str:
    """The label of a row with the number of its sentence group, as in 二(二)3-2."""
    group = row.clause_id.rpartition(".")[2]
    return f"{row.label}·{group[1:]}" if group[:1] == "g" else row.label


def _office_row(one: OfficeCount, rows: Sequence[LedgerRow], texts: PageTexts, *, most: int) -> str:
    cells = []
    for place, row in enumerate(rows):
        if place not in one.rows:
            cells.append("<td></td>")
            continue
        kind = "alone" if len(row.assignments) == 1 else "joint"
        label = texts["owners.owns"].format(office=one.name, label=_short(row))
        cells.append(f'<td class="{kind}"><span class="unseen">{escape(label)}</span></td>')
    address = f"{texts.path}?{Filter((one.name,)).query(tab='owners')}"
    name = (
        escape(one.name)
        if one.collective
        else f"<a data-office={attribute(one.name)} href={attribute(address)}>{escape(one.name)}</a>"
    )
    width = round(100 * one.tasks / most)
    alone = f" <small>{texts['owners.alone_count']} {one.alone}</small>" if one.alone else ""
    bar = f'<span class="bar" style="width:{width}%"></span><span>{one.tasks}{alone}</span>'
    return f'<tr><th scope="row">{name}</th><td class="total">{bar}</td>{"".join(cells)}</tr>'


def read_filter(values: Mapping[str, Sequence[str]]) -> Filter:
    """The filter that the query of an address states; what it does not know is left out."""
    how = next(iter(values.get("how", ())), "")
    return Filter(
        tuple(values.get("department", ()))[:20], How(how) if how in set(How) else How.ANY,
        next(iter(values.get("document", ())), None) or None, next(iter(values.get("text", ())), "")[:200],
    )  # fmt: skip
