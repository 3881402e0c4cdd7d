"""Cut and natural stone, ice and lava: marble, granite, sandstone, cliff, crystal and their like."""

from __future__ import annotations

import numpy as np

from core.materials.material import STONE, MaterialClass
from core.materials.noise import fractal_noise, gradient_noise, warp, worley
from core.materials.paint import RGB, cover, mix, pick, ramp, repeats, scaled, smoothstep, tints
from core.materials.weathering import Grid, Surface

_MARBLES = (
    ((0.92, 0.91, 0.89), (0.45, 0.45, 0.48)),
    ((0.93, 0.89, 0.82), (0.66, 0.48, 0.28)),
    ((0.12, 0.12, 0.14), (0.86, 0.83, 0.76)),
    ((0.20, 0.36, 0.29), (0.80, 0.86, 0.78)),
    ((0.80, 0.58, 0.52), (0.96, 0.90, 0.86)),
)
_GRANITES = (
    ((0.62, 0.60, 0.58), (0.25, 0.25, 0.27), (0.86, 0.84, 0.82)),
    ((0.68, 0.47, 0.42), (0.24, 0.21, 0.21), (0.86, 0.76, 0.72)),
    ((0.24, 0.25, 0.28), (0.09, 0.09, 0.11), (0.55, 0.57, 0.60)),
    ((0.60, 0.54, 0.44), (0.28, 0.24, 0.20), (0.88, 0.82, 0.70)),
)
_STRATA = (
    ((0.80, 0.62, 0.42), (0.70, 0.47, 0.30), (0.88, 0.74, 0.54), (0.62, 0.38, 0.25)),
    ((0.86, 0.76, 0.56), (0.78, 0.65, 0.45), (0.92, 0.85, 0.68), (0.72, 0.56, 0.38)),
    ((0.74, 0.40, 0.26), (0.58, 0.28, 0.20), (0.85, 0.58, 0.40), (0.66, 0.46, 0.36)),
)
_CRYSTALS = (
    (0.48, 0.28, 0.78), (0.20, 0.62, 0.80), (0.22, 0.68, 0.42), (0.82, 0.30, 0.52), (0.86, 0.62, 0.24),
)  # fmt: skip


def marble(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Run veins of several widths through clouded stone."""
    ground, vein = (np.asarray(c, np.float32) for c in _MARBLES[rng.integers(len(_MARBLES))])
    if rgb is not None:
        ground = pick(rng, ((0.6, 0.6, 0.6),), rgb)
        vein = mix(ground, (0.97, 0.95, 0.92) if ground.mean() < 0.6 else (0.35, 0.33, 0.34), 0.75)
    x, y = warp(rng, grid.x, grid.y, 2, rng.uniform(0.08, 0.14), octaves=4)
    cloud = fractal_noise(rng, x, y, 2, octaves=4)
    main = abs(fractal_noise(rng, x, y, 2, 3, octaves=2, gain=0.35))
    fine = abs(fractal_noise(rng, x, y, 5, octaves=2, gain=0.4))
    strength = smoothstep(-0.5, 0.5, gradient_noise(rng, grid.x, grid.y, 3, 3))
    veins = smoothstep(0.11, 0.0, main) * (0.35 + 0.65 * strength) + 0.28 * smoothstep(0.28, 0.0, main)
    veins = np.clip(veins + 0.40 * smoothstep(0.07, 0.0, fine) * strength, 0, 1)
    colour = mix(scaled(ground, 1 + 0.07 * cloud), vein, 0.85 * veins)
    return Surface(colour, 0.6 - 0.1 * veins + 0.03 * cloud, 0.14 + 0.08 * veins, painted=0.3)


def soft_marble(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Cloud pale stone softly, with a few thin grey veins: what statues are of."""
    ground = pick(rng, ((0.90, 0.88, 0.85),), rgb)
    vein = mix(ground, (0.96, 0.94, 0.90) if ground.mean() < 0.4 else (0.46, 0.45, 0.46), 0.7)
    x, y = warp(rng, grid.x, grid.y, 3, 0.10, octaves=4)
    cloud = fractal_noise(rng, x, y, 2, octaves=5, gain=0.6)
    broad, thin = (abs(fractal_noise(rng, x, y, n, n + 1, octaves=3, gain=0.4)) for n in (2, 5))
    strength = smoothstep(-0.2, 0.6, gradient_noise(rng, grid.x, grid.y, 3, 3))
    veins = 0.55 * smoothstep(0.05, 0.0, broad) * strength + 0.22 * smoothstep(0.30, 0.0, broad)
    veins = np.clip(veins + 0.35 * smoothstep(0.05, 0.0, thin) * strength, 0, 1)
    colour = mix(scaled(ground, 1 + 0.05 * cloud), vein, 0.8 * veins)
    return Surface(colour, 0.6 - 0.1 * veins + 0.04 * cloud, 0.24 + 0.08 * veins + 0.03 * cloud, painted=0.3)


SOFT_MARBLE = MaterialClass(soft_marble, 0.004, ())


def granite(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grow crystals of three minerals into one another."""
    ground, dark, light = (np.asarray(c, np.float32) for c in _GRANITES[rng.integers(len(_GRANITES))])
    if rgb is not None:
        ground = pick(rng, ((0.6, 0.6, 0.6),), rgb)
        dark, light = ground * np.float32(0.35), mix(ground, (0.95, 0.93, 0.92), 0.6)
    n = repeats(rng, 18, 24, words)
    x, y = warp(rng, grid.x, grid.y, 24, 0.010, octaves=1)
    coarse = worley(rng, x, y, n)
    flecks = gradient_noise(rng, grid.x, grid.y, 60, 60)
    share = rng.dirichlet((5, 2.2, 2.2))
    table = np.stack([ground, dark, light])[rng.choice(3, coarse.count, p=share)]
    table = table * rng.uniform(0.85, 1.12, (coarse.count, 1)).astype(np.float32)
    cloud = fractal_noise(rng, grid.x, grid.y, 3, octaves=3)
    colour = scaled(table.take(coarse.cell, 0), 1 + 0.08 * cloud)
    colour = mix(colour, dark, 0.75 * smoothstep(0.42, 0.60, flecks))
    colour = mix(colour, light, 0.70 * smoothstep(-0.50, -0.66, flecks))
    height = 0.6 + 0.10 * smoothstep(0, 0.4, coarse.edge) + 0.05 * cloud
    return Surface(colour, height, 0.42 + 0.12 * flecks, painted=0.5)


def sandstone(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Deposit strata of uneven thickness, bent by slow folds and worn back unevenly."""
    bands = repeats(rng, 7, 11, words)
    bend = fractal_noise(rng, grid.x, grid.y, 2, 1, octaves=3, gain=0.5)
    fine = fractal_noise(rng, grid.x, grid.y, 10, 24, octaves=2)
    y = grid.y + rng.uniform(0.03, 0.06) * bend + 0.004 * fine
    place = (y + 0.25 / bands * np.sin(2 * np.pi * (2 * y + rng.random()))) * np.float32(bands)
    layer = np.floor(place)
    f = place - layer
    k = (layer % bands).astype(np.int64)
    levels = rng.uniform(0.35, 0.85, bands).astype(np.float32)
    palette = np.asarray(_STRATA[rng.integers(len(_STRATA))], np.float32)
    if rgb is not None:
        palette = pick(rng, _STRATA[0], rgb, 0.15) * np.array([[1.0], [0.78], [1.14], [0.64]], np.float32)
    table = palette[rng.integers(0, 4, bands)] * rng.uniform(0.92, 1.06, (bands, 1)).astype(np.float32)
    soft = smoothstep(0, 0.25, f)
    height = levels.take((k - 1) % bands) * (1 - soft) + levels.take(k) * soft
    colour = mix(table.take((k - 1) % bands, 0), table.take(k, 0), smoothstep(0.0, 0.12, f))
    lines = fractal_noise(rng, grid.x, y, 3, 5 * bands, octaves=1)
    grain = fractal_noise(rng, grid.x, grid.y, 30, octaves=2)
    pits = smoothstep(0.3, 0.8, fractal_noise(rng, grid.x, grid.y, 9, 16, octaves=2))
    height = height + 0.08 * lines + 0.04 * grain - 0.15 * pits - 0.14 * smoothstep(0.16, 0.0, f)
    shade = 1 + 0.09 * lines + 0.05 * grain - 0.14 * pits - 0.22 * smoothstep(0.10, 0.0, f)
    return Surface(scaled(colour, shade), height, 0.9 + 0.05 * grain)


def rock(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Break a cliff into facets of three sizes."""
    colour = pick(
        rng, ((0.50, 0.48, 0.46), (0.46, 0.42, 0.38), (0.42, 0.45, 0.49), (0.56, 0.47, 0.38)), rgb, 0.2
    )
    n = repeats(rng, 3, 4, words)
    x, y = warp(rng, grid.x, grid.y, 6, 0.012)
    slant = int(rng.integers(-1, 2))
    y = y + slant * x
    squat = rng.uniform(0.7, 1.3)
    height, tone = np.float32(0.5), np.float32(0)
    crack = np.zeros(np.broadcast_shapes(x.shape, y.shape), np.float32)
    for k, weight in ((n, 1.0), (2 * n, 0.55), (4 * n, 0.26)):
        found = worley(rng, x, y, k, max(round(k * squat), 2), jitter=1.0)
        ax, ay, az = (weight * rng.normal(0, 0.20, (3, found.count))).astype(np.float32)
        # towards its border each facet returns to the mean, which spares the eye a staircase of texels
        inside = smoothstep(0, 1.6 * grid.texel * k, found.edge)
        plane = (ax.take(found.cell) * found.dx + ay.take(found.cell) * found.dy) * inside
        step = az.take(found.cell) * inside
        height = height + plane + 0.5 * step
        tone = tone + 0.62 * step + 0.25 * plane
        open_ = smoothstep(-0.35, 0.45, gradient_noise(rng, grid.x, grid.y, 4, 4))
        crack = np.maximum(crack, weight * open_ * smoothstep(0.07 / weight**0.5, 0.0, found.edge))
    blotch = fractal_noise(rng, grid.x, grid.y, 4, octaves=5, gain=0.6)
    height = height - 0.24 * crack + 0.04 * blotch
    warm = mix(colour, colour * np.array([1.12, 1.0, 0.82], np.float32), smoothstep(-0.5, 0.6, blotch))
    return Surface(scaled(warm, 0.95 + tone + 0.09 * blotch - 0.40 * crack), height, 0.88)


def crystal(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Grow bright facets side by side, each with lighter planes about its tip."""
    colour = pick(rng, _CRYSTALS, rgb)
    n = repeats(rng, 5, 7, words)
    found = worley(rng, grid.x, grid.y, n, jitter=0.95)
    sides = rng.integers(5, 8, found.count)
    turn = np.arctan2(found.dy, found.dx) + rng.uniform(0, 6, found.count).astype(np.float32).take(found.cell)
    sides = sides.astype(np.float32).take(found.cell)
    part = turn / (2 * np.pi) * sides
    side = np.floor(part)
    part = part - side
    reach = found.f1 * np.cos((part - 0.5) * (2 * np.pi / sides))
    lights = rng.uniform(-0.22, 0.26, (found.count, 8)).astype(np.float32)
    beside = side + np.where(part < 0.5, -1, 1)
    light, other = (
        lights.reshape(-1).take(found.cell * 8 + (k % sides).astype(np.int64)) for k in (side, beside)
    )
    to_crease = (0.5 - abs(part - 0.5)) * (2 * np.pi / sides) * found.f1
    light = light + (other - light) * (1 - cover(to_crease, 1.3 * grid.texel * n))
    size = rng.uniform(0.08, 0.26, found.count).astype(np.float32).take(found.cell)
    tip = cover(size - reach, 1.3 * grid.texel * n)
    light = light * (1 - 0.8 * tip) + 0.16 * tip
    rim = smoothstep(0.06, 0.0, found.edge)
    table = tints(rng, found.count, colour, 0.10, 0.06)
    cloud = fractal_noise(rng, grid.x, grid.y, 4, octaves=3)
    base = scaled(table.take(found.cell, 0), 0.86 + light + 0.08 * cloud - 0.42 * rim)
    base = mix(base, (1.0, 1.0, 1.0), np.clip(0.55 * light, 0, 0.3) + 0.10 * tip)
    height = np.clip(1.0 - np.maximum(reach, size) + 0.4 * light, 0, 1) * (1 - 0.3 * rim)
    return Surface(base, height, 0.10 + 0.1 * rim, painted=0.5)


def ice(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Freeze clear blue ice, with white fractures below the surface."""
    cloud = fractal_noise(rng, grid.x, grid.y, 2, octaves=4)
    deep = pick(rng, ((0.30, 0.58, 0.78), (0.42, 0.68, 0.82), (0.28, 0.56, 0.66)), None)
    colour = ramp(0.5 + 0.45 * cloud, [deep * np.float32(0.85), deep, mix(deep, (0.86, 0.96, 1.0), 0.65)])
    cuts = np.zeros(cloud.shape, np.float32)
    shade = np.zeros(cloud.shape, np.float32)
    for n, width, strength in ((4, 0.035, 0.95), (6, 0.03, 0.6), (11, 0.035, 0.35)):
        x, y = warp(rng, grid.x, grid.y, 5, 0.03)
        found = worley(rng, x, y, n)
        kept = smoothstep(-0.35, 0.25, gradient_noise(rng, grid.x, grid.y, 4, 4))
        cuts = np.maximum(cuts, strength * kept * smoothstep(width, 0.0, found.edge))
        shade += strength * rng.uniform(-0.08, 0.10, found.count).astype(np.float32).take(found.cell)
        # the plane of a fracture glimmers on one side of it
        cuts = np.maximum(cuts, 0.30 * strength * kept * smoothstep(0.22, 0.0, found.edge) * (found.dx > 0))
    frost = smoothstep(0.3, 0.9, fractal_noise(rng, grid.x, grid.y, 5, octaves=4, gain=0.65))
    base = mix(scaled(colour, 1 + shade), (0.95, 0.99, 1.0), np.clip(cuts + 0.35 * frost, 0, 1))
    height = 0.6 + 0.1 * cloud - 0.28 * smoothstep(0.5, 0.9, cuts) + 0.6 * shade
    return Surface(base, height, 0.06 + 0.22 * frost + 0.12 * cuts, painted=0.4)


def lava(rng: np.random.Generator, grid: Grid, rgb: RGB | None, words: frozenset[str]) -> Surface:
    """Float plates of dark crust on glowing melt."""
    n = repeats(rng, 4, 6, words)
    x, y = warp(rng, grid.x, grid.y, 5, 0.035, octaves=3)
    found = worley(rng, x, y, n, rounding=0.05)
    open_ = 0.12 + 0.10 * gradient_noise(rng, grid.x, grid.y, 3, 3)
    lumps = fractal_noise(rng, grid.x, grid.y, 10, octaves=3, gain=0.6)
    inside = found.edge - open_ + 0.03 * lumps
    crust = cover(inside, 1.5 * grid.texel * n)
    flow = fractal_noise(rng, *warp(rng, grid.x, grid.y, 4, 0.05), 6, octaves=2)
    heat = np.clip(0.42 - 3.0 * inside + 0.28 * flow, 0, 1)
    melt = ramp(heat, [(0.62, 0.07, 0.02), (0.90, 0.22, 0.03), (1.0, 0.52, 0.06), (1.0, 0.82, 0.24)])
    small = worley(rng, x, y, 3 * n)
    vein = smoothstep(0.10, 0.02, small.edge) * smoothstep(0.20, 0.05, inside)
    dark = pick(rng, ((0.16, 0.12, 0.12), (0.20, 0.15, 0.13), (0.13, 0.12, 0.14)), None)
    plate = scaled(
        dark, 1 + 0.35 * lumps + rng.uniform(-0.2, 0.3, found.count).astype(np.float32).take(found.cell)
    )
    plate = mix(plate, (0.85, 0.20, 0.04), np.clip(0.75 * smoothstep(0.07, 0.0, inside) + 0.6 * vein, 0, 1))
    height = (
        0.12 + 0.04 * flow + crust * (0.30 + 0.4 * smoothstep(0, 0.16, inside) + 0.12 * lumps - 0.12 * vein)
    )
    return Surface(mix(melt, plate, crust), height, 0.35 + 0.55 * crust, painted=0.7)


CLASSES: dict[str, MaterialClass] = {
    "marble": MaterialClass(
        marble,
        0.004,
        ("polished marble", "veined marble"),
        ("cracked", "rough", "dirty"),
        ("white", "black", "green", "pink", "grey", "red", "blue", "brown", "beige", "maroon"),
    ),
    "granite": MaterialClass(
        granite,
        0.006,
        ("speckled stone",),
        ("polished", "rough", "cracked", "mossy"),
        ("grey", "black", "pink", "red", "brown", "white"),
    ),
    "sandstone": MaterialClass(
        sandstone,
        0.030,
        ("layered rock", "strata"),
        ("cracked", "worn", "large", "small"),
        ("red", "orange", "yellow", "brown", "beige", "white"),
    ),
    "rock": MaterialClass(rock, 0.060, ("cliff", "rock face"), ("mossy", "snowy", "wet", "large"), STONE),
    "crystal": MaterialClass(
        crystal, 0.050, ("crystals", "gemstone", "facets"), ("large", "small", "rough"), None
    ),
    "ice": MaterialClass(ice, 0.008, ("frozen lake", "glacier"), ("snowy", "rough", "dirty")),
    "lava": MaterialClass(lava, 0.040, ("magma", "molten rock"), ("large", "small")),
}
