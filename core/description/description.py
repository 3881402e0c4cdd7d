"""What a sentence says of a prop: read once, then carried, written into the recipe and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from core.errors import RecipeError

#: What a dial is set to.
Value = float | int | str | bool


@dataclass(frozen=True)
class Colour:
    """A colour.

    Attributes:
        said: the words for it, or "#rrggbb".
        srgb: "#rrggbb".
    """

    said: str
    srgb: str


@dataclass(frozen=True)
class Look:
    """How a prop, or its parts of one name, are to look; what is not said is left to kind and seed.

    Attributes:
        material: a key of core.description.materials.MATERIALS: a surface ("dark oak") or a family ("wood").
        shade: "dark" or "light", of a material's own colour.
        colours: as named, the first is the main one.
        finishes: of core.description.finishes.FINISHES: how the surface is worked.
        pattern: "striped", "dotted" or "checked"; in the second colour, where there are two.
        pattern_colour: of the stripes or dots, where it is said of them only.
        weather: of core.description.weather.WEATHER → amount, 0..1; 0 is said not to be there.
        not_materials, not_colours, not_finishes: what it is said not to be.
    """

    material: str | None = None
    shade: str | None = None
    colours: tuple[Colour, ...] = ()
    finishes: tuple[str, ...] = ()
    pattern: str | None = None
    pattern_colour: Colour | None = None
    weather: Mapping[str, float] = field(default_factory=dict)
    not_materials: tuple[str, ...] = ()
    not_colours: tuple[Colour, ...] = ()
    not_finishes: tuple[str, ...] = ()

    @property
    def colour(self) -> Colour | None:
        """The main colour."""
        return self.colours[0] if self.colours else None

    def to_json(self) -> dict[str, Any]:
        """Return what is said of it as plain JSON values; what is not said is left out."""
        found: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value:
                found[entry.name] = _plain(value)
        return found

    @classmethod
    def from_json(cls, value: Any, where: str = "look") -> Look:
        """Return what to_json() wrote.

        Raises:
            RecipeError: it is something else.
        """
        table = _Table(value, where, cls)
        return cls(
            material=table.text("material"),
            shade=table.text("shade"),
            colours=table.colours("colours"),
            finishes=table.texts("finishes"),
            pattern=table.text("pattern"),
            pattern_colour=table.colour("pattern_colour"),
            weather=table.numbers("weather"),
            not_materials=table.texts("not_materials"),
            not_colours=table.colours("not_colours"),
            not_finishes=table.texts("not_finishes"),
        )


@dataclass(frozen=True)
class Description:
    """What a sentence says of a prop.

    Attributes:
        text: the sentence.
        kind: of prop.
        dials: the kind's own and "stretch_up", "stretch_across", as build_shape() takes them.
        whole: how the main parts look.
        parts: how others look, by name.
        without: names of parts that are left out and have no dial for it.
        size_m: of its largest dimension; None is not said, as of the three that follow.
        height_m, width_m, depth_m: of it as it stands.
        size_factor: "small", "huge": how much larger than usual; 1 where a size is said in numbers.
        broken: whether it is.
        notes: a short sentence for each thing that is read as another, or left out.
    """

    text: str
    kind: str
    dials: Mapping[str, Value] = field(default_factory=dict)
    whole: Look = field(default_factory=Look)
    parts: Mapping[str, Look] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    size_m: float | None = None
    height_m: float | None = None
    width_m: float | None = None
    depth_m: float | None = None
    size_factor: float = 1.0
    broken: bool = False
    notes: tuple[str, ...] = ()

    @property
    def weather(self) -> Mapping[str, float]:
        """What has happened to the whole, with its amounts."""
        return self.whole.weather

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain JSON values; what is as usual is left out."""
        found: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.name == "whole":
                value = value.to_json()
            elif entry.name == "parts":
                value = {name: look.to_json() for name, look in value.items()}
            if value not in ({}, (), None, False) and (entry.name, value) != ("size_factor", 1.0):
                found[entry.name] = _plain(value)
        return found

    @classmethod
    def from_json(cls, value: Any) -> Description:
        """Return what to_json() wrote.

        Raises:
            RecipeError: it is something else.
        """
        table = _Table(value, "description", cls)
        return cls(
            text=table.text("text", needed=True) or "",
            kind=table.text("kind", needed=True) or "",
            dials=table.entries("dials", (float, int, str, bool), "numbers, words and yes or no"),
            whole=Look.from_json(value.get("whole", {}), "description.whole"),
            parts={
                name: Look.from_json(look, f"description.parts.{name}")
                for name, look in table.entries("parts", (dict,), "looks").items()
            },
            without=table.texts("without"),
            size_m=table.number("size_m"),
            height_m=table.number("height_m"),
            width_m=table.number("width_m"),
            depth_m=table.number("depth_m"),
            size_factor=table.number("size_factor") or 1.0,
            broken=table.flag("broken"),
            notes=table.texts("notes"),
        )


class _Table:
    """A table of JSON that is read entry by entry."""

    def __init__(self, value: Any, where: str, kind: type) -> None:
        if not isinstance(value, dict):
            raise _error(where, "a table", value)
        self.value, self.where = value, where
        strange = value.keys() - {entry.name for entry in fields(kind)}
        if strange:
            raise _error(where, f"the entries of a {kind.__name__}", sorted(strange)[0])

    def text(self, key: str, needed: bool = False) -> str | None:
        value = self.value.get(key)
        if not isinstance(value, str) and (needed or value is not None):
            raise _error(f"{self.where}.{key}", "a text", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.value.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _error(f"{self.where}.{key}", "a list of texts", value)
        return tuple(value)

    def number(self, key: str) -> float | None:
        value = self.value.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _error(f"{self.where}.{key}", "a number", value)
        return value

    def flag(self, key: str) -> bool:
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            raise _error(f"{self.where}.{key}", "true or false", value)
        return value

    def entries(self, key: str, kinds: tuple[type, ...], expected: str) -> dict[str, Any]:
        value = self.value.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, kinds) for one in value.values()):
            raise _error(f"{self.where}.{key}", f"a table of {expected}", value)
        return dict(value)

    def numbers(self, key: str) -> dict[str, float]:
        value = self.entries(key, (float, int), "numbers")
        if any(isinstance(one, bool) for one in value.values()):
            raise _error(f"{self.where}.{key}", "a table of numbers", value)
        return value

    def colour(self, key: str) -> Colour | None:
        value = self.value.get(key)
        return None if value is None else self._read_colour(key, value)

    def colours(self, key: str) -> tuple[Colour, ...]:
        value = self.value.get(key, [])
        if not isinstance(value, list):
            raise _error(f"{self.where}.{key}", "a list of colours", value)
        return tuple(self._read_colour(key, one) for one in value)

    def _read_colour(self, key: str, value: Any) -> Colour:
        good = isinstance(value, dict) and value.keys() == {"said", "srgb"}
        if not good or not all(isinstance(text, str) for text in value.values()):
            raise _error(f"{self.where}.{key}", "a colour", value)
        return Colour(**value)


def _plain(value: Any) -> Any:
    if isinstance(value, Colour):
        return {"said": value.said, "srgb": value.srgb}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def _error(where: str, expected: str, got: object) -> RecipeError:
    return RecipeError(f"{where}: expected {expected}, got {got!r}"[:300], "use the file as it was written")
