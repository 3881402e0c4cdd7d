"""What has happened to a thing, and how much of it: words → weather → amounts of 0..1."""

from __future__ import annotations

from collections.abc import Mapping

#: said without an adverb
PLAIN = 0.55


def scale_amount(base: float, degree: float | None) -> float:
    """Return how much of it there is: a word's own amount, and what an adverb makes of it."""
    if degree is None:
        return base
    return max(base, degree) if degree >= PLAIN else min(base, degree)


#: Weather → adjectives for it, each with its amount where no adverb is said ("": PLAIN).
_ADJECTIVES: Mapping[str, Mapping[float, str]] = {
    "worn": {
        0.3: "used, vintage, antique, second hand, secondhand",
        0.4: "old, aged, lived in, oldish",
        PLAIN: "worn, weathered, chipped, well worn, well used, timeworn, time worn, distressed, weatherworn, worn "
        "out, worn down, peeling, flaking, rickety, scruffy, raggedy",
        0.7: "battered, beat up, beaten up, weather beaten, weatherbeaten, shabby, tattered, ragged, eroded, "
        "damaged, run down, rundown",
        0.85: "ancient, dilapidated, decrepit, decayed, crumbling, age old, ruined, derelict, primeval, "
        "centuries old",
    },
    "scratched": {PLAIN: "scratched, scuffed, scratchy, scraped, dented, scarred"},
    "dirty": {
        PLAIN: "dirty, grimy, muddy, soiled, grubby, stained, greasy, mucky, mud stained, unwashed, oily",
        0.85: "filthy, mud caked, mud covered, dirt covered, squalid",
    },
    "dusty": {PLAIN: "dusty", 0.85: "dust covered, cobwebbed, cobwebby"},
    "mossy": {PLAIN: "mossy, moss grown, lichened, mouldy, moldy, mossgrown", 0.85: "moss covered, moss clad"},
    "overgrown": {PLAIN: "overgrown, ivy clad, vined, vine clad, viney", 0.85: "ivy covered, vine covered, creeper clad"},
    "snowy": {
        0.4: "snow dusted, snow flecked",
        PLAIN: "snowy, snow capped, snow topped, wintry",
        1.0: "snow covered, snowbound, snow clad, snowed in, snow laden",
    },
    "rusty": {PLAIN: "rusty, rusted", 0.7: "corroded", 0.85: "rust eaten, rust covered, rusted through"},
    "wet": {
        0.3: "damp, moist, dewy",
        PLAIN: "wet, rainy, rain slick, slick, dripping",
        0.85: "soaked, drenched, soaking, sodden, rain soaked, waterlogged, sopping",
    },
    "sooty": {PLAIN: "sooty, smoky, smoke stained, soot stained", 0.7: "blackened", 0.85: "soot covered, soot blackened"},
    "burnt": {
        0.25: "singed",
        PLAIN: "burnt, burned, scorched, half burnt",
        0.7: "charred, fire damaged, fire blackened",
        1.0: "burnt out, burned out, incinerated",
    },
    "frosty": {PLAIN: "frosty, frost bitten, rimed, frosted", 0.7: "icy", 0.85: "frozen, ice covered, frost covered, "
               "iced over"},
    "cracked": {PLAIN: "cracked, fractured, crazed, splitting, fissured"},
    "oxidised": {0.4: "tarnished", PLAIN: "oxidised, oxidized, patinated, patinaed, verdigrised"},
    "faded": {PLAIN: "faded, sun bleached, sunbleached, bleached, discoloured, discolored, washed out, sun faded"},
}  # fmt: skip

#: Weather → nouns for it.
_NOUNS: Mapping[str, str] = {
    "worn": "wear, wear and tear, age, chips, chipped paint, peeling paint, flaking paint, decay, damage",
    "scratched": "scratches, scratch, scuffs, scuff marks, dents, dings",
    "dirty": "dirt, mud, grime, filth, grease, muck, stains, stain",
    "dusty": "dust, cobwebs, cobweb",
    "mossy": "moss, lichen, lichens, algae, mildew, mould, mold",
    "overgrown": "ivy, vines, vine, creepers, creeper, weeds, vegetation, undergrowth, tendrils",
    "snowy": "snow, snowfall, snowflakes",
    "rusty": "rust, corrosion, rust stains, rust spots",
    "wet": "rain, dew, raindrops, rainwater, water droplets, moisture",
    "sooty": "soot, smoke stains, soot stains",
    "burnt": "burns, scorch marks, burn marks, charring",
    "frosty": "frost, rime, hoarfrost, ice, icicles, icicle",
    "cracked": "cracks, crack, fissures, hairline cracks",
    "oxidised": "patina, verdigris, tarnish, oxidation",
    "faded": "fading",
}

#: weather → words for its absence
_ABSENCE: Mapping[str, str] = {
    "worn": "new, brand new, pristine, unworn, mint condition, well kept, fresh, newly made, undamaged",
    "scratched": "unscratched, scratch free",
    "dirty": "clean, spotless, immaculate, unstained, freshly cleaned",
    "dusty": "dust free, dusted off",
    "rusty": "rust free, rustless, unrusted, rustproof",
    "wet": "dry, bone dry",
    "mossy": "moss free",
    "snowy": "snow free, snowless",
    "cracked": "uncracked, crack free",
    "burnt": "unburnt, unburned",
    "oxidised": "untarnished, unoxidised, unoxidized",
}

#: Every weather that can be said, in the order of the table.
WEATHER = tuple(_ADJECTIVES)
#: adjective → weather, amount
WEATHERED: Mapping[str, tuple[str, float]] = {
    word: (name, amount)
    for name, words in _ADJECTIVES.items()
    for amount, text in words.items()
    for word in text.split(", ")
} | {word: (name, 0.0) for name, text in _ABSENCE.items() for word in text.split(", ")}
#: noun → weather
WEATHER_NOUNS: Mapping[str, str] = {word: name for name, text in _NOUNS.items() for word in text.split(", ")}

#: Adverb, or what says how much of a noun there is ("a little moss") → amount.
DEGREES: Mapping[str, float] = {
    word: amount
    for amount, text in (
        (0.1, "barely, hardly, scarcely, almost not, a trace of, traces of, a hint of, hints of"),
        (0.25, "slightly, a bit, a bit of, bit, bits of, a little, a tad, a touch, a touch of, lightly, faintly, "
         "little, light, fine, a sprinkling of, a dusting of, a few, few, spots of, specks of, a thin layer of, "
         "thin layer of, a thin coat of, mildly, a light dusting of, subtly, gently"),
        (0.4, "somewhat, partly, partially, kind of, sort of, some, patches of, streaks of, patchily, a few "
         "patches of, in places, here and there"),
        (0.5, "half, quite, moderately, halfway, half way"),
        (PLAIN, "fairly, rather, pretty, a layer of, layers of, a coat of, a coating of, covering of, reasonably"),
        (0.7, "mostly, largely, quite a bit, quite a lot of, so, nearly completely"),
        (0.85, "very, heavily, really, badly, thickly, deeply, severely, lots of, a lot of, plenty of, much, lot of, "
         "heavy, thick, many, a thick layer of, thick layer of, a thick coat of, deep, strongly, seriously, well, "
         "very very, highly, terribly, super, loads of, a great deal of"),
        (0.95, "extremely, incredibly, extraordinarily, insanely, exceedingly, almost completely, almost entirely"),
        (1.0, "completely, totally, fully, entirely, wholly, utterly, thoroughly, absolutely, all over"),
    )
    for word in text.split(", ")
}  # fmt: skip

#: What puts something on a thing ("half buried in snow") → how much of it there is, where no adverb says.
COVERINGS: Mapping[str, float] = {
    word: amount
    for amount, text in (
        (0.25, "dusted with, dusted in, sprinkled with, flecked with, speckled with, touched by, kissed by"),
        (0.4, "streaked with, tinged with, spotted with"),
        (0.5, "splattered with, spattered with, smeared with, stained with, stained by, splattered in, spattered in"),
        (PLAIN, "overgrown with, overgrown by, grown over with, crusted with, ravaged by, worn by, laden with, "
         "eaten by, damaged by, topped with"),
        (0.85, "eaten away by, encrusted with, encrusted in, swallowed by, choked with, dripping with, soaked in, "
         "soaked with, thick with"),
        (1.0, "covered in, covered with, covered by, coated in, coated with, caked in, caked with, buried in, "
         "buried under, buried beneath, smothered in, smothered with, plastered with, clad in, draped in, draped "
         "with, wrapped in, blanketed in, blanketed with, under a blanket of, enveloped in, overrun with, "
         "overrun by, engulfed in, engulfed by"),
    )
    for word in text.split(", ")
}  # fmt: skip

#: words for a thing in pieces, and for one that is not
BROKEN = ("broken", "shattered", "smashed", "snapped", "wrecked", "busted", "collapsed", "broken apart", "in pieces",
          "broken up", "in ruins")  # fmt: skip
WHOLE = ("unbroken", "intact", "undamaged", "in one piece")
#: worn words that also tell of a thing in pieces
RUINED = frozenset(("ruined",))
