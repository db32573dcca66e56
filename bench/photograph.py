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
folded       a corner of the code is folded over, and the paper's back and a shadow are seen: 20 %
             of the side from one of the corners that readers look for, which leaves these just
             free (without them no reader finds a code), or 35 % from the fourth
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
    quiet = SYMBOL * 4 / 33
    side, middle = SYMBOL + 2 * quiet, FRAME / 2
    right, down = (int(part) for part in chance.integers(0, 2, 2))
    reach = side * (0.35 if right and down else 0.2)
    x, y = (middle + (side / 2 if far else -side / 2) for far in (right, down))
    toward = (-1 if right else 1, -1 if down else 1)
    ends = [(x + toward[0] * reach, y), (x, y + toward[1] * reach)]
    # What is beyond the fold is no longer there: the table is seen.
    gone = [(x - toward[0] * FRAME, y - toward[1] * FRAME)]
    outer = [
        (ends[0][0] + toward[0] * 2 * FRAME, y - toward[1] * 2 * FRAME),
        (x - toward[0] * 2 * FRAME, ends[1][1] + toward[1] * 2 * FRAME),
    ]
    made = picture.copy()
    cv2.fillPoly(made, [np.array([*outer, *gone], np.int32)], (TABLE,))
    # The corner itself lies on the print, its back up, within the triangle that it covers.
    flap = [*ends, (x, y)]
    cv2.fillPoly(made, [np.array(flap, np.int32)], (BACK,))
    cv2.polylines(made, [np.array(ends, np.int32)], False, (SHADOW,), 3, cv2.LINE_AA)
    return made


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
