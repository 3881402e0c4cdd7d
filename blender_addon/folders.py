"""Where props lie on disk: a working folder while one is made, a numbered folder once it is whole."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from pathlib import Path

_MAKING = ".making-"
_STALE_S = 24 * 3600.0
_STEM_LENGTH = 48


def begin_work(root: Path) -> Path:
    """Make an empty working folder below root, and root where it is not there yet.

    Working folders older than a day are removed: a Blender that crashed left them.

    Raises:
        OSError: root cannot be written.
    """
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(_MAKING + "*"):
        if time.time() - left.stat().st_mtime > _STALE_S:
            shutil.rmtree(left)
    return Path(tempfile.mkdtemp(prefix=_MAKING, dir=root))


def stem(prompt: str) -> str:
    """Return a prompt's words as the first part of a folder name: "A red barrel!" gives "a-red-barrel"."""
    words = re.sub(r"[\W_]+", "-", prompt.lower()).strip("-")
    return words[:_STEM_LENGTH].rstrip("-") or "prop"


def keep_asset(asset: Path, root: Path, prompt: str) -> Path:
    """Move a whole asset out of its working folder to the first free number: root/a-red-barrel-001.

    Returns:
        Its folder from now on.

    Raises:
        OSError: it cannot be moved.
    """
    number = 1
    while True:
        kept = root / f"{stem(prompt)}-{number:03}"
        try:
            if not kept.exists():
                asset.rename(kept)
                return kept
        except OSError:
            if not kept.exists():
                raise
            # another Blender took this number in the meantime
        number += 1


def discard_work(work: Path) -> None:
    """Remove a working folder with all that an ended engine left in it.

    Raises:
        OSError: something in it cannot be removed.
    """
    shutil.rmtree(work)
