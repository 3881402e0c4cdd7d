"""Weather befalls what it befalls, where it does, and the more the more."""

import numpy as np
import pytest
from dressed import make_dressed, make_sheet

from threed.procedural.parts import part
from threed.procedural.pieces import board, knob
from threed.surface.compose import paint_mesh
from threed.surface.library import SURFACES
from threed.surface.looks import Look
from threed.surface.spots import gather_spots
from threed.surface.weather import SPARED, WEATHERS

CLEAN = {"worn": 0, "dirty": 0}
#: what each kind of weather is seen on
SUBJECTS = {"rusty": "steel", "oxidised": "copper", "wet": "limestone", "cracked": "limestone"}


@pytest.fixture(scope="module")
def table():
    """A table: a top on four legs, of two boards."""
    parts = [
        part("top", "stone", board((x, 0.62, 0), (0.5, 0.06, 0.8), 0), (0, 0, 1), (0, 1, 0))
        for x in (-0.25, 0.25)
    ]
    parts += [
        part("legs", "stone", board((x, 0.3, z), (0.1, 0.6, 0.1), 0), (0, 1, 0))
        for x in (-0.4, 0.4)
        for z in (-0.3, 0.3)
    ]
    return make_dressed(parts, 256)


def paint(dressed, name, **amounts):
    looks = {one.name: Look(name) for one in dressed.parts}
    material = paint_mesh(dressed.maps, dressed.parts, looks, {**CLEAN, **amounts})
    index = dressed.maps.texels.index
    spots = gather_spots(dressed.maps, np.arange(len(index)), 0)
    return (
        material,
        material.base_color.pixels.reshape(-1, 3)[index],
        material.orm.pixels.reshape(-1, 3)[index],
        spots,
    )


def changed(dressed, name, **amounts):
    """Return how much colour and roughness change [T], and the spots."""
    _, colour, orm, spots = paint(dressed, name, **amounts)
    _, before, orm_before, _ = paint(dressed, name)
    return np.abs(colour - before).max(1) + np.abs(orm - orm_before).max(1), spots


@pytest.mark.parametrize("kind", WEATHERS)
def test_more_of_it_changes_more(table, kind):
    name = SUBJECTS.get(kind, "oak")
    little, some, much = (changed(table, name, **{kind: a})[0].mean() for a in (0.15, 0.5, 1.0))
    assert little < some < much
    assert much > 0.003


@pytest.mark.parametrize(
    "kind", sorted(set(WEATHERS) - {"faded", "wet", "waterline", "cracked", "scratched", "snowy"})
)
def test_it_is_spotty_and_neither_nowhere_nor_everywhere(table, kind):
    change, _ = changed(table, SUBJECTS.get(kind, "oak"), **{kind: 0.5})
    share = (change > 0.08).mean()
    assert 0.004 < share < 0.85
    # it does not end like a sticker: between all and nothing there is something
    top = np.quantile(change, 0.995)
    assert ((change > 0.15 * top) & (change < 0.85 * top)).mean() > 0.15 * (change > 0.85 * top).mean()


def test_snow_and_dust_lie_on_top_and_not_below(table):
    for kind in ("snowy", "dusty", "mossy", "sandy"):
        change, spots = changed(table, "limestone", **{kind: 0.6})
        up, down = (spots.flat[1] > 0.9) & (spots.sky > 0.9), spots.flat[1] < -0.9
        assert change[up].mean() > 3 * change[down].mean(), kind


def test_snow_lifts_the_height_and_is_white(table):
    material, colour, _, spots = paint(table, "basalt", snowy=0.7)
    up = (spots.flat[1] > 0.9) & (spots.sky > 0.9)
    assert colour[up].mean() > 0.8
    assert material.height is not None
    height = material.height.pixels.reshape(-1)[table.maps.texels.index]
    height = (height - 0.5) * material.height_m
    assert height[up].mean() > height[spots.flat[1] < -0.9].mean() + 0.003


def test_mud_and_water_come_from_below(table):
    for kind in ("muddy", "waterline"):
        change, spots = changed(table, "limestone", **{kind: 0.4})
        legs = (np.abs(spots.flat[1]) < 0.1) & (spots.position[1] < 0.58)
        low, high = legs & (spots.ground < 0.1), legs & (spots.ground > 0.5)
        assert change[low].mean() > 3 * change[high].mean(), kind


def test_wear_is_at_edges_broken_up_and_not_an_outline():
    crate = make_dressed([part("box", "wood", board((0, 0.5, 0), (1, 1, 1), 0), (0, 1, 0), (0, 0, 1))], 512)
    change, spots = changed(crate, "oak", worn=0.5)
    worn = change > 0.05
    edge, field = spots.convex > 0.7, spots.convex == 0
    assert worn[field].mean() < 0.03
    assert 0.12 < worn[edge].mean() < 0.9


def test_corners_are_worn_more_than_edges():
    crate = make_dressed([part("box", "wood", board((0, 0.5, 0), (1, 1, 1), 0), (0, 1, 0), (0, 0, 1))], 512)
    change, spots = changed(crate, "oak", worn=0.4)
    assert change[spots.convex > 1.4].mean() > 1.3 * change[(spots.convex > 0.7) & (spots.convex < 1)].mean()


def test_only_metal_rusts_and_only_what_can():
    sheet = make_sheet(64, 1.0, "metal")
    for name, rusts in (
        ("steel", True),
        ("gold", False),
        ("oak", False),
        ("copper", False),
        ("painted metal", True),
    ):
        change, _ = changed(sheet, name, rusty=0.9)
        assert (change.mean() > 0.05) == rusts, name
    for name, greens in (("copper", True), ("brass", True), ("steel", False)):
        change, _ = changed(sheet, name, oxidised=0.9)
        assert (change.mean() > 0.05) == greens, name


def test_rust_is_no_metal_and_brown():
    sheet = make_sheet(128, 1.0, "metal")
    _, colour, orm, _ = paint(sheet, "steel", rusty=0.7)
    rust = orm[:, 2] < 0.1
    assert 0.2 < rust.mean() < 0.98
    assert (colour[rust, 0] > 1.4 * colour[rust, 2]).mean() > 0.9
    assert orm[rust, 1].mean() > 0.7


def test_chipped_paint_shows_what_is_under_it():
    box = make_dressed([part("box", "wood", board((0, 0.5, 0), (1, 1, 1), 0), (0, 1, 0), (0, 0, 1))], 512)
    looks = {"box": Look("steel", (0.1, 0.2, 0.7))}
    index = box.maps.texels.index
    share = []
    for amount in (0.0, 0.4, 0.9):
        material = paint_mesh(box.maps, box.parts, looks, {"worn": 0, "dirty": 0, "chipped": amount})
        share.append((material.orm.pixels.reshape(-1, 3)[index, 2] > 0.5).mean())
    assert share[0] < 0.001 < share[1] < share[2] < 0.5
    oak = paint_mesh(box.maps, box.parts, {"box": Look("oak", (0.1, 0.2, 0.7))}, {"chipped": 0.6, "dirty": 0})
    bare = oak.base_color.pixels.reshape(-1, 3)[index]
    assert (bare[:, 0] > bare[:, 2] + 0.1).mean() > 0.002


def test_soot_hangs_over_flames():
    parts = [
        part("back", "stone", board((0, 0.5, 0), (1.2, 1.0, 0.05), 0), (0, 1, 0), (0, 0, 1)),
        part("flame", "flame", knob((0.3, 0.15, 0.05), 0.06, 12, 8), (0, 1, 0), mapping="turned"),
    ]
    hearth = make_dressed(parts)
    pixels = [
        paint_mesh(
            hearth.maps, hearth.parts, {"back": Look("limestone")}, {**CLEAN, "sooty": amount}
        ).base_color.pixels
        for amount in (0.0, 0.5)
    ]
    index = hearth.maps.texels.index
    change = np.abs(pixels[1] - pixels[0]).reshape(-1, 3)[index].max(1)
    spots = gather_spots(hearth.maps, np.arange(len(index)), 0)
    front = (spots.flat[2] > 0.9) & (spots.part == 0)
    over = front & (np.abs(spots.position[0] - 0.3) < 0.06) & (np.abs(spots.position[1] - 0.3) < 0.1)
    aside = front & (spots.position[0] < -0.2)
    assert change[over].mean() > 5 * change[aside].mean()


def test_what_is_spared_is_left_alone():
    sheet = make_sheet(48, 1.0, "light")
    for name in ("glow", "flame", "water"):
        spared = SPARED[SURFACES[name].role]
        for kind in spared:
            change, _ = changed(sheet, name, **{kind: 1.0})
            assert change.max() < 1e-3, (name, kind)


def test_rings_of_water_need_no_chunk_to_agree(table):
    _, colour, _, spots = paint(table, "limestone", waterline=0.5)
    legs = (np.abs(spots.flat[1]) < 0.1) & (spots.position[1] < 0.58)
    assert colour[legs & (spots.ground < 0.25)].mean() < 0.85 * colour[legs & (spots.ground > 0.42)].mean()
