"""What words set of a kind's dials, and which parts they count, add and leave out."""

from __future__ import annotations

from collections.abc import Mapping

from core.description.description import Value
from core.description.draft import Draft, raise_contradiction
from core.description.facts import Fact
from core.description.kind_words import DialWords
from core.description.sizes import NUMBERS
from core.description.vocabulary import NO_OPTION, NO_PART, edged_forms
from core.description.words import Index, split_phrase
from core.prompts.tokens import singulars


class Settings:
    """Sets dials in a draft, in the words of its kind."""

    def __init__(self, draft: Draft, own: Index) -> None:
        self.draft, self.own, self.kind = draft, own, draft.kind

    def set_shape(self, word: str, said: str) -> None:
        """Set what a word for the kind's shape does."""
        self._set_all(self.kind.words[word], said)

    def fill(self, said: str) -> None:
        """Suggest what "full" does, or "loaded": of what is in it, only what is not said."""
        for word in (said.split()[0], "full"):
            settings = self.own.phrases.get((word,), {}).get("dial")
            if settings:
                for name, value in settings.items():
                    self.draft.suggest_dial(name, value, said)
                return

    def others_called(self, said: str, part: str) -> tuple[str, ...]:
        """Return the other parts that a word for one means, too: a snowman's hat may be a bucket."""
        forms = {said, *singulars(said)}
        return tuple(
            name for name, words in self.kind.parts.items() if name != part and forms & {name, *words}
        )

    def add_part(self, part: str, said: str) -> None:
        """Take that there are parts of a name, which a word says: by a dial, where there is one for it."""
        flag, count, choice = (self.find_dial(part, said, kind) for kind in ("flag", "count", "choice"))
        if flag is not None and not (self._find_options(part, said) and flag.name not in (part, said)):
            self.draft.set_dial(flag.name, True, f"with {said}")
        else:
            self._choose_part(part, said)
        for dial in (count, choice):
            if dial is not None and self.draft.dials.get(dial.name, (None,))[0] in (0, *NO_OPTION):
                raise_contradiction(self.draft.dials[dial.name][1], f"with {said}")
        if count is not None and count.low == 0:
            self._show_counted(count.name, f"with {said}")
        self.draft.add_part(part, said)

    def _show_counted(self, dial: str, said: str) -> None:
        """Suggest what a word for a shape does that has some of what is counted: "fruiting", "rooted"."""
        for word, settings in self.kind.words.items():
            number = settings.get(dial, 0)
            if not isinstance(number, str) and number > 0 and split_phrase(word)[0] not in NUMBERS:
                for name, value in settings.items():
                    self.draft.suggest_dial(name, value, said)
                return

    def _choose_part(self, part: str, said: str) -> None:
        """Choose an option that is called as a part is: "with candles" of what is on a cake."""
        if part in self.kind.main_parts:
            return
        for dial, option in self._find_options(part, said):
            before = self.draft.dials.get(dial.name, (option, ""))
            if before[0] in NO_OPTION:
                raise_contradiction(before[1], f"with {said}")
            if before[0] != option:
                self.draft.note(f'"{said}" is left out: the {dial.name} is {before[0]}')
            self.draft.suggest_dial(dial.name, option, f"with {said}")
            if dial.name == "filling":
                self.fill(said)

    def _find_options(self, part: str, said: str) -> list[tuple[DialWords, str]]:
        """Return the options, with their dials, that are called as a part is."""
        found = []
        for dial in self.draft.dial_words.values():
            names = (said, part) if dial.name == "filling" else (said,)
            forms = {form for name in names for form in (name, *singulars(name))}
            option = next((one for one in dial.options if {one, *singulars(one)} & forms), None)
            if option is not None and option not in NO_OPTION:
                found.append((dial, option))
        return found

    def leave_out_part(self, part: str, said: str, word: str = "") -> None:
        """Take that there are no parts of a name: "roofless", or by a dial, where there is one for it.

        Args:
            part: its name.
            said: the words for that it is left out.
            word: the word for the part.
        """
        word = word or part
        flag, count, choice = (self.find_dial(part, word, kind) for kind in ("flag", "count", "choice"))
        if part in self.draft.present or part in self.draft.parts:
            raise_contradiction(f"with {self.draft.present.get(part, part)}", said)
        stems = (*singulars(part), part, *singulars(word))
        known = (self.own.phrases.get((f"{stem}less",), {}) for stem in stems)
        less = next((senses["dial"] for senses in known if "dial" in senses), None)
        options = [] if part in self.kind.main_parts else self._find_options(part, word)
        if flag is not None:
            self.draft.set_dial(flag.name, False, said)
        elif less is not None:
            self._set_all(less, said)
        elif options:
            for dial, option in options:
                self.deny({dial.name: option}, option, said)
        elif count is not None and (count.low == 0 or part in self.kind.main_parts):
            self.draft.set_dial(count.name, 0, said)
        elif choice is not None and set(choice.options) & NO_OPTION:
            self.draft.set_dial(choice.name, next(one for one in choice.options if one in NO_OPTION), said)
        else:
            like = [
                name for name in self.kind.parts if part in name.split() and name not in self.kind.main_parts
            ]
            for name in dict.fromkeys((part, *like, *self.others_called(word, part))):
                self.draft.leave_out_part(name, said)

    def leave_out(self, word: str, said: str) -> bool:
        """Take that there is none of what only a dial is called; return whether one is."""
        for kind in ("flag", "count", "choice"):
            dial = self.find_dial(None, word, kind)
            none = None if dial is None else {"flag": False, "count": 0}.get(kind)
            if dial is not None and kind == "choice":
                none = next((one for one in dial.options if one in NO_OPTION), None)
            if dial is not None and none is not None:
                self.draft.set_dial(dial.name, none, said)
                return True
        return False

    def count(self, part: str | None, fact: Fact, number: Fact) -> None:
        """Take how many there are of what a fact names, a part or not."""
        said = f"{number.said} {fact.said}"
        dial = self.find_dial(part, fact.said, "count")
        if number.value == 0 and part is not None:
            self.leave_out_part(part, said, fact.said)
        elif dial is not None:
            self.draft.set_dial(dial.name, int(number.value), said)
        elif not self._set_counted(fact, number, said) and not self._choose_number(part, fact, number, said):
            flag = None if part is None else self.find_dial(part, fact.said, "flag")
            if flag is None or number.value != 1:
                self.draft.note(
                    f'"{number.said}" is left out: the {fact.said} of {self.draft.kind_an} are not counted'
                )

    def _choose_number(self, part: str | None, fact: Fact, number: Fact, said: str) -> bool:
        """Choose the option that is a number: "one eye"; return whether there is one."""
        dial = self.find_dial(part, fact.said, "choice")
        option = next(
            (one for one in (dial.options if dial else ()) if NUMBERS.get(one) == number.value), None
        )
        if dial is not None and option is not None:
            self.draft.set_dial(dial.name, option, said)
        return option is not None

    def _set_counted(self, fact: Fact, number: Fact, said: str) -> bool:
        """Set what "two-wheeled" does for "two wheels"; return whether the kind has such a word."""
        counts = [word for word, value in NUMBERS.items() if value == number.value]
        called = (fact.said, *(self.kind.parts.get(fact.value, ()) if fact.kind == "part" else ()))
        edges = [edged for one in called for stem in (*singulars(one), one) for edged in edged_forms(stem)]
        for word in (f"{count}-{edged}" for count in counts for edged in edges):
            settings = self.own.phrases.get(split_phrase(word), {}).get("dial")
            if settings:
                self._set_all(settings, said)
                return True
        return False

    def find_dial(self, part: str | None, said: str, kind: str) -> DialWords | None:
        """Return the dial of a part: called as what is said, as the part, or with such a word in its name."""
        names = [said] if part is None else [said, part]
        if part is not None:
            # what counts spokes counts no wheels, but what "six-bladed" sets counts sails
            names += (word for word in self.kind.parts[part] if kind != "count" or self._counts_by(word))
        dials = [dial for dial in self.draft.dial_words.values() if dial.type == kind]
        for name in names:
            forms = {name, *singulars(name)}
            for dial in dials:
                if {dial.name, dial.name.replace("_", " "), *singulars(dial.name)} & forms:
                    return dial
        forms = {form for name in names[:2] for form in (name, *singulars(name))}
        alike = [
            dial
            for dial in dials
            if {form for word in dial.name.split("_") for form in (word, *singulars(word))} & forms
        ]
        return alike[0] if len(alike) == 1 else None

    def read_edged(self, fact: Fact) -> str | None:
        """Read "red-roofed", "four-legged", "handleless".

        Returns:
            The part that the rest of it is said of, if any.
        """
        part = fact.value if fact.value in self.kind.parts else None
        number = next((one for one in fact.facts if one.kind == "number"), None)
        said = " ".join((*(["not"] if fact.negative else []), *(one.said for one in fact.facts), fact.said))
        if fact.value == NO_PART:
            self.draft.note(f'"{said}" is left out: {self.draft.kind_an} has none that is known')
            return None
        if fact.negative and (number is not None or part is None):
            self.draft.note(f'"{said}" is left out: what it is instead is not said')
            return None
        if part is not None and (fact.kind == "less") != fact.negative and not fact.facts:
            self.leave_out_part(part, said)
            return None
        noun = Fact("part" if part else "count", fact.value, fact.value)
        if number is not None:
            self.count(part, noun, number)
        if part is not None:
            self.add_part(part, fact.value)
        return part

    def apply(self, fact: Fact, part: str | None) -> None:
        """Take a word for a shape, said of the whole (None) or of a part."""
        word, settings = fact.said, fact.value
        if fact.kind in ("same", "opposite"):
            word = fact.value
            settings = self.own.phrases[split_phrase(word)]["dial"]
        if part is not None and not self._is_about(settings, part):
            self.draft.note(f'"{fact.said}" is left out: it cannot be said of the {part} alone')
            return
        if fact.negative != (fact.kind == "opposite"):
            said = f"not {fact.said}" if fact.negative else fact.said
            self.deny(settings, word, said)
            return
        if fact.kind == "same":
            self.draft.note(f'"{fact.said}" is read as "{word}"')
        self._set_all(settings, fact.said)

    def _counts_by(self, word: str) -> bool:
        """Tell whether a kind has a word for so many of something: "six-bladed"."""
        edges = tuple(f"-{edged}" for stem in singulars(word) for edged in edged_forms(stem))
        return bool(edges) and any(known.endswith(edges) for known in self.kind.words)

    def suggest_made(self, part: str, said: str, material: str) -> None:
        """Suggest the option of a part's dial that is called as what the part is made of: "a slate roof"."""
        names = {said, material, *singulars(said)}
        for dial in self.draft.dial_words.values():
            option = next((one for one in dial.options if {one, *singulars(one)} & names), None)
            if option is not None and self._is_about({dial.name: option}, part, exactly=True):
                self.draft.suggest_dial(dial.name, option, said)

    def suggest(self, fact: Fact, part: str | None) -> None:
        """Suggest what a word for a material does to the shape of a part."""
        if part is not None and not fact.negative and self._is_about(fact.value, part):
            for name, value in fact.value.items():
                self.draft.suggest_dial(name, value, fact.said)

    def _is_about(self, settings: Mapping[str, Value], part: str, exactly: bool = False) -> bool:
        """Tell whether a shape that is said of a part is the kind's: "a round seat", "an open lid"."""
        if not exactly and (part in self.kind.main_parts or "lit" in settings):
            return True
        words = {form for name in (part, *self.kind.parts[part]) for form in (name, *singulars(name))}
        # "roofing" is about the roof
        stems = tuple(word for word in words if len(word) > 3)
        return any({*name.split("_")} & words or name.startswith(stems) for name in settings)

    def deny(self, settings: Mapping[str, Value], word: str, said: str) -> None:
        """Set a dial to what it is where it is not so: the most usual of the other options."""
        name, value = list(settings.items())[-1]
        dial = self.draft.dial_words.get(name)
        if isinstance(value, bool):
            self.draft.set_dial(name, not value, said)
        elif dial is not None and dial.type == "choice":
            empty = next((option for option in dial.options if option in NO_OPTION and option != value), None)
            other = empty if empty and said.startswith("without") else None
            other = other or next(option for option in dial.options if option != value)
            self.draft.set_dial(name, other, said)
            if other not in NO_OPTION:
                self.draft.note(f'"{said}" is read as "{other}"')
        else:
            self.draft.note(f'"{said}" is left out: what it is instead is not said')

    def _set_all(self, settings: Mapping[str, Value], said: str) -> None:
        for name, value in settings.items():
            self.draft.set_dial(name, value, said)
