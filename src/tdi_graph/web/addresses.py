"""Where things are found: the path of an IRI, and the other forms of a page.

An IRI below our base has the same path on this server, whatever its host; a thing's page is
reached at once, without the redirection that its IRI would answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import RdfFormat
from starlette.requests import Request

from tdi_graph.vocabulary import BASE, DATASET

PREFIXES = {"fr": "", "en": "/en"}

TWINS: dict[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
"""The RDF forms of a page, by the suffix of their address."""

PLACES: dict[str, dict[str, str]] = {
    "figures": {"fr": "/chiffres", "en": "/figures"},
    "promises": {"fr": "/promesses", "en": "/promises"},
    "query": {"fr": "/requete", "en": "/query"},
    "search": {"fr": "/recherche", "en": "/search"},
}
"""The pages whose path is a word of the language; all others are called alike in both."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the data."""

_HTML = "text/html"
_SAFE = "/:@!$&'()*+,;="


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of a page, in a format or in a language, or what else it leads to (RFC 8288)."""

    href: str
    name: str
    media_type: str = ""
    language: str = ""
    relation: str = "alternate"

    def header(self) -> str:
        """Write it as a value of the header Link."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        language = f'; hreflang="{self.language}"' if self.language else ""
        return f'<{self.href}>; rel="{self.relation}"{kind}{language}'


def path(iri: str) -> str:
    """Return the page's path of an IRI of ours, without a language; nothing for any other.

    >>> path("https://w3id.org/tdi-graph/id/person/marc-ferracci")
    '/doc/person/marc-ferracci'
    >>> path("https://w3id.org/tdi-graph/ontology#Fund")
    '/ontology#Fund'
    """
    if not iri.startswith(BASE):
        return ""
    local, mark, fragment = iri.removeprefix(BASE).partition("#")
    if local == "dataset":
        return "/"
    if local.startswith("id/"):
        local = "doc/" + local.removeprefix("id/")
    return f"/{quote(local, safe=_SAFE)}{mark}{quote(fragment, safe=_SAFE)}"


@lru_cache(maxsize=16384)
def address(iri: str, language: str) -> str:
    """Return where a link to ``iri`` leads: here, elsewhere on the web, or nowhere."""
    local = path(iri)
    if local:
        return PREFIXES[language] + local
    return iri if iri.startswith(("https://", "http://")) else ""


def place(name: str, language: str, rest: str = "") -> str:
    """Return the path of the page called ``name`` in a language, and what follows it.

    >>> place("figures", "fr", "/endowment"), place("figures", "en", "/endowment")
    ('/chiffres/endowment', '/en/figures/endowment')
    >>> place("relations", "en")
    '/en/relations'
    """
    word = PLACES.get(name, {}).get(language, f"/{name}")
    return PREFIXES[language] + word + rest


def translated(local: str, language: str, other: str) -> str:
    """Return the path, in another language, of the page at ``local`` in this one.

    >>> translated("/en/figures/endowment?x=1", "en", "fr")
    '/chiffres/endowment?x=1'
    >>> translated("/doc/scheme/france-2030", "fr", "en")
    '/en/doc/scheme/france-2030'
    """
    within = local.removeprefix(PREFIXES[language]) or "/"
    for words in PLACES.values():
        first, rest = words[language], within.removeprefix(words[language])
        if within.startswith(first) and rest[:1] in ("", "/", "?", "."):
            within = words[other] + rest
    return PREFIXES[other] + within


def twins(local: str) -> tuple[Alternate, ...]:
    """Return the RDF forms of the page at ``local``."""
    return tuple(
        Alternate(f"{local}.{suffix}", form.name, media_type=form.media_type)
        for suffix, form in TWINS.items()
    )


def document(iri: str) -> str:
    """Return the path of what describes an IRI of ours, to which a suffix can be appended.

    >>> document("https://w3id.org/tdi-graph/dataset"), document("http://example.org/a")
    ('/dataset', '')
    """
    return "/dataset" if iri == DATASET.value else path(iri).partition("#")[0]


def described_by(iri: str) -> tuple[Alternate, ...]:
    """Return what describes a thing: its page, and the RDF forms of that."""
    page = Alternate(path(iri), "HTML", media_type=_HTML)
    return tuple(replace(one, relation="describedby") for one in (page, *twins(document(iri))))


def relations(iri: str, page: str, suffix: str = "") -> tuple[Alternate, ...]:
    """Return what a description of ``iri`` leads to, but for its other forms.

    It describes the IRI (RFC 6892), unless that names the graph that is sent, which is described
    elsewhere; it has a licence (RFC 4946) and one address of its own (RFC 6596): that of its
    ``page``, or of the RDF form that the suffix names.
    """
    if iri.startswith(f"{BASE}graph/"):
        about = Alternate("/.well-known/void", "VoID", relation="describedby")
    else:
        about = Alternate(iri, "", relation="describes")
    own = f"{document(iri)}.{suffix}" if suffix else page
    return (
        about,
        Alternate(LICENCE, "", relation="license"),
        Alternate(own, "", relation="canonical"),
    )


def forms(iri: str, suffix: str) -> tuple[Alternate, ...]:
    """Return the other forms of the RDF form of a description that the suffix names."""
    page = Alternate(path(iri).partition("#")[0], "HTML", media_type=_HTML)
    others = [each for each in twins(document(iri)) if each.media_type != _type(suffix)]
    return (page, *others)


def _type(suffix: str) -> str:
    return TWINS[suffix].media_type if suffix in TWINS else ""


def link(alternates: Iterable[Alternate]) -> str:
    """Write the header Link that names the other forms of a page."""
    return ", ".join(alternate.header() for alternate in alternates)


def reached(request: Request) -> str:
    """Return the path and the query of a request, as they may stand in a header or a link."""
    query = quote(request.scope["query_string"], safe=_SAFE + "%?")
    return quote(request.scope["path"], safe=_SAFE) + (f"?{query}" if query else "")
