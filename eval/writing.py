"""Where commands that compute for long write their results: made ready first, so that nothing is computed in vain.

The functions are the `type` of an option of argparse; what cannot be written to ends the command with one line.
"""

from __future__ import annotations

import os
from pathlib import Path


def output_folder(given: str) -> Path:
    """The folder of that name, created where it is missing."""
    folder = Path(given)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"{folder}: this folder cannot be created ({error.strerror})") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SystemExit(f"{folder}: this folder cannot be written to")
    return folder


def output_file(given: str) -> Path:
    """The file of that name, whose folder is created where it is missing."""
    file = Path(given)
    output_folder(str(file.parent))
    if file.is_dir() or (file.exists() and not os.access(file, os.W_OK)):
        raise SystemExit(f"{file}: this file cannot be written to")
    return file
