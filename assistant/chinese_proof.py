"""Whether a Chinese sentence says no more, no less firmly and nothing else than the words it rests on.

All texts here are simplified and squeezed (folded, without white space). A fault is a short phrase that
can be given back to the model as the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from assistant.proof_words import chinese_words
from assistant.terms import segments

_HAN = r"[\u4e00-\u9fff]"
_PARTS = re.compile(r"[,;。:!?\n]")
_PIECES = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9%.+-]+")
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_UNITS = "%|万元|亿元|美元|元|万|亿|家|个|名|所|项|人|年|月|日|次|号|条|倍|岁|小时|天|学分|平方米|公里|成|种|类|届|批|期|季度"
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*(?:[-—~至到]\d+(?:[.,]\d+)*)?(?:{_UNITS})?")
_COUNTED = re.compile(rf"[{_NUMERAL}]+(?:分之[{_NUMERAL}]+|(?:{_UNITS}|大))")
_QUALIFIER = re.compile("左右|以上|以下|以内")
_UNCOUNTED = re.compile(r"一(?:个|种|项|家|条|类|次|批|期|名|所|大)")
_LEVEL = re.compile(r"[国省市区县校]级|全[国省市区]")
_ATTRIBUTE = re.compile(rf"((?:(?!的){_HAN}|\"){{3,16}})的(?=({_HAN}{{3}}))")
_QUOTED = re.compile(r"[\"“「『《]([^\"“”「」『』《》]{3,})[\"”」』》]")
_LABEL = re.compile(rf"[{_NUMERAL}]{{0,3}}\([{_NUMERAL}]+\)\d*|第[{_NUMERAL}\d]+[章节条款项]")
_JOINING = re.compile("[、和与及或并同]|以及|或者|并且")  # what stands on either side may change places
_DATES = re.compile(r"\d+(?:年|月|日)|20\d\d")
MIN_NEIGHBOURS = 0.6  # share of the pairs after a number or level that its part of the clause must hold
MIN_PAIRS = 0.75  # share of a sentence's pairs of characters that the clause must hold
MIN_COUNTED = 4  # pairs from which on a share says something
WHOLE_LIMIT = 0.9  # share of a limitation that must be told where it no longer stands before its word
SAME_CLAUSE = 0.7  # share of pairs from which on a sentence tells what follows a limitation
SAME_PART = 0.5  # share of pairs from which on a sentence speaks of a part of the clause


def chinese_faults(text: str, evidence: str, headings: str = "") -> list[str]:
    """What `text` says that `evidence` does not, in the order of checking; empty when it is all there.

    Words may also be those of the `headings` above the evidence; how firmly it is said is the evidence's alone.
    """
    checks = (_labels, _quoted, _numbers, _qualifiers, _binding, _content)
    strict = (_order, _neighbours, _hedges, _attributes, _negations)
    whole = f"{evidence}。{headings}"
    faults = [fault for check in checks for fault in check(text, whole)]
    faults += [fault for check in strict for fault in check(text, evidence)]
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


def _numbers(text: str, evidence: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        end = rf"(?!\.?\d|{_UNITS})" if match[0][-1].isdigit() else ""
        if not re.search(rf"(?<![\d.]){re.escape(match[0])}{end}", evidence):
            yield f"数字“{match[0]}”不在所引原文中"
    for match in _COUNTED.finditer(text):
        if match[0] not in evidence and not _UNCOUNTED.fullmatch(match[0]):
            yield f"数量“{match[0]}”不在所引原文中"


def _qualifiers(text: str, evidence: str) -> Iterator[str]:
    """A number is followed by 以上, 左右 and the like exactly where the clause has it so."""
    for match in (*_NUMBER.finditer(text), *_COUNTED.finditer(text)):
        printed = {found[1] for found in re.finditer(rf"{re.escape(match[0])}(左右|以上|以下|以内|)", evidence)}
        said = _QUALIFIER.match(text, match.end())
        if printed and (said[0] if said else "") not in printed:
            yield f"“{match[0]}”之后应照原文写“{'、'.join(sorted(printed))}”"


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
    for word in ("可", "能"):
        if word in text and not re.search("[可能]", evidence):
            yield f"原文没有“{word}”"


def _content(text: str, evidence: str) -> Iterator[str]:
    """Every word that carries meaning stands in the clause."""
    for word, _ in content_words(_without_frame(text)):
        if word not in evidence and not _made_of(word, evidence):
            yield f"原文没有“{word}”"
    pairs = _pairs(_without_frame(text))
    if len(pairs) >= MIN_COUNTED and sum(pair in evidence for pair in pairs) < MIN_PAIRS * len(pairs):
        yield "与所引原文的用语相差太大"


def _without_frame(text: str) -> str:
    """The text with the words of the frame as bars, so that they count neither for nor against it."""
    neutral = chinese_words().neutral
    for word in _long_frames():
        text = text.replace(word, "|")
    return re.sub(
        f"{_HAN}+", lambda run: "".join("|" if w in neutral and len(w) > 1 else w for w in segments(run[0])), text
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
    for match in re.finditer(rf"{_HAN}+|[A-Za-z][A-Za-z0-9.+-]*", text):
        place = match.start()
        for word in segments(match[0]):
            if len(word) > 1 and not re.fullmatch(f"[{_NUMERAL}]+", word):
                found.append((word, place))
            place += len(word)
    return tuple(found)


def _order(text: str, evidence: str) -> Iterator[str]:
    """Inside one part of a sentence the words come as the clause has them: who does what to whom stays.

    One stretch of words may have moved, as when the topic comes first; two that changed places may not.
    Words of another part of the clause may lead or follow, never stand in between.
    """
    parts = _PARTS.split(evidence)
    for said in _PARTS.split(text):
        words = [known for word, _ in all_words(said) for known in _known(word, evidence)]
        if len(words) < 2:
            continue
        counts = [sum(word in part for word in words) for part in parts]
        mains = [part for part, count in zip(parts, counts, strict=True) if count == max(counts)]
        if not any(_is_told(words, main) for main in mains) or _is_exchanged(said, evidence):
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


def _known(word: str, evidence: str) -> tuple[str, ...]:
    """The word as the clause has it: whole, or the two words it is put together from."""
    if word in evidence:
        return (word,)
    cuts = [(word[:cut], word[cut:]) for cut in range(1, len(word))]
    whole = next((pair for pair in cuts if all(len(part) > 1 and part in evidence for part in pair)), ())
    return whole or next(((part,) for pair in cuts for part in pair if len(part) > 1 and part in evidence), ())


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


def _neighbours(text: str, evidence: str) -> Iterator[str]:
    """A number or a level stands with the words it stands with in the clause, not with those of another part."""
    parts = _PARTS.split(evidence)
    for said in _PARTS.split(text):
        for match in (*_NUMBER.finditer(said), *_LEVEL.finditer(said)):
            if _DATES.fullmatch(match[0]):
                continue
            pairs = _pairs(said[match.end() : match.end() + 14]) or _pairs(
                said[max(0, match.start() - 10) : match.start()]
            )
            holding = [part for part in parts if match[0] in part]
            shares = [sum(pair in part for pair in pairs) / len(pairs) for part in holding] if pairs else [1.0]
            if holding and max(shares) < MIN_NEIGHBOURS:
                yield f"“{match[0]}”在原文中说的不是“{said[match.end() : match.end() + 12]}”"


def _hedges(text: str, evidence: str) -> Iterator[str]:
    """Where a sentence says what a part of the clause says, it says it no more firmly."""
    own = set(_pairs(text))
    for part in _PARTS.split(evidence):
        pairs = _pairs(part)
        shared = sum(pair in own for pair in pairs)
        if not shared or shared < SAME_PART * min(len(pairs), len(own)):
            continue
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
    near = _pairs(before if hedge == "左右" else after)
    own = set(_pairs(text))
    return bool(near) and sum(pair in own for pair in near) < SAME_PART * len(near)


def _attributes(text: str, evidence: str) -> Iterator[str]:
    """What the clause says of something (兴办职业教育的企业) is not said of more."""
    spoken = _PARTS.split(text)
    for part in _PARTS.split(evidence):
        for match in _ATTRIBUTE.finditer(part):
            limits, rest = _pairs(match[1]), _pairs(part[match.end(1) + 1 :])
            telling = [said for said in spoken if match[2] in said]
            own = {pair for said in telling for pair in _pairs(said)}
            told = own and sum(pair in own for pair in rest) >= SAME_CLAUSE * len(rest)
            limited = f"的{match[2]}"
            needed = SAME_PART if text.count(limited) >= part.count(limited) else WHOLE_LIMIT
            kept = sum(pair in own for pair in limits) >= needed * len(limits)
            repeated = max((said.count(match[1]) for said in telling), default=0)
            fewer = needed == WHOLE_LIMIT and 1 < part.count(match[1]) > repeated
            if told and limits and (fewer or not kept):
                yield f"漏了原文的限定“{match[1]}的”"


def _negations(text: str, evidence: str) -> Iterator[str]:
    """A no of the clause before words that the sentence repeats is repeated too."""
    for match in re.finditer(rf"(不得|禁止|严禁|不予|不再|未经|不|未|非|无)(?=({_HAN}{{4}}))", evidence):
        if match[2] in text and f"{match[1]}{match[2]}" not in text and evidence.count(match[2]) == 1:
            yield f"漏了原文的“{match[1]}”"


def _pairs(text: str) -> list[str]:
    """Neighbouring characters of the text without words of the frame between punctuation marks."""
    return [piece[i : i + 2] for piece in _PIECES.split(text) for i in range(len(piece) - 1)]
