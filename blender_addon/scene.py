"""A finished GLB becomes an object of the scene."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpy
from mathutils import Vector

#: Blender before 5.0 cuts longer names, in bytes.
_NAME_BYTES = 63


class ImportFailed(Exception):
    """The GLB cannot be brought into the scene; nothing of it is left there."""


def plain_report(error: RuntimeError) -> str:
    """Return what an operator reported as an error, without the prefix that bpy.ops puts on it."""
    return str(error).removeprefix("Error: ").strip()


def datablock_name(prompt: str) -> str:
    """Return the prompt with single spaces, as long as every Blender allows and cut between letters."""
    return " ".join(prompt.split()).encode()[:_NAME_BYTES].decode(errors="ignore").rstrip()


def import_prop(
    context: bpy.types.Context, model: Path, name: str, location: Sequence[float]
) -> bpy.types.Object:
    """Bring a GLB into the current scene, selected alone and active.

    Blender's own importer turns +Y up into +Z up. Where several nodes have no parent, all are moved and
    selected and the first is named.

    Args:
        context: in Object Mode.
        model: the GLB.
        name: for the object, its mesh and its material; Blender adds .001 where it is taken.
        location: [3] world space, metres: where the GLB's origin comes to lie.

    Returns:
        The active object.

    Raises:
        ImportFailed: the importer is switched off or cannot read the file; selection and scene are as before.
    """
    # The importer's class, since bpy.ops answers to any name.
    if not hasattr(bpy.types, "IMPORT_SCENE_OT_gltf"):
        raise ImportFailed(
            "Blender's glTF importer is off; switch on the add-on 'glTF 2.0 format' in the preferences"
        )
    layer = context.view_layer
    selected = [ob.name for ob in layer.objects if ob.select_get()]
    active = layer.objects.active.name if layer.objects.active else None
    before = {ob.session_uid for ob in bpy.data.objects}
    try:
        bpy.ops.import_scene.gltf(filepath=str(model))
        failure = "" if _arrived(before) else f"{model} holds no object"
    except RuntimeError as error:
        failure = plain_report(error) or f"{model} cannot be read"
    if failure:
        bpy.data.batch_remove(_arrived(before))
        _select(layer, selected, active)
        raise ImportFailed(failure)
    arrived = _arrived(before)
    # Where Blender's own Add menu puts things. The importer of 4.x goes past the active collection, and a
    # collection that is excluded from the view layer would swallow the prop.
    home = layer.active_layer_collection
    _rehome(arrived, context.scene.collection if home.exclude else home.collection)
    roots = [ob for ob in arrived if ob.parent is None]
    for root in roots:
        root.location += Vector(location)
        # The importer leaves quaternions, which nobody wants to turn a prop by.
        root.rotation_mode = "XYZ"
    first = roots[0]
    first.name = name
    if first.data is not None:
        first.data.name = name
        for slot in first.material_slots:
            if slot.material is not None:
                slot.material.name = name
    _select(layer, [ob.name for ob in arrived], first.name)
    return first


def _arrived(before: set[int]) -> list[bpy.types.Object]:
    return [ob for ob in bpy.data.objects if ob.session_uid not in before]


def _rehome(objects: Sequence[bpy.types.Object], collection: bpy.types.Collection) -> None:
    for ob in objects:
        for other in ob.users_collection:
            other.objects.unlink(ob)
        collection.objects.link(ob)


def _select(layer: bpy.types.ViewLayer, names: Sequence[str], active: str | None) -> None:
    for ob in layer.objects:
        ob.select_set(ob.name in names)
    layer.objects.active = layer.objects.get(active) if active else None
