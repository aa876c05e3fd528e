"""What a server says of itself: its endpoint, its dataset, its example queries, its dumps.

``make`` takes a release, as a store, and the questions asked of it; the rest is made when asked
for, and depends on nothing but these, the address that the client used, and the endpoint's terms.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property, lru_cache
from io import BytesIO

from pyoxigraph import RdfFormat, Triple, serialize

from tdi_graph.description import contexts, datasets, endpoint
from tdi_graph.description.archive import Archive
from tdi_graph.description.catalogue import CATALOGUE, Offer, catalogue
from tdi_graph.description.contexts import Context
from tdi_graph.description.datasets import Addresses
from tdi_graph.description.dumps import DUMPS, Dump
from tdi_graph.description.endpoint import NO_TERMS, Limit, Terms, limits
from tdi_graph.description.examples import examples
from tdi_graph.description.files import File, Files, Made, NotYet
from tdi_graph.description.profile import Profile, profile
from tdi_graph.description.statistics import Statistics
from tdi_graph.description.structured import structured
from tdi_graph.description.terms import PREFIXES
from tdi_graph.questions import Question
from tdi_graph.store import Backend
from tdi_graph.vocabulary import DATASET, graph
from tdi_graph.vocabulary import PREFIXES as OWN_PREFIXES

__all__ = [
    "CATALOGUE",
    "DUMPS",
    "Addresses",
    "Archive",
    "Description",
    "Dump",
    "File",
    "Files",
    "Limit",
    "Made",
    "NotYet",
    "Offer",
    "Profile",
    "Statistics",
    "Terms",
    "Topic",
    "limits",
    "make",
    "write",
]

_REMEMBERED = 16


class Topic(Enum):
    """What is described."""

    SERVICE = "the endpoint, and its dataset in short"
    DATASET = "the dataset, to how each class uses each property"
    EXAMPLES = "the saved questions, as example queries"


class Description:
    """What can be said of one release."""

    def __init__(self, backend: Backend, questions: Mapping[str, Question]) -> None:
        """Take a release and the questions asked of it; nothing is counted yet."""
        self.backend = backend
        self.questions = questions
        self.statistics = Statistics(backend)
        self.archive = Archive(backend, self.statistics)
        self._remembered = lru_cache(_REMEMBERED)(self._written)

    def triples(self, topic: Topic, addresses: Addresses, terms: Terms = NO_TERMS) -> list[Triple]:
        """Describe a topic, sorted; ``terms`` are those of the endpoint."""
        match topic:
            case Topic.SERVICE:
                own = endpoint.service(self.statistics, addresses, terms)
                return _ordered([*own, *self._summary(addresses)])
            case Topic.DATASET:
                own = datasets.document(addresses)
                return _ordered([*own, *self._detail, *self._summary(addresses)])
            case Topic.EXAMPLES:
                return _ordered(examples(self.questions.values(), addresses))

    def written(
        self,
        topic: Topic,
        addresses: Addresses,
        syntax: RdfFormat,
        terms: Terms = NO_TERMS,
    ) -> bytes:
        """Write the description of a topic in a syntax; the last few are remembered."""
        return self._remembered(topic, addresses, syntax, terms)

    def catalogue(self, offers: Iterable[Offer], addresses: Addresses) -> list[Triple]:
        """Describe the dataset to catalogues of open data, with the files that can be had."""
        return _ordered(catalogue(self.profile, offers, addresses))

    def structured(
        self, offers: Iterable[Offer], addresses: Addresses, language: str
    ) -> Mapping[str, object]:
        """Describe the dataset to search engines, in one language, as JSON-LD."""
        return structured(self.profile, offers, addresses, language)

    @cached_property
    def context(self) -> Context:
        """The JSON-LD context of the graph: short names of its classes and properties."""
        return contexts.read(self.backend.graph(graph("ontology")))

    @cached_property
    def profile(self) -> Profile:
        """What is said of the dataset to whoever looks for data."""
        return profile(self.backend, self.statistics)

    def _written(
        self, topic: Topic, addresses: Addresses, syntax: RdfFormat, terms: Terms
    ) -> bytes:
        return write(self.triples(topic, addresses, terms), syntax)

    @cached_property
    def _detail(self) -> tuple[Triple, ...]:
        return tuple(datasets.detail(self.statistics))

    def _summary(self, addresses: Addresses) -> list[Triple]:
        said = datasets.summary(self.statistics, addresses, self.backend.release)
        return [*self.backend.describe(DATASET), *said]


def make(backend: Backend, questions: Mapping[str, Question]) -> Description:
    """Make the description of a release."""
    return Description(backend, questions)


def write(triples: Iterable[Triple], syntax: RdfFormat) -> bytes:
    """Write a description in a syntax."""
    target = BytesIO()
    serialize(triples, target, format=syntax, prefixes={**OWN_PREFIXES, **PREFIXES})
    return target.getvalue()


def _ordered(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(set(triples), key=str)
