"""Which queries are let through to the engine: no SERVICE, no update, no bomb.

Oxigraph would call the address of a SERVICE clause, and overflows its stack, which ends the
process, on a few kilobytes of nesting. Both are seen in the text, before anything parses it.

The lexemes are those of SPARQL 1.1, section 19.8 (https://www.w3.org/TR/sparql11-query/#rTerminals)
as Oxigraph reads them: it needs no blank between a keyword and its neighbours, so that
``1SERVICE<a:b>{}`` is a call and ``SERVICE:x {}`` may be one.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from tdi_graph.protocol.problems import REFUSED_QUERY, TOO_LARGE, Problem, Refusal

MAX_QUERY = 100_000
"""The longest query that is looked at, in bytes of UTF-8."""

MAX_NESTING = 200
"""The deepest nesting of brackets; Oxigraph bears 800 to 4,500 levels, by the kind of bracket."""

MAX_PARTS = 1_000
"""The most keywords, brackets, operators, triple patterns and items of a list, data in VALUES not
counted; Oxigraph bears from 2,500 (MINUS, BIND) to 10,000 (a path) of a kind in a row."""

# ECHAR and UCHAR, without the escapes that stand for no character: a string holding one of those
# is no string to Oxigraph, which then reads its quotation marks otherwise.
_ESCAPE = (
    r"\\(?:[tbnrf\"'\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"
    r"|U(?!0000[dD][89a-fA-F])00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})"
)
# A character of a name: beyond ASCII, SPARQL knows none outside names, strings, IRIs and comments.
_CHAR = r"0-9A-Za-z_\x80-\U0010ffff"
# PN_LOCAL; only one run of dots, with something behind it, belongs to Oxigraph's local names.
_PART = rf"(?:[{_CHAR}:-]|%|\\[^\r\n])++"
_LOCAL = rf"(?!-){_PART}(?:\.++{_PART})?+"
_LEXEME = re.compile(
    rf"""
      (?P<blank>[ \t\r\n]++|\#[^\r\n]*+)
    | (?P<string>
          '''(?:[^'\\]|{_ESCAPE}|'{{1,2}}(?=[^'\\]|{_ESCAPE}))*+'''
        | \"""(?:[^"\\]|{_ESCAPE}|"{{1,2}}(?=[^"\\]|{_ESCAPE}))*+\"""
        | '(?:[^'\\\r\n]|{_ESCAPE})*+' | "(?:[^"\\\r\n]|{_ESCAPE})*+"
      )
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9a-fA-F]{{4}}|\\U[0-9a-fA-F]{{8}})*+>)
    | (?P<variable>[?$][{_CHAR}]++)
    | (?P<language>@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+(?:--[a-zA-Z]++)?+)
    | (?P<name>(?P<prefix>(?:(?![0-9])[{_CHAR}][{_CHAR}.-]{{0,99}}+)?+):(?:{_LOCAL})?+)
    | (?P<word>(?![0-9])[{_CHAR}]++)
    | (?P<number>(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
    | (?P<open>[(\[{{])
    | (?P<close>[)\]}}])
    | (?P<mark>[,;.]|\^\^|\\[^\r\n])
    | (?P<operator>\|\||&&|[<>!]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_Lexeme: TypeAlias = re.Match[str]

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
_SIGN = re.compile(rf"[^{_CHAR}:<>]")


def check(query: str) -> None:
    """Refuse a query that must not reach the engine; whether the rest is SPARQL, the engine says.

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
    lexemes = list(_lexemes(query))
    _refuse_bombs(lexemes)
    _refuse_services(lexemes)


def _lexemes(query: str) -> Iterator[_Lexeme]:
    return (each for each in _LEXEME.finditer(query) if each.lastgroup != "blank")


def _is_harmless(query: str) -> bool:
    """Tell, without reading it, whether a text is too short to be too much, and calls nobody."""
    brackets = sum(map(query.count, "([{"))
    short = len(query) <= MAX_PARTS and brackets <= MAX_NESTING
    return short and "service" not in query.lower()


def _refuse_updates(query: str) -> None:
    words = (each for each in _lexemes(query) if each.lastgroup == "word")
    form = next((each for each in words if each.group().lower() not in _PROLOGUE), None)
    if form and form.group().lower() in _UPDATES:
        raise _refused(f"updates are not supported, and {form.group().upper()} is one", form)


def _refuse_services(lexemes: list[_Lexeme]) -> None:
    for lexeme, following in zip(lexemes, [*lexemes[1:], None], strict=False):
        if _calls(lexeme, following):
            raise _refused("SERVICE is not supported", lexeme)


def _calls(lexeme: _Lexeme, following: _Lexeme | None) -> bool:
    if lexeme.lastgroup == "word":
        return "service" in lexeme.group().lower()
    # "SERVICE:x {" is a call, and "GRAPH service:x {" is not: too rare to tell the two apart.
    opens = following is not None and following.group() == "{"
    return opens and "service" in (lexeme["prefix"] or "").lower()


def _refuse_bombs(lexemes: list[_Lexeme]) -> None:
    meter = _Meter()
    for lexeme in lexemes:
        meter.take(lexeme)


class _Meter:
    """Measures how deep and how large a query is, lexeme by lexeme."""

    def __init__(self) -> None:
        self._brackets: list[str] = []
        self._parts = 0
        self._previous: str | None = None
        self._data_follow = False

    def take(self, lexeme: _Lexeme) -> None:
        """Refuse the query at the lexeme that makes it too much."""
        if self._may_compare(lexeme) and _MISLEADING.search(lexeme.group()):
            raise _refused("«<» can be read in two ways: put a blank after it", lexeme)
        self._parts += self._weight(lexeme)
        if self._parts > MAX_PARTS:
            raise _refused(f"the query has more than {MAX_PARTS} parts", lexeme)
        self._track(lexeme)
        if len(self._brackets) > MAX_NESTING:
            raise _refused(f"brackets are nested deeper than {MAX_NESTING}", lexeme)

    def _track(self, lexeme: _Lexeme) -> None:
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

    def _weight(self, lexeme: _Lexeme) -> int:
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

    def _may_compare(self, lexeme: _Lexeme) -> bool:
        """Tell whether what looks like an IRI may be "less than", something, "greater than"."""
        in_list = self._brackets[-1:] == ["("] and _DATA not in self._brackets[-2:]
        after_term = self._previous in _ENDS_OF_TERMS
        is_iri = lexeme.lastgroup == "iri"
        return is_iri and in_list and after_term and not _SURELY_AN_IRI.match(lexeme.group())


def _refused(detail: str, lexeme: _Lexeme) -> Refusal:
    return Refusal(Problem.after(REFUSED_QUERY, detail, lexeme.string, lexeme.start()))
