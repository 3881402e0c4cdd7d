"""What each clause of a sentence says of the prop: whose its facts are, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.description.clauses import Clause
from core.description.colours import BASIC
from core.description.draft import Draft
from core.description.facts import ADJECTIVES, LOOKS, Fact, read_facts
from core.description.grammar import EDGES
from core.description.looks import Looks
from core.description.materials import LOOSE, WEATHER_FIRST
from core.description.settings import Settings
from core.description.tables import read_list
from core.description.words import Index, Word, split_phrase

#: the noun that was spoken of last is left out
LEFT_OUT = "/"
#: kinds that other things are kept in
HOLDERS = frozenset(
    read_list("""
        barrel, crate, chest, bottle, mug, vase, bucket, basket, cauldron, sack, wardrobe, cart, boat, teapot,
        well
    """)
)
#: intros that tell more of the noun before them
POSTNOMINAL = ("made", "of", "in", "is", "are", "cover")
#: what "that has" may be followed by: "that has rusted"
HAPPENED = ("weather", "broken")
#: words for what a thing is for, or like, rather than full of
PURPOSES = frozenset(read_list("for, like, as, resembling, shaped like, to, in the shape of, in the form of"))
#: words for where on a thing its moss is
PLACES = [[place] for place in read_list("on, over, across, around, along, inside, at, between, under")]
#: what an emblem lies on
GROUNDS = frozenset(("field", "ground"))


class Reading:
    """Reads clauses one after the other into a draft."""

    def __init__(self, draft: Draft, own: Index, head: Word) -> None:
        self.draft, self.own, self.head = draft, own, head
        self.kind = draft.kind
        self.settings = Settings(draft, own)
        self.looks = Looks(draft, self.settings)
        self.own_surfaces = tuple(surface for made in self.kind.made.values() for surface in made)
        self.noun: str | None = None
        self.plural = False
        self.intro = self.intro_before = ""
        self.denied = False
        self.shared: list[Fact] = []
        self.shared_by_one = False
        self.owned = False
        self.late: list[Fact] = []
        self.others: dict[str, tuple[str, ...]] = {}

    def read_clause(self, clause: Clause, following: Sequence[Clause]) -> None:
        """Read a clause; `following` holds the next one, where there is one."""
        intro = self._find_intro(clause)
        if intro == "lacks" or (intro == "has" and clause.negative):
            if not (intro == "lacks" and clause.negative):
                self.intro_before, self.intro = self.intro, "lacks"
                self._read_absence(clause)
                return
            intro = "has"
        if intro == "of":
            intro = "content" if self._is_content(clause) else "made"
        if intro == "context":
            intro = self._read_place(clause)
        self.intro_before, self.intro = self.intro, intro
        if intro == "cover" and clause.amount is None:
            clause.amount = 1.0
        if intro == "content":
            self._read_content(clause)
        elif intro and intro != "context":
            self._read_said(clause, intro, following)

    def finish(self) -> None:
        """Take what lies in the name of the kind ("stone column"), unless something else is said."""
        look = self.draft.whole
        for fact in self.late:
            if fact.kind == "dial":
                for name, value in fact.value.items():
                    self.draft.suggest_dial(name, value, fact.said)
            elif (fact.kind == "material" and look.material is None) or (
                fact.kind == "colour" and not look.colours
            ):
                self.looks.apply(fact, None)

    # --- what a clause tells of ---

    def _find_intro(self, clause: Clause) -> str:
        """Return what a clause tells of: with "and", it may be what the one before did."""
        if (
            clause.relative
            and clause.intro == "has"
            and clause.content
            and clause.content[0].means(*HAPPENED)
        ):
            return "is"
        if clause.intro or clause.relative:
            return clause.intro or "is"
        if clause.has(self.head):
            return "plain"
        noun, last = self._has_noun(clause), clause.content[-1] if clause.content else None
        if last is None:
            return ""
        if clause.joint in ("and", "or", "nor"):
            if self.intro in ("made", "bound") and last.means("material", "near_material", "colour"):
                return self.intro
            if (
                self.intro == "lacks"
                and clause.article
                and any(word.means(*LOOKS) for word in clause.content[:-1])
            ):
                # "no hoops and a red lid": a lid there is
                return "has"
            if self.intro in ("lacks", "has", "cover") and (noun or last.means("weather_noun")):
                return self.intro
            if self.intro == "has" and not self._is_adjective(clause):
                return "has"
            if self.intro in ("context", "content") and not (noun or self._is_adjective(clause)):
                return self.intro
            if self.intro == "content" and last.means("dial"):
                return "content"
        if clause.joint == "," and self.intro in ("lacks", "cover") and len(clause.content) == 1:
            if noun or last.means("weather_noun"):
                return self.intro
        elif (
            clause.joint == ","
            and not self._is_adjective(clause)
            and (self.intro in ("context", "content") or (self.intro == "has" and clause.article))
        ):
            return "has" if noun else self.intro
        return "has" if noun else "plain"

    def _has_noun(self, clause: Clause) -> bool:
        return any(word.means("part", "count") for word in clause.words)

    def _is_adjective(self, clause: Clause) -> bool:
        """Tell whether a clause only says how something is: the last of its words is no noun."""
        last = clause.content[-1]
        # "a hilt and emerald": a gem, no colour
        alone = self.intro == "has" and clause.joint == "and" and len(clause.content) == 1
        if (clause.article or alone) and last.means("sort", "kind", "near"):
            return False
        return last.means(*ADJECTIVES, "weather_noun")

    def _is_content(self, clause: Clause) -> bool:
        """Tell whether "of" tells of what is in a thing: "a sack of gold", "a barrel of apples"."""
        if not clause.content:
            return False
        last = clause.content[-1]
        if last.means("material"):
            return self.kind.name in HOLDERS and last.senses["material"] in LOOSE
        if last.means("measure", "number", "weather_noun"):
            return False
        if last.means("dial", "part"):
            return True
        if last.means("colour") and last.said not in BASIC and not last.said.startswith("#"):
            return self.kind.name in HOLDERS
        return not last.means(*ADJECTIVES)

    # --- what is left out ---

    def _leave_out(self, clause: Clause, why: str = "") -> None:
        if clause.content:
            self.draft.note(f'"{clause.said}" is left out{why or f": the prop is the {self.kind.name}"}')
        self.noun = LEFT_OUT

    def _read_place(self, clause: Clause) -> str:
        """Read where the prop is, which is left out; but what it stands on may be a part of it."""
        last = clause.content[-1] if clause.content else None
        if last is None:
            return ""
        if last.means("part"):
            return "has"
        solid = last.means("material") and last.senses["material"] not in WEATHER_FIRST
        looks = (solid or last.means("colour", "finish", "pattern")) and not last.means("weather_noun")
        if clause.said.startswith("in ") and looks:
            return "in"
        if last.said in GROUNDS and self.noun not in (None, LEFT_OUT):
            # "a white cross on a blue field": what is round a part is the prop
            clause.words = [word for word in clause.words if word is not last]
            self.noun = None
            return "in"
        self._leave_out(clause)
        return "context"

    def _read_content(self, clause: Clause) -> None:
        """Read what is in the prop: what it can be filled with, or what is left out."""
        last = clause.content[-1] if clause.content else None
        if last is None or clause.spoken[0] in PURPOSES:
            self._leave_out(clause)
            return
        if last.means("weather_noun"):
            fact = Fact("weather", (last.senses["weather_noun"], 0.85), last.said)
            self.looks.apply(fact, None)
            return
        if last.means("part"):
            self._read_said(clause, "has", ())
        elif last.means("dial"):
            for word in clause.content:
                if word.means("dial"):
                    self.looks.apply(Fact("dial", word.senses["dial"], word.said), None)
        else:
            self._leave_out(clause)
        if last.means("part", "dial") or clause.spoken[0] != "of":
            self.settings.fill(clause.spoken[0])

    def _read_absence(self, clause: Clause) -> None:
        """Read what the prop does not have."""
        for fact in read_facts(clause.words, own_surfaces=self.own_surfaces):
            said = f"without {fact.said}"
            if fact.kind == "part":
                self.settings.leave_out_part(fact.value, said, fact.said)
            elif fact.kind == "count":
                self.draft.set_dial(fact.value, 0, said)
            elif fact.kind == "weather_noun":
                self.draft.whole.add_weather(fact.value, 0.0, said, False)
            elif fact.kind == "dial":
                self.settings.deny(fact.value, fact.said, said)
            elif fact.kind in ("colour", "material", "finish", "weather"):
                self.looks.apply(Fact(fact.kind, fact.value, fact.said, negative=True), None)
            elif fact.kind != "number" and not self.settings.leave_out(fact.said, said):
                self.draft.note(f'"{said}" is left out: {self.draft.kind_an} has none that is known')
        self.noun = None

    # --- what is said, and of what ---

    def _read_said(self, clause: Clause, intro: str, following: Sequence[Clause]) -> None:
        # "neither dusty", "nor scratched"
        denied = self.denied and clause.joint in ("or", "nor")
        facts = read_facts(
            clause.words,
            clause.negative or denied or clause.joint == "nor",
            material_first=intro in ("made", "in") and clause.intro != "in",
            own_surfaces=self.own_surfaces,
            parts=intro not in ("made", "in"),
        )
        if not facts:
            return
        unsure = self.denied and clause.joint == "and" and not (clause.intro or clause.article)
        if unsure and not any(fact.negative or fact.degree is not None for fact in facts):
            facts = [replace(fact, unsure=True) for fact in facts]
        if clause.joint == "or" and not denied and not clause.negative:
            facts = [replace(fact, instead=True) for fact in facts]
        self.denied = facts[-1].negative
        nouns = [fact for fact in facts if fact.kind in ("head", "part", "count")]
        one_of_them = facts[0].kind == "number" and facts[0].said == "one" and len(facts) > 1
        if not nouns and one_of_them and clause.joint:
            # "two doors, one open"
            self._leave_out(clause, ": which one is not said")
            return
        if not nouns and self._is_strange(clause, intro, facts):
            why = f": {self.draft.kind_an} has none that is known" if intro in ("has", "bound") else ""
            self._leave_out(clause, why)
            return
        if not nouns and intro in ("has", "plain") and self._is_loose(facts):
            self._leave_out(clause)
            return
        facts = _give_pattern_its_colour(facts, intro)
        target = self._find_target(clause, intro, facts)
        if target == LEFT_OUT:
            self.draft.note(f'"{clause.said}" is left out')
            return
        facts = self._move_weather(facts, following) if not nouns else facts
        if not facts:
            return
        self._share_out(facts, target, clause, following)

    def _is_strange(self, clause: Clause, intro: str, facts: Sequence[Fact]) -> bool:
        """Tell whether a clause is about a thing that is no part of the prop: nothing of it is taken."""
        last = clause.content[-1]
        if last.means("kind", "sort") and not self._is_adjective(clause):
            return True
        if facts[-1].kind not in ("unknown", "other"):
            return False
        return intro in ("has", "bound", "made", "in", "cover") or (clause.article and len(facts) > 1)

    def _is_loose(self, facts: Sequence[Fact]) -> bool:
        """Tell whether a chest is said to be "with gold"."""
        last = facts[-1]
        return (
            last.kind == "material"
            and last.value in LOOSE
            and self.kind.name in HOLDERS
            and not last.beside
            and (self.intro == "has" and all(fact.kind == "material" for fact in facts))
        )

    def _find_target(self, clause: Clause, intro: str, facts: Sequence[Fact]) -> str | None:
        """Return whose a clause without a noun is: a part's, the whole's (None), or of what is left out."""
        if intro == "bound":
            said = next((word for word in split_phrase(clause.said) if word in EDGES), "bound")
            part = next((name for name in EDGES.get(said, ()) if name in self.kind.parts), None)
            return part or LEFT_OUT
        comma = clause.joint in (",", "but")
        if intro in ("is", "are"):
            own = clause.relative or self.owned
            if intro == "is" and self.noun not in (None, LEFT_OUT) and (self.plural or not own):
                return None
            return None if comma and not clause.relative else self.noun
        if intro in ("made", "in", "cover"):
            return None if comma else self.noun
        if intro == "plain" and clause.joint in ("and", "or", "nor") and self.intro_before in POSTNOMINAL:
            return self.noun if self.noun != LEFT_OUT else None
        return None

    def _move_weather(self, facts: list[Fact], following: Sequence[Clause]) -> list[Fact]:
        """Give weather to the part that the next clause names: "with moss on its roof"."""
        after = following[0] if following and following[0].spoken[:1] in PLACES else None
        place = after.content[-1:] if after is not None and after.intro == "context" else []
        if after is None or not any(word.means("part") for word in place):
            return facts
        kept = []
        part = after.content[-1].senses["part"]
        for fact in facts:
            if fact.kind == "weather_noun":
                self.looks.apply(fact, part)
            else:
                kept.append(fact)
        if len(kept) < len(facts):
            after.words.clear()
        return kept

    def _share_out(
        self, facts: Sequence[Fact], target: str | None, clause: Clause, following: Sequence[Clause]
    ) -> None:
        """Give facts to the noun behind them; the last noun has what follows it, too."""
        waiting: list[Fact] = []
        owner, noun = target, None
        # "a golden handle and spout": both are golden; not "a slate roof and walls of plaster"
        goes_on = any(one.intro in ("of", "made", "in") for one in following) or (
            self.shared_by_one and any(fact.kind == "part" and fact.said.endswith("s") for fact in facts)
        )
        said = self.shared if clause.joint == "and" and not clause.article and not goes_on else []
        alike = clause.article or not any(fact.kind == "material" for fact in facts)
        for fact in facts:
            if fact.kind in ("head", "part", "count"):
                owner, noun = self._name(fact, waiting), fact
                said = waiting or said
                self._give(waiting if fact.kind == "head" else said, owner, clause)
                waiting = []
            elif fact.kind in ("edged", "less"):
                part = self.settings.read_edged(fact)
                if part is not None:
                    self._give(fact.facts, part, clause)
            else:
                waiting.append(fact)
        self._give(waiting, owner, clause)
        for one in waiting:
            if one.kind == "number" and one.value != 1:
                self.draft.note(f'"{one.said}" is left out: of what is not said')
        self.shared = said if alike and not clause.has(self.head) else []
        self.shared_by_one = clause.article
        self.noun = (
            owner if noun is not None or target is not None else self.noun if owner is not None else None
        )
        if noun is not None:
            # "whose lid is green", but "the barrel with a lid is green"
            self.owned = clause.spoken[:1] != ["with"]
            self.plural = noun.said.endswith("s") and noun.kind != "head"

    def _give(self, facts: Sequence[Fact], owner: str | None, clause: Clause) -> None:
        """Give facts to the whole (None) or to parts, those that the same word means with them."""
        for fact in facts if owner != LEFT_OUT else ():
            if fact.quiet:
                self.late.append(fact)
            elif fact.kind not in ("number", "many"):
                for one in (owner,) if owner is None else (owner, *self.others.get(owner, ())):
                    self.looks.apply(fact, one, clause)

    def _name(self, fact: Fact, waiting: Sequence[Fact]) -> str | None:
        """Take that a part is there, and how many there are; return whose the facts before it are."""
        number = next((one for one in reversed(waiting) if one.kind == "number"), None)
        many = next((one for one in waiting if one.kind == "many"), None)
        if fact.kind == "head":
            if (number is not None and number.value != 1) or many is not None:
                said = number.said if number is not None else many.said if many else ""
                self.draft.note(f'"{said}" is left out: one {self.kind.name} is made')
            return None
        part = fact.value if fact.kind == "part" else None
        if fact.negative and fact.kind != "head":
            said = f"not {fact.said}"
            if part is None or number is not None:
                self.draft.note(f'"{said}" is left out: what it is instead is not said')
            else:
                self.settings.leave_out_part(part, said, fact.said)
            return LEFT_OUT
        if part is not None:
            self.others[part] = self.settings.others_called(fact.said, part)
        if number is not None:
            self.settings.count(part, fact, number)
        if part is not None and not (number is not None and number.value == 0):
            self.settings.add_part(part, fact.said)
        return part


def _give_pattern_its_colour(facts: list[Fact], intro: str) -> list[Fact]:
    """Give the one colour before a pattern to it: "with red stripes" says nothing of the rest."""
    last, colours = facts[-1], [fact for fact in facts if fact.kind == "colour"]
    if intro != "has" or last.kind != "pattern" or len(colours) != 1 or colours[0].negative:
        return facts
    return [*(fact for fact in facts[:-1] if fact is not colours[0]), replace(last, facts=(colours[0],))]
