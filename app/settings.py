"""What each command can be told, one dataclass a command: its fields are the flags, its docstring their help.

app/options.py makes the command line out of these classes. The field named by POSITIONAL has no flag: it is
what the command is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

QualityName = Literal["draft", "standard", "high"]
ProgressStyle = Literal["bar", "plain", "json", "none"]
#: where a prop's shape and its paint come from
Road = Literal["auto", "procedural", "generated"]
Guide = Literal["none", "procedural"]


@dataclass(frozen=True)
class PropSettings:
    """Make a game-ready 3D prop from a sentence.

    Attributes:
        prompt: what to make, in quotes
        out: folder of the asset (default: out/PROMPT-SEED); an older Propsmith asset there is replaced
        recipe: make an asset again from its recipe.json, instead of a prompt and the flags below it
        shape: a program with dials builds it, or a diffusion model imagines it (default: auto)
        paint: smart materials dress it, or a diffusion model paints it (default: auto)
        guide: for a generated shape: begin at what the program builds (default: none)
        set: set a dial of the program, such as hoops=4; once for each (see propsmith kinds BARREL)
        vary: make a contact sheet of N variants to choose from, instead of one asset
        model: name, folder or hub id (owner/name) of the model (default: pocket)
        seed: 0 or more; the same seed makes the same prop (default: drawn)
        quality: how much work to spend (default: standard)
        triangles: the most triangles of the mesh (default: 5000)
        texture_size: side of the textures in pixels, a power of two (default: by quality)
        size_m: largest dimension in metres (default: what such a thing usually measures)
        device: where to compute: cpu, cuda, cuda:1, mps (default: the best one there is)
        progress: how progress is told on stderr (default: bar on a terminal, else plain)
        json: print the result, or the error, as one JSON object on stdout
    """

    POSITIONAL: ClassVar[str] = "prompt"

    prompt: str | None = None
    out: Path | None = None
    recipe: Path | None = None
    shape: Road = "auto"
    paint: Road = "auto"
    guide: Guide = "none"
    set: tuple[str, ...] = ()
    vary: int | None = None
    model: str | None = None
    seed: int | None = None
    quality: QualityName | None = None
    triangles: int | None = None
    texture_size: int | None = None
    size_m: float | None = None
    device: str | None = None
    progress: ProgressStyle | None = None
    json: bool = False


@dataclass(frozen=True)
class ImageSettings:
    """Make a picture from a sentence.

    Attributes:
        prompt: what to show, in quotes
        out: the PNG to write (default: out/PROMPT-SEED.png); an older one made by Propsmith is replaced
        sheet: a whole sheet of views round one object, as props are made from
        model: name, folder or hub id (owner/name) of the model (default: pocket)
        seed: 0 or more; the same seed makes the same picture (default: drawn)
        quality: how much work to spend (default: standard)
        steps: denoising steps (default: by model and quality)
        guidance: how strictly to follow the prompt; up to 1 is not at all (default: by model)
        width: of the picture in pixels, a multiple of 8 (default: by model)
        height: of the picture in pixels, a multiple of 8 (default: by model)
        device: where to compute: cpu, cuda, cuda:1, mps (default: the best one there is)
        progress: how progress is told on stderr (default: bar on a terminal, else plain)
        json: print the result, or the error, as one JSON object on stdout
    """

    POSITIONAL: ClassVar[str] = "prompt"

    prompt: str
    out: Path | None = None
    sheet: bool = False
    model: str | None = None
    seed: int | None = None
    quality: QualityName | None = None
    steps: int | None = None
    guidance: float | None = None
    width: int | None = None
    height: int | None = None
    device: str | None = None
    progress: ProgressStyle | None = None
    json: bool = False


@dataclass(frozen=True)
class KindsSettings:
    """Tell which kinds of props can be built, or the dials, parts and words of one.

    Attributes:
        kind: the one to tell of
        json: print a list of the kinds, or the JSON schema of one's dials
    """

    POSITIONAL: ClassVar[str] = "kind"

    kind: str | None = None
    json: bool = False


@dataclass(frozen=True)
class DoctorSettings:
    """Tell what this machine can run, what is missing and how to mend it.

    Attributes:
        online: also try to reach the model hub
        json: print the findings as one JSON object on stdout
    """

    online: bool = False
    json: bool = False
