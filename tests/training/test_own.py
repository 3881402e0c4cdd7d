"""Captioned meshes of one's own become shards, and shards a model that the engine runs."""

import re
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
import trimesh

from core.device import choose_device
from core.errors import UsageError
from core.models.catalogue import resolve_model
from core.models.loading import load_model
from core.tasks.text_to_image import generate_sheet
from threed.procedural.solids import move, turn
from training import autoencoder, batches, clip, denoiser, own, train
from training.budget import Budget
from training.captioned_meshes import CaptionedMesh, read_list
from training.orbits import OrbitShards
from training.own import Plan, claim_cache, render_mesh, render_own, write_own_shard
from training.painted_mesh import read_mesh
from training.render import LAYOUT
from training.shards import Shards

CAPTIONS = {"box.ply": ("a red box",), "ball.glb": ("a ball", "a round thing")}


@pytest.fixture(autouse=True)
def small_stages(monkeypatch):
    monkeypatch.setattr(own, "SHARD_SETS", 4)
    monkeypatch.setattr(autoencoder, "BATCH", 4)
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(clip, "BATCH", 4)


@pytest.fixture
def plan(tmp_path):
    """Two meshes, three sets of each at the sheet's cameras and two at any."""
    box = trimesh.creation.box((1, 2, 3))
    box.visual.face_colors = np.tile([230, 20, 20, 255], (12, 1)).astype(np.uint8)
    box.export(tmp_path / "box.ply")
    trimesh.creation.icosphere(2).export(tmp_path / "ball.glb")
    (tmp_path / "list.csv").write_text("".join(f"{','.join((n, *c))}\n" for n, c in CAPTIONS.items()))
    return Plan(tuple(read_list(tmp_path / "list.csv")), turns=3, orbits=2, turn_deg=30, up="y")


@pytest.fixture
def cache(plan, tmp_path):
    folder = tmp_path / "cache"
    render_own(folder, plan, workers=1)
    return folder


def difference_when_turned(mesh, angle_deg, views):
    turned = replace(mesh, solid=move(mesh.solid, rotation=turn(1, angle_deg)))
    front = replace(LAYOUT, rows=1, columns=1, azimuths_deg=(30.0,), elevations_deg=(20.0,))
    return np.abs(render_mesh(turned, front)[0] - views[0].astype(int)).mean()


def test_shards_hold_every_mesh_as_it_stands_and_turned(plan, cache):
    assert {f.name for f in cache.iterdir()} == {
        "own.json",
        *(f"{n}.{s}" for n in ("train-0000", "train-0001", "validation-0000") for s in ("npy", "json")),
        *(f"orbit-{n}-0000.{s}" for n in ("train", "validation") for s in ("npy", "json")),
        "geometry-train-0000.npy",
        "geometry-validation-0000.npy",
    }
    shards, orbits = Shards(cache, "train"), OrbitShards(cache, "train")
    assert (len(shards), len(Shards(cache, "validation"))) == (6, 2)
    assert (len(orbits), len(OrbitShards(cache, "validation"))) == (4, 2)
    # captions are those of the list; one spec for each mesh, none of the vocabulary
    for sets, each in ((shards, 3), (orbits, 2)):
        said = [{text for label in sets.labels[i : i + each] for text in label.captions} for i in (0, each)]
        assert said == [set(texts) for texts in CAPTIONS.values()]
        assert [len(label.captions) for label in sets.labels] == [2] * 2 * each
        assert len({label.spec for label in sets.labels}) == 2
        assert (sets.indices == -1).all()
    views = shards.read(np.arange(6))
    for place, captioned in ((0, plan.meshes[0]), (3, plan.meshes[1])):
        assert np.array_equal(views[place], render_mesh(read_mesh(captioned.file)))
    # turned to either side of that, and never as in training where it validates
    turned = [*views[:3], Shards(cache, "validation").read(np.array([0]))[0]]
    for i, first in enumerate(turned):
        assert not any(np.array_equal(first, second) for second in turned[:i])
    again = read_mesh(plan.meshes[0].file)
    angles = np.arange(-30, 31)
    off = np.array([[difference_when_turned(again, a, view) for a in angles] for view in views[1:3]])
    assert (off.min(1) < 0.5).all()
    first, second = angles[off.argmin(1)]
    assert first <= 0 <= second


def test_orbits_show_the_same_from_their_cameras_with_its_geometry(plan, cache):
    orbits = OrbitShards(cache, "train")
    places = np.array([0, 2])
    views, geometry = orbits.read(places), orbits.read_geometry(places)
    for place, shown, shape in zip(places, views, geometry, strict=True):
        azimuths, elevations = (tuple(map(float, angles)) for angles in orbits.cameras[place].T)
        layout = replace(LAYOUT, azimuths_deg=azimuths, elevations_deg=elevations)
        again = render_mesh(read_mesh(plan.meshes[place // 2].file), layout)
        assert np.abs(shown - again.astype(int)).max() <= 1
        whole = (shown[..., 3] == 255) == (shape[..., 3] > 0)
        assert whole.mean() > 0.97, "they agree on what is covered, but for edges"


def test_without_orbits_there_are_none(plan, tmp_path):
    render_own(tmp_path / "cache", replace(plan, orbits=0), workers=1)
    assert not list((tmp_path / "cache").glob("orbit-*"))
    assert not list((tmp_path / "cache").glob("geometry-*"))


def test_a_stopped_run_goes_on_and_ends_as_if_it_had_not_been(plan, cache, capsys):
    whole = {f.name: f.read_bytes() for f in cache.iterdir()}
    times = {f.name: f.stat().st_mtime_ns for f in cache.iterdir()}
    for name in ("train-0001.npy", "geometry-train-0000.npy", "validation-0000.json"):
        (cache / name).unlink()
    render_own(cache, plan, workers=1)
    assert {f.name: f.read_bytes() for f in cache.iterdir()} == whole
    kept = {name for name, time in times.items() if (cache / name).stat().st_mtime_ns == time}
    assert {"own.json", "train-0000.npy", "orbit-validation-0000.npy"} <= kept
    assert "train-0001.npy" not in kept
    assert "box.ply: 12 faces, colours of faces, captions: 1\n" in capsys.readouterr().out


def test_a_set_depends_on_nothing_but_its_own_place(plan, cache, monkeypatch, tmp_path):
    monkeypatch.setattr(own, "SHARD_SETS", 100)
    file = write_own_shard(tmp_path, plan, "views", "train", 0)
    assert np.array_equal(np.load(file), Shards(cache, "train").read(np.arange(6)))


def test_a_cache_of_other_sets_is_refused(plan, cache, tmp_path):
    told = f"{cache} holds sets of another list, or of other meshes or options; use a fresh CACHE"
    recaptioned = CaptionedMesh(plan.meshes[0].file, ("a crate",))
    for other in (replace(plan, turns=4), replace(plan, meshes=(recaptioned, plan.meshes[1]))):
        with pytest.raises(UsageError, match=f"^{re.escape(told)}$"):
            claim_cache(cache, other)
    trimesh.creation.box().export(plan.meshes[0].file)
    with pytest.raises(UsageError, match=f"^{re.escape(told)}$"):
        claim_cache(cache, plan)
    drawn = tmp_path / "drawn"
    drawn.mkdir()
    (drawn / "maps-train-0000.npy").touch()
    told = f"{drawn} holds sets that were not rendered from a list; use a fresh CACHE"
    with pytest.raises(UsageError, match=f"^{re.escape(told)}$"):
        claim_cache(drawn, plan)


def test_a_mistake_is_told_before_anything_is_rendered(plan, tmp_path, monkeypatch, capsys):
    file = tmp_path / "list.csv"
    file.write_text(file.read_text() + "cup.glb,a cup\n")
    monkeypatch.setattr(sys, "argv", ["own", str(tmp_path / "cache"), str(file)])
    with pytest.raises(SystemExit) as stopped:
        own.main()
    assert stopped.value.code == UsageError.exit_status
    told = f"own: error: no mesh {tmp_path}/cup.glb; mend the path; it is relative to the list's folder\n"
    assert capsys.readouterr().err == told
    assert not (tmp_path / "cache").exists()
    monkeypatch.setattr(sys, "argv", ["own", str(tmp_path / "cache"), str(file), "--turns", "0"])
    with pytest.raises(SystemExit):
        own.main()
    assert "expected --turns and --workers of 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize("orbits", [0, 2])
def test_a_model_of_ones_own_is_trained_exported_and_run(orbits, plan, tick, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    render_own(cache, replace(plan, orbits=orbits), workers=1)
    out = tmp_path / "models"
    tick(monkeypatch, 1.0, denoiser)
    train.train(cache, "all", Budget(0.002, 0.002, 0.05, distil=0, control=0.002), out, torch.device("cpu"))
    state = torch.load(cache / "denoiser.pt", weights_only=True)
    assert state["step"] >= 1
    assert {f.name for f in out.iterdir()} == {"pocket", "pocket-clip"}, "there is nothing to judge by"
    source = resolve_model(str(out / "pocket"))
    assert source.vocabulary is None
    assert (source.layout, source.multiview, source.licence) == (LAYOUT, True, "unknown")
    model = load_model(source, choose_device("cpu"))
    sheet = generate_sheet(model, "a thing of quite other words", seed=1, steps=2)
    assert sheet.image.pixels.shape == (LAYOUT.height_px, LAYOUT.width_px, 4)
