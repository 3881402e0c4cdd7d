"""What the words of a clause say: adverbs, shades and numbers go to the word that they stand before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.description.colours import BASIC, LEANING_SHARE, OWN_SHADES, SHADES, mix_colours, shade_colour
from core.description.description import Colour
from core.description.materials import COLOURS_FIRST, WEATHER_FIRST
from core.description.tables import read_list
from core.description.weather import PLAIN
from core.description.words import Word, plain_colour

#: meanings of words that say how a thing looks
LOOKS = (
    "colour",
    "material",
    "near_material",
    "leaning",
    "shade",
    "finish",
    "unfinished",
    "pattern",
    "weather",
)
#: all that is said of a thing, rather than naming one
ADJECTIVES = (
    *LOOKS,
    *read_list(
        "broken, whole, size, usual_size, proportion, dial, same, opposite, edged, less, degree, coloured"
    ),
    *read_list("covered, measure"),
)
#: what a thing is called by
NOUNS = ("head", "part", "count")


@dataclass(frozen=True)
class Fact:
    """One thing that is said.

    Attributes:
        kind: "colour", "material", "shade", "finish", "pattern", "weather", "weather_noun", "broken", "size",
            "usual_size", "proportion", "dial", "same", "opposite", "measure", "number", "many"; "head",
            "part", "count", "edged" and "less" name things; "other" names another thing, "unknown" is not
            known.
        value: what the kind of meaning has.
        said: the words for it.
        degree: how much, where an adverb says.
        negative: it is said not to be so.
        beside: "and" or a comma stands before it.
        instead: "or" does: it is another choice.
        unsure: "not" may go for it, too.
        quiet: it lies in the name of the kind: "oak tree", "stone column".
        note: that it is read as something else.
        facts: of what an edged word says ("red-roofed"), or what a word for a shape or material says, too.
    """

    kind: str
    value: Any
    said: str
    degree: float | None = None
    negative: bool = False
    beside: bool = False
    instead: bool = False
    unsure: bool = False
    quiet: bool = False
    note: str = ""
    facts: tuple[Fact, ...] = field(default=())


def read_facts(
    words: Sequence[Word],
    negative: bool = False,
    material_first: bool = False,
    own_surfaces: Sequence[str] = (),
    parts: bool = True,
) -> list[Fact]:
    """Read the words of a clause.

    Args:
        words: of the clause, with the joints within it.
        negative: whether all of it is denied.
        material_first: "of ivory" is no colour.
        own_surfaces: that the kind has: a cake's chocolate is no colour either.
        parts: whether what can be a part or a material is a part.
    """
    facts: list[Fact] = []
    denied = said_not = beside = instead = unsure = False
    degree: float | None = None
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1 :]
        at += 1
        if word.means("joint"):
            beside, degree = True, None
            instead = word.senses["joint"] == "or" and not (said_not or negative)
            unsure = said_not and word.senses["joint"] == "and"
            denied = said_not and word.senses["joint"] in ("or", "nor")
            said_not = denied
            continue
        if word.means("not"):
            denied, unsure = not denied, False
            continue
        if word.means("degree") and _is_degree(word, after):
            amount = word.senses["degree"]
            degree = amount if degree is None else _combine(degree, amount)
            continue
        fact, used = _read_word(word, after, facts, material_first, own_surfaces, parts)
        at += used
        # of a name ("stone column", "skeleton key") only what tells of looks and shape is taken
        if fact is None or (
            word.quiet and not (fact.kind in ("material", "colour", "dial") and not fact.note)
        ):
            continue
        if fact.kind in ("edged", "less"):
            facts = facts[: len(facts) - len(fact.facts)]
        said_not = said_not or denied
        if fact.kind == "part" and word.length > 1 and word.means("material"):
            # "stained glass": a part, and what it is made of
            facts.append(Fact("material", word.senses["material"], word.said, negative=denied != negative))
        fact = replace(fact, degree=degree, negative=denied != negative, beside=beside, quiet=word.quiet)
        facts.append(replace(fact, instead=instead, unsure=unsure))
        # "many" and numbers hand on to the noun
        if fact.kind not in ("number", "many"):
            denied = beside = instead = unsure = False
            degree = None
    if degree is not None and facts and facts[-1].kind == "weather" and facts[-1].degree is None:
        # "rusty all over"
        facts[-1] = replace(facts[-1], degree=degree)
    return facts


def _combine(first: float, second: float) -> float:
    """Return what two adverbs say: "very slightly" is less than slightly, "very heavily" more than either."""
    return min(first, second) if min(first, second) < PLAIN else max(first, second)


def _is_degree(word: Word, after: Sequence[Word]) -> bool:
    following = next((one for one in after if not one.means("degree", "not", "article")), None)
    if following is None:
        return not word.means("shade", "proportion", "size", "number", *NOUNS)
    if following.means("weather", "weather_noun"):
        return not following.means("colour") or not word.means("shade") or following.means("weather")
    others = {*word.senses} - {"degree", "skip", "thing", "near", "not"}
    return not others and not following.means("joint")


def _read_word(
    word: Word,
    after: Sequence[Word],
    facts: Sequence[Fact],
    material_first: bool,
    own_surfaces: Sequence[str],
    parts: bool,
) -> tuple[Fact | None, int]:
    """Read one word that is no adverb: what it says, and how many of those after it go with it."""
    senses, following = word.senses, after[0] if after else None
    coloured = following is not None and following.means("coloured")
    for kind in ("measure", "number", "head"):
        # "a double bed" is one
        if kind in senses and not (kind == "number" and word.means("dial")):
            return Fact(kind, senses[kind], word.said), 0
    if word.means("edged", "less") and not word.means("dial", "pattern"):
        kind = "edged" if word.means("edged") else "less"
        taken = _taken_by(facts) if kind == "edged" else ()
        return Fact(kind, senses[kind], word.said, facts=taken), 0
    if word.means("part", "count") and _names_part(word, following, parts):
        return Fact(
            "part" if word.means("part") else "count", senses.get("part", senses.get("count")), word.said
        ), 0
    if word.means("colour") and coloured:
        return _read_colour(word, after[1:], 1)
    if (
        word.means("weather_noun")
        and not _is_colour(word, following)
        and not _is_solid(word, following, material_first)
    ):
        if following is not None and following.means("covered"):
            return Fact("weather", (senses["weather_noun"], following.senses["covered"]), word.said), 1
        return Fact("weather_noun", senses["weather_noun"], word.said), 0
    if word.means("shade", "leaning"):
        fact, used = _read_shade(word, after)
        if fact is not None:
            return fact, used
    # "a thatched roof" is no thatched house
    of_part = word.means(*LOOKS) and any(one.means("part", "count") for one in after)
    shapes = () if of_part else ("dial", "same", "opposite")
    if word.means("dial") and word.means("material"):
        made, shape = (Fact(kind, senses[kind], word.said) for kind in ("material", "dial"))
        return replace(made, facts=(shape,)) if of_part else replace(shape, facts=(made,)), 0
    for kind in (*shapes, "weather", "broken", "whole", "finish", "unfinished", "pattern"):
        if kind in senses:
            return Fact(kind, senses[kind], word.said), 0
    solid = word.means("material") and _is_material(word, material_first, own_surfaces)
    if word.means("colour") and not solid and not (material_first and word.means("near_material")):
        return _read_colour(word, after, 0)
    if word.means("material"):
        return Fact("material", senses["material"], word.said), 0
    if word.means("near_material"):
        meant = senses["near_material"]
        return Fact("material", meant, word.said, note=f'"{word.said}" is read as "{meant}"'), 0
    for kind in ("size", "usual_size", "proportion", "many"):
        if kind in senses:
            return Fact(kind, senses[kind], word.said), 0
    if word.means("coloured", "covered", "skip", "article", "relative"):
        return None, 0
    if word.joined and not word.senses and facts:
        # "red-gabled": what is red is not known
        return Fact("edged", "", word.said, facts=_taken_by(facts)), 0
    return Fact(
        "other" if word.means("kind", "sort", "near", "thing") else "unknown", word.said, word.said
    ), 0


def _names_part(word: Word, following: Word | None, parts: bool) -> bool:
    """Tell whether a word names a part: in "of glass" and "glass panes" glass does not."""
    if not word.means(*LOOKS, "weather_noun", "dial"):
        return True
    if not parts and word.means("material"):
        return False
    return following is None or not following.means(*LOOKS, *NOUNS, "coloured", "edged")


def _is_colour(word: Word, following: Word | None) -> bool:
    """Tell whether "rust" or "moss" is a colour here: before another colour, or right before a noun."""
    return word.means("colour") and following is not None and following.means("colour", *NOUNS)


def _is_solid(word: Word, following: Word | None, material_first: bool) -> bool:
    """Tell whether "ice" or "snow" is what a thing is made of."""
    return word.means("material") and (material_first or (following is not None and following.means(*NOUNS)))


def _is_material(word: Word, material_first: bool, own_surfaces: Sequence[str]) -> bool:
    name = word.senses["material"]
    return material_first or name in own_surfaces or name not in COLOURS_FIRST | WEATHER_FIRST


def _read_shade(word: Word, after: Sequence[Word]) -> tuple[Fact | None, int]:
    """Read "dark", "pale" or "reddish" with the colour or the material that follows."""
    following = after[0] if after else None
    if following is not None and following.means("shade", "leaning") and not following.means("colour"):
        fact, used = _read_shade(following, after[1:])
        if fact is not None and fact.kind == "colour":
            return _tint(word, fact), used + 1
    if following is not None and following.means("colour") and not following.means("head", "edged"):
        plainly = not (following.means("material") and _is_material(following, False, ()))
        if plainly or following.means("coloured"):
            fact, used = _read_colour(following, after[1:], 1)
            return _tint(word, fact), used
    if word.means("leaning"):
        colour = plain_colour(word.senses["leaning"])
        return Fact("colour", replace(shade_colour(colour, "muted"), said=word.said), word.said), 0
    if word.said in OWN_SHADES and (
        following is None or following.means("material", "near_material", "joint", *NOUNS, "edged", "finish")
    ):
        return Fact("shade", OWN_SHADES[word.said], word.said), 0
    return None, 0


def _tint(word: Word, fact: Fact) -> Fact:
    colour: Colour = fact.value
    said = f"{word.said} {colour.said}"
    if word.means("leaning"):
        tinted = mix_colours(colour, plain_colour(word.senses["leaning"]), LEANING_SHARE, said)
    elif word.said in SHADES:
        tinted = shade_colour(colour, word.said)
    else:
        tinted = colour
    return replace(fact, value=tinted, said=said)


def _read_colour(word: Word, after: Sequence[Word], used: int) -> tuple[Fact, int]:
    """Read a colour; "blue-green" lies between two, "navy blue" is navy."""
    colour: Colour = word.senses["colour"]
    following = after[0] if after else None
    if following is not None and following.means("colour") and not following.means("head"):
        other: Colour = following.senses["colour"]
        said = f"{word.said} {following.said}"
        # black and white do not mix to grey: they are both there
        if following.joined and not {colour.said, other.said} & NEUTRAL:
            return Fact("colour", mix_colours(colour, other, 0.5, said), said), used + 1
        if word.said not in BASIC and following.said in BASIC and not word.said.startswith("#"):
            return Fact("colour", Colour(said, colour.srgb), said), used + 1
    return Fact("colour", colour, word.said), used


NEUTRAL = frozenset(("white", "black", "grey", "gray"))


def _taken_by(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return what goes to an edged word: the number, or the last thing said of how it looks."""
    if facts and facts[-1].kind in ("number", "colour", "material", "pattern", "finish", "weather_noun"):
        last = facts[-1]
        before = facts[-2:-1]
        # "dark oak-panelled": the shade goes with its material
        if last.kind == "material" and before and before[0].kind == "shade":
            return (before[0], last)
        return (last,)
    return ()
