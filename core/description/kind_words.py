"""The words for a kind of prop, as far as a reader of sentences needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.description.description import Value


@dataclass(frozen=True)
class DialWords:
    """A dial of a kind.

    Attributes:
        name: lower case, words joined by "_".
        type: what its values are.
        low, high: the least and the largest that may be set, of a number or count.
        options: of a choice, the most usual first.
        help: what it does, a short phrase.
    """

    name: str
    type: Literal["number", "count", "choice", "flag"]
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()
    help: str = ""


def _no_dials() -> tuple[DialWords, ...]:
    return ()


@dataclass(frozen=True)
class KindWords:
    """The words for a kind of prop.

    Attributes:
        name: of the kind.
        size_m: the largest dimension that one usually has.
        synonyms: other nouns that mean just this.
        parts: name of a part → what else such parts are called; the first is of the whole's colour.
        made: name of a part → the surfaces that it usually has.
        main: names of further parts that have the whole's colour.
        words: words for its shape → the dials that each sets.
        list_dials: returns its dials; called once it is known that this is the kind.
        stretches: whether it can be taller or wider than usual.
    """

    name: str
    size_m: float
    parts: Mapping[str, tuple[str, ...]]
    synonyms: tuple[str, ...] = ()
    made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    main: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    list_dials: Callable[[], tuple[DialWords, ...]] = _no_dials
    stretches: bool = True

    @property
    def main_parts(self) -> tuple[str, ...]:
        """Names of the parts that have the whole's colour and material."""
        return (next(iter(self.parts)), *self.main)
