"""The saved questions: their list, and each with its form, its answer and its downloads."""

from io import BytesIO

from pyoxigraph import QueryResultsFormat, QueryTriples
from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import views
from tdi_graph.errors import QueryError, UnknownName
from tdi_graph.negotiation import content_type
from tdi_graph.questions import GROUPS, ParameterError, Question, bind
from tdi_graph.store import Dataset
from tdi_graph.web.addresses import Alternate, reached, twins
from tdi_graph.web.site import Site, Voice

_RESULTS = {"csv": QueryResultsFormat.CSV, "json": QueryResultsFormat.JSON}
_TYPES = {"csv": "text/csv", "json": "application/sparql-results+json"}
_QUERY = "application/sparql-query"
_HEADER = "#+"
_LANGUAGE = "language"


def every(site: Site, voice: Voice, request: Request) -> Response:
    """List the questions, by whom they are for."""
    held = site.questions.values()
    groups = {group: [q for q in held if q.group == group] for group in GROUPS}
    forms = twins("/questions")
    return site.page(request, voice, "questions.html", alternates=forms, groups=groups)


def one(site: Site, voice: Voice, request: Request) -> Response:
    """Show a question with its answer, or give the answer or the query as a file."""
    slug, _, suffix = request.path_params["slug"].partition(".")
    question = site.questions.get(slug)
    if question is None or (suffix and suffix not in {*_RESULTS, "rq"}):
        raise UnknownName(f"no question is called {slug}", do="see the list of questions")
    values = _spoken(question, voice) | {k: v for k, v in request.query_params.items() if v}
    if suffix == "rq":
        return _file(bind(question, values).encode(), _QUERY)
    if suffix:
        return _results(site, question, values, suffix)
    return _page(site, voice, request, question, values)


def _spoken(question: Question, voice: Voice) -> dict[str, str]:
    """Return the page's language for a question that takes one."""
    takes_one = any(parameter.name == _LANGUAGE for parameter in question.parameters)
    return {_LANGUAGE: voice.language} if takes_one else {}


def _page(
    site: Site, voice: Voice, request: Request, question: Question, values: dict[str, str]
) -> Response:
    fault, query, answer = None, question.sparql, None
    try:
        query = bind(question, values)
        answer = views.answer(site.backend, voice.names, question, values)
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
        fault=fault,
        query="\n".join(ln for ln in query.splitlines() if not ln.startswith(_HEADER)),
    )


def _downloads(question: Question, request: Request) -> tuple[Alternate, ...]:
    _, mark, asked = reached(request).partition("?")
    types = {**_TYPES, "rq": _QUERY}
    return tuple(
        Alternate(f"/questions/{question.slug}.{suffix}{mark}{asked}", suffix.upper(), media_type)
        for suffix, media_type in types.items()
    )


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
