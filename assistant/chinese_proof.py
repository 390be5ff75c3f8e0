"""Whether a Chinese sentence says no more, no less firmly and nothing else than the words it rests on.

All texts here are simplified and squeezed (folded, without white space). A fault is a short phrase that
can be given back to the model as the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from assistant.condition_proof import condition_faults
from assistant.edit_proof import edit_faults, relation_faults
from assistant.limit_proof import limit_faults, negation_faults
from assistant.number_proof import figure_faults, neighbour_faults, number_faults, qualifier_faults
from assistant.proof_parts import HAN, NUMERAL, PARTS, common, pairs
from assistant.proof_words import chinese_words
from assistant.terms import segments

_QUOTED = re.compile(r"[\"“「『《]([^\"“”「」『』《》]{3,})[\"”」』》]")
_LABEL = re.compile(rf"[{NUMERAL}]{{0,3}}\([{NUMERAL}]+\)\d*|第[{NUMERAL}\d]+[章节条款项]")
_JOINING = re.compile("[、和与及或并同]|以及|或者|并且")  # what stands on either side may change places
MIN_PAIRS = 0.75  # share of a sentence's pairs of characters that the clause must hold
MIN_COUNTED = 4  # pairs from which on a share says something
WHOLE_PART = 0.7  # share of the pairs of a part from which on the sentence tells it whole
SAME_PART = 0.5  # share of pairs from which on a sentence speaks of a part of the clause


def chinese_faults(text: str, evidence: str, headings: str = "") -> list[str]:
    """What `text` says that `evidence` does not, in the order of checking; empty when it is all there.

    Words may also be those of the `headings` above the evidence; how firmly it is said is the evidence's alone.
    """
    checks = (_labels, _quoted, number_faults, qualifier_faults, _binding, _content, _single)
    strict = (
        figure_faults,
        neighbour_faults,
        _hedges,
        limit_faults,
        negation_faults,
        edit_faults,
        relation_faults,
        condition_faults,
    )
    whole = f"{evidence}。{headings}"
    faults = [fault for check in checks for fault in check(text, whole)]
    faults += [*_order(text, evidence, headings), *(fault for check in strict for fault in check(text, evidence))]
    return list(dict.fromkeys(faults))


def _labels(text: str, evidence: str) -> Iterator[str]:
    """Numbers of clauses other than those of the passages it cites, which are taken out before."""
    for match in _LABEL.finditer(text):
        if match[0] not in evidence:
            yield f"条款编号“{match[0]}”不属于所引条款"


def _quoted(text: str, evidence: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        if match[1] not in evidence:
            yield f"引号中的“{match[1]}”不是原文"
    for match in re.finditer(r"\[[^\[\]]+\]|《[^《》]+》", text):
        if match[0] not in evidence:
            yield f"括号中的“{match[0]}”不是原文"


def _binding(text: str, evidence: str) -> Iterator[str]:
    words = chinese_words()
    for word in words.binding:
        if word in text and word not in evidence:
            yield f"原文没有“{word}”"
    for position, character in enumerate(text):
        pair = text[position : position + 2]
        before = text[max(0, position - 1) : position + 1]
        if character in words.binding_characters and pair not in evidence and before not in evidence:
            yield f"原文没有“{pair}”"
    for match in words.framed.finditer(text):
        if match[0] not in evidence:
            yield f"原文没有“{match[0]}”"
    for word in ("可", "能"):
        if word in text and not re.search("[可能]", evidence):
            yield f"原文没有“{word}”"


def _content(text: str, evidence: str) -> Iterator[str]:
    """Every word that carries meaning stands in the clause."""
    for word, _ in content_words(_without_frame(text)):
        if word not in evidence and not _made_of(word, evidence) and not (word == "可以" and "可" in evidence):
            yield f"原文没有“{word}”"
    own = pairs(_without_frame(text))
    if len(own) >= MIN_COUNTED and sum(pair in evidence for pair in own) < MIN_PAIRS * len(own):
        yield "与所引原文的用语相差太大"


def _single(text: str, evidence: str) -> Iterator[str]:
    """A word of one character is one in the clause too, or stands between the same characters: no piece of a longer word."""
    known = chinese_words().neutral | _single_words(evidence) | _single_words(_LABEL.sub("|", evidence))
    printed, said = (f"|{re.sub(f'[^{HAN[1:]}+', '|', whole)}|" for whole in (evidence, text))
    place = 1
    for run in re.split(r"(\|)", said[1:-1]):
        for word in segments(run):
            around = said[place - 1 : place + 2]
            if len(word) == 1 and word not in f"|可能{NUMERAL}" and word not in known and around not in printed:
                yield f"原文没有“{around.strip('|')}”"
            place += len(word)


@lru_cache(maxsize=512)
def _single_words(text: str) -> frozenset[str]:
    return frozenset(word for run in re.findall(f"{HAN}+", text) for word in segments(run) if len(word) == 1)


def _without_frame(text: str) -> str:
    """The text with the words of the frame as bars, so that they count neither for nor against it."""
    neutral = chinese_words().neutral
    for word in _long_frames():
        text = text.replace(word, "|")
    return re.sub(
        f"{HAN}+", lambda run: "".join("|" if w in neutral and len(w) > 1 else w for w in segments(run[0])), text
    )


@cache
def _long_frames() -> tuple[str, ...]:
    """The frames that the segmenter may cut, longest first."""
    return tuple(sorted((word for word in chinese_words().neutral if len(word) > 2), key=len, reverse=True))


def _made_of(word: str, evidence: str) -> bool:
    """Whether a longer word is put together from words of the frame or of the clause (区级基地, 应当按照)."""
    if len(word) <= 2:
        return False
    return any(_stands(word[:cut], evidence) and _stands(word[cut:], evidence) for cut in range(1, len(word)))


def _stands(word: str, evidence: str) -> bool:
    return word in chinese_words().neutral or (len(word) > 1 and word in evidence)


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[tuple[str, int], ...]:
    """The words of two and more characters that are no frame, with their places."""
    neutral = chinese_words().neutral
    return tuple((word, place) for word, place in all_words(text) if word not in neutral)


@lru_cache(maxsize=4096)
def all_words(text: str) -> tuple[tuple[str, int], ...]:
    """The words of two and more characters with their places, numerals left out."""
    found = []
    for match in re.finditer(rf"{HAN}+|[A-Za-z][A-Za-z0-9.+-]*", text):
        place = match.start()
        for word in segments(match[0]):
            if len(word) > 1 and not re.fullmatch(f"[{NUMERAL}]+", word):
                found.append((word, place))
            place += len(word)
    return tuple(found)


def _order(text: str, evidence: str, headings: str) -> Iterator[str]:
    """Inside one part of a sentence the words come as the clause has them: who does what to whom stays.

    One stretch of words may have moved, as when the topic comes first; two that changed places may not.
    Words of another part of the clause, or of its headings, may lead or follow, never stand in between.
    """
    parts = PARTS.split(evidence)
    for said in PARTS.split(text):
        words = [known for word, _ in all_words(said) for known in _known(word, evidence, headings)]
        if len(words) < 2:
            continue
        counts = [sum(word in part for word in words) for part in parts]
        mains = [part for part, count in zip(parts, counts, strict=True) if count == max(counts)]
        exchanged = _is_exchanged(said, evidence) or any(_is_shuffled(said, part) for part in parts)
        if exchanged or not any(_is_told(words, main) for main in mains):
            yield f"“{said[:24]}”的语序与原文不同"


def _is_exchanged(said: str, evidence: str) -> bool:
    """Whether two words stand the other way round about the same characters: 药品等的有效期 for 有效期等的药品."""
    words = all_words(said)
    for (first, start), (second, place) in pairwise(words):
        between = said[start + len(first) : place]
        if first == second or _JOINING.fullmatch(between):
            continue
        if f"{second}{between}{first}" in evidence and f"{first}{between}{second}" not in evidence:
            return True
    return False


def _is_shuffled(said: str, part: str) -> bool:
    """Whether a part has all its characters, but in other places than two joined words that changed theirs."""
    if said == part or len(said) != len(part) or sorted(said) != sorted(part):
        return False
    start = common(said, part)
    end = len(part) - common(said[::-1], part[::-1])
    moved = part[start:end]
    swaps = (moved[match.end() :] + match[0] + moved[: match.start()] for match in _JOINING.finditer(moved))
    return said[start:end] not in swaps


def _known(word: str, evidence: str, headings: str) -> tuple[str, ...]:
    """The word as the clause has it: whole, or the two words it is put together from; words of headings as they are."""
    if word in evidence:
        return (word,)
    cuts = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
    for first, second in cuts:
        if (first in evidence and second in f"{evidence}。{headings}") or (second in evidence and first in headings):
            return first, second
    if word in headings and word not in chinese_words().neutral:
        return (word,)
    halves = [part for cut in range(1, len(word)) for part in (word[:cut], word[cut:]) if len(part) > 1]
    return next(((part,) for part in halves if part in evidence), ())


def _is_told(words: Sequence[str], main: str) -> bool:
    """Whether words are those of one part, in its order, with others before or after them alone."""
    inside = [place for place, word in enumerate(words) if word in main]
    if not inside or inside != list(range(inside[0], inside[-1] + 1)):
        return False
    places = _places([words[place] for place in inside], main)
    return len(set(places)) == len(places) and _stretches(places) in _MOVES


def _places(words: Sequence[str], part: str) -> list[int]:
    """Where the words stand, each after the one before it where it can."""
    places: list[int] = []
    end = 0
    for word in words:
        after = part.find(word, end)
        places.append(after if after >= 0 else part.find(word))
        end = places[-1] + len(word)
    return places


_MOVES = {(), (0,), (1, 0), (0, 2, 1)}


def _stretches(places: Sequence[int]) -> tuple[int, ...]:
    """The order of the stretches of words that follow one another in the clause: (1, 0) when two were exchanged."""
    ranks = {place: rank for rank, place in enumerate(sorted(set(places)))}
    order = [ranks[place] for place in places]
    starts = [rank for position, rank in enumerate(order) if position == 0 or rank != order[position - 1] + 1]
    numbered = {rank: number for number, rank in enumerate(sorted(set(starts)))}
    return tuple(numbered[rank] for rank in starts)


def _hedges(text: str, evidence: str) -> Iterator[str]:
    """Where a sentence says what a part of the clause says, it says it no more firmly."""
    own = set(pairs(text))
    parts = PARTS.split(evidence)
    for place, part in enumerate(parts):
        printed = pairs(part)
        shared = [pair for pair in printed if pair in own]
        if not shared or len(shared) < SAME_PART * min(len(printed), len(own)):
            continue
        others = (*parts[:place], *parts[place + 1 :])
        if len(shared) < WHOLE_PART * len(printed) and any(all(pair in other for pair in shared) for other in others):
            continue  # the sentence speaks of the other part
        for hedge in chinese_words().hedges:
            if hedge in part and not _keeps(hedge, text, part):
                yield f"漏了原文的“{hedge}”"


def _keeps(hedge: str, text: str, part: str) -> bool:
    if hedge in {"可", "可以"}:
        return "可" in text or not re.search(r"(?<![许认])可(?!持续|再生|视|靠|信|行|能性|见|观)", part)
    if hedge in text:
        return True
    # The hedge of another half of the part (支持…, 引导…) is not the sentence's own.
    after = part[part.index(hedge) + len(hedge) :][:8]
    before = part[: part.index(hedge)][-8:]
    near = pairs(before if hedge == "左右" else after)
    own = set(pairs(text))
    return bool(near) and sum(pair in own for pair in near) < SAME_PART * len(near)
