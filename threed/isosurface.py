"""Extracts the surface of a radiance field: marching cubes (Lewiner et al. 2003) and Taubin smoothing.

Density saturates: beyond the level it says nothing about where the surface lies, only how opaque the inside
is. So the crossing is sought in opacity, 1 - 2^(-density / level), which is 0.5 at the level and 1 deep
inside; that keeps walls where they are under the slight blur that takes the grid's staircase away.
"""

from __future__ import annotations

import numpy as np
import torch
from scipy.ndimage import gaussian_filter
from scipy.sparse import coo_matrix, diags
from skimage.measure import marching_cubes

from core.errors import EmptyResultError
from core.types import Progress, silent
from threed.topology import compact, half_edges, merge_positions
from threed.types import Mesh, RadianceField

#: Points evaluated at once: bounds the memory that the field's own temporaries take.
CHUNK = 1 << 18

#: opacity of a coarse sample, 0.5 on the surface, from which on something may be near it
TRACE = 0.05


def extract_mesh(
    field: RadianceField,
    *,
    level: float = 10.0,
    resolution: int = 112,
    blur_voxels: float = 0.7,
    smoothing_steps: int = 12,
    progress: Progress = silent,
) -> Mesh:
    """Extract the closed surface where the field's density crosses a level.

    The field is sampled twice: coarsely in its whole cube to find the object, then finely in the object's
    bounding box enlarged by 10 %. Space outside the field's cube counts as empty, so the surface is always
    closed.

    Args:
        field: density per world unit; see threed.types.RadianceField.
        level: density at the surface, > 0; 10-25 suits densities that reach 50 and more.
        resolution: samples along the longest side of the bounding box, ≥ 8.
        blur_voxels: standard deviation of the Gaussian on the opacity, in voxels.
        smoothing_steps: pairs of Taubin steps on the mesh; 0 leaves it as marching cubes made it.

    Returns:
        A mesh [V, 3], [F, 3] in world units, counter-clockwise seen from outside.

    Raises:
        EmptyResultError: the density crosses the level nowhere.
    """
    coarse_resolution = min(resolution, 64)
    bound = np.full(3, float(field.bound))
    coarse, low, step = _sample_opacity(field, -bound, bound, coarse_resolution, level)
    progress("surface", 0.1)
    # a part thinner than a coarse voxel leaves no more than a trace on the samples beside it
    inside = np.argwhere(coarse > TRACE)
    if not len(inside):
        raise _no_surface(coarse, level)
    first, last = low + (inside.min(0) - 1) * step, low + (inside.max(0) + 1) * step
    margin = 0.05 * (last - first).max()
    volume, low, step = _sample_opacity(
        field, np.maximum(first - margin, -bound), np.minimum(last + margin, bound), resolution, level
    )
    progress("surface", 0.7)
    if volume.max() <= 0.5:
        raise _no_surface(volume, level)
    volume = np.pad(volume, 3)
    if blur_voxels > 0:
        volume = gaussian_filter(volume, blur_voxels, mode="constant")
    if volume.max() <= 0.5:
        raise EmptyResultError(
            f"no surface: everything denser than {level:g} is thinner than a voxel of {step:.4f}",
            "raise the resolution, or try another seed",
        )
    vertices, faces, _, _ = marching_cubes(volume, 0.5, gradient_direction="ascent", allow_degenerate=False)
    vertices, faces, _ = merge_positions(vertices.astype(np.float32), faces)
    distinct = np.all(faces != np.roll(faces, 1, axis=1), axis=1)
    vertices, faces = compact(vertices, faces[distinct])
    vertices = smooth_taubin(vertices, faces, smoothing_steps)
    world = (vertices - 3) * step + low
    progress("surface", 1.0)
    return Mesh(world.astype(np.float32), faces)


def smooth_taubin(
    vertices: np.ndarray, faces: np.ndarray, steps: int, shrink: float = 0.5, inflate: float = -0.53
) -> np.ndarray:
    """Smooth a mesh without shrinking it: each step moves vertices towards their neighbours' mean, then back
    out.

    Args:
        vertices, faces: [V, 3], [F, 3].
        steps: pairs of moves.
        shrink, inflate: the factors λ > 0 and μ < -λ; the pass band ends at 1/λ + 1/μ.

    Returns:
        [V, 3] float64 positions.

    Source: Taubin, "A signal processing approach to fair surface design" (1995).
    """
    count = len(vertices)
    edges = half_edges(faces)
    adjacency = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(count, count)).tocsr()
    adjacency = ((adjacency + adjacency.T) > 0).astype(np.float64)
    degree = np.maximum(np.asarray(adjacency.sum(1)).ravel(), 1)
    mean = diags(1 / degree) @ adjacency
    moved = vertices.astype(np.float64)
    for _ in range(steps):
        for factor in (shrink, inflate):
            moved = moved + factor * (mean @ moved - moved)
    return moved


def _no_surface(opacity: np.ndarray, level: float) -> EmptyResultError:
    density = level * abs(float(np.log2(max(1 - opacity.max(), 1e-6))))
    return EmptyResultError(
        f"no surface: expected density above {level:g}, got {density:.3g} at most",
        "try another seed, or a prompt that names one solid object",
    )


def _sample_opacity(
    field: RadianceField, low: np.ndarray, high: np.ndarray, resolution: int, level: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Evaluate opacity on a grid of cubic voxels that covers a box.

    Returns:
        opacity [X, Y, Z] in 0..1, the position [3] of its first sample and the voxel size.
    """
    step = float((high - low).max()) / (resolution - 1)
    counts = np.ceil((high - low) / step - 1e-6).astype(int) + 1
    # centred: the grid may reach past the box by less than a voxel, never past the field's cube by more
    low = (low + high) / 2 - (counts - 1) * step / 2
    axes = [torch.from_numpy((low[i] + step * np.arange(counts[i])).astype(np.float32)) for i in range(3)]
    opacity = torch.empty(*counts.tolist())
    slab = max(1, CHUNK // int(counts[1] * counts[2]))
    with torch.no_grad():
        for start in range(0, int(counts[0]), slab):
            points = torch.stack(torch.meshgrid(axes[0][start : start + slab], *axes[1:], indexing="ij"), -1)
            density = field(points.reshape(-1, 3))[0].reshape(points.shape[:-1]).float().cpu()
            outside = (points.abs() > field.bound + 1e-6).any(-1)
            opacity[start : start + slab] = torch.where(outside, 0.0, 1 - torch.exp2(-density / level))
    return opacity.numpy(), low, step
