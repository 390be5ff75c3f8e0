"""Glosses: what the sentences of a document say in everyday words, written by a person and kept beside it.

A document of decrees shares few words with the people it is meant for. A gloss lends a sentence the words that
they would use, in any language; it helps to find the sentence and is never quoted and never shown.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from ingest.errors import DocumentRefused


@dataclass(frozen=True, slots=True)
class Gloss:
    """Everyday words for one sentence: `quote` is its verbatim beginning, `start` its place in the document's text.

    `left_open` are questions about its matter that neither it nor any other sentence of the document answers.
    """

    start: int
    quote: str
    lines: tuple[str, ...]
    left_open: tuple[str, ...] = ()


def parse_glosses(toml: str, *, name: str, text: str) -> tuple[Gloss, ...]:
    """The glosses of a file in the order of `text`; DocumentRefused when an entry is malformed or its place not clear."""
    try:
        entries = tomllib.loads(toml).get("gloss", [])
        glosses = [_gloss(entry, text) for entry in entries]
    except KeyError as error:
        raise DocumentRefused(f"{name}: not a usable glosses file (an entry without {error})") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DocumentRefused(f"{name}: not a usable glosses file ({' '.join(str(error).split())})") from error
    return tuple(sorted(glosses, key=lambda gloss: gloss.start))


def _gloss(entry: dict[str, Any], text: str) -> Gloss:
    quote = str(entry["quote"])
    lines = tuple(str(line).strip() for line in (*entry.get("everyday", []), *entry.get("english", [])))
    left_open = tuple(str(line).strip() for line in entry.get("left_open", []))
    if not lines or not all((*lines, *left_open)):
        raise ValueError(f"no words for {quote[:30]!r}")
    times = text.count(quote) if quote else 0
    if times != 1:
        raise ValueError(f"{quote[:30]!r} must stand in the document once, not {times} times")
    return Gloss(text.index(quote), quote, lines, left_open)
