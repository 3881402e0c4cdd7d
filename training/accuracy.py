"""How often the classifier finds in views what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from core.errors import PromptError, VocabularyError
from core.models.diffusion_model import DiffusionModel
from training.autoencoder import foreground_psnr, to_tensor
from training.caption import Spec
from training.classifier import Classifier
from training.labels import Split
from training.samples import sample_views
from training.shards import Shards

#: Sets of a split that are judged, the last ones: the classifier has seen the first held-out shard.
JUDGED = 200


@dataclass(frozen=True)
class Accuracy:
    """Shares of views in which the classifier agrees, of those that ask for it; nan where none does.

    Attributes:
        class_name, colour, finish: of the views.
        all_views: share of the sets of which class and colour are right in every view.
    """

    class_name: float
    colour: float
    finish: float
    all_views: float


def compare_answers(answers: np.ndarray, specs: list[Spec], classifier: Classifier) -> Accuracy:
    """Compare what the classifier says of views with specs; what a spec leaves open does not count.

    Args:
        answers: [N, V, 3], of Classifier.answer.
        specs: N of them.
        classifier: whose answers they are.
    """
    wanted = np.array([classifier.indices(w.class_name, w.colour, w.finish) for w in specs])[:, None]
    right, asked = answers == wanted, wanted[:, 0] >= 0
    class_name, colour, finish = (
        float(right[asked[:, k], :, k].mean()) if asked[:, k].any() else float("nan") for k in range(3)
    )
    both = (right | (wanted < 0))[..., :2].all((1, 2)).mean()
    return Accuracy(class_name, colour, finish, float(both))


def measure_accuracy(
    model: DiffusionModel, classifier: Classifier, asked: Sequence[tuple[str, Spec]], steps: int | None = None
) -> Accuracy:
    """Sample prompts and classifier what comes; a prompt that the model refuses is wrong in every view.

    Args:
        model: the model.
        classifier: knows all that the specs name.
        asked: prompts, and what each asks for.
        steps: of denoising; None takes the model's own number.
    """
    assert model.layout is not None
    read = [k for k, (prompt, _) in enumerate(asked) if _is_read(model, prompt)]
    answers = np.full((len(asked), model.layout.count, len(classifier.names)), REFUSED)
    if read:
        answers[read] = classifier.answer(sample_views(model, [asked[k][0] for k in read], steps=steps))
    return compare_answers(answers, [spec for _, spec in asked], classifier)


@torch.no_grad()
def measure_code(
    model: DiffusionModel, classifier: Classifier, cache: Path, split: Split
) -> tuple[Accuracy, Accuracy, float]:
    """Judge renders of a split, of what the classifier has words for, and what the autoencoder makes of them.

    Returns:
        The accuracy on renders and on what their latents decode to, and the PSNR of that inside the
        outlines (dB).
    """
    shards = Shards(cache, split)
    shown = [Spec(label.spec.class_name, label.colour, label.finish) for label in shards.labels]
    places = [k for k, spec in enumerate(shown) if _is_judged(spec, classifier)][-JUDGED:]
    sets, shown = shards.read(np.array(places)), [shown[k] for k in places]
    vae = model.pipeline.vae
    coded = [vae.decoder(vae.encoder(to_tensor(views).to(vae.device))).cpu() for views in sets]
    pixels = ((torch.stack(coded).clamp(-1, 1).permute(0, 1, 3, 4, 2) + 1) * 127.5).round().byte().numpy()
    return (
        compare_answers(classifier.answer(sets), shown, classifier),
        compare_answers(classifier.answer(pixels), shown, classifier),
        foreground_psnr(vae, shards, 64),
    )


def covered_psnr(views: np.ndarray, true: np.ndarray) -> float:
    """Return the PSNR (dB) of views against the true ones, over all pixels that either covers.

    Args:
        views, true: [..., S, S, 4] uint8, the last channel coverage.
    """
    covered = (views[..., 3] >= 128) | (true[..., 3] >= 128)
    errors = np.square(views[covered].astype(np.float32) - true[covered])[..., :3]
    return float(10 * np.log10(255**2 / max(errors.mean(), 1e-9))) if len(errors) else float("nan")


def _is_read(model: DiffusionModel, prompt: str) -> bool:
    try:
        model.encode_prompt(prompt)
    except (PromptError, VocabularyError):
        return False
    return True


def _is_judged(spec: Spec, classifier: Classifier) -> bool:
    said = zip((spec.class_name, spec.colour, spec.finish), classifier.names, strict=True)
    return all(name is None or name in names for name, names in said)


#: What stands for the answer where there is no picture to ask about: nothing that is ever wanted.
REFUSED = -2
