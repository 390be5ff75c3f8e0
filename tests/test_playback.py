"""The obedient model of the benchmarks: what it says to a prompt it was not made for."""

from __future__ import annotations

from eval.playback import Playback


def test_asked_for_the_facts_of_a_case_it_leaves_them_to_the_rules() -> None:
    assert "".join(Playback().pieces({"asked": [], "text": "我们是企业"})) == '{"facts": []}'
