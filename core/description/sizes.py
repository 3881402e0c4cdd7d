"""How large a thing is: measures in metres, "huge", and "tall" or "wide" as factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.description.tables import read_table
from core.errors import SizeError


class Measure(NamedTuple):
    """A length that is said.

    Attributes:
        metres: of it.
        axis: of AXES; "size_m" where the sentence says none.
    """

    metres: float
    axis: str


#: metres; what is beyond is no prop
SMALLEST, LARGEST = 0.001, 100.0

#: unit → metres
UNITS: Mapping[str, float] = {
    unit: metres
    for metres, names in (
        (0.001, "mm millimetre millimetres millimeter millimeters"),
        (0.01, "cm centimetre centimetres centimeter centimeters"),
        (0.1, "dm decimetre decimetres decimeter decimeters"),
        (1.0, "m metre metres meter meters"),
        (1000.0, "km kilometre kilometres kilometer kilometers"),
        (0.0254, "inch inches in"),
        (0.3048, "ft foot feet"),
        (0.9144, "yd yard yards"),
        (1609.344, "mile miles"),
    )
    for unit in names.split()
}

#: what a measure is of
AXES: Mapping[str, str] = {
    word: axis
    for axis, words in (
        ("height_m", "tall high height tallness"),
        ("width_m", "wide broad across width diameter breadth"),
        ("depth_m", "deep depth"),
        ("size_m", "long length big large size sized in_length"),
    )
    for word in words.split()
}

#: Word → factor of the usual size.
SIZES: Mapping[str, float] = {
    word: float(factor)
    for factor, words in read_table("""
        0.3: miniature, mini, minuscule, microscopic, doll sized, toy sized, pocket sized
        0.45: tiny, teeny, wee, minute, diminutive, very small, very little
        0.7: small, little, compact, petite, smaller, pint sized
        0.85: smallish, fairly small
        1.2: king size, queen size, largish, biggish, sizeable, sizable, fairly large
        1.4: large, big, larger, bigger, hefty, bulky, grand sized
        1.7: very large, very big, oversized, extra large, outsized
        2: huge, immense, massive, vast, enormous, monumental, mammoth, towering
        2.5: giant, gigantic, colossal, titanic, humongous, king sized, gargantuan
    """)
    for word in words
}
#: words for the usual size
USUAL_SIZE = (
    "normal sized",
    "medium sized",
    "average sized",
    "regular sized",
    "life size",
    "life sized",
    "medium",
)

#: Word → how much taller and wider than usual.
PROPORTIONS: Mapping[str, tuple[float, float]] = {
    word: (float(factors.split()[0]), float(factors.split()[1]))
    for factors, words in read_table("""
        1.3 0.85: tall, high, lofty, taller, tallish
        0.68 1.1: short, low, shorter, shortish
        0.95 1.35: wide, broad, wider, widish
        1.05 0.75: narrow, narrower
        1.08 0.66: thin, slim, slender, skinny, thinner, spindly, lean, lanky
        0.95 1.3: thick, fat, chunky, stout, thicker, plump, tubby, rotund, wide bodied
        0.7 1.25: squat, stocky, dumpy, stubby
        1.5 0.85: elongated, stretched, drawn out
    """)
    for word in words
}
#: proportions that exclude each other
OPPOSITE_PROPORTIONS = (
    (
        {"tall", "high", "lofty", "elongated", "taller"},
        {"short", "low", "squat", "stocky", "dumpy", "shorter"},
    ),
    (
        {"wide", "broad", "thick", "fat", "chunky", "stout", "squat", "stocky", "wider", "thicker", "plump"},
        {"narrow", "thin", "slim", "slender", "skinny", "narrower", "thinner", "lean", "lanky", "spindly"},
    ),
)
#: how much of a proportion an adverb makes: "slightly tall" is half as much of it
STRONG_PROPORTION, WEAK_PROPORTION = 1.6, 0.5
#: how much taller or wider than its program makes it a prop may be; as threed.procedural.shape has it
STRETCH = (0.4, 2.5)

NUMBERS: Mapping[str, float] = {
    word: number
    for number, text in (
        (0, "zero"), (1, "one single"), (2, "two double twin pair_of couple_of both"),
        (3, "three triple"), (4, "four quadruple"),
        (5, "five"), (6, "six"), (7, "seven"), (8, "eight"), (9, "nine"), (10, "ten"), (11, "eleven"),
        (12, "twelve dozen"), (13, "thirteen"), (14, "fourteen"), (15, "fifteen"), (16, "sixteen"),
        (17, "seventeen"), (18, "eighteen"), (19, "nineteen"), (20, "twenty"), (30, "thirty"), (40, "forty"),
        (50, "fifty"), (60, "sixty"), (70, "seventy"), (80, "eighty"), (90, "ninety"), (100, "hundred"),
        (1000, "thousand"),
    )
    for word in text.split()
}  # fmt: skip


def check_size(metres: float, said: str) -> float:
    """Check that a prop can have a size.

    Raises:
        SizeError: it is not within 0.001 m to 100 m.
    """
    if not SMALLEST <= metres <= LARGEST:
        raise SizeError(
            f'expected a size of {SMALLEST:g} m to {LARGEST:g} m, got "{said}" ({metres:g} m)',
            "give it a size that a prop can have",
        )
    return round(metres, 6)
