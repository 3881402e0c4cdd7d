"""Fetches a model of the hub into the local cache: safetensors, configurations, word lists, nothing else."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from core.errors import BrokenModelError, DiskFullError, NetworkError, UnknownModelError, UnsafeModelError
from core.models.catalogue import PICKLES
from core.models.checkpoint import check_additions, check_folder, one_line
from core.models.sidecar import SIDECAR, ModelSource, read_sidecar
from core.types import Progress, silent

#: what a model whose revision nobody named is fetched at
NEWEST = "main"


def fetch_model(
    source: ModelSource, *, prefer_fp16: bool = False, progress: Progress = silent
) -> ModelSource:
    """Fetch a model of the hub, or find it in the cache when the hub cannot be reached.

    The hub's own environment variables hold: HF_HOME (where the cache is), HF_HUB_OFFLINE, HF_TOKEN,
    HF_ENDPOINT.

    Args:
        source: one with a hub_id.
        prefer_fp16: fetch the half-precision weights of components that have both.
        progress: told the stage "download", by bytes.

    Returns:
        The source with its path, the commit as its revision, and what its propsmith.json says, if it has one.

    Raises:
        NetworkError: the hub cannot be reached and the cache does not have the model, or it is gated.
        UnknownModelError: the hub has no such model or revision.
        UnsafeModelError: the hub has only pickled weights of it.
        DiskFullError: the cache has no room for it.
    """
    from huggingface_hub import HfApi, hf_hub_download, logging

    assert source.hub_id is not None
    logging.set_verbosity_error()  # standard error is the caller's
    endpoint = os.environ.get("HF_ENDPOINT")
    revision = source.revision or NEWEST
    try:
        with _hub_errors(source):
            info = HfApi(endpoint=endpoint).model_info(source.hub_id, revision=revision, files_metadata=True)
            sizes = {file.rfilename: file.size or 0 for file in info.siblings or ()}
            if "model_index.json" not in sizes:
                raise UnknownModelError(
                    f"{source.hub_id} is not a diffusers pipeline: it has no model_index.json",
                    "choose a text-to-image model in diffusers form",
                )
            fetch = {"repo_id": source.hub_id, "endpoint": endpoint}
            silent_bar = _bar_class(silent, 1)
            index = Path(
                hf_hub_download(
                    filename="model_index.json", revision=revision, tqdm_class=silent_bar, **fetch
                )
            )
            # the rest by commit, which names the folder: a branch may move while its files are fetched
            fetch["revision"] = index.parent.name
            folders, adapters = _component_names(index), []
            if SIDECAR in sizes:
                sidecar = Path(hf_hub_download(filename=SIDECAR, tqdm_class=silent_bar, **fetch))
                described = read_sidecar(sidecar, source.name)
                folders += described.controls.values()
                adapters = [str(described.distilled.lora)] if described.distilled else []
            names = choose_files(sizes, folders, prefer_fp16=prefer_fp16)
            names += [name for name in adapters if name in sizes]
            bar = _bar_class(progress, sum(sizes[name] for name in names))
            for name in names:
                hf_hub_download(filename=name, tqdm_class=bar, **fetch)
            progress("download", 1.0)
            folder = index.parent
    except NetworkError:
        cached = _find_cached(source.hub_id, revision)
        if cached is None or not _is_whole(cached, prefer_fp16):
            raise
        folder = cached
    sidecar = folder / SIDECAR
    described = read_sidecar(sidecar, source.name) if sidecar.is_file() else source
    return replace(described, path=folder, hub_id=source.hub_id, revision=folder.name)


def choose_files(names: list[str] | dict[str, int], components: list[str], *, prefer_fp16: bool) -> list[str]:
    """Choose what to fetch of a repository: of each component's weights one precision only.

    Args:
        names: the files in the repository.
        components: the folders that model_index.json names.
        prefer_fp16: take half precision where there are both.

    Raises:
        UnsafeModelError: a component has weights, but none in safetensors.
    """
    chosen = [name for name in names if name in ("model_index.json", SIDECAR)]
    for component in components:
        files = [
            PurePosixPath(name) for name in names if name.startswith(f"{component}/") and name.count("/") == 1
        ]
        chosen += [str(f) for f in files if f.suffix in (".json", ".txt") and ".index" not in f.name]
        weights = [f for f in files if f.suffix == ".safetensors" or ".safetensors.index" in f.name]
        plain = [f for f in weights if not _variant(f)]
        half = [f for f in weights if _variant(f) == "fp16"]
        chosen += [str(f) for f in ((half or plain) if prefer_fp16 else (plain or half))]
        pickled = [f for f in files if f.suffix in PICKLES]
        if pickled and not (plain or half):
            raise UnsafeModelError(
                f"{pickled[0]} holds pickled weights, which can run code when read; expected safetensors",
                "choose a revision or a model with safetensors",
            )
    return chosen


def _variant(file: PurePosixPath) -> str:
    """Return a weight file's infix: "fp16" of model.fp16.safetensors, "" of model.safetensors."""
    parts = [part for part in file.name.split(".")[1:-1] if part not in ("safetensors", "index")]
    return parts[0].split("-")[0] if parts else ""


def _component_names(index: Path) -> list[str]:
    try:
        table = json.loads(index.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BrokenModelError(
            f"{index} is not valid JSON: {error}", "choose another revision of the model"
        ) from None
    if not isinstance(table, dict):
        raise BrokenModelError(f"{index} is not a JSON table", "choose another revision of the model")
    unused = ("safety_checker", "feature_extractor", "image_encoder")
    return [
        name for name, entry in table.items() if isinstance(entry, list) and any(entry) and name not in unused
    ]


def _find_cached(hub_id: str, revision: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = snapshot_download(
            hub_id, revision=revision, local_files_only=True, allow_patterns=["model_index.json"]
        )
    except LocalEntryNotFoundError:
        return None
    return Path(folder) if (Path(folder) / "model_index.json").is_file() else None


def _is_whole(folder: Path, prefer_fp16: bool) -> bool:
    """Tell whether a cached folder has all that is loaded; of a download that broke off it has a part."""
    try:
        check_folder(folder, prefer_fp16=prefer_fp16)
        check_additions(folder, prefer_fp16=prefer_fp16)
    except (BrokenModelError, UnsafeModelError):
        return False
    except UnknownModelError:
        return True  # all there, but of no use: the loader says why
    return True


@contextmanager
def _hub_errors(source: ModelSource) -> Iterator[None]:
    """Turn the hub client's errors into ours."""
    from huggingface_hub import errors
    from huggingface_hub.utils import OfflineModeIsEnabled

    name = f"{source.hub_id}@{source.revision}" if source.revision else str(source.hub_id)
    try:
        yield
    except errors.GatedRepoError:
        raise NetworkError(
            f"{name} is gated: the hub wants its licence accepted first",
            "accept it on the model's page, then set HF_TOKEN to a token of your account",
        ) from None
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.HFValidationError):
        raise UnknownModelError(
            f"the hub has no model {name}, or it is private",
            "check owner, name and revision; set HF_TOKEN for a private one",
        ) from None
    except OfflineModeIsEnabled:
        raise NetworkError(
            f"{name} is not in the cache and HF_HUB_OFFLINE forbids to fetch it",
            "unset HF_HUB_OFFLINE, or leave --model out to use the bundled pocket model",
        ) from None
    except (OSError, errors.HTTPError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise DiskFullError(
                f"no space left for {name} in {error.filename or 'the cache'}",
                "free some space, or set HF_HOME elsewhere",
            ) from None
        raise NetworkError(
            f"the hub cannot be reached for {name}: {one_line(error)}",
            "check the network, or leave --model out to use the bundled pocket model",
        ) from None


def _bar_class(progress: Progress, total: int) -> type:
    """Make the class that the hub client counts bytes with: one instance a file, one fraction of all."""
    from tqdm import tqdm

    done = 0

    class Bar(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **(kwargs | {"disable": True}))
            self.update(kwargs.get("initial") or 0)

        def update(self, n: float | None = 1) -> None:
            nonlocal done
            done += n or 0
            progress("download", min(1.0, done / max(total, 1)))

    return Bar
