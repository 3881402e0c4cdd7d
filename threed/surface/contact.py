"""Draws contact sheets of surfaces on boards, a post and a ball, to be looked at while they are written.

python -m threed.surface.contact OUT.png oak brass "clay tiles" --size-m 2 --weather mossy=0.5
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from core.color import hex_to_srgb
from threed.preview import draw_view
from threed.procedural.mesh import make_mesh
from threed.procedural.parts import Part, move_part, part
from threed.procedural.pieces import board, knob
from threed.procedural.shape import Shape
from threed.procedural.solids import lathe
from threed.surface.compose import paint_mesh
from threed.surface.library import SURFACES
from threed.surface.looks import Look
from threed.surface.maps import bake_maps

#: outline of the post: radius and height, of a stage one metre wide
_POST = (
    (0, 0.06), (0.1, 0.06), (0.11, 0.09), (0.11, 0.14), (0.09, 0.17), (0.08, 0.4), (0.104, 0.44),
    (0.104, 0.47), (0.09, 0.49), (0, 0.49),
)  # fmt: skip


def make_stage(size_m: float) -> list[Part]:
    """Set a slab up with three boards side by side, a turned post and a ball."""
    s = size_m
    ground = board((0, 0.04 * s, 0.04 * s), (s, 0.08 * s, 0.68 * s), 0.008 * s)
    boards = [
        part("board", "wood", board((x * s, 0.42 * s, -0.2 * s), (0.31 * s, 0.76 * s, 0.08 * s), 0.008 * s))
        for x in (-0.31, 0, 0.31)
    ]
    ball = knob((0.22 * s, 0.23 * s, 0.16 * s), 0.17 * s, 40, 24)
    turned = lathe([(r * s, y * s) for r, y in _POST], 40)
    post = part("post", "wood", turned, mapping="turned", origin=(0, 0, 0))
    return [
        part("slab", "wood", ground, (1, 0, 0), (0, 1, 0)),
        *boards,
        part("ball", "wood", ball, mapping="turned", crease_deg=80),
        move_part(post, (-0.24 * s, 0, 0.16 * s)),
    ]


def draw_surfaces(
    names: list[str], size_m: float, size_px: int, look: Look, weather: Mapping[str, float], seed: int
) -> list[np.ndarray]:
    """Draw each surface on the stage: pictures [size_px, size_px, 3] uint8."""
    parts = make_stage(size_m)
    made = make_mesh(Shape("stage", 0, tuple(parts), {}, size_m), 1024, lods=0, collider=False)
    maps = bake_maps(made.mesh, made.part_of_face, made.edges, 512 if size_m < 1 else 1024)
    pictures = []
    for name in names:
        own = Look(name, look.colour, look.finishes, look.pattern)
        material = paint_mesh(maps, parts, {one.name: own for one in parts}, weather, seed)
        pictures.append(draw_view(made.mesh, material, size_px, 20.0, 24.0))
    return pictures


def main() -> None:
    """Draw surfaces, named or all, in rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--size-m", type=float, default=0.5, help="width of the stage in metres")
    parser.add_argument("--size", type=int, default=240, help="of a picture in pixels")
    parser.add_argument("--columns", type=int, default=6)
    parser.add_argument("--colour", help="#rrggbb")
    parser.add_argument("--finish", nargs="*", default=[])
    parser.add_argument("--pattern", choices=["striped", "dotted", "checked"])
    parser.add_argument("--weather", nargs="*", default=[], help="NAME=AMOUNT")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    names = options.names or list(SURFACES)
    colour = hex_to_srgb(options.colour) if options.colour else None
    look = Look(None, colour, tuple(options.finish), options.pattern)
    weather = {name: float(amount) for name, amount in (text.split("=") for text in options.weather)}
    pictures = draw_surfaces(names, options.size_m, options.size, look, weather, options.seed)
    rows = math.ceil(len(pictures) / options.columns)
    sheet = Image.new("RGB", (options.columns * options.size, rows * options.size))
    for k, (name, picture) in enumerate(zip(names, pictures, strict=True)):
        place = (k % options.columns * options.size, k // options.columns * options.size)
        sheet.paste(Image.fromarray(picture), place)
        at = (place[0] + 4, place[1] + 4)
        ImageDraw.Draw(sheet).text(at, name, fill="white", stroke_width=2, stroke_fill="black")
    sheet.save(options.out)


if __name__ == "__main__":
    main()
