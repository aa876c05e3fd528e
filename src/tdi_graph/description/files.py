"""The files of one release, each made when it is first wanted, kept until the end.

One thread makes them, one after another; whoever wants a file waits for it, but not for ever.
They are in a folder of their own, which goes when nobody holds the collection or one of its files:
a collection belongs to a release, and another release gets another one.
"""

import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from tdi_graph.description import dumps
from tdi_graph.description.statistics import Statistics
from tdi_graph.errors import TdiError
from tdi_graph.store import Backend

SOON = 100_000
"""Up to how many triples all files are made as soon as one asks what there is."""


class NotYet(TdiError):
    """A file is being made, and is not there yet."""


class File(Protocol):
    """What is known of a file before it is made."""

    @property
    def name(self) -> str:
        """Its name, which may have folders before it."""
        ...

    @property
    def media_type(self) -> str:
        """Its media type, as it is sent."""
        ...


Kind = TypeVar("Kind", bound=File)
Kind_co = TypeVar("Kind_co", bound=File, covariant=True)


@dataclass(frozen=True, slots=True)
class Made(Generic[Kind_co]):
    """A file that is there: where it is, the size of it in bytes, and its SHA-256.

    It stays at least as long as somebody holds this.
    """

    file: Kind_co
    path: Path
    size: int
    sha256: str
    folder: "_Folder" = field(repr=False, compare=False)


class _Folder:
    """A folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="tdi-graph-dumps-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class Files(ABC, Generic[Kind]):
    """Files of one release, by their names."""

    def __init__(self, backend: Backend, statistics: Statistics, files: Mapping[str, Kind]) -> None:
        """Take the store that is told in files, and which files there are; none is made yet."""
        self.release = backend.release
        self.files = files
        self._backend = backend
        self._statistics = statistics
        self._lock = Lock()
        self._futures: dict[str, Future[Made[Kind]]] = {}

    @abstractmethod
    def _write(self, file: Kind, target: Path) -> None:
        """Write a file to ``target``."""

    def made(self, file: Kind, patience: float) -> Made[Kind]:
        """Return a file, made if it is not there; wait at most ``patience`` seconds for it."""
        try:
            return self._future(file).result(patience)
        except Late:
            message = f"{file.name} is being made"
            raise NotYet(message, do="ask again in a minute") from None

    def listed(self, patience: float) -> dict[Kind, Made[Kind] | None]:
        """Return every file, with its size and digest as far as it is there.

        A small release has all its files made for this; of a large one, each when it is fetched.
        """
        if self._statistics.total.triples <= SOON:
            futures = [self._future(file) for file in self.files.values()]
            self._wait(futures[-1], patience)
        with self._lock:
            known = dict(self._futures)
        return {file: _there(known.get(name)) for name, file in self.files.items()}

    def close(self) -> None:
        """Make nothing more, and remove what was made; a signal would leave it behind."""
        if "_thread" in self.__dict__:
            self._thread.shutdown(cancel_futures=True)
        if "_folder" in self.__dict__:
            self._folder.remove()

    def _wait(self, future: "Future[Made[Kind]]", patience: float) -> None:
        try:
            future.result(patience)
        except Late:
            return

    def _future(self, file: Kind) -> "Future[Made[Kind]]":
        with self._lock:
            known = self._futures.get(file.name)
            # What failed, for want of room perhaps, is tried again.
            if known is None or (known.done() and known.exception()):
                known = self._futures[file.name] = self._thread.submit(self._make, file)
            return known

    def _make(self, file: Kind) -> Made[Kind]:
        path = self._at(file)
        return Made(file, path, path.stat().st_size, dumps.digest(path), self._folder)

    def _at(self, file: Kind) -> Path:
        """Return where a file is, written if it is not there."""
        path = self._folder.path / file.name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}")
            self._write(file, unfinished)
            unfinished.replace(path)
        return path

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, "dumps")

    @cached_property
    def _folder(self) -> _Folder:
        return _Folder()


def _there(future: "Future[Made[Kind]] | None") -> Made[Kind] | None:
    there = future is not None and future.done() and not future.exception()
    return future.result() if future is not None and there else None
