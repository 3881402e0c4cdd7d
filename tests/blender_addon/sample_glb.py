"""A small real GLB, made with the standard library: a box with normals, UVs and a painted material."""

from __future__ import annotations

import json
import struct
import zlib

#: Width, height and depth of the box in metres, glTF axes; its origin is the middle of its foot.
SIZE_M = (0.6, 0.9, 0.5)

_FLOAT, _UINT16 = 5126, 5123


def box_glb() -> bytes:
    """Return a glTF 2.0 binary with one node, one mesh of 12 triangles, one material and one texture."""
    positions, normals, uvs, indices = _box()
    chunks = [
        _pack("f", positions),
        _pack("f", normals),
        _pack("f", uvs),
        struct.pack(f"<{len(indices)}H", *indices),
        _striped_png(8),
    ]
    views, binary = [], b""
    for chunk in chunks:
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(chunk)})
        binary += chunk + b"\0" * (-len(chunk) % 4)
    low, high = [list(map(edge, zip(*positions, strict=True))) for edge in (min, max)]
    accessors = [
        {"bufferView": 0, "componentType": _FLOAT, "count": 24, "type": "VEC3", "min": low, "max": high},
        {"bufferView": 1, "componentType": _FLOAT, "count": 24, "type": "VEC3"},
        {"bufferView": 2, "componentType": _FLOAT, "count": 24, "type": "VEC2"},
        {"bufferView": 3, "componentType": _UINT16, "count": 36, "type": "SCALAR"},
    ]
    attributes = {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2}
    painted = {"baseColorTexture": {"index": 0}, "metallicFactor": 0.0, "roughnessFactor": 0.8}
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "prop"}],
        "meshes": [{"primitives": [{"attributes": attributes, "indices": 3, "material": 0}]}],
        "materials": [{"name": "prop", "pbrMetallicRoughness": painted}],
        "textures": [{"source": 0}],
        "images": [{"bufferView": 4, "mimeType": "image/png", "name": "base_color"}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    body = _chunk(b"JSON", text) + _chunk(b"BIN\0", binary)
    return b"glTF" + struct.pack("<II", 2, 12 + len(body)) + body


def _box() -> tuple[list, list, list, list]:
    positions, normals, uvs, indices = [], [], [], []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u_axis, v_axis = (axis + 1) % 3, (axis + 2) % 3
            first = len(positions)
            for u, v in ((0, 0), (1, 0), (1, 1), (0, 1)):
                corner = [0.0, 0.0, 0.0]
                corner[axis], corner[u_axis], corner[v_axis] = sign / 2, u - 0.5, v - 0.5
                corner = [c * size for c, size in zip(corner, SIZE_M, strict=True)]
                positions.append((corner[0], corner[1] + SIZE_M[1] / 2, corner[2]))
                normals.append(tuple(sign if i == axis else 0.0 for i in range(3)))
                uvs.append((float(u), float(v)))
            quad = (0, 1, 2, 0, 2, 3) if sign > 0 else (0, 2, 1, 0, 3, 2)
            indices += [first + i for i in quad]
    return positions, normals, uvs, indices


def _striped_png(side_px: int) -> bytes:
    rows = b"".join(b"\0" + bytes((160, 40, 30) if y % 4 else (60, 55, 50)) * side_px for y in range(side_px))
    head = struct.pack(">IIBBBBB", side_px, side_px, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))
        for tag, data in parts
    )


def _pack(letter: str, rows: list) -> bytes:
    return b"".join(struct.pack(f"<{len(row)}{letter}", *row) for row in rows)


def _chunk(tag: bytes, data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + tag + data
