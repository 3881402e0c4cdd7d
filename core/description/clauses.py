"""The clauses of a sentence: what each tells of, its words, and how it is joined to the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.description.words import Word


@dataclass
class Clause:
    """A noun phrase, or what is said of one.

    Attributes:
        intro: of grammar.INTROS: what it tells of; "cover" for what lies on a thing; "" where nothing says.
        joint: of grammar.JOINTS: how it is joined to the one before; "" where nothing joins them.
        article: whether it begins with one.
        relative: "that" or "which" ties it to the noun before.
        negative: "not" stands before its intro.
        amount: of what lies on a thing, 0..1; None is not said.
        words: of it, without those that its intro and its article are.
        spoken: all of it.
    """

    intro: str = ""
    joint: str = ""
    article: bool = False
    relative: bool = False
    negative: bool = False
    amount: float | None = None
    words: list[Word] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)

    def has(self, word: Word) -> bool:
        """Tell whether a word, that very one, is in it."""
        return any(own is word for own in self.words)

    @property
    def goes_on(self) -> bool:
        """Whether it adds to what was said: of a second material, say."""
        return self.joint != "" or self.intro == "has"

    @property
    def said(self) -> str:
        """All of it, as the user said it."""
        return " ".join(self.spoken)

    @property
    def content(self) -> list[Word]:
        """Its words but for those that are grammar only."""
        return [word for word in self.words if not word.means("joint", "not", "article")]


#: what one begins a noun phrase behind: "a barrel a lid"
NOUNS = ("kind", "sort", "part", "count", "head")


def split_clauses(words: Sequence[Word]) -> list[Clause]:
    """Sort words into clauses, which begin at prepositions, at "and", at punctuation and at articles."""
    clauses = [Clause()]
    for word in words:
        now = clauses[-1]
        grammar = not _says_something(word)
        if grammar and word.means("skip"):
            continue
        if grammar and word.means("relative"):
            # what follows "that" begins a clause of its own
            if now.words or now.intro:
                now = Clause()
                clauses.append(now)
            now.relative = True
        elif word.means("joint"):
            if now.words or now.intro:
                clauses.append(Clause(joint=word.senses["joint"]))
            elif now.joint in ("", ","):
                now.joint = word.senses["joint"]
        elif word.means("cover"):
            _begin(clauses, "cover", word.said)
            clauses[-1].amount = word.senses["cover"]
        elif word.said in ("its", "their") and now.intro and not now.words:
            now.spoken.append(word.said)
        elif word.means("intro") and not word.means(*NOUNS):
            _begin(clauses, word.senses["intro"], word.said)
        elif grammar and word.means("article"):
            if now.words and now.words[-1].means(*NOUNS):
                clauses.append(Clause(article=True, spoken=[word.said]))
            elif not now.words:
                now.article = True
                now.spoken.append(word.said)
        else:
            now.words.append(word)
            now.spoken.append(word.said)
    return [clause for clause in clauses if clause.words or clause.intro]


def _says_something(word: Word) -> bool:
    return bool({*word.senses} - {"skip", "relative", "article", "degree", "thing", "not"})


def _begin(clauses: list[Clause], intro: str, said: str) -> None:
    """Begin a clause with its intro, or give the one that has begun another."""
    now = clauses[-1]
    trailing: list[Word] = []
    # "half buried in snow": how much belongs to what lies on it
    while intro == "cover" and now.words and now.words[-1].means("degree") and _is_adverb(now.words[-1]):
        trailing.insert(0, now.words.pop())
    negative = False
    while now.words and now.words[-1].means("not"):
        now.words.pop()
        negative = not negative
    if now.words or now.intro not in ("", "is", "are", "has"):
        now = Clause()
        clauses.append(now)
    elif now.intro in ("is", "are"):
        now.relative = True
    now.negative = now.negative != negative
    now.intro = "lacks" if now.intro == "has" and intro == "lacks" else intro
    now.spoken.append(said)
    now.words += trailing


def _is_adverb(word: Word) -> bool:
    return not {*word.senses} & {"kind", "sort", "part", "colour", "material"}


def join_adjectives(clauses: Sequence[Clause], head: Word | None, nouns: Sequence[str]) -> list[Clause]:
    """Join "red" and "white lighthouse", "old" and "rusty hoops": adjectives to the noun that follows them.

    Args:
        clauses: from split_clauses.
        head: the word for the prop.
        nouns: kinds of meaning that a noun has, of this prop.

    Returns:
        Clauses; where two are joined, the word between them stays.
    """
    joined: list[Clause] = []
    seen = False
    for place, clause in enumerate(clauses):
        before = joined[-1] if joined else None
        own = _names_thing(clause, head, nouns)
        if (
            before is not None
            and clause.joint in ("and", "or", "nor", ",", "but")
            and not (clause.intro or clause.article or clause.relative)
            and before.intro in ("", "has", "lacks", "of", "content", "context")
            and not _names_thing(before, head, nouns)
            and bool(before.content)
            and bool(before.content[-1].senses)
            and (not seen or clause.joint == "and" or before.intro in ("has", "lacks"))
            and (own or _leads_to_noun(clauses[place + 1 :], head, nouns, seen, before.intro))
        ):
            link = Word(clause.joint, {"joint": clause.joint})
            before.words += [link, *clause.words]
            before.spoken += [clause.joint, *clause.spoken]
        else:
            joined.append(clause)
        seen = seen or (head is not None and clause.has(head))
    return joined


def _leads_to_noun(
    rest: Sequence[Clause], head: Word | None, nouns: Sequence[str], seen: bool, intro: str
) -> bool:
    """Tell whether adjectives go on to a noun: "old, red, wooden barrel"."""
    for clause in rest:
        if clause.intro or clause.article or clause.relative or not clause.joint:
            return False
        if seen and clause.joint != "and" and intro not in ("has", "lacks"):
            return False
        if _names_thing(clause, head, nouns):
            return True
    return False


def _names_thing(clause: Clause, head: Word | None, nouns: Sequence[str]) -> bool:
    return any(word.means(*nouns) for word in clause.words) or (head is not None and clause.has(head))
