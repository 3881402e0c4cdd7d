"""Materials tile exactly, their maps are what they say they are, and prompts are read as far as is known."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from tiny_models import MULTIVIEW_SIDECAR

from core.errors import Cancelled, PromptError, SeedError, UsageError, VocabularyError
from core.models.sidecar import Vocabulary, read_sidecar
from core.sheets import join_sheets, split_sheets
from core.tasks.material import generate_material, parse_material, unpack_maps
from core.tasks.sampling import draw_noise, sample
from core.tasks.view_choice import choose_maps

PROMPT = "cracked red brick"
FIELDS = ("base_color", "height", "roughness", "metallic", "normal")


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    file = tmp_path_factory.mktemp("multiview") / "propsmith.json"
    file.write_text(json.dumps(MULTIVIEW_SIDECAR))
    found = read_sidecar(file, "tiny").vocabulary
    assert found is not None
    return found


# --- maps ---


@pytest.mark.parametrize("size_px", [32, 64, 96])
def test_maps_are_of_one_size_and_in_their_ranges(multiview_model, size_px):
    maps = generate_material(multiview_model, PROMPT, seed=1, size_px=size_px, steps=2)
    for name in FIELDS:
        values = getattr(maps, name)
        channels = (3,) if name in ("base_color", "normal") else ()
        assert values.shape == (size_px, size_px, *channels)
        assert values.dtype == np.float32
        low = -1 if name == "normal" else 0
        assert low <= values.min() < values.max() <= 1
    np.testing.assert_allclose(np.linalg.norm(maps.normal, axis=-1), 1, atol=1e-6)
    assert maps.normal[..., 2].min() > 0


@pytest.mark.parametrize("shift", [(4, 0), (0, -4), (8, 4)])
def test_noise_that_is_rolled_makes_the_material_rolled(multiview_model, shift):
    """Nothing marks the border: from the first noise to the pixels all is circular, in steps of 32 px."""
    model = choose_maps(multiview_model)
    embeddings = model.encode_text(PROMPT)
    noise, rng = draw_noise(model, 2, 192, 192)
    rolled = join_sheets(split_sheets(noise, 2, 2).roll(shift, (-2, -1)), 2, 2)
    here, there = (
        unpack_maps(sample(model, embeddings, x, rng, 3, 4.0, lambda fraction: None)) for x in (noise, rolled)
    )
    for name in ("base_color", "height", "roughness", "metallic"):
        expected = np.roll(getattr(here, name), [8 * s for s in shift], (0, 1))
        np.testing.assert_allclose(getattr(there, name), expected, atol=1e-4)
        assert np.abs(getattr(there, name) - getattr(here, name)).max() > 0.05


def test_a_material_is_what_the_sampler_makes_of_its_seed(multiview_model):
    found = generate_material(multiview_model, PROMPT, seed=2, size_px=64, steps=3, guidance=4.0)
    model = choose_maps(multiview_model)
    noise, rng = draw_noise(model, 2, 128, 128)
    sheet = sample(model, model.encode_text(PROMPT), noise, rng, 3, 4.0, lambda fraction: None)
    expected = unpack_maps(sheet)
    assert all(np.array_equal(getattr(found, name), getattr(expected, name)) for name in FIELDS)
    other = generate_material(multiview_model, PROMPT, seed=3, size_px=64, steps=3, guidance=4.0)
    assert np.abs(found.base_color - other.base_color).mean() > 0.01
    assert generate_material(multiview_model, PROMPT, seed=2, steps=1).height.shape == (128, 128)


def test_maps_are_unpacked_as_they_are_taught():
    rng = np.random.default_rng(0)
    normal = rng.normal(size=(6, 6, 3)).astype(np.float32)
    normal[..., 2] = np.abs(normal[..., 2]) + 0.1
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    base_color, orm = rng.random((2, 6, 6, 3), dtype=np.float32)
    height = rng.random((6, 6, 1), dtype=np.float32)
    grid = [[base_color, 0.4 * normal + 0.5], [orm, np.repeat(height, 3, -1)]]  # not quite unit any more
    sheet = np.concatenate([np.concatenate(row, 1) for row in grid])
    for pixels in (sheet, np.concatenate([sheet, np.full((12, 12, 1), 0.3, np.float32)], -1)):
        maps = unpack_maps(pixels)
        assert np.array_equal(maps.base_color, base_color)
        assert np.array_equal(maps.roughness, orm[..., 1])
        assert np.array_equal(maps.metallic, orm[..., 2])
        np.testing.assert_allclose(maps.height, height[..., 0], atol=1e-6)
        np.testing.assert_allclose(maps.normal, normal, atol=1e-5)
    inwards = unpack_maps(np.full((4, 4, 3), 0.0, np.float32) + np.float32([0.5, 0.5, 0.1]))
    np.testing.assert_allclose(inwards.normal, np.broadcast_to(np.float32([0, 0, 1]), (2, 2, 3)), atol=1e-6)


def test_progress_and_cancelling(multiview_model):
    told: list[tuple[str, float]] = []
    arguments = {"seed": 0, "size_px": 32, "steps": 2}
    generate_material(multiview_model, PROMPT, **arguments, progress=lambda *args: told.append(args))
    assert told == [("material", f) for f in (0.0, 0.5, 1.0)]

    def stop(stage: str, fraction: float) -> None:
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        generate_material(multiview_model, PROMPT, **arguments, progress=stop)
    modes = {m.padding_mode for m in multiview_model.pipeline.vae.modules() if isinstance(m, torch.nn.Conv2d)}
    assert modes == {"zeros"}


# --- prompts ---


@pytest.mark.parametrize(
    ("text", "caption", "notes"),
    [
        ("cracked red brick", "cracked red brick", ()),
        ("Cracked, RED bricks!", "cracked red bricks", ()),
        ("a texture of brick", "a texture of brick", ()),
        ("please make me a mossy brick", "a mossy brick", ()),
        ("crimson brik", "red brick", ('"crimson" is read as "red"', '"brik" is read as "brick"')),
        ("brick with the zorgons", "brick", ('"zorgons" is not known and left out',)),
        ("wood", "wood", ()),
        ("timber texture", "wooden texture", ('"timber" is read as "wooden"',)),
        ("a rock with cracked bricks", "a rock with cracked bricks", ()),
        ("brick with a goblet", "brick", ('"goblet" is not known and left out',)),
        ("a barrel of bricks", "bricks", ('"barrel" is a prop and no material, and left out',)),
    ],
)
def test_prompts_are_read_in_the_words_that_were_taught(words, text, caption, notes):
    parsed = parse_material(text, words)
    assert (parsed.caption, parsed.notes) == (caption, notes)


@pytest.mark.parametrize(
    "text", ["zorgons", "a texture", "of the", "a goblet", "a red barrel", "cracked red"]
)
def test_prompts_that_name_no_material(words, text):
    with pytest.raises(VocabularyError) as caught:
        parse_material(text, words)
    assert (
        caught.value.message
        == f'the prompt names no material that this model knows, expected one, got "{text}"'
    )
    assert caught.value.hint == "name one, such as brick, rock, dirt path"


# --- bad input ---


@pytest.mark.parametrize(("size_px", "nearest"), [(0, 32), (31, 32), (100, 96), (544, 512), (10**6, 512)])
def test_sizes_that_do_not_tile(multiview_model, size_px, nearest):
    with pytest.raises(UsageError) as caught:
        generate_material(multiview_model, PROMPT, seed=0, size_px=size_px)
    assert caught.value.message == f"expected maps of 32 to 512 px in multiples of 32, got {size_px}"
    assert caught.value.hint == f"try {nearest}"


def test_other_arguments_that_make_no_sense(multiview_model, pocket_model):
    with pytest.raises(
        UsageError, match="pocket-form makes one sheet of 6 views, expected a model that makes sets"
    ):
        generate_material(pocket_model, PROMPT, seed=0)
    with pytest.raises(UsageError, match="expected 1 to 1000 steps"):
        generate_material(multiview_model, PROMPT, seed=0, steps=0)
    with pytest.raises(SeedError):
        generate_material(multiview_model, PROMPT, seed=-1)
    with pytest.raises(PromptError):
        generate_material(multiview_model, " ", seed=0)
