"""Reads a prompt in the terms of a small model: which prop, its colour and finish, and what cannot be read.

A word that the model was not taught is read as the nearest that it was (core.prompts.synonyms), or left out,
and a note
says so. Words are sorted into noun phrases, so that the colour of a part ("with a yellow shade") or of a
thing beside the prop ("on a red background") is not taken for the prop's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.errors import VocabularyError
from core.models.sidecar import Vocabulary
from core.prompts.phrases import Phrase, Word, read_as, read_words, split_phrases
from core.prompts.synonyms import nearest_names
from core.prompts.tokens import BREAKS, CONTENTS, HAVING, Term, index_vocabulary, split, split_numbers

#: of a surface that the prompt says nothing of
UNSTATED_ROUGHNESS, UNSTATED_METALLIC = 0.7, 0.0


@dataclass(frozen=True)
class ParsedPrompt:
    """What a prompt says in a small model's own terms.

    Attributes:
        class_name: the kind of prop.
        colour, finish: the first of each that is named of the prop itself; None where none is.
        size_m: the prop's usual largest dimension, metres.
        roughness, metallic: glTF factors of the finishes named, 0..1.
        caption: the prompt in the words and spellings that the model was taught.
        noun: what the caption calls the prop.
        colourful: whether a colour is named of anything, a part of the prop or what is beside it included.
        design: which of the designs that the model was taught of the prop; None where none is named.
        notes: a short sentence for each word that is read as another, or left out.
    """

    class_name: str
    colour: str | None
    finish: str | None
    size_m: float
    roughness: float
    metallic: float
    caption: str
    noun: str
    colourful: bool = False
    design: int | None = None
    notes: tuple[str, ...] = ()

    def usual_colours(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the colours that the prop usually has, one as often as it is usual; () where one is named.

        Nor has a finish any that has a colour of its own.
        """
        entry, finish = vocabulary.classes[self.class_name], vocabulary.finishes.get(self.finish or "")
        colours = entry.colours if finish is None or finish.colours is None else finish.colours
        away = vocabulary.held_out.get(self.class_name)
        return () if self.colourful else tuple(colour for colour in colours if colour != away)

    def usual_designs(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the words of the designs that a seed may choose; () where one is named."""
        entry = vocabulary.classes[self.class_name]
        return () if self.design else entry.typical or entry.designs

    def add_colour(self, colour: str) -> str:
        """Return the caption with a colour before the noun."""
        return _put_articles(
            re.sub(rf"\b{re.escape(self.noun)}\b", f"{colour} {self.noun}", self.caption, count=1)
        )

    def choose_look(self, seed: int, vocabulary: Vocabulary, shape_shown: bool = False) -> str:
        """Return the caption with what a seed stands for where the prompt leaves it open: colour and design.

        What the model was taught to be one thing or another, and is told neither, it makes a mixture of.

        Args:
            seed: 0 and up; as many in a row as there are typical designs have one colour.
            vocabulary: that the prompt was read in.
            shape_shown: the model is shown a shape, and that is the design.
        """
        colours, designs = self.usual_colours(vocabulary), self.usual_designs(vocabulary)
        turn, place = divmod(seed, max(len(designs), 1))
        text = self.add_colour(colours[turn % len(colours)]) if colours else self.caption
        return text if shape_shown or not designs else f"{text} {designs[place]}"


def parse_prompt(text: str, vocabulary: Vocabulary) -> ParsedPrompt:
    """Read what a prompt asks for, in the words that a model was taught or the nearest to them.

    Articles, prepositions, plurals, possessives, hyphens and both English spellings are understood. The prop
    is the last noun of its phrase ("stone axe" is an axe), and the longest name wins ("street lamp"). A
    number ("a barrel #2") names one of the designs that some models were taught of each kind.

    Args:
        text: from check_prompt.
        vocabulary: what the model was taught.

    Raises:
        VocabularyError: no prop is named, not even nearly, or more than one is, or no such design is there.
    """
    text, named = _take_designs(text, vocabulary)
    words = read_words(split(text), vocabulary, index_vocabulary(vocabulary))
    phrases = split_phrases(words)
    head = _find_head(phrases, vocabulary)
    if head is None:
        raise _no_prop_error(text, words, vocabulary)
    class_name = _take_head(head, vocabulary)
    phrases = _split_parts(phrases, head)
    entry = vocabulary.classes[class_name]
    others = [class_name]
    for phrase in phrases:
        for word in phrase.words:
            if word is not head:
                _decide(word, phrase, head, vocabulary)
                if (
                    word.role
                    and word.role.kind == "class"
                    and word.role.name not in others
                    and not phrase.has(head)
                ):
                    others.append(word.role.name)
    if len(others) > 1:
        raise VocabularyError(
            f"the prompt names {len(others)} props ({', '.join(others)}), expected one",
            "make them one at a time",
        )
    _leave_out_phrases(phrases, head)
    _find_owners(phrases, head)
    colour, finishes = _surface(phrases)
    design = _choose_design(named, class_name, vocabulary)
    surfaces = [vocabulary.finishes[name] for name in finishes]
    return ParsedPrompt(
        class_name=class_name,
        colour=colour,
        finish=finishes[0] if finishes else None,
        size_m=entry.size_m,
        roughness=sum(s.roughness for s in surfaces) / len(surfaces) if surfaces else UNSTATED_ROUGHNESS,
        metallic=max((s.metallic for s in surfaces), default=UNSTATED_METALLIC),
        caption=_write_caption(phrases) + (f" {entry.designs[design - 1]}" if design else ""),
        noun=_role(head).text,
        colourful=any(
            word.role and word.role.kind == "colour" for phrase in phrases for word in phrase.words
        ),
        design=design,
        notes=tuple(dict.fromkeys(word.note for word in words if word.note)),
    )


def _take_designs(text: str, vocabulary: Vocabulary) -> tuple[str, set[tuple[str, int]]]:
    """Part a prompt from the designs in it: by number ("#2", of any kind: ""), or by their own words.

    A model that was taught none reads numbers as words.
    """
    words = {
        word: (name, number)
        for name, entry in vocabulary.classes.items()
        for number, word in enumerate(entry.designs, 1)
    }
    if not words:
        return text, set()
    rest, numbers = split_numbers(text)
    said = {word for word in split(rest) if word in words}
    for word in said:
        rest = re.sub(rf"\b{word}\b", " ", rest, flags=re.IGNORECASE)
    return rest, {("", number) for number in numbers} | {words[word] for word in said}


def _choose_design(named: set[tuple[str, int]], class_name: str, vocabulary: Vocabulary) -> int | None:
    """Return which design of the prop is named; None where none is."""
    words = vocabulary.classes[class_name].designs
    numbers = {number for _, number in named}
    fits = all(name in ("", class_name) and 1 <= number <= len(words) for name, number in named)
    if len(numbers) > 1 or not fits:
        told = " and ".join(f"{name} #{number}".strip() for name, number in sorted(named))
        raise VocabularyError(
            f"expected one design of a {class_name}, #1 to #{len(words)}, got {told}",
            "name one of them, or none to have the seed choose",
        )
    return next(iter(numbers), None)


def _split_parts(phrases: list[Phrase], head: Word) -> list[Phrase]:
    """Part a phrase behind its prop where a part follows: "a wooden table black legs"."""
    parted = []
    for phrase in phrases:
        at = next((i for i, word in enumerate(phrase.words) if word is head), None)
        if at is not None and any("part" in word.senses for word in phrase.words[at + 1 :]):
            parted += [Phrase(phrase.intro, phrase.words[: at + 1]), Phrase(None, phrase.words[at + 1 :])]
        else:
            parted.append(phrase)
    return parted


def _find_head(phrases: list[Phrase], vocabulary: Vocabulary) -> Word | None:
    """Find the word for the prop: one that means nothing else, that can mean a prop, or that is near."""
    sure = _last_words(phrases, lambda word: set(word.senses) - {"word"} == {"class"})
    able = _last_words(phrases, lambda word: "class" in word.senses)
    near = _last_words(phrases, lambda word: not {*word.senses} - {"part", "word"} and "class" in word.near)
    known = next(iter(sure or able), None)
    if known is None:
        nouns = [
            phrase.content[-1] for phrase in phrases if phrase.content and phrase.said not in CONTENTS | MADE
        ]
        strange = [word for word in near if not word.senses]
        return next((word for word in (*strange, *nouns) if "class" in word.near), None)
    first = next(phrase for phrase in phrases if phrase.has(known))
    before = phrases[: phrases.index(first)]
    if near and first.said in CONTENTS and any(phrase.has(near[0]) for phrase in before):
        return near[0]  # "a trolley of apples" is no apple
    return known


def _last_words(phrases: list[Phrase], fits: Callable[[Word], bool]) -> list[Word]:
    """Return the last word of each phrase that fits; not of those that tell what another is made of."""
    found: list[Word] = []
    for phrase in phrases:
        last = next((word for word in reversed(phrase.words) if fits(word)), None)
        if last and not (found and phrase.said in MADE and last.said in MATERIALS):
            found.append(last)
    return found


def _role(head: Word) -> Term:
    assert head.role is not None
    return head.role


def _take_head(head: Word, vocabulary: Vocabulary) -> str:
    """Give the word for the prop its role; return the prop's name."""
    if "class" in head.senses:
        head.role = head.senses["class"]
    else:
        name = head.near["class"].name
        # "daisy" is known as a shape of flowers, and "glass" as what things are made of; but an oak is not
        # made of oak, and a goblet has nothing of the drums of that shape
        shape, surface = head.senses.get("shape"), head.senses.get("colour") or head.senses.get("finish")
        kept = shape if shape and shape.name in vocabulary.classes[name].shapes else surface
        text = f"{kept.text} {name}" if kept and kept.text == kept.name else name
        head.role, head.note = Term("class", name, text), read_as(head.said, text)
        head.senses = {**head.senses, "class": head.role}
    return head.role.name


def _decide(word: Word, phrase: Phrase, head: Word, vocabulary: Vocabulary) -> None:
    """Give a word its role beside the prop, and note where that is not what was said."""
    if not word.content:
        word.role = word.senses.get("word") if word.said not in BREAKS else None
        return
    senses, own_phrase, name = dict(word.senses), phrase.has(head), _role(head).name
    entry = vocabulary.classes[name]
    is_part = "part" in senses and senses["part"].name in entry.parts and not own_phrase
    is_shape = "shape" in senses and senses["shape"].name in entry.shapes
    surface = [kind for kind in ("colour", "finish") if kind in senses]
    if "class" in senses and senses["class"].name != name and not own_phrase:
        if phrase.said in HAVING and senses["class"].text in PARTS_TOO:
            word.role = senses["class"]._replace(kind="part")
            return
        if phrase.said in MADE and word.said in MATERIALS and not surface:
            word.role = Term("word", word.said, senses["class"].text)
            return
        if phrase.said in CONTENTS and not (is_part or is_shape or surface):
            word.note = f'"{word.said}" is left out: the prop is the {name}'
            return
    own = own_phrase and "class" in word.near and word.near["class"].name == name
    if own and surface and senses[surface[0]].text != senses[surface[0]].name:
        # "an oak tree" is no tree made of oak; but a glass mug is made of glass
        word.note = read_as(f"{word.said} {head.said}", _role(head).text)
        return
    if is_part and (phrase.said in HAVING or phrase.said == "and" or not surface):
        word.role = senses["part"]
    elif is_shape:
        word.role = senses["shape"]
    else:
        word.role = next((senses[k] for k in (*surface, "shape", "class", "part") if k in senses), None)
    if word.role is None:
        _decide_near(word, phrase, vocabulary)


def _decide_near(word: Word, phrase: Phrase, vocabulary: Vocabulary) -> None:
    near = next((term for kind, term in word.near.items() if kind in ("colour", "finish")), None)
    if near:
        nouns = (
            text.removeprefix("made of ")
            for text in vocabulary.phrases.get(near.name, ())
            if "made of" in text
        )
        noun = next(nouns, near.text) if phrase.said == "of" else near.text
        word.role, word.note = near._replace(text=noun), read_as(word.said, noun)
    elif "word" in word.senses:
        word.role = word.senses["word"]
    else:
        word.note = f'"{word.said}" is not known and left out'


def _leave_out_phrases(phrases: list[Phrase], head: Word) -> None:
    """Leave out what belongs to a thing that is left out: "with blue zorgons" makes nothing blue."""
    for phrase in phrases:
        content = phrase.content
        if phrase.said in HAVING | CONTENTS and content and content[-1].role is None and not phrase.has(head):
            said = " ".join(word.said for word in content)
            note = content[-1].note.replace(f'"{content[-1].said}"', f'"{said}"')
            for word in phrase.words:
                word.role, word.note = None, note if word.content else ""


def _find_owners(phrases: list[Phrase], head: Word) -> None:
    """Find out whose the colours of each phrase are."""
    for phrase, before in zip(phrases, [None, *phrases], strict=False):
        roles = [word.role for word in phrase.content if word.role]
        nouns = [role.kind for role in roles]
        if phrase.has(head) or not roles:
            phrase.owner = "prop"
        elif (
            {"part", "class"} & set(nouns)
            and not any(r.kind == "class" and r.name == _role(head).name for r in roles)
        ) or (nouns[-1] == "word" and roles[-1].name not in NEUTRAL):
            phrase.owner = "other"
        elif phrase.said in HAVING and nouns[-1] == "finish":
            phrase.owner = "pattern"
        elif before and phrase.said not in BREAKS and phrase.intro:
            phrase.owner = before.owner
    # "a red and black lamp", "with a yellow and black shade"
    for phrase, after in reversed(list(pairwise(phrases))):
        kinds = {word.role.kind for word in phrase.content if word.role}
        if after.said in ("and", "or") and kinds <= {"colour", "finish", "shape"} and not phrase.has(head):
            phrase.owner = after.owner


def _surface(phrases: list[Phrase]) -> tuple[str | None, list[str]]:
    """Return the prop's colour and its finishes, in the order in which they are named."""

    def named(kind: str, *owners: str) -> Iterator[str]:
        for phrase in phrases:
            if phrase.owner in owners:
                yield from (word.role.name for word in phrase.words if word.role and word.role.kind == kind)

    colours = [*named("colour", "prop"), *named("colour", "pattern")]
    return next(iter(colours), None), list(dict.fromkeys(named("finish", "prop", "pattern")))


def _write_caption(phrases: list[Phrase]) -> str:
    texts: list[str] = []
    for phrase in phrases:
        if phrase.said == ",":
            texts.append(",")
        if any(word.role for word in phrase.content):
            if (
                phrase.intro
                and set(texts) - {","}
                and "word" in phrase.intro.senses
                and phrase.said not in BREAKS
            ):
                texts.append(phrase.intro.senses["word"].text)
            texts += [word.role.text for word in phrase.words if word.role]
    text = re.sub(r"(,\s*)+", ", ", " ".join(texts).replace(" ,", ",")).strip(", ")
    return _put_articles(text)


def _put_articles(text: str) -> str:
    """Put "a" or "an" as the word that follows begins: one put for another, or added, may begin otherwise."""
    return re.sub(r"\ban? (?!an? )(?=(\w))", lambda m: "an " if m[1] in "aeiou" else "a ", text)


def _no_prop_error(text: str, words: list[Word], vocabulary: Vocabulary) -> VocabularyError:
    said = f" {' '.join(split(text))} "
    names = ((name, alias) for name, others in vocabulary.materials.items() for alias in (name, *others))
    material = next((name for name, alias in names if f" {alias} " in said), None)
    if material:
        return VocabularyError(
            f'the prompt names no prop that this model knows, expected one, got the material "{material}"',
            "name a prop; materials are made from Python, by core.tasks.material (docs/views.md)",
        )
    near = nearest_names([word.said for word in words if not word.senses and word.content], vocabulary)
    names = near or list(vocabulary.classes)
    some = names[:: math.ceil(len(names) / SHOWN_NAMES)]
    rest = "" if len(some) == len(names) else f" ({len(names)} in all)"
    return VocabularyError(
        f'the prompt names no prop that this model knows, expected one, got "{text[:60]}"',
        f"{'the nearest that it knows:' if near else 'name one, such as'} {', '.join(some)}{rest}",
    )


#: kinds of prop that a hint names at most
SHOWN_NAMES = 16

#: props that are also what others are made of, and the words before a material: "a chest of stone"
MATERIALS, MADE = frozenset(("stone", "rock")), frozenset(("of", "from", "in"))

#: props that are also parts of others: "a shovel with a green blade"
PARTS_TOO = frozenset(("blade", "seat", "shelf", "pouch"))

#: nouns that say no more than the colour or finish before them: "of a red colour"
NEUTRAL = frozenset(("colour", "color", "coloured", "colored", "painted", "finish", "paint"))
