"""Tiny but real models: stock diffusers and transformers classes with seeded random weights."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderTiny,
    ControlNetModel,
    DDIMScheduler,
    EulerDiscreteScheduler,
    PNDMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from tokenizers import pre_tokenizers
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from core.models.adapter import LowRank, adapter_to_tensors
from core.models.geometry import GEOMETRY_CHANNELS
from core.models.multiview_attention import CAMERA_EMBEDDING_DIM
from core.models.sidecar import SIDECAR

BOS, EOS = "<|startoftext|>", "<|endoftext|>"
TEXT_DIM = 32

#: propsmith.json of the pocket-form model: the same table as the real one's, with fewer words and pixels
POCKET_SIDECAR = {
    "format": 2,
    "name": "pocket",
    "family": "stable-diffusion",
    "licence": "GPL-3.0-or-later",
    "layout": {
        "rows": 2,
        "columns": 3,
        "view_px": 16,
        "azimuths_deg": [30, 90, 150, 210, 270, 330],
        "elevations_deg": [20, -10, 20, -10, 20, -10],
        "fov_deg": 30,
        "distance": 2.0,
        "background": [0.5, 0.5, 0.5],
        "has_alpha": True,
        "light": {"ambient": 0.4, "sky": 0.2, "key": 0.5, "key_direction": [0.48, 0.64, 0.6]},
    },
    "defaults": {"steps": 4, "guidance": 3.0, "guidance_rescale": 0.5},
    "vocabulary": {
        "classes": {
            "barrel": {"synonyms": ["cask", "keg"], "size_m": 0.9, "parts": ["hoops"], "shapes": ["open"]},
            "chest": {"synonyms": ["treasure chest"], "size_m": 0.9},
            "mug": {"synonyms": ["cup"], "size_m": 0.14},
            "rock": {"synonyms": ["boulder", "stone"], "size_m": 1.2},
            "axe": {"synonyms": ["hatchet"], "size_m": 0.8},
            "lamp": {"synonyms": ["table lamp"], "size_m": 0.5, "parts": ["shade", "candles"], "shapes": []},
            "table": {"synonyms": ["desk"], "size_m": 1.3, "parts": ["legs"], "shapes": ["round"]},
            "cactus": {"synonyms": [], "size_m": 1.6, "parts": ["flowers"], "shapes": ["saguaro"]},
        },
        "colours": {
            "red": {"synonyms": ["scarlet"], "rgb": [0.8, 0.08, 0.07]},
            "yellow": {"synonyms": ["golden yellow"], "rgb": [0.95, 0.83, 0.12]},
            "green": {"synonyms": [], "rgb": [0.12, 0.55, 0.16]},
            "blue": {"synonyms": [], "rgb": [0.1, 0.27, 0.8]},
            "white": {"synonyms": ["ivory"], "rgb": [0.96, 0.96, 0.94]},
            "black": {"synonyms": ["jet black"], "rgb": [0.08, 0.08, 0.09]},
        },
        "finishes": {
            "plain": {"synonyms": ["matte"], "roughness": 0.75, "metallic": 0.0},
            "wooden": {
                "synonyms": ["wood", "oak"],
                "roughness": 0.7,
                "metallic": 0.0,
                "phrases": ["made of wood"],
            },
            "metal": {"synonyms": ["iron"], "roughness": 0.35, "metallic": 0.9},
            "mossy": {
                "synonyms": ["moss-covered"],
                "roughness": 0.95,
                "metallic": 0.0,
                "phrases": ["covered in moss", "with moss dots"],
            },
            "worn": {"synonyms": ["old"], "roughness": 0.9, "metallic": 0.0},
        },
        "shapes": ["tall", "broken"],
        "lexicon": {
            "goblet": "mug",
            "horse": "",
            "luggage": "chest",
            "saguaro": "cactus",
            "tub": "barrel",
            "tin": "metal",
        },
        "words": [
            "3d",
            "a",
            "an",
            "cute",
            "with",
            "background",
            "for",
            "game",
            "in",
            "of",
            "on",
            "painted",
            "photo",
            "render",
            "single",
            "the",
        ],
    },
}


#: the same for a model whose views are joined by attention, and which knows materials
MULTIVIEW_SIDECAR = POCKET_SIDECAR | {
    "joint": True,
    "layout": POCKET_SIDECAR["layout"] | {"view_px": 32},
    "vocabulary": POCKET_SIDECAR["vocabulary"]
    | {"words": [*POCKET_SIDECAR["vocabulary"]["words"], "brick", "bricks", "cracked", "moss", "texture"]}
    | {"materials": {"brick": ["bricks", "brick wall"], "rock": ["rock face"], "dirt path": []}},
}

#: what the tiny UNet of the pocket model's form and its ControlNet share
POCKET_UNET = {
    "in_channels": 16,
    "block_out_channels": (16, 32, 32),
    "layers_per_block": 1,
    "cross_attention_dim": TEXT_DIM,
    "attention_head_dim": 8,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "norm_num_groups": 8,
    "use_linear_projection": True,
    "addition_embed_type": "text",
    "addition_embed_type_num_heads": 4,
}
TOLD_CAMERAS = {
    "class_embed_type": "projection",
    "projection_class_embeddings_input_dim": CAMERA_EMBEDDING_DIM,
}


def build_pocket(folder: Path) -> Path:
    """Save a model in the pocket model's form: RGBA, 16 latent channels, pooled text, sheets of 2×3 views."""
    return _build_pocket(folder, POCKET_SIDECAR, sample_size=(4, 6))


def build_multiview(folder: Path) -> Path:
    """Save a model of the pocket model's second form: its UNet denoises single views, joined by attention."""
    return _build_pocket(folder, MULTIVIEW_SIDECAR, sample_size=4, **TOLD_CAMERAS)


def build_controlled(folder: Path) -> Path:
    """Save the model of joined views with a ControlNet of geometry that does something."""
    build_multiview(folder)
    torch.manual_seed(4)
    control = build_control()
    spread_control(control)
    control.to(torch.float16).save_pretrained(folder / "control", safe_serialization=True)
    sidecar = json.loads((folder / SIDECAR).read_text())
    (folder / SIDECAR).write_text(json.dumps(sidecar | {"controls": {"geometry": "control"}}))
    return folder


def build_control() -> ControlNetModel:
    """Make a ControlNet that fits the UNet of joined views, of random weights, whose ends are zeros."""
    return ControlNetModel(
        **POCKET_UNET,
        **TOLD_CAMERAS,
        conditioning_channels=GEOMETRY_CHANNELS,
        conditioning_embedding_out_channels=(8, 8, 16, 16),
    )


@torch.no_grad()
def spread_control(control) -> None:
    """Give a ControlNet residuals as after some training."""
    rng = torch.Generator().manual_seed(5)
    ends = [*control.controlnet_down_blocks, control.controlnet_mid_block]
    for layer in (*ends, control.controlnet_cond_embedding.conv_out):
        layer.weight += torch.randn(layer.weight.shape, generator=rng)


DISTILLED_LORA = "few_steps/pytorch_lora_weights.safetensors"
DISTILLED_ENTRY = {"lora": DISTILLED_LORA, "steps": 2, "guidance": 1.0, "guidance_rescale": 0.0}


def random_adapter(unet, rank=4):
    """Changes of every kind of layer, about as large as the weights."""
    rng = torch.Generator().manual_seed(3)
    adapter = {}
    for name, layer in unet.named_modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            down = torch.randn(rank, *layer.weight.shape[1:], generator=rng)
            up = torch.randn(len(layer.weight), rank, generator=rng)
            fan = down[0].numel() * rank
            adapter[name] = LowRank((down / fan**0.5).half(), (up * 0.5).half())
    return adapter


def with_distilled(form: Path, folder: Path, unet) -> Path:
    """Copy a model and give it an adapter for two steps."""
    shutil.copytree(form, folder)
    (folder / DISTILLED_LORA).parent.mkdir()
    save_file(adapter_to_tensors(random_adapter(unet)), folder / DISTILLED_LORA)
    sidecar = json.loads((folder / SIDECAR).read_text())
    (folder / SIDECAR).write_text(json.dumps(sidecar | {"few_steps": DISTILLED_ENTRY}))
    return folder


def _build_pocket(folder: Path, sidecar: dict, **settings) -> Path:
    torch.manual_seed(0)
    tokenizer = build_tokenizer(20)
    vae = AutoencoderTiny(
        in_channels=4,
        out_channels=4,
        encoder_block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        latent_channels=16,
        num_encoder_blocks=(0, 1, 1, 1),
        num_decoder_blocks=(1, 1, 1, 0),
    )
    unet = UNet2DConditionModel(
        **POCKET_UNET,
        out_channels=16,
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        **settings,
    )
    scheduler = DDIMScheduler(
        beta_schedule="squaredcos_cap_v2",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,
        clip_sample=False,
    )
    _spread_pixels(vae)
    pipeline = _stable_diffusion(vae, build_text_encoder(tokenizer), tokenizer, unet, scheduler)
    pipeline.to(dtype=torch.float16)
    pipeline.save_pretrained(folder, safe_serialization=True)
    (folder / "propsmith.json").write_text(json.dumps(sidecar))
    return folder


def build_sd15(folder: Path) -> Path:
    """Save a model in Stable Diffusion 1.5's form, factor 2, 64 px."""
    torch.manual_seed(1)
    tokenizer = build_tokenizer(77)
    pipeline = _stable_diffusion(
        _vae(),
        build_text_encoder(tokenizer),
        tokenizer,
        _unet(cross_attention_dim=TEXT_DIM),
        PNDMScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            skip_prk_steps=True,
            set_alpha_to_one=False,
            steps_offset=1,
        ),
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def build_sdxl(folder: Path) -> Path:
    """Save a model in SDXL's form: two text encoders, pooled text and picture sizes added to the time."""
    torch.manual_seed(2)
    tokenizer = build_tokenizer(77)
    config = _text_config(tokenizer)
    pipeline = StableDiffusionXLPipeline(
        vae=_vae(),
        text_encoder=CLIPTextModel(config),
        text_encoder_2=CLIPTextModelWithProjection(config),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=_unet(
            cross_attention_dim=2 * TEXT_DIM,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=TEXT_DIM + 6 * 8,
            use_linear_projection=True,
        ),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
        ),
        add_watermarker=False,
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def build_tokenizer(tokens: int) -> CLIPTokenizer:
    """Make a CLIP tokenizer that spells words byte by byte, but for the few that it has merges for."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges, vocab = [], [*alphabet, *(byte + "</w>" for byte in alphabet)]
    vocabulary = POCKET_SIDECAR["vocabulary"]
    words = {word for table in ("classes", "colours", "finishes") for word in vocabulary[table]}
    for word in sorted(words | {"grid", "views", "background"}):
        for end in range(2, len(word) + 1):
            last = word[end - 1] + ("</w>" if end == len(word) else "")
            merge = f"{word[: end - 1]} {last}"
            if merge not in merges:
                merges.append(merge)
                vocab.append(merge.replace(" ", ""))
    ids = {token: place for place, token in enumerate([*dict.fromkeys(vocab), BOS, EOS])}
    pairs = [tuple(merge.split()) for merge in merges]
    return CLIPTokenizer(vocab=ids, merges=pairs, model_max_length=tokens)


def build_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """Make a text encoder for a tokenizer, of random weights."""
    return CLIPTextModel(_text_config(tokenizer))


def _stable_diffusion(vae, text_encoder, tokenizer, unet, scheduler) -> StableDiffusionPipeline:
    return StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _text_config(tokenizer: CLIPTokenizer) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=TEXT_DIM,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        projection_dim=TEXT_DIM,
        max_position_embeddings=tokenizer.model_max_length,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )


def _vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8, 8),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=64,
        scaling_factor=0.18215,
    )


@torch.no_grad()
def _spread_pixels(vae: AutoencoderTiny) -> None:
    """Rescale the decoder's last layer so that noise decodes to pixels all over 0..1, not to black."""
    last = vae.decoder.layers[-1]
    last.bias.zero_()
    pixels = vae.decode(torch.randn(16, 16, 4, 6)).sample / 2 + 0.5
    spread = pixels.std((0, 2, 3))
    last.weight *= (0.2 / spread).view(-1, 1, 1, 1)
    last.bias += 0.5 - pixels.mean((0, 2, 3)) * 0.2 / spread


def _unet(**settings) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=32,
        block_out_channels=(8, 16),
        layers_per_block=1,
        attention_head_dim=4,
        norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        **settings,
    )
