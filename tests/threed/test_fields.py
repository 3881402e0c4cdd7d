import numpy as np
import pytest
import torch
from synthetic import sphere

from threed.fields import DenseGrid, lattice_points, redistance, trilinear_weights
from threed.isosurface import extract_mesh


def ball(resolution: int = 24, radius: float = 0.3, softness: float = 0.01) -> DenseGrid:
    points = lattice_points(resolution, 0.5)
    return DenseGrid(torch.cat([sphere(radius)(points)[..., None], points + 0.5], -1), 0.5, softness)


def test_lattice_points_get_their_own_values_back():
    field = ball(8)
    distance, rgb = field.sample(lattice_points(8, 0.5))
    torch.testing.assert_close(
        torch.cat([distance[..., None], rgb], -1), field.values.detach(), atol=1e-6, rtol=0
    )


def test_what_is_linear_is_interpolated_exactly():
    points = torch.rand(50, 3) - 0.5
    torch.testing.assert_close(ball(8).sample(points)[1], points + 0.5, atol=1e-6, rtol=0)


def test_trilinear_weights_are_those_of_sampling():
    field = ball(9)
    points = torch.cat([torch.rand(60, 3) - 0.5, torch.tensor([[0.5, -0.5, 0.5], [0.7, 0.0, -0.9]])])
    index, weight = trilinear_weights(points, 9, 0.5)
    found = (field.values.reshape(-1, 4)[index] * weight[..., None]).sum(1)
    distance, rgb = field.sample(points)
    torch.testing.assert_close(found, torch.cat([distance[:, None], rgb], -1), atol=1e-6, rtol=0)
    torch.testing.assert_close(weight.sum(1), torch.ones(62))
    assert (weight >= 0).all()


def test_density_is_the_surface_density_where_the_distance_is_zero():
    field = ball()
    density, _ = field(torch.tensor([[0.0, 0, 0], [0.45, 0, 0]]))
    assert density[0] > 30 * field.surface_density
    assert density[1] < 0.01
    flat = DenseGrid(torch.zeros(4, 4, 4, 4), 0.5, 0.01)
    torch.testing.assert_close(flat(torch.zeros(1, 3))[0], torch.tensor([field.surface_density]))


def test_extraction_at_the_surface_density_finds_the_sphere():
    mesh = extract_mesh(ball(32), level=DenseGrid.surface_density, resolution=48)
    radius = np.linalg.norm(mesh.vertices, axis=1)
    assert abs(radius.mean() - 0.3) < 0.003
    assert radius.std() < 0.002


def test_gradients_reach_the_values():
    field = ball(5).double()
    field(torch.tensor([[0.1, 0.2, 0.1]], dtype=torch.float64))[0].sum().backward()
    analytic, epsilon = field.values.grad.clone(), 1e-6
    place = tuple(torch.nonzero(analytic)[0].tolist())
    with torch.no_grad():
        ends = []
        for sign in (1, -1):
            field.values[place] += sign * epsilon
            ends.append(field(torch.tensor([[0.1, 0.2, 0.1]], dtype=torch.float64))[0].item())
            field.values[place] -= sign * epsilon
    assert analytic[place].item() == pytest.approx((ends[0] - ends[1]) / (2 * epsilon), rel=1e-4)


def test_upsampling_keeps_the_field():
    field = ball(9)
    finer = field.upsample(17)
    points = torch.rand(50, 3) - 0.5
    for coarse, fine in zip(field.sample(points), finer.sample(points), strict=True):
        torch.testing.assert_close(coarse, fine, atol=1e-6, rtol=0)
    assert (finer.bound, finer.softness) == (field.bound, field.softness)


def test_redistancing_restores_a_squashed_sphere():
    field = ball(32)
    true = field.values[..., 0].detach().clone()
    with torch.no_grad():
        far = true.abs() > 2 * field.voxel
        field.values[..., 0] = torch.where(far, true.sign() * 0.2, true)
    restored = redistance(field)
    error = (restored.values[..., 0] - true).abs().detach() / field.voxel
    assert error.mean() < 0.15
    assert error.max() < 1
    near = true.abs() < 1.25 * field.voxel
    assert torch.equal(restored.values[..., 0][near], true[near])
    assert torch.equal(restored.values[..., 1:], field.values[..., 1:])


def test_redistancing_keeps_what_is_thinner_than_a_voxel():
    field = ball(16)
    with torch.no_grad():
        field.values[..., 0] = 0.5
        field.values[8, 8, :, 0] = 0.3 * field.voxel  # a hair that reaches no lattice point
    restored = redistance(field).values[..., 0]
    assert torch.allclose(restored[8, 8], torch.tensor(0.3 * field.voxel))
    assert torch.allclose(restored[11, 8], torch.tensor(3.3 * field.voxel))


@pytest.mark.parametrize(("bound", "softness"), [(0.0, 0.1), (0.5, 0.0), (0.5, float("nan"))])
def test_nonsense_is_refused(bound, softness):
    with pytest.raises(ValueError, match="expected R ≥ 4, bound > 0 and softness > 0"):
        DenseGrid(torch.zeros(4, 4, 4, 4), bound, softness)
