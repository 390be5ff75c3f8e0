"""The route of a question, read from its wording: who owns, which tasks, a fact, the document itself, and so on."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import questions, set_words
from assistant.asking import ATTRIBUTES, Ask
from assistant.case_facts import only_states, speaks_of_themselves, states_facts
from assistant.document_asks import facts_asked, provenance_of
from assistant.measure_answers import asks_for_promise, is_reverse
from assistant.named_sides import compares_offices, sides_of
from assistant.owners_asked import asks_for_owners, asks_nothing_else
from assistant.purposes import is_chore, is_trivia
from assistant.queries import Query, Route, topic_terms, weight_of
from assistant.route_model import route_model
from assistant.terms import SET_WORDS, is_everyday
from assistant.who_is_meant import means_offices, means_others


def own_route(query: Query) -> Route:
    """The route of a question inside a conversation: few words are no small talk there unless their form says so."""
    route = _settled(query) or route_of(query)
    return route if route not in {Route.OFF_TOPIC, Route.SMALL_TALK} or _settled(query) else Route.FACT


def stands_apart(query: Query) -> bool:
    """Whether a question is complete by its form: talk, a chore, the document itself, a clause."""
    return _settled(query) is not None or bool(provenance_of(query))


def route_of(query: Query) -> Route:
    """The route of a question by its wording: settled by its form, or else the likeliest one that can be taken."""
    return _settled(query) or _by_wording(query)


def of_documents(query: Query) -> Query:
    """A query that seems off topic by its words and is not: with the route of one that rests on sentences."""
    route = _by_wording(query)
    return replace(query, route=route if route in _BY_SENTENCES else Route.FACT)


_BY_SENTENCES = frozenset({Route.ELIGIBILITY, Route.OWNER, Route.COMPARISON})


def is_settled(query: Query) -> bool:
    """Whether the form of a question leaves no doubt of its route, which words of trivia alone do not."""
    route = _settled(query)
    by_form = is_chore(query.plain) if route is Route.OFF_TOPIC else route is not None
    return by_form or bool(provenance_of(query))


def _by_wording(query: Query) -> Route:
    """The likeliest route that can be taken, where the form of a question settles none."""
    if provenance_of(query) and not query.asks & _OF_PERSONS:
        return Route.PROVENANCE
    if _puts_up_an_owner(query):
        return Route.OWNER
    if compares_offices(query.plain) and not query.offices and len(sides_of(query)) == 2:
        return Route.COMPARISON
    if _of_measures(query):
        return Route.ELIGIBILITY
    if _is_computed(query):
        return Route.TASKS
    ranked = route_model().ranked(query)
    likeliest = next((route for route, likelihood in ranked if _can_take(route, query, likelihood)), Route.FACT)
    return _by_whom_it_means(likeliest, query)


def _by_whom_it_means(likeliest: Route, query: Query) -> Route:
    """The likeliest route, or the other one of owners and facts where a question surely means these."""
    plain = query.plain
    if likeliest in _NOT_SURE and _of_owners(query):
        return Route.FACT if means_others(plain, plainly=True) else Route.OWNER
    if likeliest is Route.OWNER:
        return Route.FACT if means_others(plain) else likeliest
    named = likeliest is Route.FACT and means_offices(plain) and weight_of(topic_terms(query, SET_WORDS)) >= 1.0
    return Route.OWNER if named and _can_take(Route.OWNER, query, 1.0) else likeliest


# What is taken for such a question may ask for the offices of a task in words that the model has not learnt.
_NOT_SURE = {Route.FACT, Route.ELIGIBILITY, Route.OFF_TOPIC, Route.SMALL_TALK}


def _of_owners(query: Query) -> bool:
    """Whether a task is told and its offices are asked for in so many words, and nothing else is."""
    topic = weight_of(topic_terms(query, SET_WORDS))
    return topic >= 1.0 and asks_for_owners(query) and asks_nothing_else(query)


def _settled(query: Query) -> Route | None:
    """The route of questions whose form leaves no doubt: greetings, chores, a clause by its number."""
    plain = query.plain
    if not plain or questions.HELP.search(plain):
        return Route.SMALL_TALK
    if questions.GREETING.match(plain) and weight_of(query.terms) <= 2.2 and not query.offices and not query.asks:
        return Route.SMALL_TALK
    if is_chore(plain) or (is_trivia(plain) and not states_facts(plain)):
        return Route.OFF_TOPIC
    alone = query.scope and not query.terms and not query.offices and not _asks_of_part(plain)
    return Route.CLAUSE if alone or clause_number(plain) else None


def _is_computed(query: Query) -> bool:
    """Whether only a count over the ledger can answer: the order of the offices, one office against another, 相关部门."""
    plain = query.plain
    topic = topic_terms(query, SET_WORDS)
    each = set_words.EACH_HAS.search(plain) if questions.OFFICES.search(plain) else None
    if any(
        said and weight_of([t for t in topic if t.word not in said[0]]) < 1.5
        for said in (set_words.NOTED.search(plain), each)
    ):
        return True
    if questions.UNOWNED.search(plain) and set_words.SOME_TASKS.search(plain) and not query.offices:
        return True
    first = set_words.FIRST_BY_TASKS.search(plain)
    if first and set_words.OF_OFFICES.search(plain):
        return weight_of([t for t in topic if t.word not in first[0]]) < 1.0
    compared = questions.DIFFERENCE.search(plain)
    if compared and len(query.offices) == 2 and weight_of([t for t in topic if t.word not in compared[0]]) < 1.0:
        return True
    for counted in (set_words.OFTEN.search(plain), set_words.ALL_OFFICES.search(plain)):
        if counted and set_words.OF_OFFICES.search(plain) and not query.offices:
            return weight_of([t for t in topic if t.word not in counted[0]]) < 1.0
    if weight_of(topic) >= 1.0:
        return False
    if set_words.RANKED.search(plain) and set_words.OF_OFFICES.search(plain):
        return True
    return bool(set_words.COLLECTIVE.search(plain) and re.search(r"任务|[哪几]一?[条项]", plain))


def _puts_up_an_owner(query: Query) -> bool:
    """Whether a question says of one task that an office is responsible, to hear whether it is (抵免那条是财政局管的吧)."""
    plain = query.plain
    topic = weight_of(topic_terms(query, SET_WORDS))
    if query.offices and topic >= 1.0 and _ENGLISH_WHETHER.match(plain):  # Is the … Bureau alone responsible for …?
        return bool(
            questions.ALONE.search(plain) or questions.JOINT.search(plain) or questions.RESPONSIBLE.search(plain)
        )
    if not query.offices or questions.TASK_SET.search(plain) or questions.FIRST_PERSON.search(plain):
        return False
    if topic < 0.5 or questions.COMPARISON.search(plain) or questions.ALONE.search(plain):
        return False
    if _IN_THAT_ONE.search(plain):
        return True
    put_up = questions.CONFIRM.search(plain) or re.search(r"是不是|是否|有没有(?=参与|参加|负责|管|份)", plain)
    return bool(put_up and (questions.RESPONSIBLE.search(plain) or _DONE_BY.search(plain)))


_IN_THAT_ONE = re.compile(r"那一?[条项](?:里|里面|中)?有没有")
_DONE_BY = re.compile(
    r"由[^,。?]{2,12}(?:来|去)?(?:建|做|办|管|推|搞|抓|落实|实施|组织|承担)(?:的)?(?:吧|吗|么|对|,|$)"
)
_ENGLISH_WHETHER = re.compile(r"(?:is|are|was|were|does|do|did|will|has|have|so)\b", re.IGNORECASE)


def _of_measures(query: Query) -> bool:
    """Whether a question asks what there is for whom, or tells who asks and what they did and wants to know of themselves."""
    plain = query.plain
    if query.offices or (Ask.NAMES in query.asks and not states_facts(plain)):
        return False
    if (is_reverse(plain) or asks_for_promise(plain)) and not questions.OWNER.search(plain):
        return True
    if only_states(plain) and speaks_of_themselves(plain):
        return True
    if not (questions.FIRST_PERSON.search(plain) or _THEMSELVES.search(plain)) or re.search(
        r"谁|部门|单位|哪[个家]局|\bwhom?\b|\b(?:which|our|my) (?:office|bureau|department)", plain, re.IGNORECASE
    ):
        return False
    if questions.CONFIRM.search(plain) and not (states_facts(plain) or speaks_of_themselves(plain)):
        return False  # I heard that …, is that right: about the text, and not about them
    return bool(questions.WHETHER.search(plain) or (questions.GAIN.search(plain) and states_facts(plain)))


# Whom or where a document does not tell, though it tells of the meeting or the office (那次会议上哪个局长做的汇报).
_OF_PERSONS = frozenset({Ask.PERSON, Ask.CONTACT, Ask.LOCATION})
# Somebody who asks for their own firm without saying so (公司是…的供应商,算不算…).
_THEMSELVES = re.compile(
    r"^(?:(?:公司|厂子?|厂里|店里)(?:是|做|跟|和|给|与|在|刚|只|没|投|办)|(?:企业|单位|机构)(?:是|做|给|刚|只))"
)


def clause_number(plain: str) -> str:
    """The number of the clause whose words alone are asked for (第1条讲什么, What does item 2 say?); empty when none is."""
    bare = re.sub(r"[「」『』“”\"']", "", plain)
    match = questions.CLAUSE_ONLY.match(bare) or questions.CLAUSE_ONLY_ENGLISH.match(bare)
    return match["number"] if match else ""


def _can_take(route: Route, query: Query, likelihood: float) -> bool:
    """Whether the question holds what an answer on a route needs."""
    match route:
        case Route.COMPARISON:
            of_offices = len(query.offices) == 2 and weight_of(topic_terms(query, SET_WORDS)) < 1.0
            one = questions.ONE_OF_TWO.search(query.plain)
            return len(sides_of(query)) == 2 and not (of_offices or one)  # what two offices have in common is computed
        case Route.PROVENANCE:
            asked = facts_asked(query)  # much is done by some rules (按照啥办法来建), not the document alone
            sure = asked != ("basis",) or likelihood >= _SURE_OF_BASIS or bool(provenance_of(query))
            return bool(asked) and sure and not query.asks & _OF_PERSONS
        case Route.CLAUSE:
            return False
        case Route.ELIGIBILITY:
            return not query.asks & {Ask.PENALTY, Ask.APPEAL} or states_facts(query.plain)
        case Route.OWNER:
            timed = query.asks & _TIMES and not (questions.OWNER.search(query.plain) or asks_for_owners(query))
            other = _HONOURED.search(query.plain) or _OTHER_KIND.search(query.plain)
            return not (query.asks & _NOT_OF_OWNERS or timed or other)
        case Route.TASKS:
            if query.asks & _NOT_OF_OWNERS - {Ask.MONEY, Ask.BUDGET, Ask.PAYER} or Ask.PENALTY in query.asks:
                return False
            topic = weight_of(topic_terms(query, SET_WORDS))
            if _OF_PEOPLE.search(query.plain):
                return False
            if query.offices:
                return topic < _MUCH or likelihood > _SURE
            return bool(_OF_LEDGER.search(query.plain)) and (topic < 1.0 or likelihood > _SURE)
        case Route.OFF_TOPIC | Route.SMALL_TALK:
            ours = (
                query.offices
                or questions.POLICY.search(query.plain)
                or any(is_everyday(term.word) for term in query.terms)
            )
            return likelihood > 0.5 and not ours and not query.asks & ATTRIBUTES
        case _:
            return True


# A thing wanted of an office (its phone, its address) is not the office.
_NOT_OF_OWNERS = {
    Ask.CONTACT,
    Ask.WEBSITE,
    Ask.PERSON,
    Ask.PLACE,
    Ask.MATERIALS,
    Ask.MONEY,
    Ask.BUDGET,
    Ask.APPEAL,
    Ask.PAYER,
}
_TIMES = {Ask.DEADLINE, Ask.SCHEDULE, Ask.DURATION, Ask.VALIDITY}
# What became of offices is asked, and not what they are to do (哪些部门得了优秀).
_HONOURED = re.compile(
    r"(?:得|获|拿|评)(?:得|到|上|为)?了?(?:优秀|先进|良好|第一|表彰|表扬|奖(?!励))|被(?:表彰|表扬|批评|通报|点名批评)"
)
# The names of others than offices are asked for: 首批试点企业是哪两家.
_OTHER_KIND = re.compile(
    r"(?:企业|公司|学校|院校|高校|大学|基地|园区|机构|平台|中心)(?:到底|究竟|都|分别|具体)?(?:是|有|叫)哪(?:[几两三四五六七八九十]|\d{1,2}|些)(?:家|所|个)?(?=[,。?呀啊呢]|$)"
)
# The number of people, and not of tasks (教育局专门抽了几个人).
_OF_PEOPLE = re.compile(
    r"[几多少](?:个|名|位)?(?:工作)?人(?!才|社)|\bhow many (?:people|staff|officers|employees)\b", re.IGNORECASE
)
_SURE, _SURE_OF_BASIS = 0.75, 0.9
_MUCH = 2.0  # weight of a topic that an office is asked about, not for all its tasks
# Without an office, a question about the whole ledger speaks of offices or tasks.
_OF_LEDGER = re.compile(
    r"部门|单位|[局委办](?![员法学])|谁(?=.{0,6}(?:最|多|少|没))|[哪几多少]家|任务|事项|分工|职责|责任|[几哪多少]\s*(?:项|条|件)|活儿?|office|bureau|department|task|duti|responsib|item",
    re.IGNORECASE,
)


def _asks_of_part(plain: str) -> bool:
    """Whether a question about a part of the text asks who stands in it, and not for its words."""
    return any(p.search(plain) for p in (questions.OFFICES, questions.OWNER, questions.UNOWNED))


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
        elif match["section"] and match["unit"] == "节":
            section = f"({match['section']})"
    return f"{chapter}{section}{item}"
