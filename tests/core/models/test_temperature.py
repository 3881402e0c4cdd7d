"""What a denoiser is told at a low temperature, and what its answer means then."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler

from core.errors import UsageError
from core.models.temperature import Temperature
from core.tasks.sampling import with_temperature
from core.tasks.text_to_image import generate_sheet
from core.tasks.view_choice import choose_maps

ALPHA_BAR = DDIMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
TIMES = torch.tensor([0, 1, 39, 400, 800, 998, 999])


def new_latents(seed, count=7):
    return torch.randn(count, 3, 4, 4, generator=torch.Generator().manual_seed(seed))


def angle_of(times):
    """Of fractional timesteps, by an interpolation of its own."""
    angles = torch.atan2((1 - ALPHA_BAR).sqrt(), ALPHA_BAR.sqrt())
    low = times.floor().long()
    high = (low + 1).clamp(max=len(angles) - 1)
    return torch.lerp(angles[low], angles[high], times - low).view(-1, 1, 1, 1)


def test_at_1_nothing_changes():
    x, v, one = new_latents(0), new_latents(1), Temperature(ALPHA_BAR, 1.0)
    shown, told = one.tell(x, TIMES)
    assert torch.allclose(shown, x, atol=1e-6)
    assert torch.allclose(told, TIMES.float(), atol=1e-3)
    assert torch.allclose(one.understand(v, x, TIMES), v, atol=1e-5)


@pytest.mark.parametrize("value", [0.4, 0.8])
def test_the_noise_is_told_larger_and_the_signal_as_it_is(value):
    clean, noise = new_latents(0), new_latents(1)
    true = angle_of(TIMES.float())
    x = true.cos() * clean + true.sin() * noise
    shown, told_times = Temperature(ALPHA_BAR, value).tell(x, TIMES)
    inner = slice(1, 5)  # the ends know no more noise, and no less
    told = angle_of(told_times)
    expected = told.cos() * clean + value * told.sin() * noise
    assert torch.allclose(shown[inner], expected[inner], atol=2e-3)
    assert (told_times[inner] > TIMES[inner]).all()
    assert told_times[0] == 0
    assert torch.equal(shown[0], x[0])
    assert told_times[-1] == 999


@pytest.mark.parametrize("value", [0.4, 0.8])
def test_the_answer_means_the_same_clean_latents(value):
    x, answer, temperature = new_latents(0), new_latents(1), Temperature(ALPHA_BAR, value)
    shown, told_times = temperature.tell(x, TIMES)
    v = temperature.understand(answer, x, TIMES)
    true, told = angle_of(TIMES.float()), angle_of(told_times)
    believed = told.cos() * shown - told.sin() * answer
    assert torch.allclose(true.cos() * x - true.sin() * v, believed, atol=2e-3)


def test_a_perfect_denoiser_takes_more_away():
    """Of latents of deviation 0.5 the posterior mean is known."""

    def denoise(x, times):
        angle = angle_of(times.float())
        gain = angle.cos() * 0.25 / (angle.cos() ** 2 * 0.25 + angle.sin() ** 2)
        return (angle.cos() * x - gain * x) / angle.sin()

    times = torch.full((64,), 300)
    angle = angle_of(times.float())
    x = angle.cos() * 0.5 * new_latents(0, 64) + angle.sin() * new_latents(1, 64)
    deviations = []
    for value in (1.0, 0.7, 0.4):
        temperature = Temperature(ALPHA_BAR, value)
        v = temperature.understand(denoise(*temperature.tell(x, times)), x, times)
        deviations.append((angle.cos() * x - angle.sin() * v).std().item())
    assert deviations == sorted(deviations, reverse=True)
    assert deviations[-1] < 0.6 * deviations[0]


def cooled(model, value):
    defaults = replace(model.source.defaults, temperature=value)
    return replace(model, source=replace(model.source, defaults=defaults))


def test_views_are_sampled_at_it_and_maps_as_they_are(multiview_model):
    assert with_temperature(multiview_model) is multiview_model.pipeline
    cold = cooled(multiview_model, 0.5)
    pipeline = with_temperature(cold)
    assert pipeline.unet.unet is multiview_model.multiview.unet
    assert pipeline.unet.temperature.value == 0.5
    assert multiview_model.multiview.temperature is None  # distillation goes on asking what is true
    maps = choose_maps(cold)
    assert with_temperature(maps) is maps.pipeline


def test_a_sheet_is_made_at_the_models_own_temperature(multiview_model):
    def make(model):
        return generate_sheet(model, "a red barrel", seed=3).image.pixels

    warm, cold = make(multiview_model), cooled(multiview_model, 0.3)
    assert np.abs(make(cold) - warm).max() > 0.01
    assert np.array_equal(make(multiview_model), warm)  # and the model is left as it was


def test_what_is_given_is_seen_as_it_is(multiview_model):
    multiview = multiview_model.multiview
    size = multiview_model.layout.view_px // multiview_model.vae_factor
    channels = multiview.unet.config.in_channels
    known = torch.randn(channels, size, size, generator=torch.Generator().manual_seed(0))
    multiview = type(multiview)(
        multiview.unet, multiview.camera_embedding, multiview.rows, multiview.columns, references={1: known}
    )
    asked = []
    handle = multiview.unet.register_forward_pre_hook(lambda module, args: asked.append(args[:2]))
    sheet = torch.randn(1, channels, multiview.rows * size, multiview.columns * size)
    words = multiview_model.encode_prompt("a red barrel")[0].tokens
    try:
        cold = multiview.at_temperature(Temperature(multiview_model.alphas_cumprod, 0.5))
        (v,) = cold(sheet, 500, words)
        (warm,) = multiview(sheet, 500, words)
    finally:
        handle.remove()
    (views, times), (_, true_times) = asked
    assert torch.equal(views[1], known)
    assert times[1] == true_times[1] == 0
    assert (times[[0, *range(2, len(times))]] > 500).all()
    column = slice(size, 2 * size)
    assert (v[0, :, :size, column] == 0).all()
    assert not torch.allclose(v, warm)


def test_only_a_model_of_velocities_can_be_cooled(multiview_model):
    cold = cooled(multiview_model, 0.5)
    config = cold.pipeline.scheduler.config
    usual = config.prediction_type
    try:
        cold.pipeline.scheduler.register_to_config(prediction_type="epsilon")
        with pytest.raises(UsageError, match="v_prediction"):
            with_temperature(cold)
    finally:
        cold.pipeline.scheduler.register_to_config(prediction_type=usual)
