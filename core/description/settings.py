"""What words set of a kind's dials, and which parts they count, add and leave out."""

from __future__ import annotations

from collections.abc import Mapping

from core.description.description import Value
from core.description.draft import Draft
from core.description.facts import Fact
from core.description.kind_words import DialWords
from core.description.sizes import NUMBERS
from core.description.vocabulary import NO_PART, edged_forms
from core.description.words import Index, split_phrase
from core.prompts.tokens import singulars


class Settings:
    """Sets dials in a draft, in the words of its kind."""

    def __init__(self, draft: Draft, own: Index) -> None:
        self.draft, self.own, self.kind = draft, own, draft.kind

    def leave_out_part(self, part: str, said: str) -> None:
        """Take that there are no parts of a name: "roofless", or the dial of such parts."""
        for stem in (*singulars(part), part):
            settings = self.own.phrases.get((f"{stem}less",), {}).get("dial")
            if settings and part not in self.draft.dial_words:
                self._set_all(settings, said)
                return
        self.draft.leave_out_part(part, said)

    def set_shape(self, word: str, said: str) -> None:
        """Set what a word for the kind's shape does."""
        self._set_all(self.kind.words[word], said)

    def set_full(self, said: str) -> None:
        """Set what "full of" or "loaded with" does, whatever it is full of."""
        for word in (said.split()[0], "full" if said.startswith(("filled", "full")) else ""):
            settings = self.own.phrases.get((word,), {}).get("dial")
            if settings:
                self._set_all(settings, said)
                return

    def count(self, part: str | None, fact: Fact, number: Fact) -> None:
        """Take how many there are of what a fact names, a part or not."""
        said = f"{number.said} {fact.said}"
        dial = self.find_dial(part, fact.said, "count")
        flag = self.find_dial(part, fact.said, "flag")
        if number.value == 0 and part is not None:
            self.leave_out_part(part, said)
        elif dial is not None:
            self.draft.set_dial(dial.name, int(number.value), said)
        elif not self._set_counted(fact, number, said):
            if flag is not None:
                self.draft.set_dial(flag.name, True, said)
            if flag is None or number.value != 1:
                self.draft.note(
                    f'"{number.said}" is left out: the {fact.said} of {self.draft.kind_an} are not counted'
                )

    def _set_counted(self, fact: Fact, number: Fact, said: str) -> bool:
        """Set what "two-wheeled" does for "two wheels"; return whether the kind has such a word."""
        counts = [word for word, value in NUMBERS.items() if value == number.value]
        edges = [edged for stem in (*singulars(fact.said), fact.said) for edged in edged_forms(stem)]
        for word in (f"{count}-{edged}" for count in counts for edged in edges):
            settings = self.own.phrases.get(split_phrase(word), {}).get("dial")
            if settings:
                self._set_all(settings, said)
                return True
        return False

    def find_dial(self, part: str | None, said: str, kind: str) -> DialWords | None:
        """Return the dial of a part: called as the part, as what is said, or by both and more."""
        names = [said] if part is None else [part, said, *self.kind.parts[part]]
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

    def read_edged(self, fact: Fact) -> str | None:
        """Read "red-roofed", "four-legged", "handleless".

        Returns:
            The part that the rest of it is said of, if any.
        """
        part = fact.value if fact.value in self.kind.parts else None
        if fact.kind == "less":
            self.leave_out_part(fact.value, fact.said)
            return None
        if fact.value == NO_PART:
            said = " ".join((*(one.said for one in fact.facts), fact.said))
            self.draft.note(f'"{said}" is left out: {self.draft.kind_an} has none that is known')
            return None
        number = next((one for one in fact.facts if one.kind == "number"), None)
        noun = Fact("part" if part else "count", fact.value, fact.value)
        if number is not None:
            self.count(part, noun, number)
        if part is not None:
            self.draft.add_part(part, fact.said)
            flag = self.find_dial(part, fact.value, "flag")
            if flag is not None:
                self.draft.set_dial(flag.name, True, fact.said)
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

    def _is_about(self, settings: Mapping[str, Value], part: str) -> bool:
        """Tell whether a shape that is said of a part is the kind's: "a round seat", "an open lid"."""
        if part in self.kind.main_parts:
            return True
        words = {form for name in (part, *self.kind.parts[part]) for form in (name, *singulars(name))}
        return any({*name.split("_")} & words for name in settings)

    def deny(self, settings: Mapping[str, Value], word: str, said: str) -> None:
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

    def _set_all(self, settings: Mapping[str, Value], said: str) -> None:
        for name, value in settings.items():
            self.draft.set_dial(name, value, said)
