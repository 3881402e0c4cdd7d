"""Colours by their names: everyday ones, those of CSS, hex, and shades of each, mixed in OKLab.

Ottosson, "A perceptual color space for image processing", 2020.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from core.description.description import Colour
from core.description.tables import read_list


@functools.cache
def colour_names() -> Mapping[tuple[str, ...], str]:
    """Return the names of colours, each split into its words → sRGB "#rrggbb"."""
    import webcolors

    found = {tuple(name.split()[:-1]): f"#{name.split()[-1]}" for name in _NAMES}
    # "dark red" is a shade of our red, not of a screen's: CSS has such names in one word only
    for name in webcolors.names(webcolors.CSS3):
        found.setdefault((name,), webcolors.name_to_hex(name))
        for end in _CSS_ENDS:
            begin = name.removesuffix(end)
            if begin and begin != name and not begin.startswith(_CSS_SHADES):
                found.setdefault((begin, end), webcolors.name_to_hex(name))
    return found


def shade_colour(colour: Colour, shade: str) -> Colour:
    """Return a shade of a colour: "dark", "pale" and others of SHADES."""
    lightness, chroma, mix = SHADES[shade]
    light, a, b = srgb_to_oklab(colour.srgb)
    light = light * lightness if lightness <= 1 else light + (1 - light) * (lightness - 1)
    # grey has no hue to make more of
    factor = 1.0 if math.hypot(a, b) < GREY_CHROMA else chroma
    return Colour(f"{shade} {colour.said}", oklab_to_srgb((light, a * factor + mix, b * factor + mix)))


def mix_colours(first: Colour, second: Colour, share: float, said: str) -> Colour:
    """Return a colour between two; a share of 0 is the first, 1 the second."""
    pairs = zip(srgb_to_oklab(first.srgb), srgb_to_oklab(second.srgb), strict=True)
    light, a, b = (x * (1 - share) + y * share for x, y in pairs)
    return Colour(said, oklab_to_srgb((light, a, b)))


def read_hex(text: str) -> Colour:
    """Return the colour "#rgb" or "#rrggbb"."""
    digits = text.lower().removeprefix("#")
    full = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return Colour(f"#{full}", f"#{full}")


def srgb_to_oklab(srgb: str) -> tuple[float, float, float]:
    """Convert "#rrggbb" to OKLab: lightness 0..1, a, b."""
    values = (int(srgb[place : place + 2], 16) / 255 for place in (1, 3, 5))
    rgb_linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    lms = [_dot(row, rgb_linear) ** (1 / 3) for row in _RGB_TO_LMS]
    light, a, b = (_dot(row, lms) for row in _LMS_TO_LAB)
    return light, a, b


def oklab_to_srgb(lab: tuple[float, float, float]) -> str:
    """Convert OKLab to "#rrggbb"; what lies outside sRGB loses chroma until it lies in it."""
    light, a, b = lab
    rgb_linear = _to_linear(light, a, b)
    if not all(-TOLERANCE <= v <= 1 + TOLERANCE for v in rgb_linear):
        low, high = 0.0, 1.0
        for _ in range(16):
            middle = (low + high) / 2
            fits = all(-TOLERANCE <= v <= 1 + TOLERANCE for v in _to_linear(light, a * middle, b * middle))
            low, high = (middle, high) if fits else (low, middle)
        rgb_linear = _to_linear(light, a * low, b * low)
    values = (min(max(v, 0.0), 1.0) for v in rgb_linear)
    coded = (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in values)
    return "#" + "".join(f"{round(255 * v):02x}" for v in coded)


def _to_linear(light: float, a: float, b: float) -> list[float]:
    lms = [_dot(row, (light, a, b)) ** 3 for row in _LAB_TO_LMS]
    return [_dot(row, lms) for row in _LMS_TO_RGB]


def _dot(row: tuple[float, ...], column: list[float] | tuple[float, ...]) -> float:
    return sum(x * y for x, y in zip(row, column, strict=True))


_RGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LMS_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_LAB_TO_LMS = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LMS_TO_RGB = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
#: of linear light, outside of 0..1, that rounding accounts for
TOLERANCE = 1e-4
#: OKLab chroma under which a colour is grey
GREY_CHROMA = 0.02

#: What is said of a colour → factor of its lightness (above 1: the way to white), of its chroma, and what is
#: added to a and b.
SHADES: Mapping[str, tuple[float, float, float]] = {
    "dark": (0.72, 0.9, 0.0),
    "darker": (0.72, 0.9, 0.0),
    "darkish": (0.85, 0.95, 0.0),
    "deep": (0.8, 1.08, 0.0),
    "rich": (0.92, 1.15, 0.0),
    "light": (1.4, 0.8, 0.0),
    "lighter": (1.4, 0.8, 0.0),
    "lightish": (1.2, 0.9, 0.0),
    "pale": (1.55, 0.6, 0.0),
    "soft": (1.3, 0.7, 0.0),
    "pastel": (1.6, 0.65, 0.0),
    "bright": (1.15, 1.25, 0.0),
    "vivid": (1.05, 1.35, 0.0),
    "vibrant": (1.05, 1.35, 0.0),
    "neon": (1.25, 1.6, 0.0),
    "dull": (0.95, 0.55, 0.0),
    "muted": (1.05, 0.55, 0.0),
    "dusky": (0.85, 0.65, 0.0),
    "medium": (1.0, 1.0, 0.0),
    "mid": (1.0, 1.0, 0.0),
    "warm": (1.0, 1.0, 0.012),
    "cool": (1.0, 1.0, -0.012),
}
#: shades that a material's own colour can have, where no colour is said
OWN_SHADES: Mapping[str, str] = {
    "dark": "dark", "darker": "dark", "darkish": "dark", "deep": "dark",
    "light": "light", "lighter": "light", "lightish": "light", "pale": "light",
}  # fmt: skip

#: "reddish" → the colour that it leans to
LEANINGS: Mapping[str, str] = {
    "reddish": "red", "orangish": "orange", "yellowish": "yellow", "greenish": "green", "bluish": "blue",
    "blueish": "blue", "purplish": "purple", "pinkish": "pink", "brownish": "brown", "greyish": "grey",
    "grayish": "grey", "whitish": "white", "blackish": "black", "silvery": "silver", "rosy": "pink",
}  # fmt: skip
#: how far "reddish brown" is from brown to red
LEANING_SHARE = 0.3

#: Everyday names. The basic ones are paints: a screen's primaries are no colour that a thing can have.
_NAMES = read_list("""
    red b5241f, orange d8721c, yellow e3b62a, lime 8fb92c, green 3d7c38, turquoise 2f9d96, cyan 2fa6b8,
    aqua 4fb3b0, blue 2b5fa9, navy 1f2c54, purple 6b3687, violet 7a4aa1, magenta b12b7b, pink e18ba7,
    brown 6c4628, beige cdb68d, tan c29b6c, white eeebe4, grey 80807d, gray 80807d, black 1f1e1d, maroon
    6c1c27, gold d4a537, silver b9bbbe, scarlet bf2a1e, vermilion d2452b, vermillion d2452b, ruby
    9b1b3a, burgundy 6a1a2b, claret 7a1d33, oxblood 5a1a1c, wine 662036, blood 7d1414, cherry 9e1f2f,
    brick 9a4a37, rust 9c4a22, terracotta b9603f, copper b4693f, bronze 8f6a3a, brass b5924c, amber
    d68f1e, ochre c08a34, ocher c08a34, apricot e8a873, peach edb48f, tangerine dd7a2a, pumpkin cf6f22,
    mustard c79a2b, lemon ecd84a, canary ecd84a, saffron e0a32e, honey cf9634, straw d8c37c, sand
    d3bd8e, sandy d3bd8e, cream efe4c8, ivory ece3cd, pearl e6e1d8, bone ddd3bd, chalk ecebe6, ecru
    cfc0a0, caramel b0743a, toffee 9a6234, cinnamon 97552e, umber 5e4632, sepia 6a4a2f, chestnut 74382a,
    chocolate 4a2c1d, coffee 4b3326, auburn 7a3524, hazel 8a6a3c, taupe 877869, mocha 6f5543, sage
    9aa786, mint a9d8bd, moss 6a7a3a, emerald 1f7d55, jade 3f8f6e, bottle green 1f4a33, hunter green
    33543c, pea green 8a9c44, leaf green 5b8a36, grass green 4f8a34, apple green 83ab3e, racing green
    17412f, army green 565b36, teal 1f6f73, petrol 1f5562, azure 3d86c6, sapphire 24479a, cobalt 2348a0,
    cerulean 2f7fb0, ultramarine 2a3c96, denim 4a6a94, ice blue c3dfe8, baby blue a9cbe4, electric blue
    2f6ff0, ink 1f2638, midnight 1c2340, prussian blue 1b3a57, mauve a98bb0, lilac b79ccb, amethyst
    8a5fb4, aubergine 43253f, mulberry 7a2f55, rose cf7a86, blush e0aaa2, raspberry a82a56, bubblegum
    pink ef8fb8, hot pink e0559a, dusty pink c99a97, charcoal 37383a, ash a9a8a3, ashen a9a8a3, smoke
    8f9193, slate 5d6670, gunmetal 474c52, graphite 42454a, pewter 8d9095, steel 7c858d, jet black
    141414, jet 141414, pitch black 121212, ebony 2b211c, raven 1a1a1f, onyx 1d1d1f, off white e7e2d6,
    snow white f2f2ef, golden yellow dda82b, blonde dcc48a, blond dcc48a, crimson 9c1a30, olive 6f6b2e,
    plum 6e3a5e, forest green 2c5a33, chartreuse a5c030, fuchsia b83287, khaki a89a68, lavender a79cc9
""")

#: colours that names of CSS end in: "forestgreen" is "forest green", too
_CSS_ENDS = read_list("""
    red, orange, yellow, green, blue, cyan, turquoise, aquamarine, purple, violet, orchid, magenta, pink,
    brown, white, gray, grey, rose, coral, salmon, khaki, rod, smoke
""")
_CSS_SHADES = ("dark", "light", "medium", "deep", "pale", "dim")

#: "navy blue" and "rust red" are navy and rust: names that say of any before them no more than what it is
BASIC = frozenset(
    read_list("red, orange, yellow, green, blue, purple, violet, pink, brown, white, gray, grey, black")
)
