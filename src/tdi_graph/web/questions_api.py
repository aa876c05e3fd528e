"""The saved questions as an interface for programs: the same addresses, in the forms they read.

A form is chosen by the header Accept, or by the suffix of the address, which wins. What a page
would say in words is said by a problem (RFC 9457), whatever the client accepts beside it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from io import BytesIO

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat
from starlette.requests import Request
from starlette.responses import Response

from tdi_graph.errors import UnknownName
from tdi_graph.negotiation import (
    GRAPHS,
    RESULTS,
    Format,
    Representation,
    content_type,
    preferred,
)
from tdi_graph.questions import Fault, Misfit, ParameterError, Question, bind
from tdi_graph.store import Dataset
from tdi_graph.web import faults
from tdi_graph.web.observation import RELEASE, REQUEST_ID
from tdi_graph.web.site import VARY, Site, Voice, known
from tdi_graph.web.twins import HTML, accept, written

QUERY = "application/sparql-query"
_LANGUAGE = "language"
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"ETag, {RELEASE}, {REQUEST_ID}",
}

TABLES = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
"""The forms of a table, by the suffix of their address."""

DRAWN = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
}
"""The forms of a graph, by the suffix of their address."""


def found(site: Site, request: Request) -> tuple[Question, str]:
    """Return the question that is asked and the suffix of its form, nothing for the page."""
    slug, _, suffix = request.path_params["slug"].partition(".")
    question = site.questions.get(slug)
    if question is None:
        raise UnknownName(f"no question is called {slug}", do="see the list of questions")
    if suffix and suffix not in {*suffixes(question), "rq"}:
        offered = ", .".join((*suffixes(question), "rq"))
        raise UnknownName(f"there is no form .{suffix} of {slug}", do=f"use .{offered}")
    return question, suffix or _preferred(question, request)


def suffixes(question: Question) -> dict[str, str]:
    """Return the media types of the forms of a question's answer, by their suffix."""
    if question.graph:
        return {suffix: form.media_type.partition(";")[0] for suffix, form in DRAWN.items()}
    return {suffix: form.media_type.partition(";")[0] for suffix, form in TABLES.items()}


def values(
    question: Question, voice: Voice, request: Request, *, apart: Collection[str] = ()
) -> dict[str, str]:
    """Return the values of the parameters; one that is given empty is as if it were not.

    A question that takes a language is asked in that of the address; parameters that stand
    ``apart`` are not the question's.
    """
    asked = request.query_params.multi_items()
    given = [(name, text) for name, text in asked if text and name not in apart]
    twice = [name for name, times in Counter(name for name, _ in given).items() if times > 1]
    if twice:
        what = f"{twice[0]} is given more than once"
        misfit = Misfit(Fault.REPEATED)
        raise ParameterError(what, parameter=twice[0], do="give it once", misfit=misfit)
    return spoken(question, voice) | dict(given)


def spoken(question: Question, voice: Voice) -> dict[str, str]:
    """Return the page's language for a question that takes one."""
    takes_one = any(parameter.name == _LANGUAGE for parameter in question.parameters)
    return {_LANGUAGE: voice.language} if takes_one else {}


def answer(site: Site, voice: Voice, request: Request, question: Question, suffix: str) -> Response:
    """Answer a question in the form of a suffix."""
    try:
        query = bind(question, values(question, voice, request), site.choices)
    except ParameterError as error:
        return problem(error)
    headers = {
        **_OPEN,
        "ETag": f'W/"{site.tag}-{suffix}"',
        "Cache-Control": "no-cache",
        "Vary": VARY,
    }
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if suffix == "rq":
        headers["Content-Type"] = QUERY
        return Response(query.encode(), headers=headers)
    headers["Content-Type"] = content_type(suffixes(question)[suffix])
    return Response(_serialised(site, query, suffix), headers=headers)


def problem(error: ParameterError) -> Response:
    """Tell a program which parameter is wrong, what was given and what is allowed."""
    members: dict[str, object] = {"parameter": error.parameter, "given": error.misfit.given}
    if error.misfit.allowed:
        members["allowed"] = list(error.misfit.allowed)
    if error.misfit.suggestion:
        members["suggestion"] = error.misfit.suggestion
    answered = faults.problem(faults.status(error), str(error), **members)
    answered.headers.update(_OPEN)
    return answered


def _serialised(site: Site, query: str, suffix: str) -> bytes:
    results = site.backend.evaluate(query, Dataset())
    if isinstance(results, QueryTriples):
        return written(site, sorted(results, key=str), DRAWN[suffix])
    target = BytesIO()
    results.serialize(target, format=TABLES[suffix])
    return target.getvalue()


def _preferred(question: Question, request: Request) -> str:
    """Return the suffix of the form that the client prefers, nothing if it is the page."""
    offered = _offered(GRAPHS, DRAWN) if question.graph else _offered(RESULTS, TABLES)
    return offered.get(preferred(accept(request), [HTML, *offered]), "")


def _offered(known: Iterable[Representation[Format]], ours: Mapping[str, Format]) -> dict[str, str]:
    """Return the suffix of each media type that one of our forms goes by."""
    suffixes = {form: suffix for suffix, form in ours.items()}
    return {one.media_type: suffixes[one.format] for one in known if one.format in suffixes}
