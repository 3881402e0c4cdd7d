"""Acts in a Blender without a window: `python headless.py ACT ANSWER.json`, with the extension switched on.

Timers do not fire there, so the acts call the pump's tick themselves.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from types import ModuleType

import bpy
from bl_ui.space_statusbar import STATUSBAR_HT_header

MODULE = "bl_ext.user_default.propsmith"


def part(name: str) -> ModuleType:
    """Return a module of the installed extension."""
    return importlib.import_module(f"{MODULE}.{name}")


def ask(prompt: str = "a red wooden barrel", seed: int = 7) -> None:
    """Fill in the panel and press the button."""
    settings = bpy.context.scene.propsmith
    settings.prompt, settings.quality, settings.seed = prompt, "draft", seed
    assert bpy.ops.propsmith.make_prop() == {"FINISHED"}


def drive(*, until_waiting: bool = False) -> list[str]:
    """Tick until the run is over, or until its prop waits to be placed; return the lines shown meanwhile."""
    pump = part("pump")
    lines: list[str] = []
    deadline = time.monotonic() + 60
    while (running := pump.job()) is not None and not (until_waiting and running.waits_for):
        assert time.monotonic() < deadline, running
        if not lines or lines[-1] != running.line:
            lines.append(running.line)
        pump.tick()
        time.sleep(0.01)
    return lines


def kept() -> list[str]:
    root = part("preferences").asset_root(part("preferences").preferences(bpy.context))
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def seen(ob: bpy.types.Object) -> dict:
    corners = [ob.matrix_world @ vertex.co for vertex in ob.data.vertices]
    return {
        "name": ob.name,
        "mesh": ob.data.name,
        "materials": [slot.material.name for slot in ob.material_slots],
        "low": [min(corner[axis] for corner in corners) for axis in range(3)],
        "high": [max(corner[axis] for corner in corners) for axis in range(3)],
        "active": bpy.context.view_layer.objects.active == ob,
        "collections": [collection.name for collection in ob.users_collection],
        "rotation_mode": ob.rotation_mode,
        "selected": [other.name for other in bpy.context.selected_objects],
        "metadata": ob["propsmith"].to_dict() if "propsmith" in ob else None,
        "packed": [bool(image.packed_file) for image in bpy.data.images if image.name == "base_color"],
    }


def traces() -> dict:
    """Everything the extension adds to Blender."""
    handlers = [each for each in bpy.app.handlers.load_pre if each.__module__.startswith(MODULE)]
    keymaps = bpy.context.window_manager.keyconfigs.addon.keymaps
    return {
        "classes": sorted(name for name in dir(bpy.types) if name.startswith("PROPSMITH")),
        "settings": hasattr(bpy.types.Scene, "propsmith"),
        "handlers": len(handlers),
        "keys": sum(item.idname == "propsmith.cancel" for keymap in keymaps for item in keymap.keymap_items),
        "timer": bpy.app.timers.is_registered(part("pump").tick),
        "preferences": MODULE in bpy.context.preferences.addons,
    }


def switch_on_and_off() -> dict:
    facts = [traces()]
    for _ in range(2):
        bpy.ops.preferences.addon_disable(module=MODULE)
        facts.append(traces())
        bpy.ops.preferences.addon_enable(module=MODULE)
        facts.append(traces())
    return {"traces": facts}


def make() -> dict:
    scene = bpy.context.scene
    scene.cursor.location = (2.0, -3.0, 0.5)
    bystanders = [ob.name for ob in scene.objects]
    ask("a  red wooden barrel ")
    # Where the artist asked for it counts, not where the cursor has gone since.
    scene.cursor.location = (0.0, 0.0, 0.0)
    timer = bpy.app.timers.is_registered(part("pump").tick)
    busy = bpy.ops.propsmith.make_prop.poll()
    # Blender draws with a plain function only; anything else that can be called is an error at every redraw.
    status_bar = [type(STATUSBAR_HT_header.draw).__name__]
    lines = drive()
    status_bar.append(STATUSBAR_HT_header.draw.__name__)
    first = seen(bpy.data.objects["a red wooden barrel"])
    ask("a  red wooden barrel ")
    drive()
    return {
        "bystanders": bystanders,
        "timer": timer,
        "busy": busy,
        "lines": lines,
        "status_bar": status_bar,
        "cut_name": part("scene").datablock_name("ü" * 40),
        "prop": first,
        "objects": sorted(ob.name for ob in scene.objects),
        "kept": kept(),
        "failure": part("pump").failure(),
    }


def undo_and_redo() -> dict:
    steps = [sorted(ob.name for ob in bpy.data.objects)]
    # A window pushes one when a file is opened.
    bpy.ops.ed.undo_push(message="Original")
    ask()
    drive()
    for step in (bpy.ops.ed.undo, bpy.ops.ed.redo, bpy.ops.ed.undo):
        steps.append(sorted(ob.name for ob in bpy.data.objects))
        assert step() == {"FINISHED"}
    steps.append(sorted(ob.name for ob in bpy.data.objects))
    return {"steps": steps, "active": bpy.context.view_layer.objects.active.name}


def fail() -> dict:
    objects = sorted(ob.name for ob in bpy.data.objects)
    ask()
    drive()
    failure = part("pump").failure()
    selected = [ob.name for ob in bpy.context.selected_objects]
    return {
        "code": failure.code,
        "message": failure.message,
        "hint": failure.hint,
        "same_objects": objects == sorted(ob.name for ob in bpy.data.objects),
        "selected": selected,
        "active": bpy.context.view_layer.objects.active.name,
        "kept": kept(),
        "ready_again": bpy.ops.propsmith.make_prop.poll(),
    }


def give_up() -> dict:
    ask()
    pump = part("pump")
    running = pump.job()
    while running.progress.stage == "starting the engine":
        pump.tick()
        time.sleep(0.01)
    began = time.monotonic()
    bpy.ops.propsmith.cancel()
    drive()
    return {
        "seconds": time.monotonic() - began,
        "alive": running.engine.running,
        "failure": pump.failure(),
        "kept": kept(),
        "cancel_poll": bpy.ops.propsmith.cancel.poll(),
    }


def disable_while_running() -> dict:
    ask()
    pump = part("pump")
    running = pump.job()
    while running.progress.stage == "starting the engine":
        pump.tick()
        time.sleep(0.01)
    root = running.root
    bpy.ops.preferences.addon_disable(module=MODULE)
    return {
        "alive": running.engine.running,
        "left": sorted(path.name for path in root.iterdir()),
        "timer": bpy.app.timers.is_registered(pump.tick),
    }


def load_while_running() -> dict:
    ask()
    running = part("pump").job()
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    drive()
    return {
        "alive": running.engine.running,
        "kept": kept(),
        "objects": sorted(ob.name for ob in bpy.data.objects),
    }


def make_in_edit_mode() -> dict:
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    bpy.ops.object.mode_set(mode="EDIT")
    ask()
    drive(until_waiting=True)
    waiting = {"line": part("pump").job().line, "mode": bpy.context.mode, "kept": kept()}
    bpy.ops.object.mode_set(mode="OBJECT")
    drive()
    return {"waiting": waiting, "objects": sorted(ob.name for ob in bpy.data.objects)}


def make_in_a_scene_that_is_left() -> dict:
    ask()
    bpy.context.window.scene = bpy.data.scenes.new("Other")
    drive(until_waiting=True)
    line = part("pump").job().line
    bpy.context.window.scene = bpy.data.scenes["Scene"]
    drive()
    return {"line": line, **{scene.name: sorted(scene.objects.keys()) for scene in bpy.data.scenes}}


def give_up_too_late() -> dict:
    """Cancel when the engine has ended and its answer has not been read yet."""
    ask()
    deadline = time.monotonic() + 60
    while part("pump").job().engine.running:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    bpy.ops.propsmith.cancel()
    drive()
    return {"kept": kept(), "objects": sorted(ob.name for ob in bpy.data.objects)}


def make_with_excluded_collection() -> dict:
    bpy.context.view_layer.active_layer_collection.exclude = True
    ask()
    drive()
    return {"prop": seen(bpy.data.objects["a red wooden barrel"])}


def fail_without_importer() -> dict:
    bpy.ops.preferences.addon_disable(module="io_scene_gltf2")
    return fail()


def give_up_waiting() -> dict:
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    bpy.ops.object.mode_set(mode="EDIT")
    ask()
    drive(until_waiting=True)
    bpy.ops.propsmith.cancel()
    bpy.ops.object.mode_set(mode="OBJECT")
    drive()
    return {"kept": kept(), "objects": sorted(ob.name for ob in bpy.data.objects)}


def make_without_engine() -> dict:
    bpy.context.scene.propsmith.prompt = "a red wooden barrel"
    try:
        bpy.ops.propsmith.make_prop()
        reported = ""
    except RuntimeError as error:
        reported = str(error)
    failure = part("pump").failure()
    return {"reported": reported, "code": failure.code, "job": part("pump").job() is not None}


def announce() -> dict:
    try:
        bpy.ops.propsmith.announce("EXEC_DEFAULT", level="ERROR", text="what failed. What to do")
        reported = ""
    except RuntimeError as error:
        reported = str(error)
    return {"reported": reported}


if __name__ == "__main__":
    bpy.ops.preferences.addon_enable(module=MODULE)
    facts = globals()[sys.argv[1]]()
    Path(sys.argv[2]).write_text(json.dumps(facts))
