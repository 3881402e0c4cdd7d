"""Fixtures for the mesh pipeline: one small prop, taken through all of it once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from synthetic import (
    ATLAS_PX,
    LIGHT,
    SolidField,
    field_to_numpy,
    mug,
    render_views,
    sheet_like_cameras,
    stripes,
)

from core.types import SheetLayout, Views
from threed.bake import BakedViews, bake_views
from threed.isosurface import extract_mesh
from threed.normals import add_normals, add_tangents
from threed.repair import repair_mesh
from threed.simplify import simplify_mesh
from threed.texture import bake_normals, bake_occlusion, make_material, paint_texels
from threed.types import Material, Mesh
from threed.unwrap import unwrap_mesh


@dataclass(frozen=True)
class Prop:
    """A striped mug: its field, its detailed and its simple mesh, the views, what was baked, its material."""

    field: SolidField
    detail: Mesh
    mesh: Mesh
    views: Views
    baked: BakedViews
    material: Material


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "validator: runs the Khronos glTF validator, which node and npm bring")


@pytest.fixture(scope="session")
def prop() -> Prop:
    field = SolidField(mug(), stripes, width=0.008)
    detail = add_normals(repair_mesh(extract_mesh(field, resolution=64)))
    mesh = add_tangents(unwrap_mesh(simplify_mesh(detail, 1200), ATLAS_PX))
    views = render_views(detail, field_to_numpy(field, detail.vertices), sheet_like_cameras(96), LIGHT)
    baked = bake_views(mesh, views, light=LIGHT, field=None, atlas_px=ATLAS_PX)
    material = make_material(
        paint_texels(baked.texels, baked.colour),
        bake_occlusion(mesh, baked.texels, rays=12),
        roughness=0.6,
        metallic=0.0,
        normal=bake_normals(mesh, detail, baked.texels),
        name="mug",
    )
    return Prop(field, detail, mesh, views, baked, material)


@pytest.fixture(scope="session")
def layout() -> SheetLayout:
    """Six views round an object, alternately from above and below."""
    return SheetLayout(
        2, 3, 96, (30, 90, 150, 210, 270, 330), (20, -10) * 3, 30, 2.0, (0.5, 0.5, 0.5), has_alpha=True
    )
