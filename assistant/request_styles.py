"""How an endpoint is made to return an object of our form, found out once and remembered for each endpoint and model."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.statements import SCHEMA

MAX_OUTPUT_TOKENS = 1500


@dataclass(frozen=True, slots=True)
class Form:
    """The object a model is to return: its name, what it is for, and its JSON schema."""

    name: str
    purpose: str
    schema: Mapping[str, Any]


ANSWER_FORM = Form("give_answer", "Give the answer in this form.", SCHEMA)


class Mode(StrEnum):
    """What holds the answer to the schema: the endpoint, a tool call, or the instructions alone."""

    SCHEMA = "json_schema"
    TOOL = "tool"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Style:
    """A mode, and whether optional fields (temperature, usage, longest output) are left out as some endpoints want."""

    mode: Mode
    plain: bool = False

    def __str__(self) -> str:
        return f"{self.mode}{' plain' if self.plain else ''}"

    def body(self, form: Form = ANSWER_FORM) -> dict[str, Any]:
        """What the request holds beside model and messages, to get an object of a form."""
        fields: dict[str, Any] = {}
        if not self.plain:
            fields |= {"temperature": 0, "max_tokens": MAX_OUTPUT_TOKENS, "stream_options": {"include_usage": True}}
        if self.mode is Mode.SCHEMA:
            schema = {"name": form.name, "strict": True, "schema": form.schema}
            fields["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.mode is Mode.TOOL:
            function = {"name": form.name, "description": form.purpose, "parameters": form.schema}
            fields["tools"] = [{"type": "function", "function": function}]
            fields["tool_choice"] = {"type": "function", "function": {"name": form.name}}
        return fields


STYLES = tuple(Style(mode, plain=plain) for mode in Mode for plain in (False, True))


class StyleMemory:
    """The style that works with one endpoint and model; until one did, they are tried in order."""

    def __init__(self, home: Path, endpoint: str) -> None:
        self._file = home / "endpoints.json"
        self._endpoint = endpoint
        self._lock = threading.Lock()
        stored = self._stored().get(endpoint)
        self._known = next((style for style in STYLES if str(style) == stored), None)
        self._trying = 0

    def current(self) -> Style:
        """The style to ask in."""
        with self._lock:
            return self._known or STYLES[self._trying]

    def works(self, style: Style) -> None:
        """An answer in this style had the asked form; write that down once."""
        with self._lock:
            if self._known == style:
                return
            self._known = style
            with contextlib.suppress(OSError):  # a home that cannot be written costs a repeated search only
                self._file.write_text(json.dumps(self._stored() | {self._endpoint: str(style)}, indent=1), "utf-8")

    def next_after(self, style: Style, *, form: bool = False) -> Style | None:
        """The style to try when one was refused, or with `form` gave another form; None when none is left.

        A style that is known to work is given up only when it is refused, not for one bad answer.
        """
        with self._lock:
            if self._known is not None and form:
                return None
            places = range(STYLES.index(style) + 1, len(STYLES))
            place = next((p for p in places if not form or STYLES[p].mode is not style.mode), None)
            self._known = None
            if place is None:
                self._trying = 0
                return None
            self._trying = max(self._trying, place)
            return STYLES[self._trying]

    def _stored(self) -> dict[str, str]:
        try:
            stored = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return stored if isinstance(stored, dict) else {}
