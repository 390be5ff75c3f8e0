"""Retrieval: where the passages that hold the gold evidence stand among those that search found."""

from __future__ import annotations

from eval.cases import Case
from eval.metrics import ndcg, reciprocal_rank
from ingest.reading import squeeze

DEPTHS = (1, 3, 5, 10)


def newly_found(case: Case) -> list[int]:
    """For each found passage, how many pieces of evidence it is the first to hold."""
    open_pieces = list(case.sample.gold)
    counts = []
    for found in case.found or ():
        text = squeeze(found.text)
        proved = [piece for piece in open_pieces if any(squeeze(alternative) in text for alternative in piece)]
        open_pieces = [piece for piece in open_pieces if piece not in proved]
        counts.append(len(proved))
    return counts


def score_ranking(case: Case) -> dict[str, float]:
    """hit@k, recall@k, MRR@10 and nDCG@10 of a single question with gold evidence, nothing for others.

    Follow-up questions are left out: search sees one query, not a conversation.
    """
    if not case.sample.gold or case.found is None or case.sample.history:
        return {}
    counts = newly_found(case)
    relevant = [count > 0 for count in counts]
    wanted = len(case.sample.gold)
    measures = {f"hit@{k}": float(any(relevant[:k])) for k in DEPTHS}
    measures |= {f"recall@{k}": sum(counts[:k]) / wanted for k in DEPTHS[1:]}
    # Two pieces may stand in one passage, so the ideal order needs no more passages than hold something new.
    measures["mrr@10"] = reciprocal_rank(relevant)
    measures["ndcg@10"] = ndcg(relevant, wanted=max(1, wanted - (sum(counts) - sum(relevant))))
    return measures
