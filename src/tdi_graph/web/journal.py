"""The log: one line for each request, and one for each event, on standard error.

A line tells enough to ask the same again of the same release: the method, the path, the digest of
the query, the release. It does not tell who asked: no address of a client, no query string and, but
for what was refused or failed and only if that is asked for, no query (Regulation (EU) 2016/679,
article 5(1)(c): data minimisation).
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from tdi_graph.web.observation import Record
from tdi_graph.web.outcomes import hashed
from tdi_graph.web.site import SHORT

FORMS = ("off", "text", "json")
REQUESTS = logging.getLogger("tdi_graph.requests")

_LONGEST_PATH = 300
_FIELDS = "tdi_graph.fields"
_UNWANTED = frozenset({"refused", "failed", "timeout", "killed"})


class Journal:
    """Writes a line for each request that it observes."""

    def __init__(self, longest_query: int = 0) -> None:
        """Take how many characters of a refused or failed query are written: 0 for none."""
        self._longest_query = longest_query

    def __call__(self, record: Record) -> None:
        """Write the line of a request that is over."""
        if not REQUESTS.isEnabledFor(logging.INFO):
            return
        path = record.path[:_LONGEST_PATH]
        text = f"{record.method} {path} {record.status} {record.outcome}"
        REQUESTS.info(text, extra={_FIELDS: self._fields(record, path)})

    def _fields(self, record: Record, path: str) -> dict[str, object]:
        fields: dict[str, object] = {
            "id": record.id,
            "method": record.method,
            "path": path,
            "status": record.status,
            "outcome": record.outcome,
            "ms": _ms(record.seconds),
            "bytes": record.size,
            "release": record.release[:SHORT],
        }
        if record.waited is not None and record.evaluated is not None:
            fields |= {"queue_ms": _ms(record.waited), "eval_ms": _ms(record.evaluated)}
        if record.cached is not None:
            fields |= {"format": record.format, "cached": record.cached}
        query = record.query
        if query or record.query_hash:
            fields["query"] = record.query_hash or hashed(query)
        if query and self._longest_query and record.outcome in _UNWANTED:
            fields["text"] = query[: self._longest_query]
        return fields


class JsonLines(logging.Formatter):
    """Writes each record of the log as a JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, object] = {"time": _time(record), "level": record.levelname.lower()}
        fields = getattr(record, _FIELDS, None)
        line |= {"event": "request", **fields} if fields else self._event(record)
        return json.dumps(line, ensure_ascii=False)

    def _event(self, record: logging.LogRecord) -> dict[str, object]:
        event: dict[str, object] = {"event": record.name, "message": record.getMessage()}
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return event


class TextLines(logging.Formatter):
    """Writes each record of the log for people: the time, the message, what more is known."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line, and below it the traceback if there is one."""
        line = f"{_time(record)} {record.getMessage()}"
        fields = getattr(record, _FIELDS, None) or {}
        told = {name: fields[name] for name in ("ms", "bytes", "query", "id") if name in fields}
        line += "".join(f" {name}={value}" for name, value in told.items())
        if "text" in fields:
            line += f" text={json.dumps(fields['text'], ensure_ascii=False)}"
        return line + (f"\n{self.formatException(record.exc_info)}" if record.exc_info else "")


def configure(form: str, stream: TextIO | None = None) -> None:
    """Send the log to ``stream``, standard error if none is named, in one of the ``FORMS``.

    With ``off`` there is no line for requests; events are told in any form.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    for name in ("tdi_graph", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
    logging.getLogger("tdi_graph").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    REQUESTS.disabled = form == "off"


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
