"""Measures what few steps cost: how often the judge agrees at 4 steps, against the model's own 25."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict

from core.few_steps import choose_few_steps
from core.generator import Generator
from core.pocket.caption import Wish
from core.pocket.evaluate import compare_answers, sample_views, write_prompt
from core.pocket.judge import Judge


def measure_few_steps(
    pocket: Generator, judge: Judge, wishes: list[Wish], whole: Mapping[str, float]
) -> dict[str, float]:
    """Judge samples in few steps, of the wishes and the noise that the model's own steps were judged by.

    Args:
        pocket: a model that has weights for few steps.
        judge: who answers.
        wishes: what the samples are of.
        whole: the row of the same wishes at the model's own steps.

    Returns:
        The row: accuracies, seconds a set, and in class_lost and colour_lost what is less than in the other.
    """
    few = choose_few_steps(pocket)
    started = time.monotonic()
    views = sample_views(few, [write_prompt(wish) for wish in wishes])
    seconds = (time.monotonic() - started) / len(wishes)
    row = {**asdict(compare_answers(judge.answer(views), wishes, judge)), "seconds_a_set": seconds}
    lost = {
        f"{name}_lost": whole[key] - row[key] for name, key in (("class", "class_name"), ("colour", "colour"))
    }
    return {**row, **lost}
