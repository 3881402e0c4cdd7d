import numpy as np
import torch

from threed.sparse import SparseMap


def test_product_and_gradient_equal_the_dense_ones():
    random = np.random.default_rng(0)
    column, weight = random.integers(0, 7, (11, 3)), random.normal(size=(11, 3)).astype(np.float32)
    dense = np.zeros((11, 7), np.float32)
    np.add.at(dense, (np.arange(11)[:, None], column), weight)  # repeated columns add up
    x = torch.from_numpy(random.normal(size=(7, 4)).astype(np.float32)).requires_grad_()
    wish = torch.from_numpy(random.normal(size=(11, 4)).astype(np.float32))
    y = SparseMap(column, weight, 7)(x)
    (y * wish).sum().backward()
    torch.testing.assert_close(y.detach(), torch.from_numpy(dense) @ x.detach())
    torch.testing.assert_close(x.grad, torch.from_numpy(dense).T @ wish)


def test_columns_that_nobody_uses_have_no_gradient():
    x = torch.ones(3, 2, requires_grad=True)
    SparseMap(np.array([[0], [2]]), np.ones((2, 1), np.float32), 3)(x).sum().backward()
    assert x.grad.tolist() == [[1, 1], [0, 0], [1, 1]]
