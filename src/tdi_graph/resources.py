"""Where ontology/, data/ and queries/ lie: in the checkout, or shipped inside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def root() -> Path:
    """Return the folder that holds ``ontology/``, ``data/`` and ``queries/``."""
    shipped = _PACKAGE / "_shipped"
    return shipped if shipped.is_dir() else _CHECKOUT
