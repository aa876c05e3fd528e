"""Search: the page of results, and what fields and the editor suggest while one types."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from tdi_graph.search import KINDS, Found, Hit
from tdi_graph.views.labels import compact
from tdi_graph.web.site import Site, Voice, known

LONGEST = 200
"""So many characters are looked for; what is longer is no name."""

_SHOWN = 50
_SUGGESTED = 8
_YEAR_LENGTH = 4
_EXAMPLES = ("ANCT", "fonds vert", "Ferracci", "Bourgogne", "chefs de projet")


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind or a year to choose among the results, how many it has, and where to choose it.

    Following a choice that is made takes it back.
    """

    name: str
    count: int
    href: str
    made: bool


def page(site: Site, voice: Voice, request: Request) -> Response:
    """Show what was found, and what it can be narrowed to."""
    text, kind, year = _asked(request)
    found = _found(site, voice, text, kind, year) if text else None
    return site.page(
        request,
        voice,
        "search.html",
        text=text,
        kind=kind,
        year=year,
        found=found,
        kinds=_kinds(voice, found, text, kind, year) if found else (),
        years=_years(voice, found, text, kind, year) if found else (),
        examples=_EXAMPLES,
    )


def suggestions(site: Site, voice: Voice, request: Request) -> Response:
    """Suggest what a text that is being typed may come to, as JSON."""
    text, kind, _ = _asked(request)
    headers = {"ETag": f'W/"{site.tag}-suggestions"', "Cache-Control": "no-cache"}
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    hits = site.index.find(text, voice.language, kinds=_kind(kind), limit=_SUGGESTED)
    body = {
        "said": voice.catalogue("search.suggested", count=len(hits)),
        "items": [_suggestion(voice, hit) for hit in hits],
    }
    written = json.dumps(body, ensure_ascii=False)
    return Response(written, headers=headers, media_type="application/json")


def completion(site: Site, voice: Voice, request: Request) -> Response:
    """Give the query editor what it completes, as JSON."""
    headers = {"ETag": f'W/"{site.tag}-completion"', "Cache-Control": "no-cache"}
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    written = site.completions[voice.language]
    return Response(written, headers=headers, media_type="application/json")


def _asked(request: Request) -> tuple[str, str, int | None]:
    """Return the text, the kind and the year asked for; what is no kind or year is passed by."""
    given = request.query_params
    kind, year = given.get("kind", ""), given.get("year", "")
    is_year = year.isascii() and year.isdecimal() and len(year) == _YEAR_LENGTH
    text = " ".join(given.get("q", "")[:LONGEST].split())
    return text, kind if kind in KINDS else "", int(year) if is_year else None


def _kind(kind: str) -> tuple[str, ...]:
    return (kind,) if kind else ()


def _found(site: Site, voice: Voice, text: str, kind: str, year: int | None) -> Found:
    return site.index.search(text, voice.language, kinds=_kind(kind), year=year, limit=_SHOWN)


def _kinds(voice: Voice, found: Found, text: str, kind: str, year: int | None) -> Iterable[Choice]:
    counts = found.kinds if not kind else {kind: 0} | dict(found.kinds)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        href = _href(voice, text, "" if name == kind else name, year)
        yield Choice(name, counts[name], href, made=name == kind)


def _years(voice: Voice, found: Found, text: str, kind: str, year: int | None) -> Iterable[Choice]:
    counts: Mapping[int, int] = found.years if year is None else {year: 0} | dict(found.years)
    for one in sorted(counts):
        href = _href(voice, text, kind, None if one == year else one)
        yield Choice(str(one), counts[one], href, made=one == year)


def _href(voice: Voice, text: str, kind: str, year: int | None) -> str:
    asked = {"q": text, "kind": kind, "year": year}
    return voice.to("search") + "?" + urlencode({k: v for k, v in asked.items() if v})


def _suggestion(voice: Voice, hit: Hit) -> dict[str, str]:
    by_another = hit.matched.text not in ("", hit.label.text) and hit.matched != hit.note
    return {
        "name": hit.label.text,
        "language": hit.label.language,
        "matched": hit.matched.text if by_another else "",
        "kind": voice.catalogue(f"search.kind.{hit.kind}"),
        "href": voice.href(hit.iri),
        "value": compact(hit.iri),
    }
