"""The dumps of the release: a page that lists them, and the files.

A file's address bears the digest of its release, so that what is found there never changes;
``/dumps/latest/…`` leads to the address of the release that is served.
"""

import base64
from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar

from pyoxigraph import RdfFormat
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from tdi_graph.description import Dump, File, Files, Made, NotYet
from tdi_graph.errors import UnknownName
from tdi_graph.negotiation import content_type
from tdi_graph.tables import METADATA, Sheet
from tdi_graph.web.addresses import PREFIXES, twins
from tdi_graph.web.current import Current
from tdi_graph.web.site import SHORT, Site, Voice, known

Fetched: TypeAlias = tuple[File, Made[File] | None]
"""A file, and where it is if it is there."""

Kept = TypeVar("Kept", bound=File)

_SUMS = "SHA256SUMS"
_OPEN = {"Access-Control-Allow-Origin": "*"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_PATIENCE, _GLANCE, _LATER = 20.0, 2.0, 60
"""How many seconds a file is waited for, and a list; when to ask again."""


def routes(current: Current) -> list[Route]:
    """Return the routes of the list, in each language, and of the files."""
    return [
        *(
            Route(f"{prefix}/dumps/", current.page(language, listed), methods=["GET"])
            for language, prefix in PREFIXES.items()
        ),
        Route("/dumps/latest", current.resource(latest), methods=["GET"]),
        Route("/dumps/latest/{name:path}", current.resource(latest), methods=["GET"]),
        Route("/dumps/{release}/{name:path}", current.resource(file), methods=["GET"]),
    ]


def listed(site: Site, voice: Voice, request: Request) -> Response:
    """Show what files there are, each with its size and its digest as far as it is made."""
    found = every(site, _GLANCE)
    shown = site.page(
        request,
        voice,
        "dumps.html",
        alternates=twins("/catalog"),
        rows=_by_syntax(found),
        tables=[each for each in found if _spoken(each[0]) == voice.language],
        files=found,
        folder=f"/dumps/{folder(site)}/",
        sums=_SUMS,
        digest=site.backend.release,
    )
    if not all(made for _, made in found):
        del shown.headers["ETag"]
    return shown


def _by_syntax(found: Iterable[Fetched]) -> dict[RdfFormat, list[Fetched]]:
    rows: dict[RdfFormat, list[Fetched]] = {}
    for each in found:
        if isinstance(each[0], Dump):
            rows.setdefault(each[0].syntax, []).append(each)
    return rows


def _spoken(file: File) -> str:
    return file.language if isinstance(file, Sheet) else ""


def latest(site: Site, request: Request) -> Response:
    """Lead to the files of the release that is served."""
    name = request.path_params.get("name", "")
    found = f"/dumps/{folder(site)}/{_checked(site, name)}" if name else "/dumps/"
    return RedirectResponse(found, 307, {**_OPEN, "Cache-Control": "no-cache"})


def file(site: Site, request: Request) -> Response:
    """Send a file of the release that is served."""
    release, name = request.path_params["release"], request.path_params["name"]
    if release != folder(site):
        raise UnknownName("this release is not served here", do=f"see /dumps/latest/{name[:40]}")
    if _checked(site, name) == _SUMS:
        return _sums(site)
    called = f'attachment; filename="{_called(name, release)}"'
    headers = {**_OPEN, **_FOR_EVER, "Content-Disposition": called}
    if name in site.description.archive.files:
        return sent(request, site.description.archive, name, headers)
    return sent(request, site.tables, name, headers | _described(site.tables.files[name]))


def _called(name: str, release: str) -> str:
    """Return what a file is called where it is kept, apart from its folder."""
    stem, dot, suffixes = name.rpartition("/")[2].partition(".")
    parts = name.split("/")[1:-1]
    return "-".join(["tdi-graph", release, *_own(stem), *parts]) + dot + suffixes


def _own(stem: str) -> list[str]:
    return [] if stem == "tdi-graph" else [stem]


def _described(sheet: Sheet) -> dict[str, str]:
    """Lead from a table to its metadata (Model for Tabular Data, section 5.2)."""
    if not sheet.table:
        return {}
    return {"Link": f'<{METADATA}>; rel="describedby"; type="application/csvm+json"'}


def sent(request: Request, files: Files[Kept], name: str, headers: Mapping[str, str]) -> Response:
    """Send a file as it is, or the part of it that is asked for (RFC 9110, section 14)."""
    try:
        made = files.made(files.files[name], _PATIENCE)
    except NotYet as late:
        raise HTTPException(503, str(late), {"Retry-After": str(_LATER)}) from None
    own = {**headers, "ETag": f'"{made.sha256}"'}
    if known(request, own["ETag"]):
        return Response(status_code=304, headers=own)
    # RFC 9530: by this whoever downloads in parts can check the whole.
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    kind = content_type(made.file.media_type)
    own |= {"Repr-Digest": f"sha-256=:{digest}:", "Content-Type": kind}
    # Held until it is sent, whatever release is served by then: files go with their archive.
    return FileResponse(made.path, headers=own, background=BackgroundTask(_kept, made))


def _kept(_: object) -> None:
    """Do nothing, holding what is sent until it is."""


def every(site: Site, patience: float) -> list[Fetched]:
    """Return every file of the release, with its size and digest as far as it is there."""
    dumps = site.description.archive.listed(patience)
    return [*dumps.items(), *site.tables.listed(patience).items()]


def _sums(site: Site) -> Response:
    made = [one for _, one in every(site, _PATIENCE) if one]
    lines = "".join(f"{one.sha256}  {one.file.name}\n" for one in made)
    return Response(lines, headers={**_OPEN, "Cache-Control": "no-cache"}, media_type="text/plain")


def folder(site: Site) -> str:
    """Return the name of the folder of the release that is served."""
    return site.backend.release[:SHORT]


def _checked(site: Site, name: str) -> str:
    if name not in {*site.description.archive.files, *site.tables.files, _SUMS}:
        raise UnknownName("there is no such dump", do="see /dumps/")
    return name
