"""The RDF forms of a page: the same triples as Turtle, JSON-LD, N-Triples and RDF/XML."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import serialisation
from tdi_graph.errors import UnknownName
from tdi_graph.negotiation import GRAPHS, content_type, preferred
from tdi_graph.vocabulary import PREFIXES
from tdi_graph.web.addresses import TWINS, forms, link, path, relations
from tdi_graph.web.site import VARY, Site, known

HTML = "text/html"
_OPEN = {"Access-Control-Allow-Origin": "*"}


def chosen(request: Request) -> str:
    """Return the suffix of the RDF form that the client prefers, nothing if it is the page."""
    suffixes = {form: suffix for suffix, form in TWINS.items()}
    offered = {one.media_type: suffixes[one.format] for one in GRAPHS if one.format in suffixes}
    return offered.get(preferred(accept(request), [HTML, *offered]), "")


def accept(request: Request) -> str | None:
    """Return the header Accept, whose list may come in several lines."""
    return ", ".join(request.headers.getlist("accept")) or None


def split(name: str) -> tuple[str, str]:
    """Return a name and the suffix of an RDF form, nothing if it has none.

    >>> split("marc-ferracci.ttl"), split("marc-ferracci")
    (('marc-ferracci', 'ttl'), ('marc-ferracci', ''))
    """
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and suffix in TWINS else (name, "")


def response(
    site: Site, request: Request, triples: Sequence[Triple], suffix: str, *, about: str
) -> Response:
    """Answer with the ``triples`` that describe ``about`` in the form that ``suffix`` names."""
    form = TWINS.get(suffix)
    if form is None:
        raise UnknownName(f"there is no form .{suffix}", do=f"use .{', .'.join(TWINS)}")
    headers = {
        **_OPEN,
        "ETag": f'W/"{site.tag}-{suffix}"',
        "Cache-Control": "no-cache",
        "Vary": VARY,
        **leading(about, suffix),
    }
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = content_type(form.media_type)
    return Response(written(site, triples, form), headers=headers)


def leading(about: str, suffix: str) -> dict[str, str]:
    """Return the header that tells what an RDF form leads to, if it is about an IRI of ours."""
    if not path(about):
        return {}
    page = path(about).partition("#")[0]
    return {"Link": link((*forms(about, suffix), *relations(about, page, suffix)))}


def written(site: Site, triples: Iterable[Triple], form: RdfFormat) -> bytes:
    """Write ``triples``, which are sorted, in a form; Turtle as our own files have it.

    JSON-LD has the short names of the site's context.
    """
    if form == RdfFormat.TURTLE:
        quads = (Quad(t.subject, t.predicate, t.object) for t in triples)
        return serialisation.write(quads).encode()
    if form == RdfFormat.JSON_LD:
        return site.description.context.written(triples).encode()
    target = BytesIO()
    serialize(triples, target, format=form, prefixes=PREFIXES)
    return target.getvalue()
