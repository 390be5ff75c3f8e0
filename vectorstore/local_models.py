"""Models in a directory: an ONNX graph with its tokenizer, run without a framework and without a network.

The layout is that of sentence-transformers: `model.onnx` or `onnx/model.onnx`, `tokenizer.json`, and, where they are
there, `modules.json`, `1_Pooling/config.json`, `config_sentence_transformers.json`, `sentence_bert_config.json`,
`tokenizer_config.json` and `config.json`. What they leave open takes the usual value: mean pooling, 512 tokens.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ConfigurationError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
_GRAPHS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
_BATCH = 16  # texts a run; sorted by length, so that little of it is padding
_LONGEST = 512  # tokens, where no file says otherwise
_SAMPLED_BYTES = 1 << 20  # of each end of a graph, enough to tell two models apart


class LocalModel:
    """A graph and its tokenizer; `setting` is the name of the setting that errors speak of."""

    def __init__(self, directory: Path, *, setting: str) -> None:
        self.directory = directory
        self._setting = setting
        self._graph = self._existing(*_GRAPHS, what="model.onnx")
        self._tokenizer = self._opened_tokenizer(self._existing("tokenizer.json", what="tokenizer.json"))
        self._session = self._opened_session()
        self._inputs = {item.name for item in self._session.get_inputs()}
        if unknown := sorted(self._inputs - {"input_ids", "attention_mask", "token_type_ids", "position_ids"}):
            raise self.failure(f"its graph wants {', '.join(unknown)}, which a text model does not; export it again")
        if "input_ids" not in self._inputs:
            raise self.failure("its graph has no input input_ids; export it as a text model")

    def failure(self, reason: str) -> ConfigurationError:
        """An error about this model as one line."""
        return ConfigurationError(f"{self._setting}={self.directory}: {' '.join(reason.split())}")

    def settings(self, name: str) -> dict[str, Any]:
        """The values of a JSON file of the directory, empty when it is not there."""
        file = self.directory / name
        stored = self._read_json(file) if file.is_file() else {}
        return stored if isinstance(stored, dict) else {}

    def modules(self) -> list[tuple[str, str]]:
        """The parts that `modules.json` lists after the graph, as (kind, folder)."""
        file = self.directory / "modules.json"
        stored = self._read_json(file) if file.is_file() else []
        if not isinstance(stored, list) or not all(isinstance(item, dict) for item in stored):
            raise self.failure("modules.json does not hold a list of modules")
        return [(str(item.get("type", "")).rsplit(".", 1)[-1], str(item.get("path", ""))) for item in stored]

    @property
    def name(self) -> str:
        """The name of the directory and a digest of its graph and tokenizer, the same wherever it is kept."""
        digest = hashlib.blake2b(digest_size=4)
        for file in (self._graph, self._existing("tokenizer.json", what="tokenizer.json")):
            size = file.stat().st_size
            digest.update(str(size).encode())
            with file.open("rb") as stream:
                digest.update(stream.read(_SAMPLED_BYTES))
                stream.seek(max(0, size - _SAMPLED_BYTES))
                digest.update(stream.read())
        return f"{self.directory.resolve().name}-{digest.hexdigest()}"

    def run(self, texts: Sequence[str | tuple[str, str]]) -> list[tuple[NDArray[np.floating[Any]], NDArray[np.int64]]]:
        """The first output of the graph for each text or pair, with the attention mask, in the given order."""
        found: list[tuple[NDArray[np.floating[Any]], NDArray[np.int64]] | None] = [None] * len(texts)
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda place: len(encoded[place].ids))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            longest = max(1, *(len(encoded[place].ids) for place in places))
            mask = _padded([encoded[place].attention_mask for place in places], longest)
            output = self._output(
                {
                    "input_ids": _padded([encoded[place].ids for place in places], longest),
                    "attention_mask": mask,
                    "token_type_ids": _padded([encoded[place].type_ids for place in places], longest),
                    "position_ids": np.tile(np.arange(longest, dtype=np.int64), (len(places), 1)),
                }
            )
            for row, place in enumerate(places):
                found[place] = (output[row], mask[row])
        return [item for item in found if item is not None]

    def _output(self, values: dict[str, NDArray[np.int64]]) -> NDArray[np.floating[Any]]:
        try:
            outputs = self._session.run(None, {name: values[name] for name in self._inputs})
        except Exception as error:  # the library raises classes of its own that share no base but this
            if not type(error).__module__.startswith("onnxruntime"):
                raise
            raise self.failure(f"its graph failed ({str(error)[:200]})") from error
        first = np.asarray(outputs[0])
        if first.ndim not in (2, 3) or len(first) != len(values["input_ids"]):
            raise self.failure(f"its first output has the shape {first.shape}, not one row or matrix a text")
        return first

    def _existing(self, *names: str, what: str) -> Path:
        if not self.directory.is_dir():
            raise self.failure("no such directory")
        for name in names:
            if (self.directory / name).is_file():
                return self.directory / name
        raise self.failure(f"there is no {what} in it; export the model to ONNX together with its tokenizer")

    def _read_json(self, file: Path) -> object:
        try:
            return json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise self.failure(f"{file.name} cannot be read ({error})") from error

    def _opened_tokenizer(self, file: Path) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_str(file.read_text("utf-8"))
        except Exception as error:  # the library raises nothing more exact
            raise self.failure(f"tokenizer.json cannot be read ({str(error)[:200]})") from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length=self._longest())
        return tokenizer

    def _longest(self) -> int:
        stated = (
            self.settings("sentence_bert_config.json").get("max_seq_length"),
            self.settings("tokenizer_config.json").get("model_max_length"),
            self.settings("config.json").get("max_position_embeddings"),
        )
        limits = [int(value) for value in stated if isinstance(value, int | float) and 8 <= value <= 1_000_000]
        return min([*limits, 8192]) if limits else _LONGEST

    def _opened_session(self) -> InferenceSession:
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # what goes wrong is raised as well
        try:
            return onnxruntime.InferenceSession(str(self._graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # see _output
            if not type(error).__module__.startswith("onnxruntime"):
                raise
            raise self.failure(f"{self._graph.name} cannot be loaded ({str(error)[:200]})") from error


class LocalEmbeddings:
    """Vectors of unit length from a model in a directory: pooled as its own files say."""

    def __init__(self, directory: Path) -> None:
        self._model = LocalModel(directory, setting="WENCE_EMBEDDING_MODEL")
        self._pooling = self._read_pooling()
        prompts = self._model.settings("config_sentence_transformers.json").get("prompts")
        known = prompts if isinstance(prompts, dict) else {}
        self._query_prefix = str(known.get("query", ""))
        self._document_prefix = str(known.get("document", known.get("passage", "")))
        self.name = f"onnx:{self._model.name}"
        self.dimension = len(self.embed_query("产教融合"))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return self._embedded([self._document_prefix + text for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embedded([self._query_prefix + text])[0]

    def _embedded(self, texts: list[str]) -> list[list[float]]:
        return [self._vector(output, mask).tolist() for output, mask in self._model.run(texts)]

    def _vector(self, output: NDArray[np.floating[Any]], mask: NDArray[np.int64]) -> NDArray[np.float64]:
        vector = output.astype(np.float64)
        if vector.ndim == 2:  # a row a token
            held = mask.astype(bool)
            held = held if held.any() else np.ones_like(held)
            own = vector[: len(held)][held]
            vector = {"cls": own[0], "max": own.max(axis=0), "mean": own.mean(axis=0)}[self._pooling]
        if not np.isfinite(vector).all():
            raise self._model.failure("it gives vectors that are not numbers")
        length = float(np.linalg.norm(vector))
        unit: NDArray[np.float64] = vector / length if length else vector
        return unit

    def _read_pooling(self) -> str:
        modules = self._model.modules()
        kinds = dict(modules)
        if unknown := sorted(set(kinds) - {"Transformer", "Pooling", "Normalize", ""}):
            raise self._model.failure(f"it needs {', '.join(unknown)} after the graph; export it with that inside")
        stored = self._model.settings(f"{kinds.get('Pooling') or '1_Pooling'}/config.json")
        for mode, key in (
            ("cls", "pooling_mode_cls_token"),
            ("max", "pooling_mode_max_tokens"),
            ("mean", "pooling_mode_mean_tokens"),
        ):
            if stored.get(key) is True:
                return mode
        if any(value is True for key, value in stored.items() if key.startswith("pooling_mode")):
            raise self._model.failure("its pooling is none of cls, mean and max")
        return "mean"


class LocalReranker:
    """A cross-encoder in a directory: how well each text answers a question, 0 to 1."""

    def __init__(self, directory: Path) -> None:
        self._model = LocalModel(directory, setting="WENCE_RERANKER_MODEL")
        self.name = f"onnx:{self._model.name}"
        self.scores("产教融合", ["深化产教融合"])  # so that a graph of another kind is told when it is opened

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """One score a text: the logistic of its only logit, or of the last over the first of two."""
        logits = [output for output, _ in self._model.run([(query, text) for text in texts])]
        if any(logit.ndim != 1 or len(logit) not in (1, 2) for logit in logits):
            raise self._model.failure("its first output is not one or two logits a pair; export a sequence classifier")
        margins = np.array([float(logit[-1] - (logit[0] if len(logit) == 2 else 0)) for logit in logits])
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(margins, -50, 50)))
        return chances


def _padded(rows: Sequence[Sequence[int]], longest: int) -> NDArray[np.int64]:
    table = np.zeros((len(rows), longest), dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table
