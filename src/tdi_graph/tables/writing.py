"""Rows written as CSV: as the standard has it, or as a French spreadsheet opens it."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from tdi_graph.tables.rows import Row, columns
from tdi_graph.tables.specification import Specification

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: RFC 4180, or for a spreadsheet that takes CSV as its country does.

    ``spreadsheet`` writes a byte-order mark, semicolons, and an apostrophe before a text that a
    spreadsheet would take for a formula.
    """

    spreadsheet: bool = False

    @property
    def delimiter(self) -> str:
        """What stands between two cells."""
        return ";" if self.spreadsheet else ","


STANDARD = Dialect()


def csv_text(table: Specification, rows: Iterable[Row], dialect: Dialect = STANDARD) -> str:
    """Return a table as CSV, with a line of names first."""
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in columns(table)])
    numbers = [column.kind in {"decimal", "integer"} for column in columns(table)]
    for row in rows:
        cells = zip(row, numbers, strict=True)
        writer.writerow(
            [c if number or not dialect.spreadsheet else _harmless(c) for c, number in cells]
        )
    return (_BYTE_ORDER_MARK if dialect.spreadsheet else "") + written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
