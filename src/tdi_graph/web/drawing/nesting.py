"""How schemes nest, as an outline, and who plays a role in them, as a column beside it.

Each role has its heading in words and each actor stands once below it; light lines lead from the
schemes to their actors.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean

from tdi_graph.web.drawing.ladder import Node, curve
from tdi_graph.web.drawing.lettering import width, wrapped

_LETTERS, _ACTOR_LETTERS, _INDENT_LETTERS = 52, 42, 4
_LINE, _PITCH, _INDENT, _EDGE, _HEADING, _GAP = 17.0, 27.0, 26.0, 12.0, 30.0, 18.0
_ACTORS, _SIZE, _WIDTH = 660.0, 13.0, 990.0
_TRUNK = _ACTORS - 200
_SURELY = 0.8


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme in the outline; its parent is the nearest one above that is less deep."""

    node: Node
    depth: int


@dataclass(frozen=True, slots=True)
class Role:
    """A role, and the places in the outline of the schemes that each actor plays it in."""

    text: str
    actors: tuple[tuple[Node, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A name in lines around the height ``y``, from ``x`` on; ``guide`` leads to its parent."""

    node: Node
    lines: tuple[str, ...]
    x: float
    y: float
    guide: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A role's heading at the height ``y``, and its actors."""

    text: str
    y: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Nesting:
    """The outline and the column of roles, laid out."""

    width: float
    height: float
    actors: float
    schemes: tuple[Box, ...]
    roles: tuple[Column, ...]

    line = _LINE


def nesting(schemes: Sequence[Scheme], roles: Sequence[Role]) -> Nesting:
    """Lay out the outline of ``schemes`` and, on its right, the actors of ``roles``."""
    outline = tuple(_outline(schemes))
    tall = max((box.y + _PITCH for box in outline), default=0.0)
    needed = sum(map(_role_height, roles)) + _GAP * max(0, len(roles) - 1)
    top = _EDGE + max(0.0, (tall - needed) / 2)
    return Nesting(
        width=_WIDTH,
        height=max(tall, top + needed) + _EDGE,
        actors=_ACTORS,
        schemes=outline,
        roles=tuple(_columns(roles, outline, top)),
    )


def _outline(schemes: Sequence[Scheme]) -> Iterable[Box]:
    texts = [wrapped(s.node.text, max(12, _LETTERS - _INDENT_LETTERS * s.depth)) for s in schemes]
    heights = [_PITCH + _LINE * (len(lines) - 1) for lines in texts]
    tops = accumulate(heights[:-1], initial=_EDGE)
    parents: dict[int, float] = {}
    for scheme, lines, top, own in zip(schemes, texts, tops, heights, strict=False):
        x, y = 4 + scheme.depth * _INDENT, top + own / 2
        above = parents.get(scheme.depth - 1)
        guide = (
            "" if above is None else f"M{x - _INDENT + 7:.0f} {above + 11:.1f}V{y:.1f}H{x - 4:.0f}"
        )
        parents[scheme.depth] = y
        yield Box(scheme.node, lines, x, y, guide)


def _actor_height(node: Node) -> float:
    return _PITCH + _LINE * (len(wrapped(node.text, _ACTOR_LETTERS)) - 1)


def _role_height(role: Role) -> float:
    return _HEADING + sum(_actor_height(node) for node, _ in role.actors)


def _columns(roles: Sequence[Role], outline: Sequence[Box], top: float) -> Iterable[Column]:
    for role in roles:
        yield Column(role.text, top + _HEADING / 2, tuple(_actors(role, outline, top + _HEADING)))
        top += _role_height(role) + _GAP


def _actors(role: Role, outline: Sequence[Box], top: float) -> Iterable[Box]:
    def height(actor: tuple[Node, tuple[int, ...]]) -> float:
        return fmean([outline[place].y for place in actor[1]] or [0.0])

    for node, places in sorted(role.actors, key=height):
        own = _actor_height(node)
        y = top + own / 2
        paths = tuple(_path(outline[place], y) for place in places)
        yield Box(node, wrapped(node.text, _ACTOR_LETTERS), _ACTORS, y, paths=paths)
        top += own


def _path(box: Box, y: float) -> str:
    # It may begin below the last letters, which have a margin in the colour of the page; between
    # two lines it would be seen.
    sure = _SURELY if len(box.lines) == 1 else _SURELY + 0.1
    end = box.x + max(width(line, _SIZE) for line in box.lines) * sure + 6
    _, bend = curve(_TRUNK, box.y, _ACTORS - 12, y).split("c")
    return f"M{end:.0f} {round(box.y)}H{_TRUNK:.0f}c{bend}"
