"""English as far as sentences about props need it: what begins a clause, joins two, or says nothing."""

from __future__ import annotations

from collections.abc import Mapping

from core.description.tables import read_list, read_table

# "has": a part, or something on it; "bound": what holds it together; "lacks"; "made" and "of": what it is
# made of; "in": that, its colour, or where it is; "content": what is kept in it, or what it is for: another
# thing, which is not made; "context": where it is; "is" and "are": how it is
_INTROS = """
has: with no more than, with no fewer than, with no less than, with at least, with at most, with up to,
    with exactly, with, has, have, having, featuring, features, whose, sporting, bearing, its, with its,
    decorated with,
    adorned with, fitted with, equipped with, mounted with, fastened with, carrying, showing, complete with,
    set with
bound: bound with, bound in, bound by, banded with, banded in, hooped with, strapped with, trimmed with,
    trimmed in, edged with, edged in, rimmed with, rimmed in, reinforced with, lined with, tipped with,
    studded with, inlaid with, held together by, held together with
lacks: without, no, lacks, lacking, missing, minus, with no, has no, have no, having no, free of, free from,
    devoid of, without any, without a, without an, without the, sans, not have, does not have, do not have,
    not having, not any, with zero, has lost its, instead of, rather than
made: made of, made from, made out of, out of, built of, built from, built out of, built in, carved from,
    carved out of, carved of, carved in, crafted from, crafted of, made in, constructed from, constructed
    of, forged from, forged of, forged in, cast in, cut from, hewn from, woven from, woven of, fashioned
    from, formed from, sculpted from, cast from, moulded from, molded from, composed of, consisting of, made
    entirely of, made completely of, made only of, made mostly of
of: of, from
in: in, finished in, done in, rendered in
content: full of, filled with, containing, holding, for, like, stuffed with, loaded with, filled up with,
    brimming with, overflowing with, resembling, as, serving, to hold, packed with, shaped like, in the
    shape of, in the form of, to, half full of
context: on, under, beneath, beside, near, next to, behind, before, over, onto, around, between, through,
    at, by, inside, against, among, above, amid, upon, atop, in front of, on top of, standing on, standing
    in, sitting on, lying on, resting on, hanging from, growing out of, growing from, growing on, emerging
    from, rising from, rising out of, sticking out of, hanging over, hanging on, hung over, floating in,
    floating on, leaning on, leaning against, surrounded by, close to, into, in the middle of, outside,
    within, during, along, across from, below, placed on, set on, attached to, tied to, stuck in, perched
    on, at the foot of, covered by a, from the, in a, in an, in the, in my, in some, on its side in, chained
    to, nailed to, where
is: is, was, being, looks, seems, appears, should be, must be, has been
are: are, were, have been
"""
#: What a clause tells of → the words before it.
INTROS: Mapping[str, tuple[str, ...]] = dict(read_table(_INTROS))

#: What joins two clauses → the words for it.
JOINTS: Mapping[str, tuple[str, ...]] = {
    **dict(
        read_table("""
    and: and, &, +, as well as, plus, and also, along with, together with, and then
    or: or, and or
    nor: nor
    but: but, yet, though, although, however, except
    """)
    ),
    ",": tuple(",;:.!?()/"),
}
NEGATIONS = read_list(
    "not, never, non, neither, no longer, without being, nothing, not at all, un, anything but, not really"
)
ARTICLES = read_list("a, an, the, another, this, that one, some kind of a")
#: what ties "is" to the noun before it
RELATIVES = ("that", "which", "who")

#: What says nothing of a prop: grammar, polite requests, and what it is a picture of.
SKIPPED = read_list("""
    please, make, create, generate, build, draw, render, give, show, want, need, would, could, can, will,
    let, get, be, am, i, me, my, you, your, we, us, our, it, he, she, they, them, his, her, their, there,
    here, just, really, also, too, made, built, crafted, shade, hue, effect, one, ones, thing, object, prop,
    props, asset, assets, item, model, picture, image, photo, rendering, illustration, drawing, sprite,
    mesh, design, version, type, kind, sort, style, styled, shaped, sized, look, looking, feel, finish,
    material, what, whatever, these, those, each, every, all, both, own, entirely, i'd, id, like, has, been,
    had, having, such, only, down, away, off, instead, surface, texture, once, now, still,
    already, picture of, image of,
    photo of, model of, render of, rendering of, drawing of, illustration of, sprite of, mesh of, set of,
    kind of a, type of, sort of a, 3d model of, 3d render of, 3d, 3 d, version of, style of, i would like, i
    want, give me, make me, please make, there is, game ready, game asset, low poly, high poly, high
    quality, high resolution, highly detailed, pbr, 4k, 8k, textured, in colour, in color, as well, well
    made, well
    crafted, well built, made up, piece of, a piece of, a kind of, a type of, a sort of, i need, on it, in
    it, on them, of it, on top of it, the whole, all over it, around it, a bit like, at all, and more, etc,
    no more than, at most, at least, up to, exactly, about, roughly, not more than, hand made, handmade,
    hand crafted, in total, of course
""")

#: what makes a colour of the word before it: "rust-coloured"
COLOURED = ("tint", "coloured", "colored", "hued", "toned", "tone", "colour", "color")
#: what makes weather of the noun before it ("dust-covered") → how much of it there is
COVERED: Mapping[str, float] = {
    word: float(amount)
    for amount, words in read_table("""
        0.85: covered, coated, caked, encrusted, clad, laden, filled, eaten, soaked
        0.5: stained, splattered, spattered
        0.4: streaked
        0.25: dusted, speckled, flecked
        0.55: capped, topped, damaged, worn, crusted, slick, grown
        0.7: ridden
    """)
    for word in words
}

#: words for more than one of a thing
MANY = read_list("""
    pile of, stack of, row of, bunch of, group of, heap of, collection of, cluster of, handful of, trio
    of, lot of, several, various, multiple
""")

#: Words for a shape, and those that mean the opposite: one that a kind does not know is not the other.
OPPOSITES = tuple(
    (read_list(one), others)
    for one, others in read_table("""
        open, opened: closed, shut
        full, filled: empty, emptied
        upright, standing: lying, toppled, fallen, tipped over, on its side
        lit, burning, alight, lighted: unlit, extinguished
        ornate, decorated: undecorated, unadorned, unornamented
        straight: curved, bent, crooked
        lidded: lidless
        double, twin: single
        loaded: unloaded
        locked: unlocked
        folded: unfolded
    """)
)
#: Words that say the same of a shape as the first; each is read as one that the kind knows.
SAME_SHAPE = tuple(
    (first, *others)
    for first, others in read_table("""
        ornate: fancy, decorated, ornamental, elaborate, decorative, ornamented, intricate, embellished,
            engraved, carved, lavish, richly decorated, baroque
        round: circular, rounded, cylindrical, spherical, ball shaped
        square: rectangular, boxy, cubic, angular, square shaped, quadratic
        pointed: pointy, spiked, sharp
        curved: bent, arched, bowed
        clustered: cluster, clusters, in a cluster, in clusters
        open: opened, ajar, lidless
        closed: shut
        lying: toppled, fallen, tipped over, on its side, fallen over, overturned, horizontal
        upright: standing, vertical
        full: filled
        empty: emptied
        lit: burning, alight, lighted
        unlit: extinguished
        flat: level
        leaning: tilted, slanted, crooked
        twisted: spiral, spiralled, spiraled, twisting
        spiked: spiky, studded
        potted: in a pot
        flowering: blooming, in bloom, blossoming
        hanging: suspended
        eight-sided: octagonal
        six-sided: hexagonal
        folding: foldable, collapsible
        hollow: hollowed, hollowed out
        jagged: craggy
        canopied: four poster
        high-backed: high back, tall backed
        bubbling: boiling, steaming
        bitten: half eaten
        melted: melting, half melted, dripping
        patched: mended, repaired
        two-storey: two storied, two floor, double storey, two level
    """)
)

#: "iron-bound", "brass-tipped" → names of parts that are meant, the likeliest first
EDGES: Mapping[str, tuple[str, ...]] = dict(
    read_table("""
        bound: bands, hoops, straps, bindings, frame, cover
        banded: bands, hoops, band, straps
        hooped: hoops, bands
        strapped: straps, bands
        reinforced: bands, hoops, frame, corners, straps
        rimmed: rim, rims, edge, band
        edged: edge, edges, rim, trim, border
        trimmed: trim, trims, rim, edge, border, bands, piping
        tipped: tip, tips, point, head, blade
        lined: lining, liner
        studded: studs, nails, rivets
        inlaid: inlay, inlays
        framed: frame, frames
        hilted: hilt, grip, guard
    """)
)
