"""Pages on the whole graph: what was promised, what contradicts itself, how everything relates."""

from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import views
from tdi_graph.views.overview import ROLES
from tdi_graph.web import charts, ladders
from tdi_graph.web.drawing import Nesting, Role, Scheme, nesting
from tdi_graph.web.site import Site, Voice


def promises(site: Site, voice: Voice, request: Request) -> Response:
    """Show what was promised, in words and in figures, and what came of it."""
    found = views.promises(site.backend, voice.names)
    return site.page(request, voice, "promises.html", found=found)


def contradictions(site: Site, voice: Voice, request: Request) -> Response:
    """Show the figures that contradict one another, by kind, each with its picture."""
    found = views.contradictions(site.backend, voice.names, site.questions)
    drawn = {
        kind: [(one, charts.contradiction(site, voice, one)) for one in held]
        for kind, held in found.items()
    }
    slugs = {kind: slug for kind, slug in views.CONTRADICTIONS.items() if kind in found}
    return site.page(
        request,
        voice,
        "contradictions.html",
        found=drawn,
        slugs=slugs,
        too_many=not views.comparable(site.backend),
    )


def relations(site: Site, voice: Voice, request: Request) -> Response:
    """Show how schemes nest, and who plays which role in them."""
    schemes = views.overview(site.backend, voice.names)
    return site.page(
        request, voice, "relations.html", schemes=schemes, drawn=_drawn(voice, schemes)
    )


def _drawn(voice: Voice, schemes: tuple[views.Scheme, ...]) -> Nesting:
    outline = [Scheme(ladders.node(voice, scheme.named), scheme.depth) for scheme in schemes]
    roles = []
    for role in ROLES:
        places: dict[views.Named, list[int]] = {}
        for place, scheme in enumerate(schemes):
            for actor in scheme.roles.get(role, ()):
                places.setdefault(actor, []).append(place)
        actors = [(ladders.node(voice, actor), tuple(at)) for actor, at in places.items()]
        if actors:
            roles.append(Role(voice.catalogue(f"relations.{role}"), tuple(actors)))
    return nesting(outline, roles)
