"""The sidebar of the 3D viewport, tab "Propsmith"."""

from __future__ import annotations

import textwrap

import bpy

from . import pump
from .wire import Failed

#: Pixels of a letter of Blender's default font at scale 1, on average.
_LETTER_PX = 7.0


class PROPSMITH_PT_prop(bpy.types.Panel):
    bl_label = "Text to Prop"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Propsmith"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        settings = context.scene.propsmith
        running = pump.job()
        asked = layout.column()
        asked.enabled = running is None
        asked.prop(settings, "prompt", text="", placeholder="a red wooden barrel")
        asked.row().prop(settings, "quality", expand=True)
        asked.prop(settings, "seed")
        if running is None:
            row = layout.row()
            row.scale_y = 1.5
            row.operator("propsmith.make_prop", icon="SHADERFX")
        else:
            row = layout.row(align=True)
            row.scale_y = 1.5
            row.progress(factor=running.progress.overall, text=running.line)
            row.operator("propsmith.cancel", text="", icon="X")
        failure = pump.failure()
        if failure is not None:
            _draw_failure(layout.box().column(align=True), context, failure)


def _draw_failure(column: bpy.types.UILayout, context: bpy.types.Context, failure: Failed) -> None:
    column.alert = True
    letters = max(int(context.region.width / (_LETTER_PX * context.preferences.system.ui_scale)) - 8, 16)
    message, *hint = [textwrap.wrap(sentence, letters) for sentence in failure.sentences]
    for number, line in enumerate(message):
        column.label(text=line, icon="BLANK1" if number else "ERROR")
    column.alert = False
    for lines in hint:
        column.separator()
        for line in lines:
            column.label(text=line, icon="BLANK1")
    if failure.code in {"engine-missing", "engine-start", "folder"}:
        column.separator()
        column.operator(
            "preferences.addon_show", text="Open Preferences", icon="PREFERENCES"
        ).module = __package__
