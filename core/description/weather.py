"""What has happened to a thing, and how much of it: words → weather → amounts of 0..1."""

from __future__ import annotations

from collections.abc import Mapping

from core.description.tables import read_list, read_table

#: said without an adverb
PLAIN = 0.55


def scale_amount(base: float, degree: float | None) -> float:
    """Return how much of it there is: a word's own amount, and what an adverb makes of it."""
    if degree is None:
        return base
    return max(base, degree) if degree >= PLAIN else min(base, degree)


#: Weather and its amount where no adverb is said: adjectives for it.
_ADJECTIVES = """
worn 0.3: used, vintage, antique, second hand, secondhand
worn 0.4: old, aged, lived in, oldish
worn plain: worn, weathered, chipped, well worn, well used, timeworn, time worn, distressed, weatherworn,
    worn out, worn down, peeling, flaking, rickety, scruffy, raggedy
worn 0.7: battle worn, battle scarred, battle damaged, battered, beat up, beaten up, weather beaten,
    weatherbeaten, shabby, tattered, ragged, eroded,
    damaged, run down, rundown
worn 0.85: ancient, dilapidated, decrepit, decayed, crumbling, age old, ruined, derelict, primeval,
    centuries old
scratched plain: scratched, scuffed, scratchy, scraped, dented, scarred
dirty plain: dirty, grimy, soiled, grubby, stained, greasy, unwashed, oily
dirty 0.85: filthy, dirt covered, squalid
muddy plain: muddy, mucky, mud stained
muddy 0.85: mud caked, mud covered
mouldy plain: mouldy, moldy, mildewed, fungal
sandy 0.55: sand blown
sandy 0.85: sand covered, sand swept
waterline plain: water stained, water marked
dusty plain: dusty
dusty 0.85: dust covered, cobwebbed, cobwebby
mossy plain: mossy, moss grown, lichened, mossgrown
mossy 0.85: moss covered, moss clad
overgrown plain: overgrown, ivy clad, vined, vine clad, viney
overgrown 0.85: ivy covered, vine covered, creeper clad
snowy 0.4: snow dusted, snow flecked
snowy plain: snowy, snow capped, snow topped, wintry
snowy 1: snow covered, snowbound, snow clad, snowed in, snow laden
rusty plain: rusty, rusted
rusty 0.7: corroded
rusty 0.85: rust eaten, rust covered, rusted through
wet 0.3: damp, moist, dewy
wet plain: wet, rainy, rain slick, slick, dripping
wet 0.85: soaked, drenched, soaking, sodden, rain soaked, waterlogged, sopping
sooty plain: sooty, smoky, smoke stained, soot stained
sooty 0.7: blackened
sooty 0.85: soot covered, soot blackened
burnt 0.25: singed
burnt plain: burnt, burned, scorched, half burnt
burnt 0.7: charred, fire damaged, fire blackened
burnt 1: burnt out, burned out, incinerated
frosty plain: frosty, frost bitten, rimed, frosted
frosty 0.7: icy
frosty 0.85: frozen, ice covered, frost covered, iced over
cracked plain: cracked, fractured, crazed, splitting, fissured
oxidised 0.4: tarnished
oxidised plain: oxidised, oxidized, patinated, patinaed, verdigrised
faded plain: faded, sun bleached, sunbleached, bleached, discoloured, discolored, washed out, sun faded
"""

#: Weather: nouns for it.
_NOUNS = """
worn: wear, wear and tear, age, chips, chipped paint, peeling paint, flaking paint, decay, damage
scratched: scratches, scratch, scuffs, scuff marks, dents, dings
dirty: dirt, grime, filth, grease, stains, stain
muddy: mud, muck, clods of mud
mouldy: mould, mold, mildew, fungus
sandy: sand
waterline: water stains, water marks, waterline, water line, tide mark
dusty: dust, cobwebs, cobweb
mossy: moss, lichen, lichens, algae
overgrown: ivy, vines, vine, creepers, creeper, weeds, vegetation, undergrowth, tendrils
snowy: snow, snowfall, snowflakes
rusty: rust, corrosion, rust stains, rust spots
wet: rain, dew, raindrops, rainwater, water droplets, moisture
sooty: soot, smoke stains, soot stains
burnt: burns, scorch marks, burn marks, charring
frosty: frost, rime, hoarfrost, ice, icicles, icicle
cracked: cracks, crack, fissures, hairline cracks
oxidised: patina, verdigris, tarnish, oxidation
faded: fading
"""

#: Weather: words for its absence.
_ABSENCE = """
worn: new, brand new, pristine, unworn, mint condition, well kept, fresh, newly made, undamaged
scratched: unscratched, scratch free
dirty: clean, spotless, immaculate, unstained, freshly cleaned
dusty: dust free, dusted off
rusty: rust free, rustless, unrusted, rustproof
wet: dry, bone dry
mossy: moss free
snowy: snow free, snowless
cracked: uncracked, crack free
burnt: unburnt, unburned
oxidised: untarnished, unoxidised, unoxidized
"""


def _read_amount(text: str) -> float:
    return PLAIN if text == "plain" else float(text)


#: adjective → weather, amount
WEATHERED: Mapping[str, tuple[str, float]] = {
    word: (meaning.split()[0], _read_amount(meaning.split()[1]))
    for meaning, words in read_table(_ADJECTIVES)
    for word in words
} | {word: (name, 0.0) for name, words in read_table(_ABSENCE) for word in words}
#: noun → weather
WEATHER_NOUNS: Mapping[str, str] = {word: name for name, words in read_table(_NOUNS) for word in words}
#: Every weather that can be said.
WEATHER = tuple(dict.fromkeys(name for name, _ in WEATHERED.values()))

#: Amount: adverbs, and what says how much of a noun there is ("a little moss").
_DEGREES = """
0.1: barely, hardly, scarcely, almost not, a trace of, traces of, a hint of, hints of
0.25: slightly, a bit, a bit of, bit, bits of, a little, a tad, a touch, a touch of, lightly, faintly,
    little, light, fine, a sprinkling of, a dusting of, a few, few, spots of, specks of, a thin layer of,
    thin layer of, a thin coat of, mildly, a light dusting of, subtly, gently
0.4: somewhat, partly, partially, kind of, sort of, some, patches of, streaks of, patchily, a few patches
    of, in places, here and there
0.5: half, quite, moderately, halfway, half way
plain: fairly, rather, pretty, a layer of, layers of, a coat of, a coating of, covering of, reasonably
0.7: mostly, largely, quite a bit, quite a lot of, so, nearly completely
0.85: very, heavily, really, badly, thickly, deeply, severely, lots of, a lot of, plenty of, much, lot of,
    heavy, thick, many, a thick layer of, thick layer of, a thick coat of, deep, strongly, seriously, well,
    very very, highly, terribly, super, loads of, a great deal of
0.95: extremely, incredibly, extraordinarily, insanely, exceedingly, almost completely, almost entirely
1: completely, totally, fully, entirely, wholly, utterly, thoroughly, absolutely, all over
"""

#: How much there is of what covers a thing, where no adverb says: what puts it there ("half buried in snow").
_COVERINGS = """
0.25: dusted with, dusted in, sprinkled with, flecked with, speckled with, touched by, kissed by
0.4: streaked with, tinged with, spotted with
0.5: splattered with, spattered with, smeared with, stained with, stained by, splattered in, spattered in
plain: overgrown with, overgrown by, grown over with, crusted with, ravaged by, worn by, laden with, eaten
    by, damaged by, topped with
0.85: eaten away by, encrusted with, encrusted in, swallowed by, choked with, dripping with, soaked in,
    soaked with, thick with
1: covered in, covered with, covered by, coated in, coated with, caked in, caked with, buried in, buried
    under, buried beneath, smothered in, smothered with, plastered with, clad in, draped in, draped with,
    wrapped in, blanketed in, blanketed with, under a blanket of, enveloped in, overrun with, overrun by,
    engulfed in, engulfed by
"""

DEGREES: Mapping[str, float] = {
    word: _read_amount(amount) for amount, words in read_table(_DEGREES) for word in words
}
COVERINGS: Mapping[str, float] = {
    word: _read_amount(amount) for amount, words in read_table(_COVERINGS) for word in words
}

#: words for a thing in pieces, and for one that is not
BROKEN = read_list(
    "broken, shattered, smashed, snapped, wrecked, busted, collapsed, in pieces, broken up, in ruins"
)
WHOLE = read_list("unbroken, intact, in one piece")
#: worn words that also tell of a thing in pieces
RUINED = frozenset(("ruined",))
