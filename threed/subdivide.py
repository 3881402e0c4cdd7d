"""Halves the long edges of a mesh, so that no face is longer than a chart may be."""

from __future__ import annotations

import numpy as np

from threed.topology import undirected_edges


def halve_edges(
    vertices: np.ndarray, faces: np.ndarray, longest: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Halve edges until none is longer than a length; faces that share one stay joined.

    Args:
        vertices: [V, 3]; faces: [F, 3].
        longest: > 0, in the unit of the vertices.

    Returns:
        vertices, faces, and for each face which of those given it is a part of. The vertices given come
        first.
    """
    source = np.arange(len(faces))
    while True:
        edges, which = undirected_edges(faces)
        ends = vertices[edges]
        long = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1) > longest
        if not np.any(long):
            return vertices, faces, source
        middle = np.where(long, len(vertices) + np.cumsum(long) - 1, -1)[which].reshape(-1, 3)
        vertices = np.concatenate([vertices, ends[long].mean(1)])
        faces, place = _divide(faces, middle)
        source = source[place]


def _divide(faces: np.ndarray, middle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Divide faces at the middles [F, 3] of their edges 01, 12, 20; -1 is an edge that stays.

    Returns:
        the faces, and of which each is a part.
    """
    split = middle >= 0
    count = split.sum(1)
    place = np.arange(len(faces))
    made, origin = [faces[count == 0]], [place[count == 0]]
    for number in (1, 2, 3):
        for first in range(3):
            # turned so that the edges to be halved are 01; 01 and 12; all
            turned = np.roll(split, -first, axis=1)
            like = np.all(turned == (np.arange(3) < number), axis=1)
            if number == 3 and first > 0:
                continue
            (a, b, c), (p, q, r) = (np.roll(x[like], -first, axis=1).T for x in (faces, middle))
            pieces = {
                1: ((a, p, c), (p, b, c)),
                2: ((p, b, q), (a, p, q), (a, q, c)),
                3: ((a, p, r), (p, b, q), (r, q, c), (p, q, r)),
            }[number]
            made += [np.stack(piece, 1) for piece in pieces]
            origin += [place[like]] * len(pieces)
    faces, origin = np.concatenate(made), np.concatenate(origin)
    order = np.argsort(origin, kind="stable")
    return faces[order], origin[order]
