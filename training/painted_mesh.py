"""Reads a mesh that somebody made: a solid in its sphere, and the colour of every point of its surface."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from core.color import linear_to_srgb, srgb_to_linear
from core.errors import UsageError
from threed.procedural.solids import Solid
from training.props.prop import fit_solid
from training.render import Hits

FORMATS = (".glb", ".gltf", ".obj", ".ply", ".stl")
#: Which axis of a file points up; a file with +Z up has its front at -Y, as in Blender.
Up = Literal["y", "z"]
#: Faces that meet at less than this many radians are shaded as one smooth surface.
CREASE = 0.75
#: Textures are averaged down to this side: a pixel of the renders sees no finer, and aliases from more.
TEXTURE_PX = 512
#: What a mesh without colours is drawn with, sRGB.
GREY = (0.7, 0.7, 0.7)


@dataclass(frozen=True)
class PaintedMesh:
    """A mesh with its colours.

    Attributes:
        solid: centred, within the sphere of radius 0.5, +Y up and its front to +Z.
        tints: [F, 3, 3] float32 linear 0..1, at each corner of each face.
        uv: [F, 3, 2] float32, u to the right and v up in the texture, which repeats.
        texture: [F] int64, a place in textures; -1 for none.
        textures: [H, W, 3] float32 linear 0..1, multiplied with the tints.
        colouring: where its colours come from, in words.
    """

    solid: Solid
    tints: np.ndarray
    uv: np.ndarray
    texture: np.ndarray
    textures: tuple[np.ndarray, ...]
    colouring: str


@dataclass(frozen=True)
class _Piece:
    """One geometry of a file, in the file's axes: corners [F, 3, 3], and the rest as of PaintedMesh."""

    corners: np.ndarray
    tints: np.ndarray
    uv: np.ndarray
    image: np.ndarray | None
    colouring: str


def read_mesh(file: Path, up: Up = "y") -> PaintedMesh:
    """Read a mesh with vertex colours, face colours, base-colour textures or plain materials.

    What is transparent is opaque here, and normals are made from the faces: smooth, but for creases.

    Args:
        file: of one of FORMATS.
        up: which of its axes points up.

    Raises:
        UsageError: it is missing, of another format, damaged, or has no faces.
    """
    if file.suffix.lower() not in FORMATS:
        raise UsageError(
            f"{file} is no mesh that can be read: expected one of {', '.join(FORMATS)}",
            "export it as one of these, best as .glb",
        )
    if not file.is_file():
        raise UsageError(f"no mesh {file}", "mend the path; it is relative to the list's folder")
    import trimesh

    try:
        scene = trimesh.load_scene(file, process=False)
    except Exception as error:  # noqa: BLE001 - the readers of formats raise whatever they stumble over
        said = " ".join(f"{type(error).__name__}: {error}".split())
        raise UsageError(f"{file} cannot be read: {said}", "export it again, best as .glb") from None
    linear = file.suffix.lower() in (".glb", ".gltf")
    pieces = []
    for node in scene.graph.nodes_geometry:
        transform, name = scene.graph[node]
        mesh = scene.geometry[name]
        if isinstance(mesh, trimesh.Trimesh) and len(mesh.faces):
            pieces.append(_read_piece(mesh, np.asarray(transform, np.float64), linear))
    corners = np.concatenate([p.corners for p in pieces]) if pieces else np.empty((0, 3, 3))
    if not np.isfinite(corners).all():
        raise UsageError(f"{file} has vertices that are not finite numbers", "export it again")
    if up == "z":
        corners = corners[..., [0, 2, 1]] * np.array([1, 1, -1])
    if not np.linalg.norm(_cross(corners), axis=1).any():
        raise UsageError(f"{file} has no faces, expected triangles", "points and lines cannot be rendered")
    # before anything is rounded to float32: a file may be in microns, or miles away from its origin
    low, high = corners.min((0, 1)), corners.max((0, 1))
    return _assemble((corners - (low + high) / 2) / (high - low).max(), pieces)


def _assemble(corners: np.ndarray, pieces: list[_Piece]) -> PaintedMesh:
    solid, kept = fit_solid(smooth_solid(corners))
    images: list[np.ndarray] = []
    places = []
    for piece in pieces:
        places.append(np.full(len(piece.corners), len(images) if piece.image is not None else -1))
        images += [piece.image] if piece.image is not None else []
    return PaintedMesh(
        solid,
        np.concatenate([p.tints for p in pieces])[kept].astype(np.float32),
        np.concatenate([p.uv for p in pieces])[kept].astype(np.float32),
        np.concatenate(places)[kept],
        tuple(images),
        " and ".join(dict.fromkeys(p.colouring for p in pieces)),
    )


def _read_piece(mesh: Any, transform: np.ndarray, linear: bool) -> _Piece:
    """Read one geometry; `linear` tells that factors and vertex colours are so, as in glTF."""
    from trimesh.visual.color import to_float

    def to_tint(colours: Any) -> np.ndarray:
        rgb = np.asarray(to_float(colours), np.float64)[..., :3]
        return rgb if linear else srgb_to_linear(rgb)

    faces, visual = np.asarray(mesh.faces), mesh.visual
    corners = (np.asarray(mesh.vertices, np.float64) @ transform[:3, :3].T + transform[:3, 3])[faces]
    tints, uv = np.ones((len(faces), 3, 3)), np.zeros((len(faces), 3, 2))
    image, colouring = None, "no colours: drawn grey"
    if visual.kind == "vertex":
        tints, colouring = to_tint(visual.vertex_colors)[faces], "colours of vertices"
    elif visual.kind == "face":
        tints, colouring = np.repeat(to_tint(visual.face_colors)[:, None], 3, 1), "colours of faces"
    elif visual.kind == "texture":
        material = visual.material
        picture = getattr(material, "baseColorTexture", getattr(material, "image", None))
        factor = getattr(material, "baseColorFactor", None)
        colouring = "a plain material"
        if picture is not None and visual.uv is not None:
            image, colouring = read_texture(picture), "a texture"
            uv = np.asarray(visual.uv, np.float64)[faces]
        elif factor is None and not linear:  # beside a texture, an OBJ's colour is what a writer left there
            factor = material.main_color
        if factor is not None:
            tints = tints * to_tint(factor)
        if "color" in visual.vertex_attributes:
            tints = tints * to_tint(visual.vertex_attributes["color"])[faces]
    else:
        tints = tints * srgb_to_linear(np.asarray(GREY))
    return _Piece(corners, tints, uv, image, colouring)


def read_texture(picture: Image.Image) -> np.ndarray:
    """Return a texture [H, W, 3] float32 linear 0..1, its sides at most TEXTURE_PX."""
    shrink = -(-max(picture.size) // TEXTURE_PX)
    pixels = picture.convert("RGB")
    pixels = pixels.reduce(shrink) if shrink > 1 else pixels
    return srgb_to_linear(np.asarray(pixels, np.float32) / 255).astype(np.float32)


def smooth_solid(corners: np.ndarray) -> Solid:
    """Join faces that share edges, with normals that are smooth but where they meet at more than CREASE.

    Args:
        corners: [F, 3, 3], of each face; equal positions are one vertex.
    """
    import trimesh
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(corners)
    positions, places = np.unique(corners.reshape(-1, 3), axis=0, return_inverse=True)
    faces = places.reshape(-1, 3)
    normals = _cross(corners)
    first, second = np.asarray(trimesh.graph.face_adjacency(faces=faces)).reshape(-1, 2).T
    facing = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    smooth = (facing[first] * facing[second]).sum(1) > np.cos(CREASE)
    links = coo_array((np.ones(smooth.sum()), (first[smooth], second[smooth])), shape=(count, count))
    groups, group = connected_components(links, directed=False)
    # a vertex has one normal for each smooth surface that it lies on
    keys, corner = np.unique(faces * groups + group[:, None], return_inverse=True)
    corner = corner.reshape(-1, 3)
    weighted = np.repeat(normals, 3, axis=0)  # as long as twice the area
    sums = [np.bincount(corner.ravel(), weighted[:, axis], minlength=len(keys)) for axis in range(3)]
    total = np.stack(sums, 1)
    total /= np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-30)
    return Solid(positions[keys // groups].astype(np.float32), total.astype(np.float32), corner)


def find_albedo(mesh: PaintedMesh, hits: Hits) -> np.ndarray:
    """Return the colour of a mesh where rays have hit it: [H, 3] float32 sRGB 0..1.

    Args:
        mesh: what was hit; its solid may have been moved since it was read.
        hits: of training.render.cast_views.
    """
    albedo = np.einsum("hc,hck->hk", hits.weights, mesh.tints[hits.face])
    uv = np.einsum("hc,hck->hk", hits.weights, mesh.uv[hits.face])
    texture = mesh.texture[hits.face]
    for place, image in enumerate(mesh.textures):
        shown = texture == place
        albedo[shown] *= sample_texture(image, uv[shown])
    return linear_to_srgb(np.clip(albedo, 0, 1)).astype(np.float32)


def sample_texture(image: np.ndarray, uv: np.ndarray) -> np.ndarray:
    """Interpolate a texture [H, W, C] bilinearly at uv [N, 2], u to the right and v up; it repeats."""
    height, width = image.shape[:2]
    x, y = uv[:, 0] * width - 0.5, (1 - uv[:, 1]) * height - 0.5
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right_share, low_share = (x - left)[:, None], (y - top)[:, None]
    rows, columns = (top % height, (top + 1) % height), (left % width, (left + 1) % width)
    upper = image[rows[0], columns[0]] * (1 - right_share) + image[rows[0], columns[1]] * right_share
    lower = image[rows[1], columns[0]] * (1 - right_share) + image[rows[1], columns[1]] * right_share
    return upper * (1 - low_share) + lower * low_share


def _cross(corners: np.ndarray) -> np.ndarray:
    """Return the normal [F, 3] of each face [F, 3, 3], as long as twice its area."""
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
