"""The examples of docs/views.md run, one after the other, as they stand there, by the distilled model."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from core.models.distilled import choose_distilled

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_examples_of_views_run_in_their_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "views.md").read_text(), re.M | re.S)
    made: dict = {}
    for block in blocks:
        exec(block, made)
        if block is blocks[0]:
            made["model"] = choose_distilled(made["model"])  # whose few steps show as much
    assert (tmp_path / "sheet.png").stat().st_size > 0
    red, green, blue = (made["around"].image.pixels[..., k].mean() for k in range(3))
    assert red > max(green, blue), "the picture is of a red barrel"
    assert made["turn"].layout.count == 8
    side = made["layout"].view_px
    corners = [(0, 0), (0, side), (side, 0), (side, side)]
    for view in (made["pixels"][y : y + side, x : x + side] for y, x in corners):
        red, green, blue = view[view[..., 3] > 0.9][:, :3].mean(0)
        assert red > 2 * max(green, blue), "the views between two that are given are red as well"
    shown = np.isfinite(made["z_depth"][0])
    painted = made["painted"].image.pixels[:side, :side, 3] > 0.5
    assert (shown & painted).sum() / (shown | painted).sum() > 0.85
    assert made["maps"].height.shape == (128, 128)
