"""A reconciliation service elsewhere, asked over HTTP: little at a time, and never for long.

Reconciliation Service API 0.1 and 0.2, sections 3 and 4
(https://reconciliation-api.github.io/specs/0.2/).
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import IO
from urllib.parse import urlencode, urlsplit

from tdi_graph import __version__
from tdi_graph.errors import TdiError
from tdi_graph.reconciliation import BadQuery
from tdi_graph.reconciliation.proposing import Proposal, label
from tdi_graph.reconciliation.queries import Json, decode
from tdi_graph.search import Entry

TIMEOUT = 30.0
"""How many seconds one answer may take."""

_BATCH, _LARGEST_BATCH = 10, 50
_LONGEST_ANSWER = 8 << 20
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Service:
    """A service as its manifest describes it."""

    url: str
    name: str
    space: str
    batch: int


def describe(url: str, timeout: float = TIMEOUT) -> Service:
    """Read the manifest of the service at ``url``; raise ``TdiError`` if there is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise TdiError(f"“{url}” is no address of the web", do="write --service https://…")
    if "@" in parts.netloc:
        raise TdiError("the address holds a password", do="name a service that needs none")
    told = _object(_fetch(url, None, timeout), url)
    name, space, batch = (told.get(key) for key in ("name", "identifierSpace", "batchSize"))
    if not isinstance(name, str) or not isinstance(space, str) or not space.startswith("http"):
        raise TdiError(f"{url} describes no reconciliation service", do="name another")
    announced = batch if isinstance(batch, int) and batch > 0 else _BATCH
    return Service(url, name, space, min(announced, _LARGEST_BATCH))


def propose(
    service: Service,
    entries: Sequence[Entry],
    *,
    type_id: str,
    limit: int,
    timeout: float = TIMEOUT,
) -> Iterator[Proposal]:
    """Yield what the service has for each thing; raise ``TdiError`` at the first refusal."""
    for start in range(0, len(entries), service.batch):
        asked = {f"q{n}": each for n, each in enumerate(entries[start : start + service.batch])}
        queries = {key: _query(entry, type_id, limit) for key, entry in asked.items()}
        form = urlencode({"queries": json.dumps(queries)}).encode()
        told = _object(_fetch(service.url, form, timeout), service.url)
        for key, entry in asked.items():
            answer = _object(told.get(key), service.url)
            for one in _array(answer.get("result"), service.url)[:limit]:
                yield _proposal(service, entry, _object(one, service.url))


def _query(entry: Entry, type_id: str, limit: int) -> Mapping[str, Json]:
    asked: dict[str, Json] = {"query": label(entry), "limit": limit}
    return asked | {"type": type_id} if type_id else asked


def _proposal(service: Service, entry: Entry, told: Mapping[str, Json]) -> Proposal:
    name, found, score = told.get("name"), told.get("id"), told.get("score")
    if not isinstance(found, str) or isinstance(score, bool) or not isinstance(score, int | float):
        raise TdiError(f"{service.url} answered a candidate without id or score")
    kinds = _array(told.get("type") or [], service.url)
    named = (
        kind.get("name", kind.get("id")) if isinstance(kind, Mapping) else kind for kind in kinds
    )
    return Proposal(
        entry=entry,
        id=found.removeprefix(service.space),
        name=name if isinstance(name, str) else "",
        score=float(score),
        match=told.get("match") is True,
        kinds=tuple(kind for kind in named if isinstance(kind, str)),
    )


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection of the manifest within its host, and no other."""

    def redirect_request(  # noqa: PLR0913, PLR0917 -- urllib's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        there = urlsplit(newurl)
        if there.hostname != urlsplit(req.full_url).hostname or req.data is not None:
            told = f"{req.full_url} sends to {newurl}"
            raise TdiError(told, do="give that address if you trust it")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type] # a Message is what urllib gives


def _fetch(url: str, form: bytes | None, timeout: float) -> Json:
    opener = urllib.request.build_opener(_SameHost)
    opener.addheaders = [
        ("User-Agent", f"tdi-graph/{__version__}"),
        ("Accept", "application/json"),
    ]
    deadline = time.monotonic() + timeout
    try:
        with opener.open(url, form, timeout) as answer:
            return decode(_read(answer, url, deadline))
    except urllib.error.HTTPError as error:
        with error:
            told = f"{url} answered {error.code} {error.reason}"
        raise TdiError(told, do="see the service's documentation") from None
    except BadQuery as error:
        raise TdiError(f"{url} answered what is no JSON: {error.what[:80]}") from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise TdiError(f"{url} cannot be asked: {reason}", do="see whether it is there") from None


def _read(answer: http.client.HTTPResponse, url: str, deadline: float) -> str:
    body = bytearray()
    while chunk := answer.read1(_CHUNK):
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise TdiError(f"{url} answered more than {_LONGEST_ANSWER} bytes")
        if time.monotonic() > deadline:
            raise TdiError(f"{url} did not answer in time")
    return body.decode("utf-8", "replace")


def _object(held: Json, url: str) -> Mapping[str, Json]:
    if not isinstance(held, Mapping):
        raise TdiError(f"{url} does not answer as the specification says: an object is missing")
    return held


def _array(held: Json, url: str) -> Sequence[Json]:
    if not isinstance(held, Sequence) or isinstance(held, str):
        raise TdiError(f"{url} does not answer as the specification says: a list is missing")
    return held
