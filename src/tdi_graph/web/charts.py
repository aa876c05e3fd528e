"""Step charts of figures, in the words of a language: what stands in the graph, ready to draw."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from tdi_graph.views import Contradiction, Series, Statement
from tdi_graph.views.labels import Named
from tdi_graph.views.statements import Amount, Figure
from tdi_graph.web.drawing import (
    Bars,
    Chart,
    Point,
    Size,
    bars,
    heightless,
    period,
    step_chart,
    strip,
    whole_years,
)
from tdi_graph.web.site import Site, Voice

SMALL, NARROW, WIDE = Size(336, 176), Size(336, 236), Size(1080, 340)
STRIP = 76.0
_PERCENT = "unit:PERCENT"

# Signs of qualifiers, as the concepts bear them, by where they say that the true value lies.
_LEANS = {"≲": "down", "<": "down", "≤": "down", ">": "up", "≥": "up", "≈": "both"}
_HUGE = Decimal("1e20")
# Of a period that is narrower than this nothing would be seen.
_SEEN = 2.0
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Panel:
    """A series with its pictures, which hold those of its figures that have a place and a date."""

    series: Series
    charts: tuple[Chart, ...]
    bars: Bars | None = None

    @property
    def about(self) -> Named:
        """What the figures are of."""
        return self.series.about

    @property
    def indicator(self) -> Named:
        """What the figures measure."""
        return self.series.indicator

    @property
    def latest(self) -> Statement:
        """The latest figure of the whole; failing that, the latest of a part."""
        figures = self.series.figures
        wholes = [s for s in figures if isinstance(s.content, Figure) and not s.content.scopes]
        done = [s for s in wholes if s.observed]
        return (done or wholes or list(figures))[-1]

    @property
    def values(self) -> int:
        """How many different values are given for the whole."""
        marks = [mark.point for chart in self.charts[:1] for mark in chart.marks]
        return len({(point.low, point.high) for point in marks if not point.part})

    @property
    def flat(self) -> bool:
        """Whether its pictures are but lines of time."""
        return not self.bars and not any(chart.values for chart in self.charts)

    @property
    def traits(self) -> frozenset[str]:
        """Which signs of the legend the pictures use."""
        marks = [mark for chart in self.charts for mark in chart.marks]
        found = {f"lean.{mark.point.lean}": bool(mark.point.lean) for mark in marks}
        found["planned"] = any(mark.point.planned for mark in marks)
        found["part"] = any(mark.point.part for mark in marks)
        found["period"] = any(mark.right - mark.left > _SEEN for mark in marks)
        found["line"] = any(chart.lines for chart in self.charts)
        return frozenset(name for name, used in found.items() if used)


def panels(site: Site, voice: Voice, held: Sequence[Series]) -> tuple[Panel, ...]:
    """Draw each series small, all over the same years, the longest first."""
    return _panels(site, voice, held, lambda _: (SMALL,))


def led(site: Site, voice: Voice, first: Series, others: Sequence[Series]) -> tuple[Panel, ...]:
    """Draw the first series large, once for wide screens and once for narrow ones, others small."""
    drawn = _panels(
        site, voice, [first, *others], lambda one: (WIDE, NARROW) if one is first else (SMALL,)
    )
    return tuple(sorted(drawn, key=lambda panel: panel.series is not first))


def _panels(
    site: Site, voice: Voice, held: Sequence[Series], sizes: Callable[[Series], Sequence[Size]]
) -> tuple[Panel, ...]:
    drawn = [(series, tuple(_points(site, voice, series))) for series in held]
    years = whole_years([point.period for _, points in drawn for point in points] or [(1.0, 2.0)])
    ordered = sorted(drawn, key=lambda pair: -len({point.low for point in pair[1]}))
    return tuple(_panel(voice, series, points, years, sizes(series)) for series, points in ordered)


def _panel(
    voice: Voice,
    series: Series,
    points: Sequence[Point],
    years: tuple[int, int],
    sizes: Sequence[Size],
) -> Panel:
    if not points:
        return Panel(series, ())
    unit = next(amount.unit for s in series.figures if (amount := _amount(s)))
    if unit == _PERCENT and _of_one_date(points):
        return Panel(series, (), bars(points, width=sizes[0].width, whole=100.0))
    if heightless(points):
        flat = [strip(points, years=years, size=Size(size.width, STRIP)) for size in sizes]
        return Panel(series, tuple(flat))
    write = partial(voice.wording.brief, unit=unit)
    ceiling = 100.0 if unit == _PERCENT else 0.0
    return Panel(
        series,
        tuple(
            step_chart(points, years=years, size=size, write=write, ceiling=ceiling)
            for size in sizes
        ),
    )


def _of_one_date(points: Sequence[Point]) -> bool:
    parts = all(point.part for point in points)
    return parts and len(points) > 1 and len({point.period for point in points}) == 1


def comparison(site: Site, voice: Voice, figures: Sequence[Statement]) -> Bars | None:
    """Set the figures of several things against the greatest of them; None if there is but one."""
    points = [
        replace(point, part=figure.content.about.label.text)
        for figure in figures
        if isinstance(figure.content, Figure)
        for point in _drawable(site, voice, figure)
        if point.low >= 0
    ]
    most = max((point.high for point in points), default=0.0)
    if len(points) < _SEVERAL or not most:
        return None
    return bars(points, width=SMALL.width, whole=most)


def contradiction(site: Site, voice: Voice, found: Contradiction) -> Panel:
    """Draw the figures that contradict one another."""
    return panels(site, voice, [Series(found.about, found.indicator, found.figures)])[0]


def whole(panel: Panel) -> Chart | None:
    """Return the first picture of a panel, if it is one over time."""
    return next(iter(panel.charts), None)


def _points(site: Site, voice: Voice, series: Series) -> Iterable[Point]:
    return (point for figure in series.figures for point in _drawable(site, voice, figure))


def _drawable(site: Site, voice: Voice, statement: Statement) -> Iterable[Point]:
    days, amount = period(statement.date), _amount(statement)
    if days and amount and max(abs(amount.low), abs(amount.high)) < _HUGE:
        yield _point(site.signs, voice, statement, amount, days)


def _amount(statement: Statement) -> Amount | None:
    content = statement.content
    return content.amount if isinstance(content, Figure) else None


def _point(
    signs: Mapping[str, str],
    voice: Voice,
    statement: Statement,
    amount: Amount,
    days: tuple[float, float],
) -> Point:
    sign = signs.get(amount.qualifier.iri, "") if amount.qualifier else ""
    scopes = statement.content.scopes if isinstance(statement.content, Figure) else ()
    return Point(
        period=days,
        low=float(min(amount.low, amount.high)),
        high=float(max(amount.low, amount.high)),
        label=voice.wording.short(amount),
        name=name(voice, statement),
        note=note(voice, statement),
        href=voice.href(statement.iri),
        planned=not statement.observed,
        part=voice.wording.listed(scopes),
        lean=_LEANS.get(sign, ""),
    )


def name(voice: Voice, statement: Statement) -> str:
    """Say a figure's value, what part it covers and its date."""
    said = voice.wording.amount(_amount(statement))
    content = statement.content
    if isinstance(content, Figure) and content.scopes:
        said = f"{said} ({voice.wording.listed(content.scopes)})"
    return voice.catalogue("chart.point", value=said, date=voice.wording.date(statement.date))


def note(voice: Voice, statement: Statement) -> str:
    """Say how surely a figure is stated, where its date comes from, and in which document."""
    return voice.catalogue(
        "chart.point.note",
        modality=statement.modality.label.text,
        basis=statement.basis.label.text,
        document=statement.document.label.text,
    )
