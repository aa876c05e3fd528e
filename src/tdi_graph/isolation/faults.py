"""What can become of an isolated query other than an answer; syntax errors are ``QueryError``."""

import json
from typing import Final

from tdi_graph.errors import QueryError, TdiError
from tdi_graph.isolation.framing import Kind


class Busy(TdiError):
    """Too many queries are being answered; this one was not, or no longer."""

    def __init__(self, retry_after: int) -> None:
        """Take the number of seconds after which it is worth asking again."""
        super().__init__("too many queries are being answered", do="ask again later")
        self.retry_after = retry_after


class Expired(TdiError):
    """The time for the query is over."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the query takes too long", do="ask for less, or add LIMIT")


class Crashed(TdiError):
    """The process that evaluated the query is dead."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "the query needs more memory or more nesting than a query may", do="ask for less"
        )


class TooLarge(TdiError):
    """The answer is longer than an answer may be."""

    def __init__(self, limit: int = 0) -> None:
        """Take the most bytes an answer may have."""
        super().__init__(f"the answer is longer than {limit} bytes", do="add LIMIT")
        self.limit = limit


class NoForm(TdiError):
    """No form of this sort of answer was asked for."""

    def __init__(self, sort: Kind) -> None:
        """Take the sort: a table or a graph."""
        super().__init__(f"no form of a {sort.name.lower()} was asked for")
        self.sort = sort


class Unwritable(TdiError):
    """The form that was asked for cannot hold the answer."""


class Failed(TdiError):
    """The engine gave up before the end of the answer."""


_REBUILT: Final = {"Unwritable": Unwritable, "Failed": Failed}


def encoded(error: TdiError) -> bytes:
    """Write an error for another process to read."""
    fields: dict[str, object] = {"sort": type(error).__name__, "what": error.what, "do": error.do}
    if isinstance(error, QueryError):
        fields |= {"line": error.line, "column": error.column}
    if isinstance(error, TooLarge):
        fields["limit"] = error.limit
    if isinstance(error, NoForm):
        fields["form"] = error.sort
    return json.dumps(fields).encode()


def decoded(data: bytes) -> TdiError:
    """Read an error.

    >>> decoded(encoded(QueryError("no query", line=2))).line
    2
    """
    fields = json.loads(data)
    match fields["sort"]:
        case "QueryError":
            place = {"line": fields["line"], "column": fields["column"]}
            return QueryError(fields["what"], do=fields["do"], **place)
        case "TooLarge":
            return TooLarge(fields["limit"])
        case "NoForm":
            return NoForm(Kind(fields["form"]))
        case sort:
            return _REBUILT[sort](fields["what"], do=fields["do"])
