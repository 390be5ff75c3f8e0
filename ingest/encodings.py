"""Bytes to text: the encodings that Chinese offices use, told apart by what decodes into readable words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from ingest.errors import DocumentRefused


def decode_text(content: bytes, *, name: str) -> str:
    """`content` as text: UTF-8, GB18030, Big5 or UTF-16 by what decodes into readable words."""
    if not content.strip():
        raise DocumentRefused(f"{name}: the file is empty")
    text = next((text for text in _decodings(content) if _is_readable(text)), None)
    if text is None:
        raise DocumentRefused(f"{name}: binary or wrongly encoded content; save it as UTF-8 text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decodings(content: bytes) -> Iterator[str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _decoded(content, "utf-16")
    elif utf8 := list(_decoded(content, "utf-8-sig")):
        yield from utf8
        return  # bytes that are UTF-8 by chance are not met
    else:
        chinese = [(encoding, text) for encoding in ("gb18030", "big5hkscs") for text in _decoded(content, encoding)]
        likely = [(share, text) for encoding, text in chinese if (share := _frequent_share(text, encoding)) > _LIKELY]
        yield from (text for _, text in sorted(likely, reverse=True))
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is not None:
        yield str(best)


_LIKELY = 0.75  # of the Han characters; text read by the wrong Chinese code page has about half


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    with suppress(UnicodeDecodeError):
        yield content.decode(encoding)


def _frequent_share(text: str, encoding: str) -> float:
    """The share of letters beyond ASCII that are in the frequent level of GB 2312 or of Big5."""
    sample = [character for character in text[:20_000] if character > "\x7f" and character.isalpha()]
    charset, last = ("gb2312", 0xD7) if encoding == "gb18030" else ("big5", 0xC6)
    first = 0xB0 if charset == "gb2312" else 0xA4
    leads = [character.encode(charset, errors="replace")[0] for character in sample]
    return sum(first <= lead <= last for lead in leads) / max(1, len(leads))


_MOJIBAKE = "锟斤拷烫屯ÃÂâ€™�"
_EXPECTED = re.compile(
    r"[\u0000-\u024f\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff5e\U00020000-\U000323af]"
)
_COMMON = frozenset("的一是在不了有和人为大中国年以业区市及应对按部发等行工作情")


def _is_readable(text: str) -> bool:
    """Whether a decoding gave words: few control characters, few signs of a wrong decoding, common characters."""
    sample = text[:20_000]
    control = sum(character < " " and character not in "\n\r\t\f" for character in sample)
    broken = sum(character in _MOJIBAKE for character in sample)
    private = sum("\ue000" <= character <= "\uf8ff" for character in sample)
    # No-break spaces, which pages are padded with, are no letters.
    if sum("\x80" <= character <= "\xff" and not character.isspace() for character in sample) > 0.2 * len(sample):
        return False  # Chinese bytes that were once read as Latin letters
    foreign = sum(character.isalpha() and not _EXPECTED.match(character) for character in sample)
    lost = sum(character == "?" for character in sample)
    if foreign > 0.3 * len(sample) or lost > 0.3 * len(sample):
        return False
    if control + broken + private > 0.02 * len(sample):
        return False
    han = [character for character in sample if "\u4e00" <= character <= "\u9fff"]
    # Text decoded by the wrong Chinese code page is all rare characters.
    common = sum(character in _COMMON for character in han)
    return len(han) < 20 or common >= 0.02 * len(han)
