"""What a model is asked for when it is measured: specs drawn from what it was taught, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.models.sidecar import Vocabulary
from training.caption import Spec, add_articles, say_design
from training.labels import GOLDEN


def write_prompt(spec: Spec) -> str:
    """Say a spec plainly: "a tall rusty red lamp with a yellow shade"."""
    said = [*spec.shape, spec.finish, spec.colour, spec.class_name]
    text = "{a} " + " ".join(word for word in said if word)
    if spec.part:
        word, colour = spec.part
        text += f" with {'' if word.endswith('s') else '{a} '}{colour} {word}"
    return add_articles(text) + say_design(spec)


def draw_specs(
    vocabulary: Vocabulary, count: int, held_out: bool, seed: int = 5, never: Mapping[str, str] | None = None
) -> list[Spec]:
    """Draw specs: classes in a shuffled turn, colours at random, every other one with a finish.

    Args:
        vocabulary: what the model was taught, and which pairs of class and colour were held out.
        count: how many.
        held_out: whether to ask for those pairs, or for any others.
        seed: of the draw.
        never: more pairs of class and colour that are not asked for, as another model's held-out ones.
    """
    rng = np.random.default_rng(seed)
    names = [name for name in vocabulary.classes if not held_out or name in vocabulary.held_out]
    names = [names[int(i)] for i in rng.permutation(len(names))]
    finishes = [name for name in vocabulary.finishes if name != GOLDEN]
    specs = []
    for i in range(count):
        name = names[i % len(names)]
        away = vocabulary.held_out.get(name)
        taught = [colour for colour in vocabulary.colours if colour not in (away, (never or {}).get(name))]
        colour = away if held_out else str(rng.choice(taught))
        specs.append(Spec(name, colour, str(rng.choice(finishes)) if i % 2 else None))
    return specs


def share_vocabulary(first: Vocabulary, second: Vocabulary) -> Vocabulary:
    """Keep of a vocabulary the classes, colours and finishes that another one knows too."""
    return replace(
        first,
        classes={name: words for name, words in first.classes.items() if name in second.classes},
        colours={name: colour for name, colour in first.colours.items() if name in second.colours},
        finishes={name: finish for name, finish in first.finishes.items() if name in second.finishes},
    )


def is_taught(spec: Spec, vocabulary: Vocabulary) -> bool:
    """Return whether a vocabulary has the class, the colour and the finish that a spec names."""
    return (
        spec.class_name in vocabulary.classes
        and (spec.colour is None or spec.colour in vocabulary.colours)
        and (spec.finish is None or spec.finish in vocabulary.finishes)
    )
