"""What a worker is asked, and what the service allows it: two values and their wire form."""

import json
import marshal
from dataclasses import asdict, dataclass
from typing import Self

from pyoxigraph import NamedNode

from tdi_graph.store import Dataset

_MIB = 1 << 20

MAX_ANSWER = 256 * _MIB
"""The longest answer, in bytes before any content coding, unless a service is told otherwise."""

_WHOLE = Dataset()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: memory beyond the store and answer, both in bytes."""

    memory: int = 512 * _MIB
    answer: int = MAX_ANSWER

    def encoded(self) -> str:
        """Write the limits for another process to read."""
        return json.dumps(asdict(self))

    @classmethod
    def decoded(cls, text: str) -> Self:
        """Read the limits."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Job:
    """A query, its dataset, and the media types its answer may be written in.

    ``table`` is for the answers of SELECT and ASK, ``graph`` for those of CONSTRUCT and DESCRIBE;
    either is empty where the client accepts none. ``seconds`` bounds the processor time.

    >>> Job.decoded(Job("ASK {}", table="text/csv").encoded())
    Job(query='ASK {}', dataset=Dataset(default_graphs=None, named_graphs=None), table='text/csv', \
graph='', seconds=60)
    """

    query: str
    dataset: Dataset = _WHOLE
    table: str = ""
    graph: str = ""
    seconds: int = 60

    def encoded(self) -> bytes:
        """Write the job for a process of the same Python to read, which trusts who sends it."""
        graphs = self.dataset.default_graphs, self.dataset.named_graphs
        values = (self.query, *map(_values, graphs), self.table, self.graph, self.seconds)
        return marshal.dumps(values)

    @classmethod
    def decoded(cls, data: bytes) -> Self:
        """Read a job."""
        query, default, named, table, graph, seconds = marshal.loads(data)  # noqa: S302 - our own
        whole = default is None and named is None
        dataset = _WHOLE if whole else Dataset(_nodes(default), _nodes(named))
        return cls(query, dataset, table, graph, seconds)


def _values(nodes: tuple[NamedNode, ...] | None) -> list[str] | None:
    return None if nodes is None else [node.value for node in nodes]


def _nodes(values: list[str] | None) -> tuple[NamedNode, ...] | None:
    return None if values is None else tuple(NamedNode(value) for value in values)
