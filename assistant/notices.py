"""What a reader must know beside an answer: as of which day, whether a cited document still applies, past horizons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.answers import Status
from assistant.claims import Draft
from assistant.drafting import Turn
from assistant.language import Language
from assistant.queries import Route
from assistant.scoping import set_aside
from assistant.wording import Wording
from ingest.documents import Document
from ingest.reading import squeeze
from ingest.standing import Standing, State
from vectorstore.endpoint_calls import Trouble


def notices_of(turn: Turn, draft: Draft, cited: frozenset[str]) -> Iterator[str]:
    """The notices of a draft whose statements cite the given documents."""
    if turn.sources.as_of is not None:
        yield turn.wording.say("as_of", date=turn.sources.as_of.isoformat())
    standing = turn.sources.standing()
    for document in turn.sources.index.documents():
        document_id = document.document.document_id
        if document_id in cited and not standing[document_id].is_in_force:
            yield _told(turn, document.document, standing[document_id])
    if lacking := turn.sources.lacking():
        yield by_words(turn.wording, lacking)
    yield from _left_out(turn, draft)
    yield from _withdrawn(turn)
    yield from _horizon(turn, draft)


def by_words(wording: Wording, lacking: Trouble) -> str:
    """That the search went by words alone because the endpoint of the embeddings could not be asked."""
    return wording.say("by_words", why=wording.say(f"model_{lacking}"))


def _told(turn: Turn, document: Document, standing: Standing) -> str:
    """That a document does not apply, since when and because of what."""
    english = turn.query.language is Language.ENGLISH
    since = _day(standing.since, english=english)
    if standing.state is State.REPEALED:
        by = "" if not standing.by else f" (ended by “{standing.by}”)" if english else f",由《{standing.by}》废止"
        when = "" if not standing.since else f" since {since}" if english else f"(自{since}起)"
        return turn.wording.say("repealed", title=document.title, since=when, by=by)
    return turn.wording.say(str(standing.state), title=document.title, since=since, by=standing.by)


def _day(day: date | None, *, english: bool) -> str:
    return "" if day is None else day.isoformat() if english else f"{day.year}年{day.month}月{day.day}日"


def _left_out(turn: Turn, draft: Draft) -> Iterator[str]:
    """The documents with tasks that a list over the ledger leaves out because they do not apply."""
    if turn.query.route is not Route.TASKS or turn.sources.within is None or not draft.tasks:
        return
    aside = set_aside(turn.sources.whole())
    for document in aside.documents() if aside else ():
        if document.document_id not in turn.sources.within and turn.sources.assigns(document.document_id):
            yield turn.wording.say("not_counted", title=document.title)


def _withdrawn(turn: Turn) -> Iterator[str]:
    """The withdrawn documents that a question names."""
    asked = squeeze(turn.query.plain)
    for title, day in turn.sources.index.withdrawn():
        if squeeze(title) in asked:
            yield turn.wording.say("withdrawn", title=title, since=day.isoformat())


def _horizon(turn: Turn, draft: Draft) -> Iterator[str]:
    """The notice that a cited document aims at a year that has passed and states no validity."""
    if turn.query.language is Language.ENGLISH or draft.status in {Status.ANSWERED, Status.PARTIAL}:
        for document_id in sorted(draft.documents):
            document = turn.sources.index.document(document_id)
            if document.horizon and document.valid_until is None and document.horizon < turn.sources.day.year:
                key = "horizon_named" if len(turn.sources.index.documents()) > 1 else "horizon"
                yield turn.wording.say(key, year=document.horizon, title=document.title)
