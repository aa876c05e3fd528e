"""Make the pictures of README, ``docs/pictures``, from the running site: ``make pictures``."""

import struct
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from browsing import CHROMIUM, FLAGS, NO_CHROMIUM, serving
from tdi_graph import assembly, resources

FOLDER = resources.root() / "docs" / "pictures"
WIDTH, LARGEST = 1280, 150_000


@dataclass(frozen=True)
class Picture:
    """A part of a page: from its top to the end of what a selector finds."""

    name: str
    address: str
    until: str


PICTURES = (
    Picture("entity", "/en/doc/scheme/territoires-d-industrie", ".panel >> nth=2"),
    Picture("relations", "/en/relations", ".nesting"),
)


def taken(page: Page, picture: Picture) -> bytes:
    """Return the picture as PNG."""
    page.goto(picture.address)
    box = page.locator(picture.until).bounding_box()
    if box is None:
        raise LookupError(f"{picture.address} shows no {picture.until}")
    bottom = box["y"] + box["height"] + 24
    return page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": bottom}, type="png"
    )


def packed(png: bytes) -> bytes:
    """Return a PNG in a palette of its 256 most frequent colours (PNG, third edition)."""
    width, _ = size = struct.unpack(">II", png[16:24])
    rows = [[row[at : at + 3] for at in range(0, 3 * width, 3)] for row in _rows(png, 3 * width)]
    counted = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in counted.most_common(256)]
    place = {colour: _nearest(palette, colour) for colour in counted}
    # Each row begins with its filter: none.
    data = b"".join(b"\0" + bytes(map(place.__getitem__, row)) for row in rows)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", *size, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(data, 9)),
        (b"IEND", b""),
    )
    return png[:8] + b"".join(
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
        for name, held in chunks
    )


def _rows(png: bytes, length: int) -> Iterator[bytes]:
    """Yield the rows of 8-bit RGB without their filters (section 9)."""
    data = zlib.decompress(b"".join(held for name, held in _chunks(png) if name == b"IDAT"))
    above = bytearray(length)
    for start in range(0, len(data), length + 1):
        row = bytearray(data[start + 1 : start + 1 + length])
        undo = _FILTERS[data[start]]
        for at, value in enumerate(row):
            left, corner = (row[at - 3], above[at - 3]) if at >= 3 else (0, 0)
            row[at] = (value + undo(left, above[at], corner)) & 255
        yield bytes(row)
        above = row


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


_FILTERS: tuple[Callable[[int, int, int], int], ...] = (
    lambda _left, _up, _corner: 0,
    lambda left, _up, _corner: left,
    lambda _left, up, _corner: up,
    lambda left, up, _corner: (left + up) // 2,
    _paeth,
)


def _nearest(palette: Sequence[bytes], colour: bytes) -> int:
    return min(
        range(len(palette)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(palette[at], colour, strict=True)),
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def main() -> str | None:
    """Make all the pictures; return why not, if not."""
    if not CHROMIUM:
        return NO_CHROMIUM
    FOLDER.mkdir(exist_ok=True)
    authored = assembly.assemble(resources.root())
    with (
        TemporaryDirectory() as folder,
        serving(authored, Path(folder)) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(
            base_url=address, viewport={"width": WIDTH, "height": 900}, color_scheme="light"
        )
        for picture in PICTURES:
            png = packed(taken(page, picture))
            if len(png) > LARGEST:
                return f"{picture.name}.png would have {len(png)} bytes, more than {LARGEST}"
            (FOLDER / f"{picture.name}.png").write_bytes(png)
        browser.close()
    return None


if __name__ == "__main__":
    sys.exit(main())
