"""Checks what the user asks for before a model is loaded: the prompt, its words, the seed.

A small model knows few words. What it was not taught is refused with the nearest word that it knows: by
meaning from a short thesaurus, by colour from the CSS names (distance in CIELAB), by spelling (Ratcliff and
Obershelp, 1988).
"""

from __future__ import annotations

import difflib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.catalogue import Vocabulary
from core.errors import PromptError, SeedError, VocabularyError

MAX_PROMPT_CHARACTERS = 1000
SEED_LIMIT = 2**63

#: of a surface that the prompt says nothing of
UNSTATED_ROUGHNESS, UNSTATED_METALLIC = 0.7, 0.0


@dataclass(frozen=True)
class PromptMeaning:
    """What a prompt says in a small model's own terms.

    Attributes:
        class_name: the kind of prop.
        colour, finish: the first of each that is named; None where none is.
        size_m: the prop's usual largest dimension, metres.
        roughness, metallic: glTF factors of the finishes named, 0..1.
        caption: the prompt in the words and spellings that the model was taught.
    """

    class_name: str
    colour: str | None
    finish: str | None
    size_m: float
    roughness: float
    metallic: float
    caption: str


def check_prompt(text: str) -> str:
    """Check a prompt and tidy its white space.

    Args:
        text: what the user wrote.

    Returns:
        It in Unicode NFC, with single spaces for line breaks, tabs and runs of spaces.

    Raises:
        PromptError: it says nothing, is over 1,000 characters, or has control characters in it.
    """
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if len(tidy) > MAX_PROMPT_CHARACTERS:
        raise PromptError(
            f"the prompt is too long: {MAX_PROMPT_CHARACTERS:,} characters at most, got {len(tidy):,}",
            "say it in fewer words",
        )
    if not any(character.isalnum() for character in tidy):
        raise PromptError(
            f"the prompt is empty: expected words, got {tidy[:20]!a}",
            'say what to make, for example "a red wooden barrel"',
        )
    for place, character in enumerate(tidy, 1):
        if unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co"):
            code = f"U+{ord(character):04X}"
            raise PromptError(
                f"expected text, got the control character {code} at position {place} of the prompt",
                "type the prompt anew instead of pasting it",
            )
    return tidy


def check_seed(seed: int | None) -> int:
    """Check a seed, or draw one.

    Args:
        seed: 0 to 2⁶³ - 1; None draws one below 2³², short enough to be typed again.

    Raises:
        SeedError: it is negative or too large.
    """
    if seed is None:
        return secrets.randbelow(2**32)
    if not 0 <= seed < SEED_LIMIT:
        raise SeedError(
            f"expected a seed from 0 to {SEED_LIMIT - 1}, got {seed}",
            "choose another, or leave it out to have one drawn",
        )
    return seed


def check_vocabulary(text: str, vocabulary: Vocabulary) -> PromptMeaning:
    """Check that a model was taught every word of a prompt, and read what the prompt asks for.

    Articles, prepositions, plurals, possessives, hyphens and both English spellings are understood. The prop
    is the last class in a phrase ("stone axe" is an axe).

    Args:
        text: from check_prompt.
        vocabulary: what the model was taught.

    Raises:
        VocabularyError: a word is unknown (the nearest known one is named), no prop is named, or more than
            one is.
    """
    phrases = _phrases(vocabulary)
    taught = {word for phrase in phrases for word in phrase}
    tokens, unknown = [], []
    for word in _split(text):
        known = next((form for form in _forms(word) if form in taught), None)
        if known is not None or word in FUNCTION_WORDS or word in BREAKS:
            tokens.append(known or word)
        elif word not in unknown:
            unknown.append(word)
    if unknown:
        raise _unknown_words_error(unknown, vocabulary)
    terms = _read_terms(tokens, phrases)
    class_name = _head_class(terms, vocabulary)
    # "a metal mug on a plain background" is not a plain mug
    own = [term for term, after in zip(terms, [*terms[1:], None], strict=True) if not _is_backdrop(after)]
    colours = [term.name for term in own if term.kind == "colour"]
    finishes = [term.name for term in own if term.kind == "finish"]
    surfaces = [vocabulary.finishes[name] for name in finishes]
    return PromptMeaning(
        class_name=class_name,
        colour=colours[0] if colours else None,
        finish=finishes[0] if finishes else None,
        size_m=vocabulary.classes[class_name].size_m,
        roughness=sum(s.roughness for s in surfaces) / len(surfaces) if surfaces else UNSTATED_ROUGHNESS,
        metallic=max((s.metallic for s in surfaces), default=UNSTATED_METALLIC),
        caption=_write_caption(terms),
    )


def nearest_word(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the word nearest to an unknown one that a model was taught, or None where nothing is near."""
    names = {
        name for table in (vocabulary.classes, vocabulary.colours, vocabulary.finishes) for name in table
    }
    phrases = {phrase: term for phrase, term in _phrases(vocabulary).items() if term.kind != "word"}
    for form in _forms(word):
        for meant in THESAURUS.get(form, ()):
            if (meant,) in phrases:
                return phrases[(meant,)].name
    colour = next((near for form in _forms(word) if (near := _nearest_colour(form, vocabulary))), None)
    if colour:
        return colour
    spelt = [phrase[0] for phrase in phrases if len(phrase) == 1]
    close = difflib.get_close_matches(word, [*names, *spelt, *vocabulary.words], n=1, cutoff=0.8)
    if close:
        return close[0]
    meant = difflib.get_close_matches(word, THESAURUS, n=1, cutoff=0.9)
    return nearest_word(meant[0], vocabulary) if meant and meant[0] != word else None


class _Term(NamedTuple):
    """A run of words with one meaning.

    Kinds: "class", "colour", "finish"; "word", taught but without such a meaning; "function", grammar that
    the model was not taught; "break", punctuation.
    """

    kind: str
    name: str
    text: str


def _phrases(vocabulary: Vocabulary) -> dict[tuple[str, ...], _Term]:
    """List every word and phrase of a vocabulary by its words; meanings win over plain words."""
    phrases = {tuple(_split(word)): _Term("word", word, word) for word in vocabulary.words}
    tables = (("finish", vocabulary.finishes), ("colour", vocabulary.colours), ("class", vocabulary.classes))
    for kind, table in tables:
        for name, entry in table.items():
            for text in (name, *entry.synonyms):
                phrases[tuple(_split(text))] = _Term(kind, name, text)
    return phrases


def _split(text: str) -> list[str]:
    """Split a text into lower-case words and breaks; possessives lose their ending, hyphens part words."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = re.sub(r"'s?(?!\w)", "", text)
    return re.findall(r"[^\W_]+|[,.;:!?()/&+]", text)


def _forms(word: str) -> list[str]:
    """List what an English word may be a spelling or the plural of, itself first."""
    forms = [word, *SPELLINGS.get(word, ())]
    for form in tuple(forms):
        for ending, singular in PLURALS:
            if form.endswith(ending) and len(form) > len(ending) + 1:
                forms.append(form.removesuffix(ending) + singular)
    return forms


def _read_terms(tokens: list[str], phrases: dict[tuple[str, ...], _Term]) -> list[_Term]:
    """Read words as the longest phrases that have a meaning."""
    longest = max(len(phrase) for phrase in phrases)
    terms, at = [], 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            phrase = tuple(tokens[at : at + length])
            if phrase in phrases:
                terms.append(phrases[phrase])
                break
        else:
            length = 1
            word = tokens[at]
            # a part of a taught phrase ("jet" of "jet black") means nothing alone, but the model has met it
            kind = "break" if word in BREAKS else "function" if word in FUNCTION_WORDS else "word"
            terms.append(_Term(kind, word, word))
        at += length
    return terms


def _head_class(terms: list[_Term], vocabulary: Vocabulary) -> str:
    """Find the prop: of each noun phrase its last class, and all noun phrases must agree."""
    heads: list[str] = []
    phrase_head: str | None = None
    material = False
    for term in (*terms, _Term("break", "", "")):
        if term.kind == "break" or term.text in NOUN_PHRASE_ENDS:
            if phrase_head is not None and phrase_head not in heads:
                heads.append(phrase_head)
            phrase_head = None
            material = term.text in ("of", "from", "in")
        elif term.kind == "class" and not (heads and material and term.text in MATERIALS):
            phrase_head = term.name
    if not heads:
        raise VocabularyError(
            "the prompt names no prop that this model knows, expected one",
            f"name one of {', '.join(vocabulary.classes)}",
        )
    if len(heads) > 1:
        raise VocabularyError(
            f"the prompt names {len(heads)} props ({', '.join(heads)}), expected one",
            "make them one at a time",
        )
    return heads[0]


def _is_backdrop(term: _Term | None) -> bool:
    return term is not None and term.text in ("background", "backdrop")


def _write_caption(terms: list[_Term]) -> str:
    words = [term.text for term in terms if term.kind not in ("function", "break") or term.text == ","]
    return re.sub(r"(,\s*)+", ", ", " ".join(words).replace(" ,", ",")).strip(", ")


def _unknown_words_error(unknown: list[str], vocabulary: Vocabulary) -> VocabularyError:
    quoted = [f'"{word}"' for word in unknown]
    listed = ", ".join(quoted[:-1]) + " and " + quoted[-1] if len(quoted) > 1 else quoted[0]
    nearest = {word: nearest_word(word, vocabulary) for word in unknown}
    hints = [f'for "{word}" try "{near}"' for word, near in nearest.items() if near]
    if len(hints) < len(unknown):
        known = (
            (vocabulary.classes, "props"),
            (vocabulary.colours, "colours"),
            (vocabulary.finishes, "finishes"),
        )
        hints += [f"it knows the {label} {', '.join(table)}" for table, label in known]
    return VocabularyError(
        f"this model was not taught the word{'s' if len(unknown) > 1 else ''} {listed}", "; ".join(hints)
    )


def _nearest_colour(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the taught colour nearest to a CSS colour name, None for any other word."""
    from PIL import ImageColor

    if word not in ImageColor.colormap or not vocabulary.colours:
        return None
    lab = rgb_to_lab(np.array(ImageColor.getrgb(word)[:3]) / 255)
    names = list(vocabulary.colours)
    taught = rgb_to_lab(np.array([vocabulary.colours[name].rgb for name in names]))
    # hue says more than lightness of what a colour is called: navy is a blue, not a black
    distance = np.linalg.norm((taught - lab) * (0.5, 1, 1), axis=-1)
    grey, taught_grey = np.hypot(*lab[1:]) < GREY_CHROMA, np.hypot(taught[:, 1], taught[:, 2]) < GREY_CHROMA
    if (taught_grey == grey).any():
        distance = np.where(taught_grey == grey, distance, np.inf)
    return names[int(distance.argmin())]


def rgb_to_lab(rgb: np.ndarray) -> np.ndarray:
    """Convert sRGB 0..1 [..., 3] to CIELAB under D65 [..., 3] (IEC 61966-2-1, CIE 15)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.array(RGB_TO_XYZ).T / np.array(D65_WHITE)
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


RGB_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)
D65_WHITE = (0.95047, 1.0, 1.08883)

#: CIELAB chroma under which a colour is called white, grey or black
GREY_CHROMA = 12.0

BREAKS = frozenset(",.;:!?()/&+")

_PREPOSITIONS = "with on in at by of from and or for near under beside inside behind before over onto into to"
_SMALL_WORDS = (
    "a an the this that some any my your our his her its their it i you we please make me us create generate "
    "build draw render give want need would like is are be which prop props"
)

#: where one noun phrase ends and another begins
NOUN_PHRASE_ENDS = frozenset(_PREPOSITIONS.split())

#: grammar and polite requests: they say nothing of the prop, so that no model need be taught them
FUNCTION_WORDS = NOUN_PHRASE_ENDS | frozenset(_SMALL_WORDS.split())

#: props that are also what others are made of: "a chest of stone"
MATERIALS = frozenset(("stone", "rock"))

_SPELLING_PAIRS = (
    ("grey", "gray"),
    ("greyish", "grayish"),
    ("colour", "color"),
    ("coloured", "colored"),
    ("armour", "armor"),
    ("centre", "center"),
    ("aluminium", "aluminum"),
    ("axe", "ax"),
    ("mouldy", "moldy"),
)
SPELLINGS = {a: (b,) for pair in _SPELLING_PAIRS for a, b in (pair, pair[::-1])}

PLURALS = (("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("i", "us"))

#: what a small model may have been taught, the best first, and what people say instead of it
_MEANINGS: tuple[tuple[str, str], ...] = (
    ("mug cup", "goblet chalice stein beaker teacup glass"),
    ("barrel", "bucket drum tun vat pail"),
    ("vase bottle", "jug pitcher jar"),
    ("vase", "pot planter"),
    ("bottle mug", "flagon"),
    ("bottle", "vial phial potion"),
    ("crate", "carton container package parcel pallet"),
    ("crate chest", "case"),
    ("chest", "trunk casket strongbox safe cabinet cupboard dresser wardrobe"),
    ("chair", "couch sofa armchair stool throne rocker"),
    ("chair table", "bench"),
    ("table", "workbench counter altar"),
    ("lamp", "lantern torch candle lampshade"),
    ("sword", "dagger knife sabre saber katana rapier claymore scimitar spear"),
    ("sword axe", "weapon"),
    ("axe", "tomahawk cleaver pickaxe hammer mace"),
    ("mushroom", "fungus shroom fungi"),
    ("tree", "bush shrub conifer spruce evergreen palm"),
    ("cactus", "succulent"),
    ("cactus tree", "plant"),
    ("rock", "pebble crag cliff meteorite"),
    ("house", "cabin shack shed lodge home building tower castle barn villa"),
    ("red", "ruby cherry burgundy vermilion"),
    ("orange brown", "rust"),
    ("orange", "amber apricot"),
    ("orange metal", "copper"),
    ("yellow", "golden gold mustard lemon blond"),
    ("green", "mint jade sage"),
    ("blue", "sapphire cobalt cerulean"),
    ("purple", "mauve lilac"),
    ("pink purple", "magenta"),
    ("pink", "rose peach"),
    ("brown", "chocolate umber"),
    ("brown wooden", "mahogany"),
    ("brown metal", "bronze"),
    ("white", "cream milk milky snowy pearl"),
    ("black", "charcoal ebony sooty"),
    ("wooden", "timber wood walnut pine birch beech bamboo plank"),
    ("metal", "brass aluminium chrome tin lead steel iron"),
    ("metal white", "silver"),
    ("striped", "banded stripe lined"),
    ("mossy", "leafy grassy moss"),
    ("glossy", "gleaming lacquered varnished enamelled ceramic porcelain"),
    ("glossy plain", "smooth"),
    ("worn", "ancient aged antique broken cracked damaged dirty dusty scratched"),
    ("worn metal", "rusty rusted"),
    ("plain", "simple matt flat"),
    ("plain worn", "rough"),
)
THESAURUS: dict[str, tuple[str, ...]] = {
    word: tuple(meant.split()) for meant, words in _MEANINGS for word in words.split()
}
