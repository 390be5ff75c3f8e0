"""What a clause says on a condition, or with an exception, is not said without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.proof_parts import LABEL, PARTS, pairs

_CONDITION = re.compile(
    r"^(?!.*(?:应当|可以|不得))(?:除|未经|如果?|若|凡|必要时$|经[^济营费验办])|..的$"
    r"|^(?!.*(?:应当|可以|不得|须)[在于自按向])(?!(?:目前|此前|日前|今后|此后|其后|最后|然后|随后|此外|另外|对外|同时|平时|及时|届时)$)"
    r".{2,}(?:时|前|后|外|情况下|条件下|基础上)$"
)
_OF_SOME = re.compile(r"^对于?(?![于接外照口比标应])(?!.*(?:应当|可以|予|依|处|进行|实行)).*[^的]$")  # 对…企业
_OR = re.compile("^或者?")
_EXCEPTION = re.compile("^但|^除非|除外$")
_EXCEPTS = re.compile("[不未无非除]|^但是?对|的,")
MIN_PAIRS = 3  # of a part, fewer tell nothing
TOLD = (
    0.7  # share of the pairs of a part from which on it is told, or of those of a sentence from which on they tell it
)
ALIKE = 0.95  # share of the most that a part has in common with a sentence, for another part to count as well
KEPT = 0.6  # share of the pairs of a condition that are told with what it governs
KEPT_APART = 0.5  # share of those that stand nowhere else in the clause


@dataclass(frozen=True, slots=True)
class _Rule:
    """A part of a clause with the conditions before it, each with what may take its place, and the exceptions after it."""

    part: str
    on: tuple[tuple[str, ...], ...]

    def lost(self, own: set[str], evidence: str) -> str:
        """The first condition that the pairs of a sentence do not tell; those printed elsewhere, too, prove nothing."""
        for cases in self.on:
            others = evidence
            for case in cases:
                others = others.replace(case, "|")
            if not any(_is_kept(case, own, others) for case in cases):
                return cases[0]
        return ""


def condition_faults(text: str, evidence: str) -> Iterator[str]:
    """What the clause says of a case (情节严重的) or but for one (依法保密的除外) is told with the case."""
    rules = [rule for sentence in re.split("[。!?\n]", evidence) for rule in _rules(sentence)]
    if not any(rule.on for rule in rules):
        return
    own = set(pairs(text))
    for said in PARTS.split(text):
        stated = set(pairs(said))
        if len(stated) < MIN_PAIRS or (_is_condition(said) and not any(rule.part == said for rule in rules)):
            continue
        common = [(rule, len(stated.intersection(pairs(rule.part)))) for rule in rules]
        most = max(count for _, count in common)
        best = [rule for rule, count in common if count >= max(1, ALIKE * most) and _is_told(rule.part, count, stated)]
        lost = [rule.lost(own, evidence) for rule in best]
        if lost and all(lost):
            yield f"漏了原文的条件“{lost[0][:24]}”"


def _is_told(part: str, common: int, stated: set[str]) -> bool:
    printed = len(set(pairs(part)))
    return printed >= MIN_PAIRS and common >= TOLD * min(printed, len(stated))


def _is_condition(part: str) -> bool:
    return bool(_CONDITION.search(part) or _OF_SOME.search(part))


def _is_kept(case: str, own: set[str], others: str) -> bool:
    printed = pairs(case)
    apart = [pair for pair in printed if pair not in others]
    return _share(printed, own) >= KEPT and _share(apart, own) >= KEPT_APART


def _share(printed: Sequence[str], own: set[str]) -> float:
    return sum(pair in own for pair in printed) / len(printed) if printed else 1.0


def _rules(sentence: str) -> Iterator[_Rule]:
    """The parts of a sentence; a condition governs what follows it up to the semicolon or the next conditions."""
    for piece in sentence.split(";"):
        conditions: list[tuple[str, ...]] = []
        begun = False  # whether the conditions have been followed by what they govern
        parts = [LABEL.sub("", part) for part in re.split("[,:]", piece)]
        for place, part in enumerate(parts):
            if _EXCEPTION.search(part) and place:
                continue
            exceptions = tuple(_exceptions(parts[place + 1 :]))
            if not _is_condition(part):
                begun = True
                yield _Rule(part, (*conditions, *exceptions))
                continue
            if exceptions:  # a case in a list, with what is none
                yield _Rule(part, exceptions)
            if _OR.search(part) and place:
                before = conditions.pop() if conditions and not begun else (parts[place - 1],)
                conditions.append((*before, part))
                begun = False
            else:
                conditions = [(part,)] if begun else [*conditions, (part,)]
                begun = False


def _exceptions(after: Sequence[str]) -> Iterator[tuple[str]]:
    """What directly follows a part and takes something out of it."""
    if after and _EXCEPTION.search(after[0]) and _EXCEPTS.search(",".join(after)):
        yield (after[0],)
