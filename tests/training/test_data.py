"""Sets show what their captions say, shards are what their seed says, hold no held-out pair, and resume."""

import json
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest

from core.models.pocket.vocabulary import COLOURS, DESIGNS, FINISHES
from threed.procedural.solids import box
from training import labels, shards
from training.caption import DESIGN_WORDS, SHAPES, Spec
from training.labels import (
    CAPTIONS,
    CONTRADICTIONS,
    HELD_OUT,
    UNSAID_DESIGNS,
    Label,
    build_spec,
    draw_look,
    draw_prop,
    draw_spec,
    paint_spec,
)
from training.natural import NATURAL, UNUSUAL, usual_designs
from training.props import CLASSES
from training.props.prop import BROKEN, MAIN, PropClass
from training.render import render_views
from training.shards import Shards, write_shard
from training.surface import paint_surface

DRAWS = 4000


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_SETS", 2)


def draw(seed, held_out=False, count=DRAWS):
    """Draw specs, and the looks of what fulfils them."""
    rng = np.random.default_rng(seed)
    found = [draw_spec(rng, held_out) for _ in range(count)]
    return [(spec, *draw_look(rng, spec)) for spec in found]


def draw_views(rng, split):
    label, prop, paint = draw_prop(rng, split)
    return label, render_views(prop, paint)


def nearest_colour(rgb):
    from skimage.color import rgb2lab

    distance = np.linalg.norm(rgb2lab(np.array(list(COLOURS.values()))) - rgb2lab(np.asarray(rgb)), axis=1)
    return list(COLOURS)[distance.argmin()]


def test_a_colour_of_each_class_is_held_out_and_none_that_is_natural_to_it():
    assert list(HELD_OUT) == list(CLASSES)
    assert set(NATURAL) == set(CLASSES)
    for name, colour in HELD_OUT.items():
        assert colour not in NATURAL[name][0]
    counts = Counter(HELD_OUT.values())
    assert set(counts) == set(COLOURS)
    assert max(counts.values()) <= 2 * len(CLASSES) / len(COLOURS)


def test_training_never_sees_a_held_out_pair():
    drawn = draw(0)
    for spec, colour, _ in drawn:
        away = HELD_OUT[spec.class_name]
        assert away not in (spec.colour, colour)
        assert spec.part is None or spec.part[1] != away
    assert {spec.class_name for spec, *_ in drawn} == set(CLASSES)
    # every other colour is said of every class: of each pair 4000 · 0.85 / 73 / 15 = 3 in the mean
    said = {(spec.class_name, spec.colour) for spec, *_ in draw(1, count=6 * DRAWS) if spec.colour}
    assert said == {(n, c) for n in CLASSES for c in COLOURS if c != HELD_OUT[n]}


def test_held_out_sets_are_all_of_held_out_pairs():
    drawn = draw(2, held_out=True)
    assert {(spec.class_name, spec.colour) for spec, *_ in drawn} == set(HELD_OUT.items())
    for spec, colour, finish in drawn:
        assert colour == spec.colour
        assert finish != "golden"  # it would not show the colour
    assert {spec.finish for spec, *_ in drawn} == {None, *FINISHES} - {"golden"}


def test_what_is_said_is_known_and_as_often_as_stated():
    specs = [spec for spec, *_ in draw(3)]
    for spec in specs:
        prop_class = CLASSES[spec.class_name]
        assert set(spec.shape) <= {*prop_class.shapes, *SHAPES}
        assert len(set(spec.shape)) == len(spec.shape) <= 2
        assert spec.colour is None or spec.finish != "golden"
        if spec.part:
            assert spec.part[0] in prop_class.parts
            assert spec.part[1] in set(COLOURS) - {spec.colour}
    silent = np.mean([spec.finish is None for spec in specs])
    assert silent == pytest.approx(labels.NO_FINISH, abs=0.025)
    coloured = np.mean([spec.colour is not None for spec in specs if spec.finish != "golden"])
    assert coloured == pytest.approx(labels.NAMES_COLOUR, abs=0.02)
    shaped = np.mean([bool(spec.shape) for spec in specs])
    assert shaped == pytest.approx(labels.NAMES_SHAPE, abs=0.025)
    with_part = np.mean([spec.part is not None for spec in specs if CLASSES[spec.class_name].parts])
    assert with_part == pytest.approx(labels.NAMES_PART, abs=0.02)


def test_contradictions_are_never_both_said(monkeypatch):
    monkeypatch.setattr(labels, "NAMES_SHAPE", 1.0)
    monkeypatch.setattr(labels, "NAMES_TWO", 1.0)
    said = [spec for spec, *_ in draw(4, count=3 * DRAWS)]
    pairs = {frozenset(spec.shape) for spec in said if len(spec.shape) == 2}
    assert not pairs & {frozenset(pair) for pair in CONTRADICTIONS}
    # of two words that contradict each other one is said, and all other pairs can be had
    alone = {(spec.class_name, spec.shape[0]) for spec in said if len(spec.shape) == 1}
    known = {name: {*prop_class.shapes, *SHAPES} for name, prop_class in CLASSES.items()}
    for pair in CONTRADICTIONS:
        assert len(pair) == 2
        # a row that no class can contradict would be of no use
        assert any(pair <= words for words in known.values()), pair
    assert all(any(word in pair and pair <= known[name] for pair in CONTRADICTIONS) for name, word in alone)
    assert {"tall", "wide"} in pairs
    assert {"thin", BROKEN} in pairs


def test_what_does_not_stretch_is_told_no_proportions(monkeypatch):
    monkeypatch.setattr(labels, "NAMES_SHAPE", 1.0)
    monkeypatch.setattr(labels, "CLASSES", {"table": replace(CLASSES["table"], stretches=False)})
    said = {word for spec, *_ in draw(5, count=300) for word in spec.shape}
    assert said == {*CLASSES["table"].shapes, BROKEN}


@pytest.mark.parametrize("name", CLASSES)
def test_the_unsaid_is_natural(name):
    rng = np.random.default_rng(6)
    colours, finishes = NATURAL[name]
    looks = {draw_look(rng, Spec(name)) for _ in range(300)}
    natural = {(None if finish == "golden" else colour, finish) for colour in colours for finish in finishes}
    assert looks == natural
    for finish in FINISHES:
        looks = [draw_look(rng, Spec(name, finish=finish)) for _ in range(30)]
        usual = (None,) if finish == "golden" else FINISHES[finish].colours or colours
        assert {drawn for _, drawn in looks} == {finish}
        assert {colour for colour, _ in looks} <= set(usual) - {HELD_OUT[name]}
        assert draw_look(rng, Spec(name, "navy", finish)) == ("navy", finish)
    # where a colour alone is said, nothing covers it
    assert draw_look(rng, Spec(name, "navy")) == ("navy", "plain")


def test_every_kind_has_a_usual_design():
    assert set(UNUSUAL) <= set(CLASSES)
    for name in CLASSES:
        usual, unusual = usual_designs(name), UNUSUAL.get(name, ())
        assert usual
        assert sorted((*usual, *unusual)) == list(range(1, DESIGNS + 1))


def test_natural_colours_and_finishes_are_of_the_vocabulary():
    for colours, finishes in NATURAL.values():
        assert set(colours) <= set(COLOURS)
        assert set(finishes) <= set(FINISHES)
    for finish in FINISHES.values():
        assert set(finish.colours or ()) <= set(COLOURS)
        assert not finish.colours or all(set(finish.colours) - {away} for away in HELD_OUT.values())
    assert [name for name, finish in FINISHES.items() if finish.colours == ()] == ["golden"]


def label_of(spec, colour, finish="plain"):
    return Label(spec, colour, finish, ())


@pytest.mark.parametrize("name", [name for name, entry in CLASSES.items() if entry.parts])
def test_a_part_has_its_colour_and_the_rest_the_first(name):
    prop_class, rng = CLASSES[name], np.random.default_rng(7)
    for word, slot in prop_class.parts.items():
        asked = Spec(name, "blue", "plain", (), (word, "yellow"))
        spec, prop = build_spec(rng, asked)
        # the part is named if, and only if, it is there
        part = asked.part if slot in prop.slot_names else None
        assert spec == replace(asked, part=part, design=spec.design)
        paint = paint_spec(rng, label_of(spec, "blue"), prop)
        assert list(paint.slot_colours) == list(prop.slot_colours)
        own = {}
        if spec.part:
            own = (
                {slot: "yellow", MAIN: "blue"} if slot != MAIN else {MAIN: "yellow", prop_class.body: "blue"}
            )
        shown = {MAIN: paint.rgb, **paint.slot_colours}
        for painted, colour in prop.slot_colours.items():
            if painted not in own:
                assert paint.slot_colours[painted] == colour
        for painted, colour in (own or {MAIN: "blue"}).items():
            if painted in shown:
                assert nearest_colour(shown[painted]) == colour


def test_a_drawn_part_is_seen_in_its_colour_whatever_the_finish(monkeypatch):
    monkeypatch.setattr(labels, "NAMES_PART", 1.0)
    main_parts = {name for name, entry in CLASSES.items() if MAIN in entry.parts.values()}
    assert not [name for name in main_parts if "golden" in NATURAL[name][1]]
    rng, seen = np.random.default_rng(12), Counter()
    while min((seen[finish] for finish in FINISHES), default=0) < 4:
        asked = draw_spec(rng, held_out=False)
        if asked.class_name not in main_parts or asked.part is None:
            continue
        spec, prop = build_spec(rng, asked)
        if spec.part is None:
            continue
        colour, finish = draw_look(rng, spec)
        paint = paint_spec(rng, label_of(spec, colour, finish), prop)
        place = prop.slot_names.index(CLASSES[spec.class_name].parts[spec.part[0]])
        # of the surface, before the finish's pattern: what paint_surface gives a plain one
        gold = finish == "golden"
        plain = replace(paint, finish=finish if gold else "plain")
        corners = prop.solid.vertices[prop.solid.faces].mean(1)
        albedo = paint_surface(corners, prop.solid.normals[prop.solid.faces[:, 0]], prop.slots, plain)
        assert nearest_colour(np.median(albedo[prop.slots == place], axis=0)) == spec.part[1]
        assert not gold or place != 0
        seen[finish] += 1


def test_parts_that_are_named_are_mostly_there():
    rng = np.random.default_rng(8)
    asked = [Spec(n, None, None, (), (w, "red")) for n, entry in CLASSES.items() for w in entry.parts]
    assert np.mean([build_spec(rng, spec)[0].part is not None for spec in asked]) > 0.9


def test_a_blue_lamp_with_a_yellow_shade():
    rng = np.random.default_rng(9)
    spec, prop = build_spec(rng, Spec("lamp", "blue", None, (), ("shade", "yellow")))
    assert spec.part == ("shade", "yellow")
    paint = paint_spec(rng, label_of(spec, *draw_look(rng, spec)), prop)
    solid = prop.solid
    corners = solid.vertices[solid.faces].mean(1)
    normals = solid.normals[solid.faces[:, 0]]
    albedo = paint_surface(corners, normals, prop.slots, paint)
    seen = {
        slot: nearest_colour(np.median(albedo[prop.slots == place], axis=0))
        for place, slot in enumerate(prop.slot_names)
    }
    assert (seen[MAIN], seen["stand"]) == ("yellow", "blue")
    # without a part, "a blue lamp" has a blue shade, and its stand as it is
    paint = paint_spec(rng, label_of(Spec("lamp", "blue"), "blue"), prop)
    assert nearest_colour(paint.rgb) == "blue"
    assert paint.slot_colours == prop.slot_colours


def test_a_part_that_a_design_lacks_is_looked_for_in_the_others_and_else_not_named(monkeypatch):
    builds = []

    def builder(rng, shape):
        builds.append(shape)
        slot = "gem" if len(builds) == DESIGNS else MAIN
        return [(box((0, 0, 0), (1, 1, 1)), MAIN), (box((1, 0, 0), (1, 1, 1)), slot)], {"gem": 0.5}

    parts = {"gem": "gem", "lid": "lid"}
    monkeypatch.setitem(CLASSES, "key", PropClass(builder, (), 0.1, ("round",), parts))
    rng = np.random.default_rng(0)
    asked = Spec("key", "red", None, ("round",), ("gem", "blue"))
    spec, prop = build_spec(rng, asked)
    assert (replace(spec, design=None), len(builds), prop.slot_names) == (asked, DESIGNS, (MAIN, "gem"))
    builds.clear()
    spec, prop = build_spec(rng, replace(asked, part=("lid", "blue")))
    assert (replace(spec, design=None), len(builds)) == (replace(asked, part=None), DESIGNS)
    assert set(builds) == {frozenset({"round"})}
    builds.clear()
    assert build_spec(rng, replace(asked, part=None))[0].part is None
    assert len(builds) == 1


def test_a_class_is_shown_in_so_many_designs_that_no_two_are_alike():
    rng = np.random.default_rng(10)
    shown = [build_spec(rng, Spec("barrel")) for _ in range(12 * DESIGNS)]
    solids = {spec.design: prop.solid.vertices.tobytes() for spec, prop in shown}
    assert sorted(solids) == list(range(1, DESIGNS + 1))
    assert len(set(solids.values())) == DESIGNS
    for spec, prop in shown:  # one and the same under one number, whether it is drawn or asked for
        assert prop.solid.vertices.tobytes() == solids[spec.design]
    for design, vertices in solids.items():
        spec, prop = build_spec(rng, Spec("barrel", design=design))
        assert (spec.design, prop.solid.vertices.tobytes()) == (design, vertices)


def test_captions_say_which_design_it_is_but_for_one():
    label, _, _ = draw_prop(np.random.default_rng(3), "train")
    word = DESIGN_WORDS[label.spec.class_name][label.spec.design - 1]
    told = [text.endswith(f" {word}") for text in label.captions]
    assert told == [False] * UNSAID_DESIGNS + [True] * (CAPTIONS - UNSAID_DESIGNS)
    assert word not in label.captions[0]


@pytest.mark.parametrize("split", ["train", "validation", "held-out"])
def test_a_set_is_six_views_of_what_its_label_says(split):
    for seed in range(3):
        (label, views), (again, same) = (draw_views(np.random.default_rng(seed), split) for _ in range(2))
        assert label == again
        assert np.array_equal(views, same)
        assert views.shape == (6, 96, 96, 4)
        assert views.dtype == np.uint8
        alpha = views[..., 3].reshape(6, -1)
        assert (alpha.max(1) == 255).all()
        assert (alpha.min(1) == 0).all()
        assert (views[views[..., 3] == 0][:, :3] == 128).all()
        held_out = HELD_OUT[label.spec.class_name] == label.colour
        assert held_out == (split == "held-out")
        assert len(label.captions) == CAPTIONS
        assert len(set(label.captions)) > 1
        assert Label.from_json(json.loads(json.dumps(asdict(label)))) == label


def test_labels_survive_json_and_know_their_places():
    rng = np.random.default_rng(10)
    for spec, colour, finish in draw(11, count=500):
        label = Label(spec, colour, finish, tuple(str(n) for n in rng.integers(100, size=CAPTIONS)))
        assert Label.from_json(json.loads(json.dumps(asdict(label)))) == label
        name, own_colour, own_finish = label.indices
        assert list(CLASSES)[name] == spec.class_name
        assert own_colour == (-1 if colour is None else list(COLOURS).index(colour))
        assert list(FINISHES)[own_finish] == finish


def test_a_shard_is_its_seeds_sets_and_left_alone(tmp_path, small_shards):
    for name in "ab":
        (tmp_path / name).mkdir()
    first, second = (write_shard(tmp_path / name, "train", 3) for name in "ab")
    labels = first.with_suffix(".json")
    assert first == tmp_path / "a" / "train-0003.npy"
    assert first.read_bytes() == second.read_bytes()
    assert labels.read_text() == second.with_suffix(".json").read_text()
    rng = np.random.default_rng([0, 3])
    drawn = [draw_views(rng, "train") for _ in range(2)]
    assert np.array_equal(np.load(first), np.stack([views for _, views in drawn]))
    assert [Label.from_json(entry) for entry in json.loads(labels.read_text())] == [e for e, _ in drawn]
    before = first.stat().st_mtime_ns, labels.stat().st_mtime_ns
    assert write_shard(tmp_path / "a", "train", 3) == first
    assert (first.stat().st_mtime_ns, labels.stat().st_mtime_ns) == before


@pytest.mark.parametrize("lost", [".npy", ".json"])
def test_half_a_shard_is_rendered_again(tmp_path, small_shards, lost):
    first = write_shard(tmp_path, "validation", 0)
    whole = {suffix: first.with_suffix(suffix).read_bytes() for suffix in (".npy", ".json")}
    first.with_suffix(lost).unlink()
    (tmp_path / "validation-0000.partial.npy").write_bytes(b"cut off")
    write_shard(tmp_path, "validation", 0)
    assert {suffix: first.with_suffix(suffix).read_bytes() for suffix in whole} == whole
    assert sorted(file.name for file in tmp_path.iterdir()) == ["validation-0000.json", "validation-0000.npy"]


def test_reading_gives_the_written_views_and_labels(tmp_path, small_shards):
    for index in (0, 1):
        write_shard(tmp_path, "validation", index)
    write_shard(tmp_path, "held-out", 0)
    (tmp_path / "validation-0002.partial.npy").write_bytes(b"cut off")
    shards = Shards(tmp_path, "validation")
    written = np.concatenate([np.load(tmp_path / f"validation-000{index}.npy") for index in (0, 1)])
    assert written.shape == (4, 6, 96, 96, 4)
    assert len({views.tobytes() for views in (*written, *np.load(tmp_path / "held-out-0000.npy"))}) == 6
    assert len(shards) == len(shards.labels) == 4
    which, views = np.array([3, 0, 2, 3]), np.array([5, 0, 4, 1])
    assert np.array_equal(shards.read(which), written[which])
    assert np.array_equal(shards.read_views(which, views), written[which, views])
    assert np.array_equal(shards.indices, [label.indices for label in shards.labels])
    assert len(Shards(tmp_path, "validation", limit=1)) == 2
    assert {HELD_OUT[label.spec.class_name] == label.colour for label in shards.labels} == {False}
    assert {(e.spec.class_name, e.colour) for e in Shards(tmp_path, "held-out").labels} <= set(
        HELD_OUT.items()
    )


def test_shards_behind_a_gap_wait_until_it_is_closed(tmp_path, small_shards):
    """They may be rendered in any order: what has been encoded keeps its place."""
    write_shard(tmp_path, "train", 0)
    write_shard(tmp_path, "train", 2)
    first = Shards(tmp_path, "train")
    assert len(first.views) == 1
    write_shard(tmp_path, "train", 1)
    whole = Shards(tmp_path, "train")
    assert len(whole.views) == 3
    assert np.array_equal(whole.views[0], first.views[0])
    assert whole.labels[: len(first)] == first.labels


def test_no_shards_is_an_error_that_says_what_to_run(tmp_path, small_shards):
    write_shard(tmp_path, "validation", 0)
    with pytest.raises(FileNotFoundError) as error:
        Shards(tmp_path, "train")
    assert str(error.value) == (
        f"no train shards in {tmp_path}; render some: python -m training.data {tmp_path} "
        "(or training.own, of your own meshes)"
    )


def test_shards_of_ones_own_may_have_any_number_of_sets(tmp_path):
    views = np.random.default_rng(0).integers(0, 256, (7, 6, 96, 96, 4), np.uint8)
    for index, part in enumerate((views[:2], views[2:])):
        np.save(tmp_path / f"train-{index:04d}.npy", part)
        labels = [Label(Spec("a thing of mine"), None, "plain", ("one", "two")) for _ in part]
        (tmp_path / f"train-{index:04d}.json").write_text(json.dumps([asdict(label) for label in labels]))
    shards = Shards(tmp_path, "train")
    assert np.array_equal(shards.read(np.arange(7)), views)
    assert np.array_equal(shards.read_views(np.array([6]), np.array([2])), views[6:, 2])
    assert (shards.indices == [-1, -1, 0]).all()
