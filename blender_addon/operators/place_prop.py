"""Bring a finished prop into the scene, as one step of undo."""

# pyright: reportInvalidTypeForm=false

from pathlib import Path
from typing import ClassVar

import bpy
from bpy.props import FloatVectorProperty, StringProperty

from ..scene import ImportFailed, datablock_name, import_prop


class PROPSMITH_OT_place_prop(bpy.types.Operator):
    """Bring a finished prop into the scene"""

    bl_idname = "propsmith.place_prop"
    bl_label = "Place Prop"
    bl_options: ClassVar = {"REGISTER", "UNDO", "INTERNAL"}

    model: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    prompt: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    quality: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    # Text, since the engine's seeds are wider than Blender's integers.
    seed: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    location: FloatVectorProperty(name="Location", subtype="TRANSLATION", options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.mode != "OBJECT":
            cls.poll_message_set("Props arrive in Object Mode")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        model = Path(self.model)
        try:
            prop = import_prop(context, model, datablock_name(self.prompt), self.location)
        except ImportFailed as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        prop["propsmith"] = {
            "prompt": self.prompt,
            "quality": self.quality,
            "seed": self.seed,
            "asset": str(model.parent),
        }
        return {"FINISHED"}
