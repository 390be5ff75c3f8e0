"""Whether a question with 谁 or 哪家 means the offices of a task, or somebody else: who decides, pays, takes part, is liable.

Both are asked in the same words of the same matters (谁的一亩三分地, 谁说了算), so the message and the part of it that
asks are read for their meaning. `data/who_is_meant.npz` holds the vectors of such questions of both kinds and the fit that
tells them apart; `python -m eval.who_training` writes it and says how well it does.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from assistant.asking_part import part_that_asks
from vectorstore.bundled_embeddings import BundledEmbeddings, is_bundled
from vectorstore.line_vectors import Vectors
from vectorstore.two_kinds import TwoKinds, read_two_kinds

FILE = "who_is_meant.npz"
_WHO = re.compile(
    r"谁|哪(?!年|天|里|儿|月|种|样|类|怕|一年|一天|方面|些(?!个?(?:部门|单位|[局委家])))|部门|单位|局|委(?!托)|(?:委|街道|哪个?)办|衙门|几家|多少家"
    r"|\b(?:whom?|whose|which|offices?|bureaus?|departments?|commissions?|body|bodies)\b",
    re.IGNORECASE,
)
# By how much a question must mean offices, or others, for that to be believed against the wording. Who asks in plain words mostly
# means what they say.
_OFFICES, _OTHERS, _OTHERS_IN_PLAIN_WORDS = 0.4, -0.3, -0.8
_IN_PLAIN_WORDS = re.compile(
    r"负责|牵头|责任|主管|归口|归谁|归哪|谁管|[都还]有谁|谁的(?:活|任务|事)|谁(?:来|在|去)(?:具体)?(?:推|抓|管|搞|建|做|办|落)"
    r"|(?:哪|啥|什么)[个些几一两三家]*(?:部门|单位|局|委)|respons|in charge|assigned|\bwhich (?:offices?|bureaus?|departments?|commissions?)\b",
    re.IGNORECASE,
)


def asks_who(plain: str) -> bool:
    """Whether a plain question has a word that may mean offices or somebody else."""
    return bool(_WHO.search(plain))


def means_offices(plain: str) -> bool:
    """Whether a plain question surely asks for the offices of a task."""
    return asks_who(plain) and rather_offices(plain) > _OFFICES


def means_others(plain: str, *, plainly: bool = False) -> bool:
    """Whether a plain question surely asks for somebody else; beyond doubt where it asks for offices in plain words (`plainly`)."""
    plainly = plainly or bool(_IN_PLAIN_WORDS.search(plain))
    return asks_who(plain) and rather_offices(plain) < (_OTHERS_IN_PLAIN_WORDS if plainly else _OTHERS)


def rather_offices(plain: str) -> float:
    """How much more a plain question means offices than somebody else, about -1 to 1; 0 without the bundled model."""
    return _fit().rather(vector_of(plain)) if plain.strip() and is_bundled() else 0.0


def vector_of(plain: str) -> Vectors:
    """The vectors of a plain question and of its part that asks, one behind the other, together of length 1."""
    model = BundledEmbeddings()
    both = np.concatenate([model.vector(plain), model.vector(part_that_asks(plain) or plain)])
    return np.asarray(both / np.sqrt(2.0), dtype=np.float32)


@cache
def _fit() -> TwoKinds:
    """The shipped fit; what means offices is its first kind."""
    with as_file(files("assistant") / "data" / FILE) as file:
        return read_two_kinds(file)
