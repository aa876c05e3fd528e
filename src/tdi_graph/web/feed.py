"""The feed of releases (Atom, RFC 4287): an entry an edition, with the facts that it changed."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph import views
from tdi_graph.changes import Noted
from tdi_graph.errors import UnknownName
from tdi_graph.vocabulary import BASE
from tdi_graph.web.addresses import PREFIXES
from tdi_graph.web.current import Current
from tdi_graph.web.describing import addresses
from tdi_graph.web.site import SHORT, Site, Voice, known

PATH = "/releases.atom"
TYPE = "application/atom+xml"
# What XML 1.0 has no way to write (section 2.2).
_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition: its day, what was noted of it, and what it added."""

    number: int
    date: str
    noted: Noted | None
    edition: views.Edition | None

    @property
    def fragment(self) -> str:
        """What names the entry below the feed."""
        return f"#edition-{self.number}"

    @property
    def updated(self) -> str:
        """The beginning of the day, as RFC 3339 has it."""
        return f"{self.date}T00:00:00Z"


def routes(current: Current) -> list[Route]:
    """Return the routes of the feed, in each language."""
    return [
        Route(f"{prefix}{PATH}", current.page(language, answer), methods=["GET"])
        for language, prefix in PREFIXES.items()
    ]


def answer(site: Site, voice: Voice, request: Request) -> Response:
    """Give the feed in a language."""
    headers = {
        "ETag": f'W/"{site.tag}-atom"',
        "Cache-Control": "no-cache",
        "Access-Control-Allow-Origin": "*",
    }
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    told = entries(site, voice)
    if not told:
        raise UnknownName("no edition bears a date", do="see /dataset")
    text = site.templates.get_template("releases.atom").render(
        site.shown(voice),
        origin=addresses(request).origin,
        path=voice.prefix + PATH,
        iri=f"{BASE.rstrip('/')}{voice.prefix}{PATH}",
        entries=told,
        updated=max(entry.updated for entry in told),
        author=site.description.profile.publisher_name[voice.language] or "tdi-graph",
        served=site.backend.release[:SHORT],
    )
    return Response(_CONTROLS.sub("", text), 200, headers, TYPE)


def entries(site: Site, voice: Voice) -> list[Entry]:
    """Return the editions, newest first: those that are noted, and those of the release."""
    profile = site.description.profile
    noted = {each.edition: each for each in site.history}
    held = {each.number: each for each in views.editions(site.backend, voice.names)}
    dated = {number: each.date for number, each in noted.items()}
    # An edition that nobody noted yet is told on the day that the release bears.
    if profile.edition.isdecimal() and profile.issued:
        dated.setdefault(int(profile.edition), profile.issued)
    return [
        Entry(number, dated[number], noted.get(number), held.get(number))
        for number in sorted(dated, reverse=True)
    ]
