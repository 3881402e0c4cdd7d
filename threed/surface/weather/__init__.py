"""What wear and weather do to surfaces, each kind by an amount of 0..1: masks, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from threed.surface.paint import Paint
from threed.surface.weather.corrosion import COPPERY, NOBLE, find_corrosion, oxidised, rusty
from threed.surface.weather.grime import dirty, dusty, mouldy, muddy, sandy, sooty, waterline, wet
from threed.surface.weather.growth import frosty, mossy, overgrown, snowy
from threed.surface.weather.heat import burnt
from threed.surface.weather.site import Site
from threed.surface.weather.wear import crack, fade, find_wear, scratch, wear

Weather = Callable[[Site, Paint, float], None]

#: In the order in which they befall a surface.
WEATHERS: dict[str, Weather] = {
    "faded": fade,
    "worn": wear,
    "scratched": scratch,
    "cracked": crack,
    "oxidised": oxidised,
    "rusty": rusty,
    "burnt": burnt,
    "sooty": sooty,
    "waterline": waterline,
    "dirty": dirty,
    "muddy": muddy,
    "mouldy": mouldy,
    "sandy": sandy,
    "dusty": dusty,
    "mossy": mossy,
    "overgrown": overgrown,
    "wet": wet,
    "frosty": frosty,
    "snowy": snowy,
}

#: Weather that stuff of some role is spared; what burns and shines is spared all.
SPARED: dict[str, frozenset[str]] = {
    "glass": frozenset({"mossy", "overgrown", "worn", "burnt", "faded", "mouldy", "wet"}),
    "liquid": frozenset(WEATHERS) - {"frosty"},
    "flame": frozenset(WEATHERS),
    "light": frozenset(WEATHERS),
    "snow": frozenset(WEATHERS) - {"dirty", "muddy"},
    "plant": frozenset({"overgrown", "worn", "cracked", "scratched", "dirty"}),
    "food": frozenset({"worn", "dirty"}),
    "fruit": frozenset({"worn", "dirty"}),
}


def apply_weather(site: Site, name: str, painted: bool, paint: Paint, amounts: Mapping[str, float]) -> None:
    """Let all weather befall some texels.

    Args:
        site: of the texels.
        name: of their surface.
        painted: under a coat of paint, which has been chipped and is not worn once more.
        paint: of the texels; changed in place.
        amounts: 0..1 by name of the weather.
    """
    spared = SPARED.get(site.material.role, frozenset())
    for kind, weather in WEATHERS.items():
        amount = amounts.get(kind, 0.0)
        if amount <= 0 or kind in spared or (kind == "worn" and painted):
            continue
        if kind == "rusty" and (site.material.role != "metal" or name in COPPERY | NOBLE):
            continue
        if kind == "oxidised" and name not in COPPERY:
            continue
        weather(site, paint, min(amount, 1.0))


__all__ = ["WEATHERS", "Site", "apply_weather", "find_corrosion", "find_wear"]
