"""The graph as tables for spreadsheets: one row a fact, with its words and its document.

The tables are CSV (RFC 4180), described by one file of metadata (Model for Tabular Data and
Metadata on the Web, W3C Recommendation, 17 December 2015).
"""

from tdi_graph.tables.metadata import METADATA, metadata
from tdi_graph.tables.rows import read_rows
from tdi_graph.tables.sheets import FOLDER, Sheet, Sheets
from tdi_graph.tables.specification import TABLES, Column, Specification
from tdi_graph.tables.writing import Dialect, csv_text

__all__ = [
    "FOLDER",
    "METADATA",
    "TABLES",
    "Column",
    "Dialect",
    "Sheet",
    "Sheets",
    "Specification",
    "csv_text",
    "metadata",
    "read_rows",
]
