"""The few facts that conditions are about: their names for people, their choices, and facts once stated.

This is the one list behind the questions that are asked back, the form of the page and the chips of a
conversation. `FACTS` is ordered by how much a fact decides, the most deciding first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.errors import UsageError
from ingest.measures import FACT_VALUES


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fact and how it is shown."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that conditions are about: label, the question that asks for it, and its choices.

    Without choices it is a number of 万元 (10,000 yuan), written in digits.
    """

    name: str
    zh: str
    en: str
    question_zh: str
    question_en: str
    choices: tuple[Choice, ...] = ()

    def label(self, *, english: bool = False) -> str:
        """The name of the fact for people."""
        return self.en if english else self.zh

    def field_label(self, *, english: bool = False) -> str:
        """The name of the fact above a field that takes its value, with the unit of a number."""
        unit = "" if self.choices else " (10,000 yuan)" if english else "(万元)"
        return self.label(english=english) + unit

    def question(self, *, english: bool = False) -> str:
        """The sentence that asks for it."""
        return self.question_en if english else self.question_zh

    def shown(self, value: str, *, english: bool = False) -> str:
        """A value as it is shown (`yes` as 是)."""
        if not self.choices:
            return yuan(float(value), english=english)
        choice = next(choice for choice in self.choices if choice.value == value)
        return choice.en if english else choice.zh


def yuan(amount: float, *, english: bool = False) -> str:
    """An amount of 10,000 yuan as it is written: 200万元, 2,000,000 yuan."""
    return f"{amount * 10_000:,.0f} yuan" if english else f"{amount:.6g}万元"


_YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))
FACTS: tuple[Fact, ...] = (
    Fact(
        "kind",
        "身份",
        "kind",
        "贵单位是企业、园区、学校、协会还是个人?",
        "Are you an enterprise, a park, a school, an association or an individual?",
        (
            Choice("enterprise", "企业", "enterprise"),
            Choice("park", "产业园区", "industrial park"),
            Choice("school", "学校", "school"),
            Choice("university", "高校", "university"),
            Choice("association", "行业协会", "industry association"),
            Choice("institution", "其他机构", "other institution"),
            Choice("teacher", "教师", "teacher"),
            Choice("specialist", "技术人员、工匠", "technician or craftsman"),
            Choice("individual", "其他个人", "other individual"),
            Choice("other", "其他单位", "other organisation"),
        ),
    ),
    Fact(
        "recognised",
        "产教融合型企业",
        "integration enterprise",
        "贵单位是否已被认定为产教融合型企业?",
        "Has your organisation been recognised as an industry-education integration enterprise?",
        (
            Choice("yes", "已认定", "recognised"),
            Choice("candidate", "培育或推动中,尚未认定", "being prepared, not recognised yet"),
            Choice("no", "未认定", "not recognised"),
        ),
    ),
    Fact(
        "runs_vocational_education",
        "兴办职业教育",
        "runs vocational education",
        "是否兴办(投资举办)职业教育?",
        "Do you run or invest in vocational education?",
        (Choice("yes", "已兴办", "yes"), Choice("planned", "打算兴办", "planned"), Choice("no", "没有", "no")),
    ),
    Fact(
        "in_district",
        "在普陀区内",
        "in the district",
        "是否在普陀区内(注册)?",
        "Are you registered (or located) in the district?",
        _YES_NO,
    ),
    Fact(
        "school_type",
        "学校类型",
        "type of school",
        "(任教的)学校是中等职业学校、高等职业院校、普通高校还是其他学校?",
        "Is the school a secondary vocational school, a higher vocational college, a university or another school?",
        (
            Choice("secondary_vocational", "中等职业学校", "secondary vocational school"),
            Choice("higher_vocational", "高等职业院校", "higher vocational college"),
            Choice("vocational", "职业院校(层次未说明)", "vocational school, level not said"),
            Choice("university", "普通高校", "university"),
            Choice("general", "其他学校(中小学等)", "other school (primary, general)"),
        ),
    ),
    Fact(
        "with_school",
        "与院校合作",
        "works with a school",
        "是否与高校、职业院校(或企业)合作开展?",
        "Is it done together with a vocational school or university (or an enterprise)?",
        (
            Choice("yes", "已合作", "yes"),
            Choice("planned", "打算合作", "planned"),
            Choice(
                "other", "对方不是高校、职业院校", "with a partner that is neither a university nor a vocational school"
            ),
            Choice("no", "不合作", "no"),
        ),
    ),
    Fact(
        "project",
        "产教融合项目",
        "integration project",
        "是否有产教融合项目?",
        "Do you have an industry-education integration project?",
        _YES_NO,
    ),
    Fact(
        "standing",
        "名师、骨干或高技能人才",
        "master, leading or highly skilled",
        "是否为名师、专业骨干教师、技术骨干或高技能人才?",
        "Are you a master teacher, a leading teacher or technician, or highly skilled?",
        _YES_NO,
    ),
    Fact(
        "service_income",
        "合作、服务或培训收入",
        "income from services",
        "收入是否来自校企合作、技术服务或社会培训?",
        "Does the income come from cooperation with enterprises, technical services or training?",
        _YES_NO,
    ),
    Fact(
        "heavy_load",
        "承担任务较重",
        "heavy load",
        "学校承担的任务是否较重?",
        "Does the school carry a heavy load of tasks?",
        _YES_NO,
    ),
    Fact(
        "transfer_agency",
        "科技成果转移服务机构",
        "technology transfer agency",
        "是否为科技成果转移服务机构?",
        "Are you a technology transfer agency?",
        _YES_NO,
    ),
    Fact(
        "key_enterprise",
        "重点企业",
        "key enterprise",
        "是否已被列为重点企业?",
        "Is your organisation listed as a key enterprise?",
        _YES_NO,
    ),
    Fact("amount", "投资额", "amount invested", "投资额是多少?", "How much was invested?"),
)
_BY_NAME = {fact.name: fact for fact in FACTS}
ORDER = {fact.name: place for place, fact in enumerate(FACTS)}


def fact_named(name: str) -> Fact:
    """The fact of a name; UsageError that lists the names when there is none."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UsageError(f"no fact {name!r}; the facts are {', '.join(_BY_NAME)}") from None


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as the user stated it: the value, and the user's own words that say so (empty: chosen in a form).

    `source`: `words` where the rules read it, `model` where a model did and the words bear it out, `form`.
    """

    name: str
    value: str
    words: str = ""
    source: str = "words"

    def label(self, *, english: bool = False) -> str:
        """Fact and value for people: 在普陀区内:是."""
        fact = fact_named(self.name)
        mark = ": " if english else ":"
        return f"{fact.label(english=english)}{mark}{fact.shown(self.value, english=english)}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case, each fact once, in the order of `FACTS`; what is not in it is unknown."""

    stated: tuple[StatedFact, ...] = ()

    @classmethod
    def of(cls, stated: Iterable[StatedFact]) -> Facts:
        """The facts of a series, of which the last word on each counts."""
        last = {fact.name: fact for fact in stated}
        return cls(tuple(sorted(last.values(), key=lambda fact: ORDER[fact.name])))

    @classmethod
    def chosen(cls, values: Mapping[str, str]) -> Facts:
        """Facts as chosen in a form; UsageError for an unknown fact or value. Empty values are unknown."""
        return cls.of(
            StatedFact(name, checked_value(name, value), source="form") for name, value in values.items() if value
        )

    def value(self, name: str) -> str | None:
        """The value of a fact, None when it is unknown."""
        return next((fact.value for fact in self.stated if fact.name == name), None)

    @property
    def amount(self) -> float | None:
        """The amount in 10,000 yuan."""
        value = self.value("amount")
        return None if value is None else float(value)

    def with_facts(self, stated: Iterable[StatedFact]) -> Facts:
        """These facts and others, which are the last word."""
        return Facts.of((*self.stated, *stated))

    def __iter__(self) -> Iterator[StatedFact]:
        return iter(self.stated)

    def __bool__(self) -> bool:
        return bool(self.stated)


def checked_value(name: str, value: str) -> str:
    """A value that the fact may have; UsageError that lists the values otherwise."""
    fact_named(name)
    allowed = FACT_VALUES[name]
    plain = value.strip()
    if allowed and plain not in allowed:
        raise UsageError(f"{name} cannot be {value!r}; it is one of {', '.join(sorted(allowed))}")
    if not allowed and not plain.replace(".", "", 1).isdigit():
        raise UsageError(f"{name} cannot be {value!r}; write a number of 10,000 yuan in digits, such as 800")
    return plain
