"""The saved questions: their list, and each with its form, its answer and its downloads."""

from io import BytesIO
from urllib.parse import urlencode

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples
from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import views
from tdi_graph.errors import QueryError, UnknownName
from tdi_graph.negotiation import content_type
from tdi_graph.questions import GROUPS, Parameter, ParameterError, Question, bare, bind
from tdi_graph.store import Dataset
from tdi_graph.views.labels import compact
from tdi_graph.web import presenting
from tdi_graph.web.addresses import Alternate, reached
from tdi_graph.web.site import Site, Voice
from tdi_graph.web.snippets import origin, snippets

_RESULTS = {"csv": QueryResultsFormat.CSV, "json": QueryResultsFormat.JSON}
_TYPES = {"csv": "text/csv", "json": "application/sparql-results+json"}
_QUERY = "application/sparql-query"
_LANGUAGE = "language"
# With fewer letters and digits than these, a name is more likely a slip.
_LEAST = 3
_MOST_NAMED = 20


def every(site: Site, voice: Voice, request: Request) -> Response:
    """List the questions, by whom they are for."""
    held = site.questions.values()
    groups = {group: [q for q in held if q.group == group] for group in GROUPS}
    return site.page(request, voice, "questions.html", groups=groups)


def one(site: Site, voice: Voice, request: Request) -> Response:
    """Show a question with its answer, or give the answer or the query as a file."""
    slug, _, suffix = request.path_params["slug"].partition(".")
    question = site.questions.get(slug)
    if question is None or (suffix and suffix not in {*_RESULTS, "rq"}):
        raise UnknownName(f"no question is called {slug}", do="see the list of questions")
    values = _spoken(question, voice) | _given(site, voice, question, request)
    if suffix == "rq":
        return _file(bind(question, values).encode(), _QUERY)
    if suffix:
        return _results(site, question, values, suffix)
    return _page(site, voice, request, question, values)


def _spoken(question: Question, voice: Voice) -> dict[str, str]:
    """Return the page's language for a question that takes one."""
    takes_one = any(parameter.name == _LANGUAGE for parameter in question.parameters)
    return {_LANGUAGE: voice.language} if takes_one else {}


def _given(site: Site, voice: Voice, question: Question, request: Request) -> dict[str, str]:
    """Return the values given; a name that stands for a thing becomes what it names."""
    given = {name: value for name, value in _asked(request) if value}
    for each in question.parameters:
        text = given.get(each.name, "")
        if each.type == "iri" and ":" not in text and sum(map(str.isalnum, text)) >= _LEAST:
            given[each.name] = _named(site, voice, each, text) or text
    return given


def _named(site: Site, voice: Voice, parameter: Parameter, text: str) -> str:
    """Return the compact IRI of what suits a parameter and bears a name best, or nothing."""
    for hit in site.index.find(text, voice.language, limit=_MOST_NAMED):
        iri, among = NamedNode(hit.iri), parameter.values
        if among is None or site.backend.ask(f"ASK {{ {iri} a|skos:inScheme {among} }}"):
            return compact(hit.iri)
    return ""


def _asked(request: Request) -> list[tuple[str, str]]:
    views_named = presenting.PARAMETERS.values()
    return [pair for pair in request.query_params.multi_items() if pair[0] not in views_named]


def _page(
    site: Site, voice: Voice, request: Request, question: Question, values: dict[str, str]
) -> Response:
    fault, query, answer, view = None, question.sparql, None, None
    try:
        query = bind(question, values)
        answer = views.answer(site.backend, voice.names, question, values)
        view = presenting.view(voice, answer, request.query_params.multi_items(), reached(request))
    except ParameterError as error:
        fault = error
    return site.page(
        request,
        voice,
        "question.html",
        status=400 if fault else 200,
        alternates=_downloads(question, request),
        question=question,
        fields=views.fields(site.backend, voice.names, question, values),
        answer=answer,
        view=view,
        fault=fault,
        query=bare(query),
        programs=_programs(question, request) if answer else (),
    )


def _downloads(question: Question, request: Request) -> tuple[Alternate, ...]:
    types = {**_TYPES, "rq": _QUERY}
    return tuple(
        Alternate(_download(question, request, suffix), suffix.upper(), media_type)
        for suffix, media_type in types.items()
    )


def _download(question: Question, request: Request, suffix: str) -> str:
    asked = urlencode(_asked(request))
    return f"/questions/{question.slug}.{suffix}" + (f"?{asked}" if asked else "")


def _programs(question: Question, request: Request) -> tuple[tuple[str, str], ...]:
    address = origin(request)
    csv, json = (address + _download(question, request, suffix) for suffix in ("csv", "json"))
    return tuple(snippets(csv, json).items())


def _results(site: Site, question: Question, values: dict[str, str], suffix: str) -> Response:
    found = site.backend.evaluate(bind(question, values), Dataset())
    if isinstance(found, QueryTriples):
        raise QueryError(f"{question.slug} makes a graph", do="save it as a SELECT")
    written = BytesIO()
    found.serialize(written, format=_RESULTS[suffix])
    return _file(written.getvalue(), _TYPES[suffix])


def _file(body: bytes, media_type: str) -> Response:
    headers = {"Content-Type": content_type(media_type), "Access-Control-Allow-Origin": "*"}
    return Response(body, headers=headers)
