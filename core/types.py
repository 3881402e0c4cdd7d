"""The values that pass between stages of the core engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

ColourSpace = Literal["srgb", "linear"]

#: progress(stage, fraction 0..1). Raises core.errors.Cancelled to stop the work.
Progress = Callable[[str, float], None]

#: scorer(sheet pixels [H, W, C] float32 0..1, prompt as the model reads it) → how well they agree
Scorer = Callable[[np.ndarray, str], float]


def silent(stage: str, fraction: float) -> None:
    """A Progress that says nothing and never cancels."""


@dataclass(frozen=True)
class Image:
    """A picture.

    Attributes:
        pixels: [H, W, C] float32 in 0..1, C = 1, 3 or 4 (straight alpha last).
        colour_space: "srgb" (display-referred) or "linear".
    """

    pixels: np.ndarray
    colour_space: ColourSpace = "srgb"


@dataclass(frozen=True)
class SheetLayout:
    """Where a multi-view model puts its views and which cameras it was taught.

    Views run row by row. Azimuth 0 looks at the front (+Z) and grows towards +X; the object sits in a
    sphere of radius 0.5 at the origin.

    Attributes:
        rows, columns: the grid of views in one image.
        view_px: side of one square view in pixels.
        azimuths_deg, elevations_deg: one of each per view.
        fov_deg: full vertical (= horizontal) field of view.
        distance: camera distance from the origin, world units.
        background: sRGB 0..1, what lies behind the object.
        has_alpha: the model decodes RGBA, A being the object's coverage.
        light: how the views are lit: shade = ambient + sky * (n_y + 1) / 2 + key * max(0, n·key_direction),
            multiplied on the albedo in sRGB; None where unknown.
    """

    rows: int
    columns: int
    view_px: int
    azimuths_deg: tuple[float, ...]
    elevations_deg: tuple[float, ...]
    fov_deg: float
    distance: float
    background: tuple[float, float, float]
    has_alpha: bool
    light: Light | None = None

    @property
    def height_px(self) -> int:
        return self.rows * self.view_px

    @property
    def width_px(self) -> int:
        return self.columns * self.view_px

    @property
    def count(self) -> int:
        return self.rows * self.columns


@dataclass(frozen=True)
class Light:
    """A fixed diffuse light in world axes (+Y up), a function of the normal alone.

    shade(n) = ambient + sky * (n_y + 1) / 2 + key * max(0, n · key_direction), in sRGB.
    """

    ambient: float
    sky: float
    key: float
    key_direction: tuple[float, float, float]

    def shade(self, normals: np.ndarray) -> np.ndarray:
        """Return the factor [..., 1] for unit normals [..., 3]."""
        up = normals[..., 1:2]
        lambert = np.clip(normals @ np.asarray(self.key_direction, normals.dtype), 0, None)[..., None]
        return self.ambient + self.sky * (up + 1) / 2 + self.key * lambert


@dataclass(frozen=True)
class Sheet:
    """A generated multi-view sheet.

    Attributes:
        image: [rows * view_px, columns * view_px, 3 or 4], colour composited over the background even
            where alpha is given.
        layout: which camera each view has.
        seed: the seed that made it.
        score: the model's own prompt-picture agreement (cosine), where it has a scorer.
    """

    image: Image
    layout: SheetLayout
    seed: int
    score: float | None = field(default=None)


@dataclass(frozen=True)
class Camera:
    """One pinhole camera or a batch of them, with OpenGL axes: +X right, +Y up, looking along -Z.

    Attributes:
        c2w: [*, 4, 4] float32 camera-to-world, OpenGL axes.
        K: [*, 3, 3] float32 intrinsics in pixels; pixel centres at half-integers, y down.
        width_px, height_px: picture size.
    """

    c2w: np.ndarray
    K: np.ndarray
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Views:
    """Posed pictures of one object.

    Attributes:
        camera: a batch of N cameras.
        rgb: [N, H, W, 3] float32 sRGB 0..1, straight colour (background removed where mask > 0).
        mask: [N, H, W] float32 0..1, coverage by the object.
        background: [3] sRGB behind the object in the pictures as they were generated.
    """

    camera: Camera
    rgb: np.ndarray
    mask: np.ndarray
    background: np.ndarray

    @property
    def composited(self) -> np.ndarray:
        """The pictures over their background, [N, H, W, 3]."""
        alpha = self.mask[..., None]
        return self.rgb * alpha + self.background * (1 - alpha)


@dataclass(frozen=True)
class MaterialMaps:
    """A tileable material's maps, row 0 at the top.

    Attributes:
        base_color: [S, S, 3] float32 sRGB 0..1, without lighting.
        height: [S, S] float32 0..1.
        roughness: [S, S] float32 0..1, glTF's.
        metallic: [S, S] float32 0..1.
        normal: [S, S, 3] float32 unit, tangent space: +X right, +Y up in the picture (OpenGL), +Z outwards.
    """

    base_color: np.ndarray
    height: np.ndarray
    roughness: np.ndarray
    metallic: np.ndarray
    normal: np.ndarray
