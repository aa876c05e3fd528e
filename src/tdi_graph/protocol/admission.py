"""Which queries are let through to the engine: no unknown SERVICE, no update, no bomb.

Oxigraph would call the address of a SERVICE clause, and overflows its stack, which ends the
process, on a few kilobytes of nesting. Both are seen in the text, before anything parses it.

A query is read as the lexemes of ``syntax``: Oxigraph needs no blank between a keyword and its
neighbours, so that ``1SERVICE<a:b>{}`` is a call and ``SERVICE:x {}`` may be one.
"""

import re
from collections.abc import Collection

from tdi_graph import federation
from tdi_graph.errors import QueryError
from tdi_graph.federation import NotAllowed
from tdi_graph.protocol.problems import (
    FORBIDDEN_SERVICE,
    REFUSED_QUERY,
    TOO_LARGE,
    Problem,
    Refusal,
)
from tdi_graph.syntax import CHAR, Lexeme, call, lexemes

MAX_QUERY = 100_000
"""The longest query that is looked at, in bytes of UTF-8."""

MAX_NESTING = 200
"""The deepest nesting of brackets; Oxigraph bears 800 to 4,500 levels, by the kind of bracket."""

MAX_PARTS = 1_000
"""The most keywords, brackets, operators, triple patterns and items of a list, data in VALUES not
counted; Oxigraph bears from 2,500 (MINUS, BIND) to 10,000 (a path) of a kind in a row."""

_PROLOGUE = frozenset({"base", "prefix", "version"})
_UPDATES = frozenset(
    {"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "with"}
)
_TERMS = frozenset({"false", "true", "undef"})
_STARTS_OF_TERMS = frozenset({"iri", "name", "number", "string", "variable", "word"})
_ENDS_OF_TERMS = _STARTS_OF_TERMS | {"close", "language"}
_ALWAYS_PARTS = frozenset({"open", "operator"})
_SEPARATORS = frozenset({",", ";", "."})
_DATA = "VALUES {"
# "a<b>c" is an IRI between two terms, or three terms compared; it can be the latter only behind a
# term inside parentheses, and not with an authority: no expression has two slashes in a row.
_SURELY_AN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*+://")
_MISLEADING = re.compile(r"['#()\[\]]")
_SIGN = re.compile(rf"[^{CHAR}:<>]")


def check(query: str, services: Collection[str] = ()) -> None:
    """Refuse a query that must not reach the engine; whether the rest is SPARQL, the engine says.

    ``services`` are the addresses that SERVICE may call.

    >>> check("ASK { ?service <a:service> 'SERVICE' } # SERVICE")
    >>> check("ASK { SERVICE <a:b> {} }")
    Traceback (most recent call last):
    tdi_graph.protocol.problems.Refusal: SERVICE is not supported (line 1, column 7)
    """
    if len(query.encode(errors="replace")) > MAX_QUERY:
        raise Refusal(Problem(TOO_LARGE, f"the query is longer than {MAX_QUERY} bytes"))
    _refuse_updates(query)
    if _is_harmless(query):
        return
    found = list(lexemes(query))
    _refuse_bombs(found)
    if services:
        _refuse_other_services(query, services)
    elif called := call(found):
        raise _refused("SERVICE is not supported", called)


def _is_harmless(query: str) -> bool:
    """Tell, without reading it, whether a text is too short to be too much, and calls nobody."""
    brackets = sum(map(query.count, "([{"))
    short = len(query) <= MAX_PARTS and brackets <= MAX_NESTING
    return short and "service" not in query.lower()


def _refuse_updates(query: str) -> None:
    lower = query.lower()
    if not any(map(lower.__contains__, _UPDATES)):
        return
    words = (each for each in lexemes(query) if each.lastgroup == "word")
    form = next((each for each in words if each.group().lower() not in _PROLOGUE), None)
    if form and form.group().lower() in _UPDATES:
        raise _refused(f"updates are not supported, and {form.group().upper()} is one", form)


def _refuse_other_services(query: str, services: Collection[str]) -> None:
    try:
        federation.judged(query, services)
    except QueryError as error:
        kind = FORBIDDEN_SERVICE if isinstance(error, NotAllowed) else REFUSED_QUERY
        place = (error.line, error.column)
        raise Refusal(Problem.at(kind, str(error), query, place)) from None


def _refuse_bombs(found: list[Lexeme]) -> None:
    meter = _Meter()
    for lexeme in found:
        meter.take(lexeme)


class _Meter:
    """Measures how deep and how large a query is, lexeme by lexeme."""

    def __init__(self) -> None:
        self._brackets: list[str] = []
        self._parts = 0
        self._previous: str | None = None
        self._data_follow = False

    def take(self, lexeme: Lexeme) -> None:
        """Refuse the query at the lexeme that makes it too much."""
        if self._may_compare(lexeme) and _MISLEADING.search(lexeme.group()):
            raise _refused("«<» can be read in two ways: put a blank after it", lexeme)
        self._parts += self._weight(lexeme)
        if self._parts > MAX_PARTS:
            raise _refused(f"the query has more than {MAX_PARTS} parts", lexeme)
        self._track(lexeme)
        if len(self._brackets) > MAX_NESTING:
            raise _refused(f"brackets are nested deeper than {MAX_NESTING}", lexeme)

    def _track(self, lexeme: Lexeme) -> None:
        self._previous = lexeme.lastgroup
        match lexeme.lastgroup, lexeme.group():
            case "word", word:
                self._data_follow = word.lower() == "values"
            case "open", "{" if self._data_follow:
                self._brackets.append(_DATA)
                self._data_follow = False
            case "open", bracket:
                self._brackets.append(bracket)
            case "close", _ if self._brackets:
                self._brackets.pop()

    def _weight(self, lexeme: Lexeme) -> int:
        if not self._brackets:
            return 1
        if _DATA in self._brackets[-2:]:
            return 0
        kind, text = lexeme.lastgroup, lexeme.group()
        if kind in _ALWAYS_PARTS or (kind == "word" and text.lower() not in _TERMS):
            return 1
        in_list = self._brackets[-1] == "("
        if text in _SEPARATORS:
            return not (in_list and text == ",")
        if self._may_compare(lexeme):
            return len(_SIGN.findall(text)) + 1
        return in_list and kind in _STARTS_OF_TERMS and self._previous in _ENDS_OF_TERMS

    def _may_compare(self, lexeme: Lexeme) -> bool:
        """Tell whether what looks like an IRI may be "less than", something, "greater than"."""
        in_list = self._brackets[-1:] == ["("] and _DATA not in self._brackets[-2:]
        after_term = self._previous in _ENDS_OF_TERMS
        is_iri = lexeme.lastgroup == "iri"
        return is_iri and in_list and after_term and not _SURELY_AN_IRI.match(lexeme.group())


def _refused(detail: str, lexeme: Lexeme) -> Refusal:
    return Refusal(Problem.after(REFUSED_QUERY, detail, lexeme.string, lexeme.start()))
