"""Embeddings by a model of an OpenAI-compatible endpoint: batches, retries, and vectors kept so that none is paid twice."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import ConfigurationError
from vectorstore.breaking import Breaker, EndpointFailed
from vectorstore.endpoint_calls import Failure, Trouble, failure_of, retrying
from vectorstore.vector_cache import VectorCache

DEFAULT_BATCH = 64
ATTEMPTS = 4
TIMEOUT_SECONDS = 30.0
QUERY_ATTEMPTS = 2
QUERY_SECONDS = 4.0  # for the vector of a question, then the search goes by words
_TOO_MUCH = frozenset({Trouble.BAD_REQUEST, Trouble.TOO_LONG})  # the fault of what was sent
_PROBE = "产教融合"  # its vector tells the dimension
_HINTS = {
    Trouble.REFUSED_KEY: "check OPENAI_API_KEY",
    Trouble.NOT_FOUND: "check OPENAI_BASE_URL and WENCE_EMBEDDING_MODEL",
    Trouble.UNREACHABLE: "check OPENAI_BASE_URL and whether the endpoint runs",
    Trouble.BAD_REQUEST: "check WENCE_EMBEDDING_MODEL, and lower WENCE_EMBEDDING_BATCH if its batches are smaller",
}
_LATER = "try again later; what was embedded so far is kept"


class EndpointEmbeddings:
    """A model of an endpoint. Its dimension is measured once; every vector of another length is refused.

    With a `home` each vector is kept there as soon as it arrives, so an interrupted ingest goes on where it was.
    `batch_size`: most texts a request; a smaller limit of the endpoint is found by halving.
    """

    def __init__(self, model: str, *, api_key: str, base_url: str | None, home: Path | None = None,
                 batch_size: int = DEFAULT_BATCH) -> None:  # fmt: skip
        from langchain_openai import OpenAIEmbeddings
        from openai import OpenAIError
        from pydantic import SecretStr

        self.name = f"endpoint:{model}"
        self.breaker = Breaker()
        self._failure = OpenAIError
        self._batch_size = batch_size
        # Compatible servers take strings, not token ids, and counting tokens would fetch an encoding.
        self._model = OpenAIEmbeddings(model=model, api_key=SecretStr(api_key), base_url=base_url, max_retries=0,
                                       timeout=TIMEOUT_SECONDS, check_embedding_ctx_length=False,
                                       chunk_size=2048)  # fmt: skip
        self._cache = VectorCache(home, f"{self.name}\x1f{base_url or ''}") if home else None
        self.dimension = 0
        self.dimension = len(self.embed_documents([_PROBE])[0])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text; texts that were embedded before cost nothing."""
        known = self._cache.read(texts) if self._cache else {}
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        start = 0
        while start < len(missing):
            batch = missing[start : start + self._batch_size]
            vectors = self._embed_batch(batch)
            if vectors is None:
                continue  # the endpoint takes fewer at once
            fresh = dict(zip(batch, vectors, strict=True))
            if self._cache:
                self._cache.write(fresh)
            known |= fresh
            start += len(batch)
        return [known[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, in bounded time; EndpointFailed when the endpoint gives none."""
        known = self._cache.read([text]) if self._cache else {}
        if text in known:
            return known[text]
        self.breaker.check()
        try:
            (vector,) = self._requested([text], attempts=QUERY_ATTEMPTS, seconds=QUERY_SECONDS)
        except EndpointFailed as error:
            if error.failure.trouble not in _TOO_MUCH:
                self.breaker.failed(error.failure)
            raise
        self.breaker.succeeded()
        if self._cache:
            self._cache.write({text: vector})
        return vector

    def trouble(self) -> Failure | None:
        """Why the endpoint gives no vector now; asks it, whatever is kept."""
        try:
            self._requested([_PROBE], attempts=1, seconds=QUERY_SECONDS)
        except EndpointFailed as error:
            return error.failure
        return None

    def _embed_batch(self, batch: Sequence[str]) -> list[list[float]] | None:
        """The vectors of one request; None, with a smaller batch size from now on, when it was too large."""
        try:
            return self._requested(batch, attempts=ATTEMPTS)
        except EndpointFailed as error:
            if error.failure.trouble in _TOO_MUCH and len(batch) > 1:
                self._batch_size = (len(batch) + 1) // 2
                return None
            hint = _HINTS.get(error.failure.trouble, _LATER)
            raise ConfigurationError(f"the embedding endpoint failed: {error.failure}; {hint}") from error

    def _requested(self, texts: Sequence[str], *, attempts: int, seconds: float | None = None) -> list[list[float]]:
        """The vectors of one request with its retries, all within `seconds` where these are given."""
        deadline = None if seconds is None else time.monotonic() + seconds

        def call() -> list[list[float]]:
            remaining = TIMEOUT_SECONDS if deadline is None else max(0.05, deadline - time.monotonic())
            return self._model.embed_documents(list(texts), timeout=remaining)

        try:
            vectors = retrying(attempts=attempts, deadline=deadline)(call)
            lengths = {len(vector) for vector in vectors}
        except self._failure as error:
            raise EndpointFailed(failure_of(error)) from error
        except (TypeError, KeyError, ValueError) as error:  # what the client raises for a reply of another form
            raise EndpointFailed(Failure(Trouble.MALFORMED)) from error
        if len(vectors) != len(texts) or len(lengths) != 1 or lengths == {0}:
            raise EndpointFailed(Failure(Trouble.MALFORMED))
        if self.dimension and lengths != {self.dimension}:
            raise ConfigurationError(
                f"the embedding endpoint gave vectors of {lengths.pop()} dimensions where {self.name} had"
                f" {self.dimension}; the model behind it changed: rebuild with: wence ingest --replace"
            )
        return vectors
