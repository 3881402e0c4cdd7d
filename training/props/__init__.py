"""The props that the pocket model is taught, by kind; CLASSES has them all."""

from training.props import (
    aircraft,
    bells,
    boats,
    books,
    cabinets,
    cacti,
    cakes,
    candles,
    cannons,
    cargo,
    carriers,
    cars,
    carts,
    castles,
    clocks,
    drums,
    flowers,
    guitars,
    helmets,
    houses,
    lamps,
    lighthouses,
    mushrooms,
    nature,
    pianos,
    posts,
    produce,
    robots,
    seats,
    stumps,
    tables,
    teapots,
    tents,
    tools,
    trees,
    upholstery,
    vessels,
    weapons,
    wells,
    windmills,
    yards,
)
from training.props.prop import PropClass

_FURNITURE = (tables, seats, upholstery, cabinets)
_CONTAINERS = (cargo, vessels, carriers)
_WEAPONS_AND_TOOLS = (weapons, cannons, helmets, tools)
_FOOD_AND_PLANTS = (produce, cakes, trees, mushrooms, cacti, flowers, stumps, nature)
_BUILDINGS = (houses, castles, windmills, tents, wells, lighthouses)
_STREET_AND_LIGHTS = (yards, posts, lamps, candles)
_VEHICLES = (cars, boats, carts, aircraft)
_INSTRUMENTS = (guitars, drums, pianos, bells)
_THINGS = (books, clocks, robots, teapots)

_KINDS = (
    *_FURNITURE, *_CONTAINERS, *_WEAPONS_AND_TOOLS, *_FOOD_AND_PLANTS, *_BUILDINGS, *_STREET_AND_LIGHTS,
    *_VEHICLES, *_INSTRUMENTS, *_THINGS,
)  # fmt: skip

#: In this order: the places of classes in labels and the held-out pairs hang on it.
CLASSES: dict[str, PropClass] = {
    name: prop_class for kind in _KINDS for name, prop_class in kind.CLASSES.items()
}
