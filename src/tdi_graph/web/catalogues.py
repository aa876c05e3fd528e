"""The words of the pages, by language: every text that a template shows stands in a catalogue.

A catalogue is a JSON file of ``locales/``: the ``locale``, whose conventions numbers and dates
follow, the ``texts``, some with plural forms (CLDR's categories), the ``terms``, which name the
classes and properties of other ontologies, and the ``inverses``, which name properties as read
from their object.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parent / "locales"

Text = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language, and its conventions for numbers and dates."""

    language: str
    locale: Locale
    texts: Mapping[str, Text]
    terms: Mapping[str, str]
    inverses: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key``, with its values; ``count`` chooses the plural form."""
        text = self.texts[key]
        if not isinstance(text, str):
            count = values["count"]
            form = self.locale.plural_form(count) if isinstance(count, int | Decimal) else ""
            text = text.get(form, text["other"])
        return text.format(**values) if values else text


def read(language: str) -> Catalogue:
    """Read the catalogue of a language."""
    held = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    locale = Locale.parse(held["locale"])
    return Catalogue(language, locale, held["texts"], held["terms"], held["inverses"])
