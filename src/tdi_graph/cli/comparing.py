"""The verb of those who publish: diff, which writes the *Facts* of a changelog."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from tdi_graph import release
from tdi_graph.changes import Change, Changed, Changes, Difference, compare
from tdi_graph.cli.verb import Verb

_ELSEWHERE = "Outside the documents"
# What Markdown would take for its own.
_MARKS = re.compile(r"([\\`*_\[\]<])")


def _arguments(verb: argparse.ArgumentParser) -> None:
    for name, which in (("before", "A"), ("after", "B")):
        verb.add_argument(
            name,
            type=Path,
            metavar=f"RELEASE_{which}",
            help="a release’s manifest, folder or N-Quads file",
        )
    verb.add_argument(
        "--format",
        choices=tuple(_FORMATS),
        default="markdown",
        help="markdown, to paste under *Facts*, or json (default: %(default)s)",
    )


def diff(chosen: argparse.Namespace) -> int:
    """Tell which facts were added, removed or changed; releases that differ are no error."""
    before, after = release.load(chosen.before), release.load(chosen.after)
    changes = compare(before.quads, after.quads)
    same = before.digest == after.digest
    summary = "the releases are identical" if same else changes.summary()
    sys.stdout.write(_FORMATS[chosen.format](changes, summary))
    return 0


def _markdown(changes: Changes, summary: str) -> str:
    return "\n".join([f"- {summary[:1].upper()}{summary[1:]}.", *_lines(changes), ""])


def _lines(changes: Changes) -> Iterable[str]:
    for document, group in groupby(changes.listed, key=lambda change: change.fact.document):
        title = changes.titles.get(document)
        yield f"- “{_marked(title)}”:" if title else f"- {_ELSEWHERE}:"
        yield from (f"  - {_told(change)}" for change in group)


def _told(change: Change) -> str:
    said = f"{change.verb} {change.fact.kind}: {_marked(change.fact.words)}"
    if not isinstance(change, Changed):
        return said
    return f"{said}; {'; '.join(map(_difference, change.differences))}"


def _difference(difference: Difference) -> str:
    language = f" ({difference.language})" if difference.language else ""
    before, after = (" and ".join(map(_marked, v)) for v in (difference.before, difference.after))
    if before and after:
        said = f"from {before} to {after}"
    else:
        said = f"{before} removed" if before else f"{after} added"
    return f"**{_marked(difference.label)}**{language} {said}"


def _marked(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _json(changes: Changes, summary: str) -> str:
    told: dict[str, Any] = {
        "summary": summary,
        "counts": changes.counts(),
        "documents": dict(changes.titles),
        "changes": [_record(change) for change in changes.listed],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _record(change: Change) -> dict[str, Any]:
    fact = change.fact
    record: dict[str, Any] = {
        "change": change.verb,
        "kind": fact.kind,
        "iri": fact.iri,
        "document": fact.document or None,
        "words": fact.words,
    }
    if isinstance(change, Changed):
        record["words_before"] = change.before.words
        record["properties"] = [
            {
                "property": difference.property,
                "language": difference.language or None,
                "label": difference.label,
                "before": difference.before,
                "after": difference.after,
            }
            for difference in change.differences
        ]
    return record


_FORMATS: dict[str, Callable[[Changes, str], str]] = {"markdown": _markdown, "json": _json}

VERBS = (
    Verb(
        "diff",
        "Tell in words how two releases differ; the exit code is 0 whether they do or not.",
        "tdi-graph diff old/manifest.json build/release",
        _arguments,
        diff,
    ),
)
