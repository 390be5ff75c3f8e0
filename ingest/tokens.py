"""Token counts: tiktoken where its encoding is already on this machine, a documented estimate where it is not.

tiktoken fetches its encoding at first use and waits for the network without a bound. It is therefore
only called when the cached file is present and whole, so counting never touches the network.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ENCODING = "o200k_base"
_CACHE_NAME = "fb374d419588a4632f3f557e76b4b70aebbca790"  # the name tiktoken gives the encoding's cache file
_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_HAN = re.compile("[\u2e80-\U0010ffff]+")
_TOKENS_PER_HAN = 0.8  # measured on official Chinese prose: 0.71 a character, rounded up
_TOKENS_PER_OTHER = 0.3


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts the tokens of a text; `name` says how: an encoding of tiktoken or `estimate`."""

    name: str
    count: Callable[[str], int]


def estimate_tokens(text: str) -> int:
    """An upper estimate of the tokens of `text`: 0.8 a Han character or full-width sign, 0.3 any other."""
    han = len(text) - len(_HAN.sub("", text))
    return math.ceil(han * _TOKENS_PER_HAN + (len(text) - han) * _TOKENS_PER_OTHER)


@cache
def token_counter() -> TokenCounter:
    """The exact counter when tiktoken's encoding is cached on this machine, else the estimate."""
    if not _encoding_is_cached():
        return TokenCounter("estimate", estimate_tokens)
    import tiktoken

    encoding = tiktoken.get_encoding(_ENCODING)
    return TokenCounter(_ENCODING, lambda text: len(encoding.encode(text, disallowed_special=())))


def _encoding_is_cached() -> bool:
    configured = os.environ.get("TIKTOKEN_CACHE_DIR", os.environ.get("DATA_GYM_CACHE_DIR"))
    directory = Path(configured) if configured else Path(tempfile.gettempdir()) / "data-gym-cache"
    file = directory / _CACHE_NAME
    # A damaged file would make tiktoken fetch it again.
    return bool(configured != "") and file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == _SHA256
