"""The parts of the pocket model, all stock diffusers and transformers classes, and their folder."""

# pyright: reportArgumentType=false, reportCallIssue=false
# diffusers and transformers annotate many arguments more narrowly than they take them

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.materials import CLASSES as MATERIALS
from core.models.multiview_attention import CAMERA_EMBEDDING_DIM
from core.models.pocket.vocabulary import COLOUR_SYNONYMS, COLOURS, FINISHES
from training.caption import DESIGN_WORDS, FINISH_PHRASES, SHAPES, known_words
from training.labels import HELD_OUT
from training.lexicon import read_lexicon
from training.material_sets import known_material_words
from training.natural import NATURAL, usual_designs
from training.props import CLASSES
from training.render import LAYOUT

if TYPE_CHECKING:
    from diffusers import AutoencoderTiny, DDIMScheduler, UNet2DConditionModel
    from transformers import CLIPTextModel, CLIPTokenizer

#: More would keep more detail, but are learnt more slowly: with 64 the loss stayed where predicting nothing
#: leaves it.
LATENT_CHANNELS = 24
TEXT_DIM = 192
TEXT_TOKENS = 28
UNET_CHANNELS = (96, 160, 256)

#: What the model is sampled with when nobody says otherwise.
STEPS, GUIDANCE, GUIDANCE_RESCALE, TEMPERATURE = 25, 2.0, 0.5, 0.6

BOS, EOS = "<|startoftext|>", "<|endoftext|>"


def new_vae() -> AutoencoderTiny:
    """Make the autoencoder: RGBA, f8; the encoder has no non-linearity (training.autoencoder says why).

    The decoder has no residual block at full resolution, where it would cost most.
    """
    from diffusers import AutoencoderTiny

    return AutoencoderTiny(
        in_channels=4,
        out_channels=4,
        encoder_block_out_channels=(64, 64, 64, 64),
        decoder_block_out_channels=(64, 64, 64, 64),
        latent_channels=LATENT_CHANNELS,
        num_encoder_blocks=(0, 0, 0, 0),
        num_decoder_blocks=(3, 3, 1, 0),
    )


def new_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """Make the text encoder for a tokenizer's vocabulary."""
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=TEXT_DIM,
        intermediate_size=TEXT_DIM * 3,
        num_hidden_layers=2,
        num_attention_heads=4,
        projection_dim=TEXT_DIM,
        max_position_embeddings=TEXT_TOKENS,
        hidden_act="gelu",
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return CLIPTextModel(config)


def new_unet() -> UNet2DConditionModel:
    """Make the denoiser of single views and maps; core.models.multiview_attention joins them to sets.

    The pooled text is added to the time embedding (addition_embed_type "text"), so that class and colour
    reach every residual block at once; through cross-attention alone they are learnt very slowly.
    """
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=LAYOUT.view_px // 8,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=UNET_CHANNELS,
        layers_per_block=1,
        cross_attention_dim=TEXT_DIM,
        # it means the number of heads, for historical reasons: each is 32 wide
        attention_head_dim=tuple(width // 32 for width in UNET_CHANNELS),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        norm_num_groups=16,
        use_linear_projection=True,
        class_embed_type="projection",
        projection_class_embeddings_input_dim=CAMERA_EMBEDDING_DIM,
        # what is told scales features and not only shifts them: 7 % less loss after 350 steps, with batches
        # of fewer views (training.batches)
        resnet_time_scale_shift="scale_shift",
        addition_embed_type="text",
        addition_embed_type_num_heads=4,
    )


def new_scheduler() -> DDIMScheduler:
    """Make the sampler: cosine schedule, v-prediction, trailing timesteps down from pure noise."""
    from diffusers import DDIMScheduler

    return DDIMScheduler(
        beta_schedule="squaredcos_cap_v2",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,  # unused by trailing spacing; the stock pipeline warns about 0
        clip_sample=False,
    )


def train_tokenizer(
    captions: Iterable[str], folder: Path, vocabulary_size: int = 2000, whole: Iterable[str] = ()
) -> CLIPTokenizer:
    """Train a byte-level BPE in CLIP's form on captions, save it and load it as CLIP's own class.

    Args:
        captions: what to train it on.
        folder: where to save it.
        vocabulary_size: tokens, but for `whole`.
        whole: words of the letters a to z that get a token each, however seldom they are.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import CLIPTokenizer

    bpe = Tokenizer(models.BPE(end_of_word_suffix="</w>", continuing_subword_prefix=""))
    bpe.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    words = Regex(r"[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(words, "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size, initial_alphabet=alphabet, end_of_word_suffix="</w>", show_progress=False
    )
    bpe.train_from_iterator(captions, trainer)
    learnt = json.loads(bpe.to_str())["model"]
    # every byte stands in the vocabulary, alone and as the end of a word: no text is ever unknown to it
    tokens = dict.fromkeys([*alphabet, *(byte + "</w>" for byte in alphabet), *learnt["vocab"], BOS, EOS])
    merges = [tuple(pair) if isinstance(pair, list) else tuple(pair.split()) for pair in learnt["merges"]]
    for word in whole:
        merges += join_word(word, merges)
    tokens |= dict.fromkeys(first + second for first, second in merges)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(
        json.dumps({token: i for i, token in enumerate(tokens)}, ensure_ascii=False)
    )
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *map(" ".join, merges), ""]))
    special = {"bos_token": BOS, "eos_token": EOS, "unk_token": EOS, "pad_token": EOS}
    config = {
        "tokenizer_class": "CLIPTokenizer",
        "model_max_length": TEXT_TOKENS,
        "do_lower_case": True,
        **special,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return CLIPTokenizer.from_pretrained(folder)


def join_word(word: str, merges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the merges that a byte-pair encoding lacks to make one token of a word."""
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    pieces = [*word[:-1], word[-1] + "</w>"]
    while pairs := [pair for pair in pairwise(pieces) if pair in ranks]:
        first = min(pairs, key=ranks.__getitem__)
        at = next(i for i, pair in enumerate(pairwise(pieces)) if pair == first)
        pieces[at : at + 2] = ["".join(first)]
    return [("".join(pieces[:i]), pieces[i]) for i in range(1, len(pieces))]


def save_pocket(
    folder: Path,
    vae: AutoencoderTiny,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    unet: UNet2DConditionModel,
    taught: bool = True,
) -> None:
    """Write an ordinary StableDiffusionPipeline folder of fp16 safetensors, with its propsmith.json.

    Args:
        folder: where to.
        vae, text_encoder, tokenizer, unet: the model's parts.
        taught: whether it was trained on the vocabulary's props; else it is one of free text.
    """
    import torch
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=new_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.to(dtype=torch.float16)
    pipeline.save_pretrained(folder, safe_serialization=True)
    # the folder that the parts were loaded from is of no interest to anybody
    for config in folder.rglob("*.json"):
        text = config.read_text()
        clean = re.sub(r'\s*"_name_or_path": "[^"]*",?', "", text)
        if clean != text:
            config.write_text(clean)
    table = describe_pocket() if taught else describe_own()
    (folder / "propsmith.json").write_text(json.dumps(table, indent=1) + "\n")


def describe_own() -> dict:
    """Return what the propsmith.json of a model of one's own sets says: it takes any words."""
    table = {**describe_pocket(), "name": "own", "licence": "unknown"}
    del table["vocabulary"]
    return table


def describe_pocket() -> dict:
    """Return what propsmith.json says: layout, sampling defaults and vocabulary."""
    return {
        "format": 2,
        "name": "pocket",
        "family": "stable-diffusion",
        "licence": "GPL-3.0-or-later",
        "joint": True,
        "layout": asdict(LAYOUT),
        "defaults": {
            "steps": STEPS,
            "guidance": GUIDANCE,
            "guidance_rescale": GUIDANCE_RESCALE,
            "temperature": TEMPERATURE,
        },
        "vocabulary": {
            "classes": {
                n: {
                    "synonyms": list(c.synonyms),
                    "size_m": c.size_m,
                    "parts": list(c.parts),
                    "shapes": list(c.shapes),
                    "designs": list(DESIGN_WORDS[n]),
                    "typical": [DESIGN_WORDS[n][i - 1] for i in usual_designs(n)],
                    "colours": list(NATURAL[n][0]),
                }
                for n, c in CLASSES.items()
            },
            "colours": {
                n: {"synonyms": list(COLOUR_SYNONYMS[n]), "rgb": list(rgb)} for n, rgb in COLOURS.items()
            },
            "finishes": {
                n: {
                    "synonyms": list(f.synonyms),
                    "roughness": f.roughness,
                    "metallic": f.metallic,
                    "phrases": list(FINISH_PHRASES.get(n, ())),
                    "colours": None if f.colours is None else list(f.colours),
                }
                for n, f in FINISHES.items()
            },
            "shapes": list(SHAPES),
            "words": sorted({*known_words(), *known_material_words()}),
            "lexicon": read_lexicon({*CLASSES, *COLOURS, *FINISHES}),
            "held_out": HELD_OUT,
            "materials": {n: list(c.synonyms) for n, c in MATERIALS.items()},
        },
    }
