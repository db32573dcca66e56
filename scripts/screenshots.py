"""Takes the pictures of `docs/screenshots/`: every page of `tests/browser/table.py`, on a phone, a
tablet and a desk, and some of them in the dark.

make screenshots
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.stand import standing
from tests.browser.table import PAGES, Page
from tests.browser.windows import FLAGS, Windows

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"

WIDTHS = {360: 780, 768: 1024, 1440: 900}
"""The widths of the screens, and their heights in pixels."""
TALLEST = 1400
WIDEST = 1080
"""What is wider is made smaller: a picture is to be recognised, and to weigh little."""
DARK = ("campaign", "leaderboard", "space-association", "sign-in")
MOST_BYTES = 4 * 1024 * 1024


def main() -> int:
    """Takes them all anew; 1 when they weigh more than they may."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        standing(Path(folder)) as stand,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        windows = Windows(stand, browser)
        for what in PAGES:
            if what.picture:
                for name, picture in _taken(windows, what):
                    picture.save(FOLDER / f"{name}.webp", quality=45, method=6)
        windows.close()
        browser.close()
    files = list(FOLDER.glob("*.webp"))
    weight = sum(file.stat().st_size for file in files)
    print(f"{len(files)} pictures, {weight / 1024:.0f} KB, in {FOLDER}")
    if weight > MOST_BYTES:
        print(f"they may weigh {MOST_BYTES / 1024:.0f} KB", file=sys.stderr)
    return int(weight > MOST_BYTES)


def _taken(windows: Windows, what: Page) -> Iterator[tuple[str, Image.Image]]:
    page = windows.show(what).page
    for theme in ("light", "dark") if what.name in DARK else ("light",):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            picture = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))
            suffix = "-dark" if theme == "dark" else ""
            whole = picture.convert("RGB")
            cut = whole.crop((0, 0, width, min(whole.height, TALLEST)))
            cut.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
            yield (
                f"{what.name}-{width}{suffix}",
                cut,
            )


if __name__ == "__main__":
    sys.exit(main())
