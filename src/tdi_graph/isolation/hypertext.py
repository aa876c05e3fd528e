"""An answer as a page of one plain table, for a browser that cannot be sent to the query page.

It is written row by row, so that an answer of any length keeps no memory and stays within the
limits of every other form; nothing in it is executed or loaded.
"""

from collections.abc import Iterable
from html import escape
from typing import IO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryTriples,
    Triple,
)

from tdi_graph.store import Results, Term
from tdi_graph.vocabulary import compact

_HEAD = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n<title>SPARQL: answer</title>\n'
    '<link rel="stylesheet" href="/static/style.css">\n</head>\n<body>\n<main>\n'
)
_FOOT = "</main>\n</body>\n</html>\n"
_LINKED = ("https://", "http://")


def write(results: Results, file: IO[bytes]) -> None:
    """Write the answer to any query form as one HTML document, in UTF-8."""
    file.write(_HEAD.encode())
    if isinstance(results, QueryBoolean):
        file.write(f"<p>{'true' if results else 'false'}</p>\n".encode())
    elif isinstance(results, QueryTriples):
        _table(("subject", "predicate", "object"), results, file)
    else:
        names = [variable.value for variable in results.variables]
        _table(names, results, file)
    file.write(_FOOT.encode())


def cell(term: Term | None) -> str:
    """Write a term: a link for an IRI of the web, else its text, with its language or datatype.

    >>> from pyoxigraph import Literal
    >>> cell(Literal("<b>", language="fr"))
    '<span lang="fr">&lt;b&gt;</span>'
    """
    match term:
        case None:
            return ""
        case NamedNode(value=iri):
            text = escape(compact(iri))
            return f'<a href="{escape(iri)}">{text}</a>' if iri.startswith(_LINKED) else text
        case Literal(value=text, language=str(language)):
            return f'<span lang="{escape(language)}">{escape(text)}</span>'
        case Literal(value=text, datatype=datatype):
            return f'<span title="{escape(compact(datatype.value))}">{escape(text)}</span>'
        case Triple() | BlankNode():
            return escape(str(term))


def _table(names: Iterable[str], rows: Iterable[Iterable[Term | None]], file: IO[bytes]) -> None:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    file.write(f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n".encode())
    for row in rows:
        cells = "".join(f"<td>{cell(term)}</td>" for term in row)
        file.write(f"<tr>{cells}</tr>\n".encode())
    file.write(b"</tbody>\n</table>\n")
