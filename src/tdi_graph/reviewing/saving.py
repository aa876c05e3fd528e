"""Files replaced whole: whoever is interrupted finds the former file or the new one."""

import os
from pathlib import Path

from tdi_graph.errors import DataError, Place


def save(path: Path, text: str) -> bool:
    """Write ``text`` to ``path`` at once, and tell whether that changed anything."""
    data = text.encode()
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        told = f"cannot be written: {error.strerror or error}"
        raise DataError(told, do="make the folder writable", place=Place(path)) from None
    return True
