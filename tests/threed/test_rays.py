import numpy as np
import torch

from core.types import Views
from threed.cameras import camera_rays, orbit_cameras
from threed.rays import OUTLINE_PX, all_rays, select_rays


def square_views() -> Views:
    """Two views of 24 px with a square of 16 px in the middle."""
    mask = np.zeros((2, 24, 24), np.float32)
    mask[:, 4:20, 4:20] = 1
    rgb = np.random.default_rng(0).random((2, 24, 24, 3)).astype(np.float32)
    return Views(orbit_cameras([0, 1], [0, 0.2], 2.0, 0.5, 24), rgb, mask, np.full(3, 0.5, np.float32))


def test_all_rays_run_view_by_view_and_row_by_row():
    views = square_views()
    rays = all_rays(views)
    origins, directions = camera_rays(views.camera)
    pixel = 24 * 24 + 5 * 24 + 7
    np.testing.assert_array_equal(rays.origins[pixel], origins[1, 5, 7])
    np.testing.assert_array_equal(rays.directions[pixel], directions[1, 5, 7])
    np.testing.assert_array_equal(rays.rgb[pixel], views.composited[1, 5, 7])
    assert rays.mask[pixel] == 1


def test_rays_near_the_outline_are_all_there_and_only_a_part_of_those_inside():
    views, random = square_views(), torch.Generator().manual_seed(0)
    near = (16 + 2 * OUTLINE_PX) ** 2  # the square and a frame round it
    inside = (16 - 2 * OUTLINE_PX) ** 2
    assert len(select_rays(views, 1.0, random).mask) == 2 * near
    assert len(select_rays(views, 0.0, random).mask) == 2 * (near - inside)
    half = len(select_rays(views, 0.5, random).mask) - 2 * (near - inside)
    assert 0.3 * 2 * inside < half < 0.7 * 2 * inside
