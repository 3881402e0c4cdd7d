"""The words for what can be built, as a reader of sentences asks for them."""

from __future__ import annotations

from functools import cache, partial

from core.description.kind_words import DialWords, KindWords
from threed.procedural import KINDS
from threed.procedural.shape import build_shape


@cache
def kind_words() -> dict[str, KindWords]:
    """Return the words for each kind, by its name; a kind's dials are listed when they are asked for."""
    return {
        name: KindWords(
            name=name,
            size_m=kind.size_m,
            parts={part: made.words for part, made in kind.parts.items()},
            synonyms=kind.synonyms,
            made={part: made.surfaces for part, made in kind.parts.items()},
            main=kind.main,
            words=kind.words,
            list_dials=partial(_list_dials, name),
            stretches=kind.stretches,
        )
        for name, kind in KINDS.items()
    }


@cache
def _list_dials(name: str) -> tuple[DialWords, ...]:
    return tuple(
        DialWords(dial.name, dial.type, dial.low, dial.high, dial.options, dial.help)
        for dial in build_shape(name).dials.values()
    )
