"""The catalogue, for portals of open data: negotiated, or in the form that a suffix names."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pyoxigraph import RdfFormat
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tdi_graph import description
from tdi_graph.description import CATALOGUE, Dump, File, Offer
from tdi_graph.errors import UnknownName
from tdi_graph.negotiation import preferred
from tdi_graph.tables import FOLDER, METADATA, Sheet
from tdi_graph.web import dumps
from tdi_graph.web.addresses import PREFIXES, TWINS, link, twins
from tdi_graph.web.current import Current
from tdi_graph.web.dereferencing import language
from tdi_graph.web.describing import SYNTAXES, addresses, answer, sent
from tdi_graph.web.site import VARY, Site
from tdi_graph.web.twins import HTML, accept

_PATIENCE = 5.0
"""How many seconds the sizes and digests of files are waited for."""

# The names of http://publications.europa.eu/resource/authority/file-type
_FORMS: Mapping[RdfFormat, str] = {
    RdfFormat.N_QUADS: "RDF_N_QUADS",
    RdfFormat.TRIG: "RDF_TRIG",
    RdfFormat.TURTLE: "RDF_TURTLE",
    RdfFormat.JSON_LD: "JSON_LD",
    RdfFormat.RDF_XML: "RDF_XML",
    RdfFormat.N_TRIPLES: "RDF_N_TRIPLES",
}
_PACKED = {"fr": "{} (compressé, {})", "en": "{} (compressed, {})"}
_GRAPHS = {
    True: {"fr": "Le graphe, en {}, graphes séparés", "en": "The graph as {}, graphs kept apart"},
    False: {"fr": "Le graphe, en {}", "en": "The graph as {}"},
}
_TABLE = {"fr": "Tableau « {} », en {}", "en": "Table “{}”, in {}"}
# The languages of tables, in each language.
_SPOKEN = {
    "fr": {"fr": "français", "en": "French"},
    "en": {"fr": "anglais", "en": "English"},
}


def routes(current: Current) -> list[Route]:
    """Return the routes of the catalogue."""
    return [
        Route("/catalog", current.resource(negotiated), methods=["GET"]),
        Route("/catalog.{suffix}", current.resource(suffixed), methods=["GET"]),
    ]


def negotiated(site: Site, request: Request) -> Response:
    """Give the catalogue in the form that the client prefers; send a browser to the files."""
    wanted = preferred(accept(request), [*SYNTAXES, HTML])
    if wanted != HTML:
        return _written(site, request, wanted)
    headers = {"Vary": VARY, "Link": link(twins("/catalog")), "Access-Control-Allow-Origin": "*"}
    return RedirectResponse(f"{PREFIXES[language(request)]}/dumps/", 303, headers)


def suffixed(site: Site, request: Request) -> Response:
    """Give the catalogue in the form that the suffix names."""
    form = TWINS.get(request.path_params["suffix"])
    if form is None:
        raise UnknownName("there is no such form", do=f"use .{', .'.join(TWINS)}")
    return _written(site, request, form.media_type)


def _written(site: Site, request: Request, media_type: str) -> Response:
    found = site.description.catalogue(_made(site), addresses(request))
    body = description.write(found, SYNTAXES[media_type])
    return sent(answer(request, media_type, body, CATALOGUE.value))


def offers(site: Site) -> list[Offer]:
    """Return each file that can be had, without what is known only of one that is made."""
    files: list[File] = [*site.description.archive.files.values(), *site.tables.files.values()]
    return [offer for file in files for offer in _offered(file)]


def _made(site: Site) -> list[Offer]:
    return [
        replace(offer, size=made.size, sha256=made.sha256) if made else offer
        for file, made in dumps.every(site, _PATIENCE)
        for offer in _offered(file)
    ]


def _offered(file: File) -> Iterator[Offer]:
    """Yield what is offered: of a table's metadata, nothing, since each table leads to them."""
    if isinstance(file, Dump):
        kind, packed = file.syntax.media_type, file.packing.media_type if file.packing else ""
        yield Offer(file.name, _called(file), kind, _FORMS[file.syntax], packed)
    elif isinstance(file, Sheet) and file.table:
        spoken, titles = _SPOKEN[file.language], file.table.titles
        called = {each: text.format(titles[each], spoken[each]) for each, text in _TABLE.items()}
        schema = f"/dumps/latest/{FOLDER}/{file.language}/{METADATA}"
        yield Offer(
            file.name, called, file.media_type, "CSV", language=file.language, schema=schema
        )


def _called(dump: Dump) -> Mapping[str, str]:
    texts = {each: text.format(dump.syntax.name) for each, text in _GRAPHS[dump.graphs].items()}
    if not dump.packing:
        return texts
    return {each: _PACKED[each].format(text, dump.packing.suffix) for each, text in texts.items()}
