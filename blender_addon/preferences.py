"""The extension's preferences: where the engine is and where props are kept."""

# pyright: reportInvalidTypeForm=false

import os
from pathlib import Path

import bpy
from bpy.props import StringProperty

from .discovery import EngineMissing, find_engine


class PropsmithPreferences(bpy.types.AddonPreferences):
    bl_idname = __package__

    engine: StringProperty(
        name="Engine",
        description="The Propsmith project folder, or the propsmith command; empty to search for it",
        subtype="FILE_PATH",
    )
    asset_folder: StringProperty(
        name="Asset Folder",
        description="Where finished props are kept; empty for the extension's own folder, "
        "which goes when the extension is removed",
        subtype="DIR_PATH",
    )

    def draw(self, _context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "engine", placeholder="searched for")
        row = layout.row()
        row.use_property_split = False
        try:
            row.label(text=f"Found: {engine_command(self)}", icon="CHECKMARK")
        except EngineMissing as error:
            row.alert = True
            lines = row.column(align=True)
            lines.label(text=error.message[:1].upper() + error.message[1:], icon="ERROR")
            lines.label(text=error.hint, icon="BLANK1")
        layout.prop(self, "asset_folder", placeholder=_own_folder(create=False))


def preferences(context: bpy.types.Context) -> PropsmithPreferences:
    """Return the extension's preferences."""
    return context.preferences.addons[__package__].preferences


def engine_command(settings: PropsmithPreferences) -> Path:
    """Return the engine's command for these preferences.

    Raises:
        EngineMissing: with a hint.
    """
    named = bpy.path.abspath(settings.engine) if settings.engine else ""
    return find_engine(named, os.environ, Path.home())


def asset_root(settings: PropsmithPreferences) -> Path:
    """Return the folder that finished props are kept in, absolute.

    Raises:
        OSError: the extension's own folder cannot be made.
    """
    if settings.asset_folder:
        return Path(bpy.path.abspath(settings.asset_folder)).absolute()
    return Path(_own_folder(create=True))


def _own_folder(*, create: bool) -> str:
    return bpy.utils.extension_path_user(__package__, path="props", create=create)
