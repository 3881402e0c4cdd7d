"""What is being painted: colour and relief of some texels, and how one layer is laid over another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: a layer that fills so much of the relief is thick
BURIES = 0.7


def step(value: np.ndarray, start: float, end: float) -> np.ndarray:
    """Rise smoothly from 0 where value <= start to 1 where value >= end; falls where start > end."""
    t = np.clip((value - np.float32(start)) * np.float32(1 / (end - start)), 0, 1)
    return t * t * (3 - 2 * t)


def column(rgb: tuple[float, float, float] | np.ndarray) -> np.ndarray:
    """Return a colour as a column [3, 1] float32."""
    return np.asarray(rgb, np.float32).reshape(3, 1)


@dataclass
class Paint:
    """N texels as they are painted; layers are laid over it in place.

    Attributes:
        colour: [3, N] linear RGB.
        roughness, metallic: [N] 0..1.
        height: [N] metres over the mesh.
        gradient: [3, N] of the height over the surface, in space.
        glow: [3, N] linear RGB that it shines with.
        buried: [N] how much joints and edges lie under something thick, 0..1.
    """

    colour: np.ndarray
    roughness: np.ndarray
    metallic: np.ndarray
    height: np.ndarray
    gradient: np.ndarray
    glow: np.ndarray
    buried: np.ndarray

    def lay_over(
        self,
        mask: np.ndarray,
        colour: np.ndarray | None = None,
        roughness: np.ndarray | float | None = None,
        metallic: np.ndarray | float | None = None,
        *,
        lift: np.ndarray | float = 0.0,
        flatten: float = 0.0,
        gradient: np.ndarray | None = None,
    ) -> None:
        """Lay a layer over everything, where mask [N] is 1.

        Args:
            mask: 0..1.
            colour: [3, N] or [3, 1] linear; None keeps what is there. So do roughness and metallic.
            lift: metres by which it is higher.
            flatten: how much of the relief below it fills, 0..1.
            gradient: [3, N] of its own relief.
        """
        if colour is not None:
            self.colour += (colour - self.colour) * mask
        if roughness is not None:
            self.roughness += (roughness - self.roughness) * mask
        if metallic is not None:
            self.metallic += (metallic - self.metallic) * mask
        self.height += lift * mask
        if flatten:
            self.gradient *= 1 - flatten * mask
        if flatten >= BURIES:
            self.buried = np.maximum(self.buried, mask)
        if gradient is not None:
            self.gradient += gradient * mask
        if colour is not None:
            self.glow *= 1 - mask
