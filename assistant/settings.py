"""Configuration, read once where the program is put together, typed and frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import dotenv_values

from ingest.errors import ConfigurationError
from ingest.reading_limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from assistant.model_engine import ModelEngine
    from vectorstore.embeddings import NamedEmbeddings
    from vectorstore.fusing import Reranker

DEFAULT_HOME = Path(".wence")
_MEGABYTE = 1_000_000
ENGINES = ("extractive", "model")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment, a `.env` file and the command line set; with nothing set all works offline."""

    home: Path = DEFAULT_HOME
    openai_api_key: str | None = None
    openai_base_url: str | None = None
    embedding_model: str | None = None
    embedding_batch: int = 64
    reranker_model: str | None = None
    max_question_characters: int = 2000
    limits: Limits = DEFAULT_LIMITS
    chat_model: str | None = None
    chosen_engine: str | None = None
    model_seconds: int = 30
    model_concurrency: int = 16
    keeps_answers: bool = True
    input_price: float | None = None
    output_price: float | None = None
    editor_password: str | None = None
    log_questions: bool = False
    requests_per_minute: int = 0

    @property
    def engine(self) -> str:
        """`model` or `extractive`: the chosen one, else `model` where a chat model and its endpoint are named."""
        if self.chosen_engine is not None:
            return self.chosen_engine
        reachable = self.openai_api_key or self.openai_base_url
        return "model" if self.chat_model and reachable else "extractive"

    def open_engine(self) -> ModelEngine | None:
        """The model engine, None for the extractive one; ConfigurationError when the model is not configured."""
        if self.engine == "extractive":
            return None
        if not self.chat_model or not (self.openai_api_key or self.openai_base_url):
            raise ConfigurationError(
                "the engine model needs WENCE_CHAT_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL; set them or use --engine extractive"
            )
        from assistant.answer_cache import AnswerCache
        from assistant.endpoints import ChatEndpoint
        from assistant.model_engine import ModelEngine
        from vectorstore.embeddings import NO_KEY

        endpoint = ChatEndpoint(self.chat_model, api_key=self.openai_api_key or NO_KEY, base_url=self.openai_base_url,
                                home=self.home, concurrency=self.model_concurrency)  # fmt: skip
        prices = None
        if self.input_price is not None and self.output_price is not None:
            prices = (self.input_price, self.output_price)
        return ModelEngine(endpoint, budget_seconds=self.model_seconds, prices=prices,
                           cache=AnswerCache(self.home) if self.keeps_answers else None)  # fmt: skip

    def open_embeddings(self) -> NamedEmbeddings:
        """The configured embeddings; ConfigurationError when their endpoint cannot be used."""
        from vectorstore.embeddings import open_embeddings

        return open_embeddings(self.embedding_model, api_key=self.openai_api_key, base_url=self.openai_base_url,
                               home=self.home, batch_size=self.embedding_batch)  # fmt: skip

    def open_reranker(self) -> Reranker | None:
        """The configured cross-encoder, if any; ConfigurationError when its directory cannot be used."""
        if self.reranker_model is None:
            return None
        from vectorstore.local_models import LocalReranker

        return LocalReranker(Path(self.reranker_model).expanduser())

    def described(self) -> list[tuple[str, str, str]]:
        """Every setting as (name, value shown, meaning); a key is never shown."""
        return [
            ("WENCE_HOME", str(self.home), "index, feedback and logs"),
            ("OPENAI_API_KEY", "set" if self.openai_api_key else "not set", "key of an OpenAI-compatible endpoint"),
            ("OPENAI_BASE_URL", _shown_address(self.openai_base_url), "address of that endpoint"),
            ("WENCE_CHAT_MODEL", self.chat_model or "not set", "chat model of the endpoint"),
            ("WENCE_ENGINE", self.engine, "model or extractive; model where a chat model is set"),
            ("WENCE_MODEL_SECONDS", str(self.model_seconds), "longest wait for the model, seconds an answer"),
            ("WENCE_MODEL_CONCURRENCY", str(self.model_concurrency), "most calls of the model at once"),
            ("WENCE_ANSWER_CACHE", "on" if self.keeps_answers else "off", "keep what the model said, by content"),
            ("WENCE_INPUT_PRICE", _shown_price(self.input_price), "price of a million input tokens"),
            ("WENCE_OUTPUT_PRICE", _shown_price(self.output_price), "price of a million output tokens"),
            ("WENCE_EMBEDDING_MODEL", self.embedding_model or "built in", "embedding model: hash, e5-small-q4, a directory, or its name at the endpoint"),
            ("WENCE_EMBEDDING_BATCH", str(self.embedding_batch), "most texts in one request to that model"),
            ("WENCE_RERANKER_MODEL", self.reranker_model or "none", "directory of a cross-encoder for the best passages"),
            ("WENCE_MAX_FILE", str(self.limits.file_bytes // _MEGABYTE), "largest file that is read, megabytes"),
            ("WENCE_MAX_PAGES", str(self.limits.pages), "most pages of a file"),
            ("WENCE_READER_SECONDS", f"{self.limits.seconds:g}", "longest silence of a reader (a page of a scan), seconds"),
            ("WENCE_READER_MEMORY", str(self.limits.memory_bytes // _MEGABYTE), "most memory of a reader, megabytes"),
            ("WENCE_MAX_QUESTION", str(self.max_question_characters), "longest question, characters"),
            ("WENCE_EDITOR_PASSWORD", "set" if self.editor_password else "not set", "password of the tab for editors"),
            ("WENCE_LOG_QUESTIONS", "1" if self.log_questions else "0", "1: the log holds the text of questions"),
            ("WENCE_REQUESTS_PER_MINUTE", str(self.requests_per_minute), "HTTP requests of one address, 0: any number"),
        ]  # fmt: skip


def read_settings(*, home: Path | None = None, environment: Mapping[str, str]) -> Settings:
    """The settings of this run: the command line over the environment over `.env` in the working directory."""
    stated = {name: value for name, value in dotenv_values(".env").items() if value is not None} | dict(environment)
    chosen = home or Path(stated.get("WENCE_HOME") or DEFAULT_HOME)
    return Settings(
        home=chosen,
        openai_api_key=stated.get("OPENAI_API_KEY") or None,
        openai_base_url=stated.get("OPENAI_BASE_URL") or None,
        embedding_model=stated.get("WENCE_EMBEDDING_MODEL") or None,
        embedding_batch=_positive(stated.get("WENCE_EMBEDDING_BATCH"), "WENCE_EMBEDDING_BATCH", default=64),
        chat_model=stated.get("WENCE_CHAT_MODEL") or None,
        chosen_engine=_one_of(stated.get("WENCE_ENGINE"), "WENCE_ENGINE", ENGINES),
        model_seconds=_positive(stated.get("WENCE_MODEL_SECONDS"), "WENCE_MODEL_SECONDS", default=30),
        model_concurrency=_positive(stated.get("WENCE_MODEL_CONCURRENCY"), "WENCE_MODEL_CONCURRENCY", default=16),
        keeps_answers=_one_of(stated.get("WENCE_ANSWER_CACHE"), "WENCE_ANSWER_CACHE", ("on", "off")) != "off",
        input_price=_price(stated.get("WENCE_INPUT_PRICE"), "WENCE_INPUT_PRICE"),
        output_price=_price(stated.get("WENCE_OUTPUT_PRICE"), "WENCE_OUTPUT_PRICE"),
        reranker_model=stated.get("WENCE_RERANKER_MODEL") or None,
        limits=_limits(stated),
        max_question_characters=_positive(stated.get("WENCE_MAX_QUESTION"), "WENCE_MAX_QUESTION", default=2000),
        editor_password=stated.get("WENCE_EDITOR_PASSWORD") or None,
        log_questions=_switch(stated.get("WENCE_LOG_QUESTIONS"), "WENCE_LOG_QUESTIONS"),
        requests_per_minute=_count(stated.get("WENCE_REQUESTS_PER_MINUTE"), "WENCE_REQUESTS_PER_MINUTE"),
    )


def _limits(stated: Mapping[str, str]) -> Limits:
    usual = DEFAULT_LIMITS
    return replace(
        usual,
        file_bytes=_MEGABYTE
        * _positive(stated.get("WENCE_MAX_FILE"), "WENCE_MAX_FILE", default=usual.file_bytes // _MEGABYTE),
        pages=_positive(stated.get("WENCE_MAX_PAGES"), "WENCE_MAX_PAGES", default=usual.pages),
        seconds=_positive(stated.get("WENCE_READER_SECONDS"), "WENCE_READER_SECONDS", default=int(usual.seconds)),
        memory_bytes=_MEGABYTE
        * _positive(stated.get("WENCE_READER_MEMORY"), "WENCE_READER_MEMORY", default=usual.memory_bytes // _MEGABYTE),
    )


def _positive(printed: str | None, name: str, *, default: int) -> int:
    if not printed:
        return default
    if not printed.isdigit() or int(printed) == 0:
        raise ConfigurationError(f"{name} must be a positive whole number, not {printed!r}")
    return int(printed)


def _one_of(printed: str | None, name: str, allowed: Sequence[str]) -> str | None:
    if not printed:
        return None
    if printed not in allowed:
        raise ConfigurationError(f"{name} must be {' or '.join(allowed)}, not {printed!r}")
    return printed


def _price(printed: str | None, name: str) -> float | None:
    if not printed:
        return None
    if not re.fullmatch(r"\d+(?:\.\d+)?", printed):
        raise ConfigurationError(f"{name} must be a number such as 0.5, not {printed!r}")
    return float(printed)


def _shown_price(price: float | None) -> str:
    return "not set" if price is None else f"{price:g}"


def _shown_address(address: str | None) -> str:
    """An address without a name, password or key that may stand in it."""
    return re.sub(r"(?<=//)[^/@]*@|[?#].*$", "", address) if address else "not set"


def _switch(printed: str | None, name: str) -> bool:
    if (printed or "0") not in {"0", "1"}:
        raise ConfigurationError(f"{name} must be 0 or 1, not {printed!r}")
    return printed == "1"


def _count(printed: str | None, name: str) -> int:
    return 0 if (printed or "0") == "0" else _positive(printed, name, default=0)
