"""Paints captioned sets of maps of tileable materials, as training.shards does views of props.

A shard `maps-train-0003.npy` is [250, 4, 128, 128, 4] uint8: base colour, normal (n / 2 + 0.5), ORM
(occlusion 1, roughness, metallic) and height as grey, each with full coverage.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.materials import CLASSES, build_material
from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS
from training.caption import add_articles
from training.labels import SPLITS, Split
from training.shards import list_shards, save_array

#: The views of a set, in this order (core.models.multiview_attention.KINDS).
MAPS = ("base_color", "normal", "orm", "height")
MATERIAL_PX = 128
SHARD_SETS = 250
CAPTIONS = 4
#: How often a caption names a colour where the material takes one, and an extra word where it has some.
NAMES_COLOUR, NAMES_WORD = 0.5, 0.4

FRAMES = (
    "{thing} texture", "{thing}", "{thing} material", "seamless {thing} texture", "tileable {thing}",
    "{thing} surface", "{a} {thing} texture", "{a} tileable {thing} material", "{thing} pbr material",
    "{a} texture of {thing}", "{thing} floor", "{thing} wall", "{thing} ground", "stylised {thing} texture",
)  # fmt: skip


@dataclass(frozen=True)
class MaterialLabel:
    """What a set of maps shows, and what it is called.

    Attributes:
        name: of core.materials.CLASSES.
        colour: of COLOURS, None where it is not said.
        words: extra words that are said.
        captions: different wordings.
    """

    name: str
    colour: str | None
    words: tuple[str, ...]
    captions: tuple[str, ...]

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> MaterialLabel:
        """Read what asdict wrote."""
        return cls(entry["name"], entry["colour"], tuple(entry["words"]), tuple(entry["captions"]))


def draw_material_label(rng: np.random.Generator) -> MaterialLabel:
    """Choose a material and what is said of it, and word its captions."""
    name = str(rng.choice(list(CLASSES)))
    material = CLASSES[name]
    choices = list(COLOURS) if material.colours is None else [c for c in material.colours if c in COLOURS]
    colour = str(rng.choice(choices)) if choices and rng.random() < NAMES_COLOUR else None
    words = (str(rng.choice(material.words)),) if material.words and rng.random() < NAMES_WORD else ()
    captions = tuple(_caption(rng, name, colour, words) for _ in range(CAPTIONS))
    return MaterialLabel(name, colour, words, captions)


def paint_set(rng: np.random.Generator, label: MaterialLabel, size_px: int = MATERIAL_PX) -> np.ndarray:
    """Paint a fresh variation of what a label says: maps [4, S, S, 4] uint8."""
    rgb = COLOURS[label.colour] if label.colour else None
    maps = build_material(rng, label.name, size_px, rgb, frozenset(label.words))
    pictures = np.ones((len(MAPS), size_px, size_px, 4), np.float32)
    pictures[0, ..., :3] = maps.base_color
    pictures[1, ..., :3] = maps.normal / 2 + 0.5
    pictures[2, ..., 1], pictures[2, ..., 2] = maps.roughness, maps.metallic
    pictures[3, ..., :3] = maps.height[..., None]
    return (pictures * 255 + 0.5).astype(np.uint8)


def write_material_shard(folder: Path, split: Split, index: int) -> Path:
    """Paint one shard, seeded by split and index, unless it is there; return its picture file."""
    pictures = folder / f"maps-{split}-{index:04d}.npy"
    labels_file = pictures.with_suffix(".json")
    if pictures.exists() and labels_file.exists():
        return pictures
    rng = np.random.default_rng([10 + SPLITS.index(split), index])
    labels = [draw_material_label(rng) for _ in range(SHARD_SETS)]
    sets = np.stack([paint_set(rng, label) for label in labels])
    labels_file.write_text(json.dumps([asdict(label) for label in labels]))
    save_array(pictures, sets)
    return pictures


class MaterialShards:
    """All shards of a split, read as they are needed.

    Attributes:
        maps: one [N, 4, S, S, 4] uint8 memory map per shard; those written here have SHARD_SETS sets each.
        labels: one MaterialLabel per set, over all shards.
    """

    def __init__(self, folder: Path, split: str) -> None:
        files = list_shards(folder, f"maps-{split}")
        if not files:
            raise FileNotFoundError(
                f"no {split} shards of maps in {folder}; paint some: python -m training.data {folder}"
            )
        self.maps = [np.load(f, mmap_mode="r") for f in files]
        entries = [entry for f in files for entry in json.loads(f.with_suffix(".json").read_text())]
        self.labels = [MaterialLabel.from_json(entry) for entry in entries]
        self._places = [(shard, i) for shard in self.maps for i in range(len(shard))]

    def __len__(self) -> int:
        return len(self.labels)

    def read(self, which: np.ndarray) -> np.ndarray:
        """Return the maps [N, 4, S, S, 4] uint8 of the sets at places [N]."""
        return np.stack([shard[i] for shard, i in (self._places[k] for k in which)])


def find_maps(folder: Path, split: str) -> MaterialShards | None:
    """Return the shards of a split; None where there are none, and a model is trained on views alone."""
    return MaterialShards(folder, split) if any(folder.glob(f"maps-{split}-????.npy")) else None


def known_material_words() -> list[str]:
    """Every word that a caption of a material can contain, sorted."""
    phrases = [*CLASSES, *FRAMES, *(s for c in CLASSES.values() for s in (*c.synonyms, *c.words))]
    return sorted(set(" ".join(phrases).replace("{thing}", " ").replace("{a}", " ").split()))


def _caption(rng: np.random.Generator, name: str, colour: str | None, words: tuple[str, ...]) -> str:
    synonyms = CLASSES[name].synonyms
    noun = str(rng.choice(synonyms)) if synonyms and rng.random() < 0.35 else name
    said = [*words]
    if colour:
        other = COLOUR_SYNONYMS[colour]
        said.append(str(rng.choice(other)) if other and rng.random() < 0.2 else colour)
    thing = " ".join([*(str(word) for word in rng.permutation(said)), noun])
    return add_articles(str(rng.choice(FRAMES)).replace("{thing}", thing))
