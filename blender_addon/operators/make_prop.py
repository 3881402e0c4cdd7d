"""Ask the engine for a prop."""

from __future__ import annotations

import os
from pathlib import Path

import bpy

from .. import pump
from ..discovery import EngineMissing, engine_environment
from ..job import Request
from ..preferences import asset_root, engine_command, preferences
from ..wire import Failed


class PROPSMITH_OT_make_prop(bpy.types.Operator):
    """Make the prop; it arrives where the 3D cursor is now, and Blender stays usable meanwhile"""

    bl_idname = "propsmith.make_prop"
    bl_label = "Make Prop"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if pump.job() is not None:
            cls.poll_message_set("A prop is being made; wait for it or cancel it")
            return False
        if not context.scene.propsmith.prompt.strip():
            cls.poll_message_set("Say in a few words what to make")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings = context.scene.propsmith
        cursor = context.scene.cursor.location
        request = Request(
            " ".join(settings.prompt.split()),
            settings.quality,
            settings.seed,
            context.scene.name,
            (cursor.x, cursor.y, cursor.z),
        )
        try:
            command = engine_command(preferences(context))
        except EngineMissing as error:
            return self._refuse(Failed("engine-missing", error.message, error.hint))
        try:
            root = asset_root(preferences(context))
            pump.start(request, [str(command)], self._environment(), root)
        except OSError as error:
            hint = "Choose another engine or asset folder in the extension's preferences"
            return self._refuse(Failed("engine-start", f"the run cannot begin: {error}", hint))
        return {"FINISHED"}

    def _environment(self) -> dict[str, str]:
        binary = bpy.app.binary_path
        return engine_environment(os.environ, Path(binary).parent if binary else None, bpy.app.online_access)

    def _refuse(self, why: Failed) -> set[str]:
        pump.refuse(why)
        self.report({"ERROR"}, str(why))
        return {"CANCELLED"}
