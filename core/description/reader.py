"""Reads a sentence: which kind of prop, how it is to look, its parts, its dials, its size.

What is not understood is left out, and told; what is read as another word is told. Nothing is turned into its
opposite, and what excludes itself is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.description.clauses import Clause, join_adjectives, split_clauses
from core.description.description import Description
from core.description.draft import Draft
from core.description.heads import Head, find_head
from core.description.kind_words import KindWords
from core.description.sentence import Reading
from core.description.tables import read_list
from core.description.vocabulary import english, index_kinds, index_own
from core.description.words import Index, Token, Word, nearest_spelling, read_words, split_sentence


def read_description(text: str, kinds: Mapping[str, KindWords]) -> Description:
    """Read what a sentence says of a prop.

    Args:
        text: from core.prompts.checks.check_prompt.
        kinds: what can be built, by name: threed.procedural.words.kind_words().

    Returns:
        What it says, with a note for each thing that is left out or read as another.

    Raises:
        VocabularyError: no kind is named, or more than one.
        ContradictionError: two things that it says exclude each other.
        DialError: a count is out of its dial's range.
        SizeError: no prop has such a size.
    """
    tokens = split_sentence(text)
    head = find_head(tokens, kinds, text)
    kind = kinds[head.kind]
    dials = {dial.name: dial for dial in kind.list_dials()}
    own = index_own(kind, tuple(dials.values()))
    draft = Draft(kind, dials)
    draft.note(head.note)
    words, head_word = _read_words(tokens, head, own, index_kinds(kinds))
    for word in words:
        draft.note(word.note)
    clauses = _split_behind_head(split_clauses(words), head_word)
    clauses = join_adjectives(clauses, head_word, ("part", "count", "less"))
    reading = Reading(draft, own, head_word)
    for shape in head.shape:
        reading.settings.set_shape(shape, head_word.said)
    for place, clause in enumerate(clauses):
        reading.read_clause(clause, clauses[place + 1 : place + 2])
    reading.finish()
    return draft.finish(text)


def _read_words(tokens: Sequence[Token], head: Head, own: Index, kinds: Index) -> tuple[list[Word], Word]:
    """Read words with what is known of the kind; what is misspelt as what it is a misspelling of."""
    said = " ".join(token.text for token in tokens[head.place : head.place + head.length])
    head_word = Word(said, {"head": head.kind}, head.place, head.length, tokens[head.place].joined)
    indexes = (own, english(), kinds)
    words = read_words(tokens, indexes, {head.place: head_word})
    for place, word in enumerate(words):
        word.quiet = head.name_begins <= word.place < head.place
        if not word.senses:
            words[place] = _respell(word, indexes)
        elif word.length > 1 and word.means("material", "dial") and not word.means("part"):
            # "stained glass" is a lantern's glass, too, and a top hat is a hat
            last = own.phrases.get((tokens[word.place + word.length - 1].text,), {})
            if "part" in last:
                word.senses = {**word.senses, "part": last["part"]}
    return words, head_word


def _respell(word: Word, indexes: Sequence[Index]) -> Word:
    for index in indexes:
        names = (
            phrase[0]
            for phrase, senses in index.phrases.items()
            if len(phrase) == 1 and senses.keys() & SPELT
        )
        near = nearest_spelling(word.said, names)
        if near:
            note = f'"{word.said}" is read as "{near}"'
            return Word(near, index.phrases[(near,)], word.place, 1, word.joined, note=note)
    return word


#: meanings of which a word may be a misspelling
SPELT = frozenset(
    read_list("""
        kind, sort, part, count, dial, edged, material, colour, finish, pattern, weather, weather_noun, size,
        proportion, broken
    """)
)


def _split_behind_head(clauses: Sequence[Clause], head: Word) -> list[Clause]:
    """Part a clause behind its prop where a part follows: "a wooden table black legs"."""
    found = []
    for clause in clauses:
        at = next((place for place, word in enumerate(clause.words) if word is head), None)
        rest = [] if at is None else clause.words[at + 1 :]
        if at is not None and any(word.means("part", "count") for word in rest):
            clause.words = clause.words[: at + 1]
            found += [clause, Clause(intro="has", words=rest, spoken=[word.said for word in rest])]
        else:
            found.append(clause)
    return found
