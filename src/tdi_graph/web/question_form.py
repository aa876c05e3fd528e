"""What a question's page does with its parameters beyond binding them.

A name typed for a thing becomes that thing; the view is set apart, since no question has it; and
the address of the answer is put into programs.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.requests import Request

from tdi_graph.questions import Parameter, Question
from tdi_graph.views.labels import compact
from tdi_graph.web import presenting, snippets
from tdi_graph.web.origin import origin
from tdi_graph.web.site import Site, Voice

# With fewer letters and digits than these, a name is more likely a slip.
_LEAST = 3
_MOST_NAMED = 20


def pairs(request: Request) -> list[tuple[str, str]]:
    """Return all parameters of a request, that of the view included."""
    return request.query_params.multi_items()


def named(site: Site, voice: Voice, question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values given; a name that stands for a thing becomes what it names."""
    values = dict(given)
    for each in question.parameters:
        text = values.get(each.name, "")
        if each.type == "iri" and ":" not in text and sum(map(str.isalnum, text)) >= _LEAST:
            values[each.name] = _named(site, voice, each, text) or text
    return values


def address(question: Question, request: Request, suffix: str) -> str:
    """Return the path at which a question, with the values given, has another form."""
    asked = urlencode(_asked(request), errors="replace")
    return f"/questions/{question.slug}.{suffix}" + (f"?{asked}" if asked else "")


def programs(question: Question, request: Request) -> tuple[tuple[str, str], ...]:
    """Return the programs that fetch the answer, by language."""
    here = origin(request)
    csv, json = (here + address(question, request, suffix) for suffix in ("csv", "json"))
    return tuple(snippets.snippets(csv, json).items())


def _asked(request: Request) -> list[tuple[str, str]]:
    return [pair for pair in pairs(request) if pair[0] not in presenting.PARAMETERS.values()]


def _named(site: Site, voice: Voice, parameter: Parameter, text: str) -> str:
    """Return the compact IRI of what suits a parameter and bears a name best, or nothing."""
    for hit in site.index.find(text, voice.language, limit=_MOST_NAMED):
        iri, among = NamedNode(hit.iri), parameter.values
        if among is None or site.backend.ask(f"ASK {{ {iri} a|skos:inScheme {among} }}"):
            return compact(hit.iri)
    return ""
