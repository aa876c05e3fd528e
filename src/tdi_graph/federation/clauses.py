"""The SERVICE clauses of a query: where they stand, whom they call, and what they ask."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tdi_graph.errors import QueryError
from tdi_graph.syntax import Lexeme, lexemes
from tdi_graph.vocabulary import PREFIXES

MOST_CLAUSES = 4
"""How many services one query may call."""

_PAIRS = {"{": "}", "(": ")", "[": "]"}
_PROLOGUE = {"base", "prefix", "version"}


class NotAllowed(QueryError):
    """A query calls a service that is not on the list, or calls one as none may be called."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A SERVICE clause: its range in the query, its address, and the query that it comes to.

    A ``silent`` one is to be taken for one empty solution where the service fails (section 4).
    """

    start: int
    end: int
    address: str
    silent: bool
    query: str


def judged(query: str, allowed: Collection[str]) -> tuple[Clause, ...]:
    """Return the clauses of ``query``, all of which call an ``allowed`` address.

    Raise ``NotAllowed`` at the first that does not, or that calls a variable or has another inside.
    """
    found = clauses(query)
    for clause in found:
        if clause.address not in allowed:
            listed = ", ".join(f"<{address}>" for address in sorted(allowed))
            raise _fault(
                query, clause.start, f"SERVICE <{clause.address}> is not allowed", f"call {listed}"
            )
    return found


def clauses(query: str) -> tuple[Clause, ...]:
    """Return the SERVICE clauses of a query, in their order."""
    read = [each for each in lexemes(query) if each.lastgroup != "blank"]
    known, body = _prologue(read)
    found: list[Clause] = []
    place = body
    while place < len(read):
        if _is(read[place], "service"):
            clause, place = _clause(query, read, place, known)
            found.append(clause)
        place += 1
    if len(found) > MOST_CLAUSES:
        at = found[MOST_CLAUSES].start
        raise _fault(query, at, f"more than {MOST_CLAUSES} services are called", "call fewer")
    return tuple(found)


def _prologue(read: Sequence[Lexeme]) -> tuple[Mapping[str, str], int]:
    """Return the prefixes in force, and the place of the first lexeme behind the prologue.

    Those that every query here may use are in force, too, and no other endpoint knows them.
    """
    known = dict(PREFIXES)
    place = 0
    while place < len(read) and read[place].group().lower() in _PROLOGUE:
        if _is(read[place], "prefix") and place + 2 < len(read):
            known[read[place + 1].group().removesuffix(":")] = read[place + 2].group()[1:-1]
            place += 3
        else:
            place += 2
    return known, place


def _clause(
    query: str, read: Sequence[Lexeme], place: int, known: Mapping[str, str]
) -> tuple[Clause, int]:
    """Read the clause that begins at ``place``; return it and the place of its last lexeme."""
    keyword, at = read[place], place + 1
    silent = at < len(read) and _is(read[at], "silent")
    at += silent
    if at >= len(read):
        raise _fault(query, keyword.start(), "SERVICE has no address", "write SERVICE <…> { … }")
    address = _address(query, read[at], known)
    opened = at + 1
    if opened >= len(read) or read[opened].group() != "{":
        raise _fault(query, keyword.start(), "SERVICE has no pattern", "write SERVICE <…> { … }")
    closed = _closing(query, read, opened)
    within = read[opened + 1 : closed]
    if any(_is(each, "service") for each in within):
        raise _fault(query, keyword.start(), "a SERVICE has another inside", "call one by one")
    pattern = query[read[opened].start() : read[closed].end()]
    asked = f"{_declared(read, within, known)}SELECT * WHERE {pattern}"
    return Clause(keyword.start(), read[closed].end(), address, silent, asked), closed


def _address(query: str, lexeme: Lexeme, known: Mapping[str, str]) -> str:
    text = lexeme.group()
    if lexeme.lastgroup == "iri":
        return text[1:-1]
    if lexeme.lastgroup == "name":
        prefix, _, local = text.partition(":")
        if prefix in known:
            return known[prefix] + local
    told = "SERVICE calls what is no address"
    raise _fault(query, lexeme.start(), told, "write the address as an IRI, not as a variable")


def _closing(query: str, read: Sequence[Lexeme], opened: int) -> int:
    expected: list[str] = []
    for place in range(opened, len(read)):
        text = read[place].group()
        if text in _PAIRS and read[place].lastgroup == "open":
            expected.append(_PAIRS[text])
        elif read[place].lastgroup == "close":
            if text != expected.pop():
                break
            if not expected:
                return place
    start = read[opened].start()
    raise _fault(query, start, "the pattern of SERVICE is not closed", "close its bracket")


def _declared(read: Sequence[Lexeme], within: Sequence[Lexeme], known: Mapping[str, str]) -> str:
    """Return the prologue that the pattern needs where it is sent."""
    used = {each["prefix"] for each in within if each.lastgroup == "name"}
    lines = [f"PREFIX {prefix}: <{known[prefix]}>" for prefix in sorted(used) if prefix in known]
    _, body = _prologue(read)
    base = next((p for p in range(body) if _is(read[p], "base")), None)
    if base is not None:
        lines.insert(0, f"BASE {read[base + 1].group()}")
    return "".join(f"{line}\n" for line in lines)


def _is(lexeme: Lexeme, word: str) -> bool:
    return lexeme.lastgroup == "word" and lexeme.group().lower() == word


def _fault(query: str, at: int, what: str, do: str) -> NotAllowed:
    line = query.count("\n", 0, at) + 1
    column = at - (query.rfind("\n", 0, at) + 1) + 1
    return NotAllowed(what, do=do, line=line, column=column)
