"""The second stage: candidates scored again by what a question asks for and where a clause stands.

The first stage counts shared characters. This one knows that 「何时施行」 wants the clause that says 「自…起施行」,
that such a clause is the last one, that a named regulation is meant as a whole, and that words of its title need
not be said again in its clauses. Every feature is 0 to about 1; their weights are in `data/rescoring.toml`,
fitted by `eval/fitting.py`, which says on what.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ingest.passages import Passage
from ingest.reading import squeeze

Floats = NDArray[np.float64]

# What is asked for, and the words of a clause that gives it.
_INTENTS: dict[str, tuple[str, str]] = {
    "define": (
        r"是什么(?!时)|是指|含义|定义|所称|何谓|指的是|什么是|概念",
        r"是指|所称|系指|指的是|,指|的含义",
    ),
    "purpose": (
        r"目的|宗旨|为了什么|为什么要?制定|(?:依据|根据)(?:什么|哪)|制定.{0,6}依据",
        r"为了?[^。]{4,60},[^。]{0,60}制定|制定本",
    ),
    "scope": (
        r"适用于?(?:哪|什么|谁|于)|适用的?(?:范围|对象)|(?:哪些|什么)[^?]{0,16}适用|调整范围|是否适用",
        r"适用(?:本|于|范围)|不适用|(?:境内|区域内|范围内)[^。]{0,60}(?:适用|遵守)",
    ),
    "date": (
        (
            r"(?:施行|实施|生效|执行|公布|发布|通过|修订|修正)的?(?:日期|时间)|自.{0,8}(?:施行|实施|生效)|"
            r"(?:何时|什么时候|哪一?[年天日]|几月|时间)[^?]{0,10}(?:施行|实施|生效|执行|公布|发布|通过|起)"
        ),
        r"自[^。]{0,24}起(?:施行|实施|生效|执行|试行)|自(?:公布|发布|印发)之日|年\d+月\d+日|\d+年.{0,3}月",
    ),
    "who": (
        r"谁|哪(?:个|些|一)?(?:级|个)?[^?]{0,4}(?:部门|机关|单位|机构|人员|主体|组织)|由(?:谁|哪|什么)|主管",
        (
            r"(?:部门|机关|机构|单位|委员会|局|院|政府)[^,。;]{0,14}(?:负责|主管|承担|组织)|"
            r"由[^,。;]{2,25}(?:负责|主管|组织|实施|批准|审批)"
        ),
    ),
    "penalty": (
        r"处罚|罚款|法律责任|违反|违法|后果|制裁|惩罚|追究|处分|承担[^?]{0,8}责任",
        r"处罚|罚款|责令|警告|没收|吊销|追究|处分|刑事责任|法律责任",
    ),
    "condition": (
        r"条件|符合(?:哪些|什么|以下)|具备|资格|满足|要求",
        r"(?:下列|以下)[^。:]{0,12}(?:条件|要求)|应当?(?:具备|符合)|条件:|须具备",
    ),
    "deadline": (
        r"多长时间|多久|期限|几[日天年]|多少(?:日|天|个?工作日|年|个月)|时限|时间内|有效期|届满|保存",
        r"[\d一二三四五六七八九十百]+个?(?:工作)?(?:日|天|个?月|年|小时)|期限|有效期|届",
    ),
    "number": (
        r"多少|几(?:个|名|人|次|种|级|类|倍)|比例|数量|金额|额度|百分之|最低|最高|[低高超少][于过]|标准",
        r"\d|百分之|[一二三四五六七八九十百千万两]+(?:名|人|个|次|元|级|类|种|倍|万)|不[得应]?[少低高超][于过]",
    ),
    "material": (
        r"材料|哪些文件|什么文件|资料|提交|提供|证件|报送",
        r"(?:下列|以下)[^。:]{0,10}(?:材料|文件|资料|证)|提交|申请(?:书|表)|复印件",
    ),
    "list": (
        r"哪些|有什么|包括(?:什么|哪)|哪几|几种|分为|主要(?:内容|包括|职责|任务)|哪[三四五六两几]",
        r"下列|以下|包括|:\s*$|:\s*[(]?一|分为|\([一]\)",
    ),
    "may": (
        r"禁止|不得|不能|不允许|能否|能不能|是否(?:可以|能|允许|应|需|必须|要)|可以[^?]{0,30}吗|可否|是否",
        r"不得|禁止|严禁|不予|不能|可以|允许|应当",
    ),
    "procedure": (
        r"程序|流程|步骤|(?:怎么|如何|怎样)(?:办|申请|办理|进行|组织|实施|申报|登记|处理)|办理|申请",
        r"申请|受理|审查|审核|审批|公示|备案|程序|提交|报[^,。]{0,14}(?:批准|备案)",
    ),
    "right": (r"权利|有权|权益|享有|享受|职权", r"有权|权利|享有|职权|可以"),
    "reward": (
        r"奖励|表彰|补贴|优惠|鼓励|支持|扶持|补助|减免",
        r"奖励|表彰|给予|鼓励|支持|补贴|优惠|补助|减免",
    ),
    "principle": (r"原则|遵循|方针|坚持|理念", r"原则|坚持|遵循|方针"),
    "dispute": (
        r"争议|纠纷|异议|不服|复议|申诉|诉讼|投诉|举报|救济",
        r"争议|纠纷|异议|复议|申诉|诉讼|仲裁|投诉|举报",
    ),
    "case": (r"情形|情况下?|什么时候(?:可以|应|需)|何种情况", r"情形|之一|有下列|情况"),
    "manner": (r"如何|怎样|怎么|措施|方式|方法|做法", r"应当|采取|通过|方式|措施|按照|方法"),
    "repeal": (r"废止|失效|替代", r"废止|失效"),
    "explain": (r"解释", r"负责解释|解释"),
    "why": (r"为什么|为何|原因|意义|作用", r"为了?|促进|保障|是|因"),
}
_PATTERNS = {name: (re.compile(asked), re.compile(given)) for name, (asked, given) in _INTENTS.items()}
_TITLE_MENTION = re.compile(r"《([^》]+)》")
_PENAL, _GENERAL = re.compile(r"罚|责任"), re.compile(r"总则")
_SINGLE_WEIGHT = 0.3  # of a character, beside the pair it stands in

# Features of place, each for one intent: the share of a document, counted from its front, where the answer tends to stand.
_PLACES: dict[str, tuple[str, float, float]] = {
    "date_last": ("date", 0.97, 1.0),
    "date_front": ("date", 0.0, 0.03),
    "purpose_first": ("purpose", 0.0, 0.05),
    "scope_early": ("scope", 0.0, 0.15),
    "define_early": ("define", 0.0, 0.15),
    "principle_early": ("principle", 0.0, 0.2),
    "who_early": ("who", 0.0, 0.2),
}
_OVERLAPS = (
    "full", "stripped", "text", "path", "title", "pairs", "residual", "residual_path", "heading", "document_best",
    "document_mean", "document_count", "best_in_document", "title_exact", "title_named", "title_share", "short", "long", "front",
    "first", "penal_chapter", "other_penal_chapter", "general_chapter", "many_parts", "stray_condition", "stray_penalty",
)  # fmt: skip
FEATURES = (*_OVERLAPS, *_INTENTS, *_PLACES)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage of the first stage with its two lexical scores and its place among those of its document."""

    passage: Passage
    full: float
    stripped: float
    position: int
    size: int


@dataclass(frozen=True, slots=True)
class _Grams:
    """The characters, pairs and words of a query with their weights: rarity in the index."""

    weights: dict[str, float]

    def share(self, text: str, *, without: str = "") -> float:
        """The share of the weight that `text` holds, of the grams that `without` does not hold; 0 to 1."""
        total = held = 0.0
        for gram, weight in self.weights.items():
            if without and gram in without:
                continue
            total += weight
            held += weight * (gram in text)
        return held / total if total else 0.0


def grams_of(text: str) -> list[str]:
    """The distinct Han characters and pairs of neighbours, Latin words and numbers of a text, in order."""
    folded = squeeze(text).lower()
    runs = re.findall(r"[\u4e00-\u9fff]+|[a-z0-9][a-z0-9.%-]*", folded)
    found: dict[str, None] = {}
    for run in runs:
        if run[0].isascii():
            found[run] = None
            continue
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(found)


def weighed(features: Floats) -> Floats:
    """One score a candidate, higher is better; scores compare within one query only."""
    scores: Floats = features @ _weights()
    return scores


def features_of(query: str, *, stripped_query: str, candidates: Sequence[Candidate],
                rarity: Callable[[Sequence[str]], Floats]) -> Floats:  # fmt: skip
    """The features of each candidate: an array of candidates × FEATURES.

    `stripped_query` is the query without asking words; `rarity` gives the weight of grams in the index.
    """
    asked = _read(query, stripped_query, rarity)
    shared = _shared(candidates)
    rows = [_row(asked, candidate, rank, shared[rank]) for rank, candidate in enumerate(candidates)]
    return np.array(rows, dtype=np.float64).reshape(len(candidates), len(FEATURES))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as features read it: its grams, the intents it has, and the titles it names."""

    grams: _Grams
    pairs: _Grams
    intents: frozenset[str]
    plain: str
    named: tuple[str, ...]
    rarity: Callable[[Sequence[str]], Floats]
    title_shares: dict[str, float] = field(default_factory=dict)

    def share_of_title(self, title: str) -> float:
        """The share of a title's weight that the query holds, 0 to 1; each title is weighed once."""
        if title not in self.title_shares:
            names = grams_of(title)
            weights = self.rarity(names)
            held = sum(weight for name, weight in zip(names, weights, strict=True) if name in self.plain)
            self.title_shares[title] = float(held / max(float(weights.sum()), 1e-9))
        return self.title_shares[title]


def _read(query: str, stripped_query: str, rarity: Callable[[Sequence[str]], Floats]) -> _Asked:
    names = grams_of(stripped_query) or grams_of(query)
    weights = {
        name: float(weight) * (_SINGLE_WEIGHT if len(name) == 1 else 1.0)
        for name, weight in zip(names, rarity(names), strict=True)
    }
    folded = squeeze(query)
    return _Asked(
        grams=_Grams(weights),
        pairs=_Grams({gram: weight for gram, weight in weights.items() if len(gram) > 1}),
        intents=frozenset(name for name, (pattern, _) in _PATTERNS.items() if pattern.search(folded)),
        plain=re.sub(r"\W", "", folded),
        named=tuple(re.sub(r"\W", "", squeeze(mention)) for mention in _TITLE_MENTION.findall(query)),
        rarity=rarity,
    )


def _shared(candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """The features that depend on the other candidates: how they and their documents did in the first stage."""
    combined = [candidate.full + candidate.stripped for candidate in candidates]
    best, best_full, best_stripped = (
        max([*values, 1e-6]) for values in (combined, [c.full for c in candidates], [c.stripped for c in candidates])
    )
    documents: dict[str, list[float]] = {}
    for candidate, score in zip(candidates, combined, strict=True):
        documents.setdefault(candidate.passage.document_id, []).append(score)
    shared = []
    for candidate, score in zip(candidates, combined, strict=True):
        own = sorted(documents[candidate.passage.document_id], reverse=True)
        shared.append({
            "full": candidate.full / best_full, "stripped": candidate.stripped / best_stripped,
            "document_best": own[0] / best, "document_mean": sum(own[:3]) / len(own[:3]) / best,
            "document_count": len(own) / len(candidates), "best_in_document": score / max(own[0], 1e-6),
        })  # fmt: skip
    return shared


def _row(asked: _Asked, candidate: Candidate, rank: int, shared: dict[str, float]) -> list[float]:
    passage = candidate.passage
    text, headings, title = _squeezed(passage)
    core = _core_title(title)
    length = max(len(passage.text), 1)
    penal = bool(_PENAL.search(headings))
    values: dict[str, float] = {
        **shared,
        "text": asked.grams.share(text),
        "path": asked.grams.share(headings),
        "title": asked.grams.share(title),
        "pairs": asked.pairs.share(text),
        "residual": asked.grams.share(text, without=title),
        "residual_path": asked.grams.share(headings, without=title),
        "heading": asked.grams.share(squeeze(passage.heading).lower()) if passage.heading else 0.0,
        "title_exact": float(len(core) > 3 and core in asked.plain),
        "title_named": float(any(len(name) > 3 and (name in core or core in name) for name in asked.named)),
        "title_share": asked.share_of_title(title),
        "short": max(0.0, float(np.log(60 / length))),
        "long": max(0.0, float(np.log(length / 300))),
        "front": float(passage.clause_id.startswith("k")),
        "first": 1 / (1 + rank),
        "penal_chapter": float(penal and "penalty" in asked.intents),
        "other_penal_chapter": float(penal and "penalty" not in asked.intents),
        "general_chapter": float(bool(_GENERAL.search(headings))),
        "many_parts": float("list" in asked.intents and text.count(";") >= 2),
        "stray_condition": float("condition" not in asked.intents and bool(_PATTERNS["condition"][1].search(text))),
        "stray_penalty": float("penalty" not in asked.intents and bool(_PATTERNS["penalty"][1].search(text))),
    }
    for name in asked.intents:
        values[name] = float(bool(_PATTERNS[name][1].search(text)))
    share = candidate.position / max(candidate.size - 1, 1)
    for name, (intent, start, end) in _PLACES.items():
        values[name] = float(intent in asked.intents and start <= share <= end)
    return [values.get(name, 0.0) for name in FEATURES]


@lru_cache(maxsize=20_000)
def _squeezed(passage: Passage) -> tuple[str, str, str]:
    """Words, headings and title of a passage, folded for comparison."""
    return (
        squeeze(passage.text).lower(),
        squeeze(" ".join(passage.path[1:])).lower(),
        squeeze(passage.path[0]).lower(),
    )


@lru_cache(maxsize=4096)
def _core_title(title: str) -> str:
    """A title without what stands in brackets (2023版) and without punctuation."""
    return re.sub(r"\W", "", re.sub(r"[(\[][^)\]]*[)\]]", "", title))


@cache
def _weights() -> Floats:
    stored = tomllib.loads((files("vectorstore") / "data" / "rescoring.toml").read_text("utf-8"))["weights"]
    return np.array([float(stored.get(name, 0.0)) for name in FEATURES])
