"""What is nearest to a word that a small model was not taught.

By colour from the CSS names (distance in CIELAB), by a short table of what things and surfaces are called, by
the model's own lexicon of nouns, by spelling (Ratcliff and Obershelp, 1988), and by the noun that a compound
ends in.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

import numpy as np

from core.color import srgb_to_lab
from core.models.sidecar import Vocabulary
from core.prompts.tokens import Index, Senses, Term, forms, spellings

#: how like a misspelling must be, more than one letter of five wrong; and one of a word in the lexicon
SPELLING, LEXICON_SPELLING = 0.81, 0.88
#: letters of the noun at the end of a compound ("rowboat"), and of what stands before it
COMPOUND_END, COMPOUND_BEGIN = 4, 3


@dataclass(frozen=True)
class Near:
    """What a word is nearest to.

    Attributes:
        senses: by kind; none where nothing is near.
        misspelt: it is a known word with a letter or two wrong, rather than a word of its own.
    """

    senses: Senses = field(default_factory=dict)
    misspelt: bool = False


def nearest_senses(word: str, vocabulary: Vocabulary, index: Index) -> Near:
    """Return what a word means in a vocabulary's terms, as nearly as that can be said."""
    senses = named_senses(word, vocabulary, index)
    return _by_letters(word, vocabulary, index) if senses is None else Near(senses)


def named_senses(word: str, vocabulary: Vocabulary, index: Index) -> Senses | None:
    """Return what is known to be near to a word, whatever its letters; None where it is not known at all."""
    senses: dict[str, Term] = {}
    for meant in (meant for form in spellings(word) for meant in THESAURUS.get(form, ())):
        for kind in ("class", "colour", "finish"):
            if kind in index.phrases.get((meant,), {}):
                term = index.phrases[(meant,)][kind]
                senses.setdefault(kind, term._replace(text=term.name) if kind == "class" else term)
    colour = next((near for form in spellings(word) if (near := nearest_colour(form, vocabulary))), None)
    if colour:
        senses.setdefault("colour", Term("colour", colour, colour))
    form = next((form for form in forms(word) if form in vocabulary.lexicon), None)
    entry = None if form is None else vocabulary.lexicon[form]
    # "woods" is nothing made of wood
    if entry and (entry in vocabulary.classes or form in spellings(word)):
        tables = (
            ("class", vocabulary.classes),
            ("colour", vocabulary.colours),
            ("finish", vocabulary.finishes),
        )
        kind = next(kind for kind, table in tables if entry in table)
        senses.setdefault(kind, Term(kind, entry, entry))
    return None if entry is None and not senses else senses


def nearest_names(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """Return up to three kinds of prop that are spelt somewhat like one of the words, the likest first."""
    names = {text: name for name, entry in vocabulary.classes.items() for text in (name, *entry.synonyms)}
    close = [
        near for word in reversed(words) for near in difflib.get_close_matches(word, names, n=3, cutoff=0.65)
    ]
    return list(dict.fromkeys(names[text] for text in close))[:3]


def nearest_colour(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the taught colour nearest to a CSS colour name, None for any other word."""
    from PIL import ImageColor

    if word not in ImageColor.colormap or not vocabulary.colours:
        return None
    lab = srgb_to_lab(np.array(ImageColor.getrgb(word)[:3]) / 255)
    names = list(vocabulary.colours)
    taught = srgb_to_lab(np.array([vocabulary.colours[name].rgb for name in names]))
    # hue says more than lightness of what a colour is called: navy is a blue, not a black
    distance = np.linalg.norm((taught - lab) * (0.5, 1, 1), axis=-1)
    grey, taught_grey = np.hypot(*lab[1:]) < GREY_CHROMA, np.hypot(taught[:, 1], taught[:, 2]) < GREY_CHROMA
    if (taught_grey == grey).any():
        distance = np.where(taught_grey == grey, distance, np.inf)
    return names[int(distance.argmin())]


def _by_letters(word: str, vocabulary: Vocabulary, index: Index) -> Near:
    """Read a word as a misspelt one, or as a compound."""
    meaning = {phrase[0]: senses for phrase, senses in index.phrases.items() if len(phrase) == 1}
    alike = [known for known in meaning if known[0] == word[0]]
    swapped = [known for known in alike if sorted(known) == sorted(word)]
    close = swapped or difflib.get_close_matches(word, alike, n=1, cutoff=SPELLING)
    if close:
        return Near(meaning[close[0]], misspelt=True)
    others = [known for known in (*vocabulary.lexicon, *THESAURUS) if known[0] == word[0]]
    close = difflib.get_close_matches(word, others, n=1, cutoff=LEXICON_SPELLING)
    if close:
        return Near(named_senses(close[0], vocabulary, index) or {})
    for form in forms(word):
        for end in range(COMPOUND_BEGIN, len(form) - COMPOUND_END + 1):
            if "class" in meaning.get(form[end:], {}):
                return Near({"class": meaning[form[end:]]["class"]})
    return Near()


#: CIELAB chroma under which a colour is called white, grey or black
GREY_CHROMA = 12.0

#: what a small model may have been taught, the best first, and what people say instead: how things look, and
#: the props of games, whose definitions the lexicon's encoder finds near to something else
_MEANINGS: tuple[tuple[str, str], ...] = (
    ("mug", "goblet chalice teacup stein beaker glass grail"),
    ("bucket barrel", "tub vat drum tun trough"),
    ("vase bottle", "jug pitcher ewer carafe decanter"),
    ("vase", "flowerpot planter pottery"),
    ("bottle", "flagon phial canteen"),
    ("crate", "carton container package parcel pallet case cargo"),
    ("chest", "trunk casket coffin safe lockbox"),
    ("chair", "throne rocker recliner"),
    ("stool chair", "ottoman pouf"),
    ("table", "counter altar"),
    ("bed", "mattress hammock cradle crib"),
    ("wardrobe chest", "cabinet dresser locker"),
    ("sack", "backpack satchel purse"),
    ("lantern lamp", "torch lampion"),
    ("lamp", "lampshade light bulb"),
    ("lantern candle", "chandelier candelabra"),
    (
        "sword",
        "weapon katana scimitar rapier claymore sabre saber cutlass dagger knife machete spear lance halberd",
    ),
    ("axe sword", "cleaver scythe sickle"),
    ("mace hammer", "club flail cudgel warhammer"),
    ("cannon", "gun pistol rifle musket catapult ballista"),
    ("helmet", "hat cap crown mask"),
    ("shovel", "spoon trowel rake hoe"),
    ("carrot apple", "vegetable turnip radish parsnip"),
    ("apple", "fruit tomato peach pear plum lemon banana"),
    ("pumpkin", "melon watermelon"),
    ("cake donut", "pie cupcake muffin pastry bread bun"),
    ("tree", "pine oak fir maple birch conifer spruce willow"),
    ("bush", "plant fern hedge grass"),
    ("flower", "rose lily tulip daisy sunflower poppy"),
    ("rock", "pebble cliff meteorite asteroid mountain stone"),
    ("crystal", "gem jewel diamond"),
    ("house", "barn shed temple shop tavern inn church chapel building villa mansion"),
    ("castle house", "palace fort"),
    ("tower", "skyscraper minaret steeple belfry"),
    ("pillar", "obelisk totem monument statue"),
    ("fence", "gate wall barrier barricade hurdle"),
    ("signpost", "sign signboard billboard"),
    ("car", "truck lorry bus van taxi jeep vehicle"),
    ("cart", "carriage wheelbarrow stagecoach chariot sleigh trolley"),
    ("boat", "canoe raft galleon submarine"),
    ("airplane", "jet helicopter glider"),
    ("rocket", "missile shuttle"),
    ("guitar", "violin cello banjo harp"),
    ("piano", "organ harpsichord keyboard"),
    ("book", "diary grimoire scroll journal notebook"),
    ("clock", "watch hourglass sundial"),
    ("robot", "cyborg golem automaton mech"),
    ("teapot", "coffeepot"),
    ("cauldron", "pot pan"),
    ("red", "crimson scarlet ruby vermilion reddish blood"),
    ("maroon red", "burgundy claret oxblood"),
    ("orange", "amber apricot tangerine"),
    ("yellow", "mustard lemon blond blonde yellowish sunny canary saffron"),
    ("lime green", "chartreuse"),
    ("green", "emerald mint jade sage greenish"),
    ("turquoise blue", "teal aqua"),
    ("blue", "azure sapphire cobalt cerulean bluish"),
    ("navy blue", "midnight"),
    ("purple", "violet mauve lilac amethyst purplish"),
    ("pink purple", "magenta"),
    ("pink", "rose peach pinkish rosy"),
    ("brown", "chocolate umber brownish auburn hazel"),
    ("beige brown", "tan sand sandy cream caramel"),
    ("white", "ivory cream milky pearl whitish"),
    ("grey white", "ash ashen greyish silvery"),
    ("black", "charcoal ebony sooty blackened"),
    ("wooden brown", "mahogany walnut"),
    ("metal brown", "bronze"),
    ("metal orange", "copper"),
    ("metal grey", "silver"),
    (
        "wooden",
        "wood timber lumber oaken pine birch beech maple cedar bamboo plywood hardwood plank planks rustic",
    ),
    ("metal", "metallic steel iron brass aluminium chrome tin pewter titanium nickel zinc alloy"),
    ("golden yellow", "gold gilded gilt"),
    (
        "stone",
        "rocky concrete brick granite sandstone limestone slate basalt cobblestone cement clay terracotta",
    ),
    ("glass", "crystal transparent translucent"),
    (
        "fabric",
        "cloth velvet silk silken cotton linen wool woollen woolen denim plush burlap canvas knitted woven",
    ),
    ("leather", "suede"),
    ("glossy", "gleaming lacquered varnished enamelled ceramic porcelain shining sleek plastic waxed"),
    ("glossy plain", "polished"),
    ("striped", "banded stripe stripes stripy lined"),
    ("dotted", "spotted dots polka speckled freckled"),
    ("mossy", "leafy grassy moss overgrown vined ivy"),
    ("snowy white", "snow frozen frosty icy frosted wintry"),
    ("rusty worn", "rusted rust corroded oxidised oxidized"),
    (
        "worn",
        "old ancient aged antique vintage cracked damaged dirty dusty scratched ruined decayed battered",
    ),
    ("worn plain", "rough shabby tattered faded dilapidated"),
    ("plain", "smooth matt matte simple"),
)
THESAURUS: dict[str, tuple[str, ...]] = {}
for _meant, _words in _MEANINGS:
    for _word in _words.split():
        # "pine" is a tree, and wood
        THESAURUS[_word] = (*THESAURUS.get(_word, ()), *_meant.split())
