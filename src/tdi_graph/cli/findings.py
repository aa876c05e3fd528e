"""What was found in a document, written: a table for a reader, TriG or JSON for machines."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from tdi_graph import serialisation
from tdi_graph.changes.editions import Edition
from tdi_graph.changes.wording import words
from tdi_graph.documents import on_one_line
from tdi_graph.extraction import Candidate, Extraction, Proposal
from tdi_graph.extraction.exporting import Exporter
from tdi_graph.extraction.view import Block, Reading
from tdi_graph.vocabulary import BASE, compact

_WIDEST = 88
_ASIDE = frozenset({"contact", "chrome"})


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was read, what the rules found in it, and the things that were ``known``."""

    reading: Reading
    extraction: Extraction
    exporter: Exporter
    known: Edition


def _table(found: Found) -> str:
    lines = [
        f"{found.reading.path}  {on_one_line(found.reading.title or '')}".rstrip(),
        *_heading(found),
    ]
    said = found.known.with_new(found.exporter.quads(found.extraction))
    for candidate in found.extraction.statements:
        statement = candidate.statement
        lines.append(f"  {statement.kind.slug:11s} « {' … '.join(_quoted(candidate))} »")
        lines.append(f"{'':14s}{words(said, statement.iri.value)}  [{candidate.rule}]")
    lines += [f"  new  {_proposed(proposal)}" for proposal in found.extraction.proposals]
    return "\n".join([*lines, _summary(found), ""])


def _heading(found: Found) -> Iterable[str]:
    reading = found.reading
    issued = reading.issued
    yield f"  published {issued.value}, {issued.provenance}" if issued else "  no date was found"
    if reading.publisher:
        yield f"  by {on_one_line(reading.publisher)}, {dict(reading.provenance)['publisher']}"


def _summary(found: Found) -> str:
    said, new = len(found.extraction.statements), len(found.extraction.proposals)
    return f"  {said} statements, {new} new things"


def _quoted(candidate: Candidate) -> Iterable[str]:
    for passage in candidate.statement.evidence:
        exact = on_one_line(passage.exact)
        yield exact if len(exact) <= _WIDEST else exact[:_WIDEST] + "…"


def _proposed(proposal: Proposal) -> str:
    near = ", ".join(other.names[0] for other in proposal.near)
    resembling = f", resembles {near}" if near else ""
    return f"{proposal.entity.type} {proposal.entity.names[0]}{resembling}"


def _trig(found: Found) -> str:
    slug = found.reading.slug
    prefixes = {"passage": f"{BASE}id/passage/{slug}/"}
    return serialisation.write(found.exporter.quads(found.extraction), prefixes)


def _json(found: Found) -> str:
    told = {
        **_about(found.reading),
        **_reading(found.reading),
        "statements": [_statement(candidate) for candidate in found.extraction.statements],
        "new": [_new(proposal) for proposal in found.extraction.proposals],
        "numbers": [
            {"start": n.start, "end": n.end, "verdict": n.verdict, "reason": n.reason}
            for n in found.extraction.numbers
        ],
    }
    return _dumped(told)


def _facts(found: Found) -> str:
    listed = found.exporter.facts(found.reading, found.extraction)
    return _dumped({**_about(found.reading), "facts": listed})


def _about(reading: Reading) -> dict[str, object]:
    return {
        "doc": Path(reading.path).stem,
        "doc_date": reading.issued.value if reading.issued else None,
        "title": reading.title,
        "publisher": reading.publisher,
        "sha256": reading.data_sha256,
    }


def _reading(reading: Reading) -> dict[str, object]:
    """Tell how the document was read: how each is known, what was set aside and why."""
    known = dict(reading.provenance) | (
        {"doc_date": reading.issued.provenance} if reading.issued else {}
    )
    return {
        "url": reading.url,
        "media_type": reading.media_type,
        "encoding": reading.encoding,
        "language": reading.language,
        "provenance": known,
        "warnings": list(reading.warnings),
        "set_aside": [
            {"start": start, "end": end, "kind": block.kind, "reason": block.reason}
            for block, (start, end) in _aside(reading)
        ],
    }


def _aside(reading: Reading) -> Iterable[tuple[Block, tuple[int, int]]]:
    for block in reading.view.blocks:
        if block.kind in _ASIDE:
            yield block, reading.view.original(block.start, block.end)


def _statement(candidate: Candidate) -> dict[str, object]:
    said = candidate.statement
    return {
        "iri": said.iri.value,
        "kind": said.kind.slug,
        "rule": candidate.rule,
        "properties": [[compact(name.value), _plain(value)] for name, value in said.properties],
        "evidence": [{"start": p.start, "end": p.end, "exact": p.exact} for p in said.evidence],
    }


def _new(proposal: Proposal) -> dict[str, object]:
    return {
        "iri": proposal.entity.iri.value,
        "class": proposal.entity.type,
        "names": list(proposal.entity.names),
        "near": [other.iri.value for other in proposal.near],
    }


def _plain(value: NamedNode | Literal) -> str:
    return value.value if isinstance(value, Literal) else compact(value.value)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def explained(found: Found) -> Iterable[str]:
    """Yield a line for each number, with what became of it, and for each block set aside."""
    for note in found.extraction.numbers:
        yield f"  {note.start:6d}  {on_one_line(note.text)}  {note.verdict}: {note.reason}"
    for block, (start, _) in _aside(found.reading):
        text = found.reading.view.words(block.start, block.end)
        shown = text if len(text) <= _WIDEST else text[:_WIDEST] + "…"
        yield f"  {start:6d}  « {shown} »  set aside as {block.kind}: {block.reason}"


# By name: how the file's name ends, and what writes it.
FORMATS: dict[str, tuple[str, Callable[[Found], str]]] = {
    "table": (".txt", _table),
    "trig": (".trig", _trig),
    "json": (".json", _json),
    "facts": (".json", _facts),
}


def faulty(fault: str) -> str:
    """Tell that rules failed on a text."""
    return f"a rule failed, so that some facts may be missing ({fault}) → report it with the text"
