"""Pictures of text: a recogniser that runs here, its models part of the package, with its confidence kept."""

from __future__ import annotations

import math
import os
import re
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin
from ingest.label_repair import repair_labels, repair_notes
from ingest.layout import Line, Sheet, flowing_text, merge_pieces, without_margins
from ingest.reading_limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage  # type: ignore[import-untyped]

_DOTS_PER_INCH = 200
_LARGEST = 4000  # pixels of the longer side; beyond it a picture is made smaller
_MOST_PIXELS = 120_000_000
_LEAST_CONFIDENCE = 0.6  # below it, on average over a picture, the words are not to be relied on


def render(page: PdfPage) -> Image:
    """A page as a picture that is sharp enough to be read."""
    longer = max(page.get_size()) or 1
    picture: Image = page.render(scale=min(_DOTS_PER_INCH / 72, _LARGEST / longer)).to_pil().convert("RGB")
    return picture


def read_picture(file: Path, limits: Limits) -> Extract:
    """The text in a picture. DocumentRefused when it shows none or cannot be opened."""
    from PIL import Image, UnidentifiedImageError

    del limits
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise DocumentRefused(f"{file.name}: a picture of more than {_MOST_PIXELS:,} points; make it smaller")
            opened.thumbnail((_LARGEST, _LARGEST))
            picture = opened.convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError, OSError) as error:
        raise DocumentRefused(f"{file.name}: a picture that cannot be opened; save it anew as PNG or JPEG") from error
    sheet, confidence = recognise(picture)
    text, starts = flowing_text(without_margins([sheet]))
    if not re.search(r"\w", text):
        raise DocumentRefused(f"{file.name}: a picture without words; name the document itself")
    if confidence < _LEAST_CONFIDENCE:
        raise DocumentRefused(
            f"{file.name}: the words in the picture cannot be read with certainty ({confidence:.0%}); get a better scan"
        )
    text, repaired = repair_labels(text)
    return Extract(text, Origin("picture", starts, confidence, (1,), notes=repair_notes(repaired)))


def recognise(picture: Image) -> tuple[Sheet, float]:
    """The lines of a picture, turned upright where it was laid down askew, and the mean confidence, 0 to 1."""
    import numpy as np

    found = _engine()(np.asarray(picture)[:, :, ::-1])
    if found.boxes is None or not len(found.boxes):
        return Sheet(picture.width, picture.height, ()), 0.0
    boxes = [[(float(x), float(y)) for x, y in box] for box in found.boxes]
    angle = median(math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box in boxes)
    pieces = [_piece(box, text, angle) for box, text in zip(boxes, found.txts, strict=True) if text.strip()]
    return Sheet(picture.width, picture.height, merge_pieces(pieces)), mean(float(score) for score in found.scores)


def _piece(box: list[tuple[float, float]], text: str, angle: float) -> Line:
    """A recognised piece at its place on a page that stands upright."""
    cosine, sine = math.cos(-angle), math.sin(-angle)
    turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in box]
    return Line(
        text.strip(),
        min(x for x, _ in turned),
        max(x for x, _ in turned),
        min(y for _, y in turned),
        max(y for _, y in turned),
    )


@cache
def _engine() -> Any:  # noqa: ANN401 - the recogniser has no types of its own
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when onnxruntime is imported
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, "Global.max_side_len": _LARGEST})
