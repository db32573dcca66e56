"""How well the kit's codes are read: every file, as it is and photographed, by two decoders.

`python -m bench.kit FOLDER` reads the folder that `python -m chalicelib kit` wrote: its `kit.json`
is a list of {"file", "kind", "code", "qr_text"}, and "codes" where a file shows the same code more
than once. Without a folder it makes QR files alone, in every look, for 12 associations of 3 groups.

Each file is rasterised (pdftoppm, rsvg-convert) at 150 dpi and at 72; it counts as read when every
code on it is, and says its link's very address. Then one code of each file, chosen by chance,
is photographed by simulation (`bench.photograph` says how), once with each trouble.

zxing-cpp reads whole pages and finds all codes on them. OpenCV (`QRCodeDetectorAruco`) finds one
in a picture at best, so it is shown each code cut out where zxing-cpp found it at 150 dpi; one of
72 dpi, where a module has two pixels, is made four times larger, then six.

A decoder that reads nothing is shown the picture once more, smoothed: phones do that to their
own, and try many in a second where this tries one.

Prints the table of rates, the addresses that were wrong, and what a code costs beside the
`qrcode` library alone; exits with 1 when less than 100 % are read plain or less than 99 %
photographed, by either decoder. Chance is seeded by the file's name: the same files make the
same table.
"""

from __future__ import annotations

import json
import statistics
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import cv2
import numpy as np

from bench.kit_codes import costs, write_codes
from bench.kit_pages import LOCATING_DPI, by_opencv, by_zxing, missing, pages, photographed
from bench.photograph import TREATMENTS, Picture, Place, framed

PLAIN = ("150 dpi", "72 dpi")
DECODERS = ("zxing", "opencv")
LEAST_PHOTOGRAPHED = 0.99
ENLARGED = (4, 6)


@dataclass(frozen=True)
class Row:
    """A file of the kit, and what its codes hold."""

    file: Path
    kind: str
    text: str
    codes: int = 1


@dataclass(frozen=True)
class Reading:
    """Whether a decoder read a file under a treatment, and what it said if that was wrong."""

    kind: str
    treatment: str
    decoder: str
    file: str
    said: tuple[str, ...]
    right: bool

    @property
    def wrong(self) -> bool:
        """Something was read, and it was another address."""
        return not self.right and any(self.said)


def main(folder: str | None = None) -> int:
    """Runs the benchmark; 1 when an aim is missed."""
    if lacking := missing():
        print(f"bench.kit needs the system packages {', '.join(lacking)}", file=sys.stderr)
        return 2
    with TemporaryDirectory() as scratch:
        if folder is None:
            write_codes(Path(scratch))
        rows = manifest(Path(folder or scratch))
        began = perf_counter()
        with ProcessPoolExecutor() as pool:
            readings = [r for some in pool.map(read, rows, chunksize=4) for r in some]
    print(f"{len(rows)} files, {perf_counter() - began:.0f} s. Of each kind, % that are read:")
    print("(OpenCV is shown each code cut out where zxing-cpp found it at 150 dpi.)")
    show(readings)
    for reading in readings:
        if reading.wrong:
            print(f"WRONG {reading.file} {reading.treatment} {reading.decoder}: {reading.said}")
    print("\n".join(costs()))
    return judged(readings)


def manifest(folder: Path) -> list[Row]:
    """What `kit.json` lists."""
    rows = json.loads((folder / "kit.json").read_text("utf-8"))
    return [
        Row(folder / row["file"], row["kind"], row["qr_text"], row.get("codes", 1))
        for row in rows
        if Path(row["file"]).suffix in (".pdf", ".png", ".svg")
    ]


def read(row: Row) -> list[Reading]:
    """All readings of one file."""
    chance = np.random.default_rng(zlib.crc32(row.file.name.encode()))
    whole: list[Picture] = []
    places: list[tuple[int, Place]] = []
    made: list[Reading] = []
    for treatment, dpi in zip(PLAIN, (LOCATING_DPI, 72), strict=True):
        rasters = pages(row.file, dpi)
        found = [(n, *code) for n, page in enumerate(rasters) for code in by_zxing(page)]
        if dpi == LOCATING_DPI:
            whole, places = rasters, [(n, place) for n, _, place in found]
        said = tuple(text for _, text, _ in found)
        made.append(_reading(row, treatment, "zxing", said))
        cuts = [
            framed(rasters[n], at := place.times(dpi / LOCATING_DPI), round(at.side * 1.5))
            for n, place in places
        ]
        factors = ENLARGED if dpi < LOCATING_DPI else (1,)
        seen_by_opencv = tuple(_enlarged(cut, factors) for cut in cuts)
        made.append(_reading(row, treatment, "opencv", seen_by_opencv))
    if places:
        page, place = places[chance.integers(len(places))]
        shot = photographed(row.file, page, whole[page], place)
    else:
        shot = framed(whole[0], Place(0, 0, 0, 0))
    for treatment, treat in TREATMENTS.items():
        seen = treat(shot, chance)
        by_both = {"zxing": tuple(t for t, _ in by_zxing(seen)), "opencv": (by_opencv(seen),)}
        for decoder, said in by_both.items():
            right = set(said) == {row.text}
            made.append(Reading(row.kind, treatment, decoder, row.file.name, said, right))
    return made


def _enlarged(cut: Picture, factors: Iterable[int]) -> str:
    """What OpenCV reads of a code at the first of the sizes at which it reads something."""
    larger = (cv2.resize(cut, None, None, by, by, cv2.INTER_CUBIC) for by in factors)
    return next(filter(None, map(by_opencv, larger)), "")


def _reading(row: Row, treatment: str, decoder: str, said: tuple[str, ...]) -> Reading:
    right = said == (row.text,) * row.codes
    return Reading(row.kind, treatment, decoder, row.file.name, said, right)


def rates(readings: Iterable[Reading]) -> dict[tuple[str, str, str], float]:
    """The share that is read, by kind, treatment and decoder."""
    cells: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for reading in readings:
        for kind in (reading.kind, "everything"):
            cells[kind, reading.treatment, reading.decoder].append(reading.right)
    return {cell: statistics.mean(right) for cell, right in cells.items()}


def show(readings: list[Reading]) -> None:
    """Prints the table."""
    treatments = [*PLAIN, *TREATMENTS]
    table = rates(readings)
    print(f"{'kind':24}{'decoder':9}" + "".join(f"{name:>12}" for name in treatments))
    for kind in [*dict.fromkeys(reading.kind for reading in readings), "everything"]:
        for decoder in DECODERS:
            cells = (f"{100 * table[kind, name, decoder]:12.1f}" for name in treatments)
            print(f"{kind:24}{decoder:9}" + "".join(cells))


def judged(readings: list[Reading]) -> int:
    """Says which aims are missed, a line each."""
    missed = list(_missed(readings))
    for line in missed:
        print(f"MISSED {line}")
    return 1 if missed else 0


def _missed(readings: list[Reading]) -> Iterator[str]:
    for decoder in DECODERS:
        for name, treatments, aim in (
            ("plain", PLAIN, 1.0),
            ("photographed", tuple(TREATMENTS), LEAST_PHOTOGRAPHED),
        ):
            of_these = [r for r in readings if r.decoder == decoder and r.treatment in treatments]
            share = statistics.mean(r.right for r in of_these)
            print(f"{decoder}, {name}: {100 * share:.2f} % of {len(of_these)}")
            if share < aim or any(r.wrong for r in of_these):
                yield f"{decoder}, {name}: {100 * share:.2f} %, and {100 * aim:.0f} % is the aim"


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
