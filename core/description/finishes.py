"""How surfaces are worked, and what is drawn on them: words → finishes and patterns."""

from __future__ import annotations

from collections.abc import Mapping

from core.description.tables import read_table

#: Finish → words for it.
FINISHES: Mapping[str, tuple[str, ...]] = dict(
    read_table("""
        painted: painted, paint, repainted, whitewashed, hand painted, freshly painted
        polished: polished, burnished, mirror polished, highly polished
        matte: matte, matt, mat finish, unpolished, lustreless, flat finish
        glossy: glossy, gloss, shiny, gleaming, sleek, shining, lustrous, high gloss
        varnished: varnished, varnish, oiled, waxed
        lacquered: lacquered
        gilded: gilded, gilt, gold plated, gold leaf, gold leafed, goldplated
        brushed: brushed
        hammered: hammered, beaten
        rough: rough, coarse, rugged, rough hewn, roughly hewn, hewn
        glazed: glazed
        enamelled: enamelled, enameled, enamel
        glowing: glowing, luminous, luminescent, illuminated, glow
    """)
)
#: what a surface cannot be at once
EXCLUSIVE_FINISHES = (
    ("matte", "glossy"), ("matte", "polished"), ("rough", "polished"), ("rough", "glossy"),
    ("brushed", "hammered"),
)  # fmt: skip
#: words for the lack of one
UNFINISHED: Mapping[str, str] = {
    "unpainted": "painted", "unvarnished": "varnished", "unglazed": "glazed", "ungilded": "gilded",
    "unlacquered": "lacquered",
}  # fmt: skip

#: Pattern → words for it.
PATTERNS: Mapping[str, tuple[str, ...]] = dict(
    read_table("""
        striped: striped, stripy, stripes, stripe, candy striped, pinstriped
        dotted: dotted, dots, spotted, polka dot, polka dots, polka dotted, speckled, spotty, dotty
        checked: checked, checkered, chequered, checks, plaid, tartan, gingham, check pattern
    """)
)
