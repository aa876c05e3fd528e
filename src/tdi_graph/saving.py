"""Files replaced whole: whoever is interrupted finds the former file or the new one."""

import os
from contextlib import suppress
from pathlib import Path

from tdi_graph.errors import DataError, Place


def save(path: Path, text: str) -> bool:
    """Write ``text`` to ``path`` at once, and tell whether that changed anything."""
    data = text.encode()
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data)
    except OSError as error:
        told = f"cannot be written: {error.strerror or error}"
        raise DataError(told, do="make the folder writable", place=Place(path)) from None
    return True


def replace(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` at once, down to the disk; its folder is there."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the folder's names on the disk, where a system lets folders be opened."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
