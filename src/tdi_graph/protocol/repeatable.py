"""Which queries have the same answer each time, as long as the data are the same.

NOW, RAND, UUID, STRUUID and BNODE have not (SPARQL 1.1, section 17.4), nor has a CONSTRUCT whose
template makes blank nodes (section 16.2.1), since each answer names them anew, nor one with
SERVICE: the data of others change. When in doubt, a query is taken for one that has not.
"""

import re

from tdi_graph.syntax import call, lexemes

# Before its parenthesis, a function's name may be followed by blanks and comments.
_NAMES = ("now", "rand", "uuid", "bnode")
_CHANGING = re.compile(rf"(?:{'|'.join(_NAMES)})\s*[(#]")
_BLANK = frozenset({"[", "(", "~", "|", "<", "{|"})


def is_repeatable(query: str) -> bool:
    """Tell whether two evaluations must give the same bytes.

    >>> is_repeatable("ASK { ?service ?p ?o }"), is_repeatable("ASK { SERVICE <a:b> { ?s ?p ?o } }")
    (True, False)
    >>> is_repeatable("SELECT * { ?s ?p 'now' }"), is_repeatable("SELECT (NOW() AS ?t) {}")
    (True, False)
    >>> is_repeatable("CONSTRUCT { [] ?p ?o } { ?s ?p ?o }")
    False
    """
    lower = query.lower()
    # Most queries hold no such name at all, which is quickly seen.
    if any(map(lower.__contains__, _NAMES)) and _CHANGING.search(lower):
        return False
    if _calls_services(query):
        return False
    return "construct" not in lower or not _makes_blank_nodes(query)


def _calls_services(query: str) -> bool:
    return "service" in query.lower() and call(list(lexemes(query))) is not None


def _makes_blank_nodes(query: str) -> bool:
    constructs = depth = 0
    for lexeme in lexemes(query):
        text = lexeme.group()
        constructs = constructs or text.lower() == "construct"
        if not constructs:
            continue
        depth += (text == "{") - (text == "}")
        if text == "}" and not depth:
            return False
        if depth and (text in _BLANK or text.startswith("_:")):
            return True
    return True
