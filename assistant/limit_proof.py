"""What a clause limits or denies is not said of more, nor affirmed, in a Chinese sentence about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.proof_parts import HAN, NUMERAL, PARTS, Place, pairs, printed_otherwise

_OF = re.compile(rf"的(?=({HAN}{{3}}))")
_RUN = re.compile(rf"(?:{HAN}|\")*$")
_LABEL = re.compile(rf"^(?:第[{NUMERAL}\d]+[条章节款项]|[(]?[{NUMERAL}\d]+[)、.])")
_NO = "不得|禁止|严禁|不予|不再|未经|没有|不|未|非|无"
_DENIED = re.compile(rf"({_NO})(?=({HAN}{{4}}))")
_DENIED_WORD = re.compile(rf"({_NO})(?=({HAN}{{2}}))")
_ANY_NO = re.compile("[不未无非没禁]")
MIN_LIMIT, MAX_LIMIT = 2, 16  # characters
WHOLE_LIMIT = 0.9  # share of a limitation that must be told where it no longer stands before its word
HALF_LIMIT = 0.5  # share that must be told where it does
SAME_CLAUSE = 0.7  # share of pairs from which on a sentence tells what follows a limitation
MERE_NAME = 6  # characters after 的 that say no more than what the limited thing is called
NEARLY_ALL = 0.9  # share of the pairs of a sentence from which on it is a part without the limitation
SAME_PLACE = 4  # characters around words by which their place in the clause is known


@dataclass(frozen=True, slots=True)
class _Limit:
    """Words before 的, the three characters after it, what the part goes on to say, and the part."""

    words: str
    noun: str
    rest: str
    part: str

    def told_by(self, own: set[str]) -> float:
        """The share told by pairs of a sentence of what the part says of the limited thing; 0 where that is too little.

        Its mere name counts only with the part.
        """
        rest = pairs(self.rest)
        if len(self.rest) <= MERE_NAME and sum(pair in self.part for pair in own) < NEARLY_ALL * len(own):
            return 0.0
        share = sum(pair in own for pair in rest) / len(rest) if rest else 0.0
        return share if share >= SAME_CLAUSE else 0.0

    def is_kept_in(self, said: str, own: set[str]) -> bool:
        """Whether a sentence says the limitation too: of its word, or in nearly all its words."""
        limited = f"的{self.noun}"
        whole = said.count(limited) < self.part.count(limited)
        limits = pairs(self.words)
        if whole and 1 < self.part.count(self.words) > said.count(self.words):
            return False
        return sum(pair in own for pair in limits) >= (WHOLE_LIMIT if whole else HALF_LIMIT) * len(limits)


def limit_faults(text: str, evidence: str) -> Iterator[str]:
    """What the clause says of something (兴办职业教育的企业) is not said of more."""
    parts = [_LABEL.sub("", part) for part in PARTS.split(evidence)]
    limits = [limit for part in parts for limit in _limits(part)]
    sentence = [_LABEL.sub("", part) for part in PARTS.split(text)]
    for said in sentence:
        own = set(pairs(said))
        if len(said) > MERE_NAME and 0 < sentence.count(said) <= parts.count(said):
            continue  # a part as it stands
        for noun in dict.fromkeys(limit.noun for limit in limits if limit.noun in said):
            shares = [(limit, limit.told_by(own)) for limit in limits if limit.noun == noun]
            most = max(share for _, share in shares)
            told = [limit for limit, share in shares if share and share >= NEARLY_ALL * most]
            lost = [limit for limit in told if not limit.is_kept_in(said, own)]
            kept = {limit.part for limit in told} - {limit.part for limit in lost}  # one part with all its limitations
            if lost and not kept and not _stands_free(said, noun, parts, times=sentence.count(said)):
                yield f"漏了原文的限定“{lost[0].words}的”"


def _limits(part: str) -> Iterator[_Limit]:
    for match in _OF.finditer(part):
        run = _RUN.search(part[: match.start()])
        before = run[0] if run else ""
        words = before.rpartition("的")[2]
        if len(words) < MIN_LIMIT:  # 向作出处理的机关: what stands before the word before
            words = before[-MAX_LIMIT:]
        if len(words) >= MIN_LIMIT:
            yield _Limit(words[-MAX_LIMIT:], match[1], part[match.start() + 1 :], part)


def _stands_free(said: str, noun: str, parts: Sequence[str], *, times: int) -> bool:
    """Whether so many other parts of the clause say all this without a limitation, of the noun after the same character."""
    own = pairs(said)
    leads = _leads(noun, said)
    free = [part for part in parts if f"的{noun}" not in part and leads & _leads(noun, part)]
    if len(said) <= MERE_NAME:
        return said in free
    return sum(sum(pair in part for pair in own) >= NEARLY_ALL * len(own) for part in free) >= times


def _leads(noun: str, part: str) -> set[str]:
    """What stands right before a noun: a Chinese character, or nothing."""
    return {(re.findall(f"{HAN}$", part[: match.start()]) or [""])[0] for match in re.finditer(noun, part)}


def negation_faults(text: str, evidence: str) -> Iterator[str]:
    """A no of the clause before words that the sentence repeats is repeated too."""
    for match in _DENIED.finditer(evidence):
        if match[2] not in text:
            continue
        if evidence.count(match[2]) == 1:
            lost = f"{match[1]}{match[2]}" not in text
        else:
            printed = list(_denials(match[2], evidence))
            lost = any(printed_otherwise(said, printed, least=SAME_PLACE) for said in _denials(match[2], text))
        if lost:
            yield f"漏了原文的“{match[1]}”"
    for match in _DENIED_WORD.finditer(evidence):
        word = match[2]
        if word in text and all(place.form for place in _denials(word, evidence)) and _is_affirmed(word, text):
            yield f"漏了原文的“{match[1]}{word}”"


def _denials(words: str, text: str) -> Iterator[Place]:
    """Where words stand, with the no before them, if any."""
    for match in re.finditer(rf"({_NO})?{re.escape(words)}", text):
        yield Place.of(text, match.start(), match.end(), "no" if match[1] else "")


def _is_affirmed(word: str, text: str) -> bool:
    """Whether a word stands without any no shortly before it in a part that says more than the word."""
    parts = [part for part in PARTS.split(text) if part != word]
    return any(not _ANY_NO.search(part[: match.start()][-6:]) for part in parts for match in re.finditer(word, part))
