"""The verb of those who bring a new document: extract."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pyoxigraph import Literal, NamedNode

from tdi_graph import serialisation
from tdi_graph.assembly import assemble
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import DocumentError, TdiError
from tdi_graph.extraction import Authority, Candidate, Extraction, Proposal, extract
from tdi_graph.extraction.exporting import Exporter, entities
from tdi_graph.extraction.reading import Given, read_file, read_input
from tdi_graph.extraction.view import Reading
from tdi_graph.vocabulary import BASE, compact

_MANY = 5
_WIDEST = 88
# What a reader is told by other words than properties.
_SILENT = frozenset({"tdi:since", "tdi:foundBy", "tdi:dateBasis", "schema:inLanguage"})


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was read, and what the rules found in it."""

    reading: Reading
    extraction: Extraction
    exporter: Exporter


def _arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=".txt, .md, .html or .pdf files; - for standard input",
    )
    verb.add_argument(
        "--format",
        choices=tuple(_FORMATS),
        default="table",
        help="table for a reader; trig, json or facts for machines (default: %(default)s)",
    )
    verb.add_argument(
        "--out", type=Path, metavar="DIR", help="write one file per document there, named like it"
    )
    verb.add_argument(
        "--explain",
        action="store_true",
        help="tell for each number why it became a figure, or why not",
    )
    for name, what in (
        ("issued", "publication date, such as 2021-10-12 or 2021-10"),
        ("title", "title"),
        ("publisher", "publisher"),
        ("url", "address"),
    ):
        verb.add_argument(f"--{name}", metavar="TEXT", help=f"the document's {what}")


def run(chosen: argparse.Namespace) -> int:
    """Extract statements from each file; one that cannot be read does not stop the others."""
    authored = assemble(chosen.root)
    known = entities(authored)
    authority, exporter = Authority(known), Exporter(chosen.root, known)
    given = Given(None, chosen.title, chosen.publisher, chosen.issued, chosen.url)
    failed = 0
    for number, name in enumerate(chosen.files, start=1):
        started = perf_counter()
        try:
            reading = read_input(given=given) if name == "-" else read_file(Path(name), given)
            _put(Found(reading, extract(reading, authority), exporter), chosen)
        except TdiError as error:
            failed += 1
            say(f"tdi-graph: {error}")
            continue
        if len(chosen.files) >= _MANY:
            say(f"{number}/{len(chosen.files)}  {perf_counter() - started:.2f} s  {name}")
    if failed:
        say(f"{failed} of {len(chosen.files)} files could not be read")
    return int(failed > 0)


def _put(found: Found, chosen: argparse.Namespace) -> None:
    for warning in found.reading.warnings:
        say(f"{found.reading.path}: {warning}")
    suffix, written = _FORMATS[chosen.format]
    text = written(found)
    if chosen.explain:
        text += "".join(f"{line}\n" for line in _explained(found))
    if chosen.out is None:
        sys.stdout.write(text)
        return
    name = f"{Path(found.reading.path).stem or found.reading.slug}{suffix}"
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
        (chosen.out / name).write_text(text, "utf-8")
    except OSError as error:
        raise DocumentError(
            f"cannot write {chosen.out / name}: {error.strerror}",
            do="name another folder with --out",
        ) from None


def _table(found: Found) -> str:
    lines = [f"{found.reading.path}  {found.reading.title or ''}".rstrip(), *_dating(found)]
    names = _names(found)
    for candidate in found.extraction.statements:
        lines += _shown(candidate, names)
    lines += [f"  new  {_proposed(proposal)}" for proposal in found.extraction.proposals]
    return "\n".join([*lines, _summary(found), ""])


def _dating(found: Found) -> Iterable[str]:
    issued = found.reading.issued
    yield f"  published {issued.value}, {issued.provenance}" if issued else "  no date was found"


def _summary(found: Found) -> str:
    said, new = len(found.extraction.statements), len(found.extraction.proposals)
    return f"  {said} statements, {new} new things"


def _names(found: Found) -> dict[str, str]:
    return {
        proposal.entity.iri.value: proposal.entity.names[0]
        for proposal in found.extraction.proposals
    }


def _shown(candidate: Candidate, names: dict[str, str]) -> Iterable[str]:
    said = candidate.statement
    yield f"  {said.kind.slug:11s} « {' … '.join(_words(candidate))} »"
    parts = (
        f"{compact(predicate.value).partition(':')[2]}: {_value(value, names)}"
        for predicate, value in said.properties
        if compact(predicate.value) not in _SILENT
    )
    yield f"              {' · '.join(parts)}  [{candidate.rule}]"


def _words(candidate: Candidate) -> Iterable[str]:
    for passage in candidate.statement.evidence:
        words = " ".join(passage.exact.split())
        yield words if len(words) <= _WIDEST else words[:_WIDEST] + "…"


def _value(value: NamedNode | Literal, names: dict[str, str]) -> str:
    if isinstance(value, Literal):
        return value.value
    return names.get(value.value) or compact(value.value)


def _proposed(proposal: Proposal) -> str:
    near = ", ".join(other.names[0] for other in proposal.near)
    resembling = f", resembles {near}" if near else ""
    return f"{proposal.entity.type} {proposal.entity.names[0]}{resembling}"


def _trig(found: Found) -> str:
    slug = found.reading.slug
    prefixes = {"passage": f"{BASE}id/passage/{slug}/"}
    return serialisation.write(found.exporter.quads(found.extraction), prefixes)


def _json(found: Found) -> str:
    statements = [
        {
            "iri": candidate.statement.iri.value,
            "kind": candidate.statement.kind.slug,
            "rule": candidate.rule,
            "properties": [
                [compact(predicate.value), _plain(value)]
                for predicate, value in candidate.statement.properties
            ],
            "evidence": [
                {"start": p.start, "end": p.end, "exact": p.exact}
                for p in candidate.statement.evidence
            ],
        }
        for candidate in found.extraction.statements
    ]
    new = [
        {
            "iri": p.entity.iri.value,
            "class": p.entity.type,
            "names": list(p.entity.names),
            "near": [other.iri.value for other in p.near],
        }
        for p in found.extraction.proposals
    ]
    return _dumped({**_about(found), "statements": statements, "new": new})


def _plain(value: NamedNode | Literal) -> str:
    return value.value if isinstance(value, Literal) else compact(value.value)


def _about(found: Found) -> dict[str, object]:
    reading = found.reading
    issued = reading.issued.value if reading.issued else None
    return {
        "doc": Path(reading.path).stem,
        "doc_date": issued,
        "title": reading.title,
        "publisher": reading.publisher,
        "sha256": reading.data_sha256,
    }


def _facts(found: Found) -> str:
    listed = found.exporter.facts(found.reading, found.extraction)
    return _dumped({**_about(found), "facts": listed})


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _explained(found: Found) -> Iterable[str]:
    for note in found.extraction.numbers:
        yield f"  {note.start:6d}  {' '.join(note.text.split())}  {note.verdict}: {note.reason}"


_FORMATS: dict[str, tuple[str, Callable[[Found], str]]] = {
    "table": (".txt", _table),
    "trig": (".trig", _trig),
    "json": (".json", _json),
    "facts": (".json", _facts),
}

VERBS = (
    Verb(
        "extract",
        "Find what documents state, with the words that state it; nothing enters the data.",
        "tdi-graph extract communique.pdf --issued 2021-10-12 --explain",
        _arguments,
        run,
    ),
)
