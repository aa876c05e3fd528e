"""The service manifest, valid for 0.1 and for 0.2 at once.

Reconciliation Service API, section 3.1 (https://reconciliation-api.github.io/specs/0.2/).
"""

from tdi_graph import __version__
from tdi_graph.reconciliation.answers import default_types
from tdi_graph.reconciliation.queries import BATCH, Json
from tdi_graph.reconciliation.reconciler import Reconciler
from tdi_graph.views.labels import Names
from tdi_graph.vocabulary import BASE, ONTOLOGY

VERSIONS = ("0.1", "0.2")
WIDTH, HEIGHT = 430, 300
_NAME = {
    "fr": "tdi-graph : Territoires d’industrie",
    "en": "tdi-graph: Territoires d’industrie",
}
_LIMIT = {
    "fr": ("Nombre de valeurs", "0 pour toutes"),
    "en": ("Number of values", "0 for all of them"),
}


def manifest(held: Reconciler, names: Names, root: str, prefix: str) -> Json:
    """Return the manifest of the service at ``root`` (such as http://host), ``prefix`` and path.

    ``prefix`` is that of the language; pages and suggestions are in the same one.
    """
    service = f"{root}{prefix}/reconcile"
    return {
        "versions": VERSIONS,
        "name": _NAME[names.language],
        "identifierSpace": f"{BASE}id/",
        "schemaSpace": ONTOLOGY,
        "documentation": f"{root}{prefix}/",
        "logo": f"{root}/static/icon.svg",
        "serviceVersion": __version__,
        "defaultTypes": default_types(held, names),
        "view": {"url": f"{root}{prefix}/doc/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {what: _suggest(service, what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [_setting(names.language)],
        },
        "batchSize": BATCH,
    }


def _suggest(service: str, what: str) -> Json:
    return {
        "service_url": service,
        "service_path": f"/suggest/{what}",
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }


def _setting(language: str) -> Json:
    label, help_text = _LIMIT[language]
    return {
        "name": "limit",
        "label": label,
        "type": "number",
        "default": 0,
        "help_text": help_text,
    }
