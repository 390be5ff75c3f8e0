"""The route of a question, read from its wording: who owns, which tasks, a fact, the document itself, and so on."""

from __future__ import annotations

import re

from assistant import questions
from assistant.asking import Ask
from assistant.case_facts import only_states, read_facts_of, speaks_of_themselves, states_facts
from assistant.language import Language
from assistant.measure_answers import is_reverse
from assistant.queries import Query, Route, topic_terms, weight_of
from assistant.terms import DOCUMENT_WORDS, SET_WORDS, Term, content_terms
from ingest.numerals import parse_numeral


def route_of(query: Query) -> Route:
    """The route of a question by its wording alone."""
    plain = query.plain
    if not plain:
        return Route.SMALL_TALK
    if questions.GREETING.match(plain) and weight_of(query.terms) <= 2.2 and not query.offices and not query.asks:
        return Route.SMALL_TALK
    if questions.HELP.search(plain):
        return Route.SMALL_TALK
    if questions.CHORE.search(plain) or (questions.TRIVIA.search(plain) and not questions.POLICY.search(plain)):
        return Route.OFF_TOPIC
    if questions.CLAUSE_ONLY.match(plain) or (
        query.scope and not query.terms and not query.offices and not _asks_of_part(plain)
    ):
        return Route.CLAUSE
    if provenance_of(query):
        return Route.PROVENANCE
    if is_comparison(query):
        return Route.COMPARISON
    if is_set_question(query):
        return Route.TASKS
    if is_reverse(plain) and not query.offices and not questions.OWNER.search(plain):
        return Route.ELIGIBILITY
    if only_states(plain) and speaks_of_themselves(plain) and not query.offices:
        return Route.ELIGIBILITY
    themselves = (
        questions.FIRST_PERSON.search(plain) and not query.offices and not re.search(r"谁|部门|单位|哪[个家]局", plain)
    )
    if themselves and questions.CONFIRM.search(plain) and not (states_facts(plain) or speaks_of_themselves(plain)):
        themselves = False  # I heard that …, is that right: about the text, and not about them
    if themselves and (questions.WHETHER.search(plain) or (questions.GAIN.search(plain) and states_facts(plain))):
        return Route.ELIGIBILITY
    if (questions.OWNER.search(plain) or query.offices) and not _asks_other_than_owner(query):
        return Route.OWNER
    if questions.ELIGIBLE.search(plain) or questions.CONDITIONS.search(plain) or _asks_for_somebody(plain):
        return Route.ELIGIBILITY
    return Route.FACT


def _asks_for_somebody(plain: str) -> bool:
    """Whether somebody is described, or speaks of themselves, and a yes or no for them is asked."""
    if not questions.WHETHER.search(plain) or questions.ABOUT_TEXT.search(plain):
        return False
    first, comma, _ = plain.partition(",")
    described = (
        bool(comma)
        and len(first) <= 24
        and (read_facts_of(first).value("kind") is not None or re.search(r"注册|总部|开在|设在", first) is not None)
    )
    return (
        described
        or bool(questions.FIRST_PERSON.search(plain))
        or (bool(questions.CANDIDATE.search(plain)) and not questions.CONFIRM.search(plain))
    )


def _asks_other_than_owner(query: Query) -> bool:
    """Whether the question wants a thing of an office (its phone, its address) and not the office."""
    return bool(query.asks & {Ask.CONTACT, Ask.WEBSITE, Ask.PERSON, Ask.PLACE, Ask.MATERIALS})


def provenance_of(query: Query) -> tuple[str, ...]:
    """Which facts about the document itself are asked for; none when the question has another topic."""
    asked = tuple(name for name, pattern in questions.PROVENANCE.items() if pattern.search(query.plain))
    if not asked:
        return ()
    topic = topic_terms(query, DOCUMENT_WORDS, SET_WORDS)
    other = [term for term in topic if not re.fullmatch(r"20\d\d|\d{1,2}", term.word)]
    if query.language is Language.ENGLISH:
        other = [term for term in other if term.word not in {"规划", "政策", "区"}]
    return asked if weight_of(other) < 1.0 else ()


def is_set_question(query: Query) -> bool:
    """Whether the question is about the ledger as a whole: tasks of offices, counts, tasks without owner."""
    topic = topic_terms(query, SET_WORDS)
    if query.language is Language.ENGLISH:
        topic = tuple(term for term in topic if term.word not in {"区", "规划", "政策", "市级", "普陀"})
    if weight_of(topic) >= 1.0:
        return False
    plain = query.plain
    if query.offices:
        return bool(questions.TASK_SET.search(plain) or questions.ALONE.search(plain) or questions.JOINT.search(plain)
                    or questions.WITHOUT.search(plain) or questions.OWNER.search(plain) or len(plain) <= 14)  # fmt: skip
    ranked = questions.MOST.search(plain) or questions.LEAST.search(plain)
    office_word = re.search(r"部门|单位|局|委|谁|任务|department|office|bureau|task", plain, re.IGNORECASE)
    return bool(
        (ranked and office_word)
        or (questions.RANKING.search(plain) and office_word)
        or (office_word and members_asked(plain))
        or questions.LARGEST_TASK.search(plain)
        or questions.UNOWNED.search(plain)
        or questions.OFFICES.search(plain)
        or questions.TOTAL.search(plain)
        or (not topic and not query.scope and re.search(r"部门|单位|任务", plain))
    )


def _asks_of_part(plain: str) -> bool:
    """Whether a question about a part of the text asks who stands in it, and not for its words."""
    return any(p.search(plain) for p in (questions.OFFICES, questions.OWNER, questions.UNOWNED))


def members_asked(plain: str) -> tuple[int, int] | None:
    """The least and the greatest number of members of the tasks asked for (三家以上, 只有一家); None when none is asked."""
    for match in questions.MEMBERS.finditer(plain):
        number = parse_numeral(match["number"]) or 0
        bound = match[0]
        if re.search(r"以上|或更多", bound):
            return number, 1000
        if re.search(r"以下|以内", bound):
            return 1, number
        if match["only"] or match["shared"] in {"一起", "共同", "共管"} or re.search(r"部门|单位", bound):
            return number, number
    return None


_SIDES = re.compile(r"(?:和|与|跟|同|、|对|比|以及|vs\.?|versus|and)", re.IGNORECASE)


def is_comparison(query: Query) -> bool:
    """Whether two things with topics of their own are held against each other."""
    return bool(questions.COMPARISON.search(query.plain)) and len(sides_of(query)) == 2


def sides_of(query: Query) -> tuple[tuple[Term, ...], ...]:
    """The terms of the two things compared; fewer than two when there are none."""
    text = query.text if query.language is Language.ENGLISH else questions.COMPARISON.sub(" ", query.plain)
    best: tuple[tuple[Term, ...], ...] = ()
    for match in _SIDES.finditer(text):
        left, right = content_terms(text[: match.start()]), content_terms(_first_part(text[match.end() :]))
        if weight_of(left) >= 1.0 and weight_of(right) >= 1.0:
            sides = (left, right)
            if not best or abs(weight_of(left) - weight_of(right)) < abs(weight_of(best[0]) - weight_of(best[1])):
                best = sides
    return best


_SIDE_END = re.compile(r"两[个家者项条类种]|各|都|分别|,|;|的|之间|在|哪个|谁")


def _first_part(text: str) -> str:
    """The second thing compared, without what is said of both: up to the first word that speaks of both."""
    for match in _SIDE_END.finditer(text):
        if weight_of(content_terms(text[: match.start()])) >= 1.0:
            return text[: match.start()]
    return text


def scope_of(plain: str) -> str:
    """A printed reference to a part of the document, as label prefix: 二(四), 第十二条; empty when there is none."""
    chapter = section = item = ""
    for match in questions.CLAUSE.finditer(plain):
        if match["article"] and not re.fullmatch(r"\d", match["article"]):
            return f"第{match['article']}条"
        if match["chapter"]:
            chapter, section, item = match["chapter"], f"({match['part']})", match["item"] or ""
        elif match["section"] and match["unit"] in {"章", "部分", "大点", "大项"}:
            chapter = match["section"]
        elif match["bracket"]:
            section = f"({match['bracket']})"
    return f"{chapter}{section}{item}"
