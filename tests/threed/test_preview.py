import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PictureFile

from core.color import linear_to_srgb, srgb_to_linear
from core.types import Image
from threed.normals import add_normals, add_tangents
from threed.preview import draw_view, write_preview, write_turntable
from threed.raster import trace_rays
from threed.raycast import build_scene
from threed.studio import (
    SoftBox,
    Studio,
    pack_surface,
    shade_points,
    tone_map,
)
from threed.texture import make_material
from threed.types import Glass, Material, Mesh


@pytest.fixture(scope="module")
def preview(prop, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    path = tmp_path_factory.mktemp("preview") / "preview.png"
    write_preview(path, prop.mesh, prop.material, width_px=256)
    return np.asarray(PictureFile.open(path)).astype(int)


def tiles_of(picture: np.ndarray) -> list[np.ndarray]:
    half = len(picture) // 2
    return [picture[i : i + half, j : j + half] for i in (0, half) for j in (0, half)]


def object_mask(tile: np.ndarray) -> np.ndarray:
    """The mug is red and cream, the backdrop grey: what has a hue is the mug."""
    return np.ptp(tile, axis=-1) > 24


def test_four_views_fill_one_square_picture(preview: np.ndarray) -> None:
    assert preview.shape == (256, 256, 3)
    reaches = []
    for tile in tiles_of(preview):
        rows, columns = np.nonzero(object_mask(tile))
        reaches.append(max(np.abs(rows - 63.5).max(), np.abs(columns - 63.5).max()) / 64)
        assert 0.1 < object_mask(tile).mean() < 0.7
    # all at one scale, and the largest of them as large as the frame allows
    assert 0.76 < max(reaches) < 0.86


def test_backdrop_is_a_neutral_grey_without_borders(preview: np.ndarray) -> None:
    assert np.ptp(preview[[0, 0, -1, -1], [0, -1, 0, -1]], axis=-1).max() <= 8
    for edge in (preview[:, 127] - preview[:, 128], preview[127] - preview[128]):
        assert np.abs(edge).max() <= 6


def test_prop_stands_in_its_shadow(preview: np.ndarray) -> None:
    tile = tiles_of(preview)[0]
    rows, columns = np.nonzero(object_mask(tile))
    foot = rows.max()
    column = int(columns[rows == foot].mean())
    assert tile[foot + 3, column].mean() < tile[foot + 3, 4].mean() - 8


def test_colours_stay_recognisable(prop, tmp_path: Path) -> None:
    for colour in ([0.72, 0.16, 0.12], [0.2, 0.3, 0.7], [0.85, 0.8, 0.7]):
        base = np.broadcast_to(np.float32(colour), (8, 8, 3))
        material = make_material(base, np.ones((8, 8, 1)), roughness=0.7, metallic=0)
        write_preview(tmp_path / "one.png", prop.mesh, material, width_px=96)
        picture = np.asarray(PictureFile.open(tmp_path / "one.png")) / 255
        shown = np.median(tiles_of(picture)[0][20:28, 20:28].reshape(-1, 3), axis=0)
        brightness = shown.mean() / np.mean(colour)
        assert 0.75 < brightness < 1.35
        assert np.abs(shown / brightness - colour).max() < 0.12


def test_metal_reflects_and_rough_plastic_does_not(prop, tmp_path: Path) -> None:
    spreads = []
    for roughness, metallic in ((0.9, 0.0), (0.25, 1.0)):
        material = make_material(
            np.full((8, 8, 3), 0.7), np.ones((8, 8, 1)), roughness=roughness, metallic=metallic
        )
        write_preview(tmp_path / "metal.png", prop.mesh, material, width_px=128)
        tile = np.asarray(PictureFile.open(tmp_path / "metal.png")).astype(float).mean(-1)[20:44, 20:44]
        spreads.append(tile.std())
    assert spreads[1] > 1.5 * spreads[0]


@pytest.mark.parametrize("roughness", [0.4, 0.55, 0.7, 0.9])
def test_highlights_are_as_bright_as_those_of_ggx(roughness: float) -> None:
    """A mirror-like view of one soft box in a metal floor, against Monte Carlo integration of GGX."""
    corners = np.float32([[-1, 0, 1], [1, 0, 1], [1, 0, -1], [-1, 0, -1]])
    faces, uv = np.int32([[0, 1, 2], [0, 2, 3]]), np.float32([[0, 0], [1, 0], [1, 1], [0, 1]])
    floor = add_tangents(add_normals(Mesh(corners, faces, uv=uv)))
    white = np.ones((4, 4, 3), np.float32)
    material = make_material(white, white[..., :1], roughness=roughness, metallic=1.0)
    scene = build_scene(floor.vertices, floor.faces)
    towards = np.float32([0, math.sin(math.radians(50)), math.cos(math.radians(50))])
    points = trace_rays(scene, floor, 2 * towards[None], -towards[None])
    studio = Studio(SoftBox(180, 50, (1.0, 1.0, 1.0), 11), (), cards=(), sky=(0, 0, 0), ground=(0, 0, 0))
    shown = shade_points(pack_surface(floor, material, scene), points, 0.0, studio, 0).radiance[0, 0]

    random, spread = np.random.default_rng(0), math.radians(11)
    mirror = towards * [1, 1, -1]
    across = np.stack([[1.0, 0, 0], np.cross(mirror, [1.0, 0, 0])])
    light = mirror + random.normal(0, spread / math.sqrt(2), (200_000, 2)) @ across
    light /= np.linalg.norm(light, axis=1, keepdims=True)
    half = light + towards
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    n_v, n_l, n_h, alpha2 = towards[1], np.maximum(light[:, 1], 1e-6), half[:, 1], roughness**4
    distribution = alpha2 / (np.pi * (n_h**2 * (alpha2 - 1) + 1) ** 2)
    shadowing = 1.0
    for cosine in (n_l, n_v):
        shadowing = shadowing * 2 * cosine / (cosine + np.sqrt(alpha2 + (1 - alpha2) * cosine**2))
    expected = np.pi * np.mean(distribution * shadowing / (4 * n_v) * (light[:, 1] > 0))
    assert shown == pytest.approx(expected, rel=0.35)


def test_preview_is_the_same_every_time(prop, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        write_preview(tmp_path / name, prop.mesh, prop.material, width_px=64)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_turntable_loops_without_a_jump(prop, tmp_path: Path) -> None:
    path = tmp_path / "turn.webp"
    seen: list[float] = []
    write_turntable(
        path,
        prop.mesh,
        prop.material,
        frames=8,
        size_px=64,
        seconds=2,
        progress=lambda _, part: seen.append(part),
    )
    picture = PictureFile.open(path)
    assert (picture.n_frames, picture.size, picture.info["loop"]) == (8, (64, 64), 0)
    frames = []
    for i in range(8):
        picture.seek(i)
        frames.append(np.asarray(picture.convert("RGB")).astype(float))
        assert picture.info["duration"] == 250
    steps = [np.abs(frames[i] - frames[i - 1]).mean() for i in range(8)]
    assert max(steps) < 1.7 * np.median(steps)
    assert min(steps) > 0.5
    assert seen[-1] == 1.0


def test_large_textures_are_shrunk_for_small_pictures(prop, tmp_path: Path) -> None:
    checker = np.indices((512, 512)).sum(0) % 2
    fine = Image(np.repeat(checker[..., None], 3, -1).astype(np.float32))
    orm = Image(np.broadcast_to(np.float32([1, 0.8, 0]), (512, 512, 3)))
    flat = replace(prop.material, base_color=fine, orm=orm, normal=None)
    write_turntable(tmp_path / "fine.webp", prop.mesh, flat, frames=1, size_px=64)
    even = Image(np.full((512, 512, 3), 0.5, np.float32))
    write_turntable(tmp_path / "even.webp", prop.mesh, replace(flat, base_color=even), frames=1, size_px=64)
    a, b = (
        np.asarray(PictureFile.open(tmp_path / f"{n}.webp").convert("RGB")).astype(float)
        for n in ("fine", "even")
    )
    assert np.abs(a - b).mean() < 2


def test_mesh_without_uv_is_told(prop, tmp_path: Path) -> None:
    image = Image(np.zeros((4, 4, 3), np.float32))
    with pytest.raises(ValueError, match="no UV map"):
        write_preview(tmp_path / "x.png", replace(prop.mesh, uv=None, tangents=None), Material(image, image))
    assert not (tmp_path / "x.png").exists()


def test_srgb_curves_are_inverse_and_tones_stay_in_range() -> None:
    values = np.linspace(0, 1, 101)
    np.testing.assert_allclose(linear_to_srgb(srgb_to_linear(values)), values, atol=1e-7)
    assert srgb_to_linear(np.float64(0.5)) == pytest.approx(0.21404114)
    bright = tone_map(np.linspace(0, 50, 1000))
    assert bright[0] == 0
    assert (np.diff(bright) >= 0).all()
    assert bright[-1] <= 1


def test_what_stands_behind_a_pane_is_seen_through_both_of_its_sides() -> None:
    """A closed pane before a red block: its back is left at its own angle, and darkens nothing."""
    import trimesh

    pane = trimesh.creation.box((1.0, 1.0, 0.02), trimesh.transformations.translation_matrix((0, 0, 0.4)))
    block = trimesh.creation.box((0.8, 0.8, 0.2))
    both = trimesh.util.concatenate([block, pane])
    both.unmerge_vertices()
    uv = np.full((len(both.vertices), 2), 0.25, np.float32)
    uv[len(block.faces) * 3 :] = 0.75
    normals = np.repeat(both.face_normals, 3, axis=0).astype(np.float32)
    mesh = Mesh(both.vertices.astype(np.float32), both.faces.astype(np.int32), uv=uv, normals=normals)
    base = np.full((8, 8, 3), 0.95, np.float32)
    base[4:, :4] = (0.8, 0.05, 0.05)
    material = make_material(base, np.ones((8, 8, 1)), roughness=0.1, metallic=0)
    panes = np.arange(len(both.faces)) >= len(block.faces)
    shown = {}
    for name, glass in (("clear", Glass(panes, 1.0)), ("opaque", None)):
        view = draw_view(mesh, replace(material, glass=glass), 64, azimuth_deg=0, elevation_deg=0) / 255
        shown[name] = view[30:34, 30:34].reshape(-1, 3).mean(0)
    assert shown["clear"][0] > 1.8 * shown["clear"][1]
    assert np.ptp(shown["opaque"]) < 0.1
