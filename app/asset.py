"""Puts results on disk whole or not at all: built in a hidden folder beside their place, then renamed.

The hidden folder's name tells who is building in it (host, process, when that process started), so that what
a crashed run left behind can be told from what a living one is working on.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from core.errors import DiskFullError, OutputError

#: what an asset folder of this version holds; nothing else may lie in a folder that is replaced
ASSET_FILES = (
    "model.glb",
    "model_lod1.glb",
    "model_lod2.glb",
    "collider.glb",
    "textures/base_color.png",
    "textures/normal.png",
    "textures/orm.png",
    "textures/height.png",
    "textures/emissive.png",
    "preview.png",
    "turntable.webp",
    "recipe.json",
    "report.json",
)

#: what tells a Propsmith asset from any other folder
MARKER = "recipe.json"


def name_result(prompt: str, seed: int) -> str:
    """Return a file name for what a prompt and a seed make: "a red barrel!", 7 → "a-red-barrel-7"."""
    words = re.findall(r"[^\W_]+", prompt.lower())
    slug = "-".join(words)
    while len(slug.encode()) > 60:
        slug = slug[:-1].rstrip("-")
    return f"{slug or 'prop'}-{seed}"


def name_thing(prompt: str) -> str:
    """Name what a prompt makes: "a red wooden barrel" → "red wooden barrel", as long as Blender allows."""
    return re.sub(r"^(an?|the)\s+", "", prompt, flags=re.IGNORECASE)[:60]


def check_folder_target(target: Path) -> None:
    """Check that a folder may be made, or replaced, at a path.

    Raises:
        OutputError: the path or its parent cannot be written, or what lies there is not a Propsmith asset
            alone.
    """
    with output_errors(target):
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise OutputError(f"{target} is a file or a link, expected a folder", "choose another --out")
        if target.is_dir():
            _check_replaceable(target)
        _check_writable(_existing_parent(target))


def check_file_target(target: Path, is_ours: Callable[[Path], bool]) -> None:
    """Check that a file may be made, or replaced, at a path.

    Args:
        target: the file.
        is_ours: tells whether an older file there was made by Propsmith.

    Raises:
        OutputError: the path or its parent cannot be written, or what lies there is not ours.
    """
    with output_errors(target):
        if target.is_dir():
            raise OutputError(f"{target} is a folder, expected a file", "give --out a file name")
        if target.exists() and not is_ours(target):
            raise OutputError(
                f"{target} is there already and was not made by Propsmith", "choose another --out"
            )
        _check_writable(_existing_parent(target))


def check_free_space(target: Path, needed_bytes: int) -> None:
    """Check that there is room for a result.

    Raises:
        DiskFullError: there is less than needed_bytes.
    """
    free = shutil.disk_usage(_existing_parent(target)).free
    if free < needed_bytes:
        raise DiskFullError(
            f"{target} needs about {_megabytes(needed_bytes)} MB, {_megabytes(free)} MB are free",
            "free some space, or choose an --out on another disk",
        )


@contextmanager
def build_folder(target: Path) -> Iterator[Path]:
    """Build a folder aside; it takes its place when the block ends well, and is gone when it does not.

    A folder that lies there is swapped for the new one in one step where the system can (Linux), and in two
    renames elsewhere.

    Args:
        target: where the folder will be.

    Yields:
        An empty folder on the same file system.

    Raises:
        DiskFullError, OutputError: the block or the renaming met such an error of the system, or the target
            is no longer one that may be replaced.
    """
    with output_errors(target), _scratch_folder(target) as scratch:
        building = scratch / "building"
        building.mkdir()
        yield building
        _sync_tree(building)
        check_folder_target(target)  # again: minutes have passed, and somebody may have put a file there
        if target.is_dir():
            _swap_folders(building, target)
        else:
            os.rename(building, target)
        _sync_entry(target.parent)


@contextmanager
def build_file(target: Path, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """Build a file aside; it takes its place when the block ends well, and is gone when it does not.

    Args:
        target: where the file will be.
        is_ours: as of check_file_target.

    Yields:
        A path of the same name to write to.

    Raises:
        DiskFullError, OutputError: the block or the renaming met such an error of the system, or the target
            is no longer one that may be replaced.
    """
    with output_errors(target), _scratch_folder(target) as scratch:
        building = scratch / target.name
        yield building
        _sync_tree(scratch)
        check_file_target(target, is_ours)
        os.replace(building, target)
        _sync_entry(target.parent)


@contextmanager
def output_errors(target: Path) -> Iterator[None]:
    """Turn the system's errors of full disks and unwritable places into ours; others pass through.

    Raises:
        DiskFullError: there is no room, the quota is used up, or a file would be larger than allowed.
        OutputError: a path at or above the target, or in a folder that builds it, cannot be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError(
                f"no room left while writing {target}: {error.strerror}",
                "free some space, or choose an --out on another disk",
            ) from error
        if error.errno in _NOT_WRITABLE and _concerns(error, target):
            raise OutputError(
                f"{target} cannot be written: {error.strerror}", "choose an --out that you may write to"
            ) from error
        raise


def remove_stale_scratch(parent: Path) -> list[Path]:
    """Remove the hidden folders of crashed runs: of this host and user, whose process is no more.

    Returns:
        What was removed.
    """
    removed = []
    for folder in parent.glob(f"{_SCRATCH}{_host()}-*"):
        match = re.fullmatch(rf"{re.escape(_SCRATCH)}[0-9a-f]+-(\d+)-(\d+)(-probe)?", folder.name)
        if match and _is_mine(folder) and not _is_running(int(match[1]), int(match[2])):
            # another run may be clearing it away at the same moment
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(folder)
    return removed


@contextmanager
def _scratch_folder(target: Path) -> Iterator[Path]:
    """Make a hidden folder beside a target for as long as the block runs; folders made above it go too."""
    made = _missing_parents(target)
    process = psutil.Process()
    scratch = target.parent / f"{_SCRATCH}{_host()}-{process.pid}-{_start_ms(process)}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_stale_scratch(target.parent)
        scratch.mkdir()
        yield scratch
    finally:
        try:
            _clear_away(scratch, target, made)
        except KeyboardInterrupt:
            _clear_away(scratch, target, made)  # app.interrupt raises once only: this time it is finished
            raise


def _clear_away(scratch: Path, target: Path, made: list[Path]) -> None:
    if scratch.exists():
        shutil.rmtree(scratch)
    if not target.exists():
        for folder in made:
            _remove_if_empty(folder)


def _check_replaceable(folder: Path) -> None:
    """Check that a folder is empty or a Propsmith asset and nothing else."""
    if Path.cwd().is_relative_to(folder.resolve()):
        raise OutputError(f"{folder} is the folder you are in, or above it", "give --out a folder of its own")
    foreign = _first_foreign(folder)
    if foreign and (folder / MARKER).exists():
        raise OutputError(
            f"{folder} also holds {foreign}, which replacing the asset would delete",
            "move it away, or choose another --out",
        )
    if foreign or (any(folder.iterdir()) and not (folder / MARKER).exists()):
        raise OutputError(f"{folder} is there already and is not a Propsmith asset", "choose another --out")


def _first_foreign(folder: Path) -> str | None:
    """Return the first entry of a folder, or of its textures, that is not of an asset."""
    ours = {Path(name) for name in ASSET_FILES}
    folders = {parent for name in ours for parent in name.parents}
    for place in sorted(folders):
        if (folder / place).is_dir():
            for entry in sorted((folder / place).iterdir()):
                name = entry.relative_to(folder)
                if name not in (folders if entry.is_dir() and not entry.is_symlink() else ours):
                    return name.as_posix()
    return None


def _missing_parents(target: Path) -> list[Path]:
    """Return the folders above a target that are not there yet, the deepest first."""
    return [folder for folder in target.parents if not folder.exists()]


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _existing_parent(target: Path) -> Path:
    parent = next(folder for folder in target.absolute().parents if folder.exists())
    if not parent.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(parent))
    return parent


def _check_writable(parent: Path) -> None:
    # os.access does not know of read-only mounts and access lists on every system: trying is the only proof
    probe = parent / f"{_SCRATCH}{_host()}-{os.getpid()}-{_start_ms(psutil.Process())}-probe"
    try:
        probe.mkdir()
    except FileNotFoundError:  # what the kernel's own file systems say of the folders that they keep
        raise PermissionError(errno.EACCES, "no file can be made there", str(parent)) from None
    probe.rmdir()


def _swap_folders(new: Path, old: Path) -> None:
    """Put a new folder in the place of an old one, which then is where the new one was, or gone."""
    if sys.platform == "linux" and _exchange(new, old):
        return
    # not inside the hidden folder: should the machine stop between the two renames, nobody clears it away
    aside = old.with_name(f"{_SCRATCH}replaced-{old.name}")
    if aside.exists():
        shutil.rmtree(aside)  # of a machine that stopped after the second rename: the old one is whole
    os.rename(old, aside)
    try:
        os.rename(new, old)
    except BaseException:  # an interruption too: the old one goes back
        os.rename(aside, old)
        raise
    shutil.rmtree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; False where the kernel or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _sync_tree(folder: Path) -> None:
    """Wait until all that is below a folder is on the disk; what a full disk delayed is told here."""
    for path in (*folder.rglob("*"), folder):
        _sync_entry(path)


def _sync_entry(path: Path) -> None:
    if path.is_dir() and sys.platform == "win32":
        return  # Windows opens no folders; its renames are in its own journal
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _concerns(error: OSError, target: Path) -> bool:
    """Tell whether an error is about the target, a folder above it, or the hidden folder beside it."""
    if error.filename is None:
        return False
    path, place = Path(os.fsdecode(error.filename)).absolute(), target.absolute()
    return path == place or path in place.parents or path.is_relative_to(place) or _SCRATCH in str(path)


def _host() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _start_ms(process: psutil.Process) -> int:
    return round(process.create_time() * 1000)


def _is_running(pid: int, start_ms: int) -> bool:
    try:
        return abs(_start_ms(psutil.Process(pid)) - start_ms) < 2000  # the clock may have been set meanwhile
    except psutil.NoSuchProcess:
        return False


def _is_mine(folder: Path) -> bool:
    return sys.platform == "win32" or folder.lstat().st_uid == os.getuid()


def _megabytes(size: int) -> int:
    return round(size / 1e6)


#: how the names of hidden folders begin
_SCRATCH = ".propsmith-"

_NO_ROOM: Collection[int] = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_WRITABLE: Collection[int] = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOTDIR,
    errno.ENAMETOOLONG,
    errno.EEXIST,
    errno.ELOOP,
    errno.EINVAL,
)

#: of renameat2(2)
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
