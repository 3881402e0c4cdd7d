"""Cuts a mesh into charts, with xatlas (Young; Lévy et al. 2002), and packs them into one square atlas.

Charts that fill their bounding rectangle badly, rings and bows above all, are cut in two until they do not:
rectangles are what is packed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xatlas

from core.errors import UsageError
from core.shapes import check_shape
from threed.atlas import find_covered
from threed.packing import pack_rectangles, straighten_charts
from threed.topology import half_edges, label_components, merge_positions
from threed.types import Mesh
from threed.unfold import unfold

#: How far xatlas may stretch charts, by its own measure: twice its default makes half the charts.
MAX_COST = 4.0
#: Overlap is looked for at the texel centres of an atlas of this side.
OVERLAP_PX = 1024
#: A chart that covers less of its rectangle is cut, if that is more than the second share of all of them.
SPRAWL, SMALL = 0.5, 0.0005
#: How often charts are cut at most.
CUTS = 7
#: An atlas that charts cannot fill to this share is too small for the distances between them.
LEAST_FILL = 0.02


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
    return _lay_out(mesh, _cut_sprawling(_chart(vertices, triangles)), atlas_px, padding_px)


def unwrap_solid(mesh: Mesh, part: np.ndarray, atlas_px: int = 1024, padding_px: int = 4) -> Mesh:
    """Give a closed mesh a UV map by unfolding it: of even density, its seams along edges and parts' borders.

    It is what suits boards, bars and turned things, whose facets were made on purpose; a mesh out of a field
    or a scanner is better unwrapped by unwrap_mesh.

    Args:
        mesh: closed; otherwise as in unwrap_mesh.
        part: [F] int, of what each face is a part.
        atlas_px, padding_px: as in unwrap_mesh.

    Returns, Raises:
        As unwrap_mesh.
    """
    if not len(mesh.faces):
        raise ValueError("mesh has no faces: nothing to unwrap")
    flat = unfold(mesh.vertices, mesh.faces, part, padding_px / atlas_px)
    chart = np.zeros(len(flat.uv), np.int64)
    chart[flat.faces.ravel()] = np.repeat(flat.chart, 3)
    uv = _pack(_Charts(flat.uv, flat.faces, chart, flat.source), atlas_px, padding_px)
    return Mesh(
        mesh.vertices[flat.source].astype(np.float32), flat.faces.astype(np.int32), uv.astype(np.float32)
    )


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


def _lay_out(mesh: Mesh, charts: _Charts, atlas_px: int, padding_px: int) -> Mesh:
    """Pack a mesh's charts into its atlas; what lies on something else is cut off its chart first."""
    uv = _pack(charts, atlas_px, padding_px)
    while np.any(covered := find_covered(uv, charts.faces, OVERLAP_PX)):
        joined, charts = charts, _cut_out(charts, covered)
        if len(charts.source) == len(joined.source):
            break  # nothing is left that could be cut apart
        uv = _pack(charts, atlas_px, padding_px)
    return Mesh(
        mesh.vertices[charts.source].astype(np.float32), charts.faces.astype(np.int32), uv.astype(np.float32)
    )


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


def _cut_sprawling(charts: _Charts) -> _Charts:
    """Cut charts in two, across their length, that fill their bounding rectangle badly."""
    for _ in range(CUTS):
        straight, sizes = straighten_charts(charts.uv, charts.chart)
        own = charts.chart[charts.faces[:, 0]]
        count = len(sizes)
        filled = np.bincount(own, np.abs(_face_areas(charts.uv, charts.faces)), minlength=count)
        room = sizes.prod(1)
        sprawls = (filled < SPRAWL * room) & (room > SMALL * room.sum())
        sprawls &= np.bincount(own, minlength=count) > 1
        beyond = straight[charts.faces].mean(1)[:, 0] > sizes[own, 0] / 2
        if not np.any(sprawls):
            break
        charts = _cut_out(charts, sprawls[own] & beyond)
    return charts


def _pack(charts: _Charts, atlas_px: int, padding_px: int) -> np.ndarray:
    """Pack charts into one atlas, as large as is found to fit: [V, 2] in 0..1, v up."""
    straight, sizes = straighten_charts(charts.uv, charts.chart)
    packed = pack_rectangles(sizes, padding_px / atlas_px)
    if packed is None or packed[2] ** 2 * sizes.prod(1).sum() < LEAST_FILL:
        raise UsageError(
            f"atlas of {atlas_px} px: expected room for {len(sizes)} charts {padding_px} px apart",
            f"use a larger one, such as {2 * atlas_px} px",
        )
    corner, turned, scale = packed
    uv, turned = straight * scale, turned[charts.chart][:, None]
    height = (sizes[:, 1] * scale)[charts.chart]
    return np.where(turned, np.stack([height - uv[:, 1], uv[:, 0]], 1), uv) + corner[charts.chart]


def _vertex_charts(faces: np.ndarray, vertex_count: int) -> np.ndarray:
    """Label every vertex [V] by the chart that uses it."""
    chart = np.zeros(vertex_count, np.int64)
    chart[faces.ravel()] = np.repeat(label_components(faces.astype(np.int64), vertex_count), 3)
    return chart


def _face_areas(uv: np.ndarray, faces: np.ndarray) -> np.ndarray:
    a, b, c = (uv[faces[:, i]].astype(np.float64) for i in range(3))
    return ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
