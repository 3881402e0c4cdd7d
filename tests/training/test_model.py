"""The parts are stock classes in one folder that diffusers loads as it is."""

import copy
import json

import numpy as np
import pytest
import torch
from diffusers import AutoencoderTiny, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from core.models.multiview_attention import (
    CAMERA_EMBEDDING_DIM,
    MultiviewUNet,
    embed_cameras,
    embed_maps,
    use_multiview_attention,
)
from core.models.pocket.clip import PocketClip, tokenize
from core.models.pocket.vocabulary import COLOURS, FINISHES
from core.models.sidecar import ClassWords, SamplingDefaults, read_sidecar
from core.prompts.tokens import forms, split
from core.sheets import join_sheets, split_sheets
from training.caption import DESIGN_WORDS, FINISH_PHRASES, SHAPES, caption, known_words
from training.denoiser import sample_sets
from training.labels import draw_spec
from training.material_sets import MAPS, draw_material_label
from training.model import (
    GUIDANCE,
    GUIDANCE_RESCALE,
    LATENT_CHANNELS,
    STEPS,
    TEMPERATURE,
    TEXT_DIM,
    TEXT_TOKENS,
    describe_pocket,
    new_text_encoder,
    new_unet,
    new_vae,
    save_pocket,
    train_tokenizer,
)
from training.natural import NATURAL, usual_designs
from training.props import CLASSES
from training.render import LAYOUT

CAPTIONS = ["a red wooden barrel", "an old blue chair", "the glossy green vase, game asset"] * 20
PARTS = {"vae": AutoencoderTiny, "text_encoder": CLIPTextModel, "unet": UNet2DConditionModel}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the parts as they are saved, by name, and the tokenizer."""
    torch.manual_seed(0)
    tokenizer = train_tokenizer(CAPTIONS, tmp_path_factory.mktemp("tokenizer"), vocabulary_size=700)
    unet = new_unet()
    use_multiview_attention(unet)  # as training leaves it
    return {"vae": new_vae(), "text_encoder": new_text_encoder(tokenizer), "unet": unet}, tokenizer


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    root = tmp_path_factory.mktemp("pocket")
    parts, tokenizer = made
    save_pocket(root / "pocket", parts["vae"], parts["text_encoder"], tokenizer, parts["unet"])
    return root


@pytest.fixture(scope="module")
def pipeline(folder):
    pipeline = StableDiffusionPipeline.from_pretrained(folder / "pocket", dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def test_the_whole_is_at_most_60_mb_of_fp16_safetensors(folder):
    files = [f for f in (folder / "pocket").rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 60e6
    assert not [f for f in files if f.suffix not in (".json", ".safetensors", ".txt")]


def test_no_file_tells_where_it_was_made(folder):
    for config in (folder / "pocket").rglob("*.json"):
        assert str(folder) not in config.read_text()
        assert "_name_or_path" not in json.loads(config.read_text())


@pytest.mark.parametrize("name", list(PARTS))
def test_every_part_loads_by_itself_as_it_was_made(name, made, folder):
    part = made[0][name]
    loaded, report = PARTS[name].from_pretrained(
        folder / "pocket" / name, output_loading_info=True, use_safetensors=True, dtype=torch.float16
    )
    assert not any(report.values())
    expected, found = part.state_dict(), loaded.state_dict()
    assert expected.keys() == found.keys()
    assert {v.dtype for v in expected.values()} <= {torch.float16, torch.int64}
    assert all(torch.equal(found[k], v) for k, v in expected.items())
    assert shape_of(loaded) == shape_of(part)


def shape_of(part):
    """Return what a configuration says, as JSON would have it, without who wrote it."""
    table = part.config.to_dict() if hasattr(part.config, "to_dict") else dict(part.config)
    kept = {k: v for k, v in table.items() if k[0] != "_" and k not in ("transformers_version", "dtype")}
    return json.loads(json.dumps(kept, default=str))


def test_the_denoiser_is_told_what_each_member_of_a_set_is(pipeline):
    """The embedding reaches every block: view and maps are denoised differently, all else being equal."""
    unet = UNet2DConditionModel.from_config(pipeline.unet.config)
    unet.load_state_dict(pipeline.unet.state_dict())
    assert unet.config.class_embed_type == "projection"
    assert unet.config.projection_class_embeddings_input_dim == CAMERA_EMBEDDING_DIM
    camera_embedding = torch.cat([embed_cameras((30.0, 90.0), (20.0, -10.0)), embed_maps(MAPS)])
    noise = torch.Generator().manual_seed(4)
    x = torch.randn(1, LATENT_CHANNELS, 8, 8, generator=noise).expand(len(camera_embedding), -1, -1, -1)
    words = torch.randn(1, TEXT_TOKENS, TEXT_DIM, generator=noise).expand(len(camera_embedding), -1, -1)
    with torch.no_grad():
        v = unet(x, 500, words, class_labels=camera_embedding).sample
        again = unet(x[:1], 500, words[:1], class_labels=camera_embedding[:1]).sample
    assert v.shape == (len(camera_embedding), LATENT_CHANNELS, 8, 8)
    assert torch.allclose(v[:1], again, atol=1e-5)
    assert torch.pdist(v.flatten(1)).min() > 1e-3, "no two views are the same to it"
    with pytest.raises(ValueError, match="class_labels"):
        unet(x, 500, words)


def test_the_stock_pipeline_samples_what_our_sampler_samples(pipeline):
    prompt, size, steps = CAPTIONS[0], 32, 6
    vae = copy.deepcopy(pipeline.vae)
    with torch.no_grad():  # an untrained decoder says next to nothing; make its pixels span what can be shown
        vae.decoder.layers[-1].weight.mul_(10)
        vae.decoder.layers[-1].bias.fill_(0.5)
    parts = (vae, pipeline.unet, pipeline.text_encoder, pipeline.tokenizer)
    camera_embedding = embed_cameras(LAYOUT.azimuths_deg, LAYOUT.elevations_deg)
    stock = pipeline.components | {
        "unet": MultiviewUNet(pipeline.unet, camera_embedding, LAYOUT.rows, LAYOUT.columns)
    }
    sheets = StableDiffusionPipeline(**stock, requires_safety_checker=False)
    sheets.set_progress_bar_config(disable=True)
    shape = (LAYOUT.count, LATENT_CHANNELS, size // 8, size // 8)
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(3))
    latents = sheets(
        prompt,
        height=LAYOUT.rows * size,
        width=LAYOUT.columns * size,
        num_inference_steps=steps,
        guidance_scale=GUIDANCE,
        guidance_rescale=GUIDANCE_RESCALE,
        latents=join_sheets(noise[None], LAYOUT.rows, LAYOUT.columns),
        output_type="latent",
    ).images
    with torch.no_grad():
        pixels = vae.decoder(split_sheets(latents, LAYOUT.rows, LAYOUT.columns)[0]).clamp(-1, 1)
    expected = (pixels.permute(0, 2, 3, 1).numpy() + 1) * 127.5
    ours = sample_sets(*parts, [prompt], camera_embedding, seed=3, size=size, steps=steps)[0]
    assert ours.shape == (6, size, size, 4)
    assert np.abs(expected - ours).max() < 0.5 + 0.25
    assert ours.std() > 20, "it is a picture that they agree on"


def test_tokenizer_round_trips_any_text(folder):
    tokenizer = CLIPTokenizer.from_pretrained(folder / "pocket" / "tokenizer")
    for text in ("a red wooden barrel", "zażółć gęślą jaźń", "barrel, 3d!"):
        assert tokenizer.decode(tokenizer(text).input_ids, skip_special_tokens=True).replace(
            " ", ""
        ) == text.replace(" ", "")
    ids = tokenize(tokenizer, ["barrel " * 100, "", "Barrel", "barrel"])
    assert ids.shape == (4, TEXT_TOKENS)
    assert (ids[:, 0] == tokenizer.bos_token_id).all()
    assert ids[0, -1] == tokenizer.eos_token_id, "what is too long ends all the same"
    assert (ids[1, 1:] == tokenizer.eos_token_id).all()
    assert torch.equal(ids[2], ids[3])
    assert max(ids.flatten().tolist()) < len(tokenizer)


def test_the_sidecar_says_what_was_taught(folder):
    file = folder / "pocket" / "propsmith.json"
    table = describe_pocket()
    assert json.loads(file.read_text()) == json.loads(json.dumps(table))
    assert table["format"] == 2
    source = read_sidecar(file, "pocket")
    assert source.multiview
    assert source.layout == LAYOUT
    vocabulary = source.vocabulary
    assert vocabulary is not None
    assert {n: c.synonyms for n, c in vocabulary.classes.items()} == {
        n: c.synonyms for n, c in CLASSES.items()
    }
    assert list(vocabulary.colours) == list(COLOURS)
    assert list(vocabulary.finishes) == list(FINISHES)
    assert set(vocabulary.lexicon.values()) <= {"", *CLASSES, *COLOURS, *FINISHES}
    words = {part for word in table["vocabulary"]["words"] for part in split(word)}
    rng = np.random.default_rng(0)
    specs = [draw_spec(rng, held_out=i % 2 == 0) for i in range(400)]
    texts = [caption(rng, spec) for spec in specs]
    texts += [text for _ in range(100) for text in draw_material_label(rng).captions]
    said = {word for text in texts for word in split(text) if word.isalpha()}
    unknown = {word for word in said if not words & {*forms(word)}}
    assert not unknown, "it knows its captions' words"


def test_clip_saves_and_loads_the_same_scores(folder, tmp_path):
    tokenizer = CLIPTokenizer.from_pretrained(folder / "pocket" / "tokenizer")
    views = np.random.default_rng(0).random((6, 96, 96, 4), dtype=np.float32)
    for place, channels in enumerate([(48, 96, 160), (8, 16)]):
        torch.manual_seed(1)
        clip = PocketClip(tokenizer, new_text_encoder(tokenizer), channels).eval()
        before = clip.score(views, "a red barrel")
        clip.save(tmp_path / str(place))
        loaded = PocketClip.load(tmp_path / str(place))
        assert loaded.score(views, "a red barrel") == pytest.approx(before, abs=2e-3)
        assert clip.score(views, "a red barrel") == before, "saving leaves it as it is"
        expected, found = clip.state_dict(), loaded.state_dict()
        assert expected.keys() == found.keys()
        assert all(torch.equal(found[k], v.to(torch.float16).to(v.dtype)) for k, v in expected.items())
        assert not loaded.training
        assert -1 <= before <= 1


def test_clip_scores_views_of_any_size(folder):
    tokenizer = CLIPTokenizer.from_pretrained(folder / "pocket" / "tokenizer")
    torch.manual_seed(1)
    clip = PocketClip(tokenizer, new_text_encoder(tokenizer), (8, 16)).eval()
    small = np.random.default_rng(0).random((1, 1, 1, 4), dtype=np.float32)
    scores = [
        clip.score(np.broadcast_to(small, (2, side, side, 4)), "a red barrel") for side in (96, 64, 192)
    ]
    assert scores == pytest.approx([scores[0]] * 3, abs=1e-5), "of one colour, it is the same at any size"
    assert clip.score(np.broadcast_to(1 - small, (2, 96, 96, 4)), "a red barrel") != scores[0]


def test_whole_words_are_a_token_each_and_change_no_other(tmp_path):
    plain = train_tokenizer(CAPTIONS, tmp_path / "plain", vocabulary_size=700)
    words = [word for of_class in DESIGN_WORDS.values() for word in of_class]
    joined = train_tokenizer(CAPTIONS, tmp_path / "joined", vocabulary_size=700, whole=words)
    assert [len(joined(word).input_ids) for word in words] == [3] * len(words)  # between a begin and an end
    assert len({joined(word).input_ids[1] for word in words}) == len(words)
    assert max(len(plain(word).input_ids) for word in words) > 3
    for text in CAPTIONS:  # the numbers of tokens that are equally frequent are drawn anew in each training
        assert joined.tokenize(text) == plain.tokenize(text)


def test_what_the_trainer_writes_is_what_is_read(tmp_path):
    file = tmp_path / "propsmith.json"
    file.write_text(json.dumps(describe_pocket()))
    source = read_sidecar(file, "pocket")
    assert source.layout == LAYOUT
    assert source.defaults == SamplingDefaults(STEPS, GUIDANCE, GUIDANCE_RESCALE, TEMPERATURE)
    words = source.vocabulary
    assert words is not None
    assert words.classes == {
        name: ClassWords(
            entry.synonyms,
            entry.size_m,
            tuple(entry.parts),
            entry.shapes,
            DESIGN_WORDS[name],
            tuple(DESIGN_WORDS[name][number - 1] for number in usual_designs(name)),
            NATURAL[name][0],
        )
        for name, entry in CLASSES.items()
    }
    assert words.classes["barrel"].typical == ("barreltwo",)
    assert words.finishes == FINISHES
    assert words.words >= frozenset(known_words())
    assert words.phrases == {name: texts for name, texts in FINISH_PHRASES.items() if name in FINISHES}
    assert words.shapes == SHAPES
    assert set(words.lexicon.values()) <= {"", *CLASSES, *COLOURS, *FINISHES}
