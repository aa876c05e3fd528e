"""The one series that a home page leads with: the most often revised count of the graph."""

from tdi_graph.store import Backend
from tdi_graph.views.descriptions import index
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.entities import Series, series
from tdi_graph.views.labels import Names, text_of
from tdi_graph.views.statements import statements

_VALUES = """
SELECT ?about ?indicator (COUNT(DISTINCT ?value) AS ?values) WHERE {
  ?figure schema:observationAbout ?about ; schema:variableMeasured ?indicator ;
    schema:value ?value ; tdi:modality c:observed .
  FILTER NOT EXISTS { ?figure tdi:scope ?scope }
} GROUP BY ?about ?indicator ORDER BY DESC(?values) ?about ?indicator LIMIT 1"""
_FIGURES = """
SELECT ?figure WHERE {
  ?figure schema:observationAbout <%s> ; schema:variableMeasured <%s> .
}"""


def main_series(backend: Backend, names: Names) -> Series | None:
    """Return the series with the most different observed values; None if there are no figures."""
    rows = backend.select(_VALUES).rows
    if not rows:
        return None
    pair = tuple(text_of(term) for term in rows[0][:2])
    figures = [text_of(figure) for (figure,) in backend.select(_FIGURES % pair).rows]
    told = statements(index(described(backend, figures)), names)
    return next(iter(series(told)), None)
