"""A painted mesh: seams, frames of normals, chunks, glass and light."""

import sys

import numpy as np
import pytest
from dressed import make_dressed, make_sheet

from threed.procedural.parts import part
from threed.procedural.pieces import board, knob
from threed.surface import compose
from threed.surface.compose import paint_mesh
from threed.surface.looks import Look
from threed.surface.spots import gather_spots
from threed.surface.tangent import tangent_normals
from threed.texture import measure_seams, world_to_tangent

LOOKS = {
    "slab": Look("oak"),
    "left": Look("pine"),
    "right": Look("painted wood"),
    "post": Look("wrought iron"),
    "ball": Look("glazed ceramic", (0.2, 0.4, 0.7), ("glossy",)),
}


def same(a, b):
    for field in ("base_color", "orm", "normal", "height"):
        np.testing.assert_array_equal(getattr(a, field).pixels, getattr(b, field).pixels)


def test_the_same_seed_paints_the_same_and_another_another(boards):
    first, again, other = (paint_mesh(boards.maps, boards.parts, LOOKS, {}, seed) for seed in (3, 3, 4))
    same(first, again)
    assert np.abs(first.base_color.pixels - other.base_color.pixels).mean() > 0.005


def test_chunks_do_not_show(boards, monkeypatch):
    weather = {"mossy": 0.5, "rusty": 0.6, "waterline": 0.4, "burnt": 0.4, "wet": 0.5}
    whole = paint_mesh(boards.maps, boards.parts, LOOKS, weather)
    monkeypatch.setattr(compose, "CHUNK", 1000)
    pieces = paint_mesh(boards.maps, boards.parts, LOOKS, weather)
    for field in ("base_color", "orm", "normal"):
        np.testing.assert_allclose(getattr(whole, field).pixels, getattr(pieces, field).pixels, atol=2e-3)


def test_maps_have_their_ranges_and_cover_the_gutter(boards):
    material = paint_mesh(boards.maps, boards.parts, LOOKS, {})
    assert material.normal is not None
    assert material.height is not None
    size = boards.maps.texels.size_px
    for image, channels in (
        (material.base_color, 3),
        (material.orm, 3),
        (material.normal, 3),
        (material.height, 1),
    ):
        assert image.pixels.shape == (size, size, channels)
        assert image.pixels.dtype == np.float32
        assert 0 <= image.pixels.min() <= image.pixels.max() <= 1
    normal = material.normal.pixels * 2 - 1
    np.testing.assert_allclose(np.linalg.norm(normal, axis=-1), 1, atol=0.02)
    assert material.emissive is None
    assert material.glass is None
    covered = np.zeros(size * size, bool)
    covered[boards.maps.texels.index] = True
    covered = covered.reshape(size, size)
    beside = np.zeros_like(covered)
    beside[:, 1:] |= covered[:, :-1]
    beside &= ~covered
    grey = np.all(material.base_color.pixels[beside] == 0.5, axis=-1)
    assert not grey.any()


def test_seams_are_not_seen():
    ball = make_dressed(
        [part("ball", "stone", knob((0, 0.3, 0), 0.3, 48, 32), mapping="turned", crease_deg=80)], 1024
    )
    for name in ("limestone", "brass", "oak", "leather"):
        material = paint_mesh(ball.maps, ball.parts, {"ball": Look(name)}, {"mossy": 0.4})
        mean, worst = measure_seams(ball.mesh, material.base_color.pixels)
        assert mean < 1
        assert worst < 2, name


def test_tangent_normals_are_those_of_the_reference(boards):
    maps = boards.maps
    rows = np.arange(len(maps.texels.index))
    spots = gather_spots(maps, rows, 0)
    rng = np.random.default_rng(0)
    bent = spots.normal + 0.3 * rng.normal(size=spots.normal.shape).astype(np.float32)
    bent /= np.linalg.norm(bent, axis=0)
    facing = (bent * spots.normal).sum(0) > 0.3
    expected = world_to_tangent(boards.mesh, maps.texels, spots.normal.T, bent.T)
    found = tangent_normals(maps, rows, spots.normal, bent)
    np.testing.assert_allclose(found[:, facing].T, expected[facing], atol=2e-4)


def test_parts_of_one_surface_differ_a_little(boards):
    material = paint_mesh(
        boards.maps, boards.parts, {"left": Look("oak"), "right": Look("oak")}, {"worn": 0, "dirty": 0}
    )
    spots = gather_spots(boards.maps, np.arange(len(boards.maps.texels.index)), 0)
    pixels = material.base_color.pixels.reshape(-1, 3)[boards.maps.texels.index]
    left, right = (pixels[(spots.part == k) & (spots.occlusion > 0.9)].mean(0) for k in (1, 2))
    assert 0.005 < np.abs(left - right).max() < 0.25


def test_joints_and_hollows_are_darker(boards):
    material = paint_mesh(boards.maps, boards.parts, {n: Look("limestone") for n in LOOKS}, {"worn": 0})
    spots = gather_spots(boards.maps, np.arange(len(boards.maps.texels.index)), 0)
    luma = material.base_color.pixels.reshape(-1, 3)[boards.maps.texels.index].mean(1)
    open_ = (spots.occlusion > 0.97) & (spots.joint == 0) & (spots.concave == 0)
    assert luma[spots.joint > 0.7].mean() < 0.8 * luma[open_].mean()
    assert luma[(spots.occlusion < 0.6)].mean() < 0.85 * luma[open_].mean()
    # but never so much that a viewer's own occlusion would blacken them
    clean = paint_mesh(
        boards.maps, boards.parts, {n: Look("porcelain") for n in LOOKS}, {"worn": 0, "dirty": 0}
    )
    luma = clean.base_color.pixels.reshape(-1, 3)[boards.maps.texels.index].mean(1)
    assert luma.min() > 0.3 * luma.max()


def test_glass_and_light_are_told_to_the_file():
    lamp = make_dressed(
        [
            part("base", "metal", board((0, 0.01, 0), (0.2, 0.02, 0.2), 0), (0, 0, 1), (0, 1, 0)),
            part("pane", "glass", board((0, 0.11, 0), (0.1, 0.2, 0.1), 0), (0, 1, 0), (0, 0, 1)),
            part(
                "flame", "flame", knob((0, 0.25, 0), (0.02, 0.05, 0.02), 12, 8), (0, 1, 0), mapping="turned"
            ),
        ]
    )
    material = paint_mesh(
        lamp.maps, lamp.parts, {"pane": Look("bottle glass")}, {"dirty": 1, "snowy": 1, "worn": 1}
    )
    assert material.glass is not None
    np.testing.assert_array_equal(material.glass.faces, lamp.maps.part == 1)
    assert material.emissive is not None
    light = material.emissive.pixels.reshape(-1, 3)[lamp.maps.texels.index]
    burning = lamp.maps.part[lamp.maps.texels.face] == 2
    assert light[burning].max(1).min() > 0.2
    assert light[~burning].max() == 0


def test_finishes_set_the_gloss(boards):
    rough = {
        finish: paint_mesh(
            boards.maps, boards.parts, {n: Look("oak", None, (finish,) if finish else ()) for n in LOOKS}, {}
        )
        .orm.pixels[..., 1]
        .mean()
        for finish in ("glossy", None, "matte")
    }
    assert rough["glossy"] + 0.2 < rough[None] < rough["matte"] - 0.1


def test_small_parts_wear_one_leaf_and_large_ones_many():
    for size, surface in ((0.2, "leaf"), (2.0, "leaves")):
        one = part("leaves", "plant", board((0, 0.1 * size, 0), (size, 0.2 * size, 0.01), 0), loose=True)
        dressed = make_dressed([one], 64)
        plain = paint_mesh(dressed.maps, dressed.parts, {}, {})
        named = paint_mesh(dressed.maps, dressed.parts, {"leaves": Look(surface)}, {})
        np.testing.assert_array_equal(plain.base_color.pixels, named.base_color.pixels)


def test_a_part_may_name_its_surface_and_a_word_overrules_it():
    gold = [part("b", "wood", board((0, 0.5, 0), (1, 1, 0.1), 0), surface="gold")]
    dressed = make_dressed(gold, 64)
    assert paint_mesh(dressed.maps, dressed.parts, {}, {}).orm.pixels[..., 2].max() > 0.9
    assert paint_mesh(dressed.maps, dressed.parts, {"b": Look("oak")}, {}).orm.pixels[..., 2].max() > 0.9
    said = Look("oak", said=True)
    assert paint_mesh(dressed.maps, dressed.parts, {"b": said}, {}).orm.pixels[..., 2].max() < 0.1
    with pytest.raises(KeyError, match="unobtainium"):
        paint_mesh(dressed.maps, dressed.parts, {"b": Look("unobtainium", said=True)}, {})


def test_painting_needs_neither_torch_nor_skimage():
    import subprocess

    heavy = "('torch', 'skimage', 'open3d', 'trimesh')"
    code = f"import sys, threed.surface.compose; print(sorted(m for m in {heavy} if m in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_sheet_of_one_texel_is_painted():
    sheet = make_sheet(1)
    assert paint_mesh(sheet.maps, sheet.parts, {}, {}).base_color.pixels.shape == (1, 1, 3)
