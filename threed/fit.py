"""Fits a dense-grid field to posed pictures: hull, photometric rounds from coarse to fine, distillation.

A round restores the distances, finds the samples that the rays of the views need, and then moves the narrow
band of lattice points they touch. The displacement that is optimised is smoothed before it is applied, so
that the surface moves in one piece instead of in pits (the preconditioning of Nicolet et al., "Large Steps in
Inverse Rendering of Geometry", 2021). Where the light of the pictures is known, the field holds base colour
while it is fitted and is shaded by its own normals: a wall that the outlines leave open is then pulled to the
slope its shading tells.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from core.errors import EmptyResultError
from core.types import Light, Progress, silent
from threed.band import Band
from threed.cameras import sheet_cameras
from threed.fields import DenseGrid, redistance
from threed.guidance import Guidance, annealed_timestep, score_distillation_loss, sheet_pixels
from threed.guide import follow_shape
from threed.hull import hull_grid
from threed.losses import (
    curvature_loss,
    eikonal_loss,
    mask_iou,
    mask_loss,
    photometric_loss,
    psnr,
    smoothness_loss,
)
from threed.multiview import shrink_views
from threed.rays import ViewRays, all_rays, select_rays
from threed.types import Mesh, Views
from threed.volume import RaySamples, Rendering, composite, find_samples, render_rays

#: Adam's memory is short: a round has some tens of steps.
BETAS = (0.8, 0.95)
#: The part of the step size that is left at the end of a round.
LAST_STEP = 0.2
#: The window of noise levels for distillation, as parts of the schedule, at its beginning and end: it
#: refines.
HIGH, LOW = (0.5, 0.2), (0.1, 0.02)
#: The surface may leave the hull by this much, world units: views that disagree make it too narrow.
OVERSHOOT = 0.02
#: Distillation steps between two restorations of the distances.
DISTILLATION_ROUND = 16


@dataclass(frozen=True)
class Stage:
    """Rounds on one lattice.

    Attributes:
        resolution: lattice points along a side.
        view_px: views are averaged down to the smallest size not below this.
        rounds, steps: how often, and how long each time.
        softness: of the surface, voxels.
        smoothing: how often the displacement is averaged with its neighbours'.
        step: size of a step of the displacement, voxels.
        inner_rays: part of the rays well inside the outlines that a round casts, drawn anew each time.
    """

    resolution: int
    view_px: int
    rounds: int
    steps: int
    softness: float
    smoothing: int
    step: float = 0.3
    inner_rays: float = 1.0


@dataclass(frozen=True)
class Weights:
    """How much each term counts.

    Attributes:
        rgb, mask: the pictures and their coverage.
        eikonal: unit gradient of the distance.
        curvature: smooth shape; `edge` is the curvature, 1 / world unit, from which on it is taken for an
            edge.
        colour: even colours.
        distillation: the multi-view model's wish, per latent value.
    """

    rgb: float = 10.0
    mask: float = 1.0
    eikonal: float = 0.1
    curvature: float = 1.0
    edge: float = 30.0
    colour: float = 2.0
    distillation: float = 5.0


STANDARD_STAGES = (
    Stage(resolution=48, view_px=48, rounds=5, steps=40, softness=0.5, smoothing=5),
    Stage(resolution=72, view_px=48, rounds=2, steps=20, softness=0.5, smoothing=4),
    Stage(resolution=128, view_px=96, rounds=2, steps=20, softness=0.5, smoothing=4, inner_rays=0.5),
)


@dataclass(frozen=True)
class FitSettings:
    """What a fit may spend, and what it knows of the pictures; FIT_QUALITIES has presets.

    Attributes:
        stages: from coarse to fine.
        distillation_steps: of refinement by a multi-view model, where one is given; 0 leaves it out.
        seed: of the choice of rays, of noise and noise levels.
        light: how the pictures are lit; None where unknown.
        bound: half the side of the field's cube, world units.
        weights: of the losses.
    """

    stages: tuple[Stage, ...] = STANDARD_STAGES
    distillation_steps: int = 16
    seed: int = 0
    light: Light | None = None
    bound: float = 0.55
    weights: Weights = Weights()


@dataclass(frozen=True)
class FitReport:
    """How a fit went.

    Attributes:
        seconds: wall time.
        steps, distillation_steps: taken.
        resolution: of the finest lattice.
        psnr_db: of the field rendered at the views' own cameras against them, over their background.
        mask_iou: the same for coverage, over all views together; mask_iou_each: one per view.
    """

    seconds: float
    steps: int
    distillation_steps: int
    resolution: int
    psnr_db: float
    mask_iou: float
    mask_iou_each: tuple[float, ...]


class FieldFit(NamedTuple):
    """A fitted field, whose colours are lit as the pictures are, and how the fit went."""

    field: DenseGrid
    report: FitReport


def fit_field(
    views: Views,
    settings: FitSettings = FitSettings(),
    guidance: Guidance | None = None,
    progress: Progress = silent,
    guide: Mesh | None = None,
) -> FieldFit:
    """Fit a field to views, then refine it by a multi-view model.

    Args:
        views: posed pictures of one object with masks.
        settings: presets are in FIT_QUALITIES. The same settings give the same field on the same machine.
        guidance: a multi-view model that sees the object at the views' own cameras; None leaves distillation
            out.
        progress: told the stage "fit" after every step; raises Cancelled to stop.
        guide: a closed mesh that the field begins at, instead of the hull of the outlines; the views are
            pictures of it, and what they show beside it may grow as far as their outlines allow.

    Returns:
        The field and a report.

    Raises:
        EmptyResultError: the masks have no common object.
        ValueError: the guidance looks through other cameras than the views'.
    """
    started = time.monotonic()
    if guidance is not None:
        _check_cameras(guidance, views)
    refining = settings.distillation_steps if guidance is not None else 0
    random = torch.Generator().manual_seed(settings.seed)
    # what a coarse lattice would lose of a guide no finer one finds again
    stages = settings.stages if guide is None else settings.stages[-1:]
    first = stages[0]
    field = hull_grid(views, first.resolution, settings.bound, softness=first.softness)
    hull = field.values[..., 0].detach().clone()
    if guide is not None:
        field = follow_shape(field, guide)
        hull = torch.minimum(hull, field.values[..., 0].detach())
    _shade_field(field, settings.light, -1)
    costs = [stage.rounds * stage.steps * stage.resolution**2 for stage in stages]
    whole, done = sum(costs) + refining * 2 * settings.stages[-1].resolution ** 2, 0.0
    for stage in stages:
        if field.resolution != stage.resolution:
            field = field.upsample(stage.resolution)
        field.softness = stage.softness * field.voxel
        seen = shrink_views(views, stage.view_px)
        for _ in range(stage.rounds):
            rays = select_rays(seen, stage.inner_rays, random)
            field = _Round(redistance(field), rays, settings, stage).run(progress, done / whole, 1 / whole)
            _keep_within(field, hull)
            done += stage.steps * stage.resolution**2
    rays = all_rays(views)
    if guidance is not None:
        for begin in range(0, refining, DISTILLATION_ROUND):
            steps = min(DISTILLATION_ROUND, refining - begin)
            stage = replace(settings.stages[-1], steps=steps, step=settings.stages[-1].step / 2)
            distillation = _Distillation(guidance, random, begin, refining)
            fit = _Round(redistance(field), rays, settings, stage, distillation)
            field = fit.run(progress, done / whole, 2 / whole)
            _keep_within(field, hull)
            done += 2 * steps * stage.resolution**2
    field = redistance(field)
    _shade_field(field, settings.light, 1)
    progress("fit", 1.0)
    steps = sum(stage.rounds * stage.steps for stage in stages)
    return FieldFit(field, _judge(field, rays, views, time.monotonic() - started, steps, refining))


class _Distillation(NamedTuple):
    """Which part of a distillation a round does: steps begin.. of the whole."""

    guidance: Guidance
    random: torch.Generator
    begin: int
    whole: int

    def loss(self, rendering: Rendering, step: int) -> torch.Tensor:
        """Return the distillation loss of a sheet per latent value."""
        model, layout = self.guidance.model, self.guidance.layout
        fraction = (self.begin + step) / self.whole
        position = float(torch.rand((), generator=self.random))
        schedule = model.alphas_cumprod
        timestep = annealed_timestep(fraction, position, len(schedule), HIGH, LOW)
        latents = model.encode_image(sheet_pixels(rendering, layout).to(schedule.device))
        noise = torch.randn(latents.shape, generator=self.random).to(latents.device)
        return (score_distillation_loss(self.guidance, latents, timestep, noise) / latents[0].numel()).cpu()


class _Round:
    """One round: a band of lattice points, the samples of some rays, and what is optimised."""

    def __init__(
        self,
        field: DenseGrid,
        rays: ViewRays,
        settings: FitSettings,
        stage: Stage,
        extra: _Distillation | None = None,
    ) -> None:
        self.field, self.rays, self.stage, self.extra = field, rays, stage, extra
        self.weights, self.light = settings.weights, settings.light
        self.samples: RaySamples = find_samples(field, rays.origins, rays.directions, field.voxel)
        if not len(self.samples.ray):
            raise EmptyResultError(
                "nothing to fit: expected masks that show one object from all sides, got none in common",
                "try another seed, or a prompt that names one solid object",
            )
        self.band = Band(field, self.samples)
        values = self.band.read(field)
        self.distance = values[:, :1]
        self.displacement = torch.zeros_like(self.distance, requires_grad=True)  # voxels
        self.logits = torch.logit(values[:, 1:], eps=0.005).requires_grad_()

    def run(self, progress: Progress, begin: float, share: float) -> DenseGrid:
        """Take all steps of the stage, each resolution² · share of the progress; return the field."""
        stage, field = self.stage, self.field
        parameters = [{"params": [self.displacement], "lr": stage.step}, {"params": [self.logits], "lr": 0.1}]
        optimiser = torch.optim.Adam(parameters, betas=BETAS, eps=1e-12)
        rates = [group["lr"] for group in optimiser.param_groups]
        for i in range(stage.steps):
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * (1 - (1 - LAST_STEP) * i / stage.steps)
            optimiser.zero_grad()
            self.loss(i).backward()
            optimiser.step()
            progress("fit", min(begin + (i + 1) * stage.resolution**2 * share, 1.0))
        with torch.no_grad():
            self.band.write(field, torch.cat([self.moved(), torch.sigmoid(self.logits)], -1))
        return field

    def moved(self) -> torch.Tensor:
        """Return the band's distances [A, 1] with the smoothed displacement applied."""
        smooth = self.displacement
        for _ in range(self.stage.smoothing):
            smooth = self.band.average(smooth)
        return self.distance + smooth * self.field.voxel

    def loss(self, step: int) -> torch.Tensor:
        """Render the round's rays and return the weighted sum of all terms."""
        weights, voxel = self.weights, self.field.voxel
        distance = self.moved()
        slopes = self.band.gradient(torch.cat([distance, self.logits], -1))
        gradient = slopes[:, 0].reshape(3, -1).T
        rgb = torch.sigmoid(self.logits)
        if self.light is not None:
            rgb = rgb * _shade(self.light, gradient)
        values = self.band.at_samples(torch.cat([distance, rgb], -1))
        rendering = composite(values, self.samples, self.field.softness)
        laplacian = ((self.band.average(distance) - distance)[:, 0] * (7 / voxel**2))[self.band.whole]
        total = (
            weights.rgb * photometric_loss(rendering.over(self.rays.background), self.rays.rgb)
            + weights.mask * mask_loss(rendering.opacity, self.rays.mask)
            + weights.eikonal * eikonal_loss(gradient)
            + weights.curvature * curvature_loss(laplacian, weights.edge)
            + weights.colour * smoothness_loss(slopes[:, 1:] * voxel)
        )
        if self.extra is not None:
            total = total + weights.distillation * self.extra.loss(rendering, step)
        return total


def _shade(light: Light, gradient: torch.Tensor) -> torch.Tensor:
    """Return Light.shade [..., 1] for the directions of distance gradients [..., 3], differentiably."""
    normal = F.normalize(gradient, dim=-1, eps=1e-3)
    key = gradient.new_tensor(light.key_direction)
    return (
        light.ambient + light.sky * (normal[..., 1:2] + 1) / 2 + light.key * F.relu(normal @ key)[..., None]
    )


@torch.no_grad()
def _shade_field(field: DenseGrid, light: Light | None, power: int) -> None:
    """Multiply a field's colours with the light on its surfaces (power 1), or divide it out (power -1)."""
    if light is None:
        return
    gradient = torch.stack(torch.gradient(field.values[..., 0], spacing=field.voxel), -1)
    field.values[..., 1:] = (field.values[..., 1:] * _shade(light, gradient) ** power).clamp(0, 1)


@torch.no_grad()
def _keep_within(field: DenseGrid, hull: torch.Tensor) -> None:
    """Cut away what has grown out of the hull [R, R, R], in place.

    Few rays pass far outside the outlines, so that little else speaks against fins there.
    """
    size = field.values.shape[:3]
    finer = F.interpolate(hull[None, None], size, mode="trilinear", align_corners=True)[0, 0]
    field.values[..., 0] = torch.maximum(field.values[..., 0], finer - OVERSHOOT)


def _check_cameras(guidance: Guidance, views: Views) -> None:
    expected, got = sheet_cameras(guidance.layout), views.camera
    if expected.c2w.shape != got.c2w.shape or not (
        np.allclose(expected.c2w, got.c2w, atol=1e-4) and np.allclose(expected.K, got.K, rtol=1e-4)
    ):
        raise ValueError(
            "guidance refines views at its own cameras: expected those of its layout, got others"
        )


@torch.no_grad()
def _judge(
    field: DenseGrid, rays: ViewRays, views: Views, seconds: float, steps: int, refining: int
) -> FitReport:
    """Render the views' own pixels and compare."""
    rendering = render_rays(field, rays.origins, rays.directions, field.voxel)
    each = rendering.opacity.reshape(len(views.mask), -1), rays.mask.reshape(len(views.mask), -1)
    return FitReport(
        seconds=seconds,
        steps=steps,
        distillation_steps=refining,
        resolution=field.resolution,
        psnr_db=psnr(rendering.over(rays.background), rays.rgb),
        mask_iou=mask_iou(rendering.opacity, rays.mask),
        mask_iou_each=tuple(mask_iou(opacity, mask) for opacity, mask in zip(*each, strict=True)),
    )


FIT_QUALITIES: dict[str, FitSettings] = {
    "draft": FitSettings(
        stages=(
            Stage(resolution=48, view_px=48, rounds=4, steps=30, softness=0.5, smoothing=5),
            Stage(resolution=96, view_px=96, rounds=2, steps=12, softness=0.4, smoothing=2, inner_rays=0.5),
        ),
        distillation_steps=0,
    ),
    "standard": FitSettings(),
    "high": FitSettings(
        stages=(
            Stage(resolution=48, view_px=48, rounds=6, steps=60, softness=0.5, smoothing=5),
            Stage(resolution=72, view_px=48, rounds=3, steps=40, softness=0.5, smoothing=4),
            Stage(resolution=144, view_px=96, rounds=4, steps=30, softness=0.5, smoothing=4),
        ),
        distillation_steps=96,
    ),
}
