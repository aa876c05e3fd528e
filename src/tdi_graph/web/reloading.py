"""A new release takes the place of the one that is served while requests run, or is refused.

It is read, checked and made into all that is served of it off the event loop; only then pages and
queries change over to it, in one step of the loop. Requests that run end with what they began with.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tdi_graph.errors import TdiError
from tdi_graph.isolation import Pool, Zygote
from tdi_graph.release import MANIFEST
from tdi_graph.web.current import Current
from tdi_graph.web.site import SHORT, Site

_LOG = logging.getLogger(__name__)
PAUSE = 1.0
"""How many seconds pass between two looks at a watched release."""


PATIENCE = 300.0
"""How many seconds a process may take to read a release, before it is given up."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is served of a release: its site, and what starts the processes that hold its store."""

    site: Site
    start: Callable[[], Zygote] | None = None


class Outcome(StrEnum):
    """What came of an attempt to change the release."""

    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class Watch:
    """Tells whether a release was replaced, by its manifest, or by its one file.

    A build replaces the manifest in one step and as the last of all (``release.write``).
    """

    def __init__(self, release: Path) -> None:
        """Take the release's folder, manifest or file; what is there now is no change."""
        self._release = release
        self._seen = self._look()

    def changed(self) -> bool:
        """Tell whether the release is another than when it was last looked at."""
        before, self._seen = self._seen, self._look()
        return self._seen != before

    def _look(self) -> tuple[int, int, int] | None:
        folder = self._release
        with suppress(OSError):
            found = (folder / MANIFEST if folder.is_dir() else folder).stat()
            return found.st_mtime_ns, found.st_size, found.st_ino
        return None


class Reloader:
    """Changes the release when it is asked to, or when a watched one was replaced."""

    def __init__(
        self,
        current: Current,
        load: Callable[[], Edition],
        *,
        pool: Pool | None = None,
        watch: Watch | None = None,
        told: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        """Take what is served, what loads a release anew, and who is told of each outcome."""
        self._current = current
        self._load = load
        self._pool = pool
        self._watch = watch
        self._told = told
        self._asked = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def request(self) -> None:
        """Ask for the release to be loaded anew, from a signal's handler or any thread."""
        if self._loop is None:
            self._asked.set()
        else:
            self._loop.call_soon_threadsafe(self._asked.set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run beside what is done meanwhile."""
        running = asyncio.create_task(self.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def run(self) -> None:
        """Change the release as often as it is asked for, until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            await self._occasion()
            self._asked.clear()
            await self.reload()

    async def _occasion(self) -> None:
        if self._watch is None:
            await self._asked.wait()
            return
        while not self._asked.is_set() and not await asyncio.to_thread(self._watch.changed):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), PAUSE)

    async def reload(self) -> Outcome:
        """Load the release and serve it; what cannot be served is refused, and nothing changes."""
        try:
            outcome = await self._reloaded()
        except TimeoutError:
            _LOG.warning("the release was refused, the old one goes on: no process came to hold it")
            outcome = Outcome.REFUSED
        except (TdiError, OSError) as error:
            _LOG.warning("the release was refused, the old one goes on: %s", error)
            outcome = Outcome.REFUSED
        # Whatever it is: a reloader that dies would never see the release that mends it.
        except Exception:  # noqa: BLE001
            _LOG.exception("the release was refused, the old one goes on")
            outcome = Outcome.REFUSED
        self._told(outcome)
        return outcome

    async def _reloaded(self) -> Outcome:
        edition = await asyncio.to_thread(self._load)
        old, new = self._current.site, edition.site
        if new.tag == old.tag:
            _LOG.info("release %s is served already", new.backend.release[:SHORT])
            return Outcome.SAME
        if self._pool and edition.start and new.backend.release != old.backend.release:
            async with asyncio.timeout(PATIENCE):
                await self._pool.swap(edition.start)
        # No other task has run since the pool changed over.
        self._current.replace(new)
        _LOG.info("release %s is served now", new.backend.release[:SHORT])
        return Outcome.CHANGED
