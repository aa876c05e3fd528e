"""What the tables are, for machines: CSV on the Web (Metadata Vocabulary for Tabular Data)."""

from collections.abc import Mapping

from tdi_graph.tables.rows import columns
from tdi_graph.tables.specification import SEPARATOR, TABLES, Column, Specification
from tdi_graph.tables.writing import STANDARD, Dialect
from tdi_graph.vocabulary import DATASET

METADATA = "csv-metadata.json"
"""The name under which the metadata stand beside the tables (section 5.3)."""

_BASES = {"iri": "anyURI", "decimal": "decimal", "integer": "integer"}
# A day, a month or a year: CSVW has no datatype for the three together.
_DATE = {"base": "string", "format": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}


def metadata(language: str, dialect: Dialect = STANDARD) -> Mapping[str, object]:
    """Return the metadata of the tables whose labels are in ``language``, written in a dialect."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "dc:source": {"@id": DATASET.value},
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "dialect": {"delimiter": dialect.delimiter, "header": True, "encoding": "utf-8"},
        "tables": [_table(table) for table in TABLES.values()],
    }


def _table(table: Specification) -> Mapping[str, object]:
    key = table.columns[0].name
    return {
        "url": f"{table.name}.csv",
        "dc:title": [{"@value": text, "@language": lang} for lang, text in table.titles.items()],
        "tableSchema": {
            "columns": [_column(column, required=column.name == key) for column in columns(table)],
            "primaryKey": key,
            "aboutUrl": f"{{+{key}}}",
        },
    }


def _column(column: Column, *, required: bool) -> Mapping[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "titles": {
            "und": [column.name],
            **{lang: [text] for lang, text in column.titles.items()},
        },
        "datatype": _DATE if column.kind == "date" else _BASES.get(column.kind, "string"),
        "required": required,
    }
    return described | ({"separator": SEPARATOR} if column.several else {})
