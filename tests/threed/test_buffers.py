import numpy as np
import trimesh

from core.models.geometry import REACH
from threed.buffers import render_geometry
from threed.types import Mesh


def test_a_ball_is_as_near_and_faces_as_geometry_says(layout):
    ball = trimesh.creation.icosphere(5, 0.4)
    vertices = ball.vertices.astype(np.float32)
    mesh = Mesh(vertices, ball.faces.astype(np.int32), normals=vertices / 0.4)
    shown = render_geometry(mesh, layout)
    assert shown.shape == (layout.count, layout.view_px, layout.view_px, 4)
    for view in shown:
        middle = view[layout.view_px // 2, layout.view_px // 2]
        np.testing.assert_allclose(middle[:3], [0.5, 0.5, 1.0], atol=0.03)  # it faces the camera
        np.testing.assert_allclose(middle[3], (REACH + 0.4) / (2 * REACH), atol=0.01)
        assert (view[0, 0] == 0).all()
        left, right = view[layout.view_px // 2, [layout.view_px // 3, 2 * layout.view_px // 3], 0]
        assert left < 0.5 < right
