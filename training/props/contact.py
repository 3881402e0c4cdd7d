"""Renders contact sheets of props, to be looked at while their builders are written.

    python -m training.props.contact OUT.png table chair --count 4

Without names it draws all classes that there are.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from pathlib import Path

import numpy as np
from PIL import Image

import training.props
from core.models.pocket.vocabulary import COLOURS
from training.props.prop import BROKEN, PROPORTIONS, PropClass, assemble
from training.render import LAYOUT, render_views
from training.surface import mix_paint


def find_classes() -> dict[str, PropClass]:
    """Return the classes of all files that can be imported."""
    classes: dict[str, PropClass] = {}
    for module in pkgutil.iter_modules(training.props.__path__):
        if module.name not in ("prop", "contact"):
            kind = importlib.import_module(f"training.props.{module.name}")
            classes |= getattr(kind, "CLASSES", {})
    return classes


def main() -> None:
    """Draw `count` variations of each class, three views each (front, side, back), a class a row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("classes", nargs="*")
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--colour", help="of the captioned slot; drawn at random if left out")
    parser.add_argument("--shape", nargs="*", default=[], help="shape words, for the classes that know them")
    options = parser.parse_args()
    classes = find_classes()
    rows = []
    for name in options.classes or classes:
        rng = np.random.default_rng(options.seed)
        known = {*classes[name].shapes, *PROPORTIONS, BROKEN}
        row = []
        for _ in range(options.count):
            prop = assemble(rng, classes[name], known.intersection(options.shape))
            colour = options.colour or str(rng.choice(list(COLOURS)))
            paint = mix_paint(rng, colour, "plain", prop.slot_colours)
            views = render_views(prop, paint, LAYOUT)
            row += [views[0], views[1], views[3]]
        rows.append(np.concatenate(row, 1))
    Image.fromarray(np.concatenate(rows)[..., :3]).save(options.out)


if __name__ == "__main__":
    main()
