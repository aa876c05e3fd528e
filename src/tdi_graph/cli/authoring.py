"""The verbs of those who look after the data: build, check, format, annotate."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter

from tdi_graph import questions, release, serialisation
from tdi_graph.assembly import Authored, assemble, digests, files
from tdi_graph.cli.verb import Verb, say
from tdi_graph.documents import Document, Passage, find, read_folder
from tdi_graph.errors import DataError, DocumentError, Place, QueryError, UnknownName
from tdi_graph.extraction.reading import text_of
from tdi_graph.reviewing import desk, rebuilding
from tdi_graph.statements import TYPE
from tdi_graph.store import Dataset, EmbeddedStore
from tdi_graph.validation import Fault
from tdi_graph.verification import verify
from tdi_graph.vocabulary import BASE, BASE_VARIABLE, PUBLIC_BASE, expand

RELEASE = Path("build") / "release"
_MOST_SHOWN = 40
_PASSAGES = (TYPE, expand("tdi:Passage"))


def _build_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--out",
        type=Path,
        default=RELEASE,
        metavar="DIR",
        help="where the release is written (default: %(default)s)",
    )
    verb.add_argument(
        "--no-shacl", action="store_true", help="leave out the SHACL shapes, for a quick look"
    )
    _documents_argument(verb, "make the statements anew from the texts there and the reviews")


def build(chosen: argparse.Namespace) -> int:
    """Validate everything and write a release; a fault leaves the last release in place."""
    compiled = release.compile_release(chosen.root, shacl=not chosen.no_shacl, progress=_timed())
    found = [*compiled.faults, *_misasked(chosen.root)]
    if chosen.documents is not None:
        found += _rebuilt(compiled.authored, chosen.documents)
    if found:
        return _report(found, "nothing was written")
    manifest = release.write(compiled.release, chosen.out)
    say(f"wrote {manifest}, release {compiled.release.digest[:12]}")
    return 0


def _rebuilt(authored: Authored, folder: Path) -> list[Fault]:
    """Make the statements anew from texts and decisions; return how the files differ."""
    held = desk.of(authored)
    made = list(rebuilding.rebuild_all(held, folder))
    number = sum(len(each.outcome.statements) for each in made)
    say(f"{number} statements made anew from {len(made)} documents and their reviews")
    for slug, left in rebuilding.undecided(made).items():
        say(f"{slug}: {left} to decide, with tdi-graph review {slug}")
    return rebuilding.faults(held, made)


def _misasked(root: Path) -> Iterable[Fault]:
    """Yield the saved questions that are no SPARQL; their headers are read on the way."""
    empty = EmbeddedStore([], release="")
    for question in questions.load(root / "queries").values():
        try:
            empty.evaluate(question.sparql, Dataset())
        except QueryError as error:
            yield Fault(Place(question.path, error.line), error.what, error.do or "mend the query")


def _timed() -> release.Progress:
    started = perf_counter()
    return lambda text: say(f"{perf_counter() - started:6.2f} s  {text}")


def _report(found: Sequence[Fault], consequence: str) -> int:
    for fault in found[:_MOST_SHOWN]:
        say(str(fault))
    left = f", the first {_MOST_SHOWN} shown" if len(found) > _MOST_SHOWN else ""
    say(f"{len(found)} faults{left}; {consequence}")
    return 1


def _documents_argument(verb: argparse.ArgumentParser, use: str = "") -> None:
    held = "the folder that holds the source documents' texts"
    verb.add_argument(
        "--documents", type=Path, metavar="DIR", help=f"{held}: {use}" if use else held
    )


def _check_arguments(verb: argparse.ArgumentParser) -> None:
    _documents_argument(verb)


def check(chosen: argparse.Namespace) -> int:
    """Validate as build does; with the texts, re-read passages and make statements anew."""
    compiled = release.compile_release(chosen.root, shacl=True, progress=_timed())
    found = [*compiled.faults, *_misasked(chosen.root)]
    if chosen.documents is None:
        say("the passages were not re-read: name the texts' folder with --documents DIR")
    else:
        texts = read_folder(chosen.documents, digests(compiled.authored.quads), text_of)
        verified, wrong = verify(compiled.authored, texts)
        total = sum((q.predicate, q.object) == _PASSAGES for q in compiled.authored.quads)
        say(f"{verified} of {total} passages verified in {len(texts)} documents")
        found += [*wrong, *_rebuilt(compiled.authored, chosen.documents)]
    return _report(found, "mend them") if found else 0


def _format_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--check", action="store_true", help="only tell which files would change")


def format_files(chosen: argparse.Namespace) -> int:
    """Rewrite each Turtle and TriG file in its canonical form."""
    if BASE != PUBLIC_BASE:
        do = f"unset {BASE_VARIABLE} for this"
        raise DataError("the files are written with the public base of IRIs", do=do)
    sources = [serialisation.read(path) for path in files(chosen.root)]
    changed = [source for source in sources if source.canonical() != source.text]
    for source in changed:
        say(f"{'would rewrite' if chosen.check else 'rewrote'} {source.path}")
        if not chosen.check:
            source.path.write_text(source.canonical(), "utf-8")
    return int(chosen.check and bool(changed))


def _annotate_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("document", help="a document's slug, such as cp-483, or its file")
    verb.add_argument("words", help="the words to quote, as they stand in the text")
    _documents_argument(verb)


def annotate(chosen: argparse.Namespace) -> int:
    """Print each passage that reads these words, ready to be cited as evidence."""
    document = _document(chosen, assemble(chosen.root))
    passages = find(document, chosen.words)
    if not passages:
        raise DocumentError(
            f"“{chosen.words}” is not in {document.slug}",
            do="quote the words exactly; only white space and the form of quotation marks may "
            "differ",
        )
    for passage in passages:
        print("\n".join(_described(passage)))  # noqa: T201 - the verb's output
    return 0


def _described(passage: Passage) -> Iterable[str]:
    shown = " ".join(passage.exact.split())
    yield f"{passage.document} {passage.start}-{passage.end}  {shown}"
    yield f"  <{passage.iri.value}>"


def _document(chosen: argparse.Namespace, authored: Authored) -> Document:
    path = Path(chosen.document)
    folder = chosen.documents or (path.parent if path.is_file() else None)
    if folder is None:
        raise DocumentError(
            "the text is not at hand", do="name the folder that holds it with --documents DIR"
        )
    texts = read_folder(folder, digests(authored.quads), text_of)
    for slug, document in texts.items():
        if chosen.document == slug or (path.is_file() and document.path.samefile(path)):
            return document
    known = ", ".join(sorted(texts)) or "none of the catalogued documents"
    do = f"{folder} holds {known}; a new one enters by tdi-graph review FILE"
    raise UnknownName(f"{chosen.document} is no catalogued document", do=do)


VERBS = (
    Verb(
        "build",
        "Check the ontology and the data, derive, and write a release.",
        "tdi-graph build",
        _build_arguments,
        build,
    ),
    Verb(
        "check",
        "Check as build does, write nothing, and hold the data against the texts.",
        "tdi-graph check --documents ../shared/documents",
        _check_arguments,
        check,
    ),
    Verb(
        "format",
        "Rewrite the files of ontology/ and data/ in their one canonical form.",
        "tdi-graph format",
        _format_arguments,
        format_files,
    ),
    Verb(
        "annotate",
        "Find quoted words in a document and print the passage to cite as evidence.",
        'tdi-graph annotate cp-483 "148 territoires d’industrie" --documents ../shared/documents',
        _annotate_arguments,
        annotate,
    ),
)
