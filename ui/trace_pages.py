"""For staff: every decision about the statements of a model, as a folded table under the answer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from ui.page_texts import PageTexts
from ui.rendering import attribute

if TYPE_CHECKING:
    from assistant.answers import Answer

_STEPS = frozenset(
    {"prompt", "statement", "repaired", "cached", "repair", "dropped", "corrected", "call_failed", "failed", "nothing_left",
     "no_model", "repair_failed"}
)  # fmt: skip
_TOLD_APART = ("step", "text", "evidence", "accepted", "faults", "reason")


def trace_html(answer: Answer, texts: PageTexts) -> str:
    """The decisions in order: what was said, on which passages, what became of it and why; empty without any.

    A refused statement is shown as what it is: words of a model that did not hold and are no answer.
    """
    if not answer.trace:
        return ""
    names = ("step", "statement", "passages", "result", "reason")
    head = "".join(f'<th scope="col">{escape(texts[f"trace.{name}"])}</th>' for name in names)
    rows = "".join(_row(entry, texts) for entry in answer.trace)
    title = texts["trace.title"]
    return (
        f'<details class="trace"><summary>{escape(title)} · {len(answer.trace)}</summary><p class="none">{escape(texts["trace.note"])}</p>'
        f'<div class="scrolled" tabindex="0" role="region" aria-label={attribute(title)}>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _row(entry: Mapping[str, Any], texts: PageTexts) -> str:
    step = str(entry["step"])
    named = texts[f"trace.step_{step}"] if step in _STEPS else step
    accepted = entry.get("accepted")
    result = "" if accepted is None else texts["trace.accepted" if accepted else "trace.refused"]
    reasons = [*_several(entry.get("faults")), *_several(entry.get("reason"))]
    if accepted:
        reasons.append(texts["trace.all_checks"])
    reasons += [f"{name}: {', '.join(_several(value))}" for name, value in entry.items() if name not in _TOLD_APART]
    outcome = "" if accepted is None else "passed" if accepted else "broken"
    cells = [str(entry.get("text", "")), _rests_on(entry)]
    return (
        f'<tr><th scope="row">{escape(named)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}'
        f'<td><span class="gate {outcome}">{escape(result)}</span></td><td>{escape("; ".join(reasons))}</td></tr>'
    )


def _rests_on(entry: Mapping[str, Any]) -> str:
    """The clauses that a statement was said to rest on, each with its quote; an id that was not given stands as it is."""
    return "; ".join(
        f"{item.get('label') or item.get('id', '')}「{item.get('quote', '')}」" for item in entry.get("evidence", ())
    )


def _several(value: object) -> list[str]:
    """A value as a list of texts, lists inside it flattened."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [text for item in value for text in _several(item)]
    return [str(value)]
