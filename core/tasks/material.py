"""Makes tileable PBR materials from words: base colour, normals, roughness, metallic, height, in one set."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.errors import UsageError, VocabularyError
from core.limits import MAX_MAP_PX, MIN_MAP_PX
from core.models.diffusion_model import DiffusionModel
from core.models.sidecar import Vocabulary
from core.prompts.checks import check_prompt
from core.prompts.phrases import Word, read_as, read_words
from core.prompts.tokens import BREAKS, NOUN_PHRASE_ENDS, Term, forms, index_vocabulary, split
from core.sheets import sheet_to_views
from core.tasks.sampling import draw_noise, sample
from core.tasks.view_choice import MAPS, choose_maps
from core.types import MaterialMaps, Progress, silent


@dataclass(frozen=True)
class ParsedMaterial:
    """What a prompt says of a material in a small model's own terms.

    Attributes:
        caption: the prompt in the words and spellings that the model was taught.
        notes: a short sentence for each word that is read as another, or left out.
    """

    caption: str
    notes: tuple[str, ...] = ()


def generate_material(
    model: DiffusionModel,
    prompt: str,
    *,
    seed: int,
    size_px: int = 128,
    steps: int | None = None,
    guidance: float | None = None,
    progress: Progress = silent,
) -> MaterialMaps:
    """Make the maps of a tileable material.

    Args:
        model: a model with multi-view attention.
        prompt: the material; what a model with a vocabulary makes of it is told by parse_material.
        seed: 0 to 2⁶³ - 1; same seed, same maps on the same device.
        size_px: side of the maps, 32..512 in multiples of the coarsest cell of the UNet (32: it halves
            latents of 8 px twice); parts of a cell could not wrap around.
        steps: 1..1000 denoising steps; None takes the model's own number.
        guidance: 0..50, classifier-free guidance scale, off up to 1; None takes the model's own.
        progress: told the stage "material"; raises Cancelled to stop.

    Returns:
        The maps; each continues at its opposite border.

    Raises:
        PromptError, VocabularyError, SeedError, UsageError: an argument makes no sense to this model.
        MemoryLimitError: the device has not enough memory for it.
    """
    maps = choose_maps(model)
    _check_size(maps, size_px)
    text = check_prompt(prompt)
    if model.vocabulary is not None:
        text = parse_material(text, model.vocabulary).caption
    embeddings = maps.encode_text(text)
    noise, rng = draw_noise(maps, seed, 2 * size_px, 2 * size_px)
    pixels = sample(maps, embeddings, noise, rng, steps, guidance, lambda f: progress("material", f))
    return unpack_maps(pixels)


def unpack_maps(sheet: np.ndarray) -> MaterialMaps:
    """Read a material out of a generated sheet of MAPS.

    Args:
        sheet: [2·S, 2·S, 3 or 4] 0..1; normals are n / 2 + 0.5, and become unit and point outwards; height is
            the mean of three channels that were taught to be equal.
    """
    pictures = dict(zip(MAPS, sheet_to_views(sheet, 2, 2).astype(np.float32), strict=True))
    normal = pictures["normal"][..., :3] * 2 - 1
    normal[..., 2] = np.maximum(normal[..., 2], 1e-3)  # a surface is seen from outside
    return MaterialMaps(
        base_color=pictures["base_color"][..., :3].copy(),
        height=pictures["height"][..., :3].mean(-1),
        roughness=pictures["orm"][..., 1].copy(),
        metallic=pictures["orm"][..., 2].copy(),
        normal=normal / np.linalg.norm(normal, axis=-1, keepdims=True),
    )


def parse_material(text: str, vocabulary: Vocabulary) -> ParsedMaterial:
    """Read what a prompt says of a material, in the words that a model was taught or the nearest to them.

    Args:
        text: from check_prompt.
        vocabulary: what the model was taught.

    Raises:
        VocabularyError: it names no material and no finish that the model knows.
    """
    names = (text for name, others in vocabulary.materials.items() for text in (name, *others))
    of_materials = frozenset(word for text in names for word in split(text)) - SAY_NOTHING
    said: list[tuple[str, bool]] = []  # and whether it stands for something
    notes: list[str] = []
    named = False
    for word in read_words(split(text), vocabulary, index_vocabulary(vocabulary)):
        term, note = _read_word(word, of_materials)
        notes += [note] if note else []
        if term and term.text and (said or word.said not in NOUN_PHRASE_ENDS):
            said.append((term.text, word.content or word.said in SAY_NOTHING))
            named |= term.kind == "finish" or not of_materials.isdisjoint(_all_forms(term.text))
        elif word.content:  # "a barrel of bricks" is no "a of bricks"
            while said and not said[-1][1]:
                said.pop()
    if not named:
        some = list(vocabulary.materials)[:: math.ceil(len(vocabulary.materials) / SHOWN_NAMES)]
        raise VocabularyError(
            f'the prompt names no material that this model knows, expected one, got "{text[:60]}"',
            f"name one, such as {', '.join(some)}" if some else "choose a model that was taught materials",
        )
    while not said[-1][1]:
        said.pop()  # "brick with", where what it was with is left out
    return ParsedMaterial(" ".join(text for text, _ in said), tuple(dict.fromkeys(notes)))


def _read_word(word: Word, of_materials: frozenset[str]) -> tuple[Term | None, str]:
    """Return how a word was taught, None where it is left out, and what the user is told of it."""
    if word.senses:
        term = word.senses.get("word") or next(iter(word.senses.values()))
        surface = word.senses.get("finish")
        if "class" in word.senses and not surface and of_materials.isdisjoint(_all_forms(word.said)):
            return None, f'"{word.said}" is a prop and no material, and left out'
        return surface._replace(text=term.text) if surface else term, word.note
    near = word.near.get("finish") or word.near.get("colour")
    if near:
        return near, read_as(word.said, near.text)
    silently = word.grammar or word.said in BREAKS
    return None, "" if silently else f'"{word.said}" is not known and left out'


def _all_forms(text: str) -> set[str]:
    """Return what the words of a text may be spellings or plurals of."""
    return {form for word in split(text) for form in forms(word)}


def _check_size(maps: DiffusionModel, size_px: int) -> None:
    cell = maps.vae_factor * 2 ** (len(maps.pipeline.unet.config.down_block_types) - 1)
    low = -(-MIN_MAP_PX // cell) * cell
    if not low <= size_px <= MAX_MAP_PX or size_px % cell:
        nearest = min(max(round(size_px / cell) * cell, low), MAX_MAP_PX // cell * cell)
        raise UsageError(
            f"expected maps of {low} to {MAX_MAP_PX} px in multiples of {cell}, got {size_px}",
            f"try {nearest}",
        )


_SAY_NOTHING = (
    "texture textures material materials surface pbr seamless tileable tiling floor wall ground map maps "
    "background"
)
#: words for a material of any kind
SAY_NOTHING = frozenset(_SAY_NOTHING.split())

#: materials that a hint names at most
SHOWN_NAMES = 16
