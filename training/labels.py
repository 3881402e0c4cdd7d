"""Draws what training sets show, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from core.models.pocket.vocabulary import COLOURS, DESIGNS, FINISHES
from training.caption import SHAPES, Spec, caption
from training.natural import NATURAL
from training.props import CLASSES
from training.props.prop import BROKEN, MAIN, Prop, assemble
from training.surface import Paint, mix_paint

#: "held-out" holds only the combinations of HELD_OUT, for the classifier and for evaluation; the others none.
Split = Literal["train", "validation", "held-out"]
SPLITS: tuple[Split, ...] = ("train", "validation", "held-out")
#: Captions of a set, and how many of them do not say which design it is.
CAPTIONS, UNSAID_DESIGNS = 6, 1
#: How often a caption names a colour, a shape word, a second one, and the colour of a part.
NAMES_COLOUR, NAMES_SHAPE, NAMES_TWO, NAMES_PART = 0.85, 0.25, 0.15, 0.15
#: How often nothing is said of the finish.
NO_FINISH = 0.45
#: The finish with a colour of its own.
GOLDEN = "golden"
#: Shape words of which only one can be had.
CONTRADICTIONS = (
    {"tall", "short"}, {"wide", "thin"}, {"short", "wide"}, {"tall", "thin"}, {"round", "square"},
    {"open", "closed"}, {"open", "lying"}, {"open", "slatted"}, {"high-backed", "backless"},
    {"lidded", "full"}, {"twisted", "round"}, {"twisted", "square"},
)  # fmt: skip


def _hold_out(class_name: str, place: int) -> str:
    """Choose the colour in which a class is never rendered for training: none that is natural to it."""
    order = [list(COLOURS)[(place * 7 + k) % len(COLOURS)] for k in range(len(COLOURS))]
    return next(colour for colour in order if colour not in NATURAL[class_name][0])


#: class → colour: pairs that are never rendered for training. What the model makes of them is invention.
HELD_OUT = {name: _hold_out(name, place) for place, name in enumerate(CLASSES)}


@dataclass(frozen=True)
class Label:
    """What a set shows, and what it is called.

    Attributes:
        spec: what its captions say.
        colour: what it is painted with, named or not; None where the finish has a colour of its own.
        finish: how it is painted, named or not.
        captions: different wordings of the spec.
    """

    spec: Spec
    colour: str | None
    finish: str
    captions: tuple[str, ...]

    @property
    def indices(self) -> tuple[int, int, int]:
        """Places of class, colour and finish in the vocabulary's order; -1 for none, or for one's own."""
        return (
            _place(CLASSES, self.spec.class_name),
            _place(COLOURS, self.colour),
            _place(FINISHES, self.finish),
        )

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Label:
        """Read what asdict wrote."""
        spec = entry["spec"] if "spec" in entry else entry["wish"]  # as it was called once
        part = tuple(spec["part"]) if spec["part"] else None
        rest = tuple(spec["shape"]), part, spec.get("design")
        spec = Spec(spec["class_name"], spec["colour"], spec["finish"], *rest)
        return cls(spec, entry["colour"], entry["finish"], tuple(entry["captions"]))


def are_taught(labels: Iterable[Label]) -> bool:
    """Tell whether sets show nothing but what the vocabulary names; not so those that somebody else made."""
    return all(label.spec.class_name in CLASSES for label in labels)


def _place(names: Iterable[str], name: str | None) -> int:
    return next((i for i, other in enumerate(names) if other == name), -1)


def draw_prop(rng: np.random.Generator, split: Split) -> tuple[Label, Prop, Paint]:
    """Choose what a set shows, word its captions, and build and paint the prop."""
    spec, prop = build_spec(rng, draw_spec(rng, held_out=split == "held-out"))
    colour, finish = draw_look(rng, spec)
    said = [replace(spec, design=None)] * UNSAID_DESIGNS + [spec] * (CAPTIONS - UNSAID_DESIGNS)
    label = Label(spec, colour, finish, tuple(caption(rng, each) for each in said))
    return label, prop, paint_spec(rng, label, prop)


def build_spec(rng: np.random.Generator, spec: Spec) -> tuple[Spec, Prop]:
    """Build the design that a spec names, or one of those that have the part which it names.

    Returns:
        What the prop shows of the spec, a part that it has not left out, its design named; and the prop.
    """
    prop_class = CLASSES[spec.class_name]
    slot = prop_class.parts[spec.part[0]] if spec.part else MAIN
    first, *others = [spec.design - 1] if spec.design else rng.permutation(DESIGNS)
    shown, prop = first, assemble(np.random.default_rng(first), prop_class, spec.shape)
    for design in others:
        if slot in prop.slot_names:
            break
        shown, prop = design, assemble(np.random.default_rng(design), prop_class, spec.shape)
    part = spec.part if slot in prop.slot_names else None
    return replace(spec, part=part, design=int(shown) + 1), prop


def draw_spec(rng: np.random.Generator, held_out: bool) -> Spec:
    """Choose what captions say: of any class, and only pairs of HELD_OUT, or none of them."""
    class_name = str(rng.choice(list(CLASSES)))
    prop_class, away = CLASSES[class_name], HELD_OUT[class_name]
    finish = None if rng.random() < NO_FINISH else str(rng.choice(list(FINISHES)))
    if held_out:
        finish = None if finish == GOLDEN else finish
        colour = away
    else:
        named = finish != GOLDEN and rng.random() < NAMES_COLOUR
        colour = str(rng.choice([c for c in COLOURS if c != away])) if named else None
    known = [*prop_class.shapes, *(SHAPES if prop_class.stretches else (BROKEN,))]
    count = 0 if rng.random() > NAMES_SHAPE else 2 if rng.random() < NAMES_TWO else 1
    shape = tuple(str(word) for word in rng.choice(known, min(count, len(known)), replace=False))
    part = None
    # gold is the colour of the main slot: a part that is the main slot can have no other
    parts = [word for word, slot in prop_class.parts.items() if slot != MAIN or finish != GOLDEN]
    if parts and rng.random() < NAMES_PART:
        others = [c for c in COLOURS if c not in (colour, away)]
        part = (str(rng.choice(parts)), str(rng.choice(others)))
    return Spec(class_name, colour, finish, _agreeing(shape), part)


def draw_look(rng: np.random.Generator, spec: Spec) -> tuple[str | None, str]:
    """Choose the colour (None: the finish has its own) and the finish of what fulfils a spec.

    What is not said is as the kind of prop usually is; where a colour alone is named, it is plain.
    """
    if spec.colour is not None:
        return spec.colour, spec.finish or "plain"
    colours, finishes = NATURAL[spec.class_name]
    finish = spec.finish or str(rng.choice(finishes))
    if finish == GOLDEN:
        return None, finish
    usual = FINISHES[spec.finish].colours if spec.finish else None
    allowed = [colour for colour in usual or colours if colour != HELD_OUT[spec.class_name]]
    return str(rng.choice(allowed)), finish


def _agreeing(shape: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the second of two shape words that contradict each other."""
    clash = any({*shape} == pair for pair in CONTRADICTIONS)
    return shape[:1] if clash else shape


def paint_spec(rng: np.random.Generator, label: Label, prop: Prop) -> Paint:
    """Choose the paint that a label asks for."""
    prop_class, part, colour = CLASSES[label.spec.class_name], label.spec.part, label.colour
    part_colours: dict[str, str] = {}
    if part:
        slot = prop_class.parts[part[0]]
        if slot == MAIN:  # "a blue lamp with a yellow shade": the stand is blue
            if colour and prop_class.body in prop.slot_colours:
                part_colours[prop_class.body] = colour
            colour = part[1]
        else:
            part_colours[slot] = part[1]
    return mix_paint(rng, colour, label.finish, prop.slot_colours, part_colours)
