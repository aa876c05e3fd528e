"""The choice of a media type: RFC 9110, section 12.5.1, for results, graphs and pages.

https://www.rfc-editor.org/rfc/rfc9110.html#section-12.5.1

Among what can be had, the highest quality wins; at the same quality, what the client names wins
over what only a wildcard covers; after that, our own order decides. A member of the header that
does not follow the grammar is passed over; a header of which nothing can be read is refused.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from tdi_graph.errors import NotAcceptable

Format = TypeVar("Format", QueryResultsFormat, RdfFormat)

# token and quoted-string, RFC 9110, sections 5.6.2 and 5.6.4.
_TCHARS = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
# A member of a list (section 5.6.1): commas inside quotes do not end it.
_MEMBER = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))++', re.DOTALL)
# media-range, section 12.5.1; a bare "*" is Java's old way to write "*/*".
_MEDIA_TYPE = re.compile(rf"\s*+(?:(?P<type>{_TCHARS})/(?P<subtype>{_TCHARS})|\*)\s*+")
# parameters, section 5.6.6; blanks around "=" and a missing value are tolerated.
_PARAMETER = re.compile(
    rf";\s*+(?:(?P<name>{_TCHARS})\s*+(?:=\s*+(?P<value>{_TCHARS}|{_QUOTED})?+\s*+)?+)?+",
    re.DOTALL,
)
# qvalue, section 12.4.2; more than three digits and a missing leading zero are tolerated.
_QUALITY = re.compile(r"0?\.[0-9]+|0\.?|1(?:\.0*)?")
_LONGEST_ECHO = 120
# How closely a range fits a type: not, */*, type/*, an unknown variant of it, the type, a variant.
_NOT, _ANY, _FAMILY, _VARIANT, _NAMED, _EXACT = range(6)


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type or media range, in lower case, with its parameters."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]] = frozenset()

    @property
    def essence(self) -> str:
        """The type without its parameters."""
        return f"{self.type}/{self.subtype}"

    def parameter(self, name: str) -> str:
        """Return the value of the parameter ``name``, empty if it has none."""
        return next((value for key, value in self.parameters if key == name), "")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """A member of an Accept header: what it covers, and how much it is wanted (0: not at all)."""

    media_type: MediaType
    quality: float


@dataclass(frozen=True, slots=True)
class Representation(Generic[Format]):
    """A format, under one of the media types it is known by."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The value of Content-Type: text says its charset, which is always UTF-8."""
        return content_type(self.media_type)


RESULTS: tuple[Representation[QueryResultsFormat], ...] = (
    Representation(QueryResultsFormat.JSON, "application/sparql-results+json"),
    Representation(QueryResultsFormat.XML, "application/sparql-results+xml"),
    Representation(QueryResultsFormat.CSV, "text/csv"),
    Representation(QueryResultsFormat.TSV, "text/tab-separated-values"),
    Representation(QueryResultsFormat.JSON, "application/json"),
    Representation(QueryResultsFormat.XML, "application/xml"),
    Representation(QueryResultsFormat.XML, "text/xml"),
)
"""The forms of a SELECT's and an ASK's answer, best first, aliases last."""

GRAPHS: tuple[Representation[RdfFormat], ...] = (
    Representation(RdfFormat.TURTLE, "text/turtle"),
    Representation(RdfFormat.JSON_LD, "application/ld+json"),
    Representation(RdfFormat.RDF_XML, "application/rdf+xml"),
    Representation(RdfFormat.N_TRIPLES, "application/n-triples"),
    Representation(RdfFormat.TRIG, "application/trig"),
    Representation(RdfFormat.N_QUADS, "application/n-quads"),
    Representation(RdfFormat.N3, "text/n3"),
    Representation(RdfFormat.TURTLE, "application/x-turtle"),
    Representation(RdfFormat.JSON_LD, "application/json"),
    Representation(RdfFormat.RDF_XML, "application/xml"),
    Representation(RdfFormat.RDF_XML, "text/xml"),
    Representation(RdfFormat.N_TRIPLES, "text/plain"),
)
"""The forms of a graph, best first, aliases last."""


HTML = "text/html"
"""The one form that Oxigraph does not write: a table to look at."""


def table_type(accept: str | None, name: str = "") -> str:
    """Choose the media type of a SELECT's or an ASK's answer, a table for browsers included.

    >>> table_type("text/html, */*;q=0.8"), table_type("*/*")
    ('text/html', 'application/sparql-results+json')
    """
    return HTML if _is_html(accept, name, RESULTS) else for_results(accept, name).media_type


def graph_type(accept: str | None, name: str = "") -> str:
    """Choose the media type of a graph, a table for browsers included."""
    return HTML if _is_html(accept, name, GRAPHS) else for_graph(accept, name).media_type


def _is_html(accept: str | None, name: str, offered: Iterable[Representation[Format]]) -> bool:
    if name:
        return name.lower() in {"html", HTML}
    try:
        return preferred(accept, [*(each.media_type for each in offered), HTML]) == HTML
    except NotAcceptable:
        return False


def for_results(accept: str | None, name: str = "") -> Representation[QueryResultsFormat]:
    """Choose the form of a SELECT's or an ASK's answer; a ``name`` overrules the header.

    >>> for_results("text/csv;q=0.5, application/sparql-results+xml").media_type
    'application/sparql-results+xml'
    >>> for_results(None, "csv").content_type
    'text/csv; charset=utf-8'
    """
    return _chosen(accept, name, RESULTS)


def for_graph(accept: str | None, name: str = "") -> Representation[RdfFormat]:
    """Choose the form of a graph; a ``name`` overrules the header.

    >>> for_graph("application/ld+json, text/html;q=0.9").format
    <RdfFormat JSON-LD>
    """
    return _chosen(accept, name, GRAPHS)


def preferred(accept: str | None, offered: Sequence[str]) -> str:
    """Return the one of the ``offered`` media types, our best first, that suits the client best.

    >>> preferred("text/turtle;q=0.9, text/html;q=0.4", ["text/html", "text/turtle"])
    'text/turtle'
    >>> preferred(None, ["text/html", "text/turtle"])
    'text/html'
    """
    accepted = ranges(accept)
    wanted = [(*_suits(_offer(text), accepted), -place) for place, text in enumerate(offered)]
    quality, _, place = max(wanted, default=(0.0, False, 0))
    if not quality:
        raise _nothing(f"nothing here is of a type in «{_echo(accept)}»", offered)
    return offered[-place]


@lru_cache(maxsize=256)
def ranges(accept: str | None) -> tuple[MediaRange, ...]:
    """Read an Accept header; no header and an empty one accept anything."""
    members = [member for member in _MEMBER.findall(accept or "") if member.strip()]
    if not members:
        return (MediaRange(MediaType("*", "*"), 1.0),)
    return tuple(known for member in members if (known := _range(member)))


@lru_cache(maxsize=256)
def media_type(text: str) -> MediaType | None:
    """Read a media type with its parameters, or return None if it is not one.

    >>> media_type('Text/CSV; Charset="UTF-8"').parameter("charset")
    'UTF-8'
    """
    start = _MEDIA_TYPE.match(text)
    if not start:
        return None
    parameters: set[tuple[str, str]] = set()
    position = start.end()
    while found := _PARAMETER.match(text, position):
        position = found.end()
        if found["name"]:
            parameters.add((found["name"].lower(), _unquoted(found["value"] or "")))
    if position != len(text):
        return None
    kind, subtype = start["type"] or "*", start["subtype"] or "*"
    return MediaType(kind.lower(), subtype.lower(), frozenset(parameters))


def content_type(essence: str) -> str:
    """Return the value of Content-Type for a media type: text says its charset."""
    return f"{essence}; charset=utf-8" if essence.startswith("text/") else essence


def _chosen(
    accept: str | None, name: str, offered: tuple[Representation[Format], ...]
) -> Representation[Format]:
    by_type = {each.media_type: each for each in offered}
    if not name:
        return by_type[preferred(accept, list(by_type))]
    found = next((each for each in offered if _is_called(each, name)), None)
    if not found:
        raise _nothing(f"no format called «{_echo(name)}» suits this answer", by_type)
    return found


def _is_called(offer: Representation[Format], name: str) -> bool:
    # "+" in a query string reads as a blank: format=application/rdf+xml still works.
    if "/" in name and name.lower().replace(" ", "+") == offer.media_type:
        return True
    known = type(offer.format).from_extension(name) or name
    return known == offer.format or _letters(name) == _letters(offer.format.name)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _range(member: str) -> MediaRange | None:
    known = media_type(member)
    if not known or (known.type == "*" and known.subtype != "*"):
        return None
    # A parameter called q is the weight, wherever it stands (section 12.5.1).
    weight = known.parameter("q") or "1"
    if not _QUALITY.fullmatch(weight):
        return None
    rest = frozenset((name, value) for name, value in known.parameters if name != "q")
    return MediaRange(MediaType(known.type, known.subtype, rest), float(weight))


def _offer(text: str) -> MediaType:
    known = media_type(text)
    if not known:
        raise ValueError(f"{text!r} is no media type")
    return known


def _suits(offer: MediaType, accepted: Iterable[MediaRange]) -> tuple[float, bool]:
    """Return the quality of ``offer`` by the range closest to it, and whether that names it."""
    fits = [(_closeness(offer, each), each.quality) for each in accepted]
    closeness, quality = max(fits, default=(_NOT, 0.0))
    return (quality, closeness >= _VARIANT) if closeness else (0.0, False)


def _closeness(offer: MediaType, wanted: MediaRange) -> int:
    covers = wanted.media_type
    if covers.type == "*":
        return _ANY
    if (covers.type, covers.subtype) == (offer.type, "*"):
        return _FAMILY
    if covers.essence == offer.essence:
        return _variant(offer, wanted)
    return _NOT


def _variant(offer: MediaType, wanted: MediaRange) -> int:
    asked = {(name, value.lower()) for name, value in wanted.media_type.parameters}
    if not asked:
        return _NAMED
    had = {("charset", "utf-8")} | {(name, value.lower()) for name, value in offer.parameters}
    if asked <= had:
        return _EXACT
    # A variant we do not know still asks for the type; excluded, it excludes only itself.
    return _VARIANT if wanted.quality else _NOT


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)


def _nothing(what: str, offered: Iterable[str]) -> NotAcceptable:
    return NotAcceptable(what, do="ask for one of " + ", ".join(offered))


def _echo(text: str | None) -> str:
    known = text or ""
    return known if len(known) <= _LONGEST_ECHO else known[:_LONGEST_ECHO] + "…"
