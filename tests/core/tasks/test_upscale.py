"""Enlarged pictures stay flat where they were, go on tiling, and have no seams; files are read or refused."""

import json

import numpy as np
import pytest
import torch

from core.errors import BrokenModelError, UsageError
from core.models.upscaler import Upscaler, UpscalerNet, bicubic, load_upscaler, save_upscaler
from core.tasks.material import unpack_maps
from core.tasks.upscale import _average, _enlarge, pack_maps, upscale_maps, upscale_sheet, upscale_views
from core.types import Image, MaterialMaps, Sheet, SheetLayout


@pytest.fixture(scope="module")
def upscaler():
    """A small network that adds much to the bicubic picture."""
    torch.manual_seed(0)
    network = UpscalerNet(8, 2)
    for parameter, deviation in zip(network.tail.parameters(), (0.3, 0.1), strict=True):
        torch.nn.init.normal_(parameter, std=deviation)
    return Upscaler(network.eval())


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(0).random((2, 40, 40, 4), dtype=np.float32)


def draw_maps(side):
    rng = np.random.default_rng(1)
    normal = rng.normal(size=(side, side, 3)) + (0, 0, 3)
    normal[..., 2] = np.abs(normal[..., 2])
    return MaterialMaps(
        base_color=rng.random((side, side, 3), np.float32),
        height=rng.random((side, side), np.float32),
        roughness=rng.random((side, side), np.float32),
        metallic=rng.random((side, side), np.float32),
        normal=(normal / np.linalg.norm(normal, axis=-1, keepdims=True)).astype(np.float32),
    )


@pytest.mark.parametrize("tileable", [False, True])
def test_flat_pictures_stay_as_they_are(upscaler, tileable):
    colours = np.random.default_rng(2).random((5, 1, 1, 4), np.float32)
    flat = np.broadcast_to(colours, (5, 24, 24, 4))
    found = upscale_views(upscaler, flat, tileable=tileable)
    assert found.shape == (5, 96, 96, 4)
    assert np.abs(found - colours).max() < 1e-6


def test_a_picture_stays_flat_where_nothing_is_near(upscaler, noise):
    picture = np.full((1, 40, 40, 4), 0.25, np.float32)
    picture[:, :10] = noise[:1, :10]
    found = upscale_views(upscaler, picture)
    # two pixels of the window and one of its interpolation
    assert np.abs(found[:, 4 * (10 + 3) :] - 0.25).max() < 1e-6
    assert np.abs(found[:, 40:48] - 0.25).max() > 0.05


def test_what_is_added_is_much(upscaler, noise):
    plain = bicubic(torch.from_numpy(noise).permute(0, 3, 1, 2)).clamp(0, 1)
    assert np.abs(upscale_views(upscaler, noise) - plain.permute(0, 2, 3, 1).numpy()).max() > 0.2


def test_tileable_pictures_are_enlarged_alike_wherever_they_begin(upscaler, noise):
    found = upscale_views(upscaler, noise, tileable=True)
    moved = upscale_views(upscaler, np.roll(noise, (7, -13), (1, 2)), tileable=True)
    assert np.abs(np.roll(moved, (-28, 52), (1, 2)) - found).max() < 1e-5
    open_ended = upscale_views(upscaler, noise)
    assert np.abs(open_ended - found).max() > 0.05, "what ends at its borders is not the same"
    reach = 4 * upscaler.network.reach
    inner = slice(reach, -reach)
    assert np.abs(open_ended - found)[:, inner, inner].max() < 1e-5


def test_a_sheet_is_enlarged_view_by_view(upscaler):
    rng = np.random.default_rng(4)
    layout = SheetLayout(2, 3, 16, (0,) * 6, (0,) * 6, 30, 2.0, (0.5, 0.5, 0.5), True)
    sheet = Sheet(Image(rng.random((32, 48, 4), np.float32)), layout, seed=7, score=0.5)
    large = upscale_sheet(upscaler, sheet)
    assert (large.layout.view_px, large.seed, large.score) == (64, 7, 0.5)
    views = sheet.image.pixels.reshape(2, 16, 3, 16, 4).transpose(0, 2, 1, 3, 4).reshape(6, 16, 16, 4)
    found = large.image.pixels.reshape(2, 64, 3, 64, 4).transpose(0, 2, 1, 3, 4).reshape(6, 64, 64, 4)
    assert np.array_equal(found, upscale_views(upscaler, views))
    with pytest.raises(ValueError, match="sheet pixels"):
        upscale_sheet(upscaler, Sheet(Image(sheet.image.pixels[..., :3]), layout, seed=7))


@pytest.mark.parametrize("tileable", [False, True])
@pytest.mark.parametrize("tile_px", [1, 7, 16, 39])
def test_parts_make_up_the_whole(upscaler, noise, tile_px, tileable):
    x = torch.from_numpy(noise[:1, :, :, :]).permute(0, 3, 1, 2)
    if tile_px == 1:
        x = x[..., :9, :9]  # smaller than what is reached, too
    whole = _enlarge(upscaler.network, x, tileable, 1000)
    assert torch.allclose(_enlarge(upscaler.network, x, tileable, tile_px), whole, atol=1e-5, rtol=0)


def test_nothing_is_seen_farther_than_the_reach(upscaler):
    network = upscaler.network
    middle = network.reach + 4
    x = torch.rand(1, 4, 2 * middle + 1, 2 * middle + 1, requires_grad=True)
    network(x)[..., 4 * middle + 1, 4 * middle + 2].sum().backward()
    assert x.grad is not None
    rows, columns = x.grad.abs().amax((0, 1)).nonzero().T
    assert (rows - middle).abs().max() <= network.reach
    assert (columns - middle).abs().max() <= network.reach


def test_sizes_between_are_means_over_area(upscaler, noise):
    large = upscale_views(upscaler, noise)
    half = upscale_views(upscaler, noise, 80)
    assert np.abs(half - large.reshape(2, 80, 2, 80, 2, 4).mean((2, 4))).max() < 1e-6
    third = upscale_views(upscaler, noise, 107)
    assert third.shape == (2, 107, 107, 4)
    assert np.abs(third.mean((1, 2)) - large.mean((1, 2))).max() < 1e-5
    ramp = torch.arange(6.0)[None, None, None].expand(1, 1, 6, 6)
    # three pixels of 4 are each 1.5 of 6
    assert torch.allclose(_average(ramp, 4)[0, 0, 0], torch.tensor([1 / 3, 5 / 3, 10 / 3, 14 / 3]))


def test_maps_tile_and_their_normals_are_of_unit_length(upscaler):
    maps = draw_maps(24)
    large = upscale_maps(upscaler, maps)
    assert np.abs(np.linalg.norm(large.normal, axis=-1) - 1).max() < 1e-5
    assert large.normal[..., 2].min() > 0
    moved = MaterialMaps(**{name: np.roll(m, (5, 9), (0, 1)) for name, m in vars(maps).items()})
    for name, map_ in vars(upscale_maps(upscaler, moved)).items():
        expected = getattr(large, name)
        assert map_.shape[:2] == (96, 96)
        assert np.abs(np.roll(map_, (-20, -36), (0, 1)) - expected).max() < 1e-4, name


def test_packed_maps_are_those_that_are_unpacked():
    maps = draw_maps(8)
    first, second, third, fourth = pack_maps(maps)
    sheet = np.concatenate([np.concatenate([first, second], 1), np.concatenate([third, fourth], 1)])
    for name, map_ in vars(unpack_maps(sheet)).items():
        assert np.allclose(map_, getattr(maps, name), atol=1e-6), name


def test_an_upscaler_saves_and_loads_and_works_the_same(upscaler, noise, tmp_path):
    halved = UpscalerNet(8, 2)
    halved.load_state_dict({k: v.half().float() for k, v in upscaler.network.state_dict().items()})
    save_upscaler(upscaler.network, tmp_path / "new" / "pocket-upscaler")
    folder = tmp_path / "new" / "pocket-upscaler"
    loaded = load_upscaler(folder, dtype=torch.float32)
    assert not loaded.network.training
    expected = upscale_views(Upscaler(halved.eval()), noise)
    assert np.abs(upscale_views(loaded, noise) - expected).max() < 1e-5
    coarse = load_upscaler(folder, dtype=torch.bfloat16)
    assert np.abs(upscale_views(coarse, noise) - expected).mean() < 0.01
    assert {f.name for f in folder.iterdir()} == {"model.safetensors", "config.json"}


def test_broken_files_are_told(upscaler, tmp_path):
    with pytest.raises(BrokenModelError, match=r"config\.json is missing, expected the upscaler's"):
        load_upscaler(tmp_path)
    save_upscaler(upscaler.network, tmp_path)
    weights, config = tmp_path / "model.safetensors", tmp_path / "config.json"
    good, table = weights.read_bytes(), json.loads(config.read_text())
    for bad in (good[:100], b"", good[:-7]):
        weights.write_bytes(bad)
        with pytest.raises(BrokenModelError, match="does not load as an upscaler's weights"):
            load_upscaler(tmp_path)
    weights.unlink()
    with pytest.raises(BrokenModelError, match=r"model\.safetensors is missing"):
        load_upscaler(tmp_path)
    weights.write_bytes(good)
    config.write_text(json.dumps({**table, "blocks": 3}))
    with pytest.raises(BrokenModelError, match="does not load as an upscaler's weights"):
        load_upscaler(tmp_path)
    for change in ({"scale": 2}, {"format": 2}, {"channels": 0}, {"blocks": 10**6}):
        config.write_text(json.dumps({**table, **change}))
        with pytest.raises(BrokenModelError, match="of another form: expected format 1, scale 4"):
            load_upscaler(tmp_path)
    for text in ("", "[]", "{}", '{"format": 1, "scale": 4, "channels": "wide", "blocks": 2}'):
        config.write_text(text)
        with pytest.raises(BrokenModelError, match="is not an upscaler's configuration"):
            load_upscaler(tmp_path)


def test_what_does_not_fit_is_refused(upscaler, noise):
    for bad in (noise[0], noise[..., :3], noise[:, :30]):
        with pytest.raises(ValueError, match="pixels: expected shape"):
            upscale_views(upscaler, bad)
    for size_px, nearest in ((39, 40), (161, 160)):
        with pytest.raises(UsageError) as caught:
            upscale_views(upscaler, noise, size_px)
        assert str(caught.value) == (
            f"expected a size of 40 to 160 px for pictures of 40 px, got {size_px}; try {nearest}"
        )
    maps = draw_maps(8)
    with pytest.raises(ValueError, match="height: expected shape"):
        upscale_maps(upscaler, MaterialMaps(**{**vars(maps), "height": maps.height[:4]}))
    assert upscale_views(upscaler, noise[:0]).shape == (0, 160, 160, 4)
