"""The dumps of one release, each made when it is first wanted, kept as a file until the end.

One thread makes them, one after another; whoever wants a file waits for it, but not for ever.
The files are in a folder of their own, which goes when nobody holds the archive or one of its
files: an archive belongs to a release, and another release gets another archive.
"""

import shutil
import tempfile
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from tdi_graph.description import dumps
from tdi_graph.description.dumps import DUMPS, Dump
from tdi_graph.description.statistics import Statistics
from tdi_graph.errors import TdiError
from tdi_graph.store import Backend

SOON = 100_000
"""Up to how many triples all dumps are made as soon as one asks what there is."""


class NotYet(TdiError):
    """A dump is being made, and is not there yet."""


@dataclass(frozen=True, slots=True)
class Made:
    """A dump that is there: its file, the size of it in bytes, and its SHA-256.

    The file stays at least as long as somebody holds this.
    """

    dump: Dump
    path: Path
    size: int
    sha256: str
    folder: "_Folder" = field(repr=False, compare=False)


class _Folder:
    """A folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="tdi-graph-dumps-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class Archive:
    """The dumps of one release."""

    def __init__(self, backend: Backend, statistics: Statistics) -> None:
        """Take the store whose graphs are dumped; nothing is made yet."""
        self.release = backend.release
        self._backend = backend
        self._statistics = statistics
        self._lock = Lock()
        self._futures: dict[str, Future[Made]] = {}

    def made(self, dump: Dump, patience: float) -> Made:
        """Return a dump, made if it is not there; wait at most ``patience`` seconds for it."""
        try:
            return self._future(dump).result(patience)
        except Late:
            message = f"{dump.name} is being made"
            raise NotYet(message, do="ask again in a minute") from None

    def listed(self, patience: float) -> dict[Dump, Made | None]:
        """Return every dump, with its size and digest as far as it is there.

        A small release has all its dumps made for this; of a large one, each when it is fetched.
        """
        if self._statistics.total.triples <= SOON:
            futures = [self._future(dump) for dump in DUMPS.values()]
            self._wait(futures[-1], patience)
        with self._lock:
            known = dict(self._futures)
        return {dump: _there(known.get(name)) for name, dump in DUMPS.items()}

    def close(self) -> None:
        """Make nothing more, and remove what was made; a signal would leave it behind."""
        if "_thread" in self.__dict__:
            self._thread.shutdown(cancel_futures=True)
        if "_folder" in self.__dict__:
            self._folder.remove()

    def _wait(self, future: "Future[Made]", patience: float) -> None:
        try:
            future.result(patience)
        except Late:
            return

    def _future(self, dump: Dump) -> "Future[Made]":
        with self._lock:
            known = self._futures.get(dump.name)
            # What failed, for want of room perhaps, is tried again.
            if known is None or (known.done() and known.exception()):
                known = self._futures[dump.name] = self._thread.submit(self._make, dump)
            return known

    def _make(self, dump: Dump) -> Made:
        path = self._file(dump)
        return Made(dump, path, path.stat().st_size, dumps.digest(path), self._folder)

    def _file(self, dump: Dump) -> Path:
        path = self._folder.path / dump.name
        if not path.exists():
            unfinished = path.with_name(f".{path.name}")
            dumps.write(dump, self._backend.quads(), unfinished, self._file)
            unfinished.replace(path)
        return path

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, "dumps")

    @cached_property
    def _folder(self) -> _Folder:
        return _Folder()


def _there(future: "Future[Made] | None") -> Made | None:
    there = future is not None and future.done() and not future.exception()
    return future.result() if future is not None and there else None
