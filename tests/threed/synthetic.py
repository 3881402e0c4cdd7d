"""Analytic shapes as radiance fields (signed distances turned into density, painted), and views of meshes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from core.types import Camera, Light, Views
from threed.cameras import orbit_cameras
from threed.raster import render_mesh
from threed.types import Mesh

ATLAS_PX = 256
LIGHT = Light(0.58, 0.18, 0.26, (0.4 / math.sqrt(1.0033), 0.72 / math.sqrt(1.0033), 0.57 / math.sqrt(1.0033)))


SignedDistance = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class SolidField:
    """A radiance field whose density falls from `peak` to 0 within `width` of a signed distance's zero.

    Attributes:
        distance: [..., 3] points to [...] signed distances, negative inside.
        colour: [..., 3] points to [..., 3] sRGB.
    """

    distance: SignedDistance
    colour: Callable[[torch.Tensor], torch.Tensor] = lambda p: torch.full_like(p, 0.5)
    bound: float = 0.6
    peak: float = 100.0
    width: float = 0.02

    def __call__(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.peak * torch.sigmoid(-self.distance(points) / (self.width / 4)), self.colour(points)


def sphere(radius: float, centre: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> SignedDistance:
    return lambda p: (p - torch.tensor(centre)).norm(dim=-1) - radius


def box(
    half: tuple[float, float, float], centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> SignedDistance:
    def distance(p: torch.Tensor) -> torch.Tensor:
        q = (p - torch.tensor(centre)).abs() - torch.tensor(half)
        return q.clamp_min(0).norm(dim=-1) + q.amax(-1).clamp_max(0)

    return distance


def torus(ring: float, tube: float, centre: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> SignedDistance:
    """A torus about the Z axis."""

    def distance(p: torch.Tensor) -> torch.Tensor:
        q = p - torch.tensor(centre)
        return torch.hypot(torch.hypot(q[..., 0], q[..., 1]) - ring, q[..., 2]) - tube

    return distance


def cylinder(
    radius: float, half_height: float, centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> SignedDistance:
    """A cylinder along Y."""

    def distance(p: torch.Tensor) -> torch.Tensor:
        q = p - torch.tensor(centre)
        d = torch.stack([torch.hypot(q[..., 0], q[..., 2]) - radius, q[..., 1].abs() - half_height], -1)
        return d.clamp_min(0).norm(dim=-1) + d.amax(-1).clamp_max(0)

    return distance


def union(*parts: SignedDistance) -> SignedDistance:
    return lambda p: torch.stack([part(p) for part in parts]).amin(0)


def subtract(solid: SignedDistance, hole: SignedDistance) -> SignedDistance:
    return lambda p: torch.maximum(solid(p), -hole(p))


def mug() -> SignedDistance:
    """A mug: a cup with a floor and one handle, genus 1."""
    cup = subtract(cylinder(0.26, 0.32), cylinder(0.2, 0.32, (0, 0.08, 0)))
    handle = subtract(torus(0.15, 0.045, (0.3, 0, 0)), cylinder(0.23, 0.5))
    return union(cup, handle)


def chair() -> SignedDistance:
    """A chair with four thin legs, genus 0."""
    legs = [box((0.025, 0.2, 0.025), (x, -0.25, z)) for x in (-0.19, 0.19) for z in (-0.19, 0.19)]
    return union(*legs, box((0.22, 0.025, 0.22), (0, -0.04, 0)), box((0.22, 0.2, 0.025), (0, 0.16, -0.195)))


def stripes(points: torch.Tensor) -> torch.Tensor:
    """Red with cream bands along Y: hard edges that show blur and misplacement."""
    band = (torch.sin(points[..., 1:2] * 30) > 0.3).to(points.dtype)
    red, cream = points.new_tensor([0.72, 0.16, 0.12]), points.new_tensor([0.92, 0.86, 0.72])
    return band * cream + (1 - band) * red


def field_to_numpy(field: SolidField, points: np.ndarray) -> np.ndarray:
    """The painted colour [N, 3] at points [N, 3]."""
    return field.colour(torch.from_numpy(np.ascontiguousarray(points, np.float32))).numpy()


def sheet_like_cameras(size_px: int) -> Camera:
    """Six cameras as the pocket model's sheets have them."""
    azimuths = [math.radians(a) for a in (30, 90, 150, 210, 270, 330)]
    elevations = [math.radians(e) for e in (20, -10) * 3]
    return orbit_cameras(azimuths, elevations, 2.0, math.radians(30), size_px)


def render_views(mesh: Mesh, colours: np.ndarray, camera: Camera, light: Light | None) -> Views:
    """Views of a mesh with vertex colours, with the background taken out as split_sheet takes it out."""
    background = np.full(3, 0.5, np.float32)
    rgb, mask = render_mesh(mesh, colours, camera, light, supersample=3)
    alpha = mask[..., None]
    straight = np.where(alpha > 0.02, (rgb - background * (1 - alpha)) / np.maximum(alpha, 0.02), 0)
    return Views(camera, np.clip(straight, 0, 1).astype(np.float32), mask, background)
