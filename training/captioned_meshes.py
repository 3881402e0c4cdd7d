"""Reads a list of meshes and what each is called: CSV or JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from training.caption import Spec
from training.labels import Label
from training.model import TEXT_TOKENS

#: A caption's first and last token are not words.
MOST_WORDS = TEXT_TOKENS - 2
ROW_HINT = "write FILE,CAPTION[,CAPTION...]"
LINE_HINT = 'write {"file": "FILE", "captions": ["CAPTION", ...]}'


@dataclass(frozen=True)
class CaptionedMesh:
    """A mesh and what it is called.

    Attributes:
        file: the mesh.
        captions: at least one.
    """

    file: Path
    captions: tuple[str, ...]

    def label(self, count: int, start: int) -> Label:
        """Return the label of a set that shows it, with so many captions: its own in turn, from one on.

        A shard's sets have equally many captions; starting elsewhere each time, none is said more often.
        """
        texts = tuple(self.captions[(start + i) % len(self.captions)] for i in range(count))
        # sets of one spec count as equal when words are trained: those that are called the same are
        spec = Spec("own: " + "; ".join(sorted(self.captions)))
        return Label(spec, colour=None, finish="own", captions=texts)


def read_list(file: Path) -> list[CaptionedMesh]:
    """Read a list of captioned meshes; the meshes themselves are not looked at.

    Args:
        file: .csv, each row a mesh and its captions, without a head; or .jsonl, each line an object with
            "file" and "captions". Meshes' paths are relative to its folder.

    Raises:
        UsageError: it is missing, of another format, or a line has no mesh or no caption.
    """
    if file.suffix.lower() not in READERS:
        raise UsageError(
            f"{file} is no list of captions: expected .csv or .jsonl", "name it by what it is written in"
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}", "give a text file in UTF-8") from None
    meshes: list[CaptionedMesh] = []
    seen: dict[Path, int] = {}
    for number, name, captions in READERS[file.suffix.lower()](file, text):
        where, path = f"{file}, line {number}", file.parent / name
        if number == 1 and not path.suffix:
            raise UsageError(f'{where}: "{name}" is no file of a mesh', "leave the head out")
        captions = [" ".join(caption.split()) for caption in captions]
        if not captions or not all(captions):
            raise UsageError(f"{where}: {name} has no caption, or an empty one", "say what it shows")
        for caption in captions:
            if len(caption.split()) > MOST_WORDS:
                raise UsageError(
                    f"{where}: a caption of {len(caption.split())} words, expected at most {MOST_WORDS}",
                    "shorten it: the model would not read its end",
                )
        if path in seen:
            raise UsageError(f"{where}: {name} stands in line {seen[path]} too", "give all captions in one")
        seen[path] = number
        meshes.append(CaptionedMesh(path, tuple(captions)))
    if not meshes:
        raise UsageError(f"{file} is empty, expected a line for each mesh", "write some")
    return meshes


def _read_rows(file: Path, text: str) -> Iterator[tuple[int, str, list[str]]]:
    rows = csv.reader(text.splitlines(), skipinitialspace=True, strict=True)
    try:
        for row in rows:
            if row:
                yield rows.line_num, row[0].strip(), row[1:]
    except csv.Error as error:
        raise UsageError(f"{file}, line {rows.line_num}: {error}", ROW_HINT) from None


def _read_lines(file: Path, text: str) -> Iterator[tuple[int, str, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{file}, line {number}: no JSON: {error}", LINE_HINT) from None
        entry = entry if isinstance(entry, dict) else {}
        name, captions = entry.get("file"), entry.get("captions", [])
        listed = isinstance(captions, list) and all(isinstance(caption, str) for caption in captions)
        if not isinstance(name, str) or not listed:
            raise UsageError(f"{file}, line {number}: expected an object with file and captions", LINE_HINT)
        yield number, name, list(captions)


READERS = {".csv": _read_rows, ".jsonl": _read_lines}
