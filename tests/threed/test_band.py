"""The narrow band's linear maps, on functions whose derivatives are known, at its borders too."""

from __future__ import annotations

import pytest
import torch
from synthetic import sphere

from threed.band import Band
from threed.cameras import camera_rays, orbit_cameras
from threed.fields import DenseGrid, lattice_points
from threed.volume import find_samples


@pytest.fixture(scope="module")
def band() -> tuple[Band, torch.Tensor, float]:
    """A band about a ball, its points [A, 3] and the voxel size."""
    points = lattice_points(24, 0.5)
    field = DenseGrid(torch.cat([sphere(0.3)(points)[..., None], points + 0.5], -1), 0.5, 0.01)
    origins, directions = camera_rays(orbit_cameras([0.0, 2.1, 4.2], [0.3, -0.2, 0.3], 2.0, 0.52, 24))
    rays = (torch.from_numpy(x).float().reshape(-1, 3).contiguous() for x in (origins, directions))
    found = Band(field, find_samples(field, *rays, field.voxel))
    return found, points.reshape(-1, 3)[found.index], field.voxel


def test_gradients_of_linear_functions_are_exact_everywhere(band) -> None:
    found, points, _ = band
    slope = torch.tensor([0.3, -1.2, 2.0])
    gradient = found.gradient((points @ slope)[:, None])[:, 0].reshape(3, -1).T
    alone = (gradient == 0).any(1)  # a point without a neighbour along an axis
    torch.testing.assert_close(gradient[~alone], slope.expand_as(gradient[~alone]), atol=1e-4, rtol=0)
    assert alone.float().mean() < 0.1


def test_the_average_tells_the_curvature_where_the_neighbourhood_is_whole(band) -> None:
    found, points, voxel = band
    values = (points**2 @ torch.tensor([1.0, 2.0, -0.5]))[:, None]
    laplacian = (found.average(values) - values)[:, 0] * 7 / voxel**2
    assert 0.3 < found.whole.float().mean() < 0.95
    torch.testing.assert_close(
        laplacian[found.whole], torch.full_like(laplacian[found.whole], 5.0), atol=0.02, rtol=0
    )
    # at the border a missing neighbour bends whatever is there
    assert (laplacian[~found.whole] - 5.0).abs().median() > 5


def test_reading_what_was_written(band) -> None:
    found, points, _ = band
    field = DenseGrid(torch.zeros(24, 24, 24, 4), 0.5, 0.01)
    values = torch.cat([points, points[:, :1]], 1)
    found.write(field, values)
    torch.testing.assert_close(found.read(field), values)
    assert int((field.values != 0).any(-1).sum()) <= len(found)
