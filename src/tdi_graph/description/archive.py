"""The dumps of one release, as files."""

from pathlib import Path

from tdi_graph.description import dumps
from tdi_graph.description.dumps import DUMPS, Dump
from tdi_graph.description.files import Files
from tdi_graph.description.statistics import Statistics
from tdi_graph.store import Backend


class Archive(Files[Dump]):
    """The dumps of one release."""

    def __init__(self, backend: Backend, statistics: Statistics) -> None:
        """Take the store whose graphs are dumped; nothing is made yet."""
        super().__init__(backend, statistics, DUMPS)

    def _write(self, file: Dump, target: Path) -> None:
        dumps.write(file, self._backend.quads(), target, self._at)
