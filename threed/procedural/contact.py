"""Draws contact sheets of shapes in flat colours, to be looked at while their programs are written.

    python -m threed.procedural.contact OUT.png barrel well --seeds 0 1 2 --set form=open --views 2

and tells of each what is wrong with it: parts that are open, that touch nothing, or have no surface.
"""

from __future__ import annotations

import argparse
import importlib
import math
import pkgutil
import time
from pathlib import Path

import numpy as np
from PIL import Image

import threed.procedural
from core.types import Light
from threed.cameras import orbit_cameras
from threed.procedural.carving import to_manifold
from threed.procedural.dials import Value
from threed.procedural.kind import Kind
from threed.procedural.shape import Shape, bounds, build_shape
from threed.raster import render_mesh
from threed.types import Mesh

COLOURS = {
    "wood": (0.60, 0.42, 0.25), "bark": (0.38, 0.28, 0.20), "metal": (0.45, 0.47, 0.52),
    "stone": (0.62, 0.61, 0.58), "brick": (0.62, 0.33, 0.25), "plaster": (0.88, 0.84, 0.75),
    "roof": (0.55, 0.27, 0.22), "cloth": (0.55, 0.35, 0.50), "leather": (0.42, 0.25, 0.16),
    "rope": (0.72, 0.60, 0.40), "wicker": (0.70, 0.52, 0.30), "straw": (0.85, 0.72, 0.38),
    "paper": (0.92, 0.89, 0.78), "ceramic": (0.80, 0.78, 0.82), "glass": (0.60, 0.80, 0.88),
    "plastic": (0.75, 0.25, 0.2), "rubber": (0.15, 0.15, 0.16), "plant": (0.30, 0.52, 0.20),
    "fruit": (0.75, 0.20, 0.15), "food": (0.85, 0.65, 0.45), "wax": (0.93, 0.89, 0.78),
    "bone": (0.90, 0.86, 0.74), "earth": (0.35, 0.26, 0.18), "snow": (0.95, 0.96, 1.0),
    "crystal": (0.60, 0.40, 0.85), "liquid": (0.25, 0.45, 0.65), "flame": (1.0, 0.65, 0.2),
    "light": (1.0, 0.92, 0.65),
}  # fmt: skip
LIGHT = Light(0.45, 0.25, 0.42, (0.45, 0.65, 0.61))
#: azimuth, elevation
VIEWS = ((35, 18), (155, 18), (-25, 50), (90, 0), (0, 0), (20, -20))


def find_kinds() -> dict[str, Kind]:
    """Return the kinds of all files, also of those that no list names yet."""
    kinds: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(threed.procedural.__path__):
        if module.name != "contact":
            kinds |= getattr(importlib.import_module(f"threed.procedural.{module.name}"), "KINDS", {})
    threed.procedural.KINDS.update(kinds)
    return kinds


def examine(shape: Shape) -> list[str]:
    """Tell what is wrong with a shape, one line a fault."""
    import manifold3d

    spec, faults, made = threed.procedural.KINDS[shape.kind], [], []
    for one in shape.parts:
        if one.name not in spec.parts:
            faults.append(f"part {one.name} has no entry in the kind's table of parts")
        try:
            closed = to_manifold(one.solid)
        except ValueError as error:
            faults.append(f"part {one.name}: {error}")
            continue
        if closed.volume() <= 0:
            faults.append(f"part {one.name} is inside out or empty: volume {closed.volume():.3g}")
        if not one.loose:
            made.append(closed)
    united = manifold3d.Manifold.batch_boolean(made, manifold3d.OpType.Add)
    # dust where faces lie on each other, and cavities that nobody sees, are dropped when the parts are united
    bodies = [body for body in united.decompose() if body.volume() > 1e-9 * shape.size_m**3]
    if len(bodies) > spec.pieces:
        sizes = sorted((round(body.volume() ** (1 / 3), 3) for body in bodies), reverse=True)
        places = [
            np.round((np.array(b.bounding_box()[:3]) + b.bounding_box()[3:]) / 2, 2).tolist() for b in bodies
        ]
        faults.append(
            f"{len(bodies)} components, expected {spec.pieces}: sizes {sizes[:8]} m at {places[:8]}"
        )
    triangles = sum(body.num_tri() for body in bodies) + sum(
        len(one.solid.faces) for one in shape.parts if one.loose
    )
    if triangles > 5000:
        faults.append(f"{triangles} triangles after union, expected at most 5000")
    print(
        f"{shape.kind} #{shape.seed}: {len(shape.parts)} parts, {triangles} triangles, {shape.size_m:.2f} m"
    )
    return faults


def draw(shape: Shape, views: int, size_px: int) -> np.ndarray:
    """Draw some views of a shape side by side: [size_px, views·size_px, 3] in 0..1."""
    low, high = bounds(shape.parts)
    centre, radius = (low + high) / 2, float(np.linalg.norm(high - low)) / 2
    vertices, faces, colours, count = [], [], [], 0
    rng = np.random.default_rng(0)
    for one in shape.parts:
        corners = (one.solid.vertices[one.solid.faces].reshape(-1, 3) - centre) / radius * 0.5
        vertices.append(corners)
        faces.append(np.arange(len(corners)).reshape(-1, 3) + count)
        tint = np.array(COLOURS[one.role]) * rng.uniform(0.9, 1.1)
        colours.append(np.tile(tint, (len(corners), 1)))
        count += len(corners)
    mesh = Mesh(np.concatenate(vertices).astype(np.float32), np.concatenate(faces).astype(np.int32))
    azimuths, elevations = ([math.radians(v[k]) for v in VIEWS[:views]] for k in (0, 1))
    cameras = orbit_cameras(azimuths, elevations, 2.05, math.radians(28), size_px)
    pictures, _ = render_mesh(
        mesh, np.concatenate(colours).astype(np.float32), cameras, LIGHT, (0.93, 0.93, 0.94)
    )
    return np.concatenate(list(pictures), 1)


def main() -> None:
    """Draw each kind a row, its seeds side by side."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("kinds", nargs="+")
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2])
    parser.add_argument("--views", type=int, default=2, help="of each, 1 to 6")
    parser.add_argument("--size", type=int, default=280, help="of a view in pixels")
    parser.add_argument("--set", nargs="*", default=[], help="DIAL=VALUE")
    options = parser.parse_args()
    find_kinds()
    settings: dict[str, Value] = {}
    for text in options.set:
        name, value = text.split("=")
        if value in ("yes", "no"):
            settings[name] = value == "yes"
        else:
            settings[name] = float(value) if value.replace(".", "").lstrip("-").isdigit() else value
    rows = []
    for kind in options.kinds:
        row = []
        for seed in options.seeds:
            begun = time.perf_counter()
            shape = build_shape(kind, seed, settings)
            spent = time.perf_counter() - begun
            for fault in examine(shape):
                print("   FAULT:", fault)
            if spent > 0.1:
                print(f"   slow: built in {spent:.2f} s")
            row.append(draw(shape, options.views, options.size))
        rows.append(np.concatenate(row, 1))
    Image.fromarray((np.concatenate(rows) * 255 + 0.5).astype(np.uint8)).save(options.out)


if __name__ == "__main__":
    main()
