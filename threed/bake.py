"""Bakes posed pictures onto the atlas of a mesh: projection, visibility, blending in two frequency bands.

Low frequencies are averaged over all views that see a texel well, so that no border between views shows; high
ones come from the best view alone, so that nothing is blurred or doubled (the idea of Burt and Adelson's
multiband blending, 1983). The bands are split on the surface, where what is near is one thing; in the
pictures, a blur would mix an object with what lies behind its edges. The light of the pictures is divided
out, pixel by pixel, in the light as those pixels average it: what is baked is base colour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.distance import distance_within, nearest_in
from core.shapes import check_shape
from core.types import Camera, Light, Progress, Views, silent
from threed.atlas import Texels, rasterise_atlas
from threed.attributes import require_normals, require_uv
from threed.cameras import camera_rays, project_points
from threed.inpaint import fill_texels
from threed.normals import unit
from threed.raster import interpolate, render_mesh, sample_pixels, sample_texture
from threed.raycast import RayScene, build_scene, cast_rays, detect_occlusions
from threed.texture import paint_texels
from threed.topology import face_vectors
from threed.types import Mesh, RadianceField

#: Views that see a texel at more than 75° from its normal do not count.
STEEPEST = np.cos(np.radians(75))
#: Where a view passes over a texel at more than 84°, the field's colour there is not to be trusted either.
FIELD_STEEPEST = np.cos(np.radians(84))
#: Pixels from a silhouette at which a view is trusted fully.
MARGIN_PX = 3.0
#: Sharpness of the choice of the best view for high frequencies.
BEST_VIEW = 6.0
#: Side of the atlas on which the low frequencies are found, and the weight that says how low they are:
#: fill_texels smooths over some 2 % of the atlas's side.
LOW_PX, LOW_WEIGHT = 256, 0.01
#: Trust above which a texel's colour is taken as it is; below, it is smoothed over the surface.
TRUSTED = 0.25
#: Confidence of the field's colour where no view counts.
FIELD_CONFIDENCE = 0.2


@dataclass(frozen=True)
class BakedViews:
    """Base colour on a mesh's atlas.

    Attributes:
        texels: which texels carry surface.
        colour: [T, 3] float32 sRGB of each.
        trust: [T] 0..1, how far the best view's colour is to be trusted, 0 where no view sees the texel.
        unseen_fraction: part of the texels that no view sees.
        gains: [N, 3] the factors that evened out the views' exposures.
    """

    texels: Texels
    colour: np.ndarray
    trust: np.ndarray
    unseen_fraction: float
    gains: np.ndarray


@dataclass(frozen=True)
class _Projection:
    """What one view tells about the n texels it sees.

    Attributes:
        texel: [n] their positions; weight: [n] against other views; trust: [n] 0..1 by itself.
        colour: [n, 3] base colour.
    """

    texel: np.ndarray
    weight: np.ndarray
    trust: np.ndarray
    colour: np.ndarray


def bake_views(
    mesh: Mesh,
    views: Views,
    *,
    light: Light | None,
    field: RadianceField | None = None,
    fine: Views | None = None,
    atlas_px: int = 1024,
    exponent: float = 4.0,
    progress: Progress = silent,
) -> BakedViews:
    """Bake views onto the texels of a mesh and complete what they leave out.

    Args:
        mesh: unwrapped, with normals.
        views: posed pictures, lit.
        light: what lights them, divided out; None if they show base colour.
        field: whose colour, lit like the views', is asked where cameras see the surface only at a slant.
        fine: the same pictures a whole number of times as large: colours are taken from these, if they are
            there, and all else from the views.
        atlas_px: side of the atlas.
        exponent: a view's weight is cos^exponent of its angle to the normal.

    Returns:
        Colour for every texel, border texels included.

    Raises:
        ValueError: the mesh has no uv or normals, or the fine views are not of such a size.
    """
    if fine is not None:
        _check_fine(fine, views)
    texels = rasterise_atlas(require_uv(mesh), mesh.faces, atlas_px)
    points = interpolate(mesh.vertices, mesh.faces, texels.face, texels.barycentric)
    normals = unit(interpolate(require_normals(mesh), mesh.faces, texels.face, texels.barycentric))
    flat = unit(face_vectors(mesh.vertices, mesh.faces)).astype(np.float32)[texels.face]
    shading = _shade_pictures(mesh, views, light)
    scene = build_scene(mesh.vertices, mesh.faces)
    lifted = points + flat * np.float32(1.5 * _texel_size(mesh, atlas_px))
    glimpsed = np.zeros(len(points), bool)
    projections = []
    for i in range(len(views.rgb)):
        camera = Camera(views.camera.c2w[i], views.camera.K[i], views.camera.width_px, views.camera.height_px)
        eye = camera.c2w[:3, 3]
        towards = unit(eye - points)
        # a face that looks away is not seen, whatever its smooth normals say
        cosine = np.minimum((normals * towards).sum(1), 2 * (flat * towards).sum(1))
        facing = np.flatnonzero(cosine > FIELD_STEEPEST)
        facing = facing[~detect_occlusions(scene, lifted[facing], eye - lifted[facing], far=1.0)]
        glimpsed[facing] = True
        facing = facing[cosine[facing] > STEEPEST]
        clear = _distance_to_edges(camera, scene, views.mask[i])
        solid = (views.mask[i] > 0.5) & (clear > 0)
        if not solid.any():
            solid = views.mask[i] > 0.5
        if fine is None:
            colours = _enlarge(views.rgb[i] / shading[i], solid)
        else:
            colours = _detail(fine.rgb[i], fine.mask[i], shading[i], solid)
        projections.append(_project(camera, clear, colours, facing, points, cosine[facing], exponent))
        progress("bake", 0.6 * (i + 1) / len(views.rgb))
    gains = _even_exposures(projections, len(points))
    broad, sharp, trust = _blend(projections, gains, len(points))
    colour = np.clip(sharp + _low_frequencies(mesh, texels, broad - sharp, trust > 0), 0, 1)
    confidence = np.clip(trust / TRUSTED, 0, 1)
    ask = np.flatnonzero(glimpsed & (trust == 0))
    if field is not None and len(ask):
        lit = _field_colour(field, points[ask])
        colour[ask] = np.clip(lit if light is None else lit / light.shade(normals[ask]), 0, 1)
        confidence[ask] = FIELD_CONFIDENCE
    progress("bake", 0.7)
    colour = fill_texels(mesh, texels, colour, confidence)
    progress("bake", 1.0)
    unseen = float(np.mean(trust[texels.inside] == 0)) if texels.inside.any() else 1.0
    return BakedViews(texels, np.clip(colour, 0, 1), trust, unseen, gains)


def _project(
    camera: Camera,
    clear: np.ndarray,
    colours: np.ndarray,
    seen: np.ndarray,
    points: np.ndarray,
    cosine: np.ndarray,
    exponent: float,
) -> _Projection:
    """Look up what one view shows at the texels it sees.

    Args:
        clear: [H, W] how many pixels each is from an outline or step in depth.
        colours: [k·H, k·W, 3] straight base colour, k whole.
        seen: [n] positions of the texels in view; cosine: [n] of their angles.
        points: [T, 3] of all texels.
    """
    pixel, _ = project_points(camera, points[seen])
    x, y = pixel[:, 0] - 0.5, pixel[:, 1] - 0.5
    within = (x >= 0) & (y >= 0) & (x <= camera.width_px - 1) & (y <= camera.height_px - 1)
    seen, cosine, x, y = seen[within], cosine[within], x[within], y[within]
    distance = sample_pixels(clear[..., None], x, y)[:, 0]
    t = np.clip((distance - 0.5) / MARGIN_PX, 0, 1)
    # thin parts are near an edge everywhere: they keep a little weight, so that they are seen at all
    trust = np.where(distance > 0.5, np.maximum(t * t * (3 - 2 * t), 0.02), 0)
    kept = trust > 0
    seen, trust, cosine, x, y = seen[kept], trust[kept], cosine[kept], x[kept], y[kept]
    weight = trust * cosine**exponent
    # a slanted view is a poor one, but where it is the only one it shows a table's top well enough
    trust = trust * np.clip((cosine - STEEPEST) / 0.06, 0.02, 1)
    factor = colours.shape[0] // clear.shape[0]
    fine_x = np.clip((x + 0.5) * factor - 0.5, 0, colours.shape[1] - 1)
    fine_y = np.clip((y + 0.5) * factor - 0.5, 0, colours.shape[0] - 1)
    return _Projection(seen, weight, trust, sample_pixels(colours, fine_x, fine_y))


def _distance_to_edges(camera: Camera, scene: RayScene, mask: np.ndarray) -> np.ndarray:
    """Return how many pixels each pixel [H, W] is from an outline or step in depth: 0 outside, else ≥ 1."""
    origins, directions = camera_rays(camera)
    depth = cast_rays(scene, origins.reshape(-1, 3), directions.reshape(-1, 3)).distance.reshape(mask.shape)
    inside = (mask > 0.5) & np.isfinite(depth)
    distance = distance_within(inside)
    depth = np.where(inside, depth, 0)
    # a surface at 80° from the view falls back by six times a pixel's width from one pixel to the next
    allowed = 6 * depth / camera.K[1, 1]
    stepped = np.zeros(mask.shape, bool)
    for ahead, behind in (((slice(1, None), slice(None)), (slice(-1), slice(None))),
                          ((slice(None), slice(1, None)), (slice(None), slice(-1)))):  # fmt: skip
        jump = np.abs(depth[ahead] - depth[behind]) > np.minimum(allowed[ahead], allowed[behind])
        jump &= inside[ahead] & inside[behind]
        stepped[ahead] |= jump
        stepped[behind] |= jump
    if stepped.any():
        distance = np.minimum(distance, nearest_in(stepped)[2] + 1)
    return distance * inside


def _shade_pictures(mesh: Mesh, views: Views, light: Light | None) -> np.ndarray:
    """Return the light [N, H, W, 1] on what each pixel shows; beside the mesh, of the nearest."""
    if light is None:
        return np.ones((*views.mask.shape, 1), np.float32)
    white = np.ones((len(mesh.vertices), 3), np.float32)
    lit, mask = render_mesh(mesh, white, views.camera, light, background=(0, 0, 0), supersample=4)
    shading = np.ones((*mask.shape, 1), np.float32)
    for i in np.flatnonzero(mask.any((1, 2))):
        row, column, _ = nearest_in(mask[i] > 0)
        shading[i] = (lit[i, ..., :1] / np.maximum(mask[i], 1e-6)[..., None])[row, column]
    return shading


def _enlarge(rgb: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Return the picture [H, W, 3], upsampled smoothly by a whole factor if it is small.

    It is made of the solid pixels [H, W] alone: what lies outside takes the nearest solid colour.
    """
    if not solid.any():
        return rgb
    row, column, _ = nearest_in(solid)
    factor = int(np.clip(384 // solid.shape[0], 1, 4))
    tensor = torch.from_numpy(np.ascontiguousarray(rgb[row, column], np.float32)).permute(2, 0, 1)[None]
    fine = torch.nn.functional.interpolate(tensor, scale_factor=factor, mode="bicubic")
    return fine[0].permute(1, 2, 0).numpy().clip(0, 1)


def _detail(rgb: np.ndarray, mask: np.ndarray, shading: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Return the base colour [k·H, k·W, 3] that a fine picture shows, beside the solid pixels the nearest.

    Args:
        rgb, mask: [k·H, k·W, 3] straight lit colour and [k·H, k·W] coverage.
        shading: [H, W, 1] light on what the view's pixels show.
        solid: [H, W] pixels of the view whose colour is to be trusted.
    """
    factor = len(mask) // len(solid)
    trusted = np.kron(solid, np.ones((factor, factor), bool)) & (mask > 0.5)
    light = torch.nn.functional.interpolate(
        torch.from_numpy(shading)[None, None, ..., 0], scale_factor=factor, mode="bilinear"
    )[0, 0].numpy()
    base = np.clip(rgb / light[..., None], 0, 1)
    if not trusted.any():
        return base
    row, column, _ = nearest_in(trusted)
    return base[row, column]


def _check_fine(fine: Views, views: Views) -> None:
    count, height, width = views.mask.shape
    factor = max(fine.mask.shape[1] // height, 1)
    check_shape("fine.rgb", fine.rgb, f"{count} {height * factor} {width * factor} 3")
    check_shape("fine.mask", fine.mask, f"{count} {height * factor} {width * factor}")


def _even_exposures(projections: list[_Projection], count: int) -> np.ndarray:
    """Find factors [N, 3] under which the views agree best where they overlap; 1 on the (geometric) average.

    Least squares on the differences of log colour of every pair of views, drawn weakly towards 1.
    """
    n = len(projections)
    weight = np.zeros((n, count), np.float32)
    tone = np.zeros((n, count, 3), np.float32)
    for i, view in enumerate(projections):
        weight[i, view.texel] = view.weight
        tone[i, view.texel] = np.log(np.clip(view.colour, 0.02, None))
    normal, right = np.eye(n) * 1e-3, np.zeros((n, 3))
    for i in range(n):
        for j in range(i + 1, n):
            both = np.flatnonzero((weight[i] > 0.02) & (weight[j] > 0.02))
            if len(both) < 32:
                continue
            share = len(both) / count
            difference = np.median(tone[i, both] - tone[j, both], axis=0) * share
            normal[i, i] += share
            normal[j, j] += share
            normal[i, j] -= share
            normal[j, i] -= share
            right[i] -= difference
            right[j] += difference
    gains = np.linalg.solve(normal, right)
    # a view that truly shows another colour is not an exposure error
    return np.exp(np.clip(gains - gains.mean(0), -0.2, 0.2)).astype(np.float32)


def _blend(
    projections: list[_Projection], gains: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Blend all views.

    Returns:
        Their broad average [T, 3], what the best of them shows [T, 3], and the best trust [T].
    """
    best, trust = np.zeros(count, np.float32), np.zeros(count, np.float32)
    for view in projections:
        best[view.texel] = np.maximum(best[view.texel], view.weight)
        trust[view.texel] = np.maximum(trust[view.texel], view.trust)
    broad, broad_total = np.zeros((count, 3), np.float32), np.zeros((count, 1), np.float32)
    sharp, sharp_total = broad.copy(), broad_total.copy()
    for view, gain in zip(projections, gains, strict=True):
        share = (view.weight / best[view.texel])[:, None]
        narrow = share**BEST_VIEW
        broad[view.texel] += share * view.colour * gain
        broad_total[view.texel] += share
        sharp[view.texel] += narrow * view.colour * gain
        sharp_total[view.texel] += narrow
    return broad / np.maximum(broad_total, 1e-6), sharp / np.maximum(sharp_total, 1e-6), trust


def _low_frequencies(mesh: Mesh, texels: Texels, values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Smooth texel values [T, C] over the surface; only the known ones [T] count."""
    small = rasterise_atlas(require_uv(mesh), mesh.faces, min(LOW_PX, texels.size_px))
    places = np.stack(np.divmod(texels.index[known], texels.size_px))
    row, column = places * small.size_px // texels.size_px
    cell = row * small.size_px + column
    count = np.bincount(cell, minlength=small.size_px**2)[small.index]
    sums = [np.bincount(cell, value, small.size_px**2)[small.index] for value in values[known].T]
    mean = np.stack(sums, 1) / np.maximum(count, 1)[:, None]
    smooth = fill_texels(mesh, small, mean, np.where(count > 0, 0.99, 0.0), LOW_WEIGHT)
    uv = interpolate(require_uv(mesh), mesh.faces, texels.face, texels.barycentric)
    return sample_texture(paint_texels(small, smooth), uv)


def _field_colour(field: RadianceField, points: np.ndarray) -> np.ndarray:
    chunks = torch.from_numpy(points.astype(np.float32)).split(1 << 18)
    with torch.no_grad():
        return torch.cat([field(chunk)[1].float().cpu() for chunk in chunks]).numpy()


def _texel_size(mesh: Mesh, atlas_px: int) -> float:
    """Return the side of an average texel on the surface, in world units."""
    corners = require_uv(mesh)[mesh.faces].astype(np.float64)
    e1, e2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    uv_area = np.abs(e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]).sum() / 2
    area = np.linalg.norm(face_vectors(mesh.vertices, mesh.faces), axis=1).sum()
    return float(np.sqrt(area / max(uv_area, 1e-12)) / atlas_px)
