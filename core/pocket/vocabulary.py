"""What the pocket model is taught to name: classes, colours, finishes and the grammar of captions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PropClass:
    """A kind of prop.

    Attributes:
        synonyms: other nouns for it, used in captions.
        size_m: its usual largest dimension in metres.
    """

    synonyms: tuple[str, ...]
    size_m: float


@dataclass(frozen=True)
class Finish:
    """How a surface is worked.

    Attributes:
        synonyms: other words for it, used in captions.
        roughness, metallic: glTF factors of such a surface, 0..1.
    """

    synonyms: tuple[str, ...]
    roughness: float
    metallic: float


CLASSES = {
    "barrel": PropClass(("cask", "keg"), 0.9),
    "crate": PropClass(("box",), 0.8),
    "mushroom": PropClass(("toadstool",), 0.4),
    "table": PropClass(("desk",), 1.3),
    "chair": PropClass(("seat",), 1.0),
    "lamp": PropClass(("bedside lamp", "table lamp"), 0.5),
    "bottle": PropClass(("flask",), 0.3),
    "mug": PropClass(("cup", "tankard"), 0.14),
    "sword": PropClass(("blade",), 1.1),
    "tree": PropClass(("pine tree", "fir tree"), 5.0),
    "house": PropClass(("hut", "cottage"), 6.0),
    "rock": PropClass(("boulder", "stone"), 1.2),
    "chest": PropClass(("treasure chest", "coffer"), 0.9),
    "vase": PropClass(("urn", "amphora"), 0.5),
    "axe": PropClass(("hatchet",), 0.8),
    "cactus": PropClass(("saguaro",), 1.6),
}

#: sRGB 0..1.
COLOURS = {
    "red": (0.80, 0.08, 0.07),
    "orange": (0.95, 0.45, 0.05),
    "yellow": (0.95, 0.83, 0.12),
    "green": (0.12, 0.55, 0.16),
    "blue": (0.10, 0.27, 0.80),
    "purple": (0.45, 0.13, 0.64),
    "pink": (0.95, 0.50, 0.70),
    "brown": (0.40, 0.22, 0.10),
    "white": (0.96, 0.96, 0.94),
    "black": (0.08, 0.08, 0.09),
}

COLOUR_SYNONYMS = {
    "red": ("scarlet",),
    "orange": (),
    "yellow": ("golden yellow",),
    "green": ("emerald",),
    "blue": ("azure",),
    "purple": ("violet",),
    "pink": ("rose pink",),
    "brown": ("chestnut brown",),
    "white": ("ivory",),
    "black": ("jet black",),
}

FINISHES = {
    "plain": Finish(("matte",), 0.75, 0.0),
    "wooden": Finish(("wood", "oak", "timber"), 0.7, 0.0),
    "metal": Finish(("metallic", "steel", "iron"), 0.35, 0.9),
    "striped": Finish(("stripy",), 0.7, 0.0),
    "mossy": Finish(("moss-covered", "overgrown"), 0.95, 0.0),
    "glossy": Finish(("shiny", "polished", "glazed"), 0.15, 0.0),
    "worn": Finish(("old", "weathered", "battered"), 0.9, 0.0),
}

#: (class, colour) pairs that are never rendered for training: what the model makes of them is invention.
HELD_OUT = (
    ("barrel", "pink"),
    ("crate", "purple"),
    ("mushroom", "blue"),
    ("table", "yellow"),
    ("chair", "green"),
    ("lamp", "orange"),
    ("bottle", "white"),
    ("mug", "black"),
    ("sword", "red"),
    ("tree", "purple"),
    ("house", "blue"),
    ("rock", "pink"),
    ("chest", "green"),
    ("vase", "brown"),
    ("axe", "yellow"),
    ("cactus", "white"),
)

#: Sentences around "{noun}" and its adjectives; {a} becomes the article.
TEMPLATES = (
    "{a} {thing}",
    "{a} {thing}",
    "{a} {thing}",
    "{thing}",
    "the {thing}",
    "{a} 3d render of {a} {thing}",
    "{a} {thing} on a plain background",
    "{thing}, game asset",
    "{a} photo of {a} {thing}",
    "{a} single {thing} for a game",
)
WITH_COLOUR = ("{a} {noun} in {colour}", "{a} {noun}, {colour}", "{a} {noun} painted {colour}")
WITH_BOTH = (
    "{a} {noun}, {colour}, {finish}",
    "{a} {finish} {noun} painted {colour}",
    "{a} {finish} {noun} in {colour}",
)


def caption(rng: np.random.Generator, class_name: str, colour: str, finish: str) -> str:
    """Say what a prop is, in one of the grammar's many ways.

    Now and then the colour or the finish is left out, so that the model also knows the bare noun.
    """
    noun = _either(rng, class_name, CLASSES[class_name].synonyms, 0.35)
    colour_word = _either(rng, colour, COLOUR_SYNONYMS[colour], 0.1) if rng.random() > 0.06 else ""
    say_finish = rng.random() > (0.85 if finish == "plain" else 0.1)
    finish_word = _either(rng, finish, FINISHES[finish].synonyms, 0.5) if say_finish else ""
    if colour_word and rng.random() < 0.2:
        templates = WITH_BOTH if finish_word else WITH_COLOUR
    else:
        templates = TEMPLATES
    words = (finish_word, colour_word) if rng.random() < 0.65 else (colour_word, finish_word)
    thing = " ".join(word for word in (*words, noun) if word)
    text = str(rng.choice(templates))
    return _articles(text.format(a="{a}", thing=thing, noun=noun, colour=colour_word, finish=finish_word))


def known_words() -> list[str]:
    """Every word that a caption can contain, sorted."""
    phrases = [*CLASSES, *COLOURS, *FINISHES, *TEMPLATES, *WITH_COLOUR, *WITH_BOTH, "a an"]
    phrases += [s for c in CLASSES.values() for s in c.synonyms]
    phrases += [s for synonyms in COLOUR_SYNONYMS.values() for s in synonyms]
    phrases += [s for f in FINISHES.values() for s in f.synonyms]
    text = " ".join(phrases)
    for slot in ("{a}", "{thing}", "{noun}", "{colour}", "{finish}"):
        text = text.replace(slot, " ")
    return sorted(set(text.replace(",", " ").split()))


def _either(rng: np.random.Generator, word: str, synonyms: tuple[str, ...], chance: float) -> str:
    return str(rng.choice(synonyms)) if synonyms and rng.random() < chance else word


def _articles(text: str) -> str:
    """Put "a" or "an" for each "{a}", by the letter that follows."""
    head, *rest = text.split("{a} ")
    return head + "".join(("an " if part[0] in "aeiou" else "a ") + part for part in rest)
