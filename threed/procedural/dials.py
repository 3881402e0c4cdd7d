"""The named parameters of a program for a shape: each drawn by a seed, any of them set by a user.

A dial draws from a stream of its own, seeded by its name: setting one, or adding one to a program, leaves
what the others draw as it was. The record of a build is its parameters: what a table, a JSON schema, a recipe
and a slider show. Probabilistic programs call it a trace.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from core.errors import DialError

Value = float | int | str | bool
DialType = Literal["number", "count", "choice", "flag"]


@dataclass(frozen=True)
class Dial:
    """One parameter of a program, as it was in one build.

    Attributes:
        name: lower case, words joined by "_".
        type: what its values are.
        value: in this build.
        help: what it does, a short phrase.
        low, high: the least and the largest that may be set, of a number or count.
        usual: between which a seed draws it.
        unit: of a number: "m", "deg", or "" for a ratio.
        options: of a choice.
        is_set: whether it was set, and not drawn.
    """

    name: str
    type: DialType
    value: Value
    help: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    options: tuple[str, ...] = ()
    usual: tuple[float, float] | None = None
    is_set: bool = False


class Dials:
    """What a program draws from.

    A program draws all its dials before anything else, whatever their values: the record is then whole for
    each seed. What has no name (the tilt of each plank) it draws from `rng`.
    """

    def __init__(
        self,
        seed: int = 0,
        settings: Mapping[str, Value] | None = None,
        *,
        size_m: float = 1.0,
        detail: float = 1.0,
    ) -> None:
        """Begin a build.

        Args:
            seed: 0 or more.
            settings: values of dials by their names.
            size_m: the largest dimension that such a thing usually has; round things take sides by it.
            detail: 1 standard; 0.5 has half as many sides around.
        """
        self.seed, self.settings, self.size_m, self.detail = seed, dict(settings or {}), size_m, detail
        self.record: dict[str, Dial] = {}
        self.rng = np.random.default_rng([seed, 0])

    def number(
        self,
        name: str,
        low: float,
        high: float,
        unit: str = "m",
        help: str = "",
        limits: tuple[float, float] | None = None,
    ) -> float:
        """Return a number that a seed draws evenly from low..high.

        Args:
            name: of the dial.
            low, high: between which a seed draws.
            unit: "m", "deg" or "" for a ratio.
            help: what it does.
            limits: what may be set; None is half of low to twice high.
        """
        least, most = limits or (round(low / 2, 4), round(high * 2, 4))
        drawn = float(self._stream(name).uniform(low, high))
        expected = f"a number of {least:g} to {most:g} {unit}".rstrip()
        value = float(self._set(name, drawn, (int, float), expected))
        self._check_range(name, value, least, most, unit)
        return self._keep(
            Dial(name, "number", value, help, least, most, unit, (), (low, high), name in self.settings)
        )

    def count(
        self, name: str, low: int, high: int, help: str = "", limits: tuple[int, int] | None = None
    ) -> int:
        """Return a whole number that a seed draws evenly from low..high, both included.

        Args:
            name, low, high, help: as of a number.
            limits: what may be set; None is half of low to twice high.
        """
        least, most = limits or (low // 2, 2 * high)
        drawn = int(self._stream(name).integers(low, high + 1))
        value = self._set(name, drawn, (int,), f"a whole number of {least} to {most}")
        self._check_range(name, value, least, most, "")
        return self._keep(
            Dial(name, "count", value, help, least, most, "", (), (low, high), name in self.settings)
        )

    def choice(self, name: str, chances: Mapping[str, float], help: str = "") -> str:
        """Return one of the options, drawn by their chances; an option of chance 0 is set only."""
        options, weights = tuple(chances), np.array(list(chances.values()), float)
        drawn = options[int(self._stream(name).choice(len(options), p=weights / weights.sum()))]
        value = self._set(name, drawn, (str,), "one of " + ", ".join(options))
        if value not in options:
            raise DialError(
                f'dial {name}: expected one of {", ".join(options)}, got "{value}"', "choose one of them"
            )
        return self._keep(Dial(name, "choice", value, help, options=options, is_set=name in self.settings))

    def flag(self, name: str, chance: float, help: str = "") -> bool:
        """Return whether something is there, which a seed draws by its chance."""
        drawn = bool(self._stream(name).random() < chance)
        value = self._set(name, drawn, (bool,), "yes or no")
        return self._keep(Dial(name, "flag", value, help, is_set=name in self.settings))

    def sides(self, radius: float, least: int = 6, most: int = 64) -> int:
        """Return how many sides stand for a circle, by its size in a picture of the whole prop."""
        error = 0.0011 * self.size_m / self.detail**2
        if radius <= error:
            return least
        return int(np.clip(2 * math.ceil(math.pi / math.acos(1 - error / radius) / 2), least, most))

    def check_all_used(self) -> None:
        """Raise DialError for a setting whose dial the program has not drawn."""
        for name in self.settings:
            if name not in self.record:
                raise DialError(f"no dial is called {name}", "the dials are " + ", ".join(self.record))

    def _stream(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def _set(self, name: str, drawn: Value, types: tuple[type, ...], expected: str) -> Any:
        value: Any = self.settings.get(name, drawn)
        # True is an int to Python, not to a dial
        if type(value) not in types and not (
            int in types and isinstance(value, float) and value.is_integer()
        ):
            raise DialError(f"dial {name}: expected {expected}, got {value!r}", "give it such a value")
        return int(value) if types == (int,) else value

    def _check_range(self, name: str, value: float, low: float, high: float, unit: str) -> None:
        if not low <= value <= high:
            raise DialError(
                f"dial {name}: expected {low:g} to {high:g} {unit}".rstrip() + f", got {value:g}",
                "choose a value between",
            )

    def _keep(self, dial: Dial) -> Any:
        if dial.name in self.record:
            raise ValueError(f"dial {dial.name} is drawn twice")
        self.record[dial.name] = dial
        return dial.value
