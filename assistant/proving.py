"""Proof of a model's statement before anybody sees it: its passages were given, its quotes are verbatim, its words theirs.

What is checked against is the quoted words and the sentences they stand in, never the whole passage, so a
true quote does not carry a false sentence. A statement with any fault is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.chinese_proof import chinese_faults
from assistant.claims import Claim, Quote
from assistant.english_proof import english_faults
from assistant.language import Language, simplify, to_traditional
from assistant.proof_words import chinese_words
from assistant.statements import MAX_CHARACTERS, ModelStatement, Support, cleaned, has_markup
from assistant.verifying import faults_of
from ingest.documents import Span
from ingest.offices import find_offices
from ingest.passages import Passage
from ingest.reading import reading_view, squeeze
from ingest.sentences import sentences_of
from vectorstore.ledger import LedgerRow

_ASKER = re.compile(r"[您你]们?|贵(?:公司|单位|企业|校|司)|我们|\b(?:you|your|yours)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"第[零〇一二三四五六七八九十百千\d]+[编章节条款项段部]")
MIN_QUOTE = 4  # characters; fewer prove nothing


@dataclass(frozen=True, slots=True)
class Given:
    """A passage that the model was given, with the ledger row of its task where it has one."""

    passage_id: str
    passage: Passage
    row: LedgerRow | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement with what was found wrong with it; `claim` is what may be shown when nothing was."""

    statement: ModelStatement
    claim: Claim | None
    faults: tuple[str, ...]


def prove(statement: ModelStatement, given: Mapping[str, Given], language: Language) -> Proof:
    """Check one statement; a claim comes out only when it has no fault."""
    text = cleaned(statement.text, tuple(given))
    faults = _form_faults(text, language)
    located = [_locate(support, given) for support in statement.support]
    faults += [found for found in located if isinstance(found, str)]
    quotes = [found for found in located if not isinstance(found, str)]
    if not statement.support:
        faults.append("没有给出依据 (evidence)")
    if faults:
        return Proof(statement, None, tuple(dict.fromkeys(faults)))
    cited = [given[support.passage_id] for support in statement.support]
    claim = Claim(_in_kind(text, language), tuple(dict.fromkeys(quotes)), _labels(cited))
    found = _text_faults(text, list(zip(cited, quotes, strict=True)), language)
    return Proof(statement, None if found else claim, tuple(found))


def _form_faults(text: str, language: Language) -> list[str]:
    if not re.search(r"\w", text):
        return ["没有文字"]
    faults = []
    if len(text) > MAX_CHARACTERS:
        faults.append(f"超过{MAX_CHARACTERS}字")
    if has_markup(text):
        faults.append("含有标记、网址或代码")
    han, latin = len(re.findall(r"[\u4e00-\u9fff]", text)), len(re.findall(r"[A-Za-z]{2,}", text))
    if language is Language.ENGLISH and latin < 3:
        faults.append("the answer must be in English")
    if language is not Language.ENGLISH and han < latin:
        faults.append("须用中文作答")
    return faults


def _locate(support: Support, given: Mapping[str, Given]) -> Quote | str:
    """The words of a quote by their offsets in the source text, or what is wrong with it."""
    found = given.get(support.passage_id)
    if found is None:
        return f"没有编号为“{support.passage_id[:12]}”的段落"
    passage = found.passage
    squeezed, places = _squeezed_with_places(passage.text)
    wanted = squeeze(support.quote)
    if len(wanted) < min(MIN_QUOTE, len(squeezed)):
        return "引文太短"
    at = squeezed.find(wanted)
    if at < 0:
        return f"引文“{support.quote[:20]}”不是该段落的连续原文"
    start, end = places[at], places[at + len(wanted) - 1] + 1
    return Quote(passage.document_id, passage.clause_id, Span(passage.span.start + start, passage.span.start + end))


@lru_cache(maxsize=2048)
def _squeezed_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """The squeezed text and, for each of its characters, the place in the text it came from."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(reading_view(text)):
        folded = squeeze(character)
        if folded and not (
            folded in "\"'" and characters and characters[-1] == folded and text[place] == text[place - 1]
        ):
            characters.append(folded)
            places.append(place)
    return "".join(characters), tuple(places)


def _text_faults(text: str, quoted: Sequence[tuple[Given, Quote]], language: Language) -> list[str]:
    cited = [item for item, _ in quoted]
    evidence = [simplify(_surrounding(item.passage, quote)) for item, quote in quoted]
    owners = [simplify("、".join(item.row.departments)) for item in cited if item.row]
    headings = [simplify(heading) for item in cited for heading in item.passage.path[1:]]
    plain = simplify(text)
    faults = _office_faults(plain, cited, [*evidence, *owners])
    if (asker := _ASKER.search(plain)) and asker[0] not in "".join(evidence):
        faults.append("不得对提问者本人下结论,只陈述条文")
    faults += faults_of(Claim(plain, (), _labels(cited)), [*evidence, *owners, *headings])
    if language is Language.ENGLISH:
        words = "。".join(simplify(_words(item.passage, quote)) for item, quote in quoted)
        whole = squeeze("。".join([*evidence, *owners, *headings]))
        faults += english_faults(_unframed(text, cited), whole, squeeze(words))
    else:
        body = squeeze(_unframed(plain, cited, printed=squeeze("。".join(evidence))))
        alone = {squeeze(item).rstrip("。;") for item in evidence}  # a date may be all that a sentence says
        if not re.search(r"[\u4e00-\u9fff]{2}", body) and (not body or body.rstrip("。;") not in alone):
            faults.append("没有说出条文的内容")
        if find_offices(plain):
            body = _without_owners(body, owners)
        faults += chinese_faults(body, squeeze("。".join(evidence)), squeeze("。".join(headings)))
    return list(dict.fromkeys(faults))


def _words(passage: Passage, quote: Quote) -> str:
    return passage.text[quote.span.start - passage.span.start : quote.span.end - passage.span.start]


def _surrounding(passage: Passage, quote: Quote) -> str:
    """The sentences of a passage that a quote touches, whole."""
    view = reading_view(passage.text)
    start, end = quote.span.start - passage.span.start, quote.span.end - passage.span.start
    touched = [span for span in sentences_of(view, Span(0, len(view))) if span.start < end and start < span.end]
    return "".join(span.slice(passage.text) for span in touched) or passage.text[start:end]


def _labels(cited: Sequence[Given]) -> tuple[str, ...]:
    """Labels, headings and titles that a statement about these passages may name."""
    return tuple(dict.fromkeys(name for item in cited for name in (item.passage.label, *item.passage.path) if name))


def _unframed(text: str, cited: Sequence[Given], *, printed: str = "") -> str:
    """The text without the title, headings and labels of the passages it cites, where they only say where it stands.

    Names that the quoted sentences print themselves stay: a sentence that repeats them is held against them whole.
    """
    names = {name for item in cited for name in (*item.passage.path, item.passage.label, item.passage.heading)}
    plain = reading_view(text)
    for name in sorted((simplify(name) for name in names if name), key=len, reverse=True):
        if reading_view(name) not in plain:  # most names: a pattern costs more to make than all the rest
            continue
        framed = re.escape(reading_view(name))
        before = r"(?:(?<=^)|(?<=[\s,。;:》”])|(?<=[\s,。;:》”]在)|(?<=^在)|(?<=根据|按照|依据|依照))"
        bracketed = rf"|[(]{framed}[)]" if len(name) > 1 else ""  # (一) is not the clause 一、
        bare = rf"|{before}{framed}(?=[\s,:中规提指明“《]|$){bracketed}"
        own = bool(re.search("[\u4e00-\u9fff]{2}", name)) and not _NUMBERED.match(name) and squeeze(name) in printed
        plain = re.sub(rf"[《“「\"]{framed}[》”」\"]{'' if own else bare}", " ", plain)
    return plain


def _office_faults(text: str, cited: Sequence[Given], evidence: Sequence[str]) -> list[str]:
    """Who is said to be responsible is exactly who is, and nobody has a role that the document does not give."""
    mentioned = {mention.office.stem for mention in find_offices(text)}
    words = chinese_words()
    said = words.responsible.search(text) or re.search(r"\b(?:responsib|in charge|lead)", text, re.IGNORECASE)
    if not mentioned or not said:
        return []
    rows = [item.row for item in cited if item.row and item.row.assignments]
    if not rows:
        return [] if any(words.responsible.search(part) for part in evidence) else ["所引条款没有列责任部门"]
    sets = [{a.office.stem for a in row.assignments if not a.collective} for row in rows]
    allowed = set().union(*sets)
    part = words.partial.search(text) or re.search(r"\b(?:among|one of|includ)", text, re.IGNORECASE)
    if mentioned - allowed:
        return [f"{name}不在所引任务的责任部门中" for name in sorted(mentioned - allowed)]
    if not part and mentioned not in sets:
        return ["责任部门须按台账列全:" + "、".join(rows[0].departments)]
    return []


def _without_owners(text: str, owners: Sequence[str]) -> str:
    """The text without the list of owners, which was checked as a set; the words around it are checked as words."""
    if not owners:
        return text
    for name in sorted({name for printed in owners for name in printed.split("、")}, key=len, reverse=True):
        text = text.replace(squeeze(name), " ")
    return chinese_words().owned.sub(" ", text)


def _in_kind(text: str, language: Language) -> str:
    """A Chinese sentence in the characters of the question; words in quotation marks stay as printed."""
    if language is Language.TRADITIONAL:
        pieces = re.split(r"(“[^”]*”|「[^」]*」)", text)
        return "".join(piece if place % 2 else to_traditional(piece) for place, piece in enumerate(pieces))
    return simplify(text) if language is Language.CHINESE else text
