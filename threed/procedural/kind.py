"""A kind of prop: its program, what its parts are made of, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from threed.procedural.dials import Dials, Value
from threed.procedural.parts import Part

Program = Callable[[Dials], list[Part]]


@dataclass(frozen=True)
class Made:
    """What the parts of one name are made of where no word says.

    Attributes:
        surfaces: names of smart materials (threed.surface.library), of which the seed chooses one.
        colours: names of colours or hex that the surface may be tinted with, the seed chooses; () is its own.
        words: what a sentence may call such parts, besides their name; singular or plural.
    """

    surfaces: tuple[str, ...]
    colours: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of prop.

    Attributes:
        build: its program; it stands on y = 0, its front to +Z, in metres.
        size_m: the largest dimension that one usually has.
        parts: of what the parts of each name are made; the first is what colour and material of the whole are
            laid on ("a red wooden barrel" has red wooden staves), with those of `main`.
        synonyms: other nouns for it.
        main: names of further parts that colour and material of the whole go to.
        words: words for its shape, and the dials that each sets ("open": {"form": "open"}).
        pieces: how many components it may fall into: 1, but for a kind that is several things; what is loose
            does not count.
        stretches: whether it can be taller or wider than its program makes it.
    """

    build: Program
    size_m: float
    parts: Mapping[str, Made]
    synonyms: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    pieces: int = 1
    stretches: bool = True

    @property
    def main_parts(self) -> tuple[str, ...]:
        """Names of the parts that colour and material of the whole are laid on."""
        return (next(iter(self.parts)), *self.main)
