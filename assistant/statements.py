"""What a model returns: statements with the passages and words they rest on, read while they are still being written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.answers import Status

MAX_STATEMENTS = 12
MAX_CHARACTERS = 400  # of one statement
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["status", "statements", "missing"],
    "properties": {
        "status": {"type": "string", "enum": [Status.ANSWERED, Status.PARTIAL, Status.NOT_IN_DOCUMENTS]},
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "evidence"],
                "properties": {
                    "text": {"type": "string"},
                    "evidence": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["id", "quote"],
                            "properties": {"id": {"type": "string"}, "quote": {"type": "string"}},
                        },
                    },
                },
            },
        },
        "missing": {"type": "array", "items": {"type": "string"}},
    },
}


@dataclass(frozen=True, slots=True)
class Support:
    """What a statement rests on: the id of a passage that was given, and words of it."""

    passage_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class ModelStatement:
    """One sentence of a model with its support, as it came and not yet verified."""

    text: str
    support: tuple[Support, ...]

    def to_json(self) -> dict[str, Any]:
        """The form in which a model writes it."""
        return {"text": self.text, "evidence": [{"id": s.passage_id, "quote": s.quote} for s in self.support]}


@dataclass(frozen=True, slots=True)
class Closing:
    """What a model says beside its statements; a claim to be checked like any other."""

    status: Status | None
    missing: tuple[str, ...]


class StatementReader:
    """Reads a JSON object as it arrives and gives each statement as soon as its brace closes.

    Anything before the first brace (a code fence, a sentence) is passed over. `well_formed` tells
    after `finish` whether the whole was an object of the asked form.
    """

    def __init__(self) -> None:
        self._text = ""
        self._position = 0
        self._open: list[str] = []
        self._in_string = self._escaped = False
        self._starts: list[int] = []
        self._key = ""
        self._string_start = 0
        self._end = 0
        self.well_formed = False

    @property
    def received(self) -> int:
        """How many characters came so far."""
        return len(self._text)

    def feed(self, piece: str) -> Iterator[ModelStatement | None]:
        """The statements that are complete now; None for an item that has another form."""
        self._text += piece
        while self._position < len(self._text) and not self._end:
            position, character = self._position, self._text[self._position]
            self._position += 1
            if self._in_string:
                self._step_in_string(character, position)
            elif character == '"' and self._open:
                self._in_string, self._string_start = True, position + 1
            elif character in "{[":
                if self._open or character == "{":
                    self._open.append(character)
                    self._starts.append(position)
            elif character in "}]" and self._open:
                yield from self._closed(position)

    def _step_in_string(self, character: str, position: int) -> None:
        if self._escaped:
            self._escaped = False
        elif character == "\\":
            self._escaped = True
        elif character == '"':
            self._in_string = False
            if len(self._open) == 1:
                self._key = self._text[self._string_start : position]

    def _closed(self, position: int) -> Iterator[ModelStatement | None]:
        self._open.pop()
        start = self._starts.pop()
        if self._open == ["{", "["] and self._key == "statements":
            yield read_statement(self._text[start : position + 1])
        if not self._open:
            self._end = position + 1

    def finish(self) -> Closing:
        """Status and missing parts, when all has arrived; an unfinished or foreign object has neither."""
        start = self._text.find("{")
        try:
            whole = json.loads(self._text[start : self._end]) if self._end else None
        except (ValueError, RecursionError):
            whole = None
        if not isinstance(whole, dict) or not isinstance(whole.get("statements"), list):
            return Closing(None, ())
        self.well_formed = True
        status = str(whole.get("status"))
        missing = whole.get("missing")
        named = tuple(item for item in missing if isinstance(item, str)) if isinstance(missing, list) else ()
        return Closing(Status(status) if status in SCHEMA["properties"]["status"]["enum"] else None, named)


def read_statement(printed: str) -> ModelStatement | None:
    """One statement out of its JSON; None when it has another form."""
    try:
        value: Any = json.loads(printed)
        text, evidence = value["text"], value["evidence"]
        support: tuple[Any, ...] = tuple(Support(item["id"], item["quote"]) for item in evidence)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(text, str) or any(not isinstance(part, str) for s in support for part in (s.passage_id, s.quote)):
        return None
    return ModelStatement(text, support)


_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_MARKER = re.compile(
    r"""\s*(?:
        [\[【［〔(（]\s*\^?(?:来源|资料|出处|参考|引用|ref|source|passage|id)?\s*[:：]?\s*\d{1,2}
            (?:\s*[,，、\-–]\s*\d{1,2})*\s*(?:†[^\]】］〕)）]{0,40})?\s*[\]】］〕)）]
      | [⁰¹²³⁴-⁹]+ | \^\d{1,2}\b | (?<!第)[①-⑳㊀-㊉] )""",
    re.VERBOSE | re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[\[【［〔(（]\s*([^\s\[【［〔(（\]】］〕)）]+)\s*[\]】］〕)）]")
_MARKUP = re.compile(
    r"<(?![\u4e00-\u9fff])|(?<![\u4e00-\u9fff])>|[`|\\]|https?:|www\.|!?\[[^\]]*\]\(|\*\*|__|^#+\s|&[a-z#]+\d*;|\{|\}",
    re.IGNORECASE,
)


def cleaned(text: str, passage_ids: Iterator[str] | tuple[str, ...] = ()) -> str:
    """A statement's text without invisible characters and without markers of its own; ours are added later."""
    plain = _INVISIBLE.sub(" ", text)
    given = frozenset(passage_ids)
    plain = _BRACKETED.sub(lambda found: "" if found[1] in given else found[0], plain)
    plain = _MARKER.sub(lambda found: found[0] if _is_of_label(found) else "", plain)
    return re.sub(r"\s+", " ", plain).strip()


def _is_of_label(marker: re.Match[str]) -> bool:
    """Whether a number in round brackets, or in a circle, belongs to the number before it: 1.3.4(5), 附件3 ②."""
    before = marker.string[: marker.start()][-1:]
    return bool(re.match(r"\s*[(（①-⑳]", marker[0])) and bool(re.match(r"[\d一二三四五六七八九十]", before))


def has_markup(text: str) -> bool:
    """Whether a text holds markup, an address or code, which no statement may bring along."""
    return bool(_MARKUP.search(text))
