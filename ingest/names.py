"""Names of files as ids and in messages: nothing in a name may act as a path or break a line."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 120  # characters of an id


def safe_id(name: str) -> str:
    """An id for a document from a file's name without its ending: no separators, control or direction signs."""
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(
        "_" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else character
        for character in composed
    )
    # A full stop at the end stays: it is part of the stem that others know the file by.
    cleaned = re.sub(r"[/\\]+|\.{2,}", "_", kept).lstrip(" .").rstrip()
    return cleaned[:_LONGEST] or "document"


def shown(name: str) -> str:
    """A name as it may stand in a message of one line."""
    return "".join(character if character.isprintable() else "�" for character in name)[:200]
