"""Builds fences: of pickets, boards, crossed rails, and of wrought iron."""

from __future__ import annotations

import numpy as np

from threed.procedural.dials import Dials
from threed.procedural.joinery import beam, finial, timber
from threed.procedural.kind import Kind, Made
from threed.procedural.parts import Part, move_parts, part
from threed.procedural.pieces import bar, board, knob, prism_of, stud
from threed.procedural.solids import lathe, move, turn


def _fence(dials: Dials) -> list[Part]:
    form = dials.choice(
        "form",
        {"pointed": 0.36, "round": 0.16, "crossed": 0.16, "boards": 0.16, "iron": 0.16},
        "of what it is built",
    )
    bays = dials.count("bays", 1, 2, "lengths between posts", (1, 4))
    length = dials.number("bay_length", 1.6, 2.0, "m", "from post to post", (0.8, 3.0))
    height = dials.number("height", 0.95, 1.15, "m", "of the pickets")
    count = dials.count("pickets", 8, 10, "in each bay", (3, 14))
    arch = dials.choice(
        "arch", {"straight": 0.5, "arched": 0.25, "sunk": 0.25}, "how the tops of pickets run"
    )
    caps = dials.choice("caps", {"pyramid": 0.5, "ball": 0.3, "flat": 0.2}, "on the posts")
    ornate = dials.flag("ornate", 0.15, "with more turned and forged work")
    wonky = dials.number("wonky", 0.0, 1.2, "deg", "how far pickets lean", (0, 6))
    iron = form == "iron"
    xs = (np.arange(bays + 1) - bays / 2) * length
    post = 0.1 if iron else 0.13
    tall = height + (0.12 if iron else 0.06)
    parts: list[Part] = []
    for x in xs:
        parts += _post(float(x), tall, post, "ball" if ornate else caps, iron, ornate)
    inside = length - post
    for a in xs[:-1]:
        centre = float(a) + length / 2
        if iron:
            bay = _railing(inside, height, count, ornate)
        elif form in ("pointed", "round"):
            bay = _pickets(dials, form, inside, height, count, "arched" if ornate else arch, wonky)
        elif form == "crossed":
            bay = _crossed(inside, height)
        else:
            bay = _boards(dials, inside, height, wonky)
        parts += move_parts(bay, (centre, 0, 0))
    return parts


def _post(x: float, tall: float, wide: float, cap: str, iron: bool, ornate: bool) -> list[Part]:
    role = "metal" if iron else "wood"
    made = [timber("posts", (x, tall / 2, 0), (wide, tall, wide), 0.008, role)]
    if iron:
        foot = [(-0.8, 0), (0.8, 0), (0.8, 0.05), (0.62, 0.12), (-0.62, 0.12), (-0.8, 0.05)]
        solid = prism_of(np.asarray(foot) * [wide, 1], 1.6 * wide, 0.01)
        made.append(part("posts", role, move(solid, (x, 0, 0)), (0, 1, 0), (0, 0, 1)))
    lid = board((x, tall + 0.012, 0), (wide + 0.05, 0.045, wide + 0.05), 0.01)
    made.append(part("caps", role, lid, (1, 0, 0), (0, 1, 0)))
    if cap == "pyramid":
        half = wide / 2 + 0.01
        tip = lathe(np.array([(0, 0), (half, 0), (0, 0.6 * wide)]) * [np.sqrt(2), 1], 4)
        made.append(part("caps", role, move(tip, (x, tall + 0.03, 0), turn(1, 45)), (0, 1, 0), (0, 0, 1)))
    elif cap == "ball":
        made.append(finial("caps", (x, tall + 0.035, 0), 0.5 * wide if ornate else 0.42 * wide, role, 10))
    if ornate and not iron:
        for y in (0.16, tall - 0.12):
            collar = board((x, y, 0), (wide + 0.03, 0.035, wide + 0.03), 0.008)
            made.append(part("caps", role, collar, (1, 0, 0), (0, 1, 0)))
    return made


def _picket(form: str, half: float, tall: float) -> list[tuple[float, float]]:
    if form == "pointed":
        return [(-half, 0), (half, 0), (half, tall - 1.5 * half), (0, tall), (-half, tall - 1.5 * half)]
    t = np.linspace(0, np.pi, 6)
    return [(-half, 0), (half, 0), *((half * np.cos(a), tall - half + half * np.sin(a)) for a in t)]


def _pickets(
    dials: Dials, form: str, inside: float, height: float, count: int, arch: str, wonky: float
) -> list[Part]:
    made, pitch = [], inside / count
    half, bend = 0.33 * pitch, {"straight": 0.0, "arched": 0.12, "sunk": -0.12}[arch]
    made.extend(
        timber("rails", (0, y, -0.012), (inside + 0.03, 0.085, 0.045), 0.006)
        for y in (0.24 * height, 0.7 * height)
    )
    for k in range(count):
        x = (k - (count - 1) / 2) * pitch
        u = 2 * x / inside
        tall = height * (1 + bend * (1 - u * u) - max(bend, 0) * 0.6 - min(bend, 0) * 0.2)
        lean = float(dials.rng.uniform(-1, 1)) * wonky
        tall += float(dials.rng.uniform(-0.012, 0.012)) * wonky
        solid = prism_of(_picket(form, half, tall - 0.06), 0.024, 0.005)
        turned = turn(2, lean)
        place = np.array([x, 0.06, 0.021])
        made.append(part("pickets", "wood", move(solid, place, turned), turned @ [0, 1, 0], (0, 0, 1)))
        for y in (0.24 * height, 0.7 * height):
            at = place + turned @ [0, y - 0.06, 0.012]
            made.append(part("nails", "metal", stud(at, (0, 0, 1), 0.01, 0.004, 5), (0, 0, 1)))
    return made


def _crossed(inside: float, height: float) -> list[Part]:
    """Set two rails and a cross of braces between the posts, as round paddocks have."""
    made = []
    low, high = 0.2 * height, 0.86 * height
    made.extend(timber("rails", (0, y, 0), (inside + 0.04, 0.11, 0.05), 0.01) for y in (low, high))
    half = inside / 2
    for side in (-1, 1):
        a, b = (-side * half, low + 0.03, side * 0.016), (side * half, high - 0.03, side * 0.016)
        made.append(beam("pickets", a, b, 0.095, 0.034, bevel=0.007))
    made.append(timber("rails", (0, (low + high) / 2, 0), (0.09, high - low, 0.042), 0.007))
    for x, y in ((0, low), (0, high), (0, (low + high) / 2)):
        for z in (-1, 1):
            depth = 0.025 if y != (low + high) / 2 else 0.033
            made.append(part("nails", "metal", stud((x, y, z * depth), (0, 0, z), 0.013, 0.006), (0, 0, z)))
    return made


def _boards(dials: Dials, inside: float, height: float, wonky: float) -> list[Part]:
    """Nail three broad boards to the posts, none quite level."""
    made = []
    for y in (0.24, 0.53, 0.82):
        wide, slope = (
            float(dials.rng.uniform(0.15, 0.19)) * height,
            float(dials.rng.uniform(-0.5, 0.5)) * wonky,
        )
        end = inside / 2 + 0.05
        rise = end * np.tan(np.radians(slope))
        notch = float(dials.rng.uniform(-0.012, 0.012))
        outline = [
            (-end, -wide / 2),
            (0, -wide / 2 + notch),
            (end, -wide / 2),
            (end, wide / 2),
            (0.2 * end, wide / 2 + notch),
            (-end, wide / 2),
        ]
        solid = prism_of([(u, v + rise * u / end) for u, v in outline], 0.036, 0.007)
        made.append(part("pickets", "wood", move(solid, (0, y * height, 0.052)), (1, 0, 0), (0, 0, 1)))
        for x in (-1, 1):
            for d in (-0.28, 0.28):
                at = (x * (end - 0.025), y * height + rise * x + d * wide, 0.07)
                made.append(part("nails", "metal", stud(at, (0, 0, 1), 0.012, 0.005, 5), (0, 0, 1)))
    made.append(timber("rails", (0, 0.47 * height, 0.012), (0.09, 0.94 * height, 0.05), 0.007))
    return made


def _railing(inside: float, height: float, count: int, ornate: bool) -> list[Part]:
    """Forge bars with spear heads through two flat rails."""
    made, pitch = [], inside / count
    levels = (0.12 * height, 0.8 * height, 0.92 * height) if ornate else (0.12 * height, 0.84 * height)
    made.extend(timber("rails", (0, y, 0), (inside + 0.03, 0.035, 0.05), 0.005, "metal") for y in levels)
    for k in range(count):
        x = (k - (count - 1) / 2) * pitch
        rod = bar((x, 0.05, 0), (x, height + 0.02, 0), 0.024, 0.024, 0)
        made.append(part("pickets", "metal", rod, (0, 1, 0), (0, 0, 1)))
        spear = [(-0.012, 0), (0.012, 0), (0.034, 0.045), (0, 0.15), (-0.034, 0.045)]
        head = move(prism_of(spear, 0.026, 0.01), (x, height + 0.01, 0))
        made.append(part("spears", "metal", head, (0, 1, 0), (0, 0, 1)))
        made.append(
            part("spears", "metal", knob((x, height + 0.005, 0), (0.026, 0.018, 0.026), 6, 4), (0, 1, 0))
        )
        if ornate and k < count - 1:
            made += _circle((x + pitch / 2, 0.86 * height, 0), 0.06 * height)
    return made


def _circle(place: tuple[float, float, float], radius: float) -> list[Part]:
    profile = [
        (radius - 0.011, -0.012),
        (radius + 0.003, -0.012),
        (radius + 0.003, 0.012),
        (radius - 0.011, 0.012),
    ]
    hoop = move(lathe([*profile, profile[0]], 12), place, turn(0, 90))
    return [part("spears", "metal", hoop, (0, 0, 1))]


KINDS = {
    "fence": Kind(
        build=_fence,
        size_m=2.6,
        parts={
            "pickets": Made(
                ("painted wood", "weathered wood", "pine"),
                ("#efece2", "#d9d2c0", "#8fae9a"),
                ("boards", "slats", "pales", "bars"),
            ),
            "posts": Made(("oak", "weathered wood"), words=("post", "pillars")),
            "rails": Made(
                ("painted wood", "weathered wood", "pine"),
                ("#efece2", "#d9d2c0", "#8fae9a"),
                ("rail", "crossbars", "beams"),
            ),
            "caps": Made(("oak", "weathered wood"), words=("cap", "finials", "knobs", "tops")),
            "nails": Made(("wrought iron", "rusty iron"), words=("nail", "studs")),
            "spears": Made(("wrought iron",), words=("spear heads", "points", "spikes", "finials")),
        },
        synonyms=("picket fence", "garden fence", "railing", "wooden fence"),
        main=("rails", "posts", "caps"),
        words={
            "pointed": {"form": "pointed"},
            "round": {"form": "round"},
            "crossed": {"form": "crossed"},
            "ornate": {"ornate": True},
            "iron": {"form": "iron"},
            "rickety": {"wonky": 4.0},
            "straight": {"wonky": 0.0, "arch": "straight"},
        },
    ),
}
