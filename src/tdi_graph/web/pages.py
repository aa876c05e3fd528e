"""The pages, each in both languages, and the RDF forms that stand beside them.

A page is found at its path, in English below ``/en``; the same path with a suffix such as ``.ttl``
is its RDF form. The ontology and the graphs, whose IRIs are their addresses, also answer RDF to
whoever prefers it.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph import views
from tdi_graph.errors import UnknownName
from tdi_graph.views.terms import IRI as ONTOLOGY
from tdi_graph.vocabulary import BASE, KINDS, graph
from tdi_graph.web import openapi, question_pages
from tdi_graph.web.addresses import PREFIXES, path, twins
from tdi_graph.web.current import Current
from tdi_graph.web.site import Site, Voice
from tdi_graph.web.twins import chosen, response, split

_ON_HOME = 6


def routes(current: Current) -> list[Route]:
    """Return the routes of all pages; Starlette answers HEAD wherever it answers GET."""
    return [
        Route(prefix + address, current.page(language, function), methods=["GET"])
        for language, prefix in PREFIXES.items()
        for address, function in _PAGES
    ]


def home(site: Site, voice: Voice, request: Request) -> Response:
    """Show what the graph holds, its latest figures and where to begin."""
    return site.page(
        request,
        voice,
        "home.html",
        alternates=twins("/dataset"),
        home=views.home(site.backend, voice.names),
        questions=list(site.questions.values())[:_ON_HOME],
    )


def classes(site: Site, voice: Voice, request: Request) -> Response:
    """Show the classes, each with how many members it has."""
    found = views.classes(site.backend, voice.names)
    return site.page(request, voice, "classes.html", classes=found)


def members(site: Site, voice: Voice, request: Request) -> Response:
    """Show the members of a class."""
    found = views.members(site.backend, voice.names, request.path_params["name"])
    return site.page(request, voice, "class.html", listed=found)


def thing(site: Site, voice: Voice, request: Request) -> Response:
    """Show a thing, by its kind, or describe it in RDF."""
    kind = request.path_params["kind"]
    slug, suffix = split(request.path_params["slug"])
    if kind not in KINDS:
        raise UnknownName(f"no kind of thing is called {kind}", do="see the list of classes")
    iri = f"{BASE}id/{kind}/{slug}"
    if suffix:
        return response(site, request, views.describe(site.backend, iri), suffix)
    template, view = _view(site, voice, kind, iri)
    return site.page(request, voice, template, alternates=twins(path(iri)), view=view)


def _view(site: Site, voice: Voice, kind: str, iri: str) -> tuple[str, object]:
    backend, names = site.backend, voice.names
    match kind:
        case "statement":
            return "statement.html", views.statement(backend, names, iri)
        case "passage":
            return "passage.html", views.passage(backend, names, iri)
        case "document":
            text = site.documents.get(iri.rpartition("/")[2])
            return "document.html", views.document(backend, names, iri, text)
        case _:
            return "entity.html", views.entity(backend, names, iri)


def ontology(site: Site, voice: Voice, request: Request) -> Response:
    """Show the ontology, or give it in RDF; a version that is not this one is not here."""
    version, suffix = split(request.path_params.get("version", ""))
    if version not in ("", views.ontology_version(site.backend)):
        raise UnknownName(f"there is no version {version} here", do=f"see {ONTOLOGY}")
    suffix = suffix or request.path_params.get("suffix", "") or chosen(request)
    if suffix:
        triples = views.in_graph(site.backend, graph("ontology").value)
        return response(site, request, triples, suffix)
    view = views.ontology(site.backend, voice.names)
    return site.page(request, voice, "ontology.html", alternates=twins("/ontology"), view=view)


def graphs(site: Site, voice: Voice, request: Request) -> Response:
    """Show the named graphs, each with how many triples it holds."""
    found = [(voice.names(iri), count) for iri, count in site.graphs.items()]
    return site.page(request, voice, "graphs.html", graphs=found)


def named_graph(site: Site, voice: Voice, request: Request) -> Response:
    """Show what a named graph is, or give its triples."""
    name, suffix = split(request.path_params["name"])
    iri = graph(name).value
    if iri not in site.graphs:
        raise UnknownName(f"no graph is called {name}", do="see the list of graphs")
    suffix = suffix or chosen(request)
    if suffix:
        return response(site, request, views.in_graph(site.backend, iri), suffix)
    slug = name.removeprefix("document/")
    return site.page(
        request,
        voice,
        "graph.html",
        alternates=twins(path(iri)),
        name=name,
        graph=voice.names(iri),
        count=site.graphs[iri],
        document=voice.names(f"{BASE}id/document/{slug}") if slug != name else None,
    )


_PAGES = (
    ("/", home),
    ("/classes", classes),
    ("/classes/{name}", members),
    ("/doc/{kind}/{slug:path}", thing),
    ("/graph", graphs),
    ("/graph/{name:path}", named_graph),
    ("/ontology", ontology),
    ("/ontology.{suffix}", ontology),
    ("/ontology/{version}", ontology),
    (openapi.PATH, openapi.answer),
    ("/questions", question_pages.every),
    ("/questions/{slug}", question_pages.one),
)
