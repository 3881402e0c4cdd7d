"""Loads a checked diffusers folder into the stock pipeline of its family."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from core.device import Device
from core.errors import BrokenModelError, UsageError
from core.memory import memory_errors
from core.models.catalogue import FAMILY_DEFAULTS
from core.models.checkpoint import (
    MEND,
    Checkpoint,
    Component,
    check_control,
    check_folder,
    check_safetensors,
    one_line,
)
from core.models.diffusion_model import DiffusionModel
from core.models.geometry import GEOMETRY_CHANNELS
from core.models.hub import fetch_model
from core.models.multiview_attention import (
    CAMERA_EMBEDDING_DIM,
    MultiviewUNet,
    embed_cameras,
    use_multiview_attention,
)
from core.models.sidecar import ModelSource
from core.types import Progress, silent


def load_model(source: ModelSource, device: Device, progress: Progress = silent) -> DiffusionModel:
    """Load a model, ready to generate.

    Args:
        source: from `resolve_model`; fetched first where it is only on the hub.
        device: where to.
        progress: told the stages "download" (hub models) and "load".

    Returns:
        The model, frozen, in evaluation mode; its source is complete: path, family, defaults, commit.

    Raises:
        NetworkError, UnknownModelError: the hub cannot be reached, or does not have it.
        BrokenModelError: a file is missing or corrupt, or its parts do not fit each other.
        UnsafeModelError: weights are pickled, or it wants code of its own to be run.
        MemoryLimitError: it does not fit into the device's memory.
    """
    if source.path is None:
        source = fetch_model(source, prefer_fp16=device.prefers_fp16, progress=progress)
        assert source.path is not None
    checkpoint = check_folder(source.path, prefer_fp16=device.prefers_fp16)
    if source.family not in (None, checkpoint.family):
        raise BrokenModelError(
            f"{source.path}: model_index.json is of the family {checkpoint.family}, expected {source.family}",
            MEND,
        )
    if source.distilled is not None:  # read when it is chosen; that it is there is said before the wait
        check_safetensors(source.path / source.distilled.lora)
    source = replace(
        source, family=checkpoint.family, defaults=source.defaults or FAMILY_DEFAULTS[checkpoint.family]
    )
    with memory_errors():
        pipeline = _build_pipeline(checkpoint, device, progress)
    _check_fit(source, pipeline)
    if source.multiview and source.layout is not None:
        layout = source.layout
        camera_embedding = embed_cameras(layout.azimuths_deg, layout.elevations_deg).to(device.torch_device)
        pipeline.unet = MultiviewUNet(pipeline.unet, camera_embedding, layout.rows, layout.columns)
    return DiffusionModel(source, device, pipeline)


def load_control(model: DiffusionModel) -> Any:
    """Return a model's ControlNet of geometry, loaded when it is first wanted and kept.

    Raises:
        UsageError: the model has none.
        BrokenModelError, UnsafeModelError: as load_model; or it does not fit the UNet.
        MemoryLimitError: it does not fit into the device's memory.
    """
    source, name = model.source, "geometry"
    if name in model.controls:
        return model.controls[name]
    if name not in source.controls or source.path is None:
        raise UsageError(
            f"{source.name} cannot be controlled by geometry, expected a model whose propsmith.json names a "
            "ControlNet for it",
            "leave the geometry out, or choose another model",
        )
    folder = source.controls[name]
    component = check_control(source.path, folder, prefer_fp16=model.device.prefers_fp16)
    with memory_errors():
        network = _load_component(source.path, component, model.device)
        _check_control_fit(f"{source.path / folder}", network.config, model)
        network.to(model.device.torch_device)
    use_multiview_attention(network)
    model.controls[name] = network
    return network


def _check_control_fit(name: str, control: Any, model: DiffusionModel) -> None:
    """Check that a ControlNet's residuals fit the UNet and its picture the views."""
    unet = model.pipeline.unet.config
    for key in CONTROL_SHARES:
        if control.get(key) != unet.get(key):
            raise BrokenModelError(
                f"{name} does not fit the UNet: expected {key} {unet.get(key)}, got {control.get(key)}", MEND
            )
    channels = control.conditioning_channels
    if channels != GEOMETRY_CHANNELS:
        raise BrokenModelError(
            f"{name}: expected a picture of {GEOMETRY_CHANNELS} channels, got {channels}", MEND
        )
    factor = 2 ** (len(control.conditioning_embedding_out_channels) - 1)
    if factor != model.vae_factor:
        raise BrokenModelError(
            f"{name}: expected a picture that is brought down by {model.vae_factor}, got {factor}", MEND
        )


def _build_pipeline(checkpoint: Checkpoint, device: Device, progress: Progress) -> Any:
    # two seconds of imports, wanted by nobody who only asks for help or has a typing mistake in the prompt
    import diffusers
    import transformers

    # their notes on configurations and packages are for developers; standard error is the caller's
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()
    parts: dict[str, Any] = {}
    for done, component in enumerate(checkpoint.components):
        progress("load", done / len(checkpoint.components))
        parts[component.name] = _load_component(checkpoint.path, component, device)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of outdated configurations, which diffusers amends
        pipeline = _assemble(checkpoint, parts)
    overflows = checkpoint.family == "stable-diffusion-xl" and pipeline.vae.config.force_upcast
    if overflows and device.dtype == torch.float16:
        pipeline.vae.to(torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    pipeline.to(device.torch_device)
    progress("load", 1.0)
    return pipeline


def _assemble(checkpoint: Checkpoint, parts: dict[str, Any]) -> Any:
    import diffusers

    if checkpoint.family == "stable-diffusion-xl":
        return diffusers.StableDiffusionXLPipeline(**parts, **checkpoint.settings, add_watermarker=False)
    # what a picture shows is judged by the caller: the stock checker blacks out false alarms
    unused = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
    return diffusers.StableDiffusionPipeline(**parts, **unused)


def _load_component(path: Path, component: Component, device: Device) -> Any:
    import diffusers
    import transformers

    folder = path / component.name
    where: dict[str, Any] = {"local_files_only": True}
    try:
        if component.name.startswith("tokenizer"):
            return transformers.CLIPTokenizer.from_pretrained(folder, **where)
        if component.name == "scheduler":
            return getattr(diffusers, component.class_name).from_pretrained(folder, **where)
        weights = {
            "use_safetensors": True,
            "variant": component.variant,
            "output_loading_info": True,
            **where,
        }
        library = transformers if component.name.startswith("text_encoder") else diffusers
        stock = getattr(library, component.class_name)
        model, report = stock.from_pretrained(folder, dtype=device.dtype, **weights)
    except (OSError, ImportError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        if isinstance(error, RuntimeError) and "memory" in str(error):
            raise
        raise BrokenModelError(
            f"{folder} does not load as a {component.class_name}: {one_line(error)}", MEND
        ) from error
    missing = sorted(report["missing_keys"])
    if missing:
        raise BrokenModelError(
            f"{folder} lacks {len(missing)} tensors of a {component.class_name}, the first is {missing[0]}",
            MEND,
        )
    model.requires_grad_(False).eval()
    # convolutions in reduced precision want it; in float32 on a CPU it was measured to make no difference
    reduced = device.dtype != torch.float32 and device.torch_device.type != "mps"
    if reduced and component.name in ("unet", "vae"):
        model.to(memory_format=torch.channels_last)
    return model


def _check_fit(source: ModelSource, pipeline: Any) -> None:
    """Check that the parts fit each other and the layout; a misfit would fail deep inside the first step."""
    unet, vae, name = pipeline.unet.config, pipeline.vae.config, source.name
    text_dim = pipeline.text_encoder.config.hidden_size
    if source.family == "stable-diffusion-xl":
        text_dim += pipeline.text_encoder_2.config.hidden_size
    if unet.in_channels != vae.latent_channels:
        raise BrokenModelError(
            f"{name}: the UNet takes {unet.in_channels} channels, the autoencoder has {vae.latent_channels}",
            "choose a text-to-image model: inpainting and instruction models take more",
        )
    if unet.cross_attention_dim != text_dim:
        raise BrokenModelError(
            f"{name}: the UNet reads text {unet.cross_attention_dim} wide, the text encoder gives {text_dim}",
            MEND,
        )
    if source.multiview and unet.get("projection_class_embeddings_input_dim") != CAMERA_EMBEDDING_DIM:
        raise BrokenModelError(
            f"{name}: propsmith.json says that its views are joined by attention, but its UNet takes no "
            f"camera of {CAMERA_EMBEDDING_DIM} numbers",
            MEND,
        )
    if source.layout is not None:
        channels, expected = vae.out_channels, 4 if source.layout.has_alpha else 3
        factor = pipeline.vae_scale_factor
        if channels != expected or source.layout.view_px % factor:
            raise BrokenModelError(
                f"{name}: propsmith.json says {expected} channels and views of {source.layout.view_px} px, "
                f"the autoencoder gives {channels} channels in blocks of {factor} px",
                MEND,
            )


#: what the residuals of a ControlNet, and what it is called with, depend on
CONTROL_SHARES = (
    "in_channels",
    "block_out_channels",
    "layers_per_block",
    "cross_attention_dim",
    "class_embed_type",
    "projection_class_embeddings_input_dim",
    "addition_embed_type",
)
