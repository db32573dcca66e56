"""Draws the icons of the site as PNG from `chalicelib/web/static/favicon.svg`.

python -m scripts.icons
Needs rsvg-convert (Debian: librsvg2-bin).
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).parents[1] / "chalicelib" / "web" / "static"

ICONS = {
    "icon-192.png": (192, 1.0, "5"),
    "icon-512.png": (512, 1.0, "5"),
    # Systems cut these as they like: the drawing keeps to the middle, and the ground goes on.
    "icon-maskable-512.png": (512, 0.72, "0"),
    "apple-touch-icon.png": (180, 0.86, "0"),
}
"""Each file: pixels, the share of it that the drawing takes, the corners' roundness."""


def main() -> int:
    """Writes every icon; what is drawn is the same on every run."""
    source = (FOLDER / "favicon.svg").read_text("utf-8")
    for name, (side, share, corner) in ICONS.items():
        path = FOLDER / name
        path.write_bytes(_small(_drawn(_fitted(source, share, corner), side)))
        print(f"{name}  {side} px  {path.stat().st_size} bytes")
    return 0


def _fitted(source: str, share: float, corner: str) -> str:
    ground = re.search(r"<rect[^>]*/>", source)
    if not ground:
        raise ValueError("favicon.svg has no ground, a <rect>")
    start, end = source[: ground.start()], source[ground.end() :].removesuffix("</svg>\n")
    move = 12 * (1 - share)
    plain = ground[0].replace('rx="5"', f'rx="{corner}"')
    drawing = f'<g transform="translate({move - 1.2 * share} {move}) scale({share})">{end}</g>'
    return f"{start}{plain}{drawing}</svg>"


def _drawn(source: str, side: int) -> bytes:
    command = ["rsvg-convert", "--width", str(side), "--height", str(side)]
    return subprocess.run(command, input=source.encode(), capture_output=True, check=True).stdout  # noqa: S603


def _small(png: bytes) -> bytes:
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    out = io.BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
