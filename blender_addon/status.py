"""The run in Blender's status bar."""

from __future__ import annotations

from collections.abc import Callable

import bpy

from .job import Job


def show(window: bpy.types.Window, running: Job | None) -> None:
    """Draw a window's status bar anew, with the run in it or without.

    A tool in use writes its own hints there and draws it with every move of the mouse, so it is left to it.
    """
    if running is None:
        window.workspace.status_text_set(None)
    elif len(window.modal_operators) == 0:
        window.workspace.status_text_set(_drawing(running))


def _drawing(running: Job) -> Callable[[bpy.types.Header, bpy.types.Context], None]:
    # Blender takes a plain function only: a partial or a method fails at every redraw.
    def draw(header: bpy.types.Header, _context: bpy.types.Context) -> None:
        """Blender's own status bar with the run in the middle of it."""
        layout = header.layout
        layout.template_input_status()
        layout.separator_spacer()
        layout.template_reports_banner()
        layout.template_running_jobs()
        row = layout.row(align=True)
        bar = row.row()
        bar.ui_units_x = 15
        bar.progress(factor=running.progress.overall, text="Propsmith: " + running.line)
        row.operator("propsmith.cancel", text="", icon="X")
        layout.separator_spacer()
        right = layout.row()
        right.alignment = "RIGHT"
        right.template_status_info()

    return draw
