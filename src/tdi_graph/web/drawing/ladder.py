"""A ladder of relations: what leads to a thing on its left, what it leads to on its right.

Each relation is named once, on the rung that its lines run through. It grows downward with what it
holds, names are wrapped, and nothing lies over anything else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from tdi_graph.web.drawing.lettering import wrapped

GROUPED_ABOVE = 40
"""With more relations than this, each rung shows only its first things, and how many there are."""
_FIRST = 8

_LETTERS, _CHIP_LETTERS, _HUB_LETTERS = 38, 21, 15
_LINE, _PITCH, _GAP, _EDGE = 17.0, 26.0, 16.0, 14.0
_NAMES, _CURVE, _CHIP, _HUB = 292.0, 34.0, 148.0, 132.0
_SIDE = _NAMES + _CURVE + _CHIP + _CURVE


@dataclass(frozen=True, slots=True)
class Node:
    """A thing at the end of a relation, and where its name leads."""

    text: str
    href: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """The things that one relation leads to; ``href`` leads to all ``count`` of them."""

    text: str
    nodes: tuple[Node, ...]
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A name in lines, around the height ``y``; ``path`` is the line that leads to it."""

    node: Node
    lines: tuple[str, ...]
    y: float
    path: str


@dataclass(frozen=True, slots=True)
class Chip:
    """The name of a relation in lines, around ``y``, with what hangs on it."""

    rung: Rung
    lines: tuple[str, ...]
    y: float
    path: str
    placed: tuple[Placed, ...]

    @property
    def height(self) -> float:
        """How high the chip is."""
        return len(self.lines) * _LINE + 8


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ladder: where its names begin, and its chips."""

    x: float
    chip: float
    anchor: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder, laid out; the thing itself is a box of ``hub`` lines."""

    width: float
    height: float
    hub: tuple[str, ...]
    x: float
    y: float
    sides: tuple[Side, ...]
    grouped: bool

    chip_width = _CHIP
    hub_width = _HUB
    line = _LINE

    @property
    def hub_height(self) -> float:
        """How high the box of the thing is."""
        return len(self.hub) * _LINE + 24


def ladder(
    name: str,
    incoming: Sequence[Rung],
    outgoing: Sequence[Rung],
    more: Callable[[int], str] = "+ {}".format,
) -> Ladder:
    """Lay out the relations of the thing called ``name``; a side without any takes no room.

    ``more`` says how many things of a rung are left out.
    """
    grouped = sum(rung.count for rung in (*incoming, *outgoing)) > GROUPED_ABOVE
    if grouped:
        incoming, outgoing = _first(incoming, more), _first(outgoing, more)
    hub = wrapped(name, _HUB_LETTERS)
    left = _SIDE if incoming else _EDGE
    tall = max(_height(incoming), _height(outgoing), len(hub) * _LINE + 24)
    middle = tall / 2 + _EDGE
    sides = [(incoming, _Across(left, -1)), (outgoing, _Across(left + _HUB, 1))]
    return Ladder(
        width=left + _HUB + (_SIDE if outgoing else _EDGE),
        height=tall + 2 * _EDGE,
        hub=hub,
        x=left,
        y=middle,
        sides=tuple(_side(rungs, middle, across) for rungs, across in sides if rungs),
        grouped=grouped,
    )


def _first(rungs: Iterable[Rung], more: Callable[[int], str]) -> list[Rung]:
    return [
        replace(rung, nodes=(*rung.nodes[:_FIRST], Node(more(rung.count - _FIRST), rung.href)))
        if rung.count > _FIRST + 1
        else rung
        for rung in rungs
    ]


@dataclass(frozen=True, slots=True)
class _Across:
    """A side's columns, from the edge of the hub outwards; ``way`` is -1 to the left."""

    edge: float
    way: int

    def at(self, distance: float) -> float:
        return self.edge + self.way * distance


def _heights(rung: Rung) -> list[float]:
    return [_PITCH + _LINE * (len(wrapped(node.text, _LETTERS)) - 1) for node in rung.nodes]


def _rung_height(rung: Rung) -> float:
    return max(sum(_heights(rung)), len(_chip_lines(rung)) * _LINE + 8)


def _height(rungs: Iterable[Rung]) -> float:
    heights = [_rung_height(rung) for rung in rungs]
    return sum(heights) + _GAP * max(0, len(heights) - 1)


def _chip_lines(rung: Rung) -> tuple[str, ...]:
    counted = f"{rung.text} ·\u00a0{rung.count}" if rung.count > 1 else rung.text
    return wrapped(counted, _CHIP_LETTERS)


def _side(rungs: Sequence[Rung], middle: float, across: _Across) -> Side:
    heights = [_rung_height(rung) for rung in rungs]
    top = middle - _height(rungs) / 2
    starts = accumulate((height + _GAP for height in heights[:-1]), initial=top)
    return Side(
        x=across.at(2 * _CURVE + _CHIP + 8),
        chip=across.at(_CURVE) - (_CHIP if across.way < 0 else 0),
        anchor="end" if across.way < 0 else "start",
        chips=tuple(
            _chip(rung, start + height / 2, middle, across)
            for rung, start, height in zip(rungs, starts, heights, strict=True)
        ),
    )


def _chip(rung: Rung, y: float, middle: float, across: _Across) -> Chip:
    heights = _heights(rung)
    tops = accumulate(heights[:-1], initial=y - sum(heights) / 2)
    far = _CURVE + _CHIP
    return Chip(
        rung=rung,
        lines=_chip_lines(rung),
        y=y,
        path=curve(across.at(0), middle, across.at(_CURVE), y),
        placed=tuple(
            Placed(
                node=node,
                lines=wrapped(node.text, _LETTERS),
                y=top + own / 2,
                path=curve(across.at(far), y, across.at(far + _CURVE), top + own / 2),
            )
            for node, top, own in zip(rung.nodes, tops, heights, strict=False)
        ),
    )


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """Write a line that leaves and arrives level, as the data of an SVG path."""
    far, down = round(x2 - x1), round(y2 - y1)
    return f"M{round(x1)} {round(y1)}c{far // 2} 0 {far // 2} {down} {far} {down}"
