"""How much two texts share, character by character: the measure of extracted answers."""

from __future__ import annotations

from ingest.reading import squeeze


def common_subsequence(one: str, other: str) -> int:
    """The length of the longest common subsequence of two texts.

    Bit-parallel: a row of the table is one integer (Hyyrö, Bit-parallel LCS-length computation revisited, 2004).
    """
    places: dict[str, int] = {}
    for place, character in enumerate(other):
        places[character] = places.get(character, 0) | 1 << place
    everywhere = (1 << len(other)) - 1
    row = everywhere
    for character in one:
        met = row & places.get(character, 0)
        row = ((row + met) | (row - met)) & everywhere
    return len(other) - row.bit_count()


def rouge_l(found: str, wanted: str) -> float:
    """ROUGE-L as F1 over characters, white space and forms of punctuation apart; 0 when either is empty."""
    one, other = squeeze(found), squeeze(wanted)
    return 2 * common_subsequence(one, other) / (len(one) + len(other)) if one and other else 0.0
