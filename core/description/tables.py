"""Tables of words in plain text: "meaning: word, another, two words", as many lines as it takes."""

from __future__ import annotations

import re


def read_table(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Read a table.

    Args:
        text: a line for each meaning, which may go on in lines that are indented further than the first.

    Returns:
        Meanings with their words, in the order of the text.
    """
    lines = text.strip("\n").splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip())
    whole = re.sub(rf"\n\s{{{margin + 1},}}", " ", "\n".join(lines))
    entries = (line.partition(":") for line in whole.splitlines() if line.strip())
    return [(meaning.strip(), read_list(words)) for meaning, _, words in entries]


def read_list(text: str) -> tuple[str, ...]:
    """Read words and phrases that commas part."""
    return tuple(word for word in (" ".join(piece.split()) for piece in text.split(",")) if word)
