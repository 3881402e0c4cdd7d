"""Looks at every file of a diffusers folder before anything is loaded from it.

Weights are safetensors or refused: a pickle runs whatever code is in it. So is anything that a model defines
by code of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from core.errors import BrokenModelError, UnknownModelError, UnsafeModelError
from core.models.catalogue import PICKLES
from core.models.sidecar import SIDECAR, Family, read_sidecar

#: the hint for everything that was whole once
MEND = "restore the file or fetch the model again"


@dataclass(frozen=True)
class Component:
    """One part of a pipeline, on disk and seen to be whole.

    Attributes:
        name: its key in model_index.json and its folder.
        class_name: the stock class that holds it.
        files: everything it is read from.
        variant: infix of its weight files, such as "fp16".
    """

    name: str
    class_name: str
    files: tuple[Path, ...]
    variant: str | None = None


@dataclass(frozen=True)
class Checkpoint:
    """A diffusers folder that has passed every check.

    Attributes:
        path: the folder.
        family: which pipeline drives it.
        components: the parts that are loaded; safety checkers and image encoders are not.
        settings: the pipeline's own arguments in model_index.json.
    """

    path: Path
    family: Family
    components: tuple[Component, ...]
    settings: dict[str, Any]


def check_folder(path: Path, *, prefer_fp16: bool = False) -> Checkpoint:
    """Check that a folder is a whole and harmless diffusers pipeline, without reading its weights.

    Args:
        path: the folder with model_index.json.
        prefer_fp16: take a component's half-precision weights where it has both.

    Raises:
        BrokenModelError: a folder or file is missing, cut off or not what its name says.
        UnsafeModelError: a component has pickled weights only, or is defined by code in the folder.
        UnknownModelError: the pipeline is not of the Stable Diffusion family.
    """
    index_file = path / "model_index.json"
    if not index_file.is_file():
        raise BrokenModelError(
            f"{path} has no model_index.json, expected a diffusers folder",
            "give the folder that holds model_index.json",
        )
    index = _read_json(index_file)
    class_name = index.get("_class_name")
    parts = {name: entry for name, entry in index.items() if isinstance(entry, list)}
    _refuse_custom_code(index_file, class_name, parts)
    if class_name not in PIPELINES:
        raise UnknownModelError(
            f"{path} is a {class_name}, expected one of {', '.join(PIPELINES)}",
            "choose a model of the Stable Diffusion 1, 2 or XL family",
        )
    family = PIPELINES[class_name]
    components = []
    for name, classes in COMPONENTS[family].items():
        entry = parts.get(name, [None, None])
        if entry[1] not in classes:
            raise BrokenModelError(
                f"{index_file}: {name} is {entry[1]}, expected {' or '.join(classes)}",
                "choose a text-to-image model",
            )
        components.append(_check_component(path / name, name, entry[1], prefer_fp16))
    settings = {name: value for name, value in index.items() if name in SETTINGS[family]}
    return Checkpoint(path, family, tuple(components), settings)


def check_control(path: Path, folder: str, *, prefer_fp16: bool = False) -> Component:
    """Check that a ControlNet beside a model is whole and harmless, without reading its weights.

    Args:
        path: the model's folder.
        folder: the ControlNet's, in that.
        prefer_fp16: as of check_folder.

    Raises:
        BrokenModelError, UnsafeModelError: as check_folder.
    """
    component = _check_component(path / folder, folder, CONTROL_CLASS, prefer_fp16)
    class_name = _read_json(path / folder / "config.json").get("_class_name")
    if class_name != CONTROL_CLASS:
        raise BrokenModelError(
            f"{path / folder / 'config.json'} is of a {class_name}, expected a {CONTROL_CLASS}", MEND
        )
    return component


def check_additions(path: Path, *, prefer_fp16: bool = False) -> list[Path]:
    """Check what a model has beyond its pipeline, and list the files: propsmith.json and all that it names.

    Args:
        path, prefer_fp16: as of check_folder.

    Returns:
        propsmith.json, the adapter of few steps, the ControlNets' files; nothing where the first is missing.

    Raises:
        BrokenModelError, UnsafeModelError: as check_folder.
    """
    if not (path / SIDECAR).is_file():
        return []
    source = read_sidecar(path / SIDECAR, path.name)
    files = [path / SIDECAR]
    if source.distilled:
        files.append(path / source.distilled.lora)
        check_safetensors(files[-1])
    for folder in source.controls.values():
        files += check_control(path, folder, prefer_fp16=prefer_fp16).files
    return files


def fingerprint_model(path: Path, *, prefer_fp16: bool = False) -> str:
    """Hash a model: SHA-256 over the names and bytes of everything that is loaded from its folder.

    Args:
        path, prefer_fp16: as of check_folder.

    Raises:
        BrokenModelError, UnsafeModelError, UnknownModelError: as check_folder.
    """
    checkpoint = check_folder(path, prefer_fp16=prefer_fp16)
    digest = hashlib.sha256()
    told = [path / "model_index.json", *check_additions(path, prefer_fp16=prefer_fp16)]
    for file in sorted([*told, *(file for component in checkpoint.components for file in component.files)]):
        with file.open("rb") as stream:
            digest.update(file.relative_to(path).as_posix().encode())
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _refuse_custom_code(index_file: Path, class_name: object, parts: dict[str, list]) -> None:
    custom = [name for name, entry in parts.items() if len(entry) != 2 or entry[0] not in (None, *LIBRARIES)]
    if custom or not isinstance(class_name, str):
        raise UnsafeModelError(
            f"{index_file}: {', '.join(custom) or '_class_name'} is defined by code of the model's own, "
            "expected stock classes of diffusers and transformers",
            "Propsmith runs no code of a model; choose one of stock classes",
        )


def _check_component(folder: Path, name: str, class_name: str, prefer_fp16: bool) -> Component:
    if not folder.is_dir():
        raise BrokenModelError(f"{folder} is missing, expected the folder of the {name}", MEND)
    if name.startswith("tokenizer"):
        return Component(name, class_name, _check_tokenizer(folder))
    if name == "scheduler":
        _read_json(folder / "scheduler_config.json")
        return Component(name, class_name, (folder / "scheduler_config.json",))
    config = _read_json(folder / "config.json")
    if "auto_map" in config:
        raise UnsafeModelError(
            f"{folder / 'config.json'} wants code of the model's own (auto_map), expected the stock class",
            "Propsmith runs no code of a model; choose one of stock classes",
        )
    variant, weights = _find_weights(folder, prefer_fp16)
    for file in weights:
        check_safetensors(file)
    return Component(name, class_name, (folder / "config.json", *weights), variant)


def _check_tokenizer(folder: Path) -> tuple[Path, ...]:
    whole = folder / "tokenizer.json"
    if whole.is_file():
        _read_json(whole)
    else:
        _read_json(folder / "vocab.json")
        if not (folder / "merges.txt").is_file():
            raise BrokenModelError(f"{folder / 'merges.txt'} is missing", MEND)
    for config in ("tokenizer_config.json", "special_tokens_map.json"):
        if (folder / config).is_file():
            _read_json(folder / config)
    return tuple(sorted(file for file in folder.iterdir() if file.suffix in (".json", ".txt")))


def _find_weights(folder: Path, prefer_fp16: bool) -> tuple[str | None, list[Path]]:
    stem = "model" if folder.name.startswith("text_encoder") else "diffusion_pytorch_model"
    for variant in ("fp16", None) if prefer_fp16 else (None, "fp16"):
        infix = f".{variant}" if variant else ""
        single = folder / f"{stem}{infix}.safetensors"
        if single.is_file():
            return variant, [single]
        shards = folder / f"{stem}.safetensors.index{infix}.json"
        if shards.is_file():
            listed = _read_json(shards).get("weight_map")
            if not isinstance(listed, dict) or not all(isinstance(name, str) for name in listed.values()):
                raise BrokenModelError(f"{shards} has no weight_map of file names", MEND)
            return variant, [folder / name for name in sorted(set(listed.values()))]
    pickled = sorted(file for file in folder.iterdir() if file.suffix in PICKLES)
    if pickled:
        raise UnsafeModelError(
            f"{pickled[0]} holds pickled weights, which can run code when read; expected {stem}.safetensors",
            "if you trust it, load it with diffusers once and save it with safe_serialization=True",
        )
    raise BrokenModelError(f"{folder / stem}.safetensors is missing", MEND)


def check_safetensors(file: Path) -> None:
    """Check that a file of weights is there and whole, by its header alone; else raise BrokenModelError."""
    if not file.is_file():
        raise BrokenModelError(f"{file} is missing", MEND)
    try:
        with file.open("rb") as stream:
            pointer = stream.read(20).startswith(b"version https://git")
        if pointer:
            raise BrokenModelError(
                f"{file} is a git-lfs pointer, expected the weights themselves",
                'run "git lfs pull" in the model\'s folder',
            )
        # reads the header alone, and holds it against the size of the file
        with safe_open(file, framework="np"):
            pass
    except (OSError, SafetensorError) as error:
        raise BrokenModelError(f"{file} is corrupt or cut off: {one_line(error)}", MEND) from None


def _read_json(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise BrokenModelError(f"{file} is missing", MEND)
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenModelError(f"{file} cannot be read: {one_line(error)}", MEND) from None
    except ValueError as error:
        raise BrokenModelError(f"{file} is not valid JSON: {one_line(error)}", MEND) from None
    if not isinstance(table, dict):
        raise BrokenModelError(f"{file} is not a JSON table, got {type(table).__name__}", MEND)
    return table


def one_line(error: Exception) -> str:
    """Fold what a library says of an error into one line."""
    return re.sub(r"\s+", " ", str(error)).strip()[:200] or type(error).__name__


PIPELINES: dict[str, Family] = {
    "StableDiffusionPipeline": "stable-diffusion",
    "StableDiffusionXLPipeline": "stable-diffusion-xl",
}

CONTROL_CLASS = "ControlNetModel"

#: "stable_diffusion" is how diffusers itself writes the module of its safety checker, which is not loaded
LIBRARIES = ("diffusers", "transformers", "stable_diffusion")

_SCHEDULERS = (
    "DDIMScheduler",
    "DDPMScheduler",
    "DEISMultistepScheduler",
    "DPMSolverMultistepScheduler",
    "DPMSolverSinglestepScheduler",
    "EulerAncestralDiscreteScheduler",
    "EulerDiscreteScheduler",
    "HeunDiscreteScheduler",
    "KDPM2AncestralDiscreteScheduler",
    "KDPM2DiscreteScheduler",
    "LCMScheduler",
    "LMSDiscreteScheduler",
    "PNDMScheduler",
    "TCDScheduler",
    "UniPCMultistepScheduler",
)
_STABLE_DIFFUSION = {
    "scheduler": _SCHEDULERS,
    "tokenizer": ("CLIPTokenizer", "CLIPTokenizerFast"),
    "text_encoder": ("CLIPTextModel",),
    "vae": ("AutoencoderKL", "AutoencoderTiny"),
    "unet": ("UNet2DConditionModel",),
}

#: the parts of each family and the stock classes that they may be
COMPONENTS: dict[Family, dict[str, tuple[str, ...]]] = {
    "stable-diffusion": _STABLE_DIFFUSION,
    "stable-diffusion-xl": _STABLE_DIFFUSION
    | {
        "tokenizer_2": ("CLIPTokenizer", "CLIPTokenizerFast"),
        "text_encoder_2": ("CLIPTextModelWithProjection",),
    },
}

#: arguments of the pipeline classes that change what they make
SETTINGS: dict[Family, tuple[str, ...]] = {
    "stable-diffusion": (),
    "stable-diffusion-xl": ("force_zeros_for_empty_prompt",),
}
