"""The student learns to come in one step where its guided teacher comes in several."""

import copy
import json
import math
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from core.models.adapter import fuse_adapter, read_adapter
from core.models.multiview_attention import (
    CAMERA_EMBEDDING_DIM,
    embed_cameras,
    embed_maps,
    use_multiview_attention,
)
from core.models.sidecar import read_sidecar
from training import batches, distil, model, train
from training.batches import Batch, draw_noise
from training.budget import Budget
from training.distil import (
    LORA,
    STUDENT_STEPS,
    TEACHER_STEPS,
    add_changes,
    angles_of,
    predict,
    predict_guided,
    rotate,
    save_distilled,
    step_loss,
    timesteps_of,
    walk,
)
from training.material_sets import MAPS
from training.model import LATENT_CHANNELS, new_scheduler, new_text_encoder, new_unet
from training.render import LAYOUT
from training.replicas import Replicas

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(model, "UNET_CHANNELS", (32, 32, 64))
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(distil, "RANK", 4)
    # parity is to the last digits of float32
    monkeypatch.setattr(distil, "fastest_dtype", lambda device: torch.float32)


@pytest.fixture(scope="module")
def cache(few_shards, tmp_path_factory):
    """Shards, and nothing learnt yet."""
    return shutil.copytree(few_shards, tmp_path_factory.mktemp("cache"), dirs_exist_ok=True)


@pytest.fixture
def teacher(tokenizer):
    """An untrained teacher, whose velocities are as large as those of a trained one."""
    torch.manual_seed(0)
    unet, text_encoder = new_unet(), new_text_encoder(tokenizer)
    use_multiview_attention(unet)
    with torch.no_grad():
        unet.conv_out.weight.mul_(3)
    return unet.eval().requires_grad_(False), text_encoder.eval().requires_grad_(False)


def new_batch(reference=(), tileable=False, sets=2):
    torch.manual_seed(1)
    camera_embedding = (
        embed_maps(MAPS) if tileable else embed_cameras(LAYOUT.azimuths_deg[:3], LAYOUT.elevations_deg[:3])
    )
    known = torch.zeros(len(camera_embedding), dtype=torch.bool)
    known[list(reference)] = True
    x0 = torch.randn(sets, len(camera_embedding), LATENT_CHANNELS, 4, 4)
    ids = torch.randint(3, 500, (sets, model.TEXT_TOKENS))
    return Batch(x0, ids, camera_embedding.expand(sets, -1, CAMERA_EMBEDDING_DIM), known, tileable)


def walk_from(teacher, batch, seed=0):
    empty = torch.full((model.TEXT_TOKENS,), 2)
    return walk(*teacher, batch, draw_noise(batch, torch.Generator().manual_seed(seed)), empty)


def test_a_step_is_the_samplers_own():
    torch.manual_seed(0)
    x, v, scheduler = torch.randn(2, 3, 4, 4), torch.randn(2, 3, 4, 4), new_scheduler()
    scheduler.set_timesteps(STUDENT_STEPS)
    times, angles = timesteps_of(STUDENT_STEPS), angles_of(timesteps_of(STUDENT_STEPS))
    for k, t in enumerate(scheduler.timesteps):
        assert times[k] == t
        stock = scheduler.step(v, t, x).prev_sample
        assert torch.allclose(rotate(x, v, angles[k] - angles[k + 1]), stock, atol=1e-5)
    assert angles[0].item() == pytest.approx(math.pi / 2, abs=1e-4)
    assert angles[-1] == 0


def test_the_student_meets_the_teacher_at_its_own_timesteps():
    assert torch.equal(
        timesteps_of(STUDENT_STEPS * TEACHER_STEPS)[::TEACHER_STEPS], timesteps_of(STUDENT_STEPS)
    )


def test_the_teachers_way_is_what_the_stock_sampler_makes(teacher, monkeypatch):
    """The guided DDIM of the stock pipeline, by diffusers' own scheduler and rescaling.

    In eight steps: where a number of steps does not divide 1000, the stock scheduler steps to a timestep
    beside the one that it goes on from.
    """
    from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg

    monkeypatch.setattr(distil, "TEACHER_STEPS", 2)
    monkeypatch.setattr(distil, "TEMPERATURE", 1.0)
    batch = new_batch()
    way = walk_from(teacher, batch)
    unet, text_encoder = teacher
    empty = text_encoder(torch.full((1, model.TEXT_TOKENS), 2)).last_hidden_state.expand_as(way.words)
    scheduler, x = new_scheduler(), way.states[0]
    scheduler.set_timesteps(STUDENT_STEPS * 2)
    for t in scheduler.timesteps:
        at = t.expand(len(x))
        c, u = (predict(unet, x, at, words, batch).unflatten(0, (2, 3)) for words in (way.words, empty))
        v = rescale_noise_cfg(u + model.GUIDANCE * (c - u), c, model.GUIDANCE_RESCALE)
        x = scheduler.step(v.flatten(0, 1), t, x).prev_sample
    assert torch.allclose(way.states[-1], x, atol=1e-3)


@pytest.mark.parametrize("tileable", [False, True])
def test_what_is_given_stays_and_is_seen_clean(teacher, tileable, monkeypatch):
    batch, unet, times = new_batch(reference=(1,), tileable=tileable), teacher[0], []
    forward = unet.forward
    monkeypatch.setattr(unet, "forward", lambda x, t, *a, **k: times.append(t) or forward(x, t, *a, **k))
    way = walk_from(teacher, batch)
    for state in way.states:
        assert torch.equal(state.unflatten(0, (2, -1))[:, 1], batch.x0[:, 1])
    count = batch.x0.shape[1]
    for t, expected in zip(times, timesteps_of(STUDENT_STEPS * TEACHER_STEPS), strict=True):
        asked = t.view(-1, count)
        assert (asked[:, 1] == 0).all()
        others = asked[:, [0, *range(2, count)]]
        assert (others == others[0, 0]).all()
        # views are made at a low temperature, which tells of more noise than there is
        assert (
            (others == expected).all() if tileable or expected == 999 else 1 < others[0, 0] / expected < 1.8
        )
    same = walk_from(teacher, batch)
    assert torch.equal(same.states, way.states)


def test_a_student_that_is_right_loses_nothing(teacher, monkeypatch):
    batch = new_batch(reference=(2,), sets=4)
    way = walk_from(teacher, batch)
    angles, asked = angles_of(timesteps_of(STUDENT_STEPS)), []

    def right(unet, x, times, words, batch):
        places = [int((timesteps_of(STUDENT_STEPS) == t).nonzero()) for t in times.view(4, 3)[:, 0]]
        asked.append(places)
        v = torch.full_like(x, 7.0)  # whatever is said of references
        for i, k in enumerate(places):
            views = slice(3 * i, 3 * i + 2)
            angle = angles[k] - angles[k + 1]
            moved = way.states[k + 1][views] - torch.cos(angle) * way.states[k][views]
            v[views] = -moved / torch.sin(angle)
        return v

    monkeypatch.setattr(distil, "predict", right)
    for turn in range(STUDENT_STEPS):
        assert step_loss(teacher[0], way, turn).item() < 1e-8
    assert sorted(zip(*asked, strict=True)) == sorted(
        {(0, 1, 2, 3), (1, 2, 3, 0), (2, 3, 0, 1), (3, 0, 1, 2)}
    )


def test_a_student_that_has_learnt_nothing_is_its_teacher(teacher):
    unet, batch = teacher[0], new_batch()
    words = teacher[1](batch.ids).last_hidden_state.repeat_interleave(3, 0)
    x, times = batch.x0.flatten(0, 1), torch.full((6,), 499)
    with torch.no_grad():
        before = predict(unet, x, times, words, batch)
        add_changes(unet, 4)
        assert torch.equal(predict(unet, x, times, words, batch), before)


def test_the_loss_falls(teacher):
    way = walk_from(teacher, new_batch())
    student = copy.deepcopy(teacher[0])
    changes = add_changes(student, 8)
    trained = [p for change in changes.values() for p in change.parameters()]
    assert {id(p) for p in student.parameters() if p.requires_grad} == {id(p) for p in trained}
    optimiser = torch.optim.AdamW(trained, 3e-3, weight_decay=0)
    losses = []
    for turn in range(24):
        loss = step_loss(student, way, turn)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert np.mean(losses[-4:]) < 0.5 * np.mean(losses[:4])


def test_guidance_of_nothing_is_the_prediction(teacher):
    """Where words say nothing, guiding changes nothing: v + 3 (v - v), and its deviation is its own."""
    batch = new_batch()
    empty = teacher[1](torch.full((1, model.TEXT_TOKENS), 2)).last_hidden_state
    x, times = batch.x0.flatten(0, 1), torch.full((6,), 499)
    words = empty.expand(6, -1, -1)
    guided = predict_guided(teacher[0], x, times, words, empty, batch)
    assert torch.allclose(guided, predict(teacher[0], x, times, words, batch), atol=1e-5)


def test_distilling_goes_on_to_the_same_end(cache, tokenizer, teacher, train_with_stop, monkeypatch):
    for name, value in (("REUSE", 1), ("STUDENT_STEPS", 2), ("TEACHER_STEPS", 1)):
        monkeypatch.setattr(distil, name, value)
    monkeypatch.setattr(batches, "BATCH", 1)
    monkeypatch.setattr(batches, "MATERIAL_SHARE", 0.3)
    kept = {name: value.clone() for name, value in teacher[0].state_dict().items()}

    def distilled(minutes=6):
        return distil.distil(cache, *teacher, tokenizer, minutes, CPU)

    runs = []
    for stops in (False, True):
        for file in cache.glob("distil-*.pt"):
            file.unlink()
        runs.append(train_with_stop(distil, distilled, seconds=100, stops=stops))
    (file,) = cache.glob("distil-*.pt")
    steps = torch.load(file, weights_only=True)["step"]
    assert steps >= 3
    first, second = runs
    assert first.keys() == second.keys()
    for name, layer in first.items():
        assert torch.equal(layer.down, second[name].down), name
        assert torch.equal(layer.up, second[name].up), name
    assert any(layer.up.abs().max() > 0 for layer in first.values())
    for name, value in teacher[0].state_dict().items():
        assert torch.equal(value, kept[name]), "the teacher is left as it was"
    train_with_stop(distil, lambda: distilled(8), seconds=100, stops=False)
    assert torch.load(file, weights_only=True)["step"] > steps, "more minutes go on from there"
    with torch.no_grad():
        teacher[0].conv_in.bias += 0.1
    train_with_stop(distil, distilled, seconds=100, stops=False)
    assert len(list(cache.glob("distil-*.pt"))) == 2, "another teacher has another student"


def test_an_exported_adapter_is_the_student(teacher, tmp_path):
    student, batch = copy.deepcopy(teacher[0]), new_batch()
    changes = add_changes(student, 4)
    torch.manual_seed(2)
    with torch.no_grad():
        for change in changes.values():
            change.up.normal_(std=0.1)
            change.down.copy_(change.down.half())
            change.up.copy_(change.up.half())  # as it is written
    (tmp_path / "propsmith.json").write_text(json.dumps(model.describe_pocket()))
    save_distilled(tmp_path, {n: distil.LowRank(c.down.detach(), c.up.detach()) for n, c in changes.items()})
    few = read_sidecar(tmp_path / "propsmith.json", "pocket").distilled
    assert few is not None
    assert (str(few.lora), few.defaults.steps, few.defaults.guidance) == (LORA, STUDENT_STEPS, 1.0)
    fused = fuse_adapter(teacher[0], read_adapter(tmp_path / few.lora))
    words = teacher[1](batch.ids).last_hidden_state.repeat_interleave(3, 0)
    x, times = batch.x0.flatten(0, 1), torch.full((6,), 499)
    with torch.no_grad():
        ours, theirs = (predict(u, x, times, words, batch) for u in (fused, student))
    assert torch.allclose(ours, theirs, atol=1e-5)
    assert not torch.allclose(ours, predict(teacher[0], x, times, words, batch), atol=1e-3)


def test_the_adapter_of_the_real_model_is_small(monkeypatch):
    monkeypatch.undo()
    changes = add_changes(new_unet(), distil.RANK)
    size = 2 * sum(p.numel() for change in changes.values() for p in change.parameters())
    assert size <= 8e6


def test_the_stage_runs_alone_and_ends_there(cache, tokenizer, tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(train, "train_clip", lambda *args: SimpleNamespace(text_encoder=nn.Identity()))
    monkeypatch.setattr(train, "train_denoiser", lambda *args: (nn.Identity(), nn.Identity()))
    monkeypatch.setattr(train, "distil", lambda *args: done.append(args[4]))
    tokenizer.save_pretrained(tmp_path / "tokenizer")
    train.train(tmp_path, "distil", Budget(1, 1, 1, 7), tmp_path / "out", CPU)
    assert done == [7]
    assert not (tmp_path / "out").exists()


def test_the_number_of_threads_makes_no_difference(cache, tokenizer, teacher, train_with_stop, monkeypatch):
    monkeypatch.setattr(distil, "REUSE", 1)
    runs = []

    def distilled():
        return distil.distil(cache, *teacher, tokenizer, 4, CPU)

    for count in (1, 2):
        for file in cache.glob("distil-*.pt"):
            file.unlink()
        monkeypatch.setattr(distil, "Replicas", lambda networks, count=count: Replicas(networks, count))
        runs.append(train_with_stop(distil, distilled, seconds=100, stops=False))
    one, two = runs
    moved = max(layer.up.abs().max() for layer in one.values())
    assert moved > 1e-3
    for name, layer in one.items():
        assert torch.allclose(layer.up, two[name].up, atol=0.05 * moved), name
