"""The content of a question as weighted terms, and how far a text covers them."""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.language import Language, detect_language, glossary_matches
from ingest.offices import office_words

EXACT, SYNONYM, ABBREVIATION, PARTIAL = 1.0, 0.85, 0.7, 0.5

# Phrases that ask or point; they are cut out before the words are found.
_ASKING = re.compile(
    r"""是不是|有没有|能不能|可不可以|要不要|会不会|算不算|对不对|行不行|好不好|管不管|用不用|该不该|在不在|做不做|抓不抓|需不需要
    |(?:方案|文件|通知|原文|全文)(?:当?中|里面?|里头|内)|什么时候|啥时候|何时|几时|为什么|怎么样|怎么办|怎么回事|咋回事|是什么意思|有什么用|什么样的?|怎么|怎样|如何|什么|哪些|哪个|哪几[个家所项条种方]?|哪里|哪儿|哪[家位项条一类份天年件]
    |(?:有?[啥什][么]?|何)(?:意思|含义)|(?:分别|各自|都)?(?:代表|指)(?:的是)?(?:[啥什]么?|哪)|(?:这|那)?[几三两]个?数字
    |百分之几|多少[个家项条所种名]?|几[个家项条所种件位名方类]|多大|多久|归谁管?|归哪|谁[来在管]?
    |[那这](?:个|项|条|件|些|种|样|块|边|里|份|一块|一条|一项|一句|事儿?|摊子|几[个家])
    |[派起](?:什么|啥|何)?(?:用场|作用)|(?:讲的|说的|指的)?是?(?:啥|什么)名堂|平时|干点?(?:啥|什么)(?:活|事|用)?|哪[句段页张]|都?叫(?:啥|什么)|在?这里头|(?:这|那)[句段]
    |告诉我?|介绍一?下?|说明一?下?|列举|列出来?|列全|看看|给一?个|查一?下|查查|说说|讲讲|图个
    |(?:我们|咱们?|俺们?|我|本|敝)(?:集团|公司|企业|厂子?|单位)(?!里|内)
    |[你您]?给?(?:帮[我忙])?(?:给我)?算(?:算|一?下|一算|出来|下来)|帮[我忙]|比方说?|打个比方|比如说|举个例子
    |的话|是吧|对吧|对吗|是吗|没有?[?]|了没|来着|[吗呢吧么嘛啊呀哦呗]+(?=[?。!,;]|$)""",
    re.VERBOSE,
)
# Words of every administrative text and of every question; they say nothing about the topic.
_EMPTY = frozenset(
    """请问 麻烦 想 问 归口 负责 主管 责任 牵头 承担 对口 出面 分管 牵涉 涉及 参与 参加 部门 单位 委办局 机关 科室 局 委 办
    我们 我司 咱们 本公司 你们 俺们 他们 她们 它们 他俩 大家 自己 别的 其他 其中 当中 下面 下边 底下 里面 里头 这儿 那儿 文中 文里
    规定 提到 写明 写 方案 文件 通知 政策 原文 条款 内容 任务 工作 事情 事儿 事 活儿 活 措施 方面 情况 问题 东西 地方
    具体 到底 究竟 一共 总共 总计 分别 主要 大概 大约 现在 目前 如今 已经 准备 打算 想要 需要 应该 应当 可以 能够 可能 是否
    属实 据说 听说 听人讲 真的 确定 有关 相关 关于 对于 以及 或者 还是 还有 除了 之外 另外 说 讲 帮 帮忙 做 干 搞 弄 整 用 要
    干嘛 干啥 做啥 干什么 几大块 大块 几章 几块 讲
    接下来 下一步 今后 才能 羊毛 薅 倒是 让 使 有 没有 没 包括 属于 列 算 管 抓 推 去 来 到 出 进 上 下 起 开始 进行 一下 时候 现行 全部 所有 各个 每个 本
    标 摊 摊子 份 项 条 个 家 所 种 件 次 级 名 回事 一样 一回事 不同 区别 区里 市里 最好 允许 属实 哪 谁 什么 怎么 知道 了解 清楚 明确""".split()
)
# Nouns that people put for a role, a branch, a merit, a form of words: what any fitting sentence gives by being there.
_GENERIC = frozenset(
    """用场 名堂 学问 门类 科目 花样 招数 路数 讲法 提法 口径 意图 用意 定位 本事 能耐 长处 优点 强处 强项 着力点 落脚点 重心 模样 样子 面貌
    体制 性质 名义 头衔 称呼 叫法 字眼 字样 字头 句子 原话 原句 金句 标语 口号 说辞 段落 章节 说法 亮点 讲究 门道 形式 类型 种类 意思""".split()
)
_LATIN_EMPTY = frozenset(
    """the a an of to in on for and or is are was were be do does did can could may must shall should will would what
    which who whom whose when where why how many much it its this that these those there their they we our you
    your i me my at by with from as into under about plan document notice text say says said does name list
    tell please any some all more most than other each responsible office department bureau charge lead leads
    looks after task tasks duties have has had get give given want wants according""".split()
)


# Words of set questions and of talk about the document; no topic of their own.
SET_WORDS = frozenset(
    """单独 独自 独立 共同 一起 同时 联合 交叉 重叠 沾边 职责 分工 清单 列表 总数 数量 最多 最少 最重 最轻 最忙 出现 名单 汇总 盘点
    一览 齐 完整 官方 行动方案 行动 普陀区 普陀 全区 文件 责任书 部分 章节 名下 头上 身上 身上的 手里 手上 这边 那边 领到 分到 摊上 点名 写进 排名
    次数 两家 几家 七家 三家 两个 关系 无关 干系 条 参与度 管辖 分管 牵扯 承担者 卷入 担责任 担责 说了算 份儿 落实 认领 指定 标注 标明 注明
    列出 没人 哪条 条目 垫底 出镜率 频次 频率 榜首 头号 主力 总量 合计 清单 一览 件事 一件事 哪家 各部门 任务数 参与面 有份 责任 独立 轻松
    最闲 独家 其中 条数 数排 个队 排队 排头 并列 方里 局管 手上 搭档
    整体 整个 单干 认领 全部 所有 身上 活儿 几件 几项 排行 排序 从多到少 一起 干的 要做 自己 部门 单位 个部门 家 参与""".split()
)
DOCUMENT_WORDS = frozenset(
    """印发 发布 发文 出台 制定 下发 颁布 签发 落款 署名 公布 日期 时间 年份 文号 字号 发文字号 编号 依据 根据 上位 上级 主送 抬头 收文 点名
    审议 会议 常务会议 通过 批准 有效期
    有效 失效 施行 生效 实施 执行 过期 作废 废止 作数 修订 修订版 新一轮 更新 后续 新版 最新 版本 机关 联合 行动方案 行动 产教融合 深化 推进
    普陀区 普陀 深化推进 到期 管用 适用 成文 发出 出来 拿 说事
    上海市 市里 正式 题目 标题 全称 名称 替代 取代 后面 办事 原件 公文 市里 抬头 写给 天发 发的 印 签 起草 法律 文字 文件 老 旧 新 现行 版
    发给 收到 官网 链接 网站 网址 区级 市级 级别 层级 这是 盖章 哪级 期限 届 次 写给 照着 明确 开始 日子 目标 玩意 玩意儿 东西 章节
    桩事 档子 档子事 这桩 末尾 文末 结尾 尾巴 尾部 底下 开头 页脚 盖章 公章 印章 章 签章 签字 署名单位""".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question with its weight, and the other words texts use for it."""

    word: str
    weight: float
    synonyms: tuple[str, ...] = ()
    noun: bool = False
    abbreviates: bool = True  # may stand for a longer name; verbs and the like do not
    carried: bool = False  # from an earlier question, or a word that only asks: helps to find, need not be covered


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads((files("assistant") / "data" / "synonyms.toml").read_text("utf-8"))
    return {word: tuple(others) for part in ("words", "phrases") for word, others in table[part].items()}


def everyday_words() -> frozenset[str]:
    """The words of the synonym table that people say and texts do not."""
    return frozenset(_synonyms())


def is_generic(word: str) -> bool:
    """Whether a noun names only a role, a kind or a form of words."""
    return word in _GENERIC


def is_everyday(word: str) -> bool:
    """Whether the synonym table knows a word, as one people say or as one texts use."""
    return word in _synonyms() or word in _official_words()


@cache
def _official_words() -> frozenset[str]:
    return frozenset(other for others in _synonyms().values() for other in others)


@cache
def _phrases() -> re.Pattern[str]:
    """The entries of the synonym table under `phrases`, the longest first."""
    table = tomllib.loads((files("assistant") / "data" / "synonyms.toml").read_text("utf-8"))["phrases"]
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))


_SIDES_COUNTED = re.compile(
    r"(?:(?P<open>几|多少)|(?P<number>[一二三四五六七八九十两]))(?:个|大|条)大?(?:(?:主要|重点|发力|着力|用力|主攻|努力|推进|突破|工作|的)*(?:方向|发力点|着力点|抓手|维度|突破口|路子)|(?<=[几少][个大])方面)"
)


@lru_cache(maxsize=512)
def content_terms(question: str) -> tuple[Term, ...]:
    """The terms of a plain (simplified, folded) question; empty when it only points or asks."""
    terms: dict[str, Term] = {}
    for counted in re.findall(r"[一二三四五六七八九十两]个?大?方面", question):
        terms[counted] = Term(counted, 1.0, (), noun=True)
    for match in _SIDES_COUNTED.finditer(question):  # 五个发力方向, 几个方面: what a text counts as 五个方面
        counted = "个方面" if match["open"] else f"{match['number']}个方面"
        terms[counted] = Term(counted, 1.2, (), noun=True)
    for formula in re.findall(r"\d+(?:\+\d+)+", question):  # 3+2+5 is the name of a thing
        terms[formula] = Term(formula, 1.2, (), noun=True)
    rest = question
    rest = _SIDES_COUNTED.sub(" ", rest)
    for phrase in _phrases().findall(rest):  # what people say in several words, before those are looked at
        terms[phrase] = Term(phrase, 1.2, _synonyms()[phrase], noun=False, abbreviates=False)
        rest = rest.replace(phrase, " ")
    for word, weight, noun in _words(_ASKING.sub(" ", rest)):
        if word not in terms:
            abbreviates = word[0] in "一二三四五六七八九十两" or weight / min(len(word), 4) ** 0.5 > 0.6
            terms[word] = Term(word, weight, _synonyms().get(word, ()), noun, abbreviates)
    return tuple(terms.values())


_TEACHING = threading.Lock()  # the segmenter cannot be read while it learns words


def _segmenter() -> Callable[[str], list[tuple[str, str]]]:
    """The word segmenter, taught the words of the synonym table and the names of offices."""
    with _TEACHING:
        return _taught_segmenter()


@cache
def _taught_segmenter() -> Callable[[str], list[tuple[str, str]]]:
    import rjieba

    table = tomllib.loads((files("assistant") / "data" / "synonyms.toml").read_text("utf-8"))
    known = {*table["vocabulary"], *table["words"], *(word for others in table["words"].values() for word in others)}
    for word in sorted(known | office_words()):
        rjieba.add_word(word, 100_000, "n")
    tag: Callable[[str], list[tuple[str, str]]] = rjieba.tag
    return tag


def cut_words(text: str) -> list[str]:
    """A run of Chinese characters as the words the segmenter sees in it."""
    return [word for word, _ in _segmenter()(text)]


def is_word(run: str) -> bool:
    """Whether the general dictionary knows a run of characters as a word."""
    import rjieba

    _segmenter()
    return len(run) > 1 and bool(rjieba.has_word(run))


def segments(run: str) -> tuple[str, ...]:
    """The words that a run of characters consists of, in order; joined they are the run."""
    return tuple(word for word, _ in _segmenter()(run))


def tagged(run: str) -> tuple[tuple[str, str], ...]:
    """The words of a run with their parts of speech."""
    return tuple(_segmenter()(run))


_COUNTED = re.compile(r"[一二三四五六七八九十两几多半][\u4e00-\u9fff]$")  # 两家, 一句: a number with its measure


def _words(text: str) -> Iterable[tuple[str, float, bool]]:
    for run in re.findall(
        r"\d+(?:\+\d+)+|\d+(?:[.-]\d+)?(?:%|[家个所名项年月日万亿元人]|(?!\d))|[\u4e00-\u9fff]+|[A-Za-z][A-Za-z-]+",
        text,
    ):
        if run[0].isascii():
            if run.lower() not in _LATIN_EMPTY:
                yield run, 1.2 if "+" in run else 0.8, False
            continue
        for word, tag in _segmenter()(run):
            if word in _EMPTY or (
                len(word) < 3 and (tag.startswith(("r", "u", "p", "c", "y", "e", "d", "t")) or _COUNTED.match(word))
            ):
                continue
            if len(word) >= 2:
                yield (
                    word,
                    _weight(tag) * min(len(word), 4) ** 0.5 / 1.4,
                    tag.startswith("n") or tag in {"l", "j", "vn"},
                )
            elif word in _synonyms():
                yield word, 0.4, False


def _weight(tag: str) -> float:
    if tag.startswith("n") or tag in {"l", "i", "j", "vn", "eng"}:
        return 1.0
    return 0.7 if tag.startswith(("v", "a", "b")) else 0.4


@lru_cache(maxsize=4096)
def _abbreviation(word: str) -> re.Pattern[str]:
    """Texts that write out an abbreviation: 华政 in 华东政法大学, each character in order, few between."""
    return re.compile(r"[^,。;:、()]{0,3}".join(map(re.escape, word)))


def match_term(term: Term, squeezed: str) -> float:
    """How far `squeezed` text holds the term: exactly, by another word, written out, or in part; 0 to 1."""
    word = term.word
    if word in squeezed:
        return EXACT
    for other in term.synonyms:  # asked of every sentence and passage: loops, since generators cost more than they say
        if other in squeezed:
            return SYNONYM
    if not word[0].isascii():
        if word[0] in squeezed and 2 <= len(word) <= 4 and term.abbreviates and _abbreviation(word).search(squeezed):
            return ABBREVIATION
        if len(word) >= 3:
            held = 0
            for place in range(len(word) - 1):
                held += word[place : place + 2] in squeezed
            return PARTIAL * held / (len(word) - 1)
    return 0.0


def understood_share(plain: str) -> float:
    """The share of a question that its terms can speak for: of an English one what the glossary knows of its words."""
    lowered = plain.lower()
    if detect_language(plain) is not Language.ENGLISH:
        return 1.0
    spans = [(start, end) for start, end, _ in glossary_matches(lowered)]
    words = [word for word in re.finditer(r"[a-z]{3,}", lowered) if word[0] not in _LATIN_EMPTY]
    known = sum(any(start <= word.start() < end for start, end in spans) for word in words)
    return known / len(words) if words else 1.0


def coverage(terms: Sequence[Term], texts: Sequence[str]) -> float:
    """The share of the terms' weight that at least one of the (squeezed) texts covers, 0 to 1; 1 without terms."""
    total = sum(term.weight for term in terms)
    if not total:
        return 1.0
    return sum(term.weight * max((match_term(term, text) for text in texts), default=0.0) for term in terms) / total
