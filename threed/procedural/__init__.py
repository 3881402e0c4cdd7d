"""Props as programs with dials; KINDS has them all, a family a file."""

from threed.procedural import (
    anvils,
    axes,
    barrels,
    beds,
    benches,
    bookshelves,
    cannons,
    chairs,
    drums,
    guitars,
    hammers,
    helmets,
    keys,
    ladders,
    pianos,
    shields,
    shovels,
    sofas,
    stools,
    swords,
    tables,
    wardrobes,
)
from threed.procedural.kind import Kind

_FAMILIES = (
    anvils,
    axes,
    barrels,
    beds,
    benches,
    bookshelves,
    cannons,
    chairs,
    drums,
    guitars,
    hammers,
    helmets,
    keys,
    ladders,
    pianos,
    shields,
    shovels,
    sofas,
    stools,
    swords,
    tables,
    wardrobes,
)

KINDS: dict[str, Kind] = {name: kind for family in _FAMILIES for name, kind in family.KINDS.items()}
