"""Which models there are by name, and which model a name means.

A model is named by its name in the catalogue, by the path of a diffusers folder, or by a hub id
`owner/name[@revision]`.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from core.errors import BrokenModelError, UnknownModelError, UnsafeModelError
from core.models.sidecar import SIDECAR, Family, ModelSource, SamplingDefaults, read_sidecar


def resolve_model(name: str) -> ModelSource:
    """Find out which model a name means; nothing is fetched or loaded.

    Args:
        name: a name in CATALOGUE, the path of a diffusers folder, or a hub id "owner/name[@revision]".

    Returns:
        Its source, with layout and vocabulary where a propsmith.json tells them.

    Raises:
        UnknownModelError: it is none of these.
        UnsafeModelError: it is a file of pickled weights.
        BrokenModelError: its propsmith.json is corrupt, or the bundled model is missing.
    """
    if name in CATALOGUE:
        source = CATALOGUE[name]
        return source if source.path is None else _read_folder(name, source.path)
    path = Path(os.path.expanduser(name))  # which leaves the home of nobody as it stands
    if name and os.path.isdir(path):
        return _read_folder(path.resolve().name, path.resolve())
    if os.path.isfile(path):
        raise _refuse_file(path)
    hub = re.fullmatch(r"(\w[\w.-]*/\w[\w.-]*)(?:@([\w./-]+))?", name)
    if hub:
        return ModelSource(name=name, hub_id=hub[1], revision=hub[2])
    near = difflib.get_close_matches(name.lower(), CATALOGUE, n=1)
    raise UnknownModelError(
        f'no model "{name}": expected one of {", ".join(CATALOGUE)}, a diffusers folder or a hub id',
        f'did you mean "{near[0]}"?' if near else "check the spelling of the name or the path",
    )


def _read_folder(name: str, path: Path) -> ModelSource:
    sidecar = path / SIDECAR
    if sidecar.is_file():
        return read_sidecar(sidecar, name)
    if name in CATALOGUE and path == CATALOGUE[name].path:
        raise BrokenModelError(
            f"the bundled model {name} is missing: no {sidecar}", "install Propsmith again"
        )
    return ModelSource(name=name, path=path)


def _refuse_file(path: Path) -> UnknownModelError | UnsafeModelError:
    convert = f'StableDiffusionPipeline.from_single_file("{path.name}").save_pretrained("FOLDER")'
    if path.suffix in PICKLES:
        return UnsafeModelError(
            f"{path} holds pickled weights, which can run code when read; expected safetensors",
            f"if you trust it, convert it once with diffusers: {convert}",
        )
    if path.suffix == ".safetensors":
        return UnknownModelError(
            f"{path} is a single file of weights without its configuration, expected a diffusers folder",
            f"convert it once with diffusers: {convert}",
        )
    return UnknownModelError(
        f"{path} is a file, expected a diffusers folder", "give the folder with model_index.json"
    )


#: weights in these run whatever code is in them when they are unpickled
PICKLES = (".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle")

#: what a model of a family is sampled with where nothing else is known of it
FAMILY_DEFAULTS: dict[Family, SamplingDefaults] = {
    "stable-diffusion": SamplingDefaults(steps=30, guidance=7.5),
    "stable-diffusion-xl": SamplingDefaults(steps=30, guidance=5.0),
}

#: the models known by name. The revision of a hub model is the newest unless "@revision" is asked for; the
#: commit that was loaded is on the DiffusionModel's source, for the recipe.
CATALOGUE: dict[str, ModelSource] = {
    "pocket": ModelSource(
        name="pocket", path=Path(__file__).resolve().parents[2] / "assets" / "models" / "pocket"
    ),
    "sd15": ModelSource(
        name="sd15",
        hub_id="stable-diffusion-v1-5/stable-diffusion-v1-5",
        family="stable-diffusion",
        defaults=FAMILY_DEFAULTS["stable-diffusion"],
        licence="CreativeML Open RAIL-M",
    ),
    "sd-turbo": ModelSource(
        name="sd-turbo",
        hub_id="stabilityai/sd-turbo",
        family="stable-diffusion",
        defaults=SamplingDefaults(steps=1, guidance=0.0),
        licence="Stability AI Community License",
    ),
    "sdxl": ModelSource(
        name="sdxl",
        hub_id="stabilityai/stable-diffusion-xl-base-1.0",
        family="stable-diffusion-xl",
        defaults=FAMILY_DEFAULTS["stable-diffusion-xl"],
        licence="CreativeML Open RAIL++-M",
    ),
    "sdxl-turbo": ModelSource(
        name="sdxl-turbo",
        hub_id="stabilityai/sdxl-turbo",
        family="stable-diffusion-xl",
        defaults=SamplingDefaults(steps=1, guidance=0.0),
        licence="Stability AI Community License",
    ),
}
