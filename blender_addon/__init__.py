"""Propsmith in Blender: a sentence becomes a prop at the 3D cursor.

A thin client of the standard library alone. The engine runs as a process of its own, in its own Python;
nothing of it is imported here. `wire`, `discovery`, `engine`, `folders` and `job` know nothing of bpy and are
tested without it, which is why bpy is first imported when Blender calls `register`.
"""


def register() -> None:
    """Switch the extension on."""
    from . import registration

    registration.register()


def unregister() -> None:
    """Switch it off: nothing of it stays in Blender."""
    from . import registration

    registration.unregister()
