"""Follow-ups that point at a place in what was answered before (第二个由谁负责): the sentences of that place."""

from __future__ import annotations

from assistant.evidence import Evidence, sentences_in, weigh
from assistant.queries import Query
from assistant.sources import Sources


def at_ordinal(query: Query, sources: Sources) -> list[Evidence]:
    """The sentences of the n-th clause answered before, or of the n-th group of the item it stands in."""
    clauses = list(dict.fromkeys(query.focus))
    if len({clause_id.rsplit(".", 1)[0] for _, clause_id in clauses}) == 1 and clauses[0][1].rsplit(".", 1)[
        -1
    ].startswith("g"):
        document_id, clause_id = clauses[0]
        parent = sources.index.clause(document_id, clause_id.rsplit(".", 1)[0])
        clauses = [(document_id, child.clause_id) for child in parent.children]
    position = (query.ordinal or 1) - 1 if (query.ordinal or 1) > 0 else len(clauses) - 1
    if len(clauses) == 1 and position:  # the answer was one sentence that lists several things
        parts = [part for passage in sources.index.clause_passages(*clauses[0]) for part in sentences_in(passage)]
        chosen = parts[position : position + 1] if position > 0 else parts[-1:]
        return [Evidence(part, 1.0, 1.0, 1.0, 1.0) for part in chosen]
    if not 0 <= position < len(clauses):
        return []
    return weigh(query.terms, sources.index.clause_passages(*clauses[position]), asks=query.asks)
