"""Mesh maps: what is open, what is near an edge, how edges are rounded."""

import numpy as np
from dressed import NO_EDGES, make_dressed, make_sheet

from threed.procedural.parts import part
from threed.procedural.pieces import board, cylinder
from threed.surface.spots import gather_spots


def spots_of(dressed):
    return gather_spots(dressed.maps, np.arange(len(dressed.maps.texels.index)), 0)


def test_positions_and_normals_are_those_of_the_surface():
    sheet = make_sheet(32, 2.0)
    spots = spots_of(sheet)
    row, column = np.divmod(sheet.maps.texels.index, 32)
    np.testing.assert_allclose(spots.position[0], (column + 0.5) / 16, atol=1e-5)
    np.testing.assert_allclose(spots.position[1], 2 - (row + 0.5) / 16, atol=1e-5)
    np.testing.assert_allclose(spots.normal, [[0], [0], [1]] * np.ones(1024), atol=1e-6)
    assert abs(sheet.maps.texel_m - 1 / 16) < 1e-6
    np.testing.assert_allclose(spots.ground, spots.position[1], atol=1e-6)


def test_a_lone_sheet_is_open_and_a_corner_is_not():
    spots = spots_of(make_sheet(64))
    assert spots.occlusion.min() > 0.999
    corner = make_dressed(
        [
            part("floor", "stone", board((0, -0.05, 0), (2, 0.1, 2), 0), (0, 0, 1), (0, 1, 0)),
            part("wall", "stone", board((0, 0.5, -0.95), (2, 1, 0.1), 0), (0, 1, 0), (0, 0, 1)),
        ]
    )
    spots = spots_of(corner)
    floor = (spots.flat[1] > 0.9) & (np.abs(spots.position[1]) < 1e-3) & (np.abs(spots.position[0]) < 0.5)
    near, far = floor & (spots.position[2] < -0.86), floor & (spots.position[2] > 0.7)
    # at the foot of a high wall half the sky is hidden
    assert 0.45 < spots.occlusion[near].mean() < 0.72
    assert spots.occlusion[far].mean() > 0.95
    assert spots.concave[near].mean() > 0.3 > 0.01 > spots.concave[far].max()


def test_sky_is_what_is_seen_straight_above():
    roofed = make_dressed(
        [
            part("floor", "stone", board((0, -0.05, 0), (2, 0.1, 2), 0), (0, 0, 1), (0, 1, 0)),
            part("post", "stone", board((0, 0.2, 0), (0.1, 0.4, 0.1), 0), (0, 1, 0), (0, 0, 1)),
            part("roof", "stone", board((0, 0.4, 0), (1, 0.04, 1), 0), (0, 0, 1), (0, 1, 0)),
        ]
    )
    spots = spots_of(roofed)
    floor = (spots.flat[1] > 0.9) & (np.abs(spots.position[1]) < 1e-3)
    under = floor & (np.abs(spots.position[[0, 2]]).max(0) < 0.25)
    out = floor & (np.abs(spots.position[[0, 2]]).max(0) > 0.9)
    assert spots.sky[under].mean() < 0.45
    assert spots.sky[out].mean() > 0.85


def test_convex_is_closeness_to_edges_and_grows_at_corners():
    box = make_dressed([part("box", "wood", board((0, 0.5, 0), (1, 1, 1), 0), (0, 1, 0), (0, 0, 1))], 512)
    spots = spots_of(box)
    to_edges = np.sort(0.5 - np.abs(spots.position - np.array([[0], [0.5], [0]])), axis=0)[1:]
    reach = max(2.7 * 0.0044, 4 * box.maps.texel_m)
    on_one = (to_edges[0] < 0.1 * reach) & (to_edges[1] > 2 * reach)
    assert spots.convex[to_edges[0] > 1.01 * reach].max() == 0
    assert 0.9 < spots.convex[on_one].mean() <= 1
    corner = to_edges.max(0) < 0.2 * reach
    assert corner.any()
    assert spots.convex[corner].mean() > 1.5
    assert spots.concave.max() == 0
    assert spots.joint.max() == 0


def test_rounded_edges_turn_the_normal_half_way_and_meet():
    box = make_dressed([part("box", "wood", board((0, 0.5, 0), (1, 1, 1), 0), (0, 1, 0), (0, 0, 1))], 1024)
    spots = spots_of(box)
    bent = spots.normal + spots.bend
    bent /= np.linalg.norm(bent, axis=0)
    local = spots.position - np.array([[0], [0.5], [0]])
    away = np.sort(0.5 - np.abs(local), axis=0)
    turned = np.degrees(np.arccos(np.clip((bent * spots.flat).sum(0), -1, 1)))
    # at an edge of 90° each side has turned by 45°, a radius away by none
    at_edge = (away[1] < 0.0004) & (away[2] > 0.05)
    assert 38 < turned[at_edge].mean() < 47
    assert turned[away[1] > 0.008].max() < 1e-3
    # at a corner all three faces agree upon its diagonal
    corner = away[2] < 0.0006
    assert corner.any()
    np.testing.assert_allclose(np.abs(bent[:, corner]), np.full((3, corner.sum()), 3**-0.5), atol=0.12)


def test_boards_side_by_side_have_a_groove_and_facets_of_round_things_no_edges(boards):
    spots = spots_of(boards)
    front = (spots.flat[2] > 0.9) & (np.abs(spots.position[2] + 0.08) < 1e-3) & (spots.position[1] > 0.1)
    at_joint = front & (np.abs(spots.position[0]) < 0.5 * boards.maps.texel_m)
    assert at_joint.any()
    assert spots.joint[at_joint].mean() > 0.5
    assert (
        spots.joint[front & (np.abs(spots.position[0]) > 0.02) & (np.abs(spots.position[0]) < 0.15)].max()
        == 0
    )
    # its shoulders lean towards it, from both sides
    left = front & (spots.position[0] < -0.0005) & (spots.joint > 0.2)
    right = front & (spots.position[0] > 0.0005) & (spots.joint > 0.2)
    assert spots.bend[0, left].mean() > 0.1 > -0.1 > spots.bend[0, right].mean()
    ball = spots.part == 4
    assert spots.convex[ball & (spots.position[1] > 0.06)].max() == 0
    post = (
        (spots.part == 3)
        & (np.abs(spots.flat[1]) < 0.1)
        & (spots.position[1] > 0.08)
        & (spots.position[1] < 0.17)
    )
    assert spots.convex[post].max() == 0


def test_thin_boards_do_not_see_edges_of_their_other_side():
    thin = make_dressed(
        [part("leaf", "wood", board((0, 0.5, 0), (1, 1, 0.002), 0), (0, 1, 0), (0, 0, 1))], 512
    )
    spots = spots_of(thin)
    front = spots.flat[2] > 0.9
    on_one = front & (0.5 - np.abs(spots.position[0]) < 0.001) & (np.abs(spots.position[1] - 0.5) < 0.4)
    assert on_one.any()
    assert spots.convex[on_one].max() <= 1.001


def test_maps_of_a_mesh_without_edges_are_flat():
    sheet = make_sheet(16)
    assert len(NO_EDGES.angle) == 0
    assert not sheet.maps.edges.bend.any()
    assert not sheet.maps.edges.convex.any()


def test_cylinders_lean_with_the_smooth_normal():
    post = make_dressed(
        [part("post", "wood", cylinder(0.1, 0, 1, 16), (0, 1, 0), mapping="turned", origin=(0, 0, 0))]
    )
    spots = spots_of(post)
    side = np.abs(spots.flat[1]) < 0.1
    radial = spots.position[[0, 2]] / np.linalg.norm(spots.position[[0, 2]], axis=0)
    assert ((spots.normal[[0, 2]] * radial).sum(0)[side] > 0.995).all()
