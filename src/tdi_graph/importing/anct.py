"""The territories of 2023–2027 as the ANCT publishes them: GeoJSON, or a table of their members.

GeoJSON (RFC 7946): one feature a territory, with the properties ``id_territoire``,
``lib_territoire`` and ``liste_geo``, the last being ``name (SIREN); name (SIREN) …``; outlines are
not read. CSV: one line a member, with the columns ``ti_id``, ``ti_label``, ``member_siren`` and
``member_label``.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from tdi_graph.errors import DataError, Place
from tdi_graph.links.registers import luhn

MAX_BYTES = 1 << 26
"""The longest file that is read, in bytes: thirty times the one that is published."""

_PROPERTIES = ("id_territoire", "lib_territoire", "liste_geo")
_COLUMNS = ("ti_id", "ti_label", "member_siren", "member_label")
_NUMBER = re.compile(r"ti-\d{4}")
_MEMBER = re.compile(r"(?P<name>\S.*) \((?P<siren>\d{9})\)")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a territory: a legal unit, known by its SIREN."""

    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory: the number that the ANCT gives it, its name, and its members."""

    number: str
    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    number: str
    name: str
    siren: str
    member: str


def read_territories(path: Path) -> tuple[Territory, ...]:
    """Read a published file; raise ``DataError`` where it is none, and take nothing of it then."""
    text = _text(path)
    rows = _of_geojson(text, path) if text.lstrip()[:1] in {"{", "["} else _of_csv(text, path)
    return tuple(_gathered(rows, path))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            told = f"the file is longer than {MAX_BYTES} bytes"
            raise DataError(told, do="import the published file", place=Place(path))
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError("this is no text in UTF-8", do="save it so", place=Place(path)) from None
    except OSError as error:
        told = f"the file cannot be read: {error.strerror}"
        raise DataError(told, do="name another", place=Place(path)) from None


def _of_geojson(text: str, path: Path) -> Iterator[_Row]:
    try:
        read = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        do = "import the file as it is published"
        raise DataError("this is no JSON", do=do, place=Place(path, line)) from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or read.get("type") != "FeatureCollection":
        do = "import the GeoJSON of the territories (RFC 7946)"
        raise DataError("this is no GeoJSON of features", do=do, place=Place(path))
    for count, feature in enumerate(features, start=1):
        yield from _of_feature(feature, f"feature {count}", path)


def _of_feature(feature: object, place: str, path: Path) -> Iterator[_Row]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    held = properties if isinstance(properties, dict) else {}
    values = [held.get(name) for name in _PROPERTIES]
    for name, value in zip(_PROPERTIES, values, strict=True):
        if not isinstance(value, str) or not value.strip():
            raise _fault(path, place, f"has no {name}")
    number, label, listed = (" ".join(str(value).split()) for value in values)
    for part in listed.split("; "):
        found = _MEMBER.fullmatch(part)
        if not found:
            raise _fault(path, place, f"has a member “{part[:60]}” that is no name (SIREN)")
        yield _Row(place, number, label, found["siren"], found["name"])


def _of_csv(text: str, path: Path) -> Iterator[_Row]:
    reader = csv.DictReader(StringIO(text, newline=""))
    try:
        absent = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
        if absent:
            told = f"the table has no column {', '.join(absent)}"
            do = f"import a table with {', '.join(_COLUMNS)}, or the published GeoJSON"
            raise DataError(told, do=do, place=Place(path, 1))
        for row in reader:
            place = f"line {reader.line_num}"
            cells = [" ".join((row[column] or "").split()) for column in _COLUMNS]
            empty = [c for c, cell in zip(_COLUMNS, cells, strict=True) if not cell]
            if empty:
                raise _fault(path, place, f"has no {empty[0]}")
            yield _Row(place, *cells)
    except csv.Error as error:
        do = "import the file as it is published"
        raise DataError(f"this is no CSV: {error}", do=do, place=Place(path)) from None


def _gathered(rows: Iterable[_Row], path: Path) -> Iterator[Territory]:
    names: dict[str, str] = {}
    members: dict[str, dict[str, Member]] = {}
    known: dict[str, str] = {}
    for row in rows:
        _judge(row, path)
        if names.setdefault(row.number, row.name) != row.name:
            raise _fault(path, row.place, f"calls {row.number} otherwise than before")
        if known.setdefault(row.siren, row.member) != row.member:
            raise _fault(path, row.place, f"gives {row.siren} another name than before")
        held = members.setdefault(row.number, {})
        if row.siren in held:
            raise _fault(path, row.place, f"gives {row.siren} to {row.number} a second time")
        held[row.siren] = Member(row.siren, row.member)
    if not names:
        do = "import the file as it is published"
        raise DataError("there is no territory in it", do=do, place=Place(path))
    for number in sorted(names):
        yield Territory(number, names[number], tuple(members[number].values()))


def _judge(row: _Row, path: Path) -> None:
    if not _NUMBER.fullmatch(row.number):
        raise _fault(path, row.place, f"has the number “{row.number[:20]}”, which is no ti-RRNN")
    if not (row.siren.isascii() and row.siren.isdecimal() and len(row.siren) == len("130026032")):
        raise _fault(path, row.place, f"has the SIREN “{row.siren[:20]}”, which is no nine digits")
    if not luhn(row.siren):
        raise _fault(path, row.place, f"has the SIREN {row.siren}, whose check digit is wrong")
    if max(len(row.name), len(row.member)) > _LONGEST_NAME:
        raise _fault(path, row.place, f"has a name longer than {_LONGEST_NAME} characters")


def _fault(path: Path, place: str, what: str) -> DataError:
    line = int(place.removeprefix("line ")) if place.startswith("line ") else 0
    told = what if line else f"{place} {what}"
    return DataError(told, do="correct it, or import the published file", place=Place(path, line))
