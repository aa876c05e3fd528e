"""The dumps of the release: a page that lists them, and the files.

A file's address bears the digest of its release, so that what is found there never changes;
``/dumps/latest/…`` leads to the address of the release that is served.
"""

import base64
from collections.abc import Mapping
from typing import TypeAlias

from pyoxigraph import RdfFormat
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from tdi_graph.description import DUMPS, Dump, Made, NotYet
from tdi_graph.errors import UnknownName
from tdi_graph.negotiation import content_type
from tdi_graph.web.addresses import PREFIXES
from tdi_graph.web.current import Current
from tdi_graph.web.site import SHORT, Site, Voice, known

_Listed: TypeAlias = tuple[Dump, Made | None]

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
        Route("/dumps/latest/{name}", current.resource(latest), methods=["GET"]),
        Route("/dumps/{release}/{name}", current.resource(file), methods=["GET"]),
    ]


def listed(site: Site, voice: Voice, request: Request) -> Response:
    """Show what dumps there are, each with its size and its digest as far as it is made."""
    archive = site.description.archive
    found = archive.listed(_GLANCE)
    shown = site.page(
        request,
        voice,
        "dumps.html",
        rows=_by_syntax(found),
        folder=f"/dumps/{_folder(site)}/",
        sums=_SUMS,
        digest=archive.release,
    )
    if not all(found.values()):
        del shown.headers["ETag"]
    return shown


def _by_syntax(found: Mapping[Dump, Made | None]) -> dict[RdfFormat, list[_Listed]]:
    rows: dict[RdfFormat, list[_Listed]] = {}
    for each in found.items():
        rows.setdefault(each[0].syntax, []).append(each)
    return rows


def latest(site: Site, request: Request) -> Response:
    """Lead to the dumps of the release that is served."""
    name = request.path_params.get("name", "")
    found = f"/dumps/{_folder(site)}/{_checked(name)}" if name else "/dumps/"
    return RedirectResponse(found, 307, {**_OPEN, "Cache-Control": "no-cache"})


def file(site: Site, request: Request) -> Response:
    """Send a file of the release that is served."""
    release, name = request.path_params["release"], request.path_params["name"]
    if release != _folder(site):
        raise UnknownName("this release is not served here", do=f"see /dumps/latest/{name[:40]}")
    if _checked(name) == _SUMS:
        return _sums(site)
    dump = DUMPS[name]
    called = f'attachment; filename="{name.replace("tdi-graph", f"tdi-graph-{release}", 1)}"'
    return sent(site, request, dump, {**_OPEN, **_FOR_EVER, "Content-Disposition": called})


def sent(site: Site, request: Request, dump: Dump, headers: Mapping[str, str]) -> Response:
    """Send a dump as it is, or the part of it that is asked for (RFC 9110, section 14)."""
    try:
        made = site.description.archive.made(dump, _PATIENCE)
    except NotYet as late:
        raise HTTPException(503, str(late), {"Retry-After": str(_LATER)}) from None
    own = {**headers, "ETag": f'"{made.sha256}"'}
    if known(request, own["ETag"]):
        return Response(status_code=304, headers=own)
    # RFC 9530: by this whoever downloads in parts can check the whole.
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    own |= {"Repr-Digest": f"sha-256=:{digest}:", "Content-Type": content_type(dump.media_type)}
    # Held until it is sent, whatever release is served by then: files go with their archive.
    return FileResponse(made.path, headers=own, background=BackgroundTask(_kept, made))


def _kept(_: Made) -> None:
    """Do nothing, holding what is sent until it is."""


def _sums(site: Site) -> Response:
    found = site.description.archive.listed(_PATIENCE)
    made: list[Made] = [one for one in found.values() if one]
    lines = "".join(f"{one.sha256}  {one.dump.name}\n" for one in made)
    return Response(lines, headers={**_OPEN, "Cache-Control": "no-cache"}, media_type="text/plain")


def _folder(site: Site) -> str:
    return site.description.archive.release[:SHORT]


def _checked(name: str) -> str:
    if name not in DUMPS and name != _SUMS:
        raise UnknownName("there is no such dump", do="see /dumps/")
    return name
