"""What speaks for a run of sentence parts as the answer to a question; each feature is a column over all runs.

The weights are in `data/spans.toml`, fitted by `eval/span_fitting.py`, which says on what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.asking import asks_of
from assistant.giving import gives
from ingest.passages import Passage
from ingest.reading import squeeze

if TYPE_CHECKING:
    from assistant.spans import Part

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EMPTY = re.compile(
    r"请问|是不是|有没有|能不能|什么时候|什么样的?|为什么|是什么|有哪些|哪些|哪个|哪几|怎么样|怎么|怎样|如何|什么|多少|是否|需要|应当|应该|可以|"
    r"具体|规定|根据|按照|关于|对于|以及|进行|的|了|吗|呢|吧|在|中|是|对|由|和|与|及|或|其|等|为|有|[^\w]+"
)
# What a question is for, and which of the signs below an answer to it shows.
_KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "many": (r"多少|几|比例|百分|幅度|额度|金额|标准是", ("number", "new_number")),
    "time": (r"什么时候|何时|几月|哪天|时间|日期|期限|多久|多长|截止|截至|几号", ("time", "new_number")),
    "who": (
        r"谁|哪(?:个|些)(?:部门|单位|机构|企业|人|群体|对象)|什么(?:人|单位|部门|企业)|对象|哪(?:个|家|几)",
        ("body",),
    ),
    "where": (r"哪里|哪儿|何处|地点|地址|在哪|什么地方|哪些(?:地方|地区|城市|省)", ("place",)),
    "channel": (
        r"电话|热线|网址|网站|平台|APP|app|公众号|邮箱|途径|渠道|方式|小程序|路径",
        ("channel", "new_number"),
    ),
    "how": (
        r"怎么|如何|怎样|措施|举措|做法|要求|规定|政策|办法|安排|支持|帮助|处理|方法",
        ("duty", "new_number"),
    ),
    "list": (r"哪些|哪几|包括|什么(?:内容|措施|材料|条件)|条件|材料", ("duty",)),
    "why": (r"为什么|原因|为何|目的|作用|意义", ()),
    "what": (r"什么", ()),
    "whether": (r"是否|能否|吗|能不能|可不可以|可以.*\?$", ()),
}
_SIGNS = {
    "number": r"\d|[一二三四五六七八九十百千万亿两]+(?:个|家|名|项|次|天|元|万|户|人|类|种|倍|条|成)|百分",
    "time": r"\d+(?:年|月|日|时|天|小时|点|个工作日|个月)|工作日|期间|当日|即日|之前|以前|结束|年底|月底|\d+:\d+",
    "channel": r"\d{3,4}-\d{7,8}|\d{5,}|https?|www|APP|App|app|平台|公众号|微信|网站|热线|电话|邮箱|小程序|系统|官网",
    "place": r"[省市区县镇]|街道|中心|大厅|路\d+|窗口|机场|医院",
    "body": r"部|局|委|厅|企业|公司|单位|机构|人员|者|院|中心|协会|政府|户|人",
    "duty": r"要|应|可|将|予以|给予|按|实行|不得|严格|加强|提供|开展|鼓励|减免|免征|延长",
}
_JOINING = re.compile(r"^(?:但|并|且|其中|同时|此外|另外|以及|而|也|还|即|同比|从而|确保|以)")
_FRAMING = re.compile(r"^(?:为|对|根据|按照|针对|在|自|经|据|由于)")
_MARK = re.compile(
    r"^\(?[一二三四五六七八九十\d]{1,3}[)、..](?!\d)|^[一二三四五六七八九十]是|^第[一二三四五六七八九十]+[、,条]"
)
_LENGTHS = (8, 16, 28, 45, 70, 110, 170)
_SHORT, _LONG = 20, 60
_SHARES = ("log_length", "short", "middle", "long", "covered", "whole", "covered_before", "repeats", "after_colon")


def feature_names() -> tuple[str, ...]:
    """Every feature in a fixed order: general ones, then those of each kind of question (`time.short`)."""
    kinds = [f"{kind}.{name}" for kind, (_, signs) in _KINDS.items() for name in (*_SHARES, *signs)]
    return (*_GENERAL, *(f"longer_than_{length}" for length in _LENGTHS), *_SIGNS, "new_number", *kinds)


_GENERAL = tuple(
    """covered covered_squared sentence_covered sentence_covered_squared nearby_covered part_before_covered
    covered_before covered_after last_sentence_covered relative best_sentence first_part_covered last_part_covered
    mean_part_covered repeats only_repeats log_length starts_sentence ends_sentence whole two_sentences more_sentences
    heading_covered after_heading is_heading marked after_colon colon_covered ends_with_colon joining framing
    place_in_passage first_of_passage rank first_passage first_document gives passage_length whole_in_short
    length_in_short""".split()
)


def grams_of(text: str) -> set[str]:
    """Pairs of neighbouring characters, and digits and letters by themselves."""
    squeezed = squeeze(text)
    pairs = {squeezed[place : place + 2] for place in range(len(squeezed) - 1)}
    return pairs | {character for character in squeezed if character.isascii() and character.isalnum()}


def question_grams(question: str) -> list[str]:
    """The grams of a question without its asking words, in a fixed order."""
    return sorted(set().union(*(grams_of(piece) for piece in _EMPTY.split(question) if piece)))


def columns_of(question: str, passages: Sequence[Passage], parts: Sequence[Part],
               runs: Sequence[tuple[int, int]]) -> dict[str, Floats]:  # fmt: skip
    """Each feature's column over the runs; empty when the question holds no words or there is no run."""
    wanted = question_grams(question)
    if not wanted or not runs:
        return {}
    first, after = np.array(runs, dtype=np.int64).T
    columns = _coverage(wanted, parts, first, after) | _form(question, passages, parts, first, after)
    length = columns["length"]
    columns |= {f"longer_than_{bound}": _as_numbers(length > bound) for bound in _LENGTHS}
    columns |= {"short": _as_numbers(length <= _SHORT), "long": _as_numbers(length > _LONG)}
    columns["middle"] = 1.0 - columns["short"] - columns["long"]
    columns["colon_covered"] = columns["after_colon"] * columns["part_before_covered"]
    columns["heading_covered"] = columns["after_heading"] * columns["part_before_covered"]
    nothing = np.zeros(len(runs))
    for kind, (pattern, signs) in _KINDS.items():
        asked = bool(re.search(pattern, question))
        columns |= {f"{kind}.{name}": columns[name] if asked else nothing for name in (*_SHARES, *signs)}
    return columns


def _as_numbers(values: NDArray[np.bool_]) -> Floats:
    return values.astype(np.float64)


def _sentence_bounds(parts: Sequence[Part]) -> tuple[Ints, Ints, Ints]:
    """For each part the first part of its passage and of its sentence, and the part after its sentence."""
    passage_first, sentence_first = np.zeros(len(parts), dtype=np.int64), np.zeros(len(parts), dtype=np.int64)
    sentence_after = np.zeros(len(parts), dtype=np.int64)
    for place, part in enumerate(parts):
        fresh = not place or parts[place - 1].passage != part.passage
        passage_first[place] = place if fresh else passage_first[place - 1]
        sentence_first[place] = place if fresh or parts[place - 1].ends_sentence else sentence_first[place - 1]
    after = len(parts)
    for place in range(len(parts) - 1, -1, -1):
        if parts[place].ends_sentence or after == len(parts) or parts[place].passage != parts[after].passage:
            after = place + 1
        sentence_after[place] = after
    return passage_first, sentence_first, sentence_after


def _coverage(wanted: Sequence[str], parts: Sequence[Part], first: Ints, after: Ints) -> dict[str, Floats]:
    """How much of the question stands in a run, in its sentence, and around it; rare pairs count more."""
    there = np.array([[gram in part.text for gram in wanted] for part in parts], dtype=np.int64)
    holding = there.sum(axis=0)
    rarity = np.where(holding > 0, np.log(1 + (len(parts) + 1) / (1 + holding)), 0.0)
    rarity = rarity / (rarity.sum() or 1.0)
    running = np.vstack([np.zeros(len(wanted), dtype=np.int64), there.cumsum(axis=0)])
    alone = there @ rarity
    running_alone = np.concatenate([[0.0], alone.cumsum()])
    passage_first, sentence_first, sentence_after = _sentence_bounds(parts)
    last = after - 1

    def covered(start: Ints, end: Ints) -> Floats:
        found: Floats = (running[np.maximum(end, start)] - running[start] > 0) @ rarity
        return found

    begin, end = sentence_first[first], sentence_after[last]
    inside = begin > passage_first[first]
    previous = sentence_first[np.maximum(begin - 1, 0)]
    whole = covered(begin, end)
    best = float(covered(sentence_first, sentence_after).max()) or 1.0
    own = covered(first, after)
    return {
        "covered": own,
        "covered_squared": own**2,
        "sentence_covered": whole,
        "sentence_covered_squared": whole**2,
        "nearby_covered": covered(np.maximum(passage_first[first], first - 2), end),
        "part_before_covered": np.where(first > passage_first[first], alone[np.maximum(first - 1, 0)], 0.0),
        "covered_before": covered(begin, first),
        "covered_after": covered(after, end),
        "last_sentence_covered": np.where(inside, covered(np.where(inside, previous, begin), begin), 0.0),
        "relative": whole / best,
        "best_sentence": _as_numbers(whole >= best - 1e-9),
        "first_part_covered": alone[first],
        "last_part_covered": np.where(last > first, alone[last], 0.0),
        "mean_part_covered": (running_alone[after] - running_alone[first]) / (after - first),
        "starts_sentence": _as_numbers(first == begin),
        "ends_sentence": _as_numbers(after == end),
        "whole": _as_numbers((first == begin) & (after == end)),
        "first_of_passage": _as_numbers(first == passage_first[first]),
    }


def _form(
    question: str, passages: Sequence[Passage], parts: Sequence[Part], first: Ints, after: Ints
) -> dict[str, Floats]:
    """What a run looks like: its length, its place, how it begins, and what things it holds."""
    last, before = after - 1, np.maximum(first - 1, 0)
    passage = np.array([part.passage for part in parts])
    follows = (first > 0) & (passage[before] == passage[first])
    asked, digits = grams_of(question), set(re.findall(r"\d+(?:\.\d+)?", squeeze(question)))
    grams = [grams_of(part.text) for part in parts]
    old = _summed([len(found & asked) for found in grams], first, after)
    new = _summed([len(found - asked) for found in grams], first, after)
    length = _summed([len(part.text) for part in parts], first, after)
    stops = _summed([part.ends_sentence for part in parts], first, last)
    heading = _marked(parts, lambda part: bool(_MARK.match(part.text)) and part.ends_sentence and len(part.text) < 30)
    colon = _marked(parts, lambda part: part.text.endswith(":"))
    sizes = np.log([1 + len(item.text) for item in passages])
    starts = np.array([part.start for part in parts]) / np.array([1 + len(passages[p].text) for p in passage])
    documents = np.array([item.document_id == passages[0].document_id for item in passages])
    whole = (last == first) & _marked(parts, lambda part: part.ends_sentence)[last]
    holds = {name: _held(parts, re.compile(pattern).search, first, after) for name, pattern in _SIGNS.items()}
    numbers = [set(re.findall(r"\d+(?:\.\d+)?", part.text)) - digits for part in parts]
    asks = asks_of(question)
    given = [sum(gives(ask, part.text) for ask in asks) / len(asks) if asks else 0.0 for part in parts]
    briefness = np.maximum(0.0, 6.0 - sizes)[passage[first]]
    return holds | {
        "new_number": _as_numbers(_summed([bool(found) for found in numbers], first, after) > 0),
        "repeats": old / (old + new + 1.0),
        "only_repeats": _as_numbers(new <= 2),
        "length": length,
        "log_length": np.log(1.0 + length),
        "two_sentences": _as_numbers(stops == 1),
        "more_sentences": _as_numbers(stops > 1),
        "after_heading": _as_numbers(follows & heading[before]),
        "is_heading": _as_numbers(heading[first]),
        "marked": _as_numbers(_marked(parts, lambda part: bool(_MARK.match(part.text)))[first]),
        "after_colon": _as_numbers(follows & colon[before]),
        "ends_with_colon": _as_numbers(colon[last]),
        "joining": _as_numbers(_marked(parts, lambda part: bool(_JOINING.match(part.text)))[first]),
        "framing": _as_numbers(_marked(parts, lambda part: bool(_FRAMING.match(part.text)))[first]),
        "place_in_passage": starts[first],
        "rank": np.log(1.0 + passage[first]),
        "first_passage": _as_numbers(passage[first] == 0),
        "first_document": _as_numbers(documents[passage[first]]),
        "gives": np.minimum(1.0, _summed(given, first, after)),
        "passage_length": sizes[passage[first]],
        "whole_in_short": briefness * whole,
        "length_in_short": briefness * np.log(1.0 + length),
    }


def _summed(values: Sequence[float], first: Ints, after: Ints) -> Floats:
    running = np.concatenate([[0.0], np.cumsum(np.array(values, dtype=np.float64))])
    found: Floats = running[after] - running[first]
    return found


def _marked(parts: Sequence[Part], test: Callable[[Part], bool]) -> NDArray[np.bool_]:
    return np.array([test(part) for part in parts], dtype=bool)


def _held(parts: Sequence[Part], find: Callable[[str], object], first: Ints, after: Ints) -> Floats:
    return _as_numbers(_summed([find(part.text) is not None for part in parts], first, after) > 0)
