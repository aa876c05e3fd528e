"""The pages, each in both languages, and the RDF forms that stand beside them.

A page is found at its path, in English below ``/en``; the same path with a suffix such as ``.ttl``
is its RDF form. The ontology and the graphs, whose IRIs are their addresses, also answer RDF to
whoever prefers it.
"""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tdi_graph import views
from tdi_graph.errors import UnknownName
from tdi_graph.views.labels import compact
from tdi_graph.views.terms import IRI as ONTOLOGY
from tdi_graph.vocabulary import BASE, DATASET, KINDS, graph
from tdi_graph.web import (
    catalogue,
    charts,
    figure_pages,
    ladders,
    openapi,
    overview_pages,
    problem_pages,
    question_pages,
    search_pages,
)
from tdi_graph.web.current import Current, Page
from tdi_graph.web.describing import addresses
from tdi_graph.web.site import VARY, Site, Voice
from tdi_graph.web.twins import chosen, response, split

_ON_HOME = 6
# So many properties stand at the head of a page; all are among its relations.
_KEYS = 8


def routes(current: Current) -> list[Route]:
    """Return the routes of all pages; Starlette answers HEAD wherever it answers GET."""
    return [
        Route(address, current.page(voice.language, function), methods=["GET"])
        for voice in current.site.voices.values()
        for address, function in _addressed(voice)
    ]


def _addressed(voice: Voice) -> Iterable[tuple[str, Page]]:
    yield from ((voice.prefix + address, function) for address, function in _PAGES)
    yield from ((voice.to(name, rest), function) for name, rest, function in _PLACES)


def home(site: Site, voice: Voice, request: Request) -> Response:
    """Show what the graph holds, its main series, its latest figures and where to begin."""
    main = views.main_series(site.backend, voice.names)
    return site.page(
        request,
        voice,
        "home.html",
        alternates=voice.about(DATASET.value),
        structured=site.description.structured(
            catalogue.offers(site), addresses(request), voice.language
        ),
        home=views.home(site.backend, voice.names),
        main=charts.led(site, voice, main, ())[0] if main else None,
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
        return response(site, request, views.describe(site.backend, iri), suffix, about=iri)
    show = _BY_KIND.get(kind, _entity)
    return show(site, voice, request, iri)


def _statement(site: Site, voice: Voice, request: Request, iri: str) -> Response:
    view = views.statement(site.backend, voice.names, iri)
    return site.page(request, voice, "statement.html", alternates=voice.about(iri), view=view)


def _passage(site: Site, voice: Voice, request: Request, iri: str) -> Response:
    view = views.passage(site.backend, voice.names, iri)
    return site.page(request, voice, "passage.html", alternates=voice.about(iri), view=view)


def _document(site: Site, voice: Voice, request: Request, iri: str) -> Response:
    text = site.documents.get(iri.rpartition("/")[2])
    return site.page(
        request,
        voice,
        "document.html",
        alternates=voice.about(iri),
        view=views.document(site.backend, voice.names, iri, text),
        query=views.asking.said_by(iri),
    )


def _entity(site: Site, voice: Voice, request: Request, iri: str) -> Response:
    view = views.entity(site.backend, voice.names, iri)
    card = view.card
    own = [group for group in (*card.properties, *card.relations) if not group.inverse]
    return site.page(
        request,
        voice,
        "entity.html",
        alternates=voice.about(iri),
        view=view,
        keys=[group for group in own if not _is_sign(card, group)][:_KEYS],
        panels=charts.panels(site, voice, view.series),
        ladder=ladders.relations(voice, card),
        query=views.asking.about(iri),
    )


def _is_sign(card: views.Card, group: views.Group) -> bool:
    # What identifies a thing elsewhere stands with its identifiers, which say whose sign it is.
    return bool(card.identifiers) and compact(group.predicate.iri) == "skos:notation"


_BY_KIND = {"statement": _statement, "passage": _passage, "document": _document}


def ontology(site: Site, voice: Voice, request: Request) -> Response:
    """Show the ontology, or give it in RDF, or lead to a term; other versions are not here."""
    version, suffix = split(request.path_params.get("version", ""))
    if not suffix and views.has_term(site.backend, version):
        # The address of a term has a fragment, which no client sends.
        return RedirectResponse(f"{voice.prefix}/ontology#{version}", 303, {"Vary": VARY})
    if version not in ("", views.ontology_version(site.backend)):
        raise UnknownName(f"there is no version {version} here", do=f"see {ONTOLOGY}")
    suffix = suffix or request.path_params.get("suffix", "") or chosen(request)
    if suffix:
        triples = views.in_graph(site.backend, graph("ontology").value)
        return response(site, request, triples, suffix, about=ONTOLOGY)
    view = views.ontology(site.backend, voice.names)
    return site.page(request, voice, "ontology.html", alternates=voice.about(ONTOLOGY), view=view)


def graphs(site: Site, voice: Voice, request: Request) -> Response:
    """Show the named graphs, each with how many triples it holds."""
    found = [(voice.names(iri), count) for iri, count in site.graphs.items()]
    return site.page(request, voice, "graphs.html", graphs=found)


def named_graph(site: Site, voice: Voice, request: Request) -> Response:
    """Show what a named graph is, or give its triples."""
    name, suffix = split(request.path_params["name"])
    # Not made a node: what is asked for need not be a name that an IRI can hold.
    iri = f"{BASE}graph/{name}"
    if iri not in site.graphs:
        raise UnknownName(f"no graph is called {name}", do="see the list of graphs")
    suffix = suffix or chosen(request)
    if suffix:
        return response(site, request, views.in_graph(site.backend, iri), suffix, about=iri)
    slug = name.removeprefix("document/")
    return site.page(
        request,
        voice,
        "graph.html",
        alternates=voice.about(iri),
        name=name,
        graph=voice.names(iri),
        count=site.graphs[iri],
        document=voice.names(f"{BASE}id/document/{slug}") if slug != name else None,
    )


_PLACES: tuple[tuple[str, str, Page], ...] = (
    ("figures", "", figure_pages.every),
    ("figures", "/{indicator}", figure_pages.one),
    ("promises", "", overview_pages.promises),
    ("contradictions", "", overview_pages.contradictions),
    ("relations", "", overview_pages.relations),
    ("search", "", search_pages.page),
    ("search", "/suggestions", search_pages.suggestions),
)
_PAGES: tuple[tuple[str, Page], ...] = (
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
    ("/problem", problem_pages.every),
    ("/problem/{name}", problem_pages.one),
    ("/questions", question_pages.every),
    ("/questions/{slug}", question_pages.one),
    ("/completion.json", search_pages.completion),
)
