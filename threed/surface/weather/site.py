"""Where weather works: some texels, what they are made of, and how other surfaces are laid on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.materials.material import MaterialClass
from threed.surface.laying import Frames, lay_tile
from threed.surface.noise import solid_noise
from threed.surface.paint import step
from threed.surface.smart import SmartMaterial
from threed.surface.spots import Spots
from threed.surface.tiles import paint_tile


@dataclass(frozen=True)
class Site:
    """What a kind of weather is told.

    Attributes:
        spots: N texels.
        frames: of the parts.
        material: what they are made of.
        texel_m: width of the atlas' texels on the surface.
        tall: metres from its lowest to its highest point.
        flames: [K, 3] middles of what burns, metres.
        seed: of the prop.
    """

    spots: Spots
    frames: Frames
    material: SmartMaterial
    texel_m: float
    tall: float
    flames: np.ndarray
    seed: int

    @property
    def hidden(self) -> np.ndarray:
        """How much a texel lies in a hollow, a corner or a joint, 0..about 2.5 [N]."""
        spots = self.spots
        return 1.5 * (1 - spots.occlusion) + 0.5 * spots.concave + 0.45 * spots.joint

    @property
    def up(self) -> np.ndarray:
        """How much it faces up, -1..1 [N], and lies under the open sky."""
        normal = self.spots.normal[1] + 0.35 * self.spots.bend[1]
        return np.where(normal > 0, normal * (0.25 + 0.75 * self.spots.sky), normal)

    def near_ground(self, part: float) -> np.ndarray:
        """Rise from 0 at a part of the prop's size above its lowest point to 1 at it [N]."""
        return step(self.spots.ground, part * self.spots.size_m, 0.0)

    def runs(self, seed: int) -> np.ndarray:
        """Return noise [N] of deviation 1 in lines that run down, as water leaves them."""
        stretched = self.spots.position * np.array([[1.0], [0.10], [1.0]], np.float32)
        scale = float(np.clip(0.16 * self.spots.size_m, 0.02, 0.4))
        return solid_noise(stretched, scale, self.seed + seed)[0]

    def lay(
        self, rows: np.ndarray, tile: MaterialClass, metres: float, relief_m: float, size_px: int = 256
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Lay a tile on some of the texels, alike from all sides.

        Args:
            rows: [M] of the texels.
            tile: its painter.
            metres: side of a tile.
            relief_m: what its whole height stands for.
            size_px: side of the tile.

        Returns:
            colour [3, M] linear, columns [8, M] (see tiles), gradient [3, M].
        """
        painted = paint_tile(tile, (metres, metres), relief_m, size_px, 0)
        laid, gradient = lay_tile(self.spots.subset(rows), self.frames, painted, "even", self.texel_m)
        return laid[:3] * painted.mean[:, None], laid, gradient
