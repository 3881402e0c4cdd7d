"""Renders what a mesh is without its paint: depth and normals, as a control of geometry is shown them."""

from __future__ import annotations

import numpy as np

from core.models.geometry import encode_geometry
from core.types import Camera, SheetLayout
from threed.cameras import sheet_cameras
from threed.raster import trace_surface
from threed.raycast import build_scene
from threed.types import Mesh


def render_geometry(mesh: Mesh, layout: SheetLayout) -> np.ndarray:
    """Render a mesh at a layout's cameras, one ray a pixel.

    Args:
        mesh: in the sphere of radius 0.5 at the origin; with normals for a smooth look.
        layout: its cameras, distance and size of a view.

    Returns:
        [N, view_px, view_px, 4] float32, as core.models.geometry.encode_geometry makes it.
    """
    cameras, scene = sheet_cameras(layout), build_scene(mesh.vertices, mesh.faces)
    shape = (layout.view_px, layout.view_px)
    shown = []
    for c2w, K in zip(cameras.c2w, cameras.K, strict=True):
        points = trace_surface(scene, mesh, Camera(c2w, K, *shape))
        z_depth = np.full(shape[0] * shape[1], np.inf, np.float32)
        normals = np.zeros((len(z_depth), 3), np.float32)
        to_camera = c2w[:3, :3].T
        z_depth[points.pixel] = -((points.position - c2w[:3, 3]) @ to_camera.T)[:, 2]
        # what is seen from behind (an open mesh) is shown as though it faced the camera
        facing = np.where((points.normal * points.direction).sum(1, keepdims=True) > 0, -1, 1)
        normals[points.pixel] = (facing * points.normal) @ to_camera.T
        shown.append(encode_geometry(z_depth.reshape(shape), normals.reshape(*shape, 3), layout.distance))
    return np.stack(shown)
