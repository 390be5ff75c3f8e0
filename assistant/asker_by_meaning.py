"""Whose case a message is, by its meaning as a whole and fragment by fragment.

A message names partners, relatives and rivals beside the one who asks, and often says itself only by details (手下四十个班). The
rules of `askers` look for a noun; here all that is told is weighed. `data/askers.toml` holds messages by the kind of the one whose
case it is, `data/askers.npz` their vectors, the fit that tells them apart and the shares of the signs; `python -m
eval.asker_training` writes it and says how well it does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from assistant.askers import Asker, asker_of, only_type_of_school
from assistant.fact_words import clauses_of
from assistant.told_facts import NOTHING, reading_of, telling_fragments, told_facts
from vectorstore.bundled_embeddings import BundledEmbeddings, is_bundled
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines

FILE = "askers.npz"
NOBODY = "nobody"
# What speaks for a kind: that the user says to be it; that its noun seems the one who acts, in a message of few clauses or of many;
# the most that a fragment tells of it, and all that fragments tell; facts that are told of this kind alone; how much the message as a
# whole is one of it.
SIGNS = ("says so", "seems so in short", "seems so at length", "told most", "told in all", "told of it", "as a whole")
# Chances from which a kind is believed, and from which it is believed against what was known before or the user says to be. Of 1,066
# messages by hands that were not fitted on a chance of 0.5 holds for 0.85, 0.85 of them rightly; the rules are right on 0.48 and wrong on
# 0.33. A kind that is not believed is asked for, a wrong one makes a wrong verdict: the bound is higher.
LIKELY, _AGAINST = 0.6, 0.8
_FEW = 2  # clauses of a short message
_OF_KIND: Mapping[str, tuple[tuple[str, str], ...]] = {
    "school": (
        ("school_type", "secondary_vocational"), ("school_type", "higher_vocational"), ("school_type", "general"),
        ("service_income", "yes"), ("service_income", "no"), ("heavy_load", "yes"), ("heavy_load", "no"),
    ),
    "enterprise": (
        ("recognised", "yes"), ("recognised", "candidate"), ("recognised", "no"),
        ("key_enterprise", "yes"), ("key_enterprise", "no"), ("runs_vocational_education", "yes"),
    ),
    "teacher": (("standing", "yes"), ("standing", "no")),
    "specialist": (("standing", "yes"), ("standing", "no")),
    "institution": (("transfer_agency", "yes"),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskerFit:
    """The kinds, the fit that tells which one a whole message is of, and the share of each of `SIGNS`."""

    kinds: tuple[str, ...]
    fit: Lines
    shares: Vectors

    def chances(self, said: str) -> Vectors:
        """How likely each kind is for a plain text, together 1."""
        whole = self.fit.of(BundledEmbeddings().vector(said))
        return chances(signs_of(said, whole, self.kinds), self.shares)


def asker_meant(said: str, *, known: str | None = None) -> Asker | None:
    """Whose case a plain text is, by its words and its meaning; None when it does not show.

    `known` is the kind that was known before. By its words alone without the bundled model.
    """
    by_words = asker_of(said)
    if not is_bundled():
        return by_words
    fitted = asker_fit()
    found = fitted.chances(said)
    best = int(np.argmax(found))
    kind = fitted.kinds[best]
    said_to_be = by_words.kind if by_words and by_words.themselves else None
    least = LIKELY if {known, said_to_be} <= {None, kind} else _AGAINST
    if found[best] < least or kind == NOBODY:
        return by_words
    school = only_type_of_school(said) if kind in {"school", "teacher"} else ""
    if by_words and by_words.kind == kind:
        return replace(by_words, themselves=True, school_type=by_words.school_type or school)
    return Asker(kind, school, False, _words_for(kind, said), True)


def signs_of(said: str, whole: Vectors, kinds: Collection[str]) -> Vectors:
    """What speaks for each kind in a plain text (kinds × SIGNS); `whole` is how much it is of each as a whole."""
    places, fragments = told_facts().places(), telling_fragments(said)
    found = np.array([reading_of(fragment) for fragment in fragments]).reshape(len(fragments), len(places))
    by_words = asker_of(said)
    short = len(list(clauses_of(said))) <= _FEW
    rows = []
    for kind, as_a_whole in zip(kinds, whole, strict=True):
        own = found[:, places[NOTHING if kind == NOBODY else ("kind", kind)]]
        facts = found[:, [places[fact] for fact in _OF_KIND.get(kind, ())]]
        named = by_words is not None and by_words.kind == kind
        says_so = named and by_words is not None and by_words.themselves
        seems_so = named and not says_so
        told_of_it = facts.max() if facts.size else 0.0
        by_noun = says_so, seems_so and short, seems_so and not short
        rows.append([*by_noun, own.max(initial=0.0), np.maximum(own, 0.0).sum(), told_of_it, as_a_whole])
    return np.array(rows, dtype=np.float32)


def chances(signs: Vectors, shares: Vectors) -> Vectors:
    """The chance of each kind (… × kinds), together 1, from its signs (… × kinds × SIGNS)."""
    total = np.einsum("...ks,s->...k", signs, shares)
    raised = np.exp(total - total.max(axis=-1, keepdims=True))
    likely: Vectors = raised / raised.sum(axis=-1, keepdims=True)
    return likely


def messages_by_hand() -> Mapping[str, Mapping[str, Collection[str]]]:
    """The messages by kind, and by who wrote them."""
    return tomllib.loads((files("assistant") / "data" / "askers.toml").read_text("utf-8"))


@cache
def asker_fit() -> AskerFit:
    """The shipped fit."""
    with as_file(files("assistant") / "data" / FILE) as file, np.load(file, allow_pickle=False) as stored:
        lines, weights = (stored[name].astype(np.float32) for name in ("lines", "weights"))
        return AskerFit(tuple(map(str, stored["kinds"])), Lines(lines, weights), stored["shares"])


def _words_for(kind: str, said: str) -> str:
    """The fragment that speaks most for a kind; the whole text where none does."""
    place = told_facts().places()["kind", kind]
    return max(telling_fragments(said), key=lambda part: float(reading_of(part)[place]), default=said)
