"""Queries that look one thing up: it can be told beforehand that they cost next to nothing.

A basic graph pattern (SPARQL 1.1, section 5.1) whose triples have one and the same IRI for subject,
IRIs for predicates and variables for objects has at most as many solutions as the numbers of
objects, which the store can count, come to when multiplied. As cheap is DESCRIBE of one IRI
(section 16.4), where no blank node follows, which would be described in turn. Neither may give long
texts. Nothing else may stand in the query but prefixes, a LIMIT and a comment at its end: it can be
too deep for no parser.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.isolation import Job
from tdi_graph.negotiation import HTML
from tdi_graph.store import Dataset, Term
from tdi_graph.vocabulary import PREFIXES, expand

MOST_BINDINGS = 1_000
"""The most bindings in all solutions, or triples, of a look-up: about a millisecond's worth."""

MOST_TEXT = 100_000
"""The most characters of all these bindings, or of the objects, as N-Triples have them."""

_LONGEST = 2_000
_WHOLE = Dataset()
_TYPE = expand("rdf:type").value

# Lexemes of section 19.8, and not all of these: what is written otherwise is no look-up.
_BLANK = r"[ \t\r\n]*+"
_END = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]++>"
_PREFIX = r"(?:[A-Za-z][A-Za-z0-9_-]*+)?+:"
_NODE = rf"(?:{_IRI}|{_PREFIX}[A-Za-z0-9_][A-Za-z0-9_-]*+)"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*+"
_PREDICATE = rf"(?:a(?=[ \t\r\n?$])|{_NODE})"
_PAIR = rf"{_PREDICATE}{_BLANK}{_VARIABLE}{_BLANK}"
_DECLARATION = rf"(?i:PREFIX)[ \t\r\n]++{_PREFIX}{_BLANK}{_IRI}{_BLANK}"
_PROLOGUE = rf"{_BLANK}(?P<prologue>(?:{_DECLARATION})*+)"
_LOOKUP = re.compile(
    rf"{_PROLOGUE}(?i:SELECT){_BLANK}(?P<columns>\*|(?:{_VARIABLE}{_BLANK})++){_BLANK}"
    rf"(?i:WHERE)?+{_BLANK}"
    rf"\{{{_BLANK}(?P<subject>{_NODE}){_BLANK}(?P<pairs>{_PAIR}(?:;{_BLANK}{_PAIR})*+)"
    rf"[.;]?+{_BLANK}\}}{_BLANK}(?:(?i:LIMIT){_BLANK}[0-9]{{1,9}}+)?+{_END}"
)
_DESCRIBE = re.compile(rf"{_PROLOGUE}(?i:DESCRIBE){_BLANK}(?P<subject>{_NODE}){_BLANK}{_END}")
_SIGIL = re.compile(r"[?$]")
_DECLARED = re.compile(rf"({_PREFIX}){_BLANK}<([^>]++)>")
# A parser with a base makes <a:b/../c> an <a:c>.
_RELATIVE = "/."
_PREDICATES = re.compile(rf"({_PREDICATE}){_BLANK}{_VARIABLE}{_BLANK};?+{_BLANK}")


class Counting(Protocol):
    """What is asked of a store."""

    def about(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        """Return the quads of the default graph with this subject, and this predicate, if any."""
        ...


def is_lookup(job: Job, store: Counting) -> bool:
    """Tell whether a job looks one thing up, and has a short answer.

    False may be said of any query; True only of what is cheap. What is wrong with a query, such as
    a prefix that is not declared, is not told here.
    """
    # Tables for browsers, which are written here and not by Oxigraph, take ten times as long.
    aside = job.dataset != _WHOLE or HTML in {job.table, job.graph}
    if aside or len(job.query) > _LONGEST:
        return False
    found = _LOOKUP.fullmatch(job.query)
    if found:
        nodes = _nodes(found, _PREDICATES.findall(found["pairs"]))
        columns = max(len(nodes) - 1, len(_SIGIL.findall(found["columns"])))
        return bool(nodes) and _is_small(store, columns, *nodes)
    found = _DESCRIBE.fullmatch(job.query)
    nodes = _nodes(found) if found else []
    return bool(nodes) and _is_short(store, *nodes)


def _nodes(found: re.Match[str], predicates: Iterable[str] = ()) -> list[NamedNode]:
    """Return the subject and the predicates, none if it is not sure which they are."""
    prefixes = dict(_DECLARED.findall(found["prologue"]))
    written = [found["subject"], *predicates]
    try:
        iris = [_iri(each, prefixes) for each in written]
        return [] if any(_RELATIVE in iri for iri in iris) else list(map(NamedNode, iris))
    except (KeyError, ValueError):
        return []


def _iri(written: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that is written so; a prefix that is not known is a KeyError."""
    if written == "a":
        return _TYPE
    if written[0] == "<":
        return written[1:-1]
    prefix, _, local = written.partition(":")
    declared = prefixes.get(f"{prefix}:")
    return (PREFIXES[prefix] if declared is None else declared) + local


def _is_small(store: Counting, columns: int, subject: NamedNode, *predicates: NamedNode) -> bool:
    """Tell whether all solutions together have few bindings, and little text."""
    solutions, text = 1, 0
    for predicate in predicates:
        _, lengths = _objects(store, subject, predicate)
        # Where there is none, to look for it is one step.
        solutions *= max(1, len(lengths))
        text += max(lengths, default=0)
        if solutions * columns > MOST_BINDINGS or solutions * text > MOST_TEXT:
            return False
    return True


def _is_short(store: Counting, subject: NamedNode) -> bool:
    """Tell whether a description has few triples, which are all about the subject."""
    described, lengths = _objects(store, subject, None)
    ends = all(isinstance(each, NamedNode | Literal) for each in described)
    return ends and len(described) <= MOST_BINDINGS and sum(lengths) <= MOST_TEXT


def _objects(
    store: Counting, subject: NamedNode, predicate: NamedNode | None
) -> tuple[list[Term], list[int]]:
    """Return the objects, up to the first that is too many or too much, and how long each is."""
    objects, lengths, text = list[Term](), list[int](), 0
    for quad in islice(store.about(subject, predicate), MOST_BINDINGS + 1):
        length = len(str(quad.object))
        objects.append(quad.object)
        lengths.append(length)
        text += length
        if text > MOST_TEXT:
            break
    return objects, lengths
