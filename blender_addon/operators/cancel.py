"""End the run."""

from __future__ import annotations

import bpy

from .. import pump


class PROPSMITH_OT_cancel(bpy.types.Operator):
    """End the engine's work on the prop (Esc over the 3D viewport)"""

    bl_idname = "propsmith.cancel"
    bl_label = "Cancel Prop"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        if pump.job() is None:
            cls.poll_message_set("No prop is being made")
            return False
        return True

    def execute(self, _context: bpy.types.Context) -> set[str]:
        pump.cancel()
        return {"FINISHED"}
