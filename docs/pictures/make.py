"""Makes the README's and the gallery's pictures anew, with the command line as a user has it.

uv run python docs/pictures/make.py [readme] [gallery] [sheet]

The last needs the extra `generated`: it is the sheet of views that the pocket model makes of a sentence.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.pipelines.procedural import build_prop
from app.procedural_order import ProceduralOrder, describe_prompt
from app.quality import PROCEDURAL_QUALITIES
from threed.preview import draw_view
from threed.procedural import KINDS
from threed.procedural.size import AS_MADE

HERE = Path(__file__).parent
#: sentence → seed
PROMPTS = {
    "a red wooden barrel": 1,
    "a chest of dark oak with brass bands": 2,
    "a mossy stone well with a thatched roof": 5,
    "a slightly rusty lantern": 3,
    "a timbered house": 5,
    "a blue guitar": 0,
    "a golden key": 1,
    "a white robot": 5,
    "a snowy tree": 5,
    "a cracked stone tower": 5,
    "a purple velvet sofa": 4,
    "a bronze bell": 0,
}
SIDE_PX, LABEL_PX, IN_A_ROW = 320, 30, 4
GALLERY_PX, GALLERY_SEEDS = 240, (0, 1, 4)


def run(*arguments: str) -> None:
    """Run propsmith; end with its own error if it fails."""
    done = subprocess.run([sys.executable, "-m", "app.cli", *arguments], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def compose(tiles: list[tuple[str, Image.Image]], columns: int) -> Image.Image:
    """Lay pictures out, each with its words below it."""
    side = tiles[0][1].width
    rows = -(-len(tiles) // columns)
    picture = Image.new("RGB", (side * columns, (side + LABEL_PX) * rows), "whitesmoke")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    for i, (words, tile) in enumerate(tiles):
        left, top = i % columns * side, i // columns * (side + LABEL_PX)
        picture.paste(tile, (left, top))
        draw.text((left + side // 2, top + side + LABEL_PX // 2), words, "black", font, anchor="mm")
    return picture


def make_readme() -> None:
    """Write props.webp and turntable.webp: sentences as `propsmith prop` makes them."""
    tiles = []
    with tempfile.TemporaryDirectory() as temporary:
        for prompt, seed in PROMPTS.items():
            out = Path(temporary) / prompt.replace(" ", "-")
            run("prop", prompt, "--out", str(out), "--seed", str(seed), "--progress", "none")
            with Image.open(out / "preview.png") as preview:
                half = preview.width // 2
                view = preview.crop((0, 0, half, half)).resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
            tiles.append((prompt, view))
            if len(tiles) == 2:
                shutil.copyfile(out / "turntable.webp", HERE / "turntable.webp")
        sheet = Path(temporary) / "variants.png"
        run("prop", "a chair", "--vary", "8", "--seed", "0", "--out", str(sheet), "--progress", "none")
        with Image.open(sheet) as picture:
            picture.convert("RGB").save(HERE / "variants.webp", quality=88, method=6)
    compose(tiles, IN_A_ROW).save(HERE / "props.webp", quality=90, method=6)


def make_gallery() -> None:
    """Write gallery.webp files, some kinds each, and the page that shows them: three seeds of every kind."""
    quality = replace(PROCEDURAL_QUALITIES["standard"], lods=0, collider=False)
    tiles = []
    for kind in sorted(KINDS):
        prompt, description = describe_prompt(f"a {kind}")
        for seed in GALLERY_SEEDS:
            order = ProceduralOrder(
                prompt, seed, description, description.dials, AS_MADE, quality, HERE, "procedural"
            )
            prop = build_prop(order)
            tile = Image.fromarray(draw_view(prop.made.mesh, prop.material, GALLERY_PX))
            tiles.append((f"{kind}, seed {seed}", tile))
    per_page = 6 * 8
    pages = [tiles[i : i + per_page] for i in range(0, len(tiles), per_page)]
    for old in HERE.glob("gallery-*.webp"):
        old.unlink()
    lines = [
        "# Gallery",
        "",
        f"All {len(KINDS)} kinds, three seeds of each, as `propsmith prop` makes them; made by",
        "[make.py](pictures/make.py). `propsmith kinds KIND` tells the dials of one.",
        "",
    ]
    for number, page in enumerate(pages, 1):
        compose(page, 6).save(HERE / f"gallery-{number}.webp", quality=86, method=6)
        first, last = page[0][0].split(",")[0], page[-1][0].split(",")[0]
        lines += [f"![Props from {first} to {last}](pictures/gallery-{number}.webp)", ""]
    (HERE.parent / "gallery.md").write_text("\n".join(lines))


def make_sheet() -> None:
    """Write sheet.png: the views that the pocket model makes of a sentence."""
    with tempfile.TemporaryDirectory() as temporary:
        sheet = Path(temporary) / "sheet.png"
        run("image", "a red wooden barrel", "--sheet", "--seed", "1", "--out", str(sheet))
        with Image.open(sheet) as picture:
            size = (picture.width * 3, picture.height * 3)
            picture.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(HERE / "sheet.png")


PICTURES = {"readme": make_readme, "gallery": make_gallery, "sheet": make_sheet}


if __name__ == "__main__":
    for name in sys.argv[1:] or ("readme", "gallery"):
        PICTURES[name]()
