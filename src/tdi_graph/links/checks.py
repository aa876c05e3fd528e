"""What is wrong with the links, line by line: what we would not want anybody to join on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import NamedNode, Quad

from tdi_graph.errors import DataError
from tdi_graph.links.registers import Register, registers
from tdi_graph.links.tables import Identifier, Link
from tdi_graph.vocabulary import compact, expand

_TYPE, _SUBCLASS = expand("rdf:type"), expand("rdfs:subClassOf")
_EXACT = expand("skos:exactMatch")
_SAME = {_EXACT, expand("schema:sameAs")}
_PREDICATES = _SAME | {
    expand(f"skos:{name}Match") for name in ("close", "broad", "narrow", "related")
}
_ABOUT = expand("schema:subjectOf")
_MINISTRY = expand("tdi:Ministry")
_JUSTIFICATION = "semapv:"


def faults(
    links: Collection[Link], identifiers: Collection[Identifier], quads: Iterable[Quad]
) -> Iterator[DataError]:
    """Yield what is wrong with the two tables, beside the graph that they belong to."""
    held = list(quads)
    known, classes = registers(held), _classes(held)
    for link in links:
        yield from _of_link(link, known, classes)
    for identifier in identifiers:
        yield from _of_identifier(identifier, known, classes)
    yield from _denied(links, identifiers)
    yield from _twice(links, identifiers, known)


Classes = Mapping[NamedNode, frozenset[NamedNode]]


def _classes(quads: Collection[Quad]) -> Classes:
    """Return the classes of each thing, and those that they are sorts of."""
    above: dict[object, set[NamedNode]] = defaultdict(set)
    own: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            if quad.predicate == _SUBCLASS:
                above[quad.subject].add(quad.object)
            elif quad.predicate == _TYPE:
                own[quad.subject].add(quad.object)
    return {thing: frozenset(_closed(classes, above)) for thing, classes in own.items()}


def _closed(classes: set[NamedNode], above: Mapping[object, set[NamedNode]]) -> set[NamedNode]:
    closed, next_ones = set(classes), classes
    while next_ones := {c for each in next_ones for c in above.get(each, ())} - closed:
        closed |= next_ones
    return closed


def _fault(of: Link | Identifier, what: str, do: str) -> DataError:
    return DataError(f"{compact(of.subject.value)}: {what}", do=do, place=of.place)


def _of_link(link: Link, known: Mapping[str, Register], classes: Classes) -> Iterator[DataError]:
    yield from _of_line(link)
    register = _register(link, known)
    if register is None:
        yield _fault(
            link,
            f"{link.object.value} is in no register",
            "describe the register in ontology/concepts.ttl, with its void:uriSpace",
        )
        return
    yield from _of_subject(link, classes)
    if link.negated:
        return
    value = link.object.value.removeprefix(register.space)
    yield from _of_value(link, register, value, classes)
    if link.predicate in _SAME and _MINISTRY in classes.get(link.subject, ()):
        do = "link it by skos:closeMatch, or its posts"
        yield _fault(link, "a ministry changes with each government", do)


def _of_line(link: Link) -> Iterator[DataError]:
    if link.predicate not in _PREDICATES | {_ABOUT}:
        told = f"{compact(link.predicate.value)} is no predicate of a link"
        yield _fault(link, told, "write a SKOS mapping, schema:sameAs or schema:subjectOf")
    if not link.cells["mapping_justification"].startswith(_JUSTIFICATION):
        yield _fault(link, "the justification is none of SEMAPV", "write semapv:… as SSSOM does")
    if not _confident(link.cells.get("confidence", "")):
        yield _fault(link, "the confidence is no number from 0 to 1", "write one, such as 0.95")
    if not _dated(link.cells.get("mapping_date", "")):
        yield _fault(link, "the date is no day of ISO 8601", "write one, such as 2026-11-22")
    if not link.cells.get("author_label"):
        yield _fault(link, "nobody is its author", "say who looked, in author_label")


def _confident(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _dated(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _register(link: Link, known: Mapping[str, Register]) -> Register | None:
    fitting = [r for r in known.values() if r.space and link.object.value.startswith(r.space)]
    return max(fitting, key=lambda register: len(register.space), default=None)


def _of_identifier(
    identifier: Identifier, known: Mapping[str, Register], classes: Classes
) -> Iterator[DataError]:
    register = known.get(identifier.register)
    if register is None:
        do = f"describe it in ontology/concepts.ttl, or write one of {', '.join(sorted(known))}"
        yield _fault(identifier, f"no register is called {identifier.register}", do)
        return
    yield from _of_subject(identifier, classes)
    if not identifier.negated:
        yield from _of_value(identifier, register, identifier.value, classes)


def _of_subject(of: Link | Identifier, classes: Classes) -> Iterator[DataError]:
    if of.subject not in classes:
        yield _fault(of, "nothing is called so", "describe it in data/entities/, or correct it")


def _of_value(
    of: Link | Identifier, register: Register, value: str, classes: Classes
) -> Iterator[DataError]:
    if not register.admits(value):
        told = f"“{value}” is not formed as in {register.slug} ({register.pattern.pattern})"
        yield _fault(of, told, "read it again in its source")
    own = classes.get(of.subject, frozenset())
    if own and register.classes and not own & register.classes:
        listed = ", ".join(sorted(compact(each.value) for each in register.classes))
        do = "link what bears the same name and is of that class, or leave it out"
        yield _fault(of, f"{register.slug} lists {listed}, which this is not", do)


def _denied(links: Iterable[Link], identifiers: Iterable[Identifier]) -> Iterator[DataError]:
    do = "one of the two lines is wrong: remove it"
    held_links, held = list(links), list(identifiers)
    not_links = {(each.subject, each.object) for each in held_links if each.negated}
    not_known = {(each.subject, each.register, each.value) for each in held if each.negated}
    for link in held_links:
        if not link.negated and (link.subject, link.object) in not_links:
            yield _fault(link, f"this is said not to be {link.object.value}", do)
    for each in held:
        if not each.negated and (each.subject, each.register, each.value) in not_known:
            yield _fault(each, f"{each.register} {each.value} is said to be another’s", do)


def _twice(
    links: Iterable[Link], identifiers: Iterable[Identifier], known: Mapping[str, Register]
) -> Iterator[DataError]:
    """Yield what is said to be two things: of one register, or of ours."""
    there: dict[tuple[NamedNode, str], str] = {}
    ours: dict[tuple[str, str], NamedNode] = {}
    for of, slug, value in _same(links, identifiers, known):
        if there.setdefault((of.subject, slug), value) != value:
            yield _fault(of, f"{slug} has it as {there[of.subject, slug]} too", "keep one")
        if ours.setdefault((slug, value), of.subject) != of.subject:
            other = compact(ours[slug, value].value)
            yield _fault(of, f"{slug} {value} is {other} already", "keep one")


def _same(
    links: Iterable[Link], identifiers: Iterable[Identifier], known: Mapping[str, Register]
) -> Iterator[tuple[Link | Identifier, str, str]]:
    for link in links:
        register = _register(link, known)
        if register and link.predicate in _SAME and not link.negated:
            yield link, register.slug, link.object.value.removeprefix(register.space)
    for each in identifiers:
        if not each.negated:
            yield each, each.register, each.value
