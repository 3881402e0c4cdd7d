"""Imports Open3D, whose ray casting scene wraps Embree, on machines without a system libusb."""

from __future__ import annotations

import ctypes
from functools import cache
from types import ModuleType


@cache
def import_open3d() -> ModuleType:
    """Import open3d and return it.

    Its shared library needs libusb-1.0.so.0, which a bare machine lacks; the package libusb-package carries
    one, and loading that with global symbols first satisfies the linker.
    """
    import libusb_package

    path = libusb_package.get_library_path()
    if path is not None:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    import open3d

    return open3d
