"""The run that is under way: begun by an operator, carried on by a timer of Blender's main thread.

The timer empties the engine's queue, keeps the panel and the status bar fresh, and has the finished prop
placed. Between two ticks only names are held, never datablocks: an undo may have replaced those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import bpy

from . import status
from .engine import EngineProcess, prop_arguments
from .folders import begin_work, discard_work, keep_asset, stem
from .job import Job, Request
from .scene import plain_report
from .wire import Cancelled, Failed, Finished, Progress

TICK_S = 0.1
#: Seconds that closing Blender waits for the engine to leave by itself.
QUIT_S = 2.0


@dataclass
class _Held:
    """What lives from one tick to the next.

    Attributes:
        job: the run that is under way.
        failure: what the last one failed on.
    """

    job: Job | None = None
    failure: Failed | None = None


_held = _Held()


def job() -> Job | None:
    """Return the run that is under way."""
    return _held.job


def failure() -> Failed | None:
    """Return what the last run failed on, until the next one begins."""
    return _held.failure


def start(request: Request, command: Sequence[str], environment: Mapping[str, str], root: Path) -> None:
    """Begin a run.

    Args:
        request: what is wanted.
        command: the engine's command.
        environment: its whole environment.
        root: folder to keep the finished prop in.

    Raises:
        OSError: the folder cannot be written or the command cannot be started; nothing is left behind.
    """
    work = begin_work(root)
    arguments = prop_arguments(
        request.prompt, out=work / stem(request.prompt), quality=request.quality, seed=request.seed
    )
    try:
        engine = EngineProcess([*command, *arguments], environment, work)
    except OSError:
        discard_work(work)
        raise
    _held.job, _held.failure = Job(request, engine, root, work), None
    if not bpy.app.timers.is_registered(tick):
        # Kept when another file is opened, so that the run is ended in good order there.
        bpy.app.timers.register(tick, first_interval=TICK_S, persistent=True)
    _show()


def refuse(why: Failed) -> None:
    """Show in the panel why no run could begin."""
    _held.failure = why
    _show()


def cancel() -> None:
    """Ask the engine to leave; a prop that is ready and waits to be placed is left on disk."""
    if _held.job is None:
        return
    ready = _held.job.ready
    if ready is None:
        _held.job.cancelled = True  # the engine may have ended already, its answer not yet read
        _held.job.engine.cancel()
    else:
        _end()
        _announce("INFO", f"Propsmith: not placed, kept in {ready.asset}")


def stop() -> None:
    """End the run and wait until the engine is gone: Blender closes or the extension is switched off."""
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    if _held.job is not None:
        _held.job.engine.stop(QUIT_S)
        _end()
    _held.failure = None


def abandon() -> None:
    """End the engine of a Blender that leaves without switching extensions off: bpy is not touched."""
    if _held.job is not None:
        _held.job.engine.stop(QUIT_S)
        discard_work(_held.job.work)


def tick() -> float | None:
    """Carry the run on by one step.

    Returns:
        Seconds until the next call, as bpy.app.timers wants it; None once the run is over.
    """
    if _held.job is None:
        return None
    shown = _held.job.line
    for event in _held.job.engine.poll():
        match event:
            case Progress():
                _held.job.progress = event
            case Finished() if not _held.job.cancelled:
                _keep(_held.job, event)
            case Failed():
                _fail(event)
            case Finished() | Cancelled():
                _end()
                _announce("INFO", "Propsmith: cancelled, nothing was kept")
    if _held.job is not None and _held.job.ready is not None:
        _held.job.waits_for = _obstacle()
        if not _held.job.waits_for:
            _place(_held.job, _held.job.ready)
    if _held.job is None:
        return None
    if _held.job.line != shown:
        _show()
    return TICK_S


def _keep(running: Job, finished: Finished) -> None:
    try:
        kept = keep_asset(finished.asset, running.root, running.request.prompt)
    except OSError as error:
        why = f"the prop cannot be moved to its place: {error}"
        _fail(Failed("folder", why, f"It is whole in {finished.asset}"), keep_work=True)
        return
    model = kept / finished.model.relative_to(finished.asset)
    running.ready = replace(finished, asset=kept, model=model)
    running.progress = Progress("placing", 1.0, 1.0)


def _place(running: Job, ready: Finished) -> None:
    request = running.request
    _end()
    try:
        with bpy.context.temp_override(**_viewport(_window(request.scene))):
            # True has Blender push an undo step, which it leaves out for operators that Python calls.
            bpy.ops.propsmith.place_prop(
                "EXEC_DEFAULT",
                True,
                model=str(ready.model),
                prompt=request.prompt,
                quality=request.quality,
                seed=str(ready.seed),
                location=request.location,
            )
    except RuntimeError as error:
        # What the operator reported as an error comes back as this.
        _fail(Failed("import", plain_report(error), f"The prop is kept in {ready.asset}"))
        return
    _announce("INFO", "; ".join([f"Propsmith: {request.prompt}, {ready.seconds:.0f} s", *ready.notes]))


def _fail(why: Failed, keep_work: bool = False) -> None:
    log = _held.job.engine.log if _held.job is not None else ()
    _end(keep_work)
    _held.failure = why
    # The report holds one line; the rest is for the system console.
    for line in log:
        print("propsmith:", line)
    _announce("ERROR", str(why))
    _show()


def _end(keep_work: bool = False) -> None:
    """Forget the run and, unless its working folder holds the only copy of a prop, remove that."""
    if _held.job is None:
        return
    work, _held.job = _held.job.work, None
    try:
        if not keep_work:
            discard_work(work)
    except OSError as error:
        _announce("WARNING", f"Propsmith: the working folder cannot be removed: {error}")
    _show()


def _obstacle() -> str:
    """Return what the artist is in the middle of, or "" where the prop that is ready disturbs nothing."""
    if bpy.app.is_job_running("RENDER") or bpy.app.is_job_running("OBJECT_BAKE"):
        return "a render"
    for window in _windows():
        # Only tools that change the scene: others, such as a key display, may run for ever.
        if any("UNDO" in tool.bl_options for tool in window.modal_operators):
            return "the tool in use"
    scene = _held.job.request.scene
    if scene in bpy.data.scenes and all(window.scene.name != scene for window in _windows()):
        return f"the scene {scene} to be shown"
    active = _window(scene).view_layer.objects.active
    if active is not None and active.mode != "OBJECT":
        return "Object Mode"
    return ""


def _announce(level: str, text: str) -> None:
    if bpy.app.background:
        print(f"{level}: {text}")
        return
    # Only an operator that Blender itself runs can report to the artist; this one does so at its first event.
    with bpy.context.temp_override(window=_window(None)):
        bpy.ops.propsmith.announce("INVOKE_DEFAULT", level=level, text=text)


def _show() -> None:
    """Redraw the panel and the status bar, and nothing else."""
    for window in _windows():
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()
        with bpy.context.temp_override(window=window):
            status.show(window, _held.job)


def _windows() -> Iterator[bpy.types.Window]:
    yield from bpy.context.window_manager.windows


def _viewport(window: bpy.types.Window) -> dict[str, bpy.types.bpy_struct]:
    """Return what to override the context with: a 3D viewport of the window, where it has one.

    Only an operator that runs in a viewport gets its Adjust Last Operation panel there.
    """
    if bpy.app.background:  # Blender falls over that panel where nothing is drawn.
        return {"window": window}
    for area in window.screen.areas:
        if area.type == "VIEW_3D":
            region = next(region for region in area.regions if region.type == "WINDOW")
            return {"window": window, "area": area, "region": region}
    return {"window": window}


def _window(scene: str | None) -> bpy.types.Window:
    """Return a window that shows the scene, or else the first one."""
    windows = list(_windows())
    return next((window for window in windows if window.scene.name == scene), windows[0])
