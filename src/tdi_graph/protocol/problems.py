"""What is answered when a request cannot be: problem details, RFC 9457.

https://www.rfc-editor.org/rfc/rfc9457.html

Clients that read JSON get ``application/problem+json``, with the place in the query and a hint as
extension members (section 3.2); the others get the same words as a page or as plain text.
"""

import json
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import Self

from tdi_graph.errors import NotAcceptable
from tdi_graph.negotiation import HTML, content_type, preferred
from tdi_graph.vocabulary import BASE

_JSON = "application/problem+json"
_TEXT = "text/plain"
_READ_AS_JSON = (
    _JSON,
    "application/json",
    "application/sparql-results+json",
    "application/ld+json",
)
_EXCERPT_BEFORE = 50
_EXCERPT_AFTER = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: the last part of its ``type``, its status and its title."""

    name: str
    status: HTTPStatus
    title: str

    @property
    def iri(self) -> str:
        """The problem's type, where it is explained (RFC 9457, section 3.1.1)."""
        return f"{BASE}problem/{self.name}"


MALFORMED_REQUEST = Kind("malformed-request", HTTPStatus(400), "The request is malformed")
MALFORMED_QUERY = Kind("malformed-query", HTTPStatus(400), "The query is malformed")
REFUSED_QUERY = Kind("refused-query", HTTPStatus(400), "The query is refused")
READ_ONLY = Kind("read-only", HTTPStatus(403), "The graph is read-only")
FORBIDDEN_SERVICE = Kind("forbidden-service", HTTPStatus(403), "The service may not be called")
WRONG_METHOD = Kind("wrong-method", HTTPStatus(405), "The method is not allowed")
NOT_ACCEPTABLE = Kind("not-acceptable", HTTPStatus(406), "The format cannot be had")
TOO_SLOW = Kind("slow-request", HTTPStatus(408), "The request takes too long to come")
TOO_LARGE = Kind("too-large", HTTPStatus(413), "The request is too large")
WRONG_MEDIA_TYPE = Kind("wrong-media-type", HTTPStatus(415), "The content type is not supported")
FAILED = Kind("failed", HTTPStatus(500), "The evaluation failed")
FAILED_SERVICE = Kind("failed-service", HTTPStatus(502), "Another service failed")
BUSY = Kind("busy", HTTPStatus(503), "The service is busy")
EXPIRED = Kind("expired", HTTPStatus(504), "The time for the query is over")

KINDS = (
    *(MALFORMED_REQUEST, MALFORMED_QUERY, REFUSED_QUERY, READ_ONLY, FORBIDDEN_SERVICE),
    *(WRONG_METHOD, NOT_ACCEPTABLE, TOO_SLOW, TOO_LARGE, WRONG_MEDIA_TYPE),
    *(FAILED, FAILED_SERVICE, BUSY, EXPIRED),
)
"""Every sort of problem that the endpoint answers with."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; ``line`` and ``column`` count from 1 and are 0 when there is no place."""

    kind: Kind
    detail: str
    line: int = 0
    column: int = 0
    excerpt: str = ""
    hint: str = ""

    @classmethod
    def at(
        cls, kind: Kind, detail: str, query: str, place: tuple[int, int], hint: str = ""
    ) -> Self:
        """Make a problem of what stands at a line and a column of a query."""
        line, column = place
        placed = f"{detail} (line {line}, column {column})"
        return cls(kind, placed, line, column, excerpt(query, line, column), hint)

    @classmethod
    def after(cls, kind: Kind, detail: str, query: str, offset: int) -> Self:
        """Make a problem of what stands in a query after ``offset`` characters."""
        line = query.count("\n", 0, offset) + 1
        return cls.at(kind, detail, query, (line, offset - query.rfind("\n", 0, offset)))

    def written(self, accept: str | None) -> tuple[str, bytes]:
        """Return a content type that suits the client, and the problem written in it."""
        form = _form(accept)
        if form == HTML:
            return content_type(HTML), self._page().encode()
        if form == _TEXT:
            return content_type(_TEXT), self._lines().encode()
        return _JSON, json.dumps(self._members(), ensure_ascii=False).encode()

    def _members(self) -> dict[str, str | int]:
        members: dict[str, str | int] = {
            "type": self.kind.iri,
            "title": self.kind.title,
            "status": int(self.kind.status),
            "detail": self.detail,
        }
        if self.line:
            members |= {"line": self.line, "column": self.column, "excerpt": self.excerpt}
        if self.hint:
            members["hint"] = self.hint
        return members

    def _lines(self) -> str:
        lines = f"{self.kind.title}: {self.detail}\n"
        return f"{lines}\n{self.excerpt}\n" if self.excerpt else lines

    def _page(self) -> str:
        title = f"{int(self.kind.status)} {escape(self.kind.title)}"
        shown = f"<pre>{escape(self.excerpt)}</pre>\n" if self.excerpt else ""
        return (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
            '<link rel="stylesheet" href="/static/style.css">\n</head>\n<body>\n<main>\n'
            f"<h1>{title}</h1>\n<p>{escape(self.detail)}</p>\n{shown}"
            "</main>\n</body>\n</html>\n"
        )


class Refusal(Exception):
    """Stops the answering of a request, with the problem to answer instead."""

    def __init__(self, problem: Problem) -> None:
        """Refuse a request because of ``problem``."""
        super().__init__(problem.detail)
        self.problem = problem


def excerpt(query: str, line: int, column: int) -> str:
    r"""Return a line of the query, shortened around a column, with a caret below that column.

    >>> print(excerpt("ASK {\n  ?s ?p }", 2, 9))
      ?s ?p }
            ^
    """
    whole = [*query.split("\n"), ""][min(line, query.count("\n") + 1) - 1]
    start = max(column - 1 - _EXCERPT_BEFORE, 0)
    shown = whole[start : column + _EXCERPT_AFTER]
    before = "".join("\t" if each == "\t" else " " for each in whole[start : column - 1])
    return f"{shown.rstrip()}\n{before}^"


def _form(accept: str | None) -> str:
    try:
        return preferred(accept, (*_READ_AS_JSON, _TEXT, HTML))
    except NotAcceptable:
        return _TEXT
