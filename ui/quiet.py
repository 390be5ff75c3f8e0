"""The libraries below are told not to report on their user, before any of them is imported."""

from __future__ import annotations

import os

_SETTINGS = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "ORT_DISABLE_TELEMETRY": "1",
}


def silence_telemetry() -> None:
    """Switch off what Gradio, Chroma, ONNX Runtime and LangSmith would send, whatever the environment says."""
    os.environ.update(_SETTINGS)
