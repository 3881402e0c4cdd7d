"""A description while it is being read: takes what is said bit by bit, and refuses what excludes itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from core.description.description import Colour, Description, Look, Value
from core.description.finishes import EXCLUSIVE_FINISHES
from core.description.kind_words import DialWords, KindWords
from core.description.materials import is_kind_of
from core.description.sizes import (
    OPPOSITE_PROPORTIONS,
    PROPORTIONS,
    SIZES,
    STRETCH,
    STRONG_PROPORTION,
    WEAK_PROPORTION,
    Measure,
    check_size,
)
from core.description.weather import PLAIN
from core.errors import ContradictionError, DialError


@dataclass
class LookDraft:
    """How the whole, or the parts of one name, are said to look."""

    whose: str
    material: str | None = None
    material_said: str = ""
    shade: str | None = None
    colours: list[Colour] = field(default_factory=list)
    finishes: list[str] = field(default_factory=list)
    pattern: str | None = None
    pattern_colour: Colour | None = None
    weather: dict[str, tuple[float, str, bool]] = field(default_factory=dict)
    not_materials: list[str] = field(default_factory=list)
    not_colours: list[Colour] = field(default_factory=list)
    not_finishes: list[str] = field(default_factory=list)

    def add_material(self, name: str, said: str, beside: bool = False) -> bool:
        """Take what it is made of.

        Args:
            name: of the material.
            said: the words for it.
            beside: it may be a second material, that another part is of.

        Returns:
            Whether it is taken: a second one is not.

        Raises:
            ContradictionError: it is said to be of another.
        """
        for other in self.not_materials:
            if is_kind_of(name, other):
                raise_contradiction(said, f"not {other}")
        if self.material is None or is_kind_of(name, self.material):
            self.material, self.material_said = name, said
        elif not is_kind_of(self.material, name):
            if not beside:
                raise_contradiction(self.material_said, said)
            return False
        return True

    def avoid_material(self, name: str) -> None:
        """Take what it is not made of."""
        if self.material and is_kind_of(self.material, name):
            raise_contradiction(self.material_said, f"not {name}")
        self.not_materials.append(name)

    def add_colour(self, colour: Colour, negative: bool = False) -> None:
        """Take a colour, or one that it has not."""
        mine, other = (self.not_colours, self.colours) if negative else (self.colours, self.not_colours)
        if any(one.said == colour.said for one in other):
            raise_contradiction(colour.said, f"not {colour.said}")
        if colour not in mine:
            mine.append(colour)

    def add_finish(self, name: str, negative: bool = False) -> None:
        """Take a finish, or one that it has not."""
        mine, other = (self.not_finishes, self.finishes) if negative else (self.finishes, self.not_finishes)
        if name in other:
            raise_contradiction(name, f"not {name}")
        if not negative:
            for pair in EXCLUSIVE_FINISHES:
                clash = next((one for one in mine if {one, name} == set(pair)), None)
                if clash:
                    raise_contradiction(clash, name)
        if name not in mine:
            mine.append(name)

    def add_weather(self, name: str, amount: float, said: str, exact: bool) -> None:
        """Take an amount of weather; `exact` where an adverb says how much."""
        if name in self.weather:
            before, other, was_exact = self.weather[name]
            if (before == 0) != (amount == 0) or (exact and was_exact and before != amount):
                raise_contradiction(other, said)
            if was_exact or (before >= amount and not exact):
                return
        self.weather[name] = (amount, said, exact)

    def finish(self) -> Look:
        """Return what was taken."""
        return Look(
            material=self.material,
            shade=self.shade,
            colours=tuple(self.colours),
            finishes=tuple(self.finishes),
            pattern=self.pattern,
            pattern_colour=self.pattern_colour,
            weather={name: amount for name, (amount, _, _) in self.weather.items()},
            not_materials=tuple(dict.fromkeys(self.not_materials)),
            not_colours=tuple(self.not_colours),
            not_finishes=tuple(self.not_finishes),
        )


@dataclass
class Draft:
    """What is said of a prop, as far as it is read."""

    kind: KindWords
    dial_words: Mapping[str, DialWords]
    whole: LookDraft = field(default_factory=lambda: LookDraft(""))
    parts: dict[str, LookDraft] = field(default_factory=dict)
    dials: dict[str, tuple[Value, str]] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)
    present: dict[str, str] = field(default_factory=dict)
    measures: dict[str, tuple[float, str]] = field(default_factory=dict)
    size: tuple[float, str] | None = None
    proportions: dict[str, tuple[float, float]] = field(default_factory=dict)
    broken: tuple[bool, str] | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def kind_an(self) -> str:
        """The kind with its article."""
        return f"{'an' if self.kind.name[0] in 'aeiou' else 'a'} {self.kind.name}"

    def note(self, text: str) -> None:
        """Tell something."""
        if text and text not in self.notes:
            self.notes.append(text)

    def look(self, part: str | None) -> LookDraft:
        """Return the look of the whole (None), or of the parts of a name."""
        if part is None:
            return self.whole
        return self.parts.setdefault(part, LookDraft(part))

    def set_dial(self, name: str, value: Value, said: str) -> None:
        """Set a dial.

        Raises:
            ContradictionError: it is set to something else.
            DialError: it does not take such a value.
        """
        dial = self.dial_words.get(name)
        if dial and dial.type in ("count", "number") and dial.low is not None and dial.high is not None:
            number = float(value)
            if not dial.low <= number <= dial.high:
                raise DialError(
                    f"dial {name}: expected {dial.low:g} to {dial.high:g}, got {number:g}",
                    "choose a value between",
                )
        if name in self.dials and self.dials[name][0] != value:
            raise_contradiction(self.dials[name][1], said)
        self.dials.setdefault(name, (value, said))

    def suggest_dial(self, name: str, value: Value, said: str) -> None:
        """Set a dial that something else makes likely, unless it is set."""
        if name not in self.dials:
            self.set_dial(name, value, said)

    def add_part(self, part: str, said: str) -> None:
        """Take that it has parts of a name."""
        if part in self.without:
            raise_contradiction(self.without[part], f"with {said}")
        self.present.setdefault(part, said)

    def leave_out_part(self, part: str, said: str) -> None:
        """Take that it has no parts of a name."""
        if part in self.present or part in self.parts:
            raise_contradiction(f"with {self.present.get(part, part)}", said)
        self.without[part] = said

    def add_measure(self, measure: Measure, said: str) -> None:
        """Take a size in metres."""
        metres = check_size(measure.metres, said)
        if self.measures.get(measure.axis, (metres,))[0] != metres:
            raise_contradiction(self.measures[measure.axis][1], said)
        self.measures[measure.axis] = (metres, said)

    def add_size(self, said: str, degree: float | None) -> None:
        """Take "small", "huge" and their like."""
        factor = SIZES[said]
        if degree is not None:
            factor **= STRONG_PROPORTION if degree > PLAIN else WEAK_PROPORTION if degree < PLAIN else 1.0
        if self.size is not None and (self.size[0] < 1) != (factor < 1):
            raise_contradiction(self.size[1], said)
        if self.size is None or abs(factor - 1) > abs(self.size[0] - 1):
            self.size = (factor, said)

    def add_proportion(self, said: str, degree: float | None) -> None:
        """Take "tall", "wide" and their like."""
        for one, other in OPPOSITE_PROPORTIONS:
            for mine, others in ((one, other), (other, one)):
                clash = next((word for word in self.proportions if word in others), None)
                if said in mine and clash:
                    raise_contradiction(clash, said)
        power = 1.0
        if degree is not None:
            power = STRONG_PROPORTION if degree > PLAIN else WEAK_PROPORTION if degree < PLAIN else 1.0
        up, across = PROPORTIONS[said]
        self.proportions[said] = (up**power, across**power)

    def set_broken(self, broken: bool, said: str) -> None:
        """Take whether it is broken."""
        if self.broken is not None and self.broken[0] != broken:
            raise_contradiction(self.broken[1], said)
        self.broken = (broken, said)

    def finish(self, text: str) -> Description:
        """Return what was taken."""
        dials = {name: value for name, (value, _) in self.dials.items()}
        dials |= self._stretches()
        factor = self.size[0] if self.size else 1.0
        if self.size and self.measures:
            self.note(f'"{self.size[1]}" is left out: the size is said')
            factor = 1.0
        looks = {name: look.finish() for name, look in self.parts.items()}
        return Description(
            text=text,
            kind=self.kind.name,
            dials=dials,
            whole=self.whole.finish(),
            parts={name: look for name, look in looks.items() if look != Look()},
            without=tuple(self.without),
            size_factor=round(factor, 4),
            broken=bool(self.broken and self.broken[0]),
            notes=tuple(self.notes),
            **{axis: metres for axis, (metres, _) in self.measures.items()},
        )

    def _stretches(self) -> dict[str, Value]:
        if not self.proportions:
            return {}
        if not self.kind.stretches:
            words = '", "'.join(self.proportions)
            self.note(f'"{words}" is left out: a {self.kind.name} has one proportion only')
            return {}
        found: dict[str, Value] = {}
        for place, name in enumerate(("stretch_up", "stretch_across")):
            factor = 1.0
            for factors in self.proportions.values():
                factor *= factors[place]
            if abs(factor - 1) > 1e-9:
                found[name] = round(min(max(factor, STRETCH[0]), STRETCH[1]), 4)
        return found


def raise_contradiction(one: str, other: str) -> NoReturn:
    """Raise the error of two things that are not both so."""
    raise ContradictionError(f'"{one}" and "{other}" exclude each other', "leave one of them out")
