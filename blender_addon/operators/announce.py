"""Tell the artist how a run ended.

A timer has no operator to report with, and what an operator called from Python reports never reaches the
window; so this one waits for one event, which Blender itself hands to it, and reports then.
"""

# pyright: reportInvalidTypeForm=false

from typing import ClassVar

import bpy
from bpy.props import EnumProperty, StringProperty


class PROPSMITH_OT_announce(bpy.types.Operator):
    """Show a message of the engine"""

    bl_idname = "propsmith.announce"
    bl_label = "Propsmith"
    bl_options: ClassVar = {"INTERNAL"}

    level: EnumProperty(items=[(level, level.title(), "") for level in ("INFO", "WARNING", "ERROR")])
    text: StringProperty()

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        self._timer = context.window_manager.event_timer_add(0.01, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        self.cancel(context)
        return self.execute(context)

    def cancel(self, context: bpy.types.Context) -> None:
        context.window_manager.event_timer_remove(self._timer)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        self.report({self.level}, self.text)
        return {"FINISHED"}
