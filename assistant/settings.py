"""Configuration, read once where the program is put together, typed and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import dotenv_values

from ingest.errors import ConfigurationError

if TYPE_CHECKING:
    from vectorstore.embeddings import NamedEmbeddings

DEFAULT_HOME = Path(".wence")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment, a `.env` file and the command line set; with nothing set all works offline."""

    home: Path = DEFAULT_HOME
    openai_api_key: str | None = None
    openai_base_url: str | None = None
    embedding_model: str | None = None
    embedding_batch: int = 64
    max_question_characters: int = 2000

    def open_embeddings(self) -> NamedEmbeddings:
        """The configured embeddings; ConfigurationError when their endpoint cannot be used."""
        from vectorstore.embeddings import open_embeddings

        return open_embeddings(self.embedding_model, api_key=self.openai_api_key, base_url=self.openai_base_url,
                               home=self.home, batch_size=self.embedding_batch)  # fmt: skip

    def described(self) -> list[tuple[str, str, str]]:
        """Every setting as (name, value shown, meaning); a key is never shown."""
        return [
            ("WENCE_HOME", str(self.home), "index, feedback and logs"),
            ("OPENAI_API_KEY", "set" if self.openai_api_key else "not set", "key of an OpenAI-compatible endpoint"),
            ("OPENAI_BASE_URL", self.openai_base_url or "not set", "address of that endpoint"),
            ("WENCE_EMBEDDING_MODEL", self.embedding_model or "built in (hash)", "embedding model of the endpoint"),
            ("WENCE_EMBEDDING_BATCH", str(self.embedding_batch), "most texts in one request to that model"),
            ("WENCE_MAX_QUESTION", str(self.max_question_characters), "longest question, characters"),
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
        max_question_characters=_positive(stated.get("WENCE_MAX_QUESTION"), "WENCE_MAX_QUESTION", default=2000),
    )


def _positive(printed: str | None, name: str, *, default: int) -> int:
    if not printed:
        return default
    if not printed.isdigit() or int(printed) == 0:
        raise ConfigurationError(f"{name} must be a positive whole number, not {printed!r}")
    return int(printed)
