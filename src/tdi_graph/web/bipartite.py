"""A graph as two columns of names with lines between them: laid out here, drawn by a template.

Names are wrapped, never cut, and each stands once in its column; the drawing grows downward.
Lengths are in the units of the drawing's own view box.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tdi_graph.views.labels import Named
from tdi_graph.views.presentations import MOST, Edge

WIDTH = 1000.0
LINE = 17.0

_LETTERS = 44
_PAD, _EDGE = 10.0, 12.0
_LEFT, _RIGHT = 390.0, 610.0
_GAP = 8.0
_BEND = 90.0


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, its name in lines, and the height of the middle of them."""

    named: Named
    lines: tuple[str, ...]
    y: float


@dataclass(frozen=True, slots=True)
class Bipartite:
    """Two columns of names: those on the left end at ``left``, those on the right begin there."""

    height: float
    left: float
    right: float
    sources: tuple[Node, ...]
    targets: tuple[Node, ...]
    paths: tuple[str, ...]
    shown: int
    count: int

    width = WIDTH
    line = LINE


@dataclass(frozen=True, slots=True)
class _Name:
    named: Named
    text: str


def layout(edges: Sequence[Edge]) -> Bipartite:
    """Lay out the first edges of a graph; ``count`` says how many there are in all."""
    drawn = edges[:MOST]
    sources = list(dict.fromkeys(_Name(e.source, e.source.label.text) for e in drawn))
    targets = list(dict.fromkeys(_target(edge) for edge in drawn))
    height = max(_height(sources), _height(targets)) + 2 * _EDGE
    left = _column(sources, height)
    right = _column(targets, height)
    places = {name: node.y for name, node in zip(sources, left, strict=True)}
    goals = {name: node.y for name, node in zip(targets, right, strict=True)}
    paths = [_curve(places[_Name(e.source, e.source.label.text)], goals[_target(e)]) for e in drawn]
    return Bipartite(
        height, _LEFT, _RIGHT, left, right, tuple(dict.fromkeys(paths)), len(drawn), len(edges)
    )


def _target(edge: Edge) -> _Name:
    name = edge.target.label.text
    return _Name(edge.target, f"{edge.predicate.label.text} › {name}" if edge.predicate else name)


def _lines(name: _Name) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name.text, _LETTERS)) or ("",)


def _height(names: Sequence[_Name]) -> float:
    return sum(len(_lines(name)) * LINE + _PAD for name in names)


def _column(names: Sequence[_Name], height: float) -> tuple[Node, ...]:
    heights = [len(_lines(name)) * LINE + _PAD for name in names]
    tops = accumulate(heights[:-1], initial=(height - sum(heights)) / 2)
    return tuple(
        Node(name.named, _lines(name), round(top + own / 2, 1))
        for name, top, own in zip(names, tops, heights, strict=False)
    )


def _curve(start: float, end: float) -> str:
    one, other = _LEFT + _GAP, _RIGHT - _GAP
    return f"M{one} {start}C{one + _BEND} {start} {other - _BEND} {end} {other} {end}"
