"""Sets of maps hold the material that their label says, and shards are what their seed says, and resume."""

import json
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest

from core.materials import CLASSES, build_material
from core.materials.tiling import measure_tiling
from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS
from training import material_sets
from training.caption import known_words
from training.material_sets import (
    CAPTIONS,
    FRAMES,
    MAPS,
    MATERIAL_PX,
    MaterialLabel,
    MaterialShards,
    draw_material_label,
    known_material_words,
    paint_set,
    write_material_shard,
)


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(material_sets, "SHARD_SETS", 3)


def allowed_colours(name):
    colours = CLASSES[name].colours
    return set(COLOURS) if colours is None else set(colours)


@pytest.fixture(scope="module")
def labels():
    rng = np.random.default_rng(0)
    return [draw_material_label(rng) for _ in range(3000)]


def test_labels_say_what_the_material_takes_and_as_often_as_stated(labels):
    for label in labels:
        assert label.colour is None or label.colour in allowed_colours(label.name)
        assert len(label.words) <= 1
        assert set(label.words) <= set(CLASSES[label.name].words)
        assert len(label.captions) == CAPTIONS
    assert {label.name for label in labels} == set(CLASSES)
    coloured = np.mean([label.colour is not None for label in labels if allowed_colours(label.name)])
    assert coloured == pytest.approx(material_sets.NAMES_COLOUR, abs=0.03)
    worded = np.mean([bool(label.words) for label in labels if CLASSES[label.name].words])
    assert worded == pytest.approx(material_sets.NAMES_WORD, abs=0.03)
    said = {(label.name, word) for label in labels for word in label.words}
    assert len(said) > 0.97 * sum(len(entry.words) for entry in CLASSES.values())


def test_captions_say_the_label_in_known_words(labels):
    known = {*known_material_words(), *known_words()}
    for label in labels:
        nouns = (label.name, *CLASSES[label.name].synonyms)
        colours = (label.colour, *COLOUR_SYNONYMS[label.colour]) if label.colour else ("",)
        orders = {" ".join((c, *label.words)).strip() for c in colours}
        orders |= {" ".join((*label.words, c)).strip() for c in colours}
        things = {f"{said} {noun}".strip() for said in orders for noun in nouns}
        articles = {"a", "an", ""}
        frames = {frame.replace("{a}", article) for frame in FRAMES for article in articles}
        possible = {frame.replace("{thing}", thing) for frame in frames for thing in things}
        for text in label.captions:
            assert text in possible
            words = text.split()
            assert set(words) <= known, text
            for article, after in pairwise(words):
                if article in ("a", "an"):
                    assert (article == "an") == (after[0] in "aeiou"), text


def test_known_words_are_those_of_the_tables():
    words = known_material_words()
    assert words == sorted(set(words))
    assert not set("{},") & set("".join(words))
    phrases = [s for n, entry in CLASSES.items() for s in (n, *entry.synonyms, *entry.words)]
    assert {word for phrase in phrases for word in phrase.split()} | {"texture", "seamless"} <= set(words)
    # the words for colours are those of props
    assert {word for name in COLOURS for word in name.split()} <= set(known_words())


def test_labels_are_seeded_and_survive_json(labels):
    rng = np.random.default_rng(0)
    for label in labels[:200]:
        assert draw_material_label(rng) == label
        assert MaterialLabel.from_json(json.loads(json.dumps(asdict(label)))) == label


@pytest.mark.parametrize("name", CLASSES)
def test_a_set_is_the_materials_maps(name):
    colours = sorted(allowed_colours(name))
    label = MaterialLabel(name, colours[0] if colours else None, CLASSES[name].words[:1], ())
    maps = paint_set(np.random.default_rng(1), label, 64)
    assert maps.shape == (len(MAPS), 64, 64, 4)
    assert maps.dtype == np.uint8
    assert (maps[..., 3] == 255).all()
    rgb = COLOURS[label.colour] if label.colour else None
    true = build_material(np.random.default_rng(1), name, 64, rgb, frozenset(label.words))
    # each map is there to half of one of 255 levels
    level = {"rtol": 0, "atol": 0.502 / 255}
    base_color, normal, orm, height = maps[..., :3] / 255
    np.testing.assert_allclose(base_color, true.base_color, **level)
    np.testing.assert_allclose(normal * 2 - 1, true.normal, rtol=0, atol=1.005 / 255)
    assert (orm[..., 0] == 1).all()
    np.testing.assert_allclose(orm[..., 1], true.roughness, **level)
    np.testing.assert_allclose(orm[..., 2], true.metallic, **level)
    np.testing.assert_allclose(height, np.repeat(true.height[..., None], 3, 2), **level)
    decoded = normal * 2 - 1
    np.testing.assert_allclose(np.linalg.norm(decoded, axis=-1), 1, atol=np.sqrt(3) / 255 + 1e-3)
    assert (decoded[..., 2] > 0).all()


def test_the_same_label_is_painted_anew_each_time_and_the_colour_is_seen():
    rng = np.random.default_rng(2)
    for name in ("tiles", "fabric", "planks"):
        sets = {c: paint_set(rng, MaterialLabel(name, c, (), ())) for c in ("red", "blue")}
        means = {colour: maps[0, ..., :3].reshape(-1, 3).mean(0) for colour, maps in sets.items()}
        assert means["red"][0] > means["red"][2] + 30
        assert means["blue"][2] > means["blue"][0] + 30
        first, other = (paint_set(rng, MaterialLabel(name, "red", (), ())) for _ in range(2))
        assert first.shape == (4, MATERIAL_PX, MATERIAL_PX, 4)
        assert (first[..., :3] != other[..., :3]).mean() > 0.2


def test_a_shard_is_its_seeds_sets_and_left_alone(tmp_path, small_shards):
    for name in "ab":
        (tmp_path / name).mkdir()
    first, second = (write_material_shard(tmp_path / name, "train", 5) for name in "ab")
    labels_file = first.with_suffix(".json")
    assert first == tmp_path / "a" / "maps-train-0005.npy"
    assert first.read_bytes() == second.read_bytes()
    assert labels_file.read_text() == second.with_suffix(".json").read_text()
    rng = np.random.default_rng([10, 5])
    drawn = [draw_material_label(rng) for _ in range(3)]
    assert [MaterialLabel.from_json(entry) for entry in json.loads(labels_file.read_text())] == drawn
    assert np.array_equal(np.load(first), np.stack([paint_set(rng, label) for label in drawn]))
    before = first.stat().st_mtime_ns, labels_file.stat().st_mtime_ns
    assert write_material_shard(tmp_path / "a", "train", 5) == first
    assert (first.stat().st_mtime_ns, labels_file.stat().st_mtime_ns) == before


@pytest.mark.parametrize("lost", [".npy", ".json"])
def test_half_a_shard_is_painted_again(tmp_path, small_shards, lost):
    first = write_material_shard(tmp_path, "validation", 0)
    whole = {suffix: first.with_suffix(suffix).read_bytes() for suffix in (".npy", ".json")}
    first.with_suffix(lost).unlink()
    (tmp_path / "maps-validation-0000.partial.npy").write_bytes(b"cut off")
    write_material_shard(tmp_path, "validation", 0)
    assert {suffix: first.with_suffix(suffix).read_bytes() for suffix in whole} == whole
    assert not list(tmp_path.glob("*.partial*"))


def test_reading_gives_the_written_maps_and_labels(tmp_path, small_shards):
    files = [write_material_shard(tmp_path, "train", index) for index in (0, 1)]
    write_material_shard(tmp_path, "validation", 0)
    (tmp_path / "maps-train-0002.partial.npy").write_bytes(b"cut off")
    shards = MaterialShards(tmp_path, "train")
    written = np.concatenate([np.load(file) for file in files])
    assert written.shape == (6, 4, 128, 128, 4)
    assert written.dtype == np.uint8
    # every split and every shard has sets of its own
    others = np.load(tmp_path / "maps-validation-0000.npy")
    assert len({maps.tobytes() for maps in (*written, *others)}) == 9
    assert len(shards) == len(shards.labels) == 6
    which = np.array([5, 0, 3, 5])
    assert np.array_equal(shards.read(which), written[which])


def test_no_shards_is_an_error_that_says_what_to_run(tmp_path, small_shards):
    write_material_shard(tmp_path, "validation", 0)
    with pytest.raises(FileNotFoundError) as error:
        MaterialShards(tmp_path, "train")
    assert str(error.value) == (
        f"no train shards of maps in {tmp_path}; paint some: python -m training.data {tmp_path}"
    )


@pytest.mark.parametrize("name", ["brick", "sand", "planks"])
def test_painted_materials_tile_and_cut_ones_do_not(name):
    rng = np.random.default_rng(3)
    maps = np.concatenate([paint_set(rng, MaterialLabel(name, None, (), ()))[:, ..., :3] for _ in range(4)])
    whole = measure_tiling(maps)
    assert whole.seams == 0
    cut = measure_tiling(maps[:, :75, :75])
    assert cut.wrap_over_interior > 1.1 * whole.wrap_over_interior
