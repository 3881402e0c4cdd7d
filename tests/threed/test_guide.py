import numpy as np
import pytest
import torch
import trimesh
from synthetic import LIGHT

from core.types import Views
from threed.cameras import sheet_cameras
from threed.fields import DenseGrid, lattice_points
from threed.fit import FitSettings, Stage, fit_field
from threed.guide import follow_shape
from threed.isosurface import extract_mesh
from threed.measure import measure_mesh
from threed.raster import render_mesh
from threed.types import Mesh


def to_mesh(solid: trimesh.Trimesh) -> Mesh:
    return Mesh(solid.vertices.astype(np.float32), solid.faces.astype(np.int32))


def bowl() -> Mesh:
    """A thick bowl: outlines alone never show that it is hollow."""
    solid = trimesh.creation.revolve(
        [(0, -0.2), (0.3, -0.2), (0.38, 0.25), (0.3, 0.25), (0.22, -0.1), (0, -0.1)], sections=48
    )
    solid.apply_transform(trimesh.transformations.rotation_matrix(-np.pi / 2, (1, 0, 0)))
    if solid.volume < 0:
        solid.invert()
    return to_mesh(solid)


def test_a_field_takes_the_distances_of_a_ball_and_keeps_its_own_colours():
    ball = to_mesh(trimesh.creation.icosphere(4, 0.3))
    values = torch.rand(24, 24, 24, 4, generator=torch.Generator().manual_seed(0))
    field = follow_shape(DenseGrid(values, 0.55, 0.02), ball)
    expected = lattice_points(24, 0.55).norm(dim=-1) - 0.3
    assert (field.values[..., 0] - expected).abs().max() < 2e-3
    assert torch.equal(field.values[..., 1:], values[..., 1:])


@pytest.mark.parametrize("guided", [True, False])
def test_a_guided_field_is_hollow_where_outlines_alone_fill_it(guided, layout):
    mesh = bowl()
    cameras = sheet_cameras(layout)
    colours = np.full((len(mesh.vertices), 3), 0.6, np.float32)
    rgb, mask = render_mesh(mesh, colours, cameras, LIGHT, (0.5, 0.5, 0.5))
    views = Views(cameras, rgb, mask, np.full(3, 0.5, np.float32))
    stages = (Stage(resolution=48, view_px=48, rounds=1, steps=6, softness=0.5, smoothing=4),)
    fitted = fit_field(views, FitSettings(stages, light=LIGHT), guide=mesh if guided else None)
    made = extract_mesh(fitted.field, level=fitted.field.surface_density, resolution=64)
    volume = measure_mesh(made).volume / measure_mesh(mesh).volume
    assert (0.8 < volume < 1.25) if guided else volume > 1.5
