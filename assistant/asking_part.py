"""Whether the part of a question that asks is such as documents answer, by its meaning apart from the matter.

What names the matter is near to the sentence about it whatever is asked (骨干教师下企业蹲点,一趟要待几个月), and drowns
what is. So the part that asks is read by itself, and held against those of questions that are answered and of others that
are not. `data/asking_parts.npz` is written by `python -m eval.answerability_fitting`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files

from assistant.remarks import asks_something, parts_of
from vectorstore.bundled_embeddings import BundledEmbeddings, is_bundled
from vectorstore.two_kinds import TwoKinds, read_two_kinds

FILE = "asking_parts.npz"
_MARKS = re.compile(r"\W")
_SHORTEST = 4  # characters of a part that says what is asked


def part_that_asks(plain: str) -> str:
    """The last part of a plain question that asks something; its last part where none seems to, all of it where it has none.

    With the part before it where it is too short to say what is asked (基地呢,几个).
    """
    parts = parts_of(plain) or [plain]
    asking = [place for place, part in enumerate(parts) if asks_something(part)]
    last = asking[-1] if asking else len(parts) - 1
    short = len(_MARKS.sub("", parts[last])) < _SHORTEST
    return "".join(parts[max(0, last - short) : last + 1]).strip()


def asks_for_told(plain: str) -> float:
    """How much more the part of a plain question that asks is like those that are answered, about -1 to 1; 0 without the model."""
    part = part_that_asks(plain)
    return _fit().rather(BundledEmbeddings().vector(part)) if part and is_bundled() else 0.0


@cache
def _fit() -> TwoKinds:
    """The shipped fit; what is answered is its first kind."""
    with as_file(files("assistant") / "data" / FILE) as file:
        return read_two_kinds(file)
