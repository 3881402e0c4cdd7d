"""Props as programs with dials; KINDS has them all, a family a file."""

from threed.procedural import barrels
from threed.procedural.kind import Kind

_FAMILIES = (barrels,)

KINDS: dict[str, Kind] = {name: kind for family in _FAMILIES for name, kind in family.KINDS.items()}
