"""Builds what is carried by a handle or a neck: bucket, basket, cauldron, sack."""

from __future__ import annotations

import numpy as np

from threed.procedural.solids import (
    Solid,
    blob,
    flat,
    lathe,
    lean,
    loft,
    move,
    shell,
    sine_noise,
    sweep,
    tube,
    turn,
)
from training.props.outlines import (
    FRUITS,
    STRAW,
    WATER,
    Outline,
    as_is,
    bead,
    beads,
    bow,
    curve,
    filling_disc,
    girdle,
    heaped,
    hollow,
    places_around,
    radius_at,
    rim_ring,
    rings_of,
    squared,
    staves,
)
from training.props.pieces import ROPE, hoop, in_slot, is_said, kind_of, one_of, stick, unit_ball, used
from training.props.prop import (
    BRICK,
    CREAM,
    DARK,
    FLAME,
    GOLD,
    LEATHER,
    MAIN,
    STEEL,
    WHITE,
    WOOD,
    Colours,
    Parts,
    PropClass,
)


def _bail(radius: float, y: float, rise: float, thick: float, tip: float) -> list[Solid]:
    """Make a handle that swings between two ears at (±radius, y), tipped to the front by `tip` degrees."""
    t = np.linspace(0, np.pi, 15)
    path = np.stack([radius * np.cos(t), rise * np.sin(t), 0 * t], 1)
    swung = move(sweep(path, np.full(len(t), thick), 8), (0, y, 0), turn(0, tip))
    return [swung, *(bead((i * radius, y, 0), thick * 1.6) for i in (-1, 1))]


def _bucket(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"square": 0.1, "staves": 0.5, "metal": 0.4})
    full, ornate = is_said(rng, shape, "full", 0.3), is_said(rng, shape, "ornate", 0.1)
    top, height = rng.uniform(0.42, 0.5), rng.uniform(0.62, 0.9)
    low, wall = top * rng.uniform(0.7, 0.9), 0.06
    outline = [(low, 0), (low + (top - low) * 0.5, height / 2), (top, height)]
    shaped = squared if form == "square" else as_is
    if form == "staves":
        parts = staves(hollow(outline, wall, 0.1), 2 * int(rng.integers(6, 9)), (MAIN, "staves"))
    else:
        parts = in_slot(MAIN, shaped(lathe(hollow(outline, wall, 0.1), 32, 0.6)))
        inner, out, low, high = top - wall, top + 0.05, height - 0.03, height + 0.05
        rim = hoop(out, low, high, inner, 32)
        parts += in_slot(MAIN, shaped(rim))
    places = ((0.12, 0.72), (0.1, 0.45, 0.85), (0.3,), (0.82,))[rng.integers(4 if form != "staves" else 2)]
    for y in places:
        wide = rng.uniform(0.08, 0.12)
        parts += in_slot("hoops", shaped(girdle(outline, y * height, (y + wide) * height, 0.025, 32)))
    fill = height * (0.9 if full else rng.uniform(0.45, 0.7))
    if full and rng.random() < 0.35:
        parts += in_slot("goods", shaped(filling_disc(radius_at(outline, fill) - 0.03, fill)))
        parts += heaped(rng, "goods", top * 0.6, fill + 0.02, 0.17, 7)
    elif full or rng.random() < 0.3:
        parts += in_slot("liquid", shaped(filling_disc(radius_at(outline, fill) - 0.03, fill)))
    thick, tip = rng.uniform(0.045, 0.06), float(rng.choice((0, 0, rng.uniform(15, 40), 100)))
    parts += in_slot("handle", *_bail(top + 0.035, height - 0.06, top * rng.uniform(0.95, 1.25), thick, tip))
    if tip == 0 and rng.random() < 0.5:
        y = height - 0.06 + top * 1.08
        parts += in_slot("grip", stick((-0.15, y, 0), (0.15, y, 0), 0.08))
    if ornate:
        for low, high, out in ((0.0, 0.08, 0.04), (height * 0.92, height + 0.02, 0.07)):
            parts += in_slot("trim", shaped(girdle(outline, low, high, out, 32)))
        r = radius_at(outline, height * 0.5) + 0.01
        parts += in_slot("trim", beads(places_around(8, r, height * 0.5), 0.075, 8))
    own: Colours = {"handle": one_of(rng, DARK, STEEL, 0.6, ROPE), "hoops": one_of(rng, DARK, STEEL, 0.6)}
    own |= {"liquid": one_of(rng, WATER, WATER, WHITE), "goods": one_of(rng, *FRUITS, STRAW)}
    return used(parts, own | {"staves": 0.8, "trim": GOLD, "grip": WOOD})


def _woven(outline: Outline, rows: int, columns: int, bulge: float) -> Parts:
    """Weave a wall: cells that bulge out and in by turns."""
    low, high = outline[0][1], outline[-1][1]
    y = np.linspace(low, high, rows + 1)
    ring = rings_of([(radius_at(outline, v), v) for v in y], columns)
    corners = np.stack([ring[:-1], np.roll(ring, -1, 1)[:-1], np.roll(ring, -1, 1)[1:], ring[1:]], 2)
    over = (np.arange(rows)[:, None] + np.arange(columns)) % 2
    centre = corners.mean(2)
    centre[..., [0, 2]] *= (1 + bulge * (2 * over - 1))[..., None]
    cells = np.concatenate([corners, centre[:, :, None]], 2)
    fan = [[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]]
    parts: Parts = []
    for k, slot in ((0, "weave"), (1, MAIN)):
        some = cells[over == k]
        faces = np.asarray(fan) + 5 * np.arange(len(some))[:, None, None]
        parts.append((flat(some.reshape(-1, 3), faces.reshape(-1, 3)), slot))
    return parts


def _basket(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    form = kind_of(rng, shape, {"round": 0.45, "square": 0.25, "oval": 0.3})
    filling = kind_of(rng, shape, {"lidded": 0.12, "full": 0.33, "empty": 0.55})
    lidded, full = filling == "lidded", filling == "full"
    top, height = rng.uniform(0.42, 0.5), rng.uniform(0.42, 0.8)
    low, belly = top * rng.uniform(0.72, 0.95), rng.uniform(0.98, 1.08)
    outline = curve([0, height * 0.5, height], [low, (low + top) / 2 * belly, top], 7)
    columns, rows = 2 * int(rng.integers(10, 14)), int(rng.integers(5, 8))
    parts = _woven(outline, rows, columns, rng.uniform(0.04, 0.07))
    inner = [(r - 0.05, y) for r, y in outline[::-1]]
    inside = lathe([(top, height - 0.01), *inner, (0, 0.06)], 24)
    parts += in_slot("inside", inside, lathe([(0, 0), (low, 0), (low, 0.01)], 24))
    parts += in_slot(
        "rim", rim_ring(top - 0.01, height, rng.uniform(0.05, 0.07), 24), rim_ring(low, 0.04, 0.05, 24)
    )
    if lidded:
        rise = rng.uniform(0.12, 0.26)
        angle = np.linspace(0, np.pi / 2 - 0.12, 6)
        dome = [((top + 0.03) * np.cos(a), height + 0.03 + rise * np.sin(a)) for a in angle]
        y = dome[-1][1]
        parts += _woven(dome, 4, columns, 0.03)
        parts += in_slot("rim", filling_disc(0.13, y + 0.02), bead((0, y + 0.06, 0), 0.09))
    elif full:
        what = str(rng.choice(("goods", "bread", "cloth")))
        parts += in_slot("cloth" if what == "cloth" else "goods", filling_disc(top - 0.04, height - 0.06))
        if what == "goods":
            parts += heaped(rng, "goods", top * 0.65, height + 0.02, 0.18, 8)
        elif what == "bread":
            for k in range(3):
                loaf = move(
                    unit_ball(10, 6), rotation=turn(1, rng.uniform(-50, 50)), scale=(0.12, 0.12, 0.36)
                )
                parts += in_slot(
                    "goods", move(loaf, ((k - 1) * 0.2, height + 0.06, rng.uniform(-0.05, 0.05)))
                )
        else:
            parts += in_slot(
                "cloth", blob(rng, (0, height - 0.05, 0), (top * 0.88, 0.22, top * 0.88), 0.1, 4, 2)
            )
    parts = [(squared(solid, 4.5), slot) for solid, slot in parts] if form == "square" else parts
    stretch = (1.0, 1.0, rng.uniform(0.7, 0.8)) if form in ("oval", "square") else (1.0, 1.0, 1.0)
    parts = [(move(solid, scale=stretch), slot) for solid, slot in parts]
    thick, draw = rng.uniform(0.05, 0.06), rng.random()
    if not lidded and (full or draw < 0.65):
        rise = rng.uniform(0.45, 0.7)
        t = np.linspace(0, np.pi, 17)
        across, up = top * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8, rise * np.sin(t) ** 0.8
        path = np.stack([across, height - 0.1 + up, 0 * t], 1)
        rod = sweep(path, np.full(len(t), thick), 7)
        parts += in_slot("handle", *(move(rod, (0, 0, z)) for z in (-thick * 0.8, thick * 0.8)))
    elif draw < 0.9 or lidded:
        grip = bow((0, 0.13), (0, -0.13), 0.15, thick)
        for angle in (0, 180):
            turned = move(grip, (top * 0.97, height - 0.05, 0), turn(0, 90))
            parts += in_slot("handle", move(turned, rotation=turn(1, angle)))
    own: Colours = {
        "weave": one_of(rng, 0.65, 0.75),
        "inside": 0.5,
        "rim": one_of(rng, 0.6, 1.2),
        "handle": one_of(rng, 0.6, 0.75, 1.2, LEATHER),
    }
    return used(parts, own | {"goods": one_of(rng, *FRUITS), "cloth": one_of(rng, WHITE, (0.75, 0.15, 0.15))})


def _cauldron(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    bubbling, ornate = is_said(rng, shape, "bubbling", 0.35), is_said(rng, shape, "ornate", 0.1)
    leg = 0.06 if "tiny-legged" in shape else rng.uniform(0.14, 0.28)
    belly, squat = rng.uniform(0.46, 0.54), rng.uniform(0.75, 1.0)
    mouth, lip = belly * rng.uniform(0.68, 0.85), rng.uniform(0.05, 0.1)
    end = np.arccos(mouth / belly)
    bowl = [(belly * np.cos(a), leg + squat * belly * (np.sin(a) + 1)) for a in np.linspace(-1.4, end, 8)]
    rim = bowl[-1][1]
    neck = [(mouth, rim + 0.03), (mouth + lip, rim + 0.1), (mouth + lip, rim + 0.17)]
    outline = [*bowl, *neck]
    top = rim + 0.17
    inside = [(mouth - 0.02, top), (mouth - 0.05, rim), (0, rim - 0.05)]
    parts = in_slot(MAIN, lathe([(0, leg), *outline, *inside], 26, 0.55))
    lidded = not bubbling and rng.random() < 0.15
    if lidded:
        dome = [(0, top - 0.01), (mouth + lip * 0.8, top - 0.01), (mouth * 0.6, top + 0.13), (0, top + 0.17)]
        parts += in_slot("lid", lathe(dome, 24), bead((0, top + 0.2, 0), 0.09))
    else:
        swell = [(r * (mouth + lip * 0.5), top + 0.09 * (1 - r * r)) for r in (1, 0.85, 0.6, 0.3, 0)]
        parts += in_slot("brew", lathe([(0, top - 0.06), (mouth - 0.02, top - 0.06), *swell], 20, 0.5))
    if bubbling:
        count = int(rng.integers(5, 9))
        k = np.arange(count)
        out, azimuth = mouth * 0.75 * np.sqrt(k / count), k * 2.4
        bubbles = np.stack([out * np.sin(azimuth), np.full(count, top - 0.02), out * np.cos(azimuth)], 1)
        parts += in_slot("brew", beads(bubbles, rng.uniform(0.09, 0.19, count), 8))
        for azimuth in rng.uniform(0, 2 * np.pi, 2):  # it boils over
            x, z = (mouth + lip) * np.sin(azimuth), (mouth + lip) * np.cos(azimuth)
            parts += in_slot("brew", bead((x, top - 0.05, z), (0.13, 0.1, 0.13)))
            parts += in_slot("brew", bead((x, top - 0.1, z), (0.075, rng.uniform(0.12, 0.24), 0.075)))
    count = 3 if rng.random() < 0.75 else 4
    first = rng.uniform(0, 1)
    hips = places_around(count, belly * 0.55, leg + 0.2 * belly, first)
    for (x, _, z), hip in zip(places_around(count, belly * 0.78, 0, first), hips, strict=True):
        parts += in_slot("legs", stick((x, 0, z), hip, 0.085), bead((x, 0.05, z), (0.11, 0.07, 0.11)))
    style, y = str(rng.choice(("rings", "ears", "bail"))), rim - 0.05
    r = radius_at(outline, y)
    if style == "bail":
        tip = 30.0 if rng.random() < 0.5 else 0.0
        parts += in_slot("handles", *_bail(mouth + lip + 0.03, top - 0.08, rng.uniform(0.45, 0.6), 0.05, tip))
    elif style == "ears":
        grip = bow((mouth + lip - 0.02, top - 0.05), (r - 0.03, y - 0.12), 0.15, 0.055)
        parts += in_slot("handles", grip, move(grip, rotation=turn(1, 180)))
    else:
        ring = move(rim_ring(0.14, 0, 0.045, 14), rotation=turn(2, 90))
        for i in (-1, 1):
            parts += in_slot("handles", move(ring, (i * (r + 0.06), y - 0.12, 0)), bead((i * r, y, 0), 0.08))
    if rng.random() < 0.4 or ornate:
        y = leg + squat * belly * rng.uniform(0.9, 1.1)
        parts += in_slot("trim" if ornate else "handles", girdle(outline, y, y + 0.1, 0.025, 28))
        if ornate:
            r = radius_at(outline, y + 0.05) + 0.02
            parts += in_slot("trim", beads(places_around(8, r, y + 0.05), 0.08))
            parts += in_slot("trim", rim_ring(mouth + lip, top - 0.02, 0.05))
    if leg > 0.2 and rng.random() < 0.4:  # a fire below
        for a in np.arange(3) * np.pi / 3 + 0.3:
            x, z = 0.5 * np.sin(a), 0.5 * np.cos(a)
            parts += in_slot("logs", stick((-x, 0.06, -z), (x, 0.06, z), 0.065))
        parts += in_slot("fire", move(beads(places_around(5, 0.26, 0.08), 0.1), scale=(1, 2, 1)))
    brew = one_of(rng, (0.35, 0.78, 0.18), (0.58, 0.22, 0.72), (0.20, 0.65, 0.72), (0.85, 0.45, 0.12))
    own: Colours = {
        "brew": brew,
        "legs": one_of(rng, 0.6, 0.75, DARK),
        "handles": one_of(rng, 0.6, 0.7, 1.3, STEEL, DARK),
        "lid": 0.7,
    }
    return used(parts, own | {"trim": GOLD, "logs": WOOD, "fire": FLAME})


def _bag(
    rng: np.random.Generator, outline: Outline, top: float, pleats: float, columns: int = 28
) -> np.ndarray:
    """Revolve an outline to rings of lumpy cloth, gathered at height `top`."""
    rings = rings_of(outline, columns)
    lumps = sine_noise(rings.reshape(-1, 3), rng, 3.5).reshape(rings.shape[:2])
    y, angle = np.array(outline)[:, 1:], np.arange(columns) * 2 * np.pi / columns
    gathered = pleats * np.exp(-(((y - top) / 0.3) ** 2)) * np.cos(int(rng.integers(5, 8)) * angle)
    rings[..., [0, 2]] *= (1 + 0.07 * lumps + gathered)[..., None]
    rings[..., 1] += 0.04 * np.where(y > 0.7 * top, np.roll(lumps, 5, 1), 0)
    return rings


def _cord(rng: np.random.Generator, radius: float, y: float, thick: float, spread: float) -> Parts:
    """Tie a rope around a bag, its knot and its two ends at the front."""
    side = rng.uniform(-0.6, 0.6)
    across, front = np.array([np.cos(side), 0, -np.sin(side)]), np.array([np.sin(side), 0, np.cos(side)])
    knot = (radius + 0.04) * front + np.array([0, y, 0])
    parts = in_slot("rope", rim_ring(radius, y, thick), bead(knot, thick * 1.7))
    t = np.linspace(0, 1, 5)[:, None]
    for k in (-0.5, 0.5):
        end = knot + t * spread * (k * across + front) - t * t * np.array([0, rng.uniform(0.18, 0.28), 0])
        parts += in_slot("rope", tube(end, 0.042, 6), bead(end[-1], 0.055))
    return parts


def _sack(rng: np.random.Generator, shape: frozenset[str]) -> tuple[Parts, Colours]:
    is_open = is_said(rng, shape, "open", 0.3)
    is_round, patched = is_said(rng, shape, "round", 0.3), is_said(rng, shape, "patched", 0.4)
    height, belly = rng.uniform(0.7, 1.0), rng.uniform(0.36, 0.46)
    if is_round:
        height, belly = rng.uniform(0.55, 0.66), rng.uniform(0.48, 0.56)
    if is_open:
        mouth, top = belly * rng.uniform(0.75, 0.9), height * 0.9
        outline = curve([0, 0.08, height * 0.4, top], [belly * 0.75, belly * 0.95, belly, mouth], 12)
        roll = [(0.06, 0.02), (0.07, 0.07), (0.02, 0.11), (-0.04, 0.06), (-0.06, -0.1)]
        outline += [(mouth + x, top + y) for x, y in roll]
        rings = _bag(rng, [(0.02, 0), *outline, (0.02, top - 0.12)], top, 0.03)
        what = str(rng.choice(("grain", "coins", "goods")))
        dome = [(mouth * np.cos(a), top - 0.04 + 0.17 * np.sin(a)) for a in np.linspace(0, np.pi / 2, 6)]
        parts = in_slot(what, lathe([(0, top - 0.1), *dome], 20, 0.2))
        if what != "grain":
            parts += heaped(rng, what, mouth * 0.7, top + 0.05, 0.15 if what == "goods" else 0.1, 8)
        parts += _cord(rng, radius_at(outline[:12], top - 0.1) + 0.02, top - 0.1, 0.045, 0.16)
    else:
        top, ruff, neck = height, rng.uniform(0.16, 0.26), belly * rng.uniform(0.26, 0.36)
        radii = [belly * 0.72, belly * 0.95, belly, belly * 0.7, neck]
        outline = curve([0, 0.08, height * 0.38, height * 0.75, height], radii, 12)
        outline += [(neck * 1.1, top + 0.05), (neck * 1.8, top + ruff), (neck * 1.5, top + ruff)]
        rings = _bag(rng, [(0.02, 0), *outline, (0.02, top + ruff * 0.6)], top, 0.16)
        parts = _cord(rng, neck + 0.02, top + 0.02, 0.055, 0.26)
    parts += in_slot(MAIN, loft(rings, smooth=True))
    if patched:
        for first in int(rng.integers(0, 9)) + np.arange(int(rng.integers(2, 4))) * 9:
            row, column = int(rng.integers(3, 6)), (first + np.arange(5 if is_round else 4) - 3) % 28
            cloth = rings[row : row + 4][:, column]
            out = np.array([1.06, 1, 1.06])
            parts += in_slot("patch", shell(cloth * out, cloth * (2 - out)))
    tilt = rng.uniform(-0.12, 0.12, 2)
    parts = [(lean(solid, tilt), slot) for solid, slot in parts]
    own: Colours = {
        "rope": one_of(rng, ROPE, LEATHER, 0.5, (0.75, 0.2, 0.15)),
        "patch": one_of(rng, 0.65, 0.75, 1.3, BRICK),
        "grain": one_of(rng, STRAW, CREAM, WHITE),
        "coins": (0.95, 0.75, 0.2),
        "goods": one_of(rng, *FRUITS),
    }
    return used(parts, own)


CLASSES: dict[str, PropClass] = {
    "bucket": PropClass(
        _bucket,
        ("pail", "water bucket"),
        0.4,
        ("full", "square", "ornate"),
        {"handle": "handle", "hoops": "hoops"},
    ),
    "basket": PropClass(
        _basket, ("wicker basket", "hamper"), 0.5, ("round", "square", "lidded", "full"), {"handle": "handle"}
    ),
    "cauldron": PropClass(
        _cauldron,
        ("cooking pot", "witch's pot"),
        0.7,
        ("bubbling", "tiny-legged", "ornate"),
        {"brew": "brew", "legs": "legs"},
    ),
    "sack": PropClass(
        _sack,
        ("bag", "pouch", "grain bag"),
        0.7,
        ("open", "round", "patched"),
        {"rope": "rope", "patch": "patch"},
    ),
}
