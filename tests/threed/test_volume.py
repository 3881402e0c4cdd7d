import math

import pytest
import torch
from synthetic import sphere

from threed.cameras import camera_rays, orbit_cameras
from threed.fields import DenseGrid, lattice_points
from threed.volume import (
    composite,
    find_samples,
    intersect_cube,
    pack_samples,
    render_rays,
    render_rays_reference,
)

BOUND = 0.5


def ball(resolution: int = 40, softness: float = 0.012) -> DenseGrid:
    points = lattice_points(resolution, BOUND)
    return DenseGrid(torch.cat([sphere(0.3)(points)[..., None], points + 0.5], -1), BOUND, softness)


def parallel_rays(offsets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Rays along -Z that pass the origin at some offsets [R]."""
    origins = torch.stack([offsets, torch.zeros_like(offsets), torch.full_like(offsets, 2.0)], -1)
    return origins, torch.tensor([0.0, 0, -1]).expand(len(offsets), 3)


def orbit_rays(size_px: int = 14) -> tuple[torch.Tensor, torch.Tensor]:
    origins, directions = camera_rays(orbit_cameras([0.3, 2.0], [0.3, -0.2], 2.0, 0.5, size_px))
    return torch.from_numpy(origins).reshape(-1, 3), torch.from_numpy(directions).reshape(-1, 3)


def test_skipping_empty_and_hidden_space_changes_neither_picture_nor_gradient():
    field = ball()
    rays = orbit_rays()
    random = torch.Generator().manual_seed(0)
    wish = torch.randn(len(rays[0]), 4, generator=random)
    results = []
    for render in (render_rays, render_rays_reference):
        field.zero_grad()
        rendering = render(field, *rays, field.voxel)
        ((rendering.rgb * wish[:, :3]).sum() + (rendering.opacity * wish[:, 3]).sum()).backward()
        results.append((rendering.rgb.detach(), rendering.opacity.detach(), field.values.grad.clone()))
    fast, plain = results
    torch.testing.assert_close(fast[0], plain[0], atol=0.01, rtol=0)
    torch.testing.assert_close(fast[1], plain[1], atol=0.01, rtol=0)
    assert torch.nn.functional.cosine_similarity(fast[2].flatten(), plain[2].flatten(), dim=0) > 0.999
    assert len(find_samples(field, *rays, field.voxel).ray) < 0.3 * len(rays[0]) * 2 * BOUND / field.voxel


def test_an_outline_covers_by_its_distance_alone():
    """NeuS's weights: sigmoid(-d / softness), whatever the curvature and whichever way the samples fall."""
    field = ball(80)
    offsets = torch.linspace(0.26, 0.34, 17)
    opacity = render_rays(field, *parallel_rays(offsets), 0.5 * field.voxel).opacity
    torch.testing.assert_close(
        opacity.detach(), torch.sigmoid((0.3 - offsets) / field.softness), atol=0.02, rtol=0
    )


def test_an_opaque_surface_shows_its_own_colour():
    field = ball(80, softness=0.004)
    rendering = render_rays(field, *parallel_rays(torch.tensor([0.0, 0.1])), field.voxel)
    depth = torch.tensor([0.3, math.sqrt(0.3**2 - 0.1**2)])
    expected = torch.stack([torch.tensor([0.5, 0.6]), torch.tensor([0.5, 0.5]), depth + 0.5], -1)
    torch.testing.assert_close(rendering.rgb.detach(), expected, atol=0.02, rtol=0)
    torch.testing.assert_close(rendering.opacity.detach(), torch.ones(2), atol=1e-3, rtol=0)


def test_rays_that_meet_nothing_see_the_background():
    field = ball()
    rendering = render_rays(field, *parallel_rays(torch.tensor([0.45, 3.0])), field.voxel)
    assert rendering.opacity.max() < 1e-4
    background = torch.tensor([0.1, 0.2, 0.3])
    torch.testing.assert_close(
        rendering.over(background).detach(), background.expand(2, 3), atol=1e-4, rtol=0
    )


def test_an_empty_field_renders():
    field = DenseGrid(torch.ones(8, 8, 8, 4), BOUND, 0.01)
    rendering = render_rays(field, *orbit_rays(4), field.voxel)
    assert torch.equal(rendering.opacity, torch.zeros(32))
    rendering.opacity.sum().backward()
    assert torch.equal(field.values.grad, torch.zeros(8, 8, 8, 4))


def test_the_closed_form_gradient_equals_finite_differences():
    random = torch.Generator().manual_seed(1)
    ray = torch.tensor([0, 0, 0, 0, 2, 2, 2, 3])  # ray 1 has none
    samples = pack_samples(torch.zeros(8, 3), ray, 4)
    values = torch.rand(8, 4, generator=random, dtype=torch.float64)
    values[:, 0] = values[:, 0] - 0.5

    def render(v: torch.Tensor) -> torch.Tensor:
        rendering = composite(v, samples, 0.3)
        return torch.cat([rendering.rgb, rendering.opacity[:, None]], -1)

    assert torch.autograd.gradcheck(render, values.requires_grad_(), eps=1e-7, atol=1e-5)


def test_weights_and_light_left_add_up():
    random = torch.Generator().manual_seed(2)
    ray = torch.arange(12).repeat_interleave(20)
    values = torch.rand(240, 4, generator=random) - torch.tensor([0.3, 0, 0, 0])
    values[:, 1:] = 1  # white: colour is then the sum of the weights
    rendering = composite(values, pack_samples(torch.zeros(240, 3), ray, 12), 0.1)
    torch.testing.assert_close(rendering.rgb, rendering.opacity[:, None].expand(-1, 3), atol=1e-5, rtol=0)


def test_cube_intersection():
    origins = torch.tensor([[0.0, 0, 2], [0, 0, 2], [0, 0, 0], [2, 2, 2]])
    directions = torch.tensor([[0.0, 0, -1], [0, 1, 0], [1, 0, 0], [-1, -1, -1]])
    directions = directions / directions.norm(dim=-1, keepdim=True)
    near, far = intersect_cube(origins, directions, 0.5)
    torch.testing.assert_close(near, torch.tensor([1.5, near[1].item(), 0.0, 1.5 * math.sqrt(3)]))
    torch.testing.assert_close(far, torch.tensor([2.5, near[1].item(), 0.5, 2.5 * math.sqrt(3)]))


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match=r"values: expected shape \[3 4\], got \[2, 4\]"):
        composite(
            torch.zeros(2, 4), pack_samples(torch.zeros(3, 3), torch.zeros(3, dtype=torch.long), 1), 0.1
        )
