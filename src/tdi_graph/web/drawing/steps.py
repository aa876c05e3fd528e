"""A step chart: dated values as strong marks, joined by a light line that claims nothing.

What a text foresees stands apart from what it states as done, parts apart from wholes; values of
one date stand side by side, a range and an imprecise date keep their extent.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tdi_graph.web.drawing.lettering import Extent, width
from tdi_graph.web.drawing.scales import Period, Scale, new_year, round_ticks

MOST = 60
"""So many figures a chart shows; of more, the latest, and it says so."""

RADIUS = 4.5
LETTERS = 12.0
_APART = 2 * RADIUS + 1
_ABOVE, _BELOW, _BASELINE = 10.0, 19.0, 4.0
_HEAD = 22.0
FOOT, RIGHT = 22.0, 12.0
_PER_TICK, _PER_YEAR = 48.0, 44.0


@dataclass(frozen=True, slots=True)
class Size:
    """The width and the height of a drawing."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """A figure to draw: when, how much, how surely, and where its mark leads.

    ``planned`` figures are foreseen; ``part`` names what they cover, if it is not the whole;
    ``lean`` tells where the true value is said to be: "up", "down", "both" or nowhere else.
    """

    period: Period
    low: float
    high: float
    label: str
    name: str
    note: str
    href: str
    planned: bool = False
    part: str = ""
    lean: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A text on a drawing; ``anchor`` is the text-anchor of SVG."""

    text: str
    x: float
    y: float
    anchor: str = "middle"

    @property
    def extent(self) -> Extent:
        """The room that the text takes."""
        wide = width(self.text, LETTERS)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Extent(left, self.y - LETTERS * 0.8, left + wide, self.y + LETTERS * 0.25)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its place, the width of its date and the height of its range."""

    point: Point
    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float
    word: Word | None = None

    @property
    def extent(self) -> Extent:
        """The room that the mark itself takes."""
        return Extent(self.x - RADIUS, self.top - RADIUS, self.x + RADIUS, self.bottom + RADIUS)

    @property
    def span(self) -> Extent:
        """The room that the width of its date takes."""
        return Extent(self.left, self.y - 2.5, self.right, self.y + 2.5)


@dataclass(frozen=True, slots=True)
class Line:
    """A light line through the marks of one sort, as the data of an SVG path."""

    path: str
    planned: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A step chart, laid out; ``omitted`` figures are too many to be shown."""

    size: Size
    left: float
    right: float
    base: float
    values: tuple[Word, ...]
    years: tuple[Word, ...]
    bounds: tuple[float, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    omitted: int = 0


def step_chart(
    points: Sequence[Point],
    *,
    years: tuple[int, int],
    size: Size,
    write: Callable[[Decimal], str],
    ceiling: float = 0.0,
) -> Chart:
    """Lay out ``points`` over ``years``, up to ``ceiling`` at least; ``write`` says a value."""
    shown = sorted(points, key=lambda point: (point.period, point.low))[-MOST:]
    base, right = size.height - FOOT, size.width - RIGHT
    ticks = _ticks(shown, ceiling, base)
    left = max(width(write(tick), LETTERS) for tick in ticks) + 8
    upward = Scale(float(ticks[0]), float(ticks[-1]), base, _HEAD)
    along = Scale(new_year(years[0]), new_year(years[1]), left, right)
    marks = spread([_mark(point, along, upward) for point in shown], left, right)
    return Chart(
        size=size,
        left=left,
        right=right,
        base=upward(0.0),
        values=tuple(_value(write(tick), left, upward(float(tick))) for tick in ticks),
        years=tuple(year_words(along, years, base + 16)),
        bounds=tuple(along(new_year(year)) for year in range(years[0], years[1] + 1)),
        lines=tuple(_lines(marks)),
        marks=lettered(marks, Extent(left, 0, size.width, base)),
        omitted=len(points) - len(shown),
    )


def _value(text: str, left: float, y: float) -> Word:
    return Word(text, left - 6, y + _BASELINE, "end")


def _ticks(points: Sequence[Point], ceiling: float, height: float) -> tuple[Decimal, ...]:
    lowest = min([0.0, *(point.low for point in points)])
    highest = max([ceiling, *(point.high for point in points)])
    most = max(1, int((height - _HEAD) / _PER_TICK))
    return round_ticks(Decimal(lowest), Decimal(highest), most)


def _mark(point: Point, along: Scale, upward: Scale) -> Mark:
    start, end = point.period
    return Mark(
        point=point,
        x=along((start + end) / 2),
        y=upward((point.low + point.high) / 2),
        left=along(start),
        right=along(end),
        top=upward(point.high),
        bottom=upward(point.low),
    )


def spread(marks: Sequence[Mark], left: float, right: float) -> tuple[Mark, ...]:
    """Move marks sideways until none covers another: to the right, then back within the plot."""
    placed: list[Mark] = []
    for mark in sorted(marks, key=lambda one: one.x):
        beside = [one.x + _APART for one in placed if _level(one, mark)]
        placed.append(replace(mark, x=max([mark.x, left, *beside])))
    kept: list[Mark] = []
    for mark in reversed(placed):
        beside = [one.x - _APART for one in kept if _level(one, mark)]
        kept.append(replace(mark, x=min([mark.x, right, *beside])))
    return tuple(reversed(kept))


def _level(one: Mark, other: Mark) -> bool:
    return one.top - _APART < other.bottom and other.top - _APART < one.bottom


def year_words(along: Scale, years: tuple[int, int], y: float) -> Iterable[Word]:
    """Write the years along a scale, each where there is room, at the height ``y``."""
    room = along(new_year(years[0] + 1)) - along(new_year(years[0]))
    every = max(1, -int(-_PER_YEAR // room))
    for year in range(years[0], years[1], every):
        yield Word(str(year), along(new_year(year)) + room / 2, y)


def _lines(marks: Iterable[Mark]) -> Iterable[Line]:
    wholes = [mark for mark in marks if not mark.point.part]
    for planned in (False, True):
        joined = [mark for mark in wholes if mark.point.planned == planned]
        joined.sort(key=lambda mark: (mark.point.period, mark.x))
        if len(joined) > 1:
            first, *others = joined
            steps = "".join(f"H{mark.x:.1f}V{mark.y:.1f}" for mark in others)
            yield Line(f"M{first.x:.1f} {first.y:.1f}{steps}", planned)


def lettered(marks: Sequence[Mark], plot: Extent) -> tuple[Mark, ...]:
    """Give each mark its label where that covers nothing; a mark without room goes without."""
    covered = [(place, one) for place, m in enumerate(marks) for one in (m.extent, m.span)]
    found: list[Mark] = []
    for place, mark in enumerate(marks):
        said = any(_same(mark, other) for other in found)
        others = () if said else [one for owner, one in covered if owner != place]
        free = (word for word in _places(mark) if _fits(word.extent, others, plot))
        word = None if said else next(free, None)
        found.append(replace(mark, word=word))
        if word:
            covered.append((len(marks), word.extent))
    return tuple(found)


def _same(mark: Mark, other: Mark) -> bool:
    near = abs(mark.x - other.x) < 3 * _APART and abs(mark.y - other.y) < _APART
    return near and other.word is not None and mark.point.label == other.word.text


def _places(mark: Mark) -> Iterable[Word]:
    raised = 9.0 if mark.point.lean in ("up", "both") else 0.0
    lowered = 9.0 if mark.point.lean in ("down", "both") else 0.0
    text, beside = mark.point.label, RADIUS + 5
    yield Word(text, mark.x, mark.top - _ABOVE - raised)
    yield Word(text, mark.x, mark.bottom + _BELOW + lowered)
    yield Word(text, mark.x + beside, mark.y + _BASELINE, "start")
    yield Word(text, mark.x - beside, mark.y + _BASELINE, "end")
    yield Word(text, mark.x + RADIUS, mark.top - _ABOVE - raised, "end")
    yield Word(text, mark.x - RADIUS, mark.top - _ABOVE - raised, "start")


def _fits(extent: Extent, others: Iterable[Extent], plot: Extent) -> bool:
    return extent.within(plot) and not any(extent.meets(one) for one in others)
