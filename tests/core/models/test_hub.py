"""Fetching from a hub: a real client against a small server of this test's own, on this machine."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import huggingface_hub.constants
import pytest

from core.device import Device
from core.errors import Cancelled, DiskFullError, NetworkError, UnknownModelError, UnsafeModelError
from core.models.catalogue import resolve_model
from core.models.hub import choose_files, fetch_model
from core.models.sidecar import ModelSource

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """The four answers of the hub that a download needs."""

    root: Path
    asked: list[str]
    refusal: tuple[int, str] | None = None
    breaks_at: str | None = None

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0].strip("/")
        if self.refusal is not None:
            self.send_response(self.refusal[0])
            self.send_header("X-Error-Code", self.refusal[1])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if path.startswith("api/models/"):
            files = [file for file in sorted(self.root.rglob("*")) if file.is_file()]
            siblings = [
                {"rfilename": file.relative_to(self.root).as_posix(), "size": file.stat().st_size}
                for file in files
            ]
            content = json.dumps({"id": "owner/name", "sha": COMMIT, "siblings": siblings}).encode()
            kind = "application/json"
        else:
            name = path.split("/", 4)[4]
            if name == self.breaks_at:
                self.close_connection = True
                return
            if body:
                self.asked.append(name)
            content, kind = (self.root / name).read_bytes(), "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *args) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def hub(pocket_form, tmp_path, monkeypatch):
    """A hub with one model: the pocket-form one, with what else lies about in real repositories."""
    root = Path(shutil.copytree(pocket_form, tmp_path / "repository"))
    (root / "README.md").write_text("# a model")
    (root / "v1-5-pruned.safetensors").write_bytes(b"x" * 1000)
    (root / "unet/diffusion_pytorch_model.bin").write_bytes(b"pickle")
    (root / "unet/custom.py").write_text("raise SystemExit")
    handler = type("Handler", (Hub,), {"root": root, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def nowhere(monkeypatch):
    """An address at which nobody listens."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")


SOURCE = ModelSource(name="owner/name", hub_id="owner/name")


def test_a_model_is_fetched_without_pickles_code_and_single_files(hub, pocket_form, capfd):
    told: list[float] = []

    def progress(stage: str, fraction: float) -> None:
        assert stage == "download"
        told.append(fraction)

    source = fetch_model(SOURCE, progress=progress)
    assert source.path is not None
    fetched = {file.relative_to(source.path).as_posix() for file in source.path.rglob("*") if file.is_file()}
    expected = {file.relative_to(pocket_form).as_posix() for file in pocket_form.rglob("*") if file.is_file()}
    assert fetched == set(hub.asked) == expected
    assert (source.hub_id, source.revision) == ("owner/name", COMMIT)
    assert source.layout == resolve_model(str(pocket_form)).layout
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert capfd.readouterr() == ("", "")


def test_an_adapter_that_the_model_names_is_fetched_too(hub):
    named, other = (hub.root / f"few_steps/{name}.safetensors" for name in ("lora", "other"))
    named.parent.mkdir()
    for file in (named, other):
        file.write_bytes(b"x" * 100)
    sidecar = json.loads((hub.root / "propsmith.json").read_text())
    entry = {"lora": "few_steps/lora.safetensors", "steps": 4, "guidance": 1, "guidance_rescale": 0}
    (hub.root / "propsmith.json").write_text(json.dumps(sidecar | {"few_steps": entry}))
    source = fetch_model(SOURCE)
    assert source.path is not None
    assert source.distilled is not None
    assert (source.path / source.distilled.lora).read_bytes() == named.read_bytes()
    assert "few_steps/other.safetensors" not in hub.asked


def test_what_controls_a_model_is_fetched_too(hub, controlled_form):
    shutil.rmtree(hub.root)
    shutil.copytree(controlled_form, hub.root)
    shutil.copytree(hub.root / "control", hub.root / "other")
    source = fetch_model(SOURCE)
    assert source.path is not None
    assert source.controls == {"geometry": "control"}
    for name in ("config.json", "diffusion_pytorch_model.safetensors"):
        assert (source.path / "control" / name).read_bytes() == (
            controlled_form / "control" / name
        ).read_bytes()
    assert not any(name.startswith("other/") for name in hub.asked)


def test_what_was_fetched_loads_and_need_not_be_fetched_again(hub, nowhere_later):
    import torch

    from core.models.loading import load_model

    device = Device(torch.device("cpu"), torch.float32)
    model = load_model(SOURCE, device)
    assert model.source.revision == COMMIT
    count = len(hub.asked)
    nowhere_later()
    again = load_model(SOURCE, device)
    assert again.source == model.source
    assert len(hub.asked) == count


@pytest.fixture
def nowhere_later(monkeypatch):
    return lambda: monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")


def test_a_download_can_be_cancelled(hub):
    def stop(stage: str, fraction: float) -> None:
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        fetch_model(SOURCE, progress=stop)


def test_no_network(nowhere, tmp_path, monkeypatch):
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(NetworkError) as caught:
        fetch_model(SOURCE)
    assert caught.value.message.startswith("the hub cannot be reached for owner/name: ")
    assert caught.value.hint == "check the network, or leave --model out to use the bundled pocket model"
    assert "\n" not in str(caught.value)


def test_a_download_that_breaks_off_is_no_broken_model(hub, nowhere_later):
    hub.breaks_at = "unet/diffusion_pytorch_model.safetensors"
    with pytest.raises(NetworkError, match="the hub cannot be reached for owner/name"):
        fetch_model(SOURCE)
    assert "model_index.json" in hub.asked
    nowhere_later()
    with pytest.raises(NetworkError, match="the hub cannot be reached for owner/name"):
        fetch_model(SOURCE)


def test_a_download_that_broke_off_goes_on(hub):
    hub.breaks_at = "unet/diffusion_pytorch_model.safetensors"
    with pytest.raises(NetworkError):
        fetch_model(SOURCE)
    hub.breaks_at = None
    asked = set(hub.asked)
    fetch_model(SOURCE)
    assert sorted(hub.asked) == sorted(asked | {"unet/diffusion_pytorch_model.safetensors", *hub.asked})
    assert len(hub.asked) == len(set(hub.asked))


def test_a_name_that_no_hub_has(hub):
    with pytest.raises(UnknownModelError, match="the hub has no model foo/bar--baz"):
        fetch_model(resolve_model("foo/bar--baz"))


def test_offline_mode(hub, monkeypatch):
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(NetworkError) as caught:
        fetch_model(SOURCE)
    assert caught.value.message == "owner/name is not in the cache and HF_HUB_OFFLINE forbids to fetch it"
    assert hub.asked == []


@pytest.mark.parametrize(
    ("refusal", "kind", "message", "hint"),
    [
        (
            (404, "RepoNotFound"),
            UnknownModelError,
            "the hub has no model owner/name@v9, or it is private",
            "check owner, name and revision; set HF_TOKEN for a private one",
        ),
        (
            (404, "RevisionNotFound"),
            UnknownModelError,
            "the hub has no model owner/name@v9, or it is private",
            "check owner, name and revision; set HF_TOKEN for a private one",
        ),
        (
            (403, "GatedRepo"),
            NetworkError,
            "owner/name@v9 is gated: the hub wants its licence accepted first",
            "accept it on the model's page, then set HF_TOKEN to a token of your account",
        ),
        (
            (500, ""),
            NetworkError,
            "the hub cannot be reached for owner/name@v9: *",
            "check the network, or leave --model out to use the bundled pocket model",
        ),
    ],
)
def test_the_hub_refuses(hub, refusal, kind, message, hint):
    hub.refusal = refusal
    with pytest.raises(kind) as caught:
        fetch_model(resolve_model("owner/name@v9"))
    got = caught.value.message
    assert got.startswith(message[:-1]) if message.endswith("*") else got == message
    assert caught.value.hint == hint
    assert "\n" not in str(caught.value)


def test_a_repository_that_is_no_pipeline(hub):
    (hub.root / "model_index.json").unlink()
    with pytest.raises(UnknownModelError) as caught:
        fetch_model(SOURCE)
    assert caught.value.message == "owner/name is not a diffusers pipeline: it has no model_index.json"


def test_a_repository_of_pickles(hub):
    (hub.root / "unet/diffusion_pytorch_model.safetensors").unlink()
    with pytest.raises(UnsafeModelError) as caught:
        fetch_model(SOURCE)
    assert caught.value.message == (
        "unet/diffusion_pytorch_model.bin holds pickled weights, which can run code when read; "
        "expected safetensors"
    )
    assert not any(name.endswith(".safetensors") for name in hub.asked)


def test_a_full_disk(hub):
    def full(stage: str, fraction: float) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "weights")

    with pytest.raises(DiskFullError) as caught:
        fetch_model(SOURCE, progress=full)
    assert caught.value.message == "no space left for owner/name in weights"
    assert caught.value.hint == "free some space, or set HF_HOME elsewhere"


REPOSITORY = [
    "model_index.json",
    "propsmith.json",
    "README.md",
    "v1-5-pruned.ckpt",
    "sdxl.safetensors",
    "tokenizer/vocab.json",
    "tokenizer/merges.txt",
    "text_encoder/config.json",
    "text_encoder/model.safetensors",
    "text_encoder/model.fp16.safetensors",
    "text_encoder/pytorch_model.bin",
    "text_encoder/flax_model.msgpack",
    "text_encoder/onnx/model.onnx",
    "unet/config.json",
    "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
    "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
    "unet/diffusion_pytorch_model.safetensors.index.json",
    "unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors",
    "unet/diffusion_pytorch_model.fp16-00002-of-00002.safetensors",
    "unet/diffusion_pytorch_model.safetensors.index.fp16.json",
    "unet/diffusion_pytorch_model.non_ema.safetensors",
    "vae/config.json",
    "vae/diffusion_pytorch_model.fp16.safetensors",
    "safety_checker/model.safetensors",
]
ALWAYS = {
    "model_index.json",
    "propsmith.json",
    "tokenizer/vocab.json",
    "tokenizer/merges.txt",
    "text_encoder/config.json",
    "unet/config.json",
    "vae/config.json",
    "vae/diffusion_pytorch_model.fp16.safetensors",
}


@pytest.mark.parametrize(
    ("prefer_fp16", "weights"),
    [
        (False, {*REPOSITORY[14:17]} | {"text_encoder/model.safetensors"}),
        (True, {*REPOSITORY[17:20]} | {"text_encoder/model.fp16.safetensors"}),
    ],
)
def test_one_precision_of_each_component_is_chosen(prefer_fp16, weights):
    components = ["tokenizer", "text_encoder", "unet", "vae"]
    chosen = choose_files(REPOSITORY, components, prefer_fp16=prefer_fp16)
    assert len(chosen) == len(set(chosen))
    assert set(chosen) == ALWAYS | weights
