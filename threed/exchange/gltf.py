"""Writes binary glTF 2.0 (Khronos, ISO/IEC 12113:2022): one mesh, one material, textures inside."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PictureFile

from core.types import Image
from threed.attributes import require_normals, require_uv
from threed.types import Material, Mesh

_FLOAT, _UINT16, _UINT32 = 5126, 5123, 5125
_VERTICES, _INDICES = 34962, 34963  # buffer view targets
_LINEAR, _LINEAR_MIPMAP_LINEAR, _CLAMP = 9729, 9987, 33071


def write_glb(
    path: Path,
    mesh: Mesh,
    material: Material,
    *,
    name: str = "prop",
    extras: Mapping[str, Any] | None = None,
) -> None:
    """Write a mesh with its material as one GLB.

    Args:
        path: of the file; overwritten.
        mesh: in metres, +Y up, front +Z, with uv (v up) and normals; tangents are written if there are any.
        material: its textures go in as PNG; occlusion, roughness and metallic share one.
        name: of the node and the mesh.
        extras: what to keep with the asset, anything that JSON can hold.

    Raises:
        ValueError: the mesh lacks uv or normals, or holds numbers that are not finite.
    """
    uv, normals = require_uv(mesh), require_normals(mesh)
    buffer = _Buffer()
    attributes = {
        "POSITION": buffer.add_vertices("VEC3", mesh.vertices, with_range=True),
        "NORMAL": buffer.add_vertices("VEC3", normals),
        # glTF's v runs down
        "TEXCOORD_0": buffer.add_vertices("VEC2", np.stack([uv[:, 0], 1 - uv[:, 1]], 1)),
    }
    if mesh.tangents is not None:
        attributes["TANGENT"] = buffer.add_vertices("VEC4", mesh.tangents)
    primitive = {
        "attributes": attributes,
        "indices": buffer.add_indices(mesh.faces),
        "material": 0,
        "mode": 4,
    }
    images = {"base_color": material.base_color, "orm": material.orm}
    if material.normal is not None:
        images["normal"] = material.normal
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": f"Propsmith {version('propsmith')}", **_extras(extras)},
        "scene": 0,
        "scenes": [{"name": name, "nodes": [0]}],
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": [primitive]}],
        "materials": [_material(material)],
        "textures": [{"name": label, "source": i, "sampler": 0} for i, label in enumerate(images)],
        "images": [
            {"name": label, "mimeType": "image/png", "bufferView": buffer.add_view(encode_png(image))}
            for label, image in images.items()
        ],
        "samplers": [
            {"magFilter": _LINEAR, "minFilter": _LINEAR_MIPMAP_LINEAR, "wrapS": _CLAMP, "wrapT": _CLAMP}
        ],
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
        "buffers": [{"byteLength": len(buffer.bytes)}],
    }
    text = json.dumps(document, separators=(",", ":"), allow_nan=False).encode()
    chunks = _chunk(b"JSON", text, b" ") + _chunk(b"BIN\0", bytes(buffer.bytes), b"\0")
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)


def encode_png(image: Image) -> bytes:
    """Encode an image of 1, 3 or 4 channels as 8-bit PNG, its values as they are (sRGB or linear)."""
    pixels = (np.clip(image.pixels, 0, 1) * 255 + 0.5).astype(np.uint8)
    stream = io.BytesIO()
    PictureFile.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(stream, format="PNG")
    return stream.getvalue()


class _Buffer:
    """The binary chunk as it grows, with the accessors and views into it."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def add_view(self, data: bytes, target: int | None = None) -> int:
        self.bytes += b"\0" * (-len(self.bytes) % 4)
        view = {"buffer": 0, "byteOffset": len(self.bytes), "byteLength": len(data)}
        self.views.append(view if target is None else {**view, "target": target})
        self.bytes += data
        return len(self.views) - 1

    def add_vertices(self, kind: str, values: np.ndarray, with_range: bool = False) -> int:
        values = np.ascontiguousarray(values, "<f4")
        if not np.isfinite(values).all():
            raise ValueError(
                f"vertex attribute: expected finite numbers, got {np.sum(~np.isfinite(values))} others"
            )
        accessor = {
            "bufferView": self.add_view(values.tobytes(), _VERTICES),
            "componentType": _FLOAT,
            "count": len(values),
            "type": kind,
        }
        if with_range:
            accessor |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def add_indices(self, faces: np.ndarray) -> int:
        # 65535 is reserved for restarting primitives
        short = int(faces.max()) < 0xFFFF
        indices = np.ascontiguousarray(faces, "<u2" if short else "<u4").ravel()
        self.accessors.append(
            {
                "bufferView": self.add_view(indices.tobytes(), _INDICES),
                "componentType": _UINT16 if short else _UINT32,
                "count": len(indices),
                "type": "SCALAR",
            }
        )
        return len(self.accessors) - 1


def _material(material: Material) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": material.name,
        "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "metallicRoughnessTexture": {"index": 1}},
        "occlusionTexture": {"index": 1},
    }
    if material.normal is not None:
        described["normalTexture"] = {"index": 2}
    return described


def _extras(extras: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"extras": dict(extras)} if extras else {}


def _chunk(kind: bytes, data: bytes, padding: bytes) -> bytes:
    data += padding * (-len(data) % 4)
    return struct.pack("<I4s", len(data), kind) + data
