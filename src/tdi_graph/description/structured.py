"""The dataset as search engines read it in a page: ``Dataset`` of https://schema.org/."""

from collections.abc import Iterable, Mapping

from tdi_graph.description.catalogue import CATALOGUE, Offer
from tdi_graph.description.datasets import Addresses
from tdi_graph.description.profile import KEYWORDS, LANGUAGES, Profile
from tdi_graph.vocabulary import DATASET

Said = Mapping[str, object]


def structured(
    profile: Profile, offers: Iterable[Offer], addresses: Addresses, language: str
) -> Said:
    """Return JSON-LD about the dataset, its texts in one language; what is not known is left out.

    Sizes and digests are in the catalogue: files need not be made for this.
    """
    said: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": DATASET.value,
        "identifier": DATASET.value,
        "url": f"{addresses.origin}/",
        "name": profile.title[language],
        "description": profile.about[language],
        "keywords": list(KEYWORDS[language]),
        **_limits(profile),
        **_published(profile, language),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": CATALOGUE.value,
            "url": f"{addresses.origin}/catalog",
        },
        "distribution": [_download(offer, addresses, language) for offer in offers],
    }
    return {name: value for name, value in said.items() if value}


def _limits(profile: Profile) -> Said:
    """Say when and where the dataset holds, and on which terms it can be used."""
    return {
        "datePublished": profile.issued,
        "dateModified": profile.modified,
        "version": profile.edition,
        "temporalCoverage": "/".join(profile.period) if all(profile.period) else "",
        "spatialCoverage": {"@type": "Country", "name": "France"},
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "license": profile.licence,
    }


def _published(profile: Profile, language: str) -> Said:
    if not profile.publisher:
        return {}
    publisher = {
        "@type": "Organization",
        "@id": profile.publisher,
        "name": profile.publisher_name[language],
    }
    return {"creator": publisher, "publisher": publisher}


def _download(offer: Offer, addresses: Addresses, language: str) -> Said:
    return {
        "@type": "DataDownload",
        "name": offer.title[language],
        "contentUrl": offer.address(addresses),
        "encodingFormat": offer.packed or offer.media_type,
    }
