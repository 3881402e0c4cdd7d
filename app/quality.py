"""How much work each quality spends: every number that trades time for looks, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import QualityName


@dataclass(frozen=True)
class Quality:
    """The numbers of a run.

    Attributes:
        sampling: denoising steps, as a part of the model's own number.
        distilled: whether sheets are sampled in the few steps of a distilled model, where there are weights.
        candidates: sheets that are sampled where there is a scorer, which keeps the best.
        fit: which of threed.fit.FIT_QUALITIES the field is fitted with, distillation included.
        surface_px: samples along the longest side when the surface is extracted.
        triangles: the most the mesh may have.
        texture_px: side of the textures.
        preview_px: side of preview.png.
        turntable_px, turntable_frames: of turntable.webp.
    """

    sampling: float
    distilled: bool
    candidates: int
    fit: QualityName
    surface_px: int
    triangles: int
    texture_px: int
    preview_px: int
    turntable_px: int
    turntable_frames: int


QUALITIES: dict[QualityName, Quality] = {
    "draft": Quality(
        sampling=0.8,
        distilled=True,
        candidates=2,
        fit="draft",
        surface_px=96,
        triangles=5000,
        texture_px=512,
        preview_px=768,
        turntable_px=192,
        turntable_frames=16,
    ),
    "standard": Quality(
        sampling=1.0,
        distilled=False,
        candidates=4,
        fit="standard",
        surface_px=128,
        triangles=5000,
        texture_px=1024,
        preview_px=1024,
        turntable_px=256,
        turntable_frames=24,
    ),
    "high": Quality(
        sampling=2.0,
        distilled=False,
        candidates=8,
        fit="high",
        surface_px=160,
        triangles=5000,
        texture_px=2048,
        preview_px=1536,
        turntable_px=384,
        turntable_frames=36,
    ),
}


@dataclass(frozen=True)
class ProceduralQuality:
    """The numbers of a run that a program and smart materials make.

    Attributes:
        triangles: the most the mesh may have.
        texture_px: side of the textures.
        lods: coarser meshes beside the model, 0 to 2.
        collider: whether convex solids for collisions lie beside it.
        preview_px: side of preview.png.
        turntable_px, turntable_frames: of turntable.webp; 0 frames is none.
    """

    triangles: int
    texture_px: int
    lods: int
    collider: bool
    preview_px: int
    turntable_px: int
    turntable_frames: int


PROCEDURAL_QUALITIES: dict[QualityName, ProceduralQuality] = {
    "draft": ProceduralQuality(5000, 512, 0, False, 768, 0, 0),
    "standard": ProceduralQuality(5000, 1024, 2, True, 1024, 256, 24),
    "high": ProceduralQuality(5000, 4096, 2, True, 1536, 384, 36),
}
#: as PROP_SECONDS, without any model
PROCEDURAL_SECONDS: dict[str, float] = {
    "start": 0.4,
    "shape": 0.1,
    "mesh": 0.5,
    "maps": 0.6,
    "paint": 0.8,
    "pictures": 2.0,
    "write": 0.6,
}

#: what a model that paints the shape adds, before the pictures
PAINTING_SECONDS: dict[str, float] = {"load": 7.0, "views": 6.0, "bake": 3.0}

#: seconds that each stage takes on two cores with the pocket model, between draft and standard; they are the
#: stages' shares of the progress bar
PROP_SECONDS: dict[str, float] = {
    "start": 3,
    "load": 7,
    "sheet": 5,
    "views": 0.2,
    "fit": 15,
    "surface": 3,
    "unwrap": 1,
    "bake": 3,
    "measure": 1,
    "pictures": 4,
    "write": 0.5,
}
IMAGE_SECONDS: dict[str, float] = {"start": 3, "load": 7, "sampling": 5, "write": 0.5}
