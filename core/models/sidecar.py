"""What a model says of itself in the propsmith.json beside its model_index.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from core.errors import BrokenModelError, UsageError
from core.json_node import JsonNode
from core.models.pocket.vocabulary import Finish
from core.types import Light, SheetLayout

Family = Literal["stable-diffusion", "stable-diffusion-xl"]

#: the description that a model of ours carries beside its model_index.json
SIDECAR = "propsmith.json"
#: what a ControlNet beside a model can control
CONTROLS = ("geometry",)
#: format 1 had no parts, shapes, phrases and lexicon
SIDECAR_FORMATS = (1, 2)


@dataclass(frozen=True)
class SamplingDefaults:
    """How a model is sampled when nobody says otherwise.

    Attributes:
        steps: denoising steps.
        guidance: classifier-free guidance scale; up to 1 is off.
        guidance_rescale: 0..1, how far the guided prediction takes the deviation of the conditional one
            (Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed", 2023).
        temperature: of a model with multi-view attention's views, 0.1..1 (core.models.temperature).
    """

    steps: int
    guidance: float
    guidance_rescale: float = 0.0
    temperature: float = 1.0


@dataclass(frozen=True)
class Distilled:
    """Weights beside a model's own with which it is sampled in few steps.

    Attributes:
        lora: the file of a low-rank adapter (core.models.adapter), relative to the model's folder.
        defaults: how the model is sampled with it.
    """

    lora: PurePosixPath
    defaults: SamplingDefaults


@dataclass(frozen=True)
class Colour:
    """A colour that a model was taught.

    Attributes:
        synonyms: other words for it.
        rgb: sRGB 0..1.
    """

    synonyms: tuple[str, ...]
    rgb: tuple[float, float, float]


@dataclass(frozen=True)
class ClassWords:
    """The words for a kind of prop that a model was taught.

    Attributes:
        synonyms: other nouns for it.
        size_m: its usual largest dimension in metres.
        parts: words for parts of it.
        shapes: words for shapes that it can have.
        designs: a word for each of its designs, in their order ("a barrel #2" is the second): no word that a
            language has, but one that the model was taught.
        typical: those of its designs that a seed chooses among, all where it is empty; the others are made
            where they are asked for.
        colours: what it usually has, one as often as it is usual.
    """

    synonyms: tuple[str, ...]
    size_m: float
    parts: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    designs: tuple[str, ...] = ()
    typical: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Every word that a small model was taught.

    Attributes:
        classes: kinds of prop by name.
        colours: colours by name.
        finishes: surface finishes by name.
        words: every other known word.
        phrases: of finishes by name, what is said behind the noun ("made of gold").
        shapes: words for shapes that every prop can have.
        lexicon: words that it was not taught, and the name of a prop, a colour or a finish nearest to each;
            "" for a word that looks like a taught one and has nothing to do with it.
        held_out: of kinds of prop, the colour in which it was never shown: what it makes of it is invention.
        materials: names of tileable materials, and other names of each.
    """

    classes: Mapping[str, ClassWords]
    colours: Mapping[str, Colour]
    finishes: Mapping[str, Finish]
    words: frozenset[str]
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: tuple[str, ...] = ()
    lexicon: Mapping[str, str] = field(default_factory=dict, repr=False)
    held_out: Mapping[str, str] = field(default_factory=dict, repr=False)
    materials: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class ModelSource:
    """Where a model is and what is known of it before it is loaded.

    Attributes:
        name: what it is called in reports and recipes.
        path: its folder; None while it is only on the hub.
        hub_id: "owner/name" on the hub; None for a folder.
        revision: branch, tag or commit on the hub; once loaded, always the commit.
        family: which pipeline drives it; None until its model_index.json is read.
        layout: the sheet of views it makes; None for a model of single pictures.
        vocabulary: the words it was taught; None for a model of free text.
        defaults: how to sample it; None until its family is known.
        licence: of the weights.
        multiview: whether its UNet sees single views, between which attention runs
            (core.models.multiview_attention), instead of sheets.
        distilled: what turns it into a model of few steps; None for a model that has nothing of the kind.
        controls: folders, in its own, of the ControlNets that it has, by what they control.
    """

    name: str
    path: Path | None = None
    hub_id: str | None = None
    revision: str | None = None
    family: Family | None = None
    layout: SheetLayout | None = None
    vocabulary: Vocabulary | None = field(default=None, repr=False)
    defaults: SamplingDefaults | None = None
    licence: str = "unknown"
    multiview: bool = False
    distilled: Distilled | None = None
    controls: Mapping[str, str] = field(default_factory=dict)


def check_view_size(source: ModelSource, width_px: int | None, height_px: int | None) -> None:
    """Check the size that is asked of a model of views, which makes one size only.

    Raises:
        UsageError: it is another.
    """
    for name, side in (("width", width_px), ("height", height_px)):
        if source.layout is not None and side not in (None, source.layout.view_px):
            raise UsageError(
                f"{source.name} makes pictures of {source.layout.view_px} px, got a {name} of {side}",
                f"leave the {name} out, or choose another model",
            )


def read_sidecar(file: Path, name: str) -> ModelSource:
    """Read what a model says about itself.

    Args:
        file: its propsmith.json.
        name: what to call the model.

    Raises:
        BrokenModelError: it is not valid JSON of the form that this version reads.
    """
    try:
        root = JsonNode(json.loads(file.read_text(encoding="utf-8")), file)
    except (OSError, ValueError) as error:
        raise BrokenModelError(
            f"{file} cannot be read: {error}", "restore the file or fetch the model again"
        ) from None
    version = root.get("format", int)
    if version not in SIDECAR_FORMATS:
        raise BrokenModelError(
            f"{file}: format {version}, expected {' or '.join(map(str, SIDECAR_FORMATS))}",
            "update Propsmith, or fetch a model made for this one",
        )
    family = root.get("family", str)
    if family not in ("stable-diffusion", "stable-diffusion-xl"):
        raise root.error("family", "stable-diffusion or stable-diffusion-xl", family)
    return ModelSource(
        name=name,
        path=file.parent,
        family=family,
        layout=_read_layout(root.node("layout")) if root.has("layout") else None,
        vocabulary=_read_vocabulary(root.node("vocabulary")) if root.has("vocabulary") else None,
        defaults=_read_defaults(root.node("defaults")),
        licence=root.get("licence", str),
        multiview=root.has("joint") and root.get("joint", bool),
        distilled=_read_distilled(root.node("few_steps")) if root.has("few_steps") else None,
        controls=_read_controls(root.node("controls")) if root.has("controls") else {},
    )


def _read_defaults(node: JsonNode) -> SamplingDefaults:
    return SamplingDefaults(
        steps=int(node.number("steps", 1, 1000)),
        guidance=node.number("guidance", 0, 100),
        guidance_rescale=node.number("guidance_rescale", 0, 1),
        temperature=node.number("temperature", 0.1, 1) if node.has("temperature") else 1.0,
    )


def _read_distilled(node: JsonNode) -> Distilled:
    name = node.get("lora", str)
    # by its letters, on every system alike: the hub's cache links the files of a folder to other places
    lora = PurePosixPath(name)
    outside = lora.is_absolute() or ".." in lora.parts or re.search(r"[\\:\0]", name)
    if outside or lora.suffix != ".safetensors":
        raise node.error("lora", "the path of a .safetensors file inside the model's folder", name)
    return Distilled(lora, _read_defaults(node))


def _read_controls(node: JsonNode) -> dict[str, str]:
    for control in node.value:
        if control not in CONTROLS:
            raise node.error(control, f"no control but {' and '.join(CONTROLS)}", node.value[control])
        folder = node.get(control, str)
        # a name and nothing else: a path could lead out of the model's folder
        if not re.fullmatch(r"\w[\w.-]*", folder):
            raise node.error(control, "the name of a folder beside model_index.json", folder)
    return node.value


def _read_layout(node: JsonNode) -> SheetLayout:
    rows, columns = int(node.number("rows", 1, 16)), int(node.number("columns", 1, 16))
    light = None
    if node.has("light"):
        lamp = node.node("light")
        ambient, sky, key = (lamp.number(part, 0, 10) for part in ("ambient", "sky", "key"))
        light = Light(ambient, sky, key, lamp.numbers("key_direction", 3, -1, 1))  # type: ignore[arg-type]
    return SheetLayout(
        rows=rows,
        columns=columns,
        view_px=int(node.number("view_px", 8, 4096)),
        azimuths_deg=node.numbers("azimuths_deg", rows * columns, -360, 360),
        elevations_deg=node.numbers("elevations_deg", rows * columns, -90, 90),
        fov_deg=node.number("fov_deg", 1, 170),
        distance=node.number("distance", 0.5, 1000),
        background=node.numbers("background", 3, 0, 1),  # type: ignore[arg-type]
        has_alpha=node.get("has_alpha", bool),
        light=light,
    )


def _read_vocabulary(node: JsonNode) -> Vocabulary:
    classes, colours, finishes = (node.node(part) for part in ("classes", "colours", "finishes"))
    return Vocabulary(
        classes={
            name: ClassWords(
                entry.words("synonyms"),
                entry.number("size_m", 0.001, 1000),
                entry.words("parts", optional=True),
                entry.words("shapes", optional=True),
                designs := entry.words("designs", optional=True),
                entry.words("typical", optional=True, among=designs),
                entry.words("colours", optional=True, among=colours.value),
            )
            for name, entry in classes.nodes()
        },
        colours={
            name: Colour(entry.words("synonyms"), entry.numbers("rgb", 3, 0, 1))  # type: ignore[arg-type]
            for name, entry in colours.nodes()
        },
        finishes={
            name: Finish(
                entry.words("synonyms"),
                entry.number("roughness", 0, 1),
                entry.number("metallic", 0, 1),
                entry.words("colours", among=colours.value) if entry.has("colours") else None,
            )
            for name, entry in finishes.nodes()
        },
        words=frozenset(node.words("words")),
        phrases={
            name: phrases
            for name, entry in finishes.nodes()
            if (phrases := entry.words("phrases", optional=True))
        },
        shapes=node.words("shapes", optional=True),
        lexicon=_read_terms(
            node,
            "lexicon",
            {*classes.value, *colours.value, *finishes.value, ""},
            "the name of a prop, a colour or a finish",
        ),
        held_out=_read_terms(node, "held_out", {*colours.value}, "the name of a colour"),
        materials=_read_materials(node.node("materials")) if node.has("materials") else {},
    )


def _read_materials(node: JsonNode) -> dict[str, tuple[str, ...]]:
    return {name: node.words(name) for name in node.value}


def _read_terms(node: JsonNode, key: str, terms: set[str], expected: str) -> dict[str, str]:
    """Read a table that may be missing, of which every value is one of some names."""
    if not node.has(key):
        return {}
    table = node.node(key)
    for word, term in table.value.items():
        if term not in terms:
            raise table.error(word, expected, term)
    return table.value
