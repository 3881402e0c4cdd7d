"""A photographer's studio for finished meshes: three soft boxes and a dome, which turn with the camera.

Soft boxes are spherical Gaussians (Wang et al., "All-frequency rendering of dynamic, spatially-varying
reflectance", 2009), which makes the highlight of a rough surface a Gaussian too. Shading is in linear light.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.color import srgb_to_linear
from threed.attributes import require_tangents, require_uv
from threed.normals import unit
from threed.raster import SurfacePoints, interpolate, mapped_normals, sample_texture
from threed.raycast import RayScene, detect_occlusions
from threed.types import Glass, Material, Mesh


@dataclass(frozen=True)
class SoftBox:
    """One light.

    Attributes:
        azimuth_deg: from the camera's viewing direction, positive to the camera's right.
        elevation_deg: above the horizon.
        irradiance: linear RGB on a white surface that faces it, before the factor π.
        spread_deg: angular radius.
    """

    azimuth_deg: float
    elevation_deg: float
    irradiance: tuple[float, float, float]
    spread_deg: float


@dataclass(frozen=True)
class Studio:
    """Lights and backdrop.

    Attributes:
        key: the light that casts shadows.
        others: lights without shadows.
        cards: bright boards that only show in mirrors: without them metal has nothing to reflect.
        sky, ground: linear RGB of the dome above and the light that the floor returns.
        backdrop_centre, backdrop_edge: sRGB of the backdrop behind the object and at the picture's border.
    """

    key: SoftBox = SoftBox(-38, 46, (0.86, 0.83, 0.78), 11)
    others: tuple[SoftBox, ...] = (
        SoftBox(62, 18, (0.15, 0.17, 0.20), 25),
        SoftBox(150, 40, (0.36, 0.38, 0.42), 14),
    )
    cards: tuple[SoftBox, ...] = (
        SoftBox(-88, 14, (0.55, 0.54, 0.52), 24),
        SoftBox(80, 30, (0.40, 0.42, 0.46), 22),
        SoftBox(8, 12, (0.20, 0.20, 0.21), 26),
        SoftBox(20, 78, (0.60, 0.60, 0.60), 26),
    )
    sky: tuple[float, float, float] = (0.34, 0.35, 0.37)
    ground: tuple[float, float, float] = (0.20, 0.19, 0.18)
    backdrop_centre: tuple[float, float, float] = (0.88, 0.885, 0.89)
    backdrop_edge: tuple[float, float, float] = (0.73, 0.735, 0.745)


STUDIO = Studio()


@dataclass(frozen=True)
class Surface:
    """A mesh and its textures, packed for shading: one look-up fetches everything.

    Attributes:
        mesh: the mesh; scene: of it.
        attributes: [V, 6]: uv, tangent.
        texture: [S, S, C]: linear base colour, occlusion, roughness, metallic and what else there is.
        normal, emissive: where in the texture the normal map and the linear light given off begin; None
            where there is none.
        glass: which faces light goes through; None where none.
    """

    mesh: Mesh
    scene: RayScene
    attributes: np.ndarray
    texture: np.ndarray
    normal: int | None = None
    emissive: int | None = None
    glass: Glass | None = None


@dataclass(frozen=True)
class Shading:
    """What is seen of points.

    Attributes:
        radiance: [P, 3] linear, exposed so that a white surface in the key light is about 1.
        through: [P, 3] 0..1, the share of what lies behind that is seen too; None where nothing is of glass.
        emitted: [P, 3] linear, the part of the radiance that the surface gives off; None where none does.
    """

    radiance: np.ndarray
    through: np.ndarray | None = None
    emitted: np.ndarray | None = None


def pack_surface(mesh: Mesh, material: Material, scene: RayScene) -> Surface:
    """Pack a mesh with uv and tangents, and its material, for shading."""
    maps = [srgb_to_linear(material.base_color.pixels), material.orm.pixels]
    normal = emissive = None
    if material.normal is not None:
        normal = 6
        maps.append(material.normal.pixels)
    if material.emissive is not None:
        emissive = 6 if normal is None else 9
        maps.append(srgb_to_linear(material.emissive.pixels) * material.emissive_strength)
    texture = np.concatenate(maps, -1, dtype=np.float32)
    attributes = np.concatenate([require_uv(mesh), require_tangents(mesh)], 1)
    return Surface(mesh, scene, attributes, texture, normal, emissive, material.glass)


def shade_points(
    surface: Surface, points: SurfacePoints, camera_azimuth: float, studio: Studio, shadow_rays: int
) -> Shading:
    """Shade what a camera sees.

    Args:
        surface: what is seen.
        points: where.
        camera_azimuth: radians, where the camera stands; the lights stand relative to it.
        shadow_rays: towards the key light, per point; 0 casts no shadow.

    Source: the metallic-roughness model of glTF 2.0, with lobes as spherical Gaussians.
    """
    attributes = interpolate(surface.attributes, surface.mesh.faces, points.face, points.barycentric)
    looked_up = sample_texture(surface.texture, attributes[:, :2])
    albedo, (occlusion, roughness, metallic) = looked_up[:, :3], np.split(looked_up[:, 3:6], 3, axis=1)
    normal = points.normal
    if surface.normal is not None:
        normal = mapped_normals(normal, attributes[:, 2:], looked_up[:, surface.normal : surface.normal + 3])
    facing = np.clip(-(normal * points.direction).sum(1, keepdims=True), 0.02, 1)
    mirror = points.direction + 2 * facing * normal
    # spread of the highlight: that of GGX's half vectors, α²/2, widened by the reflection (Wang et al. 2009)
    lobe = 2 * np.maximum(roughness, 0.12) ** 4 * facing
    reflectance = 0.04 * (1 - metallic) + albedo * metallic
    fresnel = reflectance + (np.maximum(1 - roughness, reflectance) - reflectance) * (1 - facing) ** 5
    sky, ground = np.array(studio.sky, np.float32), np.array(studio.ground, np.float32)
    diffuse = (ground + (sky - ground) * (normal[:, 1:2] * 0.5 + 0.5)) * occlusion
    # rough surfaces reflect a blurred horizon; smooth ones show the dome's bright top
    horizon = 1 / (1 + np.exp(-np.clip(mirror[:, 1:2] / (0.08 + 0.5 * roughness**2), -30, 30)))
    specular = (ground + (sky * (1.7 - 0.7 * roughness) - ground) * horizon) * occlusion
    for box in (studio.key, *studio.others):
        direction = box_direction(box, camera_azimuth)
        wrap = np.float32(np.sin(np.radians(box.spread_deg)) * 0.6)
        lambert = np.clip((normal @ direction + wrap) / (1 + wrap), 0, None)
        visible = occlusion
        if box is studio.key and shadow_rays:
            lit = np.flatnonzero(lambert)
            visible = np.zeros_like(occlusion)
            visible[lit, 0] = _key_visibility(
                surface.scene,
                points.position[lit],
                points.normal[lit],
                direction,
                box.spread_deg,
                shadow_rays,
            )
        arriving = visible * np.array(box.irradiance, np.float32)
        diffuse = diffuse + arriving * lambert[:, None]
        specular = specular + arriving * _mirrored(box, direction, mirror, lobe) * (lambert > 0)[:, None]
    # what is dull and no metal would only be veiled by them
    polish = occlusion * np.maximum(metallic, (1 - roughness) ** 2)
    for card in studio.cards:
        seen = _mirrored(card, box_direction(card, camera_azimuth), mirror, lobe)
        specular = specular + polish * seen * np.array(card.irradiance, np.float32)
    matt, radiance, through, emitted = albedo * (1 - metallic) * diffuse, fresnel * specular, None, None
    if surface.glass is not None:
        clear = surface.glass.faces[points.face][:, None] * np.float32(surface.glass.transmission)
        through, matt = clear * albedo * (1 - fresnel), matt * (1 - clear)
    radiance = radiance + matt
    if surface.emissive is not None:
        emitted = looked_up[:, surface.emissive : surface.emissive + 3]
        radiance = radiance + emitted
    return Shading(radiance, through, emitted)


def _mirrored(box: SoftBox, direction: np.ndarray, mirror: np.ndarray, lobe: np.ndarray) -> np.ndarray:
    """Return how bright a soft box is in the mirror [P, 3] of lobes [P, 1] wide: [P, 1]."""
    sharpness = 1 / (lobe + np.float32(np.radians(box.spread_deg) ** 2) / 2)
    return np.exp(sharpness * ((mirror @ direction)[:, None] - 1)) * sharpness * np.float32(0.5)


def box_direction(box: SoftBox, camera_azimuth: float) -> np.ndarray:
    """Return the unit direction [3] towards a soft box, for a camera at an azimuth in radians."""
    a, e = camera_azimuth + np.radians(box.azimuth_deg), np.radians(box.elevation_deg)
    return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], np.float32)


def tone_map(linear: np.ndarray) -> np.ndarray:
    """Compress highlights: linear up to 0.7, then a soft shoulder that reaches 1 at infinity."""
    knee = 0.7
    over = np.maximum(linear - knee, 0)
    return np.minimum(linear, knee) + (1 - knee) * (1 - np.exp(-over / (1 - knee)))


def _key_visibility(
    scene: RayScene,
    position: np.ndarray,
    normal: np.ndarray,
    direction: np.ndarray,
    spread_deg: float,
    rays: int,
) -> np.ndarray:
    """Return the part of the key light [P] that reaches points [P, 3] with normals [P, 3]."""
    across = unit(np.cross(direction, np.eye(3, dtype=np.float32)[np.abs(direction).argmin()]))
    along = np.cross(direction, across)
    # off the surface along the smooth normal: hides the shadows that facets cast on each other
    origins = position + normal * np.float32(0.006)
    clear = np.zeros(len(position), np.float32)
    for k in range(rays):
        radius = np.sin(np.radians(spread_deg)) * np.sqrt((k + 0.5) / rays)
        angle = k * np.pi * (3 - np.sqrt(5))  # golden angle
        ray = unit(direction + radius * (np.cos(angle) * across + np.sin(angle) * along)).astype(np.float32)
        clear += ~detect_occlusions(scene, origins, np.broadcast_to(ray, origins.shape))
    return clear / rays
