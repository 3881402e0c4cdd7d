"""Meshes of one's own are seen where they are, the right way round, in the colours of their files."""

import re
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from PIL import Image
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial, SimpleMaterial

from core.color import linear_to_srgb, srgb_to_linear
from core.errors import UsageError
from training.own import render_mesh
from training.painted_mesh import FORMATS, GREY, TEXTURE_PX, find_albedo, read_mesh, sample_texture
from training.render import LAYOUT, cast_views
from training.surface import LIGHT

RED, GREEN, BLUE, YELLOW = (200, 30, 40), (20, 180, 60), (40, 60, 210), (220, 200, 20)
FRONT = replace(LAYOUT, rows=1, columns=1, azimuths_deg=(0.0,), elevations_deg=(0.0,))
#: Red upper left, green upper right, blue lower left, yellow lower right.
QUARTERS = np.array([[RED, GREEN], [BLUE, YELLOW]], np.uint8).repeat(32, 0).repeat(32, 1)
SQUARE = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], float)


def square(visual=None, **options):
    """Make a square that faces +Z, its upper side to +Y."""
    return trimesh.Trimesh(SQUARE, [(0, 1, 2), (0, 2, 3)], visual=visual, process=False, **options)


def texture_of(material, repeats=1):
    uv = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float) * repeats
    return TextureVisuals(uv=uv, material=material)


def save(mesh, folder, suffix):
    file = folder / f"mesh{suffix}"
    mesh.export(file)
    return file


def shaded(rgb, normal):
    return np.clip(np.array(rgb) / 255 * LIGHT.shade(np.array([normal], float))[0], 0, 1) * 255


def quarters(view):
    """Return the colours in the middles of the four quarters of a square's picture, row by row."""
    rows = np.flatnonzero(view[..., 3].any(1))
    columns = np.flatnonzero(view[..., 3].any(0))
    quarter = (rows[-1] - rows[0]) // 4
    places = [(rows[0] + quarter, columns[0] + quarter), (rows[0] + quarter, columns[-1] - quarter)]
    places += [(rows[-1] - quarter, column) for _, column in places]
    return [view[place][:3] for place in places]


@pytest.mark.parametrize("suffix", [".glb", ".obj"])
def test_a_texture_is_upright_and_not_mirrored(suffix, tmp_path):
    picture = Image.fromarray(QUARTERS)
    material = PBRMaterial(baseColorTexture=picture) if suffix == ".glb" else SimpleMaterial(image=picture)
    mesh = read_mesh(save(square(texture_of(material)), tmp_path, suffix))
    assert mesh.colouring == "a texture"
    (view,) = render_mesh(mesh, FRONT)
    for seen, rgb in zip(quarters(view), (RED, GREEN, BLUE, YELLOW), strict=True):
        np.testing.assert_allclose(seen, shaded(rgb, (0, 0, 1)), atol=1)
    # from behind, left and right are exchanged, and the light is another
    (view,) = render_mesh(mesh, replace(FRONT, azimuths_deg=(180.0,)))
    for seen, rgb in zip(quarters(view), (GREEN, RED, YELLOW, BLUE), strict=True):
        np.testing.assert_allclose(seen, shaded(rgb, (0, 0, -1)), atol=1)


def test_each_side_of_a_cube_is_seen_from_its_side(tmp_path):
    """Right-handed, +Y up, front +Z; azimuths grow from the front towards +X."""
    sides = {(0, 0, 1): RED, (1, 0, 0): GREEN, (0, 0, -1): BLUE, (-1, 0, 0): YELLOW, (0, 1, 0): (90, 90, 90)}
    cube = trimesh.creation.box((2, 2, 2))
    colours = [
        (*sides.get(tuple(normal.round().astype(int)), (0, 0, 0)), 255) for normal in cube.face_normals
    ]
    cube.visual.face_colors = np.array(colours, np.uint8)
    mesh = read_mesh(save(cube, tmp_path, ".ply"))
    assert mesh.colouring == "colours of faces"
    layout = replace(
        LAYOUT, columns=5, rows=1, azimuths_deg=(0, 90, 180, 270, 0), elevations_deg=(0, 0, 0, 0, 90)
    )
    middle = LAYOUT.view_px // 2
    for view, (normal, rgb) in zip(render_mesh(mesh, layout), sides.items(), strict=True):
        np.testing.assert_allclose(view[middle, middle, :3], shaded(rgb, normal), atol=1)


def albedo_of(mesh):
    """Return where the front camera's rays hit, and the colours there."""
    hits = cast_views(mesh.solid, FRONT, 1)
    return hits.points, find_albedo(mesh, hits)


@pytest.mark.parametrize("suffix", [".ply", ".obj", ".glb"])
def test_colours_of_vertices_are_mixed_in_linear_light(suffix, tmp_path):
    colours = np.array([(0, 0, 0, 255), (255, 128, 0, 255), (255, 128, 0, 255), (0, 0, 0, 255)], np.uint8)
    mesh = read_mesh(save(square(vertex_colors=colours), tmp_path, suffix))
    assert mesh.colouring == "colours of vertices"
    points, albedo = albedo_of(mesh)
    half_width = 0.5 / np.sqrt(2)
    share = (points[:, :1] + half_width) / (2 * half_width)
    right = np.array([1, 128 / 255, 0])
    # glTF says that its factors are linear, the other formats say nothing, and mean sRGB
    linear = share * (right if suffix == ".glb" else srgb_to_linear(right))
    np.testing.assert_allclose(albedo, linear_to_srgb(linear), atol=2e-3)


@pytest.mark.parametrize(
    ("suffix", "visual", "rgb"),
    [
        (".glb", TextureVisuals(material=PBRMaterial(baseColorFactor=[51, 102, 255, 255])), "linear"),
        (".obj", texture_of(SimpleMaterial(diffuse=[51, 102, 255, 255])), "srgb"),
    ],
)
def test_a_plain_material_is_its_colour(suffix, visual, rgb, tmp_path):
    mesh = read_mesh(save(square(visual), tmp_path, suffix))
    assert mesh.colouring == "a plain material"
    factor = np.array([0.2, 0.4, 1.0])
    expected = linear_to_srgb(factor) if rgb == "linear" else factor
    np.testing.assert_allclose(albedo_of(mesh)[1], np.tile(expected, (len(albedo_of(mesh)[1]), 1)), atol=2e-3)


def test_a_gltf_factor_tints_the_texture(tmp_path):
    picture = Image.new("RGB", (8, 8), RED)
    material = PBRMaterial(baseColorTexture=picture, baseColorFactor=[102, 255, 255, 255])
    _, albedo = albedo_of(read_mesh(save(square(texture_of(material)), tmp_path, ".glb")))
    expected = linear_to_srgb(srgb_to_linear(np.array(RED) / 255) * [0.4, 1, 1])
    np.testing.assert_allclose(albedo, np.tile(expected, (len(albedo), 1)), atol=2e-3)


def test_a_mesh_without_colours_is_grey(tmp_path):
    mesh = read_mesh(save(square(), tmp_path, ".stl"))
    assert mesh.colouring == "no colours: drawn grey"
    np.testing.assert_allclose(albedo_of(mesh)[1], np.tile(GREY, (len(albedo_of(mesh)[1]), 1)), atol=1e-3)


def test_a_texture_repeats_and_is_interpolated():
    image = np.array([[[0.0], [1.0]], [[0.25], [0.5]]])
    uv = np.array([(0.25, 0.75), (0.75, 0.75), (0.25, 0.25), (0.75, 0.25), (0.5, 0.75), (0.5, 0.5)])
    expected = [0, 1, 0.25, 0.5, 0.5, 1.75 / 4]
    np.testing.assert_allclose(sample_texture(image, uv)[:, 0], expected)
    np.testing.assert_allclose(sample_texture(image, uv + [3, -2])[:, 0], expected, atol=1e-12)


def test_a_large_texture_is_averaged_down(tmp_path):
    stripes = np.zeros((2 * TEXTURE_PX, 2 * TEXTURE_PX, 3), np.uint8)
    stripes[:, ::2] = 255
    material = PBRMaterial(baseColorTexture=Image.fromarray(stripes))
    mesh = read_mesh(save(square(texture_of(material)), tmp_path, ".glb"))
    assert mesh.textures[0].shape == (TEXTURE_PX, TEXTURE_PX, 3)
    assert np.ptp(mesh.textures[0]) == 0


def test_parts_of_a_scene_stand_where_it_places_them(tmp_path):
    scene = trimesh.Scene()
    for x, rgb in ((-2, RED), (2, BLUE)):
        box = trimesh.creation.box((2, 2, 2))
        factor = (srgb_to_linear(np.array(rgb) / 255) * 255).round()
        box.visual.vertex_colors = np.tile([*factor, 255], (8, 1)).astype(np.uint8)
        scene.add_geometry(box, transform=trimesh.transformations.translation_matrix((x, 5, 0)))
    points, albedo = albedo_of(read_mesh(save(scene, tmp_path, ".glb")))
    left = points[:, 0] < 0
    assert 0.4 < left.mean() < 0.6
    assert np.abs(points[:, 1].min() + points[:, 1].max()) < 0.01, "centred"
    for side, rgb in ((left, RED), (~left, BLUE)):
        np.testing.assert_allclose(albedo[side], np.tile(np.array(rgb) / 255, (side.sum(), 1)), atol=0.02)


def test_a_mesh_fills_its_sphere_in_whatever_unit(tmp_path):
    ball = trimesh.creation.icosphere(3)
    solids = []
    for name, scale, offset in (("a", 1, 0), ("b", 1e-6, 0), ("c", 1000, 3e5)):
        file = tmp_path / f"{name}.obj"
        moved = trimesh.Trimesh(ball.vertices * scale + offset, ball.faces, process=False)
        file.write_text(trimesh.exchange.obj.export_obj(moved, digits=12))
        solids.append(read_mesh(file).solid)
    assert np.linalg.norm(solids[0].vertices, axis=1).max() == pytest.approx(0.5, abs=1e-5)
    for solid in solids[1:]:
        np.testing.assert_allclose(
            solid.vertices[solid.faces], solids[0].vertices[solids[0].faces], atol=1e-5
        )
    # one smooth surface: its normals are the sphere's
    for solid in solids:
        assert len(solid.vertices) == len(ball.vertices)
        np.testing.assert_allclose(solid.normals, solid.vertices * 2, atol=0.02)


def test_edges_stay_sharp_and_seams_do_not_show(tmp_path):
    # an STL has no shared vertices at all: what is smooth is found by position
    box = read_mesh(save(trimesh.creation.box(), tmp_path, ".stl")).solid
    corner = box.vertices[box.faces]
    normals = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    np.testing.assert_allclose(box.normals[box.faces], np.repeat(normals[:, None], 3, 1), atol=1e-5)
    assert len(box.vertices) == 24
    ball = read_mesh(save(trimesh.creation.icosphere(3), tmp_path, ".stl")).solid
    np.testing.assert_allclose(ball.normals, ball.vertices * 2, atol=0.02)


def test_one_triangle_is_enough(tmp_path):
    file = tmp_path / "one.obj"
    file.write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    solid = read_mesh(file).solid
    np.testing.assert_allclose(solid.normals, np.tile((0, 0, 1), (3, 1)), atol=1e-6)


def test_a_file_with_z_up_stands_as_in_blender(tmp_path):
    """Up is +Z, and the front is at -Y."""
    cone = trimesh.creation.cone(1, 2)  # its tip at +Z
    cone.vertices[cone.vertices[:, 2] > 1, 1] = -1.0  # and bent to the front
    solid = read_mesh(save(cone, tmp_path, ".stl"), up="z").solid
    tip = solid.vertices[solid.vertices[:, 1].argmax()]
    assert tip[2] == pytest.approx(solid.vertices[:, 2].max(), abs=1e-5)
    rotated = trimesh.Trimesh(cone.vertices[:, [0, 2, 1]] * [1, 1, -1], cone.faces, process=False)
    same = read_mesh(save(rotated, tmp_path, ".stl")).solid
    np.testing.assert_allclose(solid.vertices, same.vertices, atol=1e-6)


def refused(text):
    return pytest.raises(UsageError, match=f"^{re.escape(text)}")


def test_what_cannot_be_rendered_is_refused(tmp_path):
    with refused(f"no mesh {tmp_path}/cup.glb; mend the path; it is relative to the list's folder"):
        read_mesh(tmp_path / "cup.glb")
    with refused(
        f"{tmp_path}/cup.blend is no mesh that can be read: expected one of .glb, .gltf, .obj, .ply, .stl; "
        "export it as one of these, best as .glb"
    ):
        read_mesh(tmp_path / "cup.blend")
    for suffix in FORMATS:
        for content in (b"", b"nonsense\n"):
            file = tmp_path / f"cup{suffix}"
            file.write_bytes(content)
            # of text that means nothing to them, some formats have no faces, and none of them crash
            with pytest.raises(UsageError, match=r"cup.* (cannot be read: .*; export it again|has no faces)"):
                read_mesh(file)
    points = trimesh.PointCloud(SQUARE)
    points.export(tmp_path / "points.ply")
    flat = tmp_path / "flat.obj"
    flat.write_text("v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n")
    for file in (tmp_path / "points.ply", flat):
        with refused(f"{file} has no faces, expected triangles; points and lines cannot be rendered"):
            read_mesh(file)
    flat.write_text("v 0 0 0\nv 1 nan 0\nv 2 3 0\nf 1 2 3\n")
    with refused(f"{flat} has vertices that are not finite numbers; export it again"):
        read_mesh(flat)
