"""A fixed sparse matrix as a differentiable operator on dense columns.

Everything linear in a field's values (trilinear interpolation at samples, differences between neighbours) is
one such matrix, built once and applied hundreds of times. Both directions gather: the gradient goes through
the stored transpose instead of scattering, so it needs no atomics and is the same bit for bit every time.

Measured, 200,000 samples of 4 channels in a 128³ grid, forward and backward, one core of an EPYC Milan: 10
    ms, of
which the transpose adds another 7-14 ms once; F.grid_sample takes 200 ms, an index gather with autograd 160
ms, F.embedding_bag with its own backward 240 ms. torch's CSR product is as fast as this but warns of being in
beta.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse
import torch
import torch.nn.functional as F


@dataclass(frozen=True)
class Rows:
    """A sparse matrix row by row (CSR): the entries of row i are those from start[i] to start[i + 1] (or the
    end).

    Attributes:
        column: [E] int32.
        weight: [E] float32.
        start: [M] int32.
    """

    column: torch.Tensor
    weight: torch.Tensor
    start: torch.Tensor

    def multiply(self, x: torch.Tensor) -> torch.Tensor:
        """Return the product [M, C] with x [N, C]."""
        return F.embedding_bag(self.column, x, self.start, mode="sum", per_sample_weights=self.weight)


class SparseMap:
    """A constant matrix [M, N], applied to x [N, C] with gradient to x.

    Args:
        column: [M, K] int, the columns of each row's K entries.
        weight: [M, K] float32, the entries; repeated columns add up.
        width: N.
    """

    def __init__(self, column: np.ndarray, weight: np.ndarray, width: int) -> None:
        rows, entries = column.shape
        start = np.arange(0, rows * entries + 1, entries, dtype=np.int32)
        data = np.ascontiguousarray(weight, np.float32).ravel()
        matrix = scipy.sparse.csr_matrix((data, column.astype(np.int32).ravel(), start), shape=(rows, width))
        self.shape = matrix.shape
        self.forward = _rows(matrix)
        self.transposed = _rows(matrix.T.tocsr())

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return _Multiply.apply(x, self)  # pyright: ignore[reportReturnType]


def _rows(matrix: Any) -> Rows:
    return Rows(
        torch.from_numpy(matrix.indices.astype(np.int32)),
        torch.from_numpy(matrix.data.astype(np.float32)),
        torch.from_numpy(matrix.indptr[:-1].astype(np.int32)),
    )


class _Multiply(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, matrix: SparseMap) -> torch.Tensor:
        ctx.matrix = matrix
        return matrix.forward.multiply(x)

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:
        return ctx.matrix.transposed.multiply(gradients[0].contiguous()), None
