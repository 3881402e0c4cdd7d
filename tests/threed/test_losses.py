import math

import pytest
import torch
from synthetic import sphere

from threed.fields import lattice_points
from threed.losses import (
    curvature_loss,
    eikonal_loss,
    mask_iou,
    mask_loss,
    photometric_loss,
    psnr,
    smoothness_loss,
)


def test_photometric_loss_is_zero_square_then_linear():
    zero = torch.zeros(5, 3)
    assert photometric_loss(zero, zero) == pytest.approx(0, abs=1e-7)
    small = photometric_loss(zero, torch.tensor([[0.001, 0, 0]]).expand(5, 3))
    assert small.item() == pytest.approx(0.001**2 / (2 * 0.03), rel=0.01)
    one, two = (photometric_loss(zero, torch.tensor([[x, 0, 0]]).expand(5, 3)) for x in (1.0, 2.0))
    assert (two - one).item() == pytest.approx(1, rel=0.01)


def test_mask_loss_is_least_where_opacity_is_coverage():
    mask = torch.tensor([0.0, 0.3, 0.5, 1.0])
    assert mask_loss(mask, mask).item() == pytest.approx(0, abs=1e-4)
    for shift in (0.1, -0.1):
        assert mask_loss((mask + shift).clamp(0, 1), mask) > 0.005


def test_eikonal_loss_counts_the_length_of_the_gradient_alone():
    gradient = torch.tensor([[0.0, 0, 1], [0.6, 0.8, 0], [2, 0, 0]])
    assert eikonal_loss(gradient).item() == pytest.approx(1 / 3, rel=1e-4)


def test_curvature_is_that_of_the_sphere():
    """The Laplacian of a sphere's distance is 2 / r; half its square is the loss, until an edge."""
    resolution, radius = 64, 0.3
    distance = sphere(radius)(lattice_points(resolution, 0.5))
    h = 1 / (resolution - 1)
    c = slice(1, -1)
    neighbours = sum(distance.roll(shift, axis)[c, c, c] for axis in range(3) for shift in (1, -1))
    laplacian = (neighbours - 6 * distance[c, c, c]) / h**2
    surface = distance[c, c, c].abs() < h
    assert laplacian[surface].mean().item() == pytest.approx(2 / radius, rel=0.02)
    assert curvature_loss(laplacian[surface], 30.0).item() == pytest.approx(
        0.5 * (2 / radius / 30) ** 2, rel=0.05
    )


def test_curvature_of_edges_counts_linearly():
    one, two = (curvature_loss(torch.tensor([x]), 10.0).item() for x in (100.0, 200.0))
    assert two - one == pytest.approx(10)


def test_smoothness_loss_spares_steps():
    """One step costs no more than the same rise spread out: colours may have edges."""
    step, ramp = torch.tensor([[1.0], [0], [0], [0]]), torch.full((4, 1), 0.25)
    assert smoothness_loss(step) <= smoothness_loss(ramp) * 1.05


def test_psnr_and_iou():
    a = torch.zeros(10)
    assert psnr(a, a) == math.inf
    assert psnr(a, a + 0.1) == pytest.approx(20, rel=1e-5)
    assert mask_iou(torch.tensor([1.0, 1, 0]), torch.tensor([1.0, 0, 0])) == pytest.approx(0.5)
    assert mask_iou(a, a) == 1


def test_pairs_must_match():
    with pytest.raises(ValueError, match="target: expected shape"):
        photometric_loss(torch.zeros(3, 3), torch.zeros(1, 3))
    with pytest.raises(ValueError, match="mask: expected shape"):
        mask_loss(torch.zeros(3), torch.zeros(1))
