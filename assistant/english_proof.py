"""Whether an English sentence says no more than the Chinese words it rests on, as far as words can tell.

Numbers, offices and names are exact. Terms are compared through the glossary; a sentence most of whose
words the glossary does not know is not accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.language import glossary_matches
from assistant.proof_words import english_words
from ingest.numerals import parse_numeral
from ingest.offices import find_offices
from ingest.reading import squeeze

MAX_UNKNOWN = 0.34  # share of the words that may be unknown to the glossary
MIN_KNOWN = 2  # terms, offices and numbers that a sentence must share with its clause
_QUOTED = re.compile(r"[“\"「『(]\s*([^“”\"「」『』()]*[\u4e00-\u9fff][^“”\"「」『』()]*)\s*[”\"」』)]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff、,;:“”\"0-9%+]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_WORD = re.compile(r"[a-z][a-z'-]*")
_BODY = re.compile(
    r"\b(?:[A-Z][\w'&-]*\s+)*(?:Bureau|Commission|Committee|Administration|Ministry|Authority|Agency|Department|Office|University|College|Institute|Group|Company|Corporation|Bank|Association)\b(?:\s+(?:of|for)(?:\s+(?:and\s+)?[A-Z][\w'&-]*)+)?"
)


def english_faults(text: str, evidence: str, quotes: str) -> list[str]:
    """What `text` says that the (squeezed) `evidence` does not; `quotes` are the words quoted, whose hedges count."""
    told = _without_quotes(text)
    own = squeeze("".join(match[0] for match in _HAN_RUN.finditer(text)))  # hedges it quotes are kept
    checks = (_foreign_quotes(text, evidence), _numbers(told, evidence), _binding(told, evidence),
              _hedges(told, quotes, own), _bodies(told, evidence),
              _terms(told, evidence, quoted=_quoted_length(text) // 4))  # fmt: skip
    return list(dict.fromkeys(fault for found in checks for fault in found))


def _without_quotes(text: str) -> str:
    return _HAN_RUN.sub(" ", _QUOTED.sub(" ", text))


def _foreign_quotes(text: str, evidence: str) -> Iterator[str]:
    for match in _HAN_RUN.finditer(text):
        words = squeeze(match[0]).rstrip(',;:、"')
        if words and words not in evidence:
            yield f"“{words}” is not in the quoted clause"


def _numbers(text: str, evidence: str) -> Iterator[str]:
    digits = re.sub(
        r"(?<=\d),(?=\d{3})", "", re.sub(r"\s*(?:percent|per cent|per-cent)\b", "%", text, flags=re.IGNORECASE)
    )
    for match in _NUMBER.finditer(digits):
        if not _states(match[0], evidence):
            yield f"number {match[0]} is not in the quoted clause"
    for word in _WORD.findall(text.lower()):
        value = english_words().numbers.get(word)
        if value is not None and not _states(str(value), evidence):
            yield f"number “{word}” is not in the quoted clause"
    if re.search(r"\b(?:half|third|quarter|double|twice|triple|million|billion|thousand)s?\b", text.lower()):
        yield "write numbers as digits, as the clause prints them"


def _states(number: str, evidence: str) -> bool:
    if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d%])", evidence):
        return True
    if number.endswith("%"):
        return bool(re.search(rf"(?<![\d.]){re.escape(number)}", evidence))
    numerals = re.findall(r"[零〇一二两三四五六七八九十百千]+", evidence)
    return number.isdigit() and any(parse_numeral(found) == int(number) for found in numerals)


def _binding(text: str, evidence: str) -> Iterator[str]:
    lowered = text.lower()
    for said, needed in english_words().binding:
        match = said.search(lowered)
        if match and not needed.search(evidence):
            yield f"the clause does not say “{match[0]}”"


def _hedges(text: str, quotes: str, own: str) -> Iterator[str]:
    lowered = text.lower()
    for printed, said in english_words().hedges:
        match = printed.search(quotes)
        if match and match[0] not in own and not said.search(lowered):
            yield f"the clause's “{match[0]}” is lost"


def _bodies(text: str, evidence: str) -> Iterator[str]:
    """Organisations: those of the register are checked as offices; others must be spelled from the clause."""
    known = [match.span for match in find_offices(text)]
    for match in _BODY.finditer(text):
        if any(span.start < match.end() and match.start() < span.end for span in known):
            continue
        name = match[0].lower()
        matched = [chinese for _, _, chinese in glossary_matches(name)]
        if not any(any(word in evidence for word in chinese.split()) for chinese in matched):
            yield f"“{match[0]}” is not named in the clause"


def _quoted_length(text: str) -> int:
    return sum(len(match[0]) for match in _HAN_RUN.finditer(text))


def _terms(text: str, evidence: str, *, quoted: int) -> Iterator[str]:
    """Terms of the glossary and names; `quoted` is what the Chinese words inside the sentence count for."""
    lowered = text.lower()
    taken = [False] * len(lowered)
    known = 0
    for mention in find_offices(lowered):
        taken[mention.span.start : mention.span.end] = [True] * len(mention.span)
        known += 1
    for start, end, chinese in glossary_matches(lowered):
        if not any(taken[start:end]):
            if not any(word in evidence for word in chinese.split()):
                yield f"the clause does not speak of “{lowered[start:end]}”"
            taken[start:end] = [True] * (end - start)
            known += 1
    for said, needed in english_words().terms:
        for match in said.finditer(lowered):
            if not any(taken[match.start() : match.end()]):
                if not needed.search(evidence):
                    yield f"the clause does not speak of “{match[0]}”"
                taken[match.start() : match.end()] = [True] * len(match[0])
                known += 1
    words = [
        match for match in _WORD.finditer(lowered) if not taken[match.start()] and match[0] not in _passed_over(lowered)
    ]
    unknown = [match for match in words if not _spelled(match[0], evidence)]
    named = [match for match in unknown if text[match.start()].isupper() and match.start() > 0]
    for match in named:
        yield f"the name “{text[match.start() : match.end()]}” cannot be found in the clause"
    known += len(words) - len(unknown) + len(_NUMBER.findall(text)) + quoted
    if known < MIN_KNOWN or len(unknown) > MAX_UNKNOWN * (known + len(unknown)):
        yield "too few of its words can be traced to the clause; stay closer to it or quote it"


def _passed_over(lowered: str) -> frozenset[str]:
    """Words that were checked before or claim nothing."""
    words = english_words()
    checked = {match[0] for said, _ in words.binding for match in said.finditer(lowered)}
    hedges = {
        match[0]
        for match in re.finditer(
            r"\b(?:may|can|could|possible|eligible|about|around|approximately|encourag\w*|support\w*)\b", lowered
        )
    }
    return words.neutral | frozenset(words.numbers) | checked | hedges


@lru_cache(maxsize=256)
def _pinyin(evidence: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(evidence))


def _spelled(word: str, evidence: str) -> bool:
    """Whether a word is printed in the clause, or is the spelling of a name in it (Tongji, Putuo)."""
    return len(word) > 2 and (word in evidence.lower() or (len(word) > 4 and word in _pinyin(evidence)))
