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
#: sentence → seed, which chooses the design
PROMPTS = {
    "a red wooden barrel": 1,
    "a purple teapot": 0,
    "a green tree": 0,
    "an orange car": 0,
    "a blue chair": 1,
    "a snowman": 0,
    "a rusty lantern": 0,
    "a golden key": 0,
}
SIDE_PX, LABEL_PX, IN_A_ROW = 320, 32, 4


def make_prop(prompt: str, seed: int, folder: Path) -> Path:
    """Make a prop at standard quality; return its folder."""
    out = folder / prompt.replace(" ", "-")
    run("prop", prompt, "--out", str(out), "--seed", str(seed))
    return out


def run(*arguments: str) -> None:
    """Run propsmith; end with its own error if it fails."""
    done = subprocess.run([sys.executable, "-m", "app.cli", *arguments], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def compose(props: list[tuple[str, Path]]) -> Image.Image:
    """Lay the first view of each preview out, IN_A_ROW side by side, its sentence below it."""
    rows = -(-len(props) // IN_A_ROW)
    picture = Image.new("RGB", (SIDE_PX * IN_A_ROW, (SIDE_PX + LABEL_PX) * rows), "whitesmoke")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(16)
    for i, (prompt, folder) in enumerate(props):
        left, top = i % IN_A_ROW * SIDE_PX, i // IN_A_ROW * (SIDE_PX + LABEL_PX)
        with Image.open(folder / "preview.png") as preview:
            half = preview.width // 2
            view = preview.crop((0, 0, half, half)).resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
        picture.paste(view, (left, top))
        centre = (left + SIDE_PX // 2, top + SIDE_PX + LABEL_PX // 2)
        draw.text(centre, prompt, "black", font, anchor="mm")
    return picture


def main() -> None:
    """Write props.png, turntable.webp and sheet.png beside this file."""
    with tempfile.TemporaryDirectory() as temporary:
        props = [(prompt, make_prop(prompt, seed, Path(temporary))) for prompt, seed in PROMPTS.items()]
        compose(props).save(HERE / "props.png", optimize=True)
        first = props[0][1]
        shutil.copyfile(first / "turntable.webp", HERE / "turntable.webp")
        recipe = json.loads((first / "recipe.json").read_text())
        sheet = Path(temporary) / "sheet.png"
        run("image", props[0][0], "--sheet", "--seed", str(recipe["sheet_seed"]), "--out", str(sheet))
        with Image.open(sheet) as picture:
            size = (picture.width * 3, picture.height * 3)
            picture.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(HERE / "sheet.png")


if __name__ == "__main__":
    main()
