"""What stands on the query page, in its words: the query, its answer, or what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from tdi_graph import views
from tdi_graph.protocol import form
from tdi_graph.store import Table
from tdi_graph.web import presenting, snippets
from tdi_graph.web.site import Voice
from tdi_graph.web.visiting import Outcome

LONGEST_ADDRESS = 4_000
"""Addresses up to this length pass everywhere; a query that makes a longer one has no permalink."""

_PASSED_ON = ("default-graph-uri", "named-graph-uri", "timeout")
_START = """SELECT ?scheme ?name (COUNT(?figure) AS ?figures) WHERE {
  ?figure a tdi:Figure ; schema:observationAbout ?scheme .
  ?scheme skos:prefLabel ?name
  FILTER(LANG(?name) = "%s")
}
GROUP BY ?scheme ?name
ORDER BY DESC(?figures)
LIMIT 20"""

# What the endpoint says of a query, and the words in which a page says it.
_FAULTS = (
    (re.compile(r"the prefix (?P<name>\S*): is not declared"), "prefix"),
    (re.compile(r"SERVICE is not supported"), "service"),
    (re.compile(r"SERVICE <.*?> is not allowed → call (?P<allowed>.*?)(?: \(line|$)"), "forbidden"),
    (re.compile(r"^the service <(?P<address>.*?)>"), "outside"),
    (re.compile(r"updates are not supported"), "update"),
    (re.compile(r"needs more memory"), "memory"),
    (re.compile(r"the answer is longer than"), "long"),
    (re.compile(r"expected (?P<expected>.{1,160}?)(?: \(line|$)", re.DOTALL), "syntax"),
)
_TITLES = frozenset(
    {
        "busy",
        "expired",
        "failed",
        "failed-service",
        "forbidden-service",
        "malformed-query",
        "malformed-request",
        "read-only",
        "refused-query",
        "too-large",
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, in the words of a page; ``line`` is 0 where no place is known."""

    title: str
    said: str
    detail: str
    line: int
    column: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The query, the address at which it is found again, and what it came to.

    ``kept`` are the other parameters of the request. ``truth`` is the answer of an ASK;
    ``permalink`` is empty where the address would be too long.
    """

    query: str
    kept: tuple[tuple[str, str], ...]
    permalink: str
    complete: bool = True
    truth: bool | None = None
    fault: Fault | None = None
    answer: views.Answer | None = None
    view: presenting.View | None = None
    downloads: tuple[tuple[str, str], ...] = ()
    snippets: tuple[tuple[str, str], ...] = ()


def blank(voice: Voice, given: form.Parameters) -> Sheet:
    """Return what stands on the page before a query is evaluated: it, or one to begin with."""
    query = given.one("query") or ""
    address = permalink(voice, given) if query.strip() else ""
    short = address if len(address) <= LONGEST_ADDRESS else ""
    return Sheet(query or _START % voice.language, kept(given), short)


def filled(voice: Voice, given: form.Parameters, outcome: Outcome, origin: str) -> Sheet:
    """Return what stands on the page when a query has come to something."""
    sheet = blank(voice, given)
    if outcome.problem is not None:
        return replace(sheet, fault=fault(voice, outcome.problem))
    if isinstance(outcome.found, bool):
        return replace(sheet, truth=outcome.found)
    answer = _answer(voice, outcome)
    view = presenting.view(voice, answer, given.pairs, permalink(voice, given))
    sheet = replace(sheet, answer=answer, view=view, complete=outcome.complete)
    if not sheet.permalink:
        return sheet
    is_graph = isinstance(outcome.found, tuple)
    forms = (
        {"Turtle": "turtle", "JSON-LD": "json-ld"} if is_graph else {"CSV": "csv", "JSON": "json"}
    )
    files = {name: snippets.asked("", sheet.query, written) for name, written in forms.items()}
    programs = () if is_graph else _programs(origin, sheet.query)
    return replace(sheet, downloads=tuple(files.items()), snippets=programs)


def kept(given: form.Parameters) -> tuple[tuple[str, str], ...]:
    """Return the parameters that the endpoint is told besides the query."""
    return tuple((name, value) for name, value in given.pairs if name in _PASSED_ON and value)


def permalink(voice: Voice, given: form.Parameters) -> str:
    """Return the address of the page that shows what a query comes to, in the view chosen."""
    asked = [("query", given.one("query") or ""), *kept(given)]
    view = presenting.chosen(given.pairs)
    if view:
        asked.append(presenting.parameter(voice, view))
    return f"{voice.to('query')}?{urlencode(asked)}"


def fault(voice: Voice, problem: Mapping[str, object]) -> Fault:
    """Say what a problem of the endpoint (RFC 9457) means, as far as we have words for it."""
    kind = str(problem.get("type", "")).rpartition("/")[2]
    detail = str(problem.get("detail", ""))
    line, column = (int(str(problem.get(name, 0))) for name in ("line", "column"))
    title = kind if kind in _TITLES else "failed"
    return Fault(
        title=voice.catalogue(f"query.problem.{title}"),
        said=_said(voice, detail),
        detail=detail,
        line=line,
        column=column,
        excerpt=str(problem.get("excerpt", "")),
    )


def _said(voice: Voice, detail: str) -> str:
    for pattern, name in _FAULTS:
        found = pattern.search(detail)
        if found:
            return voice.catalogue(f"query.fault.{name}", **found.groupdict())
    return ""


def _answer(voice: Voice, outcome: Outcome) -> views.Answer:
    if isinstance(outcome.found, Table):
        return views.shown(voice.names, outcome.found)
    t = voice.catalogue
    headings = (t("query.subject"), t("query.predicate"), t("query.object"))
    held = outcome.found if isinstance(outcome.found, tuple) else ()
    return views.triples(voice.names, held, headings)


def _programs(origin: str, query: str) -> tuple[tuple[str, str], ...]:
    csv, json = (snippets.asked(origin, query, written) for written in ("csv", "json"))
    return tuple(snippets.snippets(csv, json).items())
