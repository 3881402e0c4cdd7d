"""What may be asked of a model; apart from it, so that orders are checked before torch is imported."""

from __future__ import annotations

MIN_SIDE_PX, MAX_SIDE_PX = 64, 2048
MAX_STEPS = 1000
MAX_GUIDANCE = 50.0
MAX_CANDIDATES = 64
#: views of a set, a reference included
MAX_VIEWS = 8
#: side of the maps of a material
MIN_MAP_PX, MAX_MAP_PX = 32, 512
#: how many times larger the second stage makes pictures, each way
UPSCALE = 4
