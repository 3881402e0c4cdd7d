"""Cuts a mesh into charts and packs them into one square atlas, with xatlas (Young; Lévy et al. 2002).

Charting and packing are called apart: charts are made once, then packed ever smaller until they fit.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import xatlas

from core.errors import UsageError
from core.shapes import check_shape
from threed.atlas import find_covered
from threed.topology import half_edges, label_components, merge_positions
from threed.types import Mesh

#: How far xatlas may stretch charts, by its own measure: twice its default makes half the charts.
MAX_COST = 4.0
#: Overlap is looked for at the texel centres of an atlas of this side.
OVERLAP_PX = 2048
#: How much of the atlas the first packing tries to fill; no packing of real props got further.
FIRST_FILL = 0.8
#: Each further packing is smaller by this factor.
SHRINK = 0.96
#: Charts are placed on a raster of at most this side: the time of packing grows with its area, the fill
#: hardly.
PACK_PX = 512


def unwrap_mesh(mesh: Mesh, atlas_px: int = 1024, padding_px: int = 4) -> Mesh:
    """Give a mesh a UV map of few, large charts in one atlas, without overlap.

    Vertices are split at seams. Faces keep their order, so `faces[i]` of the result is `faces[i]` of the mesh
    given: that is the way back for anything known per vertex or face.

    Args:
        mesh: without uv that matters: it is replaced; normals and tangents are dropped.
        atlas_px: side of the atlas for which the padding is meant, ≥ 64.
        padding_px: least distance of charts from each other and the border, in texels of that atlas.

    Returns:
        The mesh with uv in 0..1, v up.

    Raises:
        ValueError: the mesh has no faces.
        UsageError: its charts cannot be packed into an atlas of this size with this padding.
    """
    check_shape("vertices", mesh.vertices, "V 3")
    if not len(mesh.faces):
        raise ValueError("mesh has no faces: nothing to unwrap")
    vertices = np.ascontiguousarray(mesh.vertices, np.float32)
    triangles = np.ascontiguousarray(mesh.faces, np.uint32)
    charts = _chart(vertices, triangles)
    source, faces, uv = _pack(charts, atlas_px, padding_px)
    # a chart that is stretched far may come to lie on itself, by less than a texel
    while np.any(covered := find_covered(uv, faces, OVERLAP_PX)):
        joined, charts = charts, _cut_out(charts, covered)
        if len(charts.source) == len(joined.source):
            break  # nothing is left that could be cut apart
        source, faces, uv = _pack(charts, atlas_px, padding_px)
    return Mesh(mesh.vertices[source].astype(np.float32), faces.astype(np.int32), uv=uv.astype(np.float32))


class _Charts(NamedTuple):
    """A mesh cut into flat charts, none mirrored.

    Attributes:
        uv: [V, 2] in units of the mesh; charts may lie on each other.
        faces: [F, 3], in the mesh's order.
        chart: [V], from 0.
        source: [V], the vertex of the mesh.
    """

    uv: np.ndarray
    faces: np.ndarray
    chart: np.ndarray
    source: np.ndarray


def _chart(vertices: np.ndarray, faces: np.ndarray) -> _Charts:
    """Cut a mesh into charts and flatten them."""
    atlas = xatlas.Atlas()
    atlas.add_mesh(vertices, faces)
    charting = xatlas.ChartOptions()
    charting.max_cost = MAX_COST
    first = xatlas.PackOptions()
    # any: this packing is thrown away, but charts are stretched to whole texels of it
    first.resolution = 1024
    atlas.generate(charting, first)
    source, faces, uv = atlas[0]
    uv = uv.astype(np.float64) * [atlas.width, atlas.height] / atlas.texels_per_unit
    chart = _vertex_charts(faces, len(uv))
    mirrored = np.bincount(chart[faces[:, 0]], _face_areas(uv, faces), minlength=chart.max() + 1) < 0
    uv[:, 0] *= np.where(mirrored, -1, 1)[chart]
    return _Charts(uv, faces, chart, source)


def _cut_out(charts: _Charts, chosen: np.ndarray) -> _Charts:
    """Cut faces [F] bool out of their charts: what hangs together of them is a chart of its own."""
    count = len(charts.uv)
    corners, faces = np.unique(charts.faces + count * chosen[:, None], return_inverse=True)
    faces, vertex = faces.reshape(charts.faces.shape), corners % count
    return _Charts(charts.uv[vertex], faces, _vertex_charts(faces, len(vertex)), charts.source[vertex])


def label_charts(mesh: Mesh) -> np.ndarray:
    """Label every face [F] by the chart it lies in, from 0: faces joined by vertices that were not split."""
    return label_components(mesh.faces, len(mesh.vertices))


def seam_edges(mesh: Mesh) -> np.ndarray:
    """Find the edges at which the UV map is cut.

    Returns:
        [E, 2, 2] int32: for each such edge the vertices (start, end) on one side and the same places' on the
        other.
    """
    _, places, _ = merge_positions(mesh.vertices, mesh.faces)
    spatial, split = half_edges(places), half_edges(mesh.faces)
    forward = spatial[:, 0] < spatial[:, 1]
    count = int(places.max()) + 1
    keys = np.sort(spatial.astype(np.int64), axis=1) @ [count, 1]
    ordered = np.where(forward[:, None], split, split[:, ::-1])
    order = np.argsort(keys, kind="stable")
    pair = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    sides = np.stack([ordered[order[pair]], ordered[order[pair + 1]]], 1)
    return sides[np.any(sides[:, 0] != sides[:, 1], axis=1)].astype(np.int32)


def _pack(charts: _Charts, atlas_px: int, padding_px: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pack charts into one atlas, as large as is found to fit.

    Returns:
        source vertex [V], faces [F, 3], uv [V, 2] in 0..1, v up.
    """
    uv, faces, chart, source = charts
    side = min(atlas_px, PACK_PX)
    options = xatlas.PackOptions()
    options.resolution, options.padding = side, math.ceil(padding_px * side / atlas_px)
    # trying every place is six times cheaper on a lattice of 4 px, and fills hardly less
    options.bruteForce = options.blockAlign = True
    # xatlas turns charts by swapping their axes, which mirrors them: they are stood up or laid down here
    # instead
    options.rotate_charts = options.rotate_charts_to_axis = False
    # it measures charts that are given as UVs in their own units: they are given in texels
    options.texels_per_unit = 1.0
    count, area = int(chart.max()) + 1, float(np.abs(_face_areas(uv, faces)).sum())
    scale = math.sqrt(FIRST_FILL * side * side / max(area, 1e-20))
    turned = [_turn_charts(uv, chart, long_axis) for long_axis in (0, 1)]
    # below a fiftieth of the atlas, or where the padding alone would fill it, there is no use in going on
    while count * options.padding**2 < side * side and scale * scale * area > 0.02 * side * side:
        for candidate in turned:
            atlas = xatlas.Atlas()
            atlas.add_uv_mesh((candidate * scale).astype(np.float32), faces)
            atlas.generate(xatlas.ChartOptions(), options)
            if atlas.atlas_count == 1 and max(atlas.width, atlas.height) <= side:
                again, packed_faces, packed = atlas[0]
                return source[again], packed_faces, packed * [atlas.width / side, atlas.height / side]
        scale *= SHRINK
    raise UsageError(
        f"atlas of {atlas_px} px: expected room for {count} charts {padding_px} px apart",
        f"use a larger one, such as {2 * atlas_px} px",
    )


def _turn_charts(uv: np.ndarray, chart: np.ndarray, long_axis: int) -> np.ndarray:
    """Turn charts by 90° where that lays their longer side along an axis (0 = u, 1 = v)."""
    low, high = np.full((chart.max() + 1, 2), np.inf), np.full((chart.max() + 1, 2), -np.inf)
    np.minimum.at(low, chart, uv)
    np.maximum.at(high, chart, uv)
    turn = np.argmax(high - low, axis=1) != long_axis
    return np.where(turn[chart][:, None], np.stack([-uv[:, 1], uv[:, 0]], 1), uv)


def _vertex_charts(faces: np.ndarray, vertex_count: int) -> np.ndarray:
    """Label every vertex [V] by the chart that uses it."""
    chart = np.zeros(vertex_count, np.int64)
    chart[faces.ravel()] = np.repeat(label_components(faces.astype(np.int64), vertex_count), 3)
    return chart


def _face_areas(uv: np.ndarray, faces: np.ndarray) -> np.ndarray:
    a, b, c = (uv[faces[:, i]].astype(np.float64) for i in range(3))
    return ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
