"""The command `propsmith`. Nothing heavy is imported here: `propsmith --help` answers at once."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO

from app.interrupt import Cancellation, Interrupted, cancel_on_signals, cancelled
from app.options import new_parser, read_options, summary
from app.settings import DoctorSettings, ImageSettings, KindsSettings, PropSettings
from core.errors import Cancelled, PropsmithError, UsageError

#: of a mistake of ours (EX_SOFTWARE of sysexits.h), and of a reader of our output that went away (SIGPIPE)
INTERNAL_ERROR_STATUS, BROKEN_PIPE_STATUS = 70, 141


@dataclass(frozen=True)
class Result:
    """What a command has to say in the end.

    Attributes:
        record: for --json.
        text: for people.
        exit_status: of the process.
    """

    record: dict[str, Any]
    text: str
    exit_status: int = field(default=0)


@dataclass(frozen=True)
class Command:
    """A command.

    Attributes:
        settings: the dataclass of its flags.
        run: does it.
    """

    settings: type
    run: Callable[[Any, Cancellation], Result]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what follows "propsmith"; None takes the process's own.

    Returns:
        The exit status: 0, that of the error (core/errors.py), 128 + the signal's number, or 70 for a mistake
        of ours.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in arguments
    with _stdout_of_our_own() as stdout, cancel_on_signals() as cancellation:
        try:
            result = _run(arguments, cancellation, stdout)
            if result is None:
                return 0
            print(json.dumps(result.record) if as_json else result.text, file=stdout, flush=True)
            return result.exit_status
        except BrokenPipeError:
            return BROKEN_PIPE_STATUS
        except (Cancelled, Interrupted):
            return _tell(cancelled(), cancellation.exit_status, as_json, stdout)
        except PropsmithError as error:
            return _tell(error, error.exit_status, as_json, stdout)
        except Exception as error:  # noqa: BLE001 - the outermost frame: whatever it is, one line and a log
            return _tell(_internal_error(error), INTERNAL_ERROR_STATUS, as_json, stdout)


def top_help() -> str:
    """Return the text of `propsmith --help`."""
    width = max(len(name) for name in COMMANDS)
    commands = [f"  {name:<{width}}  {summary(command.settings)}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: propsmith COMMAND [options]",
            "",
            "Words become game-ready 3D props, on any machine.",
            "",
            "commands:",
            *commands,
            "",
            "options:",
            "  -h, --help  show this help, or that of a command: propsmith COMMAND --help",
            "  --version   show the version",
            "",
            'example: propsmith prop "a red wooden barrel"',
        ]
    )


def _run(arguments: list[str], cancellation: Cancellation, stdout: TextIO) -> Result | None:
    name = arguments[0] if arguments else "--help"
    if name in ("-h", "--help"):
        print(top_help(), file=stdout, flush=True)
        return None
    if name == "--version":
        print(f"propsmith {_version()}", file=stdout, flush=True)
        return None
    if name not in COMMANDS:
        raise _unknown_command(name)
    command, prog = COMMANDS[name], f"propsmith {name}"
    if {"-h", "--help"} & set(arguments[1:]):
        print(new_parser(command.settings, prog).format_help(), file=stdout, end="", flush=True)
        return None
    return command.run(read_options(command.settings, prog, arguments[1:]), cancellation)


def _unknown_command(name: str) -> UsageError:
    import difflib

    if name.startswith("-"):
        return UsageError(f"unknown option {name}", "a command comes first: propsmith COMMAND [options]")
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    known = ", ".join(COMMANDS)
    hint = f"did you mean {near[0]}?" if near else 'for a prop: propsmith prop "a red wooden barrel"'
    return UsageError(f'unknown command "{name}", expected one of {known}', hint)


def _run_prop(settings: PropSettings, cancellation: Cancellation) -> Result:
    started = time.monotonic()
    _prepare_libraries()
    from app.procedural_order import ProceduralOrder
    from app.progress import Step, open_display
    from app.roads import order_prop

    order = order_prop(settings)
    _tell_notes(order.notes)
    with open_display(settings.progress, sys.stderr) as show:
        show(Step("start", 0.0, 0.0, 0.0))
        if isinstance(order, ProceduralOrder) and settings.vary is not None:
            return _draw_variants(order, settings.vary, show, cancellation, started)
        if isinstance(order, ProceduralOrder):
            from app.pipelines.procedural import make_prop
        else:
            from app.pipeline import make_prop

        made = make_prop(order, show, cancellation.check, started)  # pyright: ignore[reportArgumentType]
    return _prop_result(order, made.report)


def _draw_variants(order: Any, count: int, show: Any, cancellation: Cancellation, started: float) -> Result:
    from app.pipelines.variants import draw_variants

    seeds = draw_variants(order, count, show, cancellation.check, started)
    seconds = time.monotonic() - started
    record = {
        "sheet": str(order.target.absolute()),
        "seeds": seeds,
        "seconds": round(seconds, 3),
        "notes": list(order.notes),
    }
    text = (
        f"{order.target}\n{len(seeds)} variants, seeds {seeds[0]} to {seeds[-1]}; {seconds:.1f} s\n"
        f'make one of them: propsmith prop "{order.prompt}" --seed {seeds[0]}'
    )
    return Result(record, text)


def _prop_result(order: Any, report: dict[str, Any]) -> Result:
    model, mesh = order.target / "model.glb", report["mesh"]
    seconds, peak_bytes = report["seconds"], report["peak_bytes"]
    low, high = mesh["bounds"]
    size_m = max(b - a for a, b in zip(low, high, strict=True))
    record = {
        "asset": str(order.target.absolute()),
        "model": str(model.absolute()),
        "seed": order.seed,
        "seconds": round(seconds, 3),
        "peak_bytes": peak_bytes,
        "triangles": mesh["triangles"],
        "watertight": mesh["watertight"],
        "size_m": round(size_m, 4),
        "road": report.get("road", "generated"),
        "notes": list(order.notes),
    }
    closed = "watertight" if mesh["watertight"] else "not watertight"
    text = (
        f"{model}\n{mesh['triangles']:,} triangles, {closed}, {size_m:.3g} m, "
        f"textures of {order.quality.texture_px} px; seed {order.seed}; "
        f"{seconds:.1f} s, {peak_bytes / 1e9:.1f} GB"
    )
    return Result(record, text)


def _run_image(settings: ImageSettings, cancellation: Cancellation) -> Result:
    started = time.monotonic()
    _prepare_libraries()
    from app.order import order_image
    from app.progress import Step, open_display

    order = order_image(settings)
    _tell_notes(order.notes)
    with open_display(settings.progress, sys.stderr) as show:
        show(Step("start", 0.0, 0.0, 0.0))
        from app.picture import make_image

        made = make_image(order, show, cancellation.check, started)
    width_px, height_px = made.recipe.width_px, made.recipe.height_px
    record = {
        "image": str(order.target.absolute()),
        "seed": order.seed,
        "seconds": round(made.seconds, 3),
        "width_px": width_px,
        "height_px": height_px,
        "notes": list(order.notes),
    }
    text = f"{order.target}\n{width_px} × {height_px} px; seed {order.seed}; {made.seconds:.1f} s"
    return Result(record, text)


def _run_doctor(settings: DoctorSettings, cancellation: Cancellation) -> Result:
    _prepare_libraries()
    from app.doctor import examine_machine, findings_record, findings_text, has_failures

    findings = examine_machine(settings.online)
    return Result(findings_record(findings), findings_text(findings), int(has_failures(findings)))


def _run_kinds(settings: KindsSettings, cancellation: Cancellation) -> Result:
    from app.kinds import find_kind, kind_schema, kind_text, kinds_record, kinds_text

    if settings.kind is None:
        return Result({"kinds": kinds_record()}, kinds_text())
    kind = find_kind(settings.kind)
    return Result(kind_schema(kind), kind_text(kind))


def _tell_notes(notes: Sequence[str]) -> None:
    """Tell, before the work, how the prompt was read where that is not as it was written."""
    for note in notes:
        print(f"propsmith: note: {note}", file=sys.stderr, flush=True)


def _tell(error: PropsmithError, exit_status: int, as_json: bool, stdout: TextIO) -> int:
    """Tell an error: a line on stderr, with --json an object on stdout too."""
    line = " ".join(str(error).split())
    print(f"propsmith: error: {line}", file=sys.stderr, flush=True)
    if as_json:
        record = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "exit_status": exit_status,
        }
        print(json.dumps({"error": record}), file=stdout, flush=True)
    return exit_status


def _internal_error(error: Exception) -> PropsmithError:
    handle, path = tempfile.mkstemp(prefix="propsmith-crash-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(f"propsmith {_version()}, {sys.platform}, Python {sys.version}\n")
        log.write(" ".join(sys.argv) + "\n\n")
        traceback.print_exception(error, file=log)
    told = PropsmithError(
        f"this is a mistake of Propsmith's: {type(error).__name__}: {error}", f"please report it with {path}"
    )
    told.code = "internal"
    return told


def _version() -> str:
    # 60 ms to import
    from importlib.metadata import version

    return version("propsmith")


@contextmanager
def _stdout_of_our_own() -> Iterator[TextIO]:
    """Keep stdout for the result: whatever libraries print there, in C too, goes to stderr."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    stdout = os.fdopen(kept, "w", encoding="utf-8", closefd=False)
    try:
        yield stdout
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _prepare_libraries() -> None:
    """Set how libraries behave, before they are imported; a user who set one of these is left it."""
    for name, value in {
        "DIFFUSERS_VERBOSITY": "error",
        "TRANSFORMERS_VERBOSITY": "error",
        "HF_HUB_VERBOSITY": "error",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        # threads that wait spin for some microseconds only, then sleep: alone it costs nothing, and beside
        # another busy program, such as Blender, spinning for longer was measured up to five times slower
        "GOMP_SPINCOUNT": "10000",
    }.items():
        os.environ.setdefault(name, value)


COMMANDS = {
    "prop": Command(PropSettings, _run_prop),
    "kinds": Command(KindsSettings, _run_kinds),
    "image": Command(ImageSettings, _run_image),
    "doctor": Command(DoctorSettings, _run_doctor),
}


if __name__ == "__main__":
    sys.exit(main())
