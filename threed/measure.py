"""Figures by which a mesh is judged: closedness, genus, UV overlap, evenness of texel density, size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from threed.atlas import count_cover
from threed.topology import (
    face_vectors,
    face_volumes,
    is_manifold,
    is_watertight,
    label_components,
    merge_positions,
    undirected_edges,
)
from threed.types import Mesh


@dataclass(frozen=True)
class MeshReport:
    """What was measured of a mesh. Topology is that of the mesh with its UV seams closed.

    Attributes:
        triangles: faces.
        vertices: as stored, split at UV seams.
        watertight: every edge has two faces, in opposite directions.
        manifold: watertight, and every vertex has one fan of faces.
        components: connected parts.
        euler: V - E + F.
        genus: handles of all components together; None where the mesh is not a closed manifold.
        volume: enclosed, cubic metres (or cubic world units before export); meaningful where watertight.
        area: of the surface, in the square of the same unit.
        uv_overlap: part of the covered texels that more than one face covers; None without uv.
        uv_coverage: part of the atlas that is covered; None without uv.
        texel_density: texels per unit of length for the atlas given, averaged over the area; None without uv.
        texel_density_spread: its coefficient of variation over the area; 0 = perfectly even.
        bounds: lowest and highest corner, in metres (or world units before export).
    """

    triangles: int
    vertices: int
    watertight: bool
    manifold: bool
    components: int
    euler: int
    genus: int | None
    volume: float
    area: float
    uv_overlap: float | None
    uv_coverage: float | None
    texel_density: float | None
    texel_density_spread: float | None
    bounds: tuple[tuple[float, float, float], tuple[float, float, float]]


def measure_mesh(mesh: Mesh, atlas_px: int = 1024, raster_px: int = 2048) -> MeshReport:
    """Measure a mesh.

    Args:
        mesh: any triangles; with or without uv.
        atlas_px: side of the textures it will carry, for the texel density.
        raster_px: resolution at which UV overlap is counted, exactly at texel centres.

    Raises:
        ValueError: the mesh has no faces.
    """
    if not len(mesh.faces):
        raise ValueError("mesh has no faces: nothing to measure")
    places, faces, _ = merge_positions(mesh.vertices, mesh.faces)
    closed = is_manifold(faces)
    components = int(label_components(faces, len(places)).max()) + 1
    euler = len(np.unique(faces)) - len(undirected_edges(faces)[0]) + len(faces)
    areas = np.linalg.norm(face_vectors(mesh.vertices, mesh.faces), axis=1)
    overlap = coverage = density = spread = None
    if mesh.uv is not None:
        count = count_cover(mesh.uv, mesh.faces, raster_px)
        covered = int(np.sum(count > 0))
        overlap, coverage = float(np.sum(count > 1) / max(covered, 1)), covered / count.size
        density, spread = _texel_density(mesh.uv, mesh.faces, areas, atlas_px)
    (x0, y0, z0), (x1, y1, z1) = mesh.vertices.min(0).tolist(), mesh.vertices.max(0).tolist()
    return MeshReport(
        triangles=len(mesh.faces),
        vertices=len(mesh.vertices),
        watertight=is_watertight(faces),
        manifold=closed,
        components=components,
        euler=euler,
        genus=(2 * components - euler) // 2 if closed else None,
        volume=float(face_volumes(mesh.vertices, mesh.faces).sum()),
        area=float(areas.sum()),
        uv_overlap=overlap,
        uv_coverage=coverage,
        texel_density=density,
        texel_density_spread=spread,
        bounds=((x0, y0, z0), (x1, y1, z1)),
    )


def _texel_density(
    uv: np.ndarray, faces: np.ndarray, areas: np.ndarray, atlas_px: int
) -> tuple[float, float]:
    """Return the area-weighted mean of texels per unit of length, and its coefficient of variation."""
    a, b, c = (uv[faces[:, i]].astype(np.float64) for i in range(3))
    uv_areas = np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
    # slivers have no area to put a texel on
    solid = areas > 1e-9 * areas.sum()
    density = np.sqrt(uv_areas[solid] / areas[solid]) * atlas_px
    mean = float(np.average(density, weights=areas[solid]))
    variance = float(np.average((density - mean) ** 2, weights=areas[solid]))
    return mean, float(np.sqrt(variance)) / mean if mean else 0.0
