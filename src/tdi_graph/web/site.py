"""What every page is made from: the store, the names, the words, the templates.

It is made once for a release and never changes; neither does the store, so that a
page's entity tag is that of the release and of everything else it is made from.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tdi_graph import __version__, description, protocol, reconciliation, search, views
from tdi_graph.changes import Noted
from tdi_graph.description import Description
from tdi_graph.documents import Document
from tdi_graph.questions import Choices, Question, choices
from tdi_graph.reconciliation import Reconciler
from tdi_graph.search import Index
from tdi_graph.store import Backend
from tdi_graph.tables import Sheets
from tdi_graph.views.labels import LANGUAGES, Names, Texts, compact
from tdi_graph.vocabulary import BASE, DATASET, graph
from tdi_graph.web import assets, catalogues, completion
from tdi_graph.web.addresses import (
    PREFIXES,
    Alternate,
    address,
    document,
    link,
    place,
    reached,
    relations,
    translated,
    twins,
)
from tdi_graph.web.catalogues import Catalogue
from tdi_graph.web.places import Places
from tdi_graph.web.wording import Wording

_HERE = Path(__file__).parent
SHORT = 12
VARY = "Accept, Accept-Language"
# A line does not begin with a sign that French sets off by a space, nor end with an open quote.
_BOUND = re.compile(r"(?<=«) | (?=[»:;?!])")


@dataclass(frozen=True, slots=True)
class Voice:
    """A language of the pages: where they stand, what they say, what things are called."""

    language: str
    prefix: str
    catalogue: Catalogue
    names: Names
    wording: Wording

    def href(self, iri: str) -> str:
        """Return where a link to ``iri`` leads from a page in this language."""
        return address(iri, self.language)

    def about(self, iri: str) -> tuple[Alternate, ...]:
        """Return the RDF forms of the page of an IRI of ours, and what else it leads to."""
        return (*twins(document(iri)), *relations(iri, self.href(iri)))

    def to(self, name: str, rest: str = "") -> str:
        """Return the path of the page called ``name`` in this language."""
        return place(name, self.language, rest)

    def inverse(self, iri: str) -> str:
        """Return the name of a property read from its object."""
        known = self.catalogue.inverses.get(compact(iri))
        return known or f"← {self.names(iri).label.text}"


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a page is made from."""

    backend: Backend
    documents: Mapping[str, Document]
    questions: Mapping[str, Question]
    voices: Mapping[str, Voice]
    templates: Environment
    graphs: Mapping[str, int]
    languages: Mapping[str, str]
    choices: Choices
    signs: Mapping[str, str]
    index: Index
    completions: Mapping[str, str]
    assets: Mapping[str, str]
    description: Description
    reconciler: Reconciler
    tables: Sheets
    places: Places
    history: tuple[Noted, ...]
    tag: str

    def page(
        self,
        request: Request,
        voice: Voice,
        template: str,
        *,
        status: int = 200,
        alternates: Iterable[Alternate] = (),
        **view: object,
    ) -> Response:
        """Render a page, or say that the client has it already."""
        others, leading = _in_other_languages(request, voice), tuple(alternates)
        headers = {
            "Link": link((*leading, *others)),
            "Content-Language": voice.language,
            "Vary": VARY,
        }
        if status == HTTPStatus.OK:
            headers |= {"ETag": f'W/"{self.tag}-html"', "Cache-Control": "no-cache"}
            if known(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
        text = self.templates.get_template(template).render(
            self.shown(voice),
            at=request.url.path,
            others=others,
            alternates=[each for each in leading if each.relation == "alternate"],
            **view,
        )
        return HTMLResponse(text, status, headers)

    def shown(self, voice: Voice) -> dict[str, object]:
        """Return what every template is given in a language."""
        return {
            "t": voice.catalogue,
            "say": voice.wording,
            "voice": voice,
            "language": voice.language,
            "root": voice.prefix,
            "release": self.backend.release[:SHORT],
            "tag": self.tag,
            "languages": self.languages,
            "assets": self.assets,
            "base": BASE,
        }


def make(
    backend: Backend,
    documents: Mapping[str, Document],
    questions: Mapping[str, Question],
    history: tuple[Noted, ...] = (),
) -> Site:
    """Make the site of a store; its labels are read here, once."""
    held = {language: catalogues.read(language) for language in LANGUAGES}
    names, index = _names(backend, held), search.make(backend, questions.values())
    described = description.make(backend, questions)
    return Site(
        backend=backend,
        documents=documents,
        questions=questions,
        voices=_voices(held, names),
        templates=_environment(),
        graphs=views.graphs(backend),
        languages=views.languages(backend),
        choices=choices(backend, questions.values()),
        signs=views.signs(backend),
        index=index,
        completions=_completions(backend, names, index),
        assets=assets.entries(),
        description=described,
        tables=Sheets(backend, described.statistics, names),
        places=Places(backend, questions),
        history=history,
        reconciler=reconciliation.make(backend, index),
        tag=_tag(backend, [*sorted(documents), *_asked(questions), *map(str, history)]),
    )


def _names(backend: Backend, held: Mapping[str, Catalogue]) -> Mapping[str, Names]:
    texts = views.read_labels(backend, _terms(held))
    return {language: Names(language, texts) for language in held}


def _completions(backend: Backend, names: Mapping[str, Names], index: Index) -> Mapping[str, str]:
    return {language: completion.document(backend, of, index) for language, of in names.items()}


def _asked(questions: Mapping[str, Question]) -> list[str]:
    return [question.sparql for question in questions.values()]


def _voices(held: Mapping[str, Catalogue], names: Mapping[str, Names]) -> Mapping[str, Voice]:
    return {
        language: Voice(language, PREFIXES[language], said, names[language], Wording(said))
        for language, said in held.items()
    }


def warm(site: Site) -> Site:
    """Return ``site`` when all that its first pages would have to wait for is made."""
    site.backend.describe(DATASET)
    site.backend.graph(graph("entities"))
    for name in site.templates.list_templates():
        site.templates.get_template(name)
    return site


def known(request: Request, tag: str) -> bool:
    """Tell whether the client already holds what bears ``tag`` (RFC 9110, section 13.1.2)."""
    return protocol.holds(request.headers.get("if-none-match"), tag)


def _in_other_languages(request: Request, voice: Voice) -> tuple[Alternate, ...]:
    here = reached(request)
    return tuple(
        Alternate(
            translated(here, voice.language, other), voice.catalogue("lang.other"), language=other
        )
        for other in PREFIXES
        if other != voice.language
    )


def _terms(held: Mapping[str, Catalogue]) -> Texts:
    curies = {curie for catalogue in held.values() for curie in catalogue.terms}
    return {
        curie: {language: catalogue.terms[curie] for language, catalogue in held.items()}
        for curie in curies
    }


def _environment() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Letters stay letters; what could end the element, or begin another, is written as escapes.
    templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    templates.globals |= {"class_name": views.class_name, "curie": compact, "n": _number}
    templates.filters["typeset"] = _typeset
    return templates


def _typeset(text: str) -> str:
    r"""Bind the signs of French to their words by no-break spaces.

    >>> _typeset("Des « Territoires » : 253")
    'Des «\xa0Territoires\xa0»\xa0: 253'
    """
    return _BOUND.sub("\u00a0", text)


def _number(length: float) -> str:
    """Write a length on a drawing, to a tenth."""
    return f"{length:.1f}".removesuffix(".0")


def _tag(backend: Backend, others: Iterable[str]) -> str:
    made_from = [__version__, backend.release, *others, *assets.entries().values()]
    for folder in ("templates", "static", "locales"):
        files = [path for path in sorted((_HERE / folder).iterdir()) if path.is_file()]
        made_from += [path.read_text("utf-8") for path in files]
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:SHORT]
