"""Writes binary glTF 2.0 (Khronos, ISO/IEC 12113:2022): a mesh with its material, a collider's solids."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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

#: how hard a PNG is pressed, by the side of the picture: beyond 2048 px time matters more than bytes
_PRESSURE = ((2048, 6), (8192, 2))


def write_glb(
    path: Path,
    mesh: Mesh,
    material: Material,
    *,
    name: str = "prop",
    extras: Mapping[str, Any] | None = None,
    textures: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
) -> None:
    """Write a mesh with its material as one GLB.

    Args:
        path: of the file; overwritten.
        mesh: in metres, +Y up, front +Z, with uv (v up) and normals; tangents are written if there are any.
        material: its textures go in as PNG; occlusion, roughness and metallic share one.
        name: of the node and the mesh.
        extras: what to keep with the asset, anything that JSON can hold.
        textures: from encode_textures, where they are encoded already.
        links: paths of the textures, relative to the file's folder, by their labels: they are named there and
            not put in. None puts them in.

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
    labels = [label for label, _ in _images(material)]
    if links is None:
        pngs = encode_textures(material) if textures is None else textures
        images = [
            {"name": label, "mimeType": "image/png", "bufferView": buffer.add_view(pngs[label])}
            for label in labels
        ]
    else:
        images = [{"name": label, "uri": links[label]} for label in labels]
    primitives, materials, extensions = _primitives(mesh, material, attributes, labels, buffer)
    document: dict[str, Any] = {
        **_head(name, extras),
        **({"extensionsUsed": extensions} if extensions else {}),
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": primitives}],
        "materials": materials,
        "textures": [{"name": label, "source": i, "sampler": 0} for i, label in enumerate(labels)],
        "images": images,
        "samplers": [
            {"magFilter": _LINEAR, "minFilter": _LINEAR_MIPMAP_LINEAR, "wrapS": _CLAMP, "wrapT": _CLAMP}
        ],
    }
    _write(path, document, buffer)


def write_collider(path: Path, solids: Sequence[tuple[np.ndarray, np.ndarray]], name: str = "prop") -> None:
    """Write convex solids, vertices [V, 3] and faces [F, 3] each, as the nodes of one GLB.

    Raises:
        ValueError: there is no solid.
    """
    if not solids:
        raise ValueError("a collider needs a solid")
    buffer, meshes = _Buffer(), []
    for i, (vertices, faces) in enumerate(solids):
        position = buffer.add_vertices("VEC3", vertices, with_range=True)
        primitive = {"attributes": {"POSITION": position}, "indices": buffer.add_indices(faces), "mode": 4}
        meshes.append({"name": f"{name} collider {i + 1}", "primitives": [primitive]})
    count = len(meshes)
    document = {
        **_head(name, None),
        "scenes": [{"name": name, "nodes": list(range(count))}],
        "nodes": [{"name": mesh["name"], "mesh": i} for i, mesh in enumerate(meshes)],
        "meshes": meshes,
    }
    _write(path, document, buffer)


def encode_textures(material: Material) -> dict[str, bytes]:
    """Encode the textures of a material as PNG, by what they are called in an asset's folder."""
    images = _images(material)
    with ThreadPoolExecutor(len(images)) as threads:
        return dict(
            zip(
                [label for label, _ in images],
                threads.map(lambda item: encode_png(item[1]), images),
                strict=True,
            )
        )


def encode_png(image: Image) -> bytes:
    """Encode an image of 1, 3 or 4 channels as 8-bit PNG, its values as they are (sRGB or linear)."""
    pixels = (np.clip(image.pixels, 0, 1) * 255 + 0.5).astype(np.uint8)
    stream = io.BytesIO()
    level = next(level for side, level in _PRESSURE if max(pixels.shape[:2]) <= side)
    picture = PictureFile.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
    picture.save(stream, format="PNG", compress_level=level)
    return stream.getvalue()


def _images(material: Material) -> list[tuple[str, Image]]:
    optional = (("normal", material.normal), ("emissive", material.emissive))
    rest = [(label, image) for label, image in optional if image is not None]
    return [("base_color", material.base_color), ("orm", material.orm), *rest]


def _primitives(
    mesh: Mesh, material: Material, attributes: dict[str, int], labels: Sequence[str], buffer: _Buffer
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    """Return the primitives, one for what is opaque and one for glass, their materials, and extensions."""
    described, extensions = _material(material, labels)
    glass = material.glass
    groups = [(mesh.faces, described)]
    if glass is not None and glass.faces.any():
        base = described["pbrMetallicRoughness"]
        clear = {
            **described,
            "name": f"{material.name} glass",
            "pbrMetallicRoughness": {**base, "baseColorFactor": [1.0, 1.0, 1.0, glass.alpha]},
            "alphaMode": "BLEND",
            "extensions": {
                **described.get("extensions", {}),
                "KHR_materials_transmission": {"transmissionFactor": glass.transmission},
            },
        }
        groups = [(mesh.faces[~glass.faces], described), (mesh.faces[glass.faces], clear)]
        extensions = [*extensions, "KHR_materials_transmission"]
    groups = [(faces, told) for faces, told in groups if len(faces)]
    primitives = [
        {"attributes": attributes, "indices": buffer.add_indices(faces), "material": i, "mode": 4}
        for i, (faces, _) in enumerate(groups)
    ]
    return primitives, [told for _, told in groups], extensions


def _material(material: Material, labels: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    place = {label: i for i, label in enumerate(labels)}
    described: dict[str, Any] = {
        "name": material.name,
        "pbrMetallicRoughness": {
            "baseColorTexture": {"index": place["base_color"]},
            "metallicRoughnessTexture": {"index": place["orm"]},
        },
        "occlusionTexture": {"index": place["orm"]},
    }
    extensions = []
    if "normal" in place:
        described["normalTexture"] = {"index": place["normal"]}
    if "emissive" in place:
        described |= {"emissiveTexture": {"index": place["emissive"]}, "emissiveFactor": [1.0, 1.0, 1.0]}
        if material.emissive_strength != 1:
            strength = {"emissiveStrength": material.emissive_strength}
            described["extensions"] = {"KHR_materials_emissive_strength": strength}
            extensions.append("KHR_materials_emissive_strength")
    return described, extensions


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


def _head(name: str, extras: Mapping[str, Any] | None) -> dict[str, Any]:
    asset = {"version": "2.0", "generator": f"Propsmith {version('propsmith')}"}
    return {
        "asset": {**asset, "extras": dict(extras)} if extras else asset,
        "scene": 0,
        "scenes": [{"name": name, "nodes": [0]}],
    }


def _write(path: Path, document: Mapping[str, Any], buffer: _Buffer) -> None:
    whole = {
        **document,
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
        "buffers": [{"byteLength": len(buffer.bytes)}],
    }
    text = json.dumps(whole, separators=(",", ":"), allow_nan=False).encode()
    chunks = _chunk(b"JSON", text, b" ") + _chunk(b"BIN\0", bytes(buffer.bytes), b"\0")
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)


def _chunk(kind: bytes, data: bytes, padding: bytes) -> bytes:
    data += padding * (-len(data) % 4)
    return struct.pack("<I4s", len(data), kind) + data
