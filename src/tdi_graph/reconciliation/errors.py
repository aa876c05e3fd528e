"""What can be wrong with what a client of the reconciliation service sends."""

from tdi_graph.errors import TdiError


class BadQuery(TdiError):
    """A query is not formed as the specification says, or names a type or property unknown here."""


class TooMuch(BadQuery):
    """A request asks for more at once than the service answers."""


class NoForm(BadQuery):
    """What was sent is not a form, in which queries come."""
