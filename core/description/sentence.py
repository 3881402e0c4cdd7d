"""What each clause of a sentence says of the prop: whose its facts are, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.description.clauses import Clause
from core.description.colours import BASIC
from core.description.description import Value
from core.description.draft import Draft, raise_contradiction
from core.description.facts import ADJECTIVES, Fact, read_facts
from core.description.grammar import EDGES
from core.description.kind_words import DialWords
from core.description.materials import LOOSE, MATERIALS, ON_ROOFS, WEATHER_FIRST
from core.description.sizes import NUMBERS, USUAL_SIZE
from core.description.vocabulary import NO_PART, edged_forms
from core.description.weather import PLAIN, RUINED, scale_amount
from core.description.words import Index, Word, split_phrase
from core.prompts.tokens import singulars

#: the noun that was spoken of last is left out
LEFT_OUT = "/"
#: kinds that other things are kept in
HOLDERS = frozenset(
    "barrel crate chest bottle mug vase bucket basket cauldron sack wardrobe cart boat teapot well".split()
)
#: why a word is left out
WHY = {"unknown": "is not known and left out", "other": "is left out: the prop is the {kind}"}
#: intros that tell more of the noun before them
POSTNOMINAL = ("made", "of", "in", "is", "are", "cover")
#: what "that has" may be followed by: "that has rusted"
HAPPENED = ("weather", "broken")
#: what an emblem lies on
GROUNDS = frozenset(("field", "ground"))
#: how much there is of what is "not very" so
NOT_VERY = 0.25


class Reading:
    """Reads clauses one after the other into a draft."""

    def __init__(self, draft: Draft, own: Index, head: Word) -> None:
        self.draft, self.own, self.head = draft, own, head
        self.kind = draft.kind
        self.an = f"{'an' if self.kind.name[0] in 'aeiou' else 'a'} {self.kind.name}"
        self.own_surfaces = tuple(surface for made in self.kind.made.values() for surface in made)
        self.noun: str | None = None
        self.plural = False
        self.intro = self.intro_before = ""
        self.denied = False
        self.shared: list[Fact] = []
        self.joined = self.owned = False

    def read_clause(self, clause: Clause, following: Sequence[Clause]) -> None:
        """Read a clause; `following` holds the next one, where there is one."""
        intro = self._find_intro(clause)
        self.joined = clause.joint != "" or clause.intro == "has"
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
        if intro == "content":
            self._read_content(clause)
        elif intro and intro != "context":
            self._read_said(clause, intro, following)

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
            and self.intro in ("context", "content", "has")
            and not self._is_adjective(clause)
        ):
            return "has" if noun else self.intro
        return "has" if noun else "plain"

    def _has_noun(self, clause: Clause) -> bool:
        return any(word.means("part", "count") for word in clause.words)

    def _is_adjective(self, clause: Clause) -> bool:
        """Tell whether a clause only says how something is: the last of its words is no noun."""
        last = clause.content[-1]
        if clause.article and last.means("sort", "kind", "near"):
            return False
        return last.means(*ADJECTIVES, "weather_noun")

    def _is_content(self, clause: Clause) -> bool:
        """Tell whether "of" tells of what is in a thing: "a sack of gold", "a barrel of apples"."""
        if not clause.content:
            return False
        last = clause.content[-1]
        if last.means("material") and not (last.means("part", "dial") and last.means("dial")):
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
        if clause.said.startswith("in ") and (solid or last.means("colour", "finish", "pattern")):
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
        # "full of", not "for"
        filled = clause.spoken[:1] and clause.spoken[0] not in (
            "for",
            "like",
            "as",
            "resembling",
            "shaped like",
            "to",
        )
        if last is None or not filled:
            self._leave_out(clause)
            return
        if last.means("weather_noun"):
            fact = Fact("weather", (last.senses["weather_noun"], 0.85), last.said)
            self._apply(fact, None)
            return
        self._set_full(clause.spoken[0])
        if last.means("dial"):
            for word in clause.content:
                if word.means("dial"):
                    self._apply(Fact("dial", word.senses["dial"], word.said), None)
        elif last.means("part"):
            self._read_said(clause, "has", ())
        else:
            self._leave_out(clause)

    def _set_full(self, said: str) -> None:
        """Set what "full of" or "loaded with" does, whatever it is full of."""
        for word in (said.split()[0], "full" if said.startswith(("filled", "full")) else ""):
            settings = self.own.phrases.get((word,), {}).get("dial")
            if settings:
                for name, value in settings.items():
                    self.draft.set_dial(name, value, said)
                return

    def _read_absence(self, clause: Clause) -> None:
        """Read what the prop does not have."""
        for fact in read_facts(clause.words, own_surfaces=self.own_surfaces):
            said = f"without {fact.said}"
            if fact.kind == "part":
                self._leave_out_part(fact.value, said)
            elif fact.kind == "count":
                self.draft.set_dial(fact.value, 0, said)
            elif fact.kind == "weather_noun":
                self.draft.whole.add_weather(fact.value, 0.0, said, False)
            elif fact.kind == "dial":
                self._deny_dial(fact.value, fact.said, said)
            elif fact.kind in ("colour", "material", "finish", "weather"):
                self._apply(Fact(fact.kind, fact.value, fact.said, negative=True), None)
            elif fact.kind != "number":
                self.draft.note(f'"{said}" is left out: {self.an} has none that is known')
        self.noun = None

    def _leave_out_part(self, part: str, said: str) -> None:
        for stem in (*singulars(part), part):
            settings = self.own.phrases.get((f"{stem}less",), {}).get("dial")
            if settings and part not in self.draft.dial_words:
                for name, value in settings.items():
                    self.draft.set_dial(name, value, said)
                return
        self.draft.leave_out_part(part, said)

    # --- what is said, and of what ---

    def _read_said(self, clause: Clause, intro: str, following: Sequence[Clause]) -> None:
        # "neither dusty", "nor scratched"
        denied = self.denied and clause.joint in ("or", "nor")
        facts = read_facts(
            clause.words,
            clause.negative or denied or clause.joint == "nor",
            material_first=intro in ("made", "in") and clause.intro != "in",
            own_surfaces=self.own_surfaces,
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
        if not nouns and self._is_strange(clause, intro, facts):
            why = f": {self.an} has none that is known" if intro in ("has", "bound") else ""
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
        self._share_out(facts, target, clause)

    def _is_strange(self, clause: Clause, intro: str, facts: Sequence[Fact]) -> bool:
        """Tell whether a clause is about a thing that is no part of the prop: nothing of it is taken."""
        last = clause.content[-1]
        if last.means("kind", "sort") and (clause.article or not last.means(*ADJECTIVES)):
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
        after = following[0] if following else None
        if (
            after is None
            or after.intro != "context"
            or not after.content
            or not after.content[-1].means("part")
        ):
            return facts
        kept = []
        part = after.content[-1].senses["part"]
        for fact in facts:
            if fact.kind == "weather_noun":
                self._apply(fact, part)
            else:
                kept.append(fact)
        if len(kept) < len(facts):
            after.words.clear()
        return kept

    def _share_out(self, facts: Sequence[Fact], target: str | None, clause: Clause) -> None:
        """Give facts to the noun behind them; the last noun has what follows it, too."""
        waiting: list[Fact] = []
        owner = target
        named = False
        # "a golden handle and spout": both are golden
        said = self.shared if clause.joint == "and" and not clause.article else []
        for fact in facts:
            if fact.kind in ("head", "part", "count"):
                owner = self._name(fact, waiting)
                said = waiting or said
                for one in waiting if fact.kind == "head" else said:
                    if one.kind not in ("number", "many"):
                        self._apply(one, owner, clause)
                waiting, named = [], True
            elif fact.kind in ("edged", "less"):
                self._read_edged(fact, clause)
            else:
                waiting.append(fact)
        for one in waiting:
            self._apply(one, owner, clause)
        self.shared = [] if clause.has(self.head) else said
        self.noun = owner if named or target is not None else self.noun if owner is not None else None
        if named:
            # "whose lid is green", but "the barrel with a lid is green"
            self.owned = clause.spoken[:1] != ["with"]
            last = next(fact for fact in reversed(facts) if fact.kind in ("head", "part", "count"))
            self.plural = last.said.endswith("s") and last.kind != "head"

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
        if number is not None:
            self._count(part, fact, number)
        elif part is not None:
            flag = self._find_dial(part, fact.said, "flag")
            if flag is not None and fact.negative is False:
                self.draft.set_dial(flag.name, True, f"with {fact.said}")
        if part is not None:
            self.draft.add_part(part, fact.said)
        return part

    def _count(self, part: str | None, fact: Fact, number: Fact) -> None:
        said = f"{number.said} {fact.said}"
        dial = self._find_dial(part, fact.said, "count")
        flag = self._find_dial(part, fact.said, "flag")
        if number.value == 0 and part is not None:
            self._leave_out_part(part, said)
        elif dial is not None:
            self.draft.set_dial(dial.name, int(number.value), said)
        elif not self._set_counted(fact, number, said):
            if flag is not None:
                self.draft.set_dial(flag.name, True, said)
            if flag is None or number.value != 1:
                self.draft.note(f'"{number.said}" is left out: the {fact.said} of {self.an} are not counted')

    def _set_counted(self, fact: Fact, number: Fact, said: str) -> bool:
        """Set what "two-wheeled" does for "two wheels"; return whether the kind has such a word."""
        counts = [word for word, value in NUMBERS.items() if value == number.value]
        edges = [edged for stem in (*singulars(fact.said), fact.said) for edged in edged_forms(stem)]
        for word in (f"{count}-{edged}" for count in counts for edged in edges):
            settings = self.own.phrases.get(split_phrase(word), {}).get("dial")
            if settings:
                for name, value in settings.items():
                    self.draft.set_dial(name, value, said)
                return True
        return False

    def _find_dial(self, part: str | None, said: str, kind: str) -> DialWords | None:
        """Return the dial of a part: called as the part, as what is said, or by both and more."""
        names = [*({part} if part else ()), *((part,) if part else ()), said]
        names += self.kind.parts.get(part, ()) if part else ()
        forms = {form for name in names for form in (name, *singulars(name))}
        dials = [dial for dial in self.draft.dial_words.values() if dial.type == kind]
        for dial in dials:
            if {dial.name, dial.name.replace("_", " "), *singulars(dial.name)} & forms:
                return dial
        alike = [
            dial
            for dial in dials
            if {form for word in dial.name.split("_") for form in (word, *singulars(word))} & forms
        ]
        return alike[0] if len(alike) == 1 else None

    def _read_edged(self, fact: Fact, clause: Clause) -> None:
        """Read "red-roofed", "four-legged", "handleless"."""
        part = fact.value if fact.value in self.kind.parts else None
        if fact.kind == "less":
            self._leave_out_part(fact.value, fact.said)
            return
        if fact.value == NO_PART:
            said = " ".join((*(one.said for one in fact.facts), fact.said))
            self.draft.note(f'"{said}" is left out: {self.an} has none that is known')
            return
        number = next((one for one in fact.facts if one.kind == "number"), None)
        noun = Fact("part" if part else "count", fact.value, fact.value)
        if number is not None:
            self._count(part, noun, number)
        if part is not None:
            self.draft.add_part(part, fact.said)
            flag = self._find_dial(part, fact.value, "flag")
            if flag is not None:
                self.draft.set_dial(flag.name, True, fact.said)
            for one in fact.facts:
                if one.kind != "number":
                    self._apply(one, part, clause)

    # --- one fact ---

    def set_shape(self, word: str, said: str) -> None:
        """Set what a word for the kind's shape does."""
        for name, value in self.kind.words[word].items():
            self.draft.set_dial(name, value, said)

    def _apply(self, fact: Fact, part: str | None, clause: Clause | None = None) -> None:
        """Take one fact of the whole (None) or of a part."""
        draft, look = self.draft, self.draft.look(part)
        draft.note(fact.note)
        if fact.instead:
            draft.note(f'"{fact.said}" is left out: one of the two is made')
        elif fact.unsure:
            draft.note(f'"{fact.said}" is left out: whether "not" goes for it, too, is not clear')
        elif fact.kind == "colour":
            look.add_colour(fact.value, fact.negative)
        elif fact.kind == "material":
            self._apply_material(fact, part)
        elif fact.kind == "shade":
            if look.shade not in (None, fact.value):
                raise_contradiction(str(look.shade), fact.value)
            look.shade = fact.value
        elif fact.kind in ("finish", "unfinished"):
            look.add_finish(fact.value, fact.negative != (fact.kind == "unfinished"))
        elif fact.kind == "pattern" and not fact.negative:
            if look.pattern not in (None, fact.value):
                raise_contradiction(str(look.pattern), fact.value)
            look.pattern = fact.value
            look.pattern_colour = next((one.value for one in fact.facts), look.pattern_colour)
        elif fact.kind in ("weather", "weather_noun"):
            self._apply_weather(fact, part, clause)
        elif fact.kind in ("dial", "same", "opposite"):
            self._apply_dial(fact, part)
        else:
            self._apply_to_whole(fact, part)

    def _apply_to_whole(self, fact: Fact, part: str | None) -> None:
        """Take what can be said of the whole only: its size, whether it is broken; or leave it out."""
        draft = self.draft
        if part is not None and fact.kind not in ("unknown", "other", "usual_size"):
            draft.note(f'"{fact.said}" is left out: it cannot be said of the {part} alone')
        elif fact.kind in ("broken", "whole"):
            draft.set_broken((fact.kind == "broken") != fact.negative, fact.said)
        elif fact.kind == "measure":
            draft.add_measure(fact.value, fact.said)
        elif fact.kind == "size" and not fact.negative:
            draft.add_size(fact.said, fact.degree)
        elif fact.kind == "proportion" and not fact.negative:
            draft.add_proportion(fact.said, fact.degree)
        elif fact.kind == "many":
            draft.note(f'"{fact.said}" is left out: one {self.kind.name} is made')
        elif fact.said not in USUAL_SIZE and not (fact.kind == "other" and fact.negative):
            what = f"not {fact.said}" if fact.negative else fact.said
            draft.note(f'"{what}" {WHY.get(fact.kind, "is left out").format(kind=self.kind.name)}')

    def _apply_material(self, fact: Fact, part: str | None) -> None:
        look = self.draft.look(part)
        roof = (
            part is not None
            and "roof" in (part, *self.kind.parts.get(part, ()))
            or (part or "").startswith("roof")
        )
        name = ON_ROOFS.get(fact.value, fact.value) if roof else fact.value
        if fact.negative:
            look.avoid_material(name)
        elif not look.add_material(name, fact.said, fact.beside or self.joined):
            self._apply_second_material(name, fact.said, part)

    def _apply_second_material(self, name: str, said: str, part: str | None) -> None:
        """Give a second material to the parts that are usually of its family: the bands of "oak and iron"."""
        surfaces = {*MATERIALS[name].surfaces}
        fitting = [
            other
            for other, made in self.kind.made.items()
            if part is None and other not in self.kind.main_parts and surfaces & {*made}
        ]
        for other in fitting:
            if self.draft.look(other).material is None:
                self.draft.look(other).add_material(name, said)
        if not fitting:
            self.draft.note(f'"{said}" is left out: which parts are of it is not said')

    def _apply_weather(self, fact: Fact, part: str | None, clause: Clause | None) -> None:
        name, base = (fact.value, PLAIN) if fact.kind == "weather_noun" else fact.value
        if clause is not None and clause.amount is not None and fact.kind == "weather_noun":
            base = clause.amount
        elif clause is not None and self.intro == "cover" and fact.kind == "weather_noun":
            base = 1.0
        amount, exact = scale_amount(base, fact.degree), fact.degree is not None
        said = fact.said
        if fact.negative:
            said = f"not {said}"
            if base == 0:
                self.draft.note(f'"{said}" is left out: how much is not said')
                return
            amount = NOT_VERY if fact.degree is not None and fact.degree > PLAIN else 0.0
        elif base == 0:
            amount, exact = 0.0, False
        self.draft.look(part).add_weather(name, amount, said, exact)
        if fact.said in RUINED and not fact.negative and part is None:
            self.draft.set_broken(True, fact.said)

    def _apply_dial(self, fact: Fact, part: str | None) -> None:
        word, settings = fact.said, fact.value
        if fact.kind in ("same", "opposite"):
            word = fact.value
            settings = self.own.phrases[split_phrase(word)]["dial"]
        if part is not None and not self._is_about(settings, part):
            self.draft.note(f'"{fact.said}" is left out: it cannot be said of the {part} alone')
            return
        if fact.negative != (fact.kind == "opposite"):
            said = f"not {fact.said}" if fact.negative else fact.said
            self._deny_dial(settings, word, said)
            return
        if fact.kind == "same":
            self.draft.note(f'"{fact.said}" is read as "{word}"')
        for name, value in settings.items():
            self.draft.set_dial(name, value, fact.said)

    def _is_about(self, settings: Mapping[str, Value], part: str) -> bool:
        """Tell whether a word for a shape that is said of a part is the kind's: "a round seat", "an open lid"."""
        if part in self.kind.main_parts:
            return True
        words = {form for name in (part, *self.kind.parts[part]) for form in (name, *singulars(name))}
        return any({*name.split("_")} & words for name in settings)

    def _deny_dial(self, settings: Mapping[str, Value], word: str, said: str) -> None:
        """Set a dial to what it is where it is not so: the most usual of the other options."""
        name, value = list(settings.items())[-1]
        dial = self.draft.dial_words.get(name)
        if isinstance(value, bool):
            self.draft.set_dial(name, not value, said)
        elif dial is not None and dial.type == "choice":
            empty = next(
                (option for option in dial.options if option in ("nothing", "none") and option != value), None
            )
            other = empty if empty and said.startswith("without") else None
            other = other or next(option for option in dial.options if option != value)
            self.draft.set_dial(name, other, said)
            if other != said:
                self.draft.note(f'"{said}" is read as "{other}"')
        else:
            self.draft.note(f'"{said}" is left out: what it is instead is not said')


def _give_pattern_its_colour(facts: list[Fact], intro: str) -> list[Fact]:
    """Give the one colour before a pattern to it: "with red stripes" says nothing of the rest."""
    last, colours = facts[-1], [fact for fact in facts if fact.kind == "colour"]
    if intro != "has" or last.kind != "pattern" or len(colours) != 1 or colours[0].negative:
        return facts
    return [*(fact for fact in facts[:-1] if fact is not colours[0]), replace(last, facts=(colours[0],))]
