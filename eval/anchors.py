"""Figures that others reached on the same benchmarks, printed beside ours.

They were measured by others on the half of the questions that is not given, so they compare with ours only roughly.
"""

from __future__ import annotations

from collections.abc import Mapping

ALL, INSIDE = "all documents", "inside the right document"
GIVEN, END_TO_END = "document given", "end to end"
ON = "by others, other half"

# Benchmark → where → what was measured → measure → figure.
ANCHORS: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]] = {
    "legal-dc": {
        ALL: {
            "LangChain splitter 1000/200 + Chroma's default embedder": {
                "recall@1": 0.023, "recall@5": 0.079, "recall@10": 0.114, "mrr@10": 0.046},
            "BM25 over jieba words": {"recall@1": 0.397, "recall@5": 0.611, "recall@10": 0.718, "mrr@10": 0.501},
            "BM25 over characters with headings": {
                "recall@1": 0.460, "recall@5": 0.688, "recall@10": 0.803, "mrr@10": 0.569},
            "lexical search over clauses": {"hit@1": 0.501, "hit@5": 0.730, "mrr@10": 0.601},
            "the authors of Legal-DC": {"recall@5": 0.85},
        },
        INSIDE: {"lexical search over clauses": {"hit@1": 0.562, "hit@5": 0.824}},
    },
    "notices": {
        GIVEN: {
            "one sentence by shared words": {"rouge_l": 0.339},
            "the best single sentence there is": {"rouge_l": 0.57},
        },
        END_TO_END: {"one sentence by shared words": {"document_hit@1": 0.811, "rouge_l": 0.315}},
    },
    "legal-dc-refusal": {
        "questions another document cannot answer": {
            "overlap score with a threshold": {"refusal_recall": 0.614, "over_refusal": 0.042}},
        "other benchmarks": {"best published Chinese refusal rate (RGB)": {"refusal_recall": 0.43}},
    },
}  # fmt: skip


def anchors_of(name: str) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """The figures of others for a benchmark; empty for one that nobody measured."""
    return ANCHORS.get(name, {})
