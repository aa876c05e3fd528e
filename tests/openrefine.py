"""A real OpenRefine, headless, driven through the commands that its own pages send.

The commands are those of OpenRefine 3 (https://openrefine.org/docs/technical-reference/openrefine-api).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

PROGRAM = shutil.which("openrefine")
_ALL = json.dumps({"facets": [], "mode": "row-based"})
_STARTING, _RECONCILING = 180, 180


@dataclass
class OpenRefine:
    """OpenRefine's command interface."""

    client: httpx2.Client
    project: str = ""

    def get(self, command: str, **parameters: str) -> Any:  # noqa: ANN401 -- JSON, read by tests
        """Run a command that changes nothing."""
        held = {"project": self.project, **parameters}
        return self.client.get(f"/command/core/{command}", params=held).raise_for_status().json()

    def post(self, command: str, **parameters: str) -> Any:  # noqa: ANN401 -- JSON, read by tests
        """Run a command that changes something, which needs a token."""
        token = self.client.get("/command/core/get-csrf-token").raise_for_status().json()["token"]
        held = {"project": self.project, "csrf_token": token}
        answer = self.client.post(f"/command/core/{command}", params=held, data=parameters)
        told = answer.raise_for_status().json()
        assert told.get("code") in (None, "ok", "pending"), told
        return told

    def create(self, columns: dict[str, list[str]]) -> None:
        """Make a project of some columns."""
        token = self.client.get("/command/core/get-csrf-token").raise_for_status().json()["token"]
        lines = [columns, *zip(*columns.values(), strict=True)]
        text = "\n".join("\t".join(line) for line in lines)
        answer = self.client.post(
            "/command/core/create-project-from-upload",
            params={"csrf_token": token},
            data={
                "project-name": "test",
                "format": "text/line-based/*sv",
                "options": json.dumps({"separator": "\\t", "processQuotes": False}),
            },
            files={"project-file": ("names.tsv", text.encode(), "text/tab-separated-values")},
        )
        assert answer.status_code == 302, answer.text
        self.project = parse_qs(urlsplit(answer.headers["Location"]).query)["project"][0]

    def wait(self) -> None:
        """Wait for the processes of the project to end."""
        for _ in range(_RECONCILING * 10):
            if not self.get("get-processes")["processes"]:
                return
            time.sleep(0.1)
        raise AssertionError("OpenRefine did not end")

    def rows(self) -> list[list[dict[str, Any]]]:
        """Return the cells of each row; ``r`` is what a cell was reconciled to."""
        told = self.post("get-rows", engine=_ALL, limit="500")
        # What cells were reconciled to is sent once for all of them, beside the rows.
        found = told["pool"]["recons"]
        return [
            [
                cell | {"r": found.get(str(cell.get("r")), {})} if cell else {}
                for cell in row["cells"]
            ]
            for row in told["rows"]
        ]


@contextmanager
def running(folder: Path) -> Iterator[OpenRefine]:
    """Start OpenRefine on a free port of the loopback, with its data in ``folder``."""
    assert PROGRAM
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["-p", str(port), "-i", "127.0.0.1", "-m", "512M", "-x", "refine.headless=true"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [PROGRAM, *arguments, "-d", str(folder / "workspace")],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        with httpx2.Client(base_url=base, timeout=180, trust_env=False) as client:
            _await(client, process)
            yield OpenRefine(client)
    finally:
        # The program is a script that starts Java: both are of the session that we made.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _await(client: httpx2.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(_STARTING * 5):
        assert process.poll() is None, "OpenRefine has ended"
        try:
            if client.get("/command/core/get-version").is_success:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("OpenRefine does not answer")
