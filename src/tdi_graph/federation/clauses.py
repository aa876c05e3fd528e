"""The SERVICE clauses of a query: where they stand, whom they call, and what they ask."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tdi_graph.errors import QueryError
from tdi_graph.syntax import Lexeme, call, lexemes
from tdi_graph.vocabulary import BASE, PREFIXES

MOST_CLAUSES = 4
"""How many services one query may call."""

_PAIRS = {"{": "}", "(": ")", "[": "]"}
_PROLOGUE = {"base", "prefix", "version"}
_WRITE = "write SERVICE <…> { … }"
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


class Misused(QueryError):
    """A query calls a service as none may be called."""


class NotAllowed(Misused):
    """A query calls a service that is not on the list."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A SERVICE clause: its range in the query, its address, and the query that it comes to.

    A ``silent`` one is to be taken for one empty solution where the service fails (section 4).
    ``variables`` are all those that it mentions.
    """

    start: int
    end: int
    address: str
    silent: bool
    query: str
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Prologue:
    """What a query declares: namespaces by their prefixes, and the declarations in their order.

    A declaration has the prefix that it is for, None being that of BASE.
    """

    namespaces: Mapping[str, str]
    declarations: tuple[tuple[str | None, str], ...]
    length: int

    def needed(self, within: Sequence[Lexeme]) -> str:
        """Write the prologue that a pattern needs where it is sent.

        Prefixes that are known here without being declared are known to no other endpoint.
        """
        used = {each["prefix"] for each in within if each.lastgroup == "name"}
        declared = {prefix for prefix, _ in self.declarations}
        own = sorted(used & PREFIXES.keys() - declared)
        kept = [text for prefix, text in self.declarations if prefix is None or prefix in used]
        iris = [each.group() for each in within if each.lastgroup == "iri"]
        iris += [text[text.rfind("<") :] for text in kept]
        relative = not all(map(_ABSOLUTE.match, iris))
        lines = [f"BASE <{BASE}>"] if relative else []
        lines += [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in own]
        return "".join(f"{line}\n" for line in (*lines, *kept))


def judged(query: str, allowed: Collection[str]) -> tuple[Clause, ...]:
    """Return the clauses of ``query``, all of which call an ``allowed`` address.

    Raise ``NotAllowed`` at the first that does not, and ``Misused`` at one that calls a variable,
    has another inside, or cannot be told from what is none.
    """
    found = clauses(query)
    for clause in found:
        if clause.address not in allowed:
            listed = ", ".join(f"<{address}>" for address in sorted(allowed))
            what = f"SERVICE <{clause.address}> is not allowed"
            line, column = _place(query, clause.start)
            raise NotAllowed(what, do=f"call {listed}", line=line, column=column)
    return found


def clauses(query: str) -> tuple[Clause, ...]:
    """Return the SERVICE clauses of a query, in their order."""
    read = list(lexemes(query))
    prologue = _prologue(read)
    found: list[Clause] = []
    place = behind = prologue.length
    while place < len(read):
        if _is(read[place], "service"):
            _refuse_another(query, read[behind:place])
            clause, place = _clause(query, read, place, prologue)
            found.append(clause)
            behind = place + 1
        place += 1
    _refuse_another(query, read[behind:])
    if len(found) > MOST_CLAUSES:
        at = found[MOST_CLAUSES].start
        raise _misused(query, at, f"more than {MOST_CLAUSES} services are called", "call fewer")
    if found:
        _refuse_open_string(query, read)
    return tuple(found)


def _refuse_another(query: str, read: Sequence[Lexeme]) -> None:
    """Refuse what the engine may read as a call, though it is none that is read here."""
    called = call(read)
    if called:
        raise _misused(query, called.start(), "SERVICE stands in no clause of its own", _WRITE)


def _refuse_open_string(query: str, read: Sequence[Lexeme]) -> None:
    """Refuse a quotation mark without its other one, which might find it in an answer."""
    for each in read:
        if each.lastgroup == "operator" and each.group() in {"'", '"'}:
            raise _misused(
                query, each.start(), "a string is not closed", "close it, or escape its mark"
            )


def _prologue(read: Sequence[Lexeme]) -> _Prologue:
    known = dict(PREFIXES)
    declarations: list[tuple[str | None, str]] = []
    place = 0
    while place < len(read) and read[place].group().lower() in _PROLOGUE:
        kinds = [each.lastgroup for each in read[place + 1 : place + 3]]
        if _is(read[place], "prefix") and kinds == ["name", "iri"]:
            name, iri = (each.group() for each in read[place + 1 : place + 3])
            known[name.removesuffix(":")] = iri[1:-1]
            declarations.append((name.removesuffix(":"), f"PREFIX {name} {iri}"))
            place += 3
        else:
            if _is(read[place], "base") and kinds[:1] == ["iri"]:
                declarations.append((None, f"BASE {read[place + 1].group()}"))
            place += 2
    return _Prologue(known, tuple(declarations), place)


def _clause(
    query: str, read: Sequence[Lexeme], place: int, prologue: _Prologue
) -> tuple[Clause, int]:
    """Read the clause that begins at ``place``; return it and the place of its last lexeme."""
    keyword, at = read[place], place + 1
    silent = at < len(read) and _is(read[at], "silent")
    at += silent
    if at >= len(read):
        raise _misused(query, keyword.start(), "SERVICE has no address", _WRITE)
    address = _address(query, read[at], prologue.namespaces)
    opened = at + 1
    if opened >= len(read) or read[opened].group() != "{":
        raise _misused(query, keyword.start(), "SERVICE has no pattern", _WRITE)
    closed = _closing(query, read, opened)
    within = read[opened + 1 : closed]
    if call(within):
        raise _misused(query, keyword.start(), "a SERVICE has another inside", "call one by one")
    end = read[closed].end()
    asked = f"{prologue.needed(within)}SELECT * WHERE {query[read[opened].start() : end]}"
    names = frozenset(each.group()[1:] for each in within if each.lastgroup == "variable")
    return Clause(keyword.start(), end, address, silent, asked, names), closed


def _address(query: str, lexeme: Lexeme, known: Mapping[str, str]) -> str:
    text = lexeme.group()
    if lexeme.lastgroup == "iri":
        return text[1:-1]
    if lexeme.lastgroup == "name":
        prefix, _, local = text.partition(":")
        if prefix in known:
            return known[prefix] + local
    do = "write the address as an IRI, not as a variable"
    raise _misused(query, lexeme.start(), "SERVICE calls what is no address", do)


def _closing(query: str, read: Sequence[Lexeme], opened: int) -> int:
    expected: list[str] = []
    for place in range(opened, len(read)):
        text = read[place].group()
        if read[place].lastgroup == "open":
            expected.append(_PAIRS[text])
        elif read[place].lastgroup == "close":
            if text != expected.pop():
                break
            if not expected:
                return place
    start = read[opened].start()
    raise _misused(query, start, "the pattern of SERVICE is not closed", "close its bracket")


def _is(lexeme: Lexeme, word: str) -> bool:
    return lexeme.lastgroup == "word" and lexeme.group().lower() == word


def _misused(query: str, at: int, what: str, do: str) -> Misused:
    line, column = _place(query, at)
    return Misused(what, do=do, line=line, column=column)


def _place(query: str, at: int) -> tuple[int, int]:
    return query.count("\n", 0, at) + 1, at - query.rfind("\n", 0, at)
