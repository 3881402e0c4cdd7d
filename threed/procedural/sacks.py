"""Builds sacks: lumpy cloth, gathered and tied at its neck, or open with a rolled edge and filled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, Role, part
from threed.procedural.pieces import cylinder, knob
from threed.procedural.pottery import smooth_outline
from threed.procedural.ropework import tied, twisted
from threed.procedural.solids import flat, frame_along, loft, move, shell, sine_noise, turn
from threed.procedural.upholstery import closed_ring

COLUMNS = 28
ROLES: dict[str, Role] = {"grain": "straw", "potatoes": "food", "coins": "metal", "apples": "fruit"}


def _sack(dials: Dials) -> list[Part]:
    form = dials.choice("form", {"tied": 0.66, "open": 0.34}, "whether it is shut")
    height = dials.number("height", 0.55, 0.72, "m", "of what is filled")
    belly = dials.number("belly", 0.2, 0.25, "m", "its widest radius")
    depth = dials.number("depth", 0.72, 0.9, "", "its depth as part of its width", (0.4, 1.2))
    lumps = dials.number("lumps", 0.02, 0.05, "", "how uneven it is", (0.0, 0.12))
    slump = dials.number("slump", -9.0, 9.0, "deg", "how far it leans to one side", (-20.0, 20.0))
    pleats = dials.count("pleats", 7, 10, "folds at its neck", (3, 13))
    patches = dials.count("patches", 0, 1, "patches sewn on", (0, 4))
    filling = dials.choice(
        "filling", {"grain": 0.4, "potatoes": 0.3, "coins": 0.15, "apples": 0.15}, "of an open one"
    )
    is_round = dials.flag("round", 0.15, "short and stout")
    if is_round:
        height, belly = 0.72 * height, 1.12 * belly
    rng = dials.rng
    if form == "tied":
        parts, rings = _tied(rng, height, belly, depth, lumps, pleats)
    else:
        parts, rings = _open(rng, height, belly, depth, lumps)
        parts += _contents(rng, filling, rings, belly, depth, height)
    for k in range(patches):
        parts += _patch(rng, rings, k)
    return _slumped(parts, slump)


def _slumped(parts: list[Part], degrees: float) -> list[Part]:
    """Lean all of it, more the higher it is: its foot stays flat on the ground."""
    side, made = np.tan(np.radians(degrees)), []
    for one in parts:
        vertices = one.solid.vertices.astype(np.float64).copy()
        y = vertices[:, 1]
        vertices[:, 0] += side * 0.9 * y * np.clip(y / 0.5, 0, 1.2)
        frame = one.frame.copy()
        y0 = float(frame[1, 3])
        frame[0, 3] += side * 0.9 * y0 * np.clip(y0 / 0.5, 0, 1.2)
        made.append(replace(one, solid=flat(vertices, one.solid.faces), frame=frame))
    return made


def _rings(
    rng: np.random.Generator, outline: list[tuple[float, float]], depth: float, lumps: float, belly: float
) -> np.ndarray:
    """Revolve an outline to rings [P, K, 3] of lumpy cloth, whose foot has two corners that stick out."""
    angle = np.arange(COLUMNS) * 2 * np.pi / COLUMNS
    rings = []
    for r, y in outline:
        x, z = r * np.sin(angle), depth * r * np.cos(angle)
        rings.append(np.stack([x, np.full(COLUMNS, y), z], 1))
    points = np.asarray(rings)
    wave = sine_noise(points.reshape(-1, 3) / belly, rng, 2.3).reshape(points.shape[:2])
    height = max(y for _, y in outline)
    y = points[..., 1] / height
    swell = lumps * wave * np.clip(4 * y, 0, 1) * np.clip(6 * (1 - y), 0.25, 1)
    # corners of the seam at the foot
    corner = np.exp(-((y / 0.09) ** 2)) * np.abs(np.sin(angle)) ** 9 * 0.13
    points[..., [0, 2]] *= (1 + swell + corner)[..., None]
    points[..., 1] += 0.012 * np.exp(-((y / 0.05) ** 2)) * np.abs(np.sin(angle)) ** 9 * (y > 0.001)
    return points


def _tied(
    rng: np.random.Generator, height: float, belly: float, depth: float, lumps: float, pleats: int
) -> tuple[list[Part], np.ndarray]:
    neck, ruff = 0.3 * belly, 0.13
    outline = smooth_outline(
        [0.0, 0.06 * height, 0.36 * height, 0.74 * height, 0.92 * height, height],
        [0.8 * belly, 0.97 * belly, belly, 0.76 * belly, 0.42 * belly, neck], 11,
    )  # fmt: skip
    outline += [
        (neck * 1.02, height + 0.018),
        (neck * 1.5, height + 0.6 * ruff),
        (neck * 1.95, height + ruff),
    ]
    points = _rings(rng, [(0.35 * belly, 0.0), *outline], depth, lumps, belly)
    angle = np.arange(COLUMNS) * 2 * np.pi / COLUMNS
    y = points[..., 1]
    gather = np.exp(-(((y - height) / (0.22 * height)) ** 2))
    # above the cord folds are as deep, the hem is uneven
    gather = np.where(y > height, np.clip(1.0 - 0.2 * (y - height) / ruff, 0, 1), gather)
    folds = np.cos(pleats * angle + 0.7)
    points[..., [0, 2]] *= (1 + 0.17 * gather * folds)[..., None]
    # the neck is round, whatever the body is
    stretch = 1 + (1 / depth - 1) * np.clip((y - 0.7 * height) / (0.3 * height), 0, 1)
    points[..., 2] *= stretch
    points[-1, :, 1] += 0.016 * np.cos(3 * angle + float(rng.uniform(0, 6))) + 0.012 * folds
    # into the mouth again: the hem has a thickness
    mouth = points[-1] * [0.74, 1, 0.74] - [0, 0.012, 0]
    well = points[-3] * [0.5, 1, 0.5] + [0, 0.022, 0]
    rings = np.concatenate([points, mouth[None], well[None]])
    parts = [part("cloth", "cloth", loft(rings), (0, 1, 0), (0, 0, 1), crease_deg=110)]
    y0 = height + 0.006
    loop = np.stack(
        [(neck + 0.006) * np.sin(angle[::2]), np.full(14, y0), (neck + 0.006) * np.cos(angle[::2])], 1
    )
    a = float(rng.uniform(-0.5, 0.5))
    parts += _cord(loop, neck, y0, a, rng, 0.024)
    return parts, points


def _cord(
    loop: np.ndarray, radius: float, y: float, a: float, rng: np.random.Generator, thick: float
) -> list[Part]:
    """Tie a rope around it, with two ends that hang down at the front."""
    out, side = np.array([np.sin(a), 0, np.cos(a)]), np.array([np.cos(a), 0, -np.sin(a)])
    knot = (radius + 0.016) * out + [0, y, 0]
    ends = []
    for s in (-1, 1):
        drop = float(rng.uniform(0.09, 0.14))
        ends.append(
            np.asarray(
                [
                    knot,
                    knot + 0.028 * out + s * 0.03 * side,
                    knot + 0.045 * out + s * 0.045 * side - [0, 0.55 * drop, 0],
                    knot + 0.056 * out + s * 0.05 * side - [0, drop, 0],
                ]
            )
        )
    second = loop + [0, 0.8 * thick, 0]
    made = tied("rope", loop, knot, ends, thick, 9)
    made.append(
        part("rope", "rope", twisted(second, thick, 9, True, 7), (0, 1, 0), mapping="turned", crease_deg=100)
    )
    return made


def _open(
    rng: np.random.Generator, height: float, belly: float, depth: float, lumps: float
) -> tuple[list[Part], np.ndarray]:
    """Roll the edge of an open one outwards and down."""
    h, mouth = 0.9 * height, 0.86 * belly
    outline = smooth_outline(
        [0.0, 0.07 * h, 0.42 * h, 0.85 * h, h], [0.8 * belly, 0.97 * belly, belly, 0.9 * belly, mouth], 10
    )
    roll = [(0.016, 0.014), (0.03, 0.005), (0.037, -0.018), (0.028, -0.04), (0.018, -0.036)]
    body = _rings(rng, [(0.35 * belly, 0.0), *outline], depth, lumps, belly)
    edge = body[-1]
    angle = np.arange(COLUMNS) * 2 * np.pi / COLUMNS
    out = np.stack([np.sin(angle), np.zeros(COLUMNS), np.cos(angle)], 1)
    sag = 0.012 * np.cos(2 * angle + float(rng.uniform(0, 6))) + 0.006 * np.cos(5 * angle)
    rim = edge + [0, 0.012, 0] + sag[:, None] * [0, 1, 0]
    rolled = [rim + (dx * (1 + 0.25 * np.cos(4 * angle + 1)))[:, None] * out + [0, dy, 0] for dx, dy in roll]
    # a ring of its own for the roll; the body ends below it, hollow
    inner = [
        edge * [0.9, 1, 0.9] + sag[:, None] * [0, 1, 0] + [0, 0.008, 0],
        edge * [0.88, 1, 0.88] - [0, 0.16 * h, 0],
    ]
    well = np.asarray([*body, rim - 0.003 * out, *inner])
    parts = [part("cloth", "cloth", loft(well), (0, 1, 0), (0, 0, 1), crease_deg=110)]
    ring = np.asarray(
        [
            rim - 0.014 * out - [0, 0.012, 0],
            rim - 0.004 * out + [0, 0.006, 0],
            *rolled,
            rim + 0.004 * out - [0, 0.03, 0],
        ]
    )
    parts.append(
        part("cloth", "cloth", closed_ring(ring.transpose(1, 0, 2)), (0, 1, 0), (0, 0, 1), crease_deg=110)
    )
    return parts, body


def _contents(
    rng: np.random.Generator, what: str, rings: np.ndarray, belly: float, depth: float, height: float
) -> list[Part]:
    """Heap what is in it up to above its edge."""
    edge = rings[-1]
    level, dome = float(edge[:, 1].mean()) - 0.015, 0.075
    middle = edge.mean(0)
    shares = ((0.94, -0.05), (0.94, 0.0), (0.8, 0.4), (0.58, 0.72), (0.3, 0.94), (0.08, 1.0))
    mound = []
    for t, up in shares:
        ring = middle + t * (edge - middle)
        ring[:, 1] = level + dome * up + (0.006 * sine_noise(ring / 0.05, rng, 1.0) if 0.1 < t < 0.9 else 0.0)
        mound.append(ring)
    role = ROLES[what]
    parts = [part(what, role, loft(np.asarray(mound)), (0, 0, 1), (0, 1, 0), crease_deg=80)]
    reach = 0.8 * float(np.abs(edge[:, 0]).max())
    if what == "grain":
        return parts
    count = {"potatoes": 16, "coins": 22, "apples": 17}[what]
    for k in range(count):
        out, a = reach * np.sqrt((k + 0.4) / count), 2.4 * k + float(rng.uniform(-0.2, 0.2))
        at = np.array([out * np.sin(a), 0, depth * out * np.cos(a)])
        at[1] = level + dome * (1 - (out / (1.12 * reach)) ** 2)
        if what == "coins":
            tilt = frame_along(np.array([rng.normal(0, 0.4), 1.0, rng.normal(0, 0.4)]))
            coin = move(cylinder(0.024, -0.0035, 0.0035, 8), at + [0, 0.004, 0], tilt)
            parts.append(part(what, role, coin, tilt[:, 2], tilt[:, 1], crease_deg=50))
        elif what == "potatoes":
            size = float(rng.uniform(0.034, 0.044))
            spin = turn(1, float(rng.uniform(0, 180))) @ turn(2, float(rng.uniform(-25, 25)))
            spud = move(knob((0, 0, 0), (1.3 * size, 0.85 * size, size), 8, 5), at + [0, 0.2 * size, 0], spin)
            parts.append(part(what, role, spud, spin[:, 0], spin[:, 1], crease_deg=80))
        else:
            apple = knob(at + [0, 0.008, 0], float(rng.uniform(0.037, 0.043)), 8, 5)
            parts.append(part(what, role, apple, mapping="turned", origin=at, crease_deg=80))
    return parts


def _patch(rng: np.random.Generator, rings: np.ndarray, k: int) -> list[Part]:
    """Sew a patch of other cloth on the front, its edge held by stitches."""
    rows = [3, 4, 5, 6] if k % 2 == 0 else [5, 6, 7, 8]
    # columns start at +Z, the front
    first = int(rng.integers(-3, 1)) + (0, 3, 9, -9)[k % 4]
    columns = (np.arange(5) + first) % COLUMNS
    sheet = rings[rows][:, columns]
    middle = np.array([0, 1, 0]) * sheet
    out = sheet - middle
    out /= np.linalg.norm(out, axis=2, keepdims=True)
    patch = shell(sheet + 0.006 * out, sheet - 0.008 * out)
    parts = [part("patch", "cloth", patch, (0, 1, 0), tuple(out[1, 2]), crease_deg=80)]
    border = (
        [(0, c) for c in range(5)] + [(3, c) for c in range(5)] + [(r, c) for r in (1, 2) for c in (0, 4)]
    )
    centre = sheet.mean((0, 1))
    for r, c in border:
        at, normal = sheet[r, c], out[r, c]
        inward = centre - at
        inward -= np.dot(inward, normal) * normal
        inward /= np.linalg.norm(inward)
        line = np.asarray(
            [at - 0.014 * inward - 0.002 * normal, at + 0.0075 * normal, at + 0.016 * inward + 0.003 * normal]
        )
        parts.append(part("stitches", "rope", twisted(line, 0.0065, 0, False, 4), inward, crease_deg=90))
    return parts


KINDS = {
    "sack": Kind(
        build=_sack,
        size_m=0.72,
        parts={
            "cloth": Made(("burlap", "linen", "canvas"), words=("bag", "fabric", "burlap", "body")),
            "rope": Made(("rope",), words=("cord", "string", "tie")),
            "patch": Made(
                ("canvas", "linen", "wool"), ("#7a4a34", "#4c5a6b", "#8a7a4a", "#93473c"), ("patches",)
            ),
            "stitches": Made(("rope",), ("#2f2419", "#e6dcc6"), ("seams", "thread")),
            "grain": Made(("seeds",), ("#d9b25a", "#c99a45"), ("wheat", "corn", "seeds")),
            "potatoes": Made(("bread",), ("#9b7446",), ("potato", "goods")),
            "apples": Made(("apple skin",), ("#b3201f", "#7fa32a"), ("fruit", "apple")),
            "coins": Made(("gold",), words=("gold", "money", "treasure")),
        },
        synonyms=("bag", "pouch", "grain bag", "money bag", "grain sack"),
        words={
            "open": {"form": "open"},
            "grain": {"form": "open", "filling": "grain"},
            "potatoes": {"form": "open", "filling": "potatoes"},
            "apples": {"form": "open", "filling": "apples"},
            "coins": {"form": "open", "filling": "coins"},
            "money": {"form": "open", "filling": "coins"},
            "wheat": {"form": "open", "filling": "grain"},
            "closed": {"form": "tied"},
            "tied": {"form": "tied"},
            "round": {"round": True},
            "patched": {"patches": 2},
            "full": {"form": "open"},
            "lumpy": {"lumps": 0.09},
        },
    ),
}
