"""The tables of one release as files: in each language, each table, and what describes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tdi_graph.description import Files, Statistics
from tdi_graph.store import Backend
from tdi_graph.tables.metadata import METADATA, metadata
from tdi_graph.tables.rows import read_rows
from tdi_graph.tables.specification import TABLES, Specification
from tdi_graph.tables.writing import csv_text
from tdi_graph.views import Names

FOLDER = "tables"
"""The folder, beside the dumps, in which each language has its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: a table with the names of a language, or the metadata of all of them.

    The media types are those of RFC 4180 and of Metadata Vocabulary for Tabular Data, section 6.
    """

    language: str
    table: Specification | None = None

    @property
    def name(self) -> str:
        """The name of the file, below the folder of the dumps."""
        file = f"{self.table.name}.csv" if self.table else METADATA
        return f"{FOLDER}/{self.language}/{file}"

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        return "text/csv" if self.table else "application/csvm+json"

    def __hash__(self) -> int:
        """Count as one file with whatever has its name."""
        return hash(self.name)


class Sheets(Files[Sheet]):
    """The tables of one release."""

    def __init__(
        self, backend: Backend, statistics: Statistics, names: Mapping[str, Names]
    ) -> None:
        """Take the store that is told in tables, and the names of each language."""
        kinds: tuple[Specification | None, ...] = (*TABLES.values(), None)
        files = [Sheet(language, table) for language in names for table in kinds]
        super().__init__(backend, statistics, {file.name: file for file in files})
        self._names = names

    def _write(self, file: Sheet, target: Path) -> None:
        target.write_text(self._text(file), "utf-8", newline="")

    def _text(self, file: Sheet) -> str:
        if file.table is None:
            return json.dumps(metadata(file.language), indent=2, ensure_ascii=False) + "\n"
        rows = read_rows(self._backend, self._names[file.language], file.table)
        return csv_text(file.table, rows)
