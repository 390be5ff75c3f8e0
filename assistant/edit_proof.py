"""What is nearly a part of the clause word for word differs from it in harmless words alone.

A sentence that keeps the words of the clause around a place tells what stands there: a word left out, put
in or exchanged (工作日后 for 工作日前, 和 for 或者, 法定程序 for 违反法定程序) makes another sentence of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import Match, SequenceMatcher
from itertools import pairwise, zip_longest

from assistant.proof_parts import HAN, LABEL, NUMERAL, PARTS, Place, printed_otherwise
from assistant.proof_words import chinese_words
from assistant.terms import segments, tagged

_JOINED = re.compile(r"^(?:、|和|与|及|或|以及|或者|并)|(?:、|和|与|及|或|以及|或者)$")
_IN_LIST = re.compile("(?:[、和与及或]|或者)$")
_MANNER = re.compile("^(?:以|通过|采取|采用|利用).*(?:方式|形式|途径|手段|办法|方法)")
_SHORT_FORM = re.compile(r"[(](?:以下|下)简?称[^()]*[)]")
_ASIDE = re.compile(rf"[(\"《].*[)\"》]|\W+|第[{NUMERAL}\d]+[条款项]")
_PRONOUN = re.compile("[其该此]|他们|它们|上述|前述")
_NO = re.compile("[不未无没勿]|非(?!物质|遗)")
_GOVERNING = frozenset("违反 逾期 涉嫌 拒绝 拒不 擅自 伪造 书面 符合 具备 取得 累计 连续 故意".split())
_TURNS = re.compile("除外|以外|[不未无]|方可|方能")  # what the end of a part may make of its beginning
_WITHIN = re.compile("(?<=[日年月天周时])内")
_GROUPS = tuple(
    map(re.compile, ("不得|禁止|应当|应该|必须|可以", "[前后]", "[内外]", "[上下]", "[先后]", "或者|以及|[或和与及]"))
)
_SENSES = {"禁止": "不得", "应该": "应当", "必须": "应当", "或": "或者", "与": "和", "及": "和", "以及": "和"}
SAME_PLACE = 6  # characters around a word by which its place in the clause is known
NEARLY_ALL = 0.7  # share of a part that must stand in a part of the clause for it to be held against that part
ALIKE = 0.95  # share of the most that a part has in common with a sentence, for another part to count as well
LITTLE_ELSE = 0.8  # share of the best such share of a part
MAX_WORD = 4  # characters of a word that stands in the place of another at the end of a part
CONTEXT = 2  # characters on either side of an edit by which its place is known


def edit_faults(text: str, evidence: str) -> Iterator[str]:
    """Words left out of a part of the clause that is otherwise repeated, put into it, or exchanged for others."""
    parts, told = _parts(evidence), _parts(text)
    for said, following in zip_longest(told, told[1:], fillvalue=""):
        before = _before(following, parts)
        led = [part for part in before if _blocks(said, part)]
        held = {part: blocks for part in led or parts if (blocks := _blocks(said, part))}
        claims = (
            len(said) >= 2 * CONTEXT
            or not _words_may_go(said)
            or any(part.removesuffix(said) in _GOVERNING for part in led)
        )
        if len(said) < CONTEXT or said in held or not claims:
            continue
        found = [list(_edits(said, part, held[part], text, evidence)) for part in _nearest(said, held)]
        if found and all(found):
            yield min(found, key=len)[0]


def _before(following: str, parts: Sequence[str]) -> list[str]:
    """The parts of the clause after which it goes on as the sentence does."""
    return [first for first, second in pairwise(parts) if second == following] if len(following) >= 2 * CONTEXT else []


def _nearest(said: str, held: Mapping[str, Sequence[Match]]) -> list[str]:
    """The parts that have most in common with a sentence and, of these, little else, but for those that hold it whole."""
    most = max(map(_size, held.values()), default=0)
    shares = {part: _size(blocks) / len(part) for part, blocks in held.items() if _size(blocks) >= ALIKE * most}
    whole = len(said) >= 2 * CONTEXT
    best = max(shares.values(), default=0.0)
    return [part for part, share in shares.items() if share >= LITTLE_ELSE * best or (whole and said in part)]


def relation_faults(text: str, evidence: str) -> Iterator[str]:
    """A small word that binds or relates (应当, 前, 内) stands where the clause has it, not where it has the other one."""
    for group in _GROUPS:
        printed = list(_places(group, evidence))
        for place in _places(group, text) if printed else ():
            found = printed_otherwise(place, printed, least=SAME_PLACE)
            if found:
                yield f"“{place.after[:8]}”之前,原文是“{found.form}”,不是“{place.form}”"


def _places(group: re.Pattern[str], text: str) -> Iterator[Place]:
    for match in group.finditer(text):
        yield Place.of(text, match.start(), match.end(), _SENSES.get(match[0], match[0]))


def _parts(text: str) -> list[str]:
    return [LABEL.sub("", part) for part in PARTS.split(_SHORT_FORM.sub("", text))]


def _blocks(said: str, part: str) -> list[Match]:
    """The stretches that a sentence and a part have in common in one order; none where that is too little."""
    matcher = SequenceMatcher(None, part, said, autojunk=False)
    if matcher.quick_ratio() * (len(said) + len(part)) < 2 * NEARLY_ALL * len(said):
        return []
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    return blocks if _size(blocks) >= NEARLY_ALL * len(said) else []


def _size(blocks: Sequence[Match]) -> int:
    return sum(block.size for block in blocks)


def _edits(said: str, part: str, blocks: Sequence[Match], text: str, evidence: str) -> Iterator[str]:
    """What makes the sentence another one than the part."""
    yield from _edge_edits(said, part, blocks[0], blocks[-1])
    for before, after in pairwise(blocks):
        begins = before.a == before.b == 0
        ends = after.a + after.size == len(part) and after.b + after.size == len(said)
        if (before.size < CONTEXT and not begins) or (after.size < CONTEXT and not ends):
            continue
        printed, own = part[before.a + before.size : after.a], said[before.b + before.size : after.b]
        moved = text.count(printed) >= evidence.count(printed)
        named = part[after.a] in '"“' or part[: after.a].rfind("《") > part[: after.a].rfind("》")
        if not own and not moved and not named and not _may_be_left_out(printed, part[: after.a]):
            yield f"漏了原文的“{printed}”"
        elif not printed and _NO.search(own):
            yield f"原文此处没有“{own}”"
        elif own and printed and not _are_alike(printed, own, moved=moved):
            yield f"“{own}”之处原文是“{printed}”"


def _edge_edits(said: str, part: str, first: Match, last: Match) -> Iterator[str]:
    """What was done to the beginning and the end of a part."""
    led, lost = said[: first.b], part[: first.a]
    if first.size == len(said) and _is_robbed(lost, part[first.a :]):
        yield f"漏了原文的“{lost[-8:]}”"
    if _are_exchanged(lost, led) or (_NO.search(led[-1:]) and not _NO.search(lost)):
        yield f"“{led}”之处原文是“{lost}”"
    ended, rest = said[last.b + last.size :], part[last.a + last.size :]
    if not ended and len(said) >= 2 * CONTEXT and (turn := _TURNS.search(rest)):
        yield f"漏了原文的“{turn[0]}”"
    listed = _IN_LIST.search(said[: last.b + last.size]) and _IN_LIST.search(part[: last.a + last.size])
    replaced = 0 < len(ended) == len(rest) <= MAX_WORD and not listed and not _words_may_go(rest)
    if replaced or _are_exchanged(rest, ended):
        yield f"“{ended}”之处原文是“{rest}”"


def _are_exchanged(printed: str, own: str) -> bool:
    relations = chinese_words().relations
    return printed in relations and own in relations and relations[printed] != relations[own]


def _is_robbed(lost: str, kept: str) -> bool:
    """Whether a part that lost its beginning begins with what the verb, or after the adverb, before it (违反 | 法定程序)."""
    before, after = tagged(lost)[-1:], tagged(kept)[:1]
    if not before or not after or _words_may_go(lost):
        return False
    return (
        before[0][1].startswith(("d", "ad"))
        or _NO.search(before[0][0]) is not None
        or before[0][0] in _GOVERNING
        or (before[0][1].startswith("v") and not after[0][1].startswith(("v", "p", "d", "c")))
    )


def _may_be_left_out(printed: str, until: str) -> bool:
    """Whether words of the clause are no loss: of the frame, an item of a list, or in brackets."""
    if printed in chinese_words().relations or _WITHIN.search(until, len(until) - len(printed)):
        return printed in {"上", "下", "和", "与", "及", "并", "、", "对", "且"}
    if _JOINED.search(printed):
        return not _NO.search(printed[-1])
    if until.removesuffix(printed)[-1:].isdigit():  # the unit of a number
        return False
    if printed.endswith(("的", "之")) or _ASIDE.fullmatch(printed):
        return not _NO.search(printed)
    return _words_may_go(_MANNER.sub("", printed))


def _words_may_go(printed: str) -> bool:
    words = chinese_words()
    return all(
        word in words.neutral or word in words.droppable
        for run in re.findall(f"{HAN}+|\\w+", printed)
        for word in segments(run)
    ) and not re.search("[前后外]", printed)


def _are_alike(printed: str, own: str, *, moved: bool) -> bool:
    """Whether words in the place of others say the same, or were moved there from elsewhere."""
    relations = chinese_words().relations
    if printed in relations and own in relations:
        return relations[printed] == relations[own]
    if _PRONOUN.search(own) or _PRONOUN.search(printed):
        return True
    if _NO.search(printed) or _NO.search(own):
        return False
    return moved or _may_be_left_out(printed, printed)
