"""Two texts of a document side by side: clause by clause what changed, the words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from difflib import SequenceMatcher
from html import escape

from ingest.differences import Change, ClauseChange, compare_documents
from ingest.documents import Document
from ui.page_texts import PageTexts
from ui.rendering import attribute

_WORD = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
_SHORTEST_SAME = 2  # what stays the same between two changes and is shorter is marked as changed too


def differences_html(before: Document, after: Document, names: tuple[str, str], texts: PageTexts) -> str:
    """Every clause that differs, the older text left and the newer right; `names` are what the two are called."""
    difference = compare_documents(before, after)
    rows = [_fact(name, before, after, texts) for name in difference.facts]
    rows += [_change(change, texts) for change in difference.changes]
    title = texts["read.differences"].format(before=names[0], after=names[1])
    counts = [(kind, sum(change.change is kind for change in difference.changes)) for kind in Change]
    tally = " · ".join(f"{texts[f'read.change_{kind}']} {count}" for kind, count in counts if count)
    head = f"<h2>{escape(title)}</h2>" + (f'<p role="status" class="none">{escape(tally)}</p>' if tally else "")
    if not rows:
        return f'<section class="differences">{head}<p class="none">{escape(texts["read.same"])}</p></section>'
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in (texts["read.clause"], *names))
    return (
        f'<section class="differences">{head}<div class="scrolled" tabindex="0" role="region" aria-label={attribute(title)}>'
        f"<table><thead><tr>{columns}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _change(change: ClauseChange, texts: PageTexts) -> str:
    """One clause; of a changed one the words that differ, of the others the whole text."""
    left, right = marked_words(change.before, change.after)
    if change.change is Change.ADDED:
        left, right = "", f"<ins>{escape(change.after)}</ins>"
    elif change.change is Change.REMOVED:
        left, right = f"<del>{escape(change.before)}</del>", ""
    if change.owners_before != change.owners_after:
        left += _owners(change.owners_before, change.owners_after, "del", texts)
        right += _owners(change.owners_after, change.owners_before, "ins", texts)
    place = f"{change.label} {change.heading}".strip() or change.clause_id
    kind = f'<span class="change {change.change}">{escape(texts[f"read.change_{change.change}"])}</span>'
    return f'<tr><th scope="row">{escape(place)}{kind}</th><td>{left}</td><td>{right}</td></tr>'


def _owners(own: Sequence[str], other: Sequence[str], tag: str, texts: PageTexts) -> str:
    if not own:
        return ""
    names = "、".join(escape(name) if name in other else f"<{tag}>{escape(name)}</{tag}>" for name in own)
    return f'<p class="owners-note"><b>{escape(texts["read.owners"])}</b> {names}</p>'


def _fact(name: str, before: Document, after: Document, texts: PageTexts) -> str:
    old, new = (_plain(getattr(document, name)) for document in (before, after))
    cells = f"<td><del>{escape(old)}</del></td><td><ins>{escape(new)}</ins></td>"
    return f'<tr><th scope="row">{escape(texts[f"read.fact_{name}"])}</th>{cells}</tr>'


def _plain(value: object) -> str:
    if value is None:
        return ""
    if is_dataclass(value):
        named = ((part.name, getattr(value, part.name)) for part in fields(value))
        return "; ".join(f"{name}: {_plain(held)}" for name, held in named if held)
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def marked_words(before: str, after: str) -> tuple[str, str]:
    """Two texts as HTML, the words that only one of them has in <del> and <ins>."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left, right = [], []
    for same, was, now in _runs(old, new):
        left.append(escape(was) if same or not was else f"<del>{escape(was)}</del>")
        right.append(escape(now) if same or not now else f"<ins>{escape(now)}</ins>")
    return "".join(left), "".join(right)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, str, str]]:
    """Stretches that are the same or not; a very short same one between two changes joins them."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    runs: list[tuple[bool, str, str]] = []
    for place, (kind, i, j, k, m) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        same = kind == "equal" and not (inside and j - i < _SHORTEST_SAME)
        was, now = "".join(old[i:j]), "".join(new[k:m])
        if runs and runs[-1][0] == same:
            runs[-1] = (same, runs[-1][1] + was, runs[-1][2] + now)
        else:
            runs.append((same, was, now))
    return runs
