"""What Blender is told about, and forgets again."""

from __future__ import annotations

import atexit

import bpy

from . import pump
from .operators.announce import PROPSMITH_OT_announce
from .operators.cancel import PROPSMITH_OT_cancel
from .operators.make_prop import PROPSMITH_OT_make_prop
from .operators.place_prop import PROPSMITH_OT_place_prop
from .panels import PROPSMITH_PT_prop
from .preferences import PropsmithPreferences
from .properties import PropsmithSettings

_CLASSES = (
    PropsmithPreferences,
    PropsmithSettings,
    PROPSMITH_OT_announce,
    PROPSMITH_OT_cancel,
    PROPSMITH_OT_make_prop,
    PROPSMITH_OT_place_prop,
    PROPSMITH_PT_prop,
)

_keys: list[tuple[bpy.types.KeyMap, bpy.types.KeyMapItem]] = []


@bpy.app.handlers.persistent
def _before_load(_path: str) -> None:
    """Another file is opened: a prop asked for in this one has no place there."""
    pump.cancel()


def register() -> None:
    """Add the classes, the scene's settings, the key and the handler."""
    for each in _CLASSES:
        bpy.utils.register_class(each)
    bpy.types.Scene.propsmith = bpy.props.PointerProperty(type=PropsmithSettings)
    bpy.app.handlers.load_pre.append(_before_load)
    # Blender switches extensions off when it closes; this is for when it leaves without doing so.
    atexit.register(pump.abandon)
    configuration = bpy.context.window_manager.keyconfigs.addon
    if configuration is not None:  # None where Blender runs without a window.
        keymap = configuration.keymaps.new(name="3D View Generic", space_type="VIEW_3D")
        _keys.append((keymap, keymap.keymap_items.new(PROPSMITH_OT_cancel.bl_idname, "ESC", "PRESS")))


def unregister() -> None:
    """End a run that is under way and take all of it back."""
    pump.stop()
    for keymap, item in _keys:
        keymap.keymap_items.remove(item)
    _keys.clear()
    atexit.unregister(pump.abandon)
    bpy.app.handlers.load_pre.remove(_before_load)
    del bpy.types.Scene.propsmith
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
