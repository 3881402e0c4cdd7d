"""Makes the README's pictures anew, with the command line as a user has it.

uv run python docs/pictures/make.py
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
PROMPTS = ("a red wooden barrel", "a glossy purple mug", "a blue mushroom", "a green chair")
SIDE_PX, LABEL_PX = 320, 32


def make_prop(prompt: str, folder: Path) -> Path:
    """Make a prop at standard quality; return its folder."""
    out = folder / prompt.replace(" ", "-")
    run("prop", prompt, "--out", str(out), "--seed", "0")
    return out


def run(*arguments: str) -> None:
    """Run propsmith; end with its own error if it fails."""
    done = subprocess.run([sys.executable, "-m", "app.cli", *arguments], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def compose(props: list[tuple[str, Path]]) -> Image.Image:
    """Lay the first view of each preview side by side, its sentence below it."""
    strip = Image.new("RGB", (SIDE_PX * len(props), SIDE_PX + LABEL_PX), "whitesmoke")
    draw, font = ImageDraw.Draw(strip), ImageFont.load_default(16)
    for i, (prompt, folder) in enumerate(props):
        with Image.open(folder / "preview.png") as preview:
            half = preview.width // 2
            view = preview.crop((0, 0, half, half)).resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
        strip.paste(view, (i * SIDE_PX, 0))
        centre = (i * SIDE_PX + SIDE_PX // 2, SIDE_PX + LABEL_PX // 2)
        draw.text(centre, prompt, "black", font, anchor="mm")
    return strip


def main() -> None:
    """Write props.png, turntable.webp and sheet.png beside this file."""
    with tempfile.TemporaryDirectory() as temporary:
        props = [(prompt, make_prop(prompt, Path(temporary))) for prompt in PROMPTS]
        compose(props).save(HERE / "props.png", optimize=True)
        first = props[0][1]
        shutil.copyfile(first / "turntable.webp", HERE / "turntable.webp")
        recipe = json.loads((first / "recipe.json").read_text())
        sheet = Path(temporary) / "sheet.png"
        run("image", PROMPTS[0], "--sheet", "--seed", str(recipe["sheet_seed"]), "--out", str(sheet))
        with Image.open(sheet) as picture:
            size = (picture.width * 3, picture.height * 3)
            picture.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(HERE / "sheet.png")


if __name__ == "__main__":
    main()
