"""Which kind of prop a sentence names: the last noun of its first phrase, or of those that it goes on to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from core.description.clauses import Clause, split_clauses
from core.description.kind_words import KindWords
from core.description.nouns import nearest_kinds
from core.description.vocabulary import english, index_kinds
from core.description.words import Index, Token, Word, nearest_spelling, read_words, split_phrase
from core.errors import VocabularyError
from core.prompts.tokens import singulars


@dataclass(frozen=True)
class Head:
    """The word for the prop.

    Attributes:
        kind: that it means.
        place, length: its tokens; of "stone column" the last one.
        shape: words for the kind's shape that lie in it: a katana is a curved sword.
        name_begins: place of the first token of the whole name.
        note: that it is read as something else, "" where it is not.
    """

    kind: str
    place: int
    length: int
    shape: tuple[str, ...]
    name_begins: int
    note: str


def find_head(tokens: Sequence[Token], kinds: Mapping[str, KindWords], text: str) -> Head:
    """Find the word for the prop.

    Raises:
        VocabularyError: no kind is named, or more than one.
    """
    index = index_kinds(kinds)
    words = read_words(tokens, (index, english()), {})
    clauses = split_clauses(words)
    main = [clause for clause, intro in zip(clauses, _intros(clauses), strict=True) if not intro]
    found: tuple[Clause, Word] | None = None
    for clause in main:
        word = _last_kind(clause, main)
        after = clauses[clauses.index(clause) + 1 :]
        if found is None and (word is None or _is_followed(clause, word, kinds)):
            strange = _strange_noun(clause, after, word)
            if strange is not None:
                near = _respell(strange, index)
                if near is None:
                    _raise_unknown(strange, clause, word, kinds, text)
                word = near
        if word is None:
            continue
        if found is None:
            _check_whole(clause, word, kinds)
            found = clause, word
        elif not _is_aside(clause, word, found[1], kinds):
            names = (_name(found[1], kinds), _name(word, kinds))
            if names[0] != names[1] or (clause.joint == "and" and clause.article):
                raise VocabularyError(
                    f"the sentence names 2 props ({', '.join(names)}), expected one",
                    "make them one at a time",
                )
    if found is None:
        _raise_nothing(words, clauses, kinds, text)
    return _make_head(found[1], kinds)


def _intros(clauses: Sequence[Clause]) -> list[str]:
    """Return what each clause tells of; "and" goes on with what was before."""
    found: list[str] = []
    for clause in clauses:
        # "with brass bands, a chest" has its noun yet to come
        named = bool(found) and "" in found
        goes_on = clause.joint == "," and named and found[-1] in ("has", "content", "of")
        goes_on = goes_on or (clause.joint in ("and", "or", "nor") and bool(found))
        if clause.intro or clause.relative or not goes_on:
            found.append(clause.intro or ("is" if clause.relative else ""))
        else:
            found.append(found[-1])
    return found


def _last_kind(clause: Clause, main: Sequence[Clause]) -> Word | None:
    """Return the last word of a clause that names a kind, or a sort of one where it means nothing else."""
    named = [word for word in clause.words if word.means("kind")]
    anywhere = any(word.means("kind") for one in main for word in one.words)
    sorts = [
        word
        for word in clause.words
        if word.means("sort") and not (anywhere and word.means("colour", "material", "near_material"))
    ]
    denied = [word for before, word in pairwise(clause.words) if before.means("not")]
    both = [word for word in clause.words if word in (*named, *sorts) and word not in denied]
    return both[-1] if both else None


def _is_followed(clause: Clause, word: Word, kinds: Mapping[str, KindWords]) -> bool:
    """Tell whether another noun stands right behind a word: a barrel organ is no barrel."""
    after = [one for one in clause.words if one.place > word.place]
    sort = word.means("sort") and word.means("material", "colour")
    if after and sort and not after[-1].senses:
        return True
    if not after or after[0].means("colour", "material") or _is_part(after[0], kinds[_name(word, kinds)]):
        return False
    return after[0].means("near", "thing")


def _strange_noun(clause: Clause, after: Sequence[Clause], known: Word | None) -> Word | None:
    """Return the noun of a clause that names no kind: its last word, where that can be no adjective."""
    if not clause.content:
        return None
    last = clause.content[-1]
    if last.means("near", "thing"):
        looks = last.means("colour", "material", "weather_noun", "finish", "degree", "shade")
        return last if clause.article or not looks else None
    if last.senses or (known is not None and not known.means("material", "colour")):
        return None
    if not after or not clause.joint:
        following = after[0] if after else None
        if following is None or following.intro or (following.article and following.joint):
            return last
    return None


def _respell(word: Word, index: Index) -> Word | None:
    """Return a word that is a misspelt name of a kind as that name."""
    if word.senses:
        return None
    names = {phrase[0]: senses for phrase, senses in index.phrases.items() if len(phrase) == 1}
    near = nearest_spelling(word.said, (name for name, senses in names.items() if "near" not in senses))
    if near is None:
        return None
    return Word(word.said, names[near], word.place, word.length, note=f'"{word.said}" is read as "{near}"')


def _check_whole(clause: Clause, word: Word, kinds: Mapping[str, KindWords]) -> None:
    """Raise VocabularyError where a part is asked for: a house door is no house."""
    after, kind = [one for one in clause.words if one.place > word.place], _name(word, kinds)
    if len(after) == 1 and _is_part(after[0], kinds[kind]):
        said = f"{word.said} {after[0].said}"
        raise VocabularyError(
            f'expected a kind of prop that can be built here, got "{said}", a part of a {kind}',
            _hint((kind,)),
        )


def _is_part(word: Word, kind: KindWords) -> bool:
    own = {split_phrase(name) for part, others in kind.parts.items() for name in (part, *others)}
    singular = {(*name[:-1], one) for name in own for one in singulars(name[-1])}
    return split_phrase(word.said) in own | singular


def _is_aside(clause: Clause, word: Word, head: Word, kinds: Mapping[str, KindWords]) -> bool:
    """Tell whether a kind is named beside the prop: a part of it, or what it is not."""
    part = _is_part(word, kinds[_name(head, kinds)])
    return part or any(one.means("not") for one in clause.words)


def _name(word: Word, kinds: Mapping[str, KindWords]) -> str:
    return word.senses["kind"] if word.means("kind") else _split_sort(word.senses["sort"], kinds)[1]


def _split_sort(meant: str, kinds: Mapping[str, KindWords]) -> tuple[tuple[str, ...], str]:
    """Part "curved sword" into the words for its shape and the kind."""
    if meant in kinds:
        return (), meant
    shape, _, kind = meant.partition(" ")
    return (shape,), kind


def _make_head(word: Word, kinds: Mapping[str, KindWords]) -> Head:
    last = word.place + word.length - 1
    if word.means("kind"):
        # "amphora" is a vase, and a word for its shape
        kind = word.senses["kind"]
        shape = _split_sort(word.senses["sort"], kinds)[0] if word.means("sort") else ()
        own = tuple(one for one in (*shape, word.said) if one in kinds[kind].words)
        return Head(kind, last, 1, own, word.place, word.note)
    shape, kind = _split_sort(word.senses["sort"], kinds)
    known = tuple(dict.fromkeys(one for one in (*shape, *word.said.split()) if one in kinds[kind].words))
    meant = " ".join((*known, kind))
    note = word.note or (f'"{word.said}" is read as "{meant}"' if word.said != meant else "")
    # "an oak tree" is not made of oak
    return Head(kind, word.place, word.length, known, word.place, note)


def _raise_unknown(
    noun: Word, clause: Clause, known: Word | None, kinds: Mapping[str, KindWords], text: str
) -> NoReturn:
    said = f"{known.said} {noun.said}" if known else noun.said
    before = " ".join(word.said for word in clause.content[-2:])
    near = nearest_kinds((before, said, noun.said), kinds)
    raise VocabularyError(f'expected a kind of prop that can be built here, got "{said}"', _hint(near))


def _raise_nothing(
    words: Sequence[Word], clauses: Sequence[Clause], kinds: Mapping[str, KindWords], text: str
) -> NoReturn:
    content = [word for clause in clauses for word in clause.content]
    material = next((word for word in reversed(content) if word.means("material", "near_material")), None)
    if material is not None and all(word.senses for word in content):
        raise VocabularyError(
            f'expected a kind of prop, got the material "{material.said}" and no noun',
            'name what is made of it, or use "propsmith material"',
        )
    if content and all(word.senses and not word.means("near", "thing") for word in content):
        said = " ".join(word.said for word in content)
        raise VocabularyError(
            f'expected a kind of prop, got only what one may be like: "{said[:60]}"',
            "name what it is; propsmith kinds lists what can be built",
        )
    near = nearest_kinds([word.said for word in reversed(content) if not word.means("colour")], kinds)
    raise VocabularyError(f'expected a kind of prop that can be built here, got "{text[:60]}"', _hint(near))


def _hint(near: Sequence[str]) -> str:
    if near:
        return (
            f"the nearest in meaning: {', '.join(near[:3])}; propsmith kinds lists all, "
            "--shape generated has a model make the shape"
        )
    return "nothing is near to it; propsmith kinds lists all, --shape generated has a model make the shape"
