"""The kernel distance is unbiased, is what its formula says, and grows with what is wrong."""

import itertools

import numpy as np
import pytest
import torch
from torch import nn

from core.models.pocket.clip import new_image_tower
from training.autoencoder import to_tensor
from training.kernel_distance import kernel_distance, view_features


def draw(rng, count, views=1, dim=6, shift=0.0):
    """Sets whose views resemble each other."""
    return rng.normal(shift, 1, (count, 1, dim)) + 0.5 * rng.normal(0, 1, (count, views, dim))


def test_two_halves_of_one_distribution_are_no_distance_apart():
    rng = np.random.default_rng(0)
    found = [kernel_distance(draw(rng, 12, 4), draw(rng, 12, 4)) for _ in range(400)]
    values = np.array([f.value for f in found])
    spread = values.std()
    assert abs(values.mean()) < 3 * spread / np.sqrt(len(values))
    assert 0.3 < (values < 0).mean() < 0.7
    # a mean over all pairs, those of one set included, would lie far above
    biased = np.mean([pairs_mean(x, x) for x in (draw(rng, 12, 4) for _ in range(50))])
    unbiased = np.mean([off_diagonal_mean(x, x) for x in (draw(rng, 12, 4) for _ in range(50))])
    assert biased - unbiased > 10 * spread / np.sqrt(len(values))


def test_what_two_sets_share_by_their_prompt_costs_no_bias():
    """Both answer to the same prompts: without care they would look nearer than they are."""
    rng = np.random.default_rng(1)
    values = []
    for _ in range(400):
        prompts = rng.normal(0, 2, (12, 1, 6))
        values.append(
            kernel_distance(
                prompts + 0.3 * rng.normal(size=(12, 3, 6)), prompts + 0.3 * rng.normal(size=(12, 3, 6))
            ).value
        )
    assert abs(np.mean(values)) < 3 * np.std(values) / np.sqrt(len(values))


def kernel(a, b):
    return (sum(p * q for p, q in zip(a, b, strict=True)) / len(a) + 1) ** 3


def pairs_mean(x, y):
    return np.mean([kernel(a, b) for a in x.reshape(-1, x.shape[2]) for b in y.reshape(-1, x.shape[2])])


def off_diagonal_mean(x, y):
    return np.mean(
        [
            kernel(a, b)
            for i, j in itertools.product(range(len(x)), range(len(y)))
            if i != j
            for a in x[i]
            for b in y[j]
        ]
    )


def test_it_is_the_double_loop():
    rng = np.random.default_rng(2)
    x, y = draw(rng, 5, 3), draw(rng, 5, 2, shift=0.4)
    expected = off_diagonal_mean(x, x) + off_diagonal_mean(y, y) - 2 * off_diagonal_mean(x, y)
    found = kernel_distance(x, y)
    assert found.value == pytest.approx(expected, rel=1e-12)
    kept = [[k for k in range(5) if k != left] for left in range(5)]
    without = [kernel_distance(x[k], y[k]).value for k in kept]
    assert found.error == pytest.approx(np.sqrt(4 / 5 * 5 * np.var(without)), rel=1e-9)


def test_its_error_is_the_spread_of_the_estimate():
    rng = np.random.default_rng(3)
    found = [kernel_distance(draw(rng, 40, 2), draw(rng, 40, 2, shift=0.8)) for _ in range(200)]
    assert np.mean([f.error for f in found]) == pytest.approx(np.std([f.value for f in found]), rel=0.2)


def test_it_wants_as_many_sets_of_either():
    x = np.zeros((4, 2, 3))
    with pytest.raises(ValueError, match="as many sets of either, 3 or more, got 4 and 3"):
        kernel_distance(x, x[:3])


@pytest.fixture(scope="module")
def renders():
    """Discs of any colour on grey, as sets of two views."""
    rng = np.random.default_rng(4)
    y, x = np.mgrid[:96, :96] - 48.0
    sets = np.full((48, 2, 96, 96, 4), (128, 128, 128, 0), np.uint8)
    for views in sets:
        colour = rng.integers(0, 256, 3)
        for view in views:
            place, radius = rng.uniform(-12, 12, 2), rng.uniform(12, 30)
            stripes = ((x + y) // 4 % 2 == 0)[..., None] * 60
            inside = np.hypot(x - place[0], y - place[1]) < radius
            view[inside, :3] = np.clip(colour + stripes, 0, 255)[inside]
            view[inside, 3] = 255
    return sets


class Tower(nn.Module):
    """The image tower of a CLIP, as it is before training."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.image_tower = new_image_tower((16, 32))


@pytest.fixture(scope="module")
def clip(renders):
    tower = Tower()
    with torch.no_grad():
        for _ in range(60):  # the batch norms get to know the pictures
            tower.image_tower(to_tensor(renders[:24].reshape(-1, 96, 96, 4)))
    return tower.eval()


def test_features_are_those_of_the_last_layer_but_one(clip, renders):
    features = view_features(clip, renders[:3])
    assert features.shape == (3, 2, 4 * 32)
    with torch.no_grad():
        last = clip.image_tower[-1](torch.from_numpy(features[2, 1]).float())
        whole = clip.image_tower(to_tensor(renders[2, 1:2]))[0]
    assert torch.allclose(last, whole, atol=1e-5)


@pytest.mark.parametrize("wrong", ["blur", "noise"])
def test_it_grows_with_blur_and_noise(wrong, clip, renders):
    real, values = view_features(clip, renders), []
    for strength in (0, 1, 2, 3):
        if wrong == "blur":
            spoilt = renders.astype(float)
            for _ in range(strength * 3):
                spoilt = sum(np.roll(spoilt, s, a) for a in (2, 3) for s in (-1, 0, 1)) / 6
        else:
            noise = np.random.default_rng(5).normal(0, 12 * strength, renders.shape)
            spoilt = np.clip(renders + noise, 0, 255)
        values.append(kernel_distance(real, view_features(clip, spoilt.astype(np.uint8))).value)
    assert values[0] == pytest.approx(0, abs=1e-12), "the same sets on both sides"
    assert values == sorted(values)
    assert values[3] > 2 * values[1] > 0
