import io
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image as PictureFile

from core.types import Image
from threed.exchange.gltf import encode_png, encode_textures, write_collider, write_glb
from threed.exchange.validator import install_validator, validate_glb
from threed.types import Glass, Material, Mesh


def read_chunks(path: Path) -> tuple[dict, bytes]:
    data = path.read_bytes()
    magic, number, length = struct.unpack_from("<4sII", data)
    assert (magic, number, length) == (b"glTF", 2, len(data))
    json_length, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    binary_length, kind = struct.unpack_from("<I4s", data, 20 + json_length)
    assert kind == b"BIN\0"
    assert 28 + json_length + binary_length == length
    return json.loads(data[20 : 20 + json_length]), data[28 + json_length :]


@pytest.fixture(scope="module")
def glb(prop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("glb") / "mug.glb"
    write_glb(path, prop.mesh.scaled(0.25), prop.material, name="mug", extras={"prompt": "a mug", "seed": 7})
    return path


def test_trimesh_reads_back_what_was_written(prop, glb: Path) -> None:
    (read,) = trimesh.load(glb, process=False).geometry.values()
    np.testing.assert_array_equal(read.vertices, prop.mesh.scaled(0.25).vertices)
    np.testing.assert_array_equal(read.faces, prop.mesh.faces)
    np.testing.assert_allclose(read.visual.uv, prop.mesh.uv, atol=1e-6)
    np.testing.assert_allclose(read.vertex_normals, prop.mesh.normals, atol=1e-6)
    material = read.visual.material
    for picture, image in (
        (material.baseColorTexture, prop.material.base_color),
        (material.metallicRoughnessTexture, prop.material.orm),
        (material.occlusionTexture, prop.material.orm),
        (material.normalTexture, prop.material.normal),
    ):
        np.testing.assert_allclose(
            np.asarray(picture.convert("RGB")) / 255, image.pixels, atol=0.5 / 255 + 1e-6
        )
    merged = trimesh.Trimesh(read.vertices, read.faces)
    merged.merge_vertices(merge_tex=True, merge_norm=True)
    assert merged.is_watertight


def test_attributes_are_laid_out_as_the_standard_wants(prop, glb: Path) -> None:
    document, binary = read_chunks(glb)
    (primitive,) = document["meshes"][0]["primitives"]
    assert set(primitive["attributes"]) == {"POSITION", "NORMAL", "TEXCOORD_0", "TANGENT"}

    def read(index: int, columns: int, kind: str) -> np.ndarray:
        accessor = document["accessors"][index]
        view = document["bufferViews"][accessor["bufferView"]]
        assert view["byteOffset"] % 4 == 0
        data = np.frombuffer(binary, kind, accessor["count"] * columns, view["byteOffset"])
        return data.reshape(-1, columns) if columns > 1 else data

    position = read(primitive["attributes"]["POSITION"], 3, "<f4")
    accessor = document["accessors"][primitive["attributes"]["POSITION"]]
    assert accessor["min"] == position.min(0).tolist()
    assert accessor["max"] == position.max(0).tolist()
    uv = read(primitive["attributes"]["TEXCOORD_0"], 2, "<f4")
    np.testing.assert_allclose(uv[:, 1], 1 - prop.mesh.uv[:, 1], atol=1e-6)
    np.testing.assert_array_equal(read(primitive["attributes"]["TANGENT"], 4, "<f4"), prop.mesh.tangents)
    assert document["accessors"][primitive["indices"]]["componentType"] == 5123
    np.testing.assert_array_equal(read(primitive["indices"], 1, "<u2"), prop.mesh.faces.ravel())


def test_document_names_its_maker_and_keeps_extras(glb: Path) -> None:
    document, _ = read_chunks(glb)
    assert document["asset"]["generator"].startswith("Propsmith ")
    assert document["asset"]["extras"] == {"prompt": "a mug", "seed": 7}
    assert document["nodes"][0]["name"] == document["meshes"][0]["name"] == "mug"
    assert document["materials"][0]["name"] == "mug"
    assert document["materials"][0]["occlusionTexture"]["index"] == 1
    assert document["materials"][0]["pbrMetallicRoughness"]["metallicRoughnessTexture"]["index"] == 1


def test_many_vertices_take_wide_indices(tmp_path: Path) -> None:
    count = 70_000
    vertices = np.random.default_rng(0).random((count, 3)).astype(np.float32)
    normals = np.tile(np.float32([0, 1, 0]), (count, 1))
    faces = np.int32([[0, 1, count - 1], [2, 3, 4]])
    image = Image(np.zeros((2, 2, 3), np.float32))
    path = tmp_path / "wide.glb"
    write_glb(path, Mesh(vertices, faces, uv=vertices[:, :2], normals=normals), Material(image, image))
    document, _ = read_chunks(path)
    assert document["accessors"][document["meshes"][0]["primitives"][0]["indices"]]["componentType"] == 5125
    assert "normalTexture" not in document["materials"][0]
    assert len(document["images"]) == 2


def test_same_input_same_bytes(prop, glb: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.glb"
    write_glb(again, prop.mesh.scaled(0.25), prop.material, name="mug", extras={"prompt": "a mug", "seed": 7})
    assert again.read_bytes() == glb.read_bytes()


def test_png_keeps_values_to_half_a_step() -> None:
    for channels in (1, 3, 4):
        pixels = np.random.default_rng(1).random((5, 7, channels)).astype(np.float32)
        read = np.asarray(PictureFile.open(io.BytesIO(encode_png(Image(pixels))))).reshape(5, 7, channels)
        np.testing.assert_allclose(read / 255, pixels, atol=0.5 / 255 + 1e-6)


def test_mesh_that_cannot_be_written_leaves_no_file(prop, tmp_path: Path) -> None:
    path = tmp_path / "bad.glb"
    with pytest.raises(ValueError, match="no UV map"):
        write_glb(path, replace(prop.mesh, uv=None), prop.material)
    broken = prop.mesh.vertices.copy()
    broken[0, 0] = np.nan
    with pytest.raises(ValueError, match="expected finite numbers, got 1 others"):
        write_glb(path, replace(prop.mesh, vertices=broken), prop.material)
    assert not path.exists()


@pytest.fixture(scope="session")
def validator() -> Path:
    """The Khronos validator's npm package, installed into the user's cache the first time."""
    try:
        return install_validator()
    except (FileNotFoundError, RuntimeError) as error:
        pytest.skip(str(error))


@pytest.mark.validator
def test_khronos_validator_finds_nothing(prop, glb: Path, validator: Path, tmp_path: Path) -> None:
    report = validate_glb(glb, validator)
    assert report.messages == ()
    assert (report.errors, report.warnings, report.infos) == (0, 0, 0)
    plain = tmp_path / "plain.glb"
    write_glb(plain, replace(prop.mesh, tangents=None), replace(prop.material, normal=None))
    assert validate_glb(plain, validator).messages == ()


@pytest.mark.validator
def test_glass_light_links_and_collider_are_valid_too(prop, validator: Path, tmp_path: Path) -> None:
    faces = np.arange(len(prop.mesh.faces)) % 3 == 0
    shining = replace(
        prop.material, emissive=prop.material.base_color, emissive_strength=4.0, glass=Glass(faces)
    )
    pngs = encode_textures(shining)
    (tmp_path / "textures").mkdir()
    for label, png in pngs.items():
        (tmp_path / "textures" / f"{label}.png").write_bytes(png)
    write_glb(tmp_path / "model.glb", prop.mesh, shining, textures=pngs)
    links = {label: f"textures/{label}.png" for label in pngs}
    write_glb(tmp_path / "linked.glb", prop.mesh, shining, links=links)
    ball = trimesh.creation.icosphere(1, 0.3)
    write_collider(tmp_path / "collider.glb", [(ball.vertices, ball.faces), (ball.vertices + 1, ball.faces)])
    for file in ("model", "linked", "collider"):
        told = validate_glb(tmp_path / f"{file}.glb", validator).messages
        # that a GLB names files beside it is meant
        assert [message for message in told if not message.startswith("URI_GLB")] == [], file
    assert (tmp_path / "linked.glb").stat().st_size < 0.5 * (tmp_path / "model.glb").stat().st_size

    document, _ = read_chunks(tmp_path / "model.glb")
    solid, clear = document["materials"]
    counts = [
        document["accessors"][primitive["indices"]]["count"]
        for primitive in document["meshes"][0]["primitives"]
    ]
    assert counts == [3 * int((~faces).sum()), 3 * int(faces.sum())]
    assert clear["extensions"]["KHR_materials_transmission"] == {"transmissionFactor": 0.9}
    assert (clear["alphaMode"], clear["pbrMetallicRoughness"]["baseColorFactor"][3]) == ("BLEND", 0.35)
    assert "alphaMode" not in solid
    assert solid["extensions"]["KHR_materials_emissive_strength"] == {"emissiveStrength": 4.0}
    nodes = read_chunks(tmp_path / "collider.glb")[0]["nodes"]
    assert [node["name"] for node in nodes] == ["prop collider 1", "prop collider 2"]


@pytest.mark.validator
def test_khronos_validator_is_really_asked(prop, validator: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.glb"
    write_glb(path, replace(prop.mesh, normals=prop.mesh.normals * 2), prop.material)
    report = validate_glb(path, validator)
    assert report.errors > 0
    assert "ACCESSOR_VECTOR3_NON_UNIT" in report.messages[0]
