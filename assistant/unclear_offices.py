"""A bare name that stands for offices of several levels or places, all of which have tasks: the choices."""

from __future__ import annotations

import re

from assistant.answers import Status
from assistant.claims import Claim, Draft
from assistant.queries import Query
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.documents import Level
from ingest.offices import Office
from vectorstore.ledger import LedgerRow

_EVERY_LEVEL = re.compile(r"各级|两级|三级|各层级|所有层级|不分层级|市、?区|all levels", re.IGNORECASE)


def unclear_office(query: Query, sources: Sources, wording: Wording) -> Draft | None:
    """The choices when a bare name stands for offices of several levels or places that both have tasks; else None."""
    if _EVERY_LEVEL.search(query.plain):
        return None
    for mention in query.offices:
        found: dict[tuple[Level, str], list[LedgerRow]] = {}
        for row in sources.rows(offices=[mention.office]):
            for member in row.offices:
                if is_office(mention.office, member):
                    found.setdefault(_whose(member, row, sources), []).append(row)
        if len(found) > 1:
            asked = mention.office.name
            claims = [Claim(wording.say("clarify_office", asked=asked), (), (asked,))]
            for number, ((level, place), rows) in enumerate(found.items(), 1):
                name = (place or _SHORT[level]) + mention.office.stem
                titles = wording.join([f"《{title}》" for title in dict.fromkeys(row.document for row in rows)])
                said = f"{number}. " + wording.say("choice_office", name=name, titles=titles, count=len(rows))
                given = (name, str(number), str(len(rows)), *(row.document for row in rows))
                claims.append(Claim(said, (sources.note_quote(rows[0]),), given))
            return Draft(
                Status.CLARIFY, tuple(claims), documents=tuple(row.document_id for row in found[next(iter(found))][:1])
            )
    return None


_SHORT = {Level.NATIONAL: "国家", Level.PROVINCE: "省", Level.CITY: "市", Level.DISTRICT: "区", Level.UNKNOWN: ""}


def _whose(member: Office, row: LedgerRow, sources: Sources) -> tuple[Level, str]:
    """Level and place of a member: its own, else that of the document where this is of the same level."""
    document = sources.index.document(row.document_id)
    home = document.place if document.level is member.level else ""
    return member.level, member.place or (home if member.level is Level.DISTRICT else "")


def is_office(office: Office, other: Office) -> bool:
    """Whether a name asked for stands for an office: the same field, at its level or at any."""
    return office.stem == other.stem and office.level in {other.level, ""}
