"""The saved questions as example queries that query editors and assistants read.

Each is a ``sh:SPARQLExecutable`` (SHACL Advanced Features, section 5.2, and the practice of
https://sib-swiss.github.io/sparql-examples/): a title and a comment in each language, the query,
the prefixes that it declares, and the endpoint that answers it.
"""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.description.datasets import Addresses
from tdi_graph.description.terms import about, name, typed
from tdi_graph.questions import Question
from tdi_graph.vocabulary import BASE, PREFIXES

_HOME = f"{BASE}questions"
_ALL_PREFIXES = NamedNode(f"{_HOME}#prefixes")
_HEADER = re.compile(r"^#\+.*\n", re.MULTILINE)


def examples(questions: Iterable[Question], addresses: Addresses) -> Iterator[Triple]:
    """Describe each question, and the prefixes of all of them."""
    yield from _prefixes()
    for question in questions:
        node = NamedNode(f"{_HOME}/{question.slug}")
        yield from typed(node, "sh:SPARQLExecutable", "sh:SPARQLSelectExecutable")
        for language, title in question.title.items():
            yield Triple(node, name("rdfs:label"), Literal(title, language=language))
        for language, text in question.description.items():
            one_line = " ".join(text.split())
            yield Triple(node, name("rdfs:comment"), Literal(one_line, language=language))
        yield from about(
            node,
            ("sh:select", _HEADER.sub("", question.sparql).strip()),
            ("sh:prefixes", _ALL_PREFIXES),
            ("schema:target", NamedNode(addresses.endpoint)),
            ("schema:keywords", question.group),
        )


def _prefixes() -> Iterator[Triple]:
    yield from typed(_ALL_PREFIXES, "owl:Ontology")
    for prefix, namespace in PREFIXES.items():
        node = NamedNode(f"{_HOME}#prefix-{prefix}")
        yield from about(_ALL_PREFIXES, ("sh:declare", node))
        yield from typed(node, "sh:PrefixDeclaration")
        yield from about(node, ("sh:prefix", prefix))
        yield Triple(node, name("sh:namespace"), Literal(namespace, datatype=name("xsd:anyURI")))
