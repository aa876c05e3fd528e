"""What is wrong with a query that the engine cannot read, where, and what to write instead."""

import re

from tdi_graph import syntax
from tdi_graph.errors import QueryError
from tdi_graph.syntax import Parse
from tdi_graph.vocabulary import PREFIXES, WELL_KNOWN

# Oxigraph tells the position of a syntax error only inside its message.
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST_HINT = 160
# IRIs, strings and comments, in which a colon makes no prefixed name (SPARQL 1.1, section 19.8).
_NO_NAMES = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*'|#[^\n]*""", re.DOTALL
)
_DECLARATION = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w?$@:.-])([A-Za-z][\w-]*):(?=\w)")


def diagnosed(query: str, message: str, parse: Parse) -> QueryError:
    """Return the error of a query at which Oxigraph fails with ``message``, as ``parse`` does.

    Oxigraph often tells a later lexeme than the one that is wrong.
    """
    undeclared = undeclared_prefix(query)
    if undeclared:
        return undeclared
    found = syntax.offender(query, parse)
    if found is None:
        return syntax_error(message)
    line = query.count("\n", 0, found.start()) + 1
    column = found.start() - query.rfind("\n", 0, found.start())
    meant = syntax.meant(found.group()) if found.lastgroup == "word" else ""
    what = f"syntax error: «{_shortened(found.group())}» cannot stand here"
    return QueryError(what, do=meant and f"write {meant}", line=line, column=column)


def position(message: str) -> tuple[int, int] | None:
    """Return the line and the column that a message of Oxigraph begins with."""
    found = _POSITION.match(message)
    return (int(found[1]), int(found[2])) if found else None


def undeclared_prefix(query: str) -> QueryError | None:
    r"""Return an error for the first prefix of ``query`` that nobody declared, if there is one.

    >>> error = undeclared_prefix("SELECT ?s {\n  foo:bar ?p ?s }")
    >>> error.line, error.column, error.what
    (2, 3, 'the prefix foo: is not declared')
    """
    bare = _NO_NAMES.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), query)
    declared = {*PREFIXES, *_DECLARATION.findall(bare)}
    for found in _PREFIXED.finditer(_DECLARATION.sub(lambda d: " " * len(d[0]), bare)):
        if found[1] not in declared:
            line = bare.count("\n", 0, found.start()) + 1
            column = found.start() - bare.rfind("\n", 0, found.start())
            what = f"the prefix {found[1]}: is not declared"
            iri = WELL_KNOWN.get(found[1], "…")
            do = f"write PREFIX {found[1]}: <{iri}> at the beginning"
            return QueryError(what, do=do, line=line, column=column)
    return None


def syntax_error(message: str) -> QueryError:
    """Turn Oxigraph's message into an error with line, column and a remedy.

    >>> error = syntax_error("error at 2:5: expected OPTIONAL")
    >>> error.line, error.column, error.what
    (2, 5, 'syntax error: expected OPTIONAL')
    """
    found = _POSITION.match(message)
    if not found:
        return QueryError(f"syntax error: {message}")
    line, column, expected = int(found[1]), int(found[2]), found[3]
    if "Prefix not found" in expected:
        what, do = "a prefix is used that is not declared", "declare it with PREFIX"
    else:
        what, do = f"syntax error: {_shortened(expected)}", ""
    return QueryError(what, do=do, line=line, column=column)


def _shortened(expected: str) -> str:
    one_line = " ".join(expected.split())
    return one_line if len(one_line) <= _LONGEST_HINT else one_line[:_LONGEST_HINT] + "…"
