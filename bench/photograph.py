"""Prints as a phone sees them: photographs by simulation, each with one kind of trouble, or all.

The model. A scanner looks at its viewfinder's pictures, 1080 pixels wide, and people hold the
phone so that the code fills a fair part of them: here the symbol without its quiet zone is 300
pixels wide, 28 % of the picture, whatever it measures on paper. The paper is drawn as finely as
that asks for, so a photograph of a poster does not inherit the steps of a coarse raster. What is
kept is the middle of the picture, 720 by 720 pixels, in greys, with what is printed around the
code; beyond the paper there is a grey table.

rotated      7°, to either side
perspective  each corner of the picture moved by up to 8 % of its side, along both axes
blur         out of focus or moving: Gaussian, sigma 2 pixels, of some 8 that a module has
noise        little light: Gaussian, sigma 20 of 255
contrast     half of it, and darker
folded       a corner of the paper is folded over onto the code, and its back and a shadow are
             seen: 10 % of the side from one of the three corners that readers look for, which
             leaves these just free (no reader finds a code without them), or 25 % from the
             fourth; the flap covers a square of that side
jpeg         compressed at quality 40
all          all of these at once, in the order in which they come about
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SYMBOL, FRAME = 300, 720
"""Pixels: the symbol's width, and the picture's."""
TABLE, BACK, SHADOW = 110, 235, 90
"""Greys of what is not the print: the table, the paper's back, a fold's shadow."""
ROTATION, TILT, SIGMA, NOISE, QUALITY = 7.0, 0.08, 2.0, 20.0, 40
STEERING, FOURTH = 0.1, 0.25
"""How much of the code's side a fold takes, at a corner that readers look for and at the other."""

Picture = NDArray[np.uint8]
Treatment = Callable[[Picture, Generator], Picture]


def rotated(picture: Picture, chance: Generator) -> Picture:
    """Turned about its middle."""
    turn = cv2.getRotationMatrix2D(
        (FRAME / 2, FRAME / 2), ROTATION * chance.choice((-1.0, 1.0)), 1.0
    )
    return cv2.warpAffine(
        picture, turn, (FRAME, FRAME), flags=cv2.INTER_LINEAR, borderValue=(TABLE,)
    )


def in_perspective(picture: Picture, chance: Generator) -> Picture:
    """Seen from aside."""
    corners = np.array([[0, 0], [FRAME, 0], [FRAME, FRAME], [0, FRAME]], np.float32)
    moved = corners + chance.uniform(-TILT, TILT, (4, 2)).astype(np.float32) * FRAME
    seen = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(
        picture, seen, (FRAME, FRAME), flags=cv2.INTER_LINEAR, borderValue=(TABLE,)
    )


def blurred(picture: Picture, chance: Generator) -> Picture:
    """Out of focus."""
    return cv2.GaussianBlur(picture, (0, 0), SIGMA)


def noisy(picture: Picture, chance: Generator) -> Picture:
    """In little light."""
    return np.clip(picture + chance.normal(0, NOISE, picture.shape), 0, 255).astype(np.uint8)


def faded(picture: Picture, chance: Generator) -> Picture:
    """Half the contrast, around a darker grey."""
    return (picture * 0.5 + 40).astype(np.uint8)


def folded(picture: Picture, chance: Generator) -> Picture:
    """A corner of the code turned over."""
    side, middle = SYMBOL * 41 / 33, FRAME / 2
    far = [bool(part) for part in chance.integers(0, 2, 2)]
    reach = side * (FOURTH if all(far) else STEERING)
    x, y = (middle + (side / 2 if at_end else -side / 2) for at_end in far)
    to_x, to_y = (-1 if at_end else 1 for at_end in far)
    ends = [(x + to_x * reach, y), (x, y + to_y * reach)]
    # What was beyond the fold is gone with it, and the table is seen: the fold goes through
    # both ends and on, and all of the picture is beyond it that is nearer to the corner.
    rest = 2 * FRAME
    beyond = [
        (x + to_x * (reach + rest), y - to_y * rest),
        (x - to_x * rest, y + to_y * (reach + rest)),
        (x - to_x * 2 * rest, y - to_y * 2 * rest),
    ]
    made = picture.copy()
    _fill(made, beyond, TABLE)
    # The corner lies on the print as its mirror image beside the fold, its back up.
    _fill(made, [*ends, (x + to_x * reach, y + to_y * reach)], BACK)
    cv2.polylines(made, [np.array(ends, np.int32)], False, (SHADOW,), 2, cv2.LINE_AA)
    return made


def _fill(picture: Picture, corners: list[tuple[float, float]], grey: int) -> None:
    cv2.fillPoly(picture, [np.array(corners, np.int32)], (grey,))


def compressed(picture: Picture, chance: Generator) -> Picture:
    """Through a messenger."""
    _, raw = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return cv2.imdecode(raw, cv2.IMREAD_GRAYSCALE)


def troubled(picture: Picture, chance: Generator) -> Picture:
    """All of it: first what happens to the paper, then to the light, then in the phone."""
    for treat in (folded, in_perspective, rotated, faded, blurred, noisy, compressed):
        picture = treat(picture, chance)
    return picture


TREATMENTS: Mapping[str, Treatment] = {
    "rotated": rotated,
    "perspective": in_perspective,
    "blur": blurred,
    "noise": noisy,
    "contrast": faded,
    "folded": folded,
    "jpeg": compressed,
    "all": troubled,
}


@dataclass(frozen=True)
class Place:
    """Where a symbol is on a page, without its quiet zone, in the pixels of a raster."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def side(self) -> float:
        """Its width or its height, whichever is more."""
        return max(self.right - self.left, self.bottom - self.top)

    def moved(self, right: float, down: float) -> Place:
        """The same in a raster that begins elsewhere."""
        return Place(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def times(self, factor: float) -> Place:
        """The same in a raster that is so many times finer."""
        return Place(*(edge * factor for edge in (self.left, self.top, self.right, self.bottom)))


def framed(page: Picture, place: Place, frame: int = FRAME) -> Picture:
    """`frame` pixels around the middle of a symbol; beyond the paper, the table."""
    x, y = (
        round((place.left + place.right - frame) / 2),
        round((place.top + place.bottom - frame) / 2),
    )
    made = np.full((frame, frame), TABLE, np.uint8)
    height, width = page.shape
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + frame, width), min(y + frame, height)
    made[top - y : bottom - y, left - x : right - x] = page[top:bottom, left:right]
    return made
