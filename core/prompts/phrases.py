"""The noun phrases of a prompt: its words, what each can mean in a vocabulary, what it is near to."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.models.sidecar import Vocabulary
from core.prompts.synonyms import named_senses, nearest_colour, nearest_senses
from core.prompts.tokens import BREAKS, FUNCTION_WORDS, NOUN_PHRASE_ENDS, Index, Senses, Term, forms, match


@dataclass
class Word:
    """A word or phrase of a prompt.

    Attributes:
        said: by the user, in lower case.
        senses: what the model was taught that it means.
        near: what it is nearest to, where that is not all.
        grammar: it has no meaning of its own.
        role: what it is taken for; None where it is left out.
        note: what the user is told of it.
    """

    said: str
    senses: Senses
    near: Senses = field(default_factory=dict)
    grammar: bool = False
    role: Term | None = None
    note: str = ""

    @property
    def content(self) -> bool:
        """Whether it says something of a thing."""
        return not self.grammar and self.said not in BREAKS


@dataclass
class Phrase:
    """A noun phrase.

    Attributes:
        intro: the preposition, "and" or break before it.
        words: of it.
        owner: whose its colours and finishes are: "prop", "other", or "pattern", which is on the prop.
    """

    intro: Word | None
    words: list[Word] = field(default_factory=list)
    owner: str = "prop"

    def has(self, word: Word) -> bool:
        """Tell whether a word, that very one, is in it."""
        return any(own is word for own in self.words)

    @property
    def said(self) -> str:
        """What comes before it, "" for the first."""
        return self.intro.said if self.intro else ""

    @property
    def content(self) -> list[Word]:
        """Its words but for those that are grammar only."""
        return [word for word in self.words if word.content]


def read_words(tokens: list[str], vocabulary: Vocabulary, index: Index) -> list[Word]:
    """Read words as the longest phrases that are known, and find what is near to the rest."""
    words, at = [], 0
    while at < len(tokens):
        length, senses = match(tokens[at:], index)
        shade = None if length > 1 else _read_shade(tokens[at : at + 2], senses, vocabulary, index)
        if shade:
            length = 2
            words.append(shade)
        elif length > 1:
            words.append(Word(" ".join(tokens[at : at + length]), senses))
        else:
            length = 1
            words.append(_read_word(tokens[at], senses, vocabulary, index))
        at += length
    return words


def _read_word(token: str, senses: Senses, vocabulary: Vocabulary, index: Index) -> Word:
    if token in BREAKS or (token in FUNCTION_WORDS and not {*senses} - {"word"}):
        return Word(token, senses, grammar=True)
    # a part of a taught phrase ("jet" of "jet black") means nothing alone, but the model has met it
    met = next((form for form in forms(token) if form in index.words), None)
    if senses or met:
        # what is known may also stand for a prop ("an oak"): asked only where no prop is named
        near = named_senses(token, vocabulary, index) or {}
        return Word(token, senses or {"word": Term("word", met or "", met or "")}, near)
    near = nearest_senses(token, vocabulary, index)
    if near.misspelt:
        return Word(token, near.senses, note=read_as(token, next(iter(near.senses.values())).text))
    return Word(token, {}, near.senses)


def _read_shade(pair: list[str], senses: Senses, vocabulary: Vocabulary, index: Index) -> Word | None:
    """Read two words as a shade that was not taught: "sky blue" of CSS, "bright red"."""
    if len(pair) < 2 or {*senses} & {"class", "colour", "finish"}:
        return None
    colour = index.phrases.get((pair[1],), {}).get("colour")
    css = nearest_colour("".join(pair), vocabulary)
    if css and not colour:
        colour = Term("colour", css, css)
    return Word(" ".join(pair), {}, {"colour": colour}) if colour and (css or pair[0] in SHADES) else None


def split_phrases(words: list[Word]) -> list[Phrase]:
    """Sort words into noun phrases, which begin at prepositions, at "and" and at punctuation."""
    phrases = [Phrase(None)]
    for word in words:
        if word.said in BREAKS or (word.grammar and word.said in NOUN_PHRASE_ENDS):
            phrases.append(Phrase(word))
        else:
            phrases[-1].words.append(word)
    return phrases


def read_as(said: str, text: str) -> str:
    """Tell that something is read as something else."""
    return f'"{said}" is read as "{text}"'


_SHADES = "bright light pale soft pastel vivid deep dark dull rich neon faded warm cool"
#: what is said of a colour, and leaves it that colour
SHADES = frozenset(_SHADES.split())
