"""Pictures of figures whose height would say nothing: one value over time, or parts of one date."""

from collections.abc import Sequence
from dataclasses import dataclass

from tdi_graph.web.drawing.lettering import Extent, wrapped
from tdi_graph.web.drawing.scales import Scale, new_year
from tdi_graph.web.drawing.steps import (
    FOOT,
    LETTERS,
    MOST,
    RIGHT,
    Chart,
    Mark,
    Point,
    Size,
    lettered,
    spread,
    year_words,
)

_LEFT, _RAISED = 8.0, 22.0
_ROW, _BAR = 34.0, 12.0
_LINE = 15.0


def strip(points: Sequence[Point], *, years: tuple[int, int], size: Size) -> Chart:
    """Lay out ``points``, which all have one value, along a line of time."""
    shown = sorted(points, key=lambda point: point.period)[-MOST:]
    base, right = size.height - FOOT, size.width - RIGHT
    along = Scale(new_year(years[0]), new_year(years[1]), _LEFT, right)
    marks = [_on_line(point, along, base - _RAISED) for point in shown]
    return Chart(
        size=size,
        left=_LEFT,
        right=right,
        base=base,
        values=(),
        years=tuple(year_words(along, years, base + 16)),
        bounds=tuple(along(new_year(year)) for year in range(years[0], years[1] + 1)),
        lines=(),
        marks=lettered(spread(marks, _LEFT, right), Extent(0, 0, size.width, base)),
        omitted=len(points) - len(shown),
    )


def _on_line(point: Point, along: Scale, y: float) -> Mark:
    start, end = point.period
    return Mark(point, along((start + end) / 2), y, along(start), along(end), y, y)


@dataclass(frozen=True, slots=True)
class Bar:
    """A part as a bar from ``x`` to ``end`` below its name in lines, the first at ``y``."""

    point: Point
    lines: tuple[str, ...]
    x: float
    end: float
    y: float
    bar: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Parts of one date, each as long as its share of the whole, which spans the drawing."""

    size: Size
    rows: tuple[Bar, ...]
    omitted: int = 0

    thickness = _BAR
    line = _LINE


def bars(points: Sequence[Point], *, width: float, whole: float) -> Bars:
    """Lay out ``points``, which name their parts, against the value of the ``whole``."""
    along = Scale(0.0, whole, 0.0, width)
    room = int(width / (LETTERS * 0.58))
    rows, y = [], LETTERS
    for point in sorted(points, key=lambda point: -point.high)[:MOST]:
        lines = wrapped(f"{point.label} {point.part}", room)
        below = y + (len(lines) - 1) * _LINE + 6
        rows.append(Bar(point, lines, 0.0, max(2.0, along(point.high)), y, below))
        y = below + _BAR + _ROW - _LINE
    height = rows[-1].bar + _BAR + 4 if rows else 0.0
    return Bars(Size(width, height), tuple(rows), len(points) - len(rows))


def heightless(points: Sequence[Point]) -> bool:
    """Tell whether all ``points`` have one value, so that their height would say nothing."""
    return len({(point.low, point.high, point.part) for point in points}) == 1
