"""What is said of looks: each fact goes into the draft, of the whole or of a part, or is left out."""

from __future__ import annotations

from core.description.clauses import Clause
from core.description.draft import Draft, raise_contradiction
from core.description.facts import Fact
from core.description.materials import MATERIALS, ON_ROOFS
from core.description.settings import Settings
from core.description.sizes import USUAL_SIZE
from core.description.weather import PLAIN, RUINED, scale_amount

#: what is said of the whole only
WHOLE_ONLY = frozenset(("broken", "whole", "measure", "size", "proportion"))
#: why a word is left out
WHY = {"unknown": "is not known and left out", "other": "is left out: the prop is the {kind}"}
#: surfaces of what no material can be said of: a wood fire is not of wood
SHAPELESS = frozenset(("flame", "glow", "ember", "lit window"))
#: how much there is of what is "not very" so
NOT_VERY = 0.25


class Looks:
    """Takes facts into a draft."""

    def __init__(self, draft: Draft, settings: Settings) -> None:
        self.draft, self.settings = draft, settings

    def apply(self, fact: Fact, part: str | None, clause: Clause | None = None) -> None:
        """Take one fact.

        Args:
            fact: to take.
            part: of which it is said; None is the whole.
            clause: in which it is said; None where that does not matter.
        """
        draft, look = self.draft, self.draft.look(part)
        draft.note(fact.note)
        if fact.instead:
            draft.note(f'"{fact.said}" is left out: one of the two is made')
        elif fact.unsure:
            draft.note(f'"{fact.said}" is left out: whether "not" goes for it, too, is not clear')
        elif fact.kind == "colour":
            look.add_colour(fact.value, fact.negative)
        elif fact.kind == "material":
            # "an oak tree" is not made of oak; "a thatched roof" is of thatch, and is laid as thatch is
            if not fact.quiet or self._can_be(fact.value):
                self._apply_material(fact, part, clause)
            for shape in fact.facts:
                self.settings.suggest(shape, part)
            if part is not None and not fact.negative:
                self.settings.suggest_made(part, fact.said, fact.value)
        elif fact.kind == "shade" and not fact.negative:
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
            self.settings.apply(fact, part)
            for made in fact.facts:
                # a wooden bucket has staves, and is of wood; a thatched house is not of thatch
                if not fact.negative and (part is not None or self._can_be(made.value)):
                    self._apply_material(made, part, clause)
        else:
            self._apply_to_whole(fact, part)

    def _apply_to_whole(self, fact: Fact, part: str | None) -> None:
        """Take what can be said of the whole only: its size, whether it is broken; or leave it out."""
        draft = self.draft
        if part is not None and fact.kind in WHOLE_ONLY:
            draft.note(f'"{fact.said}" is left out: it cannot be said of the {part} alone')
        elif fact.kind in ("broken", "whole"):
            draft.set_broken((fact.kind == "broken") != fact.negative, fact.said)
        elif fact.kind == "measure" and not fact.negative:
            draft.add_measure(fact.value, fact.said)
        elif fact.kind == "size" and not fact.negative:
            draft.add_size(fact.said, fact.degree)
        elif fact.kind == "proportion" and not fact.negative:
            draft.add_proportion(fact.said, fact.degree)
        elif fact.kind == "many":
            draft.note(f'"{fact.said}" is left out: one {self.draft.kind.name} is made')
        elif (fact.negative or fact.said not in USUAL_SIZE) and not (fact.kind == "other" and fact.negative):
            what = f"not {fact.said}" if fact.negative else fact.said
            draft.note(f'"{what}" {WHY.get(fact.kind, "is left out").format(kind=self.draft.kind.name)}')

    def _apply_material(self, fact: Fact, part: str | None, clause: Clause | None) -> None:
        look = self.draft.look(part)
        roof = part is not None and any(
            name.startswith("roof") for name in (part, *self.draft.kind.parts.get(part, ()))
        )
        name = ON_ROOFS.get(fact.value, fact.value) if roof else fact.value
        own = set(self.draft.kind.made.get(part or "", ()))
        if own and own <= SHAPELESS:
            self.draft.note(f'"{fact.said}" is left out: it cannot be said of the {part}')
        elif fact.negative:
            look.avoid_material(name)
        elif part is None and clause is not None and clause.intro == "has":
            # "with brass" says that something of it is of brass
            self._apply_second_material(name, fact.said, part)
        elif not look.add_material(name, fact.said, fact.beside or (clause is not None and clause.goes_on)):
            self._apply_second_material(name, fact.said, part)

    def _can_be(self, material: str) -> bool:
        kind = self.draft.kind
        own = {surface for part in kind.main_parts for surface in kind.made.get(part, ())}
        return not own or bool(own & {*MATERIALS[material].surfaces})

    def _apply_second_material(self, name: str, said: str, part: str | None) -> None:
        """Give a second material to the parts that are usually of its family: the bands of "oak and iron"."""
        surfaces = {*MATERIALS[name].surfaces}
        fitting = [
            other
            for other, made in self.draft.kind.made.items()
            if part is None and other not in self.draft.kind.main_parts and surfaces & {*made}
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
