"""The case of a conversation: the facts its turns state, what was asked for, and when another case begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.askers import Asker, asker_of
from assistant.fact_places import amount_in, place_in
from assistant.fact_words import clauses_of, stated_in
from assistant.facts import Facts, StatedFact

_ANOTHER = re.compile(
    r"换(?:一)?(?:个|家|所)(?:公司|企业|学校|单位|案例|情况|主体|问)?|另(?:外)?(?:有)?一?(?:家|个|所)(?:公司|企业|"
    r"学校|单位|园区|案例|客户|厂)|别的(?:公司|企业|学校|单位)|"
    r"(?:还有|再问)一?(?:家|所)(?:公司|企业|学校|单位|客户)|(?:朋友|亲戚|客户|兄弟单位|合作伙伴)(?:的|那边的?|"
    r"他们)?(?:公司|企业|学校|厂|单位)|重新(?:开始|来|问)|不(?:谈|说|聊|问|管|提)(?:公司|企业|学校|这个|那个|刚才|上面|我们)(?:的事)?了|新(?:的)?案例|"
    r"^(?:那么?|换成|要是|如果是)?(?:我|咱|俺)们?(?:家|的)?(?:[表堂]?[姐妹哥弟]{1,2}|老[公婆]|爱人|先生|太太|儿子|女儿|侄[子女]|外甥女?|爸|妈|朋友|同事|徒弟|邻居)呢|"
    r"^(?:and |but )?(?:how|what) about (?:my|our) (?:wife|husband|brother|sister|son|daughter|cousin|friend|colleague|neighbou?r|partner)\b|"
    r"\b(?:another|a different|other) (?:company|enterprise|firm|school|case|client)|\bnew case\b|\bstart over\b|\bmy friend's\b",
    re.IGNORECASE,
)
# Another case is put up for what was asked before: 那如果没认定呢.
SUPPOSES = re.compile(
    r"(?:那么?)?(?:如果|要是|假如|假设|假使|万一|若)|(?:and |but )?(?:what if|suppose|if)\b", re.IGNORECASE
)
_CORRECTING = re.compile(r"不对|不是.{0,12}是|更正|纠正|说错|搞错|弄错|记错|其实|应该是|准确|改一下|\bactually\b|\bcorrection\b|"
    r"\bi mean\b|\bsorry\b", re.IGNORECASE)  # fmt: skip
_YES = re.compile(
    r"^(?:对|是|有|嗯|没错|当然|确实|已经?|都|全|两[个项]|两者|我们|也|早就|早|刚|正是|必须)*(?:对|是|有|嗯|没错|办|"
    r"做|投|认定|合作|在|拿到|都是|都有|确实|已经?)?(?:的|了|过|呀|啊|呢|着|好)*[!。]?$"
    r"|^(?:yes|yep|yeah|yup|sure|right|correct|we (?:are|do|have)|i (?:am|do|have)|both|it is|indeed)(?:,? (?:we|i) (?:are|do|have)|,? both)?$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:都|全|还|也|我们|暂时|目前|尚|倒|这个|那个)*(?:不是|没有?|否|不|未|没|无)(?:的|呢|呀|啊|过|有|了)*[!。]?$"
    r"|^(?:no|nope|not yet|neither|not really|no,? (?:we|i) (?:are not|aren't|do not|don't|have not|haven't|am not)|none)$",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"不(?:太)?(?:清楚|知道|确定|了解|好说)|说不(?:好|准|清)|\bnot sure\b|\bdon't know\b|\bno idea\b|\bunsure\b", re.IGNORECASE)  # fmt: skip
_COUNTED = re.compile(r"^(?:第?[一二三1-3](?:个|项|条|是|、|\.|\))?(?:问题)?(?:,|:)?)(?=[^\d])")
_VERBS = {
    name: re.compile(
        rf"(?:我们|公司|单位|也|都|是|目前|暂时)*(?:(?P<no>没有?|未|尚未|还没有?|不)|已经?|早就?|早已|刚刚?|当然)?(?:被)?(?:{verbs})(?:上|到|好|完)?(?:了|过|的|着|呢)*"
    )
    for name, verbs in {
        "recognised": "认定|评上|评|批|获批|拿到",
        "runs_vocational_education": "办学|办|投|投资|兴办|举办",
        "with_school": "合作|联合|签约|签",
        "in_district": "在区内|在普陀|在",
    }.items()
}
_YES_NO_FACTS = frozenset(
    {"in_district", "recognised", "runs_vocational_education", "with_school", "project", "standing", "service_income",
     "heavy_load", "transfer_agency", "key_enterprise"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the case that a conversation is about.

    `facts` hold over turns, `current` holds for the last turn as well (a question about schools in general
    makes no school of the user). `asked` are facts that were asked for, `pending` those of the last answer.
    """

    facts: Facts = field(default_factory=Facts)
    current: Facts = field(default_factory=Facts)
    asked: frozenset[str] = frozenset()
    pending: tuple[str, ...] = ()

    def after_asking(self, names: Sequence[str]) -> Case:
        """The case once these facts were asked for."""
        return replace(self, asked=self.asked | set(names), pending=tuple(names))

    def with_chosen(self, values: Mapping[str, str]) -> Case:
        """The case with facts the user chose or corrected in a form; an empty value takes a fact back."""
        kept = [fact for fact in self.facts if fact.name not in values]
        chosen = Facts.chosen(values)
        facts = Facts.of([*kept, *chosen])
        return replace(self, facts=facts, current=facts)


def continue_case(before: Case | None, said: str, *, proposed: Sequence[StatedFact] = (),
                  asker_in: Callable[[str], Asker | None] = asker_of) -> Case:  # fmt: skip
    """The case after another plain text of the user; the last word on a fact counts.

    `proposed` are facts that something else than these rules read in the same text; the rules win. `asker_in` says whose case
    a text is.
    """
    known = before or Case()
    replies = _replies(said, known.pending)
    asker = asker_in(said)
    if asker and not asker.themselves and any(fact.name == "kind" and fact.source == "words" for fact in proposed):
        asker = None  # a noun that nobody says to be (职校想拉我进去) beside what somebody tells of themselves
    if _ANOTHER.search(said) or _other_asker(known, asker, said):
        known, replies = Case(), []
    stated = [*proposed, *replies, *_read(said, asker, known)]
    lasting = [fact for fact in stated if fact.name != "kind" or _lasts(asker, known)]
    if asker and not _lasts(asker, known):  # 学校能得到什么: about schools, said by nobody of themselves
        lasting = [fact for fact in lasting if fact.name != "school_type"]
        return replace(known, facts=known.facts.with_facts(lasting), current=known.facts.with_facts(stated), pending=())
    facts = known.facts.with_facts(lasting)
    return replace(known, facts=facts, current=facts, pending=())


def read_facts_of(said: str) -> Facts:
    """The facts that one plain text states by itself."""
    return continue_case(None, said).current


def states_facts(said: str) -> bool:
    """Whether a text states something that conditions are about, other than of which kind somebody is."""
    return any(fact.name not in {"kind", "school_type"} for fact in read_facts_of(said))


def is_reply(said: str) -> bool:
    """Whether a text is a bare yes, no or do-not-know to what was asked."""
    parts = [_COUNTED.sub("", part) for part in clauses_of(said)]
    return bool(parts) and all(_YES.match(p) or _NO.match(p) or _UNKNOWN.search(p) for p in parts if p)


_ASKING = re.compile(r"[?]|[吗么呢嘛伐](?=\s*(?:[?。,;]|$))|喽|能|可以|可否|什么|哪|怎么|如何|多少|是否|有没有|有说法|有份|有我|谁|"
    r"[行够好成抵给]不|\b(?:can|could|"
    r"do we|does|what|which|how|may|is there|are there|who)\b", re.IGNORECASE)  # fmt: skip


def only_states(said: str) -> bool:
    """Whether a text only tells something of the user, and asks nothing."""
    if is_reply(said):
        return True
    return asks_nothing(said) and bool(read_facts_of(said))


def asks_nothing(said: str) -> bool:
    """Whether a text has no word that asks."""
    return not _ASKING.search(said)


def speaks_of_themselves(said: str) -> bool:
    """Whether a text says what the user is."""
    asker = asker_of(said)
    return asker is not None and asker.themselves


def begins_another(said: str) -> bool:
    """Whether a text turns to another case."""
    return bool(_ANOTHER.search(said))


def _read(said: str, asker: Asker | None, known: Case) -> list[StatedFact]:
    facts = stated_in(said)
    if asker is not None:
        if asker.school_type and "school_type" in known.pending and known.facts.value("kind") not in {None, "school"}:
            return [*facts, StatedFact("school_type", asker.school_type, asker.words)]
        facts = [*_of_asker(asker), *(fact for fact in facts if fact.name != "standing" or asker.kind != "enterprise")]
    elif any(fact.name == "recognised" and fact.value != "no" for fact in facts) and not known.facts.value("kind"):
        facts.append(StatedFact("kind", "enterprise", next(f.words for f in facts if f.name == "recognised")))
    facts += [fact for fact in (place_in(said), amount_in(said)) if fact is not None]
    return facts


def _of_asker(asker: Asker) -> list[StatedFact]:
    facts = [StatedFact("kind", asker.kind, asker.words)]
    if asker.school_type and asker.kind in {"school", "teacher"}:
        facts.append(StatedFact("school_type", asker.school_type, asker.words))
    if asker.master:
        facts.append(StatedFact("standing", "yes", asker.words))
    return facts


def _lasts(asker: Asker | None, known: Case) -> bool:
    """Whether the kind is that of the user: they say so, were asked for it, or nothing else is known."""
    if asker is None:
        return True
    return asker.themselves or "kind" in known.pending or known.facts.value("kind") in {None, asker.kind}


def _other_asker(known: Case, asker: Asker | None, said: str) -> bool:
    """Whether somebody of another kind speaks of themselves, and does not correct what was said before."""
    kind = known.facts.value("kind")
    return (
        asker is not None
        and asker.themselves
        and kind not in {None, asker.kind}
        and not _CORRECTING.search(said)
        and "kind" not in known.pending
        and not {kind, asker.kind} <= {"enterprise", "institution"}
    )


def _replies(said: str, pending: Sequence[str]) -> list[StatedFact]:
    """Bare answers to the questions asked last: one for all of them, or one for each in order."""
    names = [name for name in pending if name in _YES_NO_FACTS]
    for name, verbs in _VERBS.items():  # 认定了, 没办: which of the questions it answers
        if name in names and (match := verbs.fullmatch(said.strip(" ,。!"))):
            return [StatedFact(name, "no" if match["no"] else "yes", said)]
    parts = [_COUNTED.sub("", part).strip() for part in clauses_of(said)]
    parts = [part for part in parts if part]
    if not names or not parts or not is_reply(said):
        return []
    values = [_bare(part) for part in parts]
    if len(values) == 1:
        values = values * len(names)
    return [StatedFact(name, value, said) for name, value in zip(names, values, strict=False) if value]


def _bare(part: str) -> str:
    if _UNKNOWN.search(part):
        return ""
    return "no" if _NO.match(part) else "yes"
