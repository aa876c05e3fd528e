"""SPARQL as lexemes, and where a query stops being SPARQL.

The lexemes are those of SPARQL 1.1, section 19.8 (https://www.w3.org/TR/sparql11-query/#rTerminals)
as Oxigraph reads them: it needs no blank between a keyword and its neighbours.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeAlias

Lexeme: TypeAlias = re.Match[str]
Parse: TypeAlias = Callable[[str], tuple[int, int] | None]
"""Tells the line and the column up to which a text was read, None if all of it was."""

# ECHAR and UCHAR, without the escapes that stand for no character: a string holding one of those
# is no string to Oxigraph, which then reads its quotation marks otherwise.
_ESCAPE = (
    r"\\(?:[tbnrf\"'\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"
    r"|U(?!0000[dD][89a-fA-F])00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})"
)
CHAR = r"0-9A-Za-z_\x80-\U0010ffff"
"""A character of a name: beyond ASCII, SPARQL knows none outside names, strings, IRIs, comments."""

# PN_LOCAL; only one run of dots, with something behind it, belongs to Oxigraph's local names.
_PART = rf"(?:[{CHAR}:-]|%|\\[^\r\n])++"
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
    | (?P<variable>[?$][{CHAR}]++)
    | (?P<language>@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+(?:--[a-zA-Z]++)?+)
    | (?P<name>(?P<prefix>(?:(?![0-9])[{CHAR}][{CHAR}.-]{{0,99}}+)?+):(?:{_LOCAL})?+)
    | (?P<word>(?![0-9])[{CHAR}]++)
    | (?P<number>(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
    | (?P<open>[(\[{{])
    | (?P<close>[)\]}}])
    | (?P<mark>[,;.]|\^\^|\\[^\r\n])
    | (?P<operator>\|\||&&|[<>!]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)

KEYWORDS = (
    *("ASK", "BASE", "BIND", "BY", "CONSTRUCT", "COUNT", "DESCRIBE", "DISTINCT", "EXISTS"),
    *("FILTER", "FROM", "GRAPH", "GROUP", "HAVING", "LATERAL", "LIMIT", "MINUS", "NAMED", "NOT"),
    *("OFFSET", "OPTIONAL", "ORDER", "PREFIX", "REDUCED", "SELECT", "UNION", "UNDEF", "VALUES"),
    *("VERSION", "WHERE"),
)
"""The words of a query that are most often misspelt."""

# Oxigraph compares a keyword by taking as many characters as that has, and counts them as read;
# none has as many as these blanks.
_BLANKS = " " * 30
_LIKE = 0.7


def lexemes(query: str) -> Iterator[Lexeme]:
    """Read a text as lexemes; blanks and comments are left out."""
    return (each for each in _LEXEME.finditer(query) if each.lastgroup != "blank")


def call(found: Sequence[Lexeme]) -> Lexeme | None:
    """Return the first lexeme that Oxigraph may read as SERVICE, if there is one."""
    following = (*found[1:], None)
    pairs = zip(found, following, strict=False)
    return next((each for each, after in pairs if _calls(each, after)), None)


def _calls(lexeme: Lexeme, following: Lexeme | None) -> bool:
    if lexeme.lastgroup == "word":
        return "service" in lexeme.group().lower()
    # "SERVICE:x {" is a call, and "GRAPH service:x {" is not: too rare to tell the two apart.
    opens = following is not None and following.group() == "{"
    return opens and "service" in (lexeme["prefix"] or "").lower()


def has_dataset(query: str) -> bool:
    """Tell whether a query says by FROM what its graphs are (SPARQL 1.1, section 13.2).

    >>> has_dataset("SELECT*FROM<urn:g>{}"), has_dataset("SELECT ?from { ?from ?p 'from' } # FROM")
    (True, False)
    >>> has_dataset("ASK FROM:g {}"), has_dataset("PREFIX from: <a:b> ASK { from:g ?p ?o }")
    (True, False)
    """
    if "from" not in query.lower():
        return False
    declared: set[str] = set()
    previous = ""
    for lexeme in lexemes(query):
        prefix = lexeme["prefix"] or ""
        if previous.endswith("prefix"):
            declared.add(prefix)
        # A name whose prefix nobody declared is a keyword, and a name without prefix behind it.
        word = prefix if prefix not in declared else ""
        previous = lexeme.group().lower() if lexeme.lastgroup == "word" else ""
        if "from" in previous or "from" in word.lower():
            return True
    return False


def offender(query: str, parse: Parse) -> Lexeme | None:
    """Return the first lexeme with which a query cannot go on, None if only its end is wrong.

    ``parse`` fails beyond the text that it could not read. So each beginning of the query is
    followed by blanks and by what no query may have: if that is what ``parse`` fails at, the
    beginning was fine. The longest fine beginning is found by halving.
    """
    found = list(lexemes(query))
    fine, wrong = -1, len(found)
    while wrong - fine > 1:
        middle = (fine + wrong) // 2
        if _may_begin(query[: found[middle].end()], parse):
            fine = middle
        else:
            wrong = middle
    return _opened(found[: wrong + 1]) if wrong < len(found) else None


def _opened(fine: list[Lexeme]) -> Lexeme:
    """Return the last lexeme, or where the IRI begins that it closes, and that is none."""
    if fine[-1].group() != ">":
        return fine[-1]
    return next((each for each in reversed(fine) if each.group() == "<"), fine[-1])


def _may_begin(beginning: str, parse: Parse) -> bool:
    # On a line of its own, which an unclosed string cannot reach.
    reached = parse(f"{beginning}\n{_BLANKS}\x00")
    line = beginning.count("\n") + 2
    return reached is None or reached >= (line, len(_BLANKS) + 1)


def meant(word: str) -> str:
    """Return the keyword that a word looks like, if any.

    >>> meant("SELEKT"), meant("LIMT"), meant("where"), meant("bonjour")
    ('SELECT', 'LIMIT', '', '')
    """
    near = get_close_matches(word.upper(), KEYWORDS, n=1, cutoff=_LIKE)
    return near[0] if near and near[0] != word.upper() else ""
