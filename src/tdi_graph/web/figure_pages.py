"""The figures: their list, and each indicator with its picture, table, sources and files."""

import csv
from collections.abc import Iterable
from io import StringIO

from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import views
from tdi_graph.errors import UnknownName
from tdi_graph.negotiation import content_type
from tdi_graph.views.labels import expanded
from tdi_graph.views.statements import Figure, Statement
from tdi_graph.vocabulary import BASE
from tdi_graph.web import charts
from tdi_graph.web.addresses import Alternate
from tdi_graph.web.faults import UnknownChoice
from tdi_graph.web.site import Site, Voice

_FILES = {"csv": "text/csv", "svg": "image/svg+xml"}
_OPEN = {"Access-Control-Allow-Origin": "*"}
_OF = "about"
COMPARED = ("leverage", "cost-per-job")
"""The saved questions that set figures of several indicators against one another."""


def every(site: Site, voice: Voice, request: Request) -> Response:
    """List the indicators by family, each with its longest series."""
    held = views.indicators(site.backend, voice.names)
    drawn = {
        family: charts.panels(site, voice, [one.longest for one in indicators])
        for family, indicators in held.items()
    }
    return site.page(
        request,
        voice,
        "figures.html",
        families=held,
        panels=drawn,
        compared=_compared(site, voice),
    )


def one(site: Site, voice: Voice, request: Request) -> Response:
    """Show an indicator, or give its figures as a table or a picture in a file."""
    slug, _, suffix = request.path_params["indicator"].partition(".")
    if suffix and suffix not in _FILES:
        raise UnknownName(f"there is no form .{suffix}", do=f"use .{', .'.join(_FILES)}")
    iri = f"{BASE}id/concept/{slug}"
    about = expanded(request.query_params.get(_OF, "")) if _OF in request.query_params else ""
    found = views.indicator(site.backend, voice.names, iri, about)
    if not found.series:
        told = f"{_OF}: no figure of {slug} is of {about[:80]}"
        raise UnknownChoice(told, do="take one that the page of the indicator shows")
    if suffix == "csv":
        held = views.figures(site.backend, voice.names, iri, about)
        return _file(_table(voice, held).encode(), suffix)
    if suffix == "svg":
        return _picture(site, voice, found, found.series[0])
    return _page(site, voice, request, found, slug)


def _page(
    site: Site, voice: Voice, request: Request, found: views.Indicator, slug: str
) -> Response:
    main, *others = charts.led(site, voice, found.series[0], found.series[1:])
    path = voice.to("figures", f"/{slug}")
    return site.page(
        request,
        voice,
        "figure.html",
        alternates=[Alternate(f"{path}.csv", "CSV", _FILES["csv"])],
        found=found,
        path=path,
        main=main,
        panels=others,
        compared=charts.comparison(site, voice, found.comparable),
        query=views.asking.measured(found.named.iri),
    )


def _compared(site: Site, voice: Voice) -> list[tuple[str, str, views.Answer]]:
    held = [site.questions[slug] for slug in COMPARED if slug in site.questions]
    return [
        (one.slug, one.title[voice.language], views.answer(site.backend, voice.names, one, {}))
        for one in held
    ]


def _picture(site: Site, voice: Voice, found: views.Indicator, series: views.Series) -> Response:
    (panel,) = charts.led(site, voice, series, ())
    template = site.templates.get_template("chart.svg")
    shown = site.shown(voice) | {"found": found, "panel": panel, "chart": charts.whole(panel)}
    return _file(template.render(shown).encode(), "svg")


def _file(body: bytes, suffix: str) -> Response:
    return Response(body, headers={"Content-Type": content_type(_FILES[suffix]), **_OPEN})


_COLUMNS = (
    "about about_name date low high unit qualifier modality scope due period words "
    "document statement"
)


def _table(voice: Voice, held: Iterable[views.Series]) -> str:
    written = StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(_COLUMNS.split())
    for series in held:
        rows.writerows(_row(voice, figure) for figure in series.figures)
    return written.getvalue()


def _row(voice: Voice, statement: Statement) -> list[object]:
    figure = statement.content
    if not isinstance(figure, Figure):
        raise TypeError(statement.iri)
    amount = figure.amount
    return [
        figure.about.iri,
        figure.about.label.text,
        statement.date,
        *([f"{amount.low:f}", f"{amount.high:f}", amount.unit] if amount else ["", "", ""]),
        amount.qualifier.label.text if amount and amount.qualifier else "",
        statement.modality.label.text,
        voice.wording.listed(figure.scopes),
        figure.due,
        figure.coverage,
        " / ".join(quote.words for quote in statement.quotes),
        statement.document.iri,
        statement.iri,
    ]
