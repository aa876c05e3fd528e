"""Relations: who steers, operates, finances …, and what is part of what."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import (
    actives,
    awarded,
    axes,
    choosing,
    contributions,
    enumerations,
    funding,
    labels,
    laureates,
    leading_roles,
    namesakes,
    nominal_roles,
    partners,
    parts,
    passives,
    presiding,
    seats,
    sources,
    unspoken,
    verbs,
    wholes,
    winners,
)
from tdi_graph.extraction.scene import Scene

# « réuni sous l'égide de A, le jury »: of the meeting, not of the scheme.
_MEETING = re.compile(r"\breuni(?:e|s|es)?\b[^.;:]{0,60}$")


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the involvements and the links of the text that its paragraphs speak of."""
    return (found for found in _all(scene) if not unspoken.of_topic(scene, found))


def _all(scene: Scene) -> Iterator[Finding]:
    """Yield what the text tells, and last what amounts alone show."""
    told = set()
    for found in _said(scene):
        if found.rule == "relation.funding.amount" and found.properties in told:
            continue
        told.add(found.properties)
        yield found
    for found in (*contributions.find(scene), *sources.find(scene), *choosing.find(scene)):
        if found.properties not in told:
            yield found


def _said(scene: Scene) -> Iterator[Finding]:
    yield from passives.find(scene)
    yield from presiding.find(scene)
    yield from seats.find(scene)
    yield from actives.find(scene)
    yield from leading_roles.find(scene)
    yield from _nominals(scene)
    yield from _carried(scene)
    yield from parts.find(scene)
    yield from namesakes.find(scene)
    yield from wholes.find(scene)
    yield from axes.find(scene)
    yield from partners.find(scene)
    yield from funding.find(scene)
    yield from funding.backed(scene)
    yield from enumerations.find(scene)
    yield from labels.find(scene)
    yield from nominal_roles.find(scene)
    yield from winners.find(scene)
    yield from laureates.find(scene)
    yield from awarded.find(scene)


def _carried(scene: Scene) -> Iterator[Finding]:
    """« le pilotage revient à … », « sa gestion est confiée à … »."""
    carried = scene.matches(
        verbs.CARRIED,
        "assure",
        "confie",
        "revien",
        "incombe",
        "realise",
        "mene",
        "effectue",
        "selection",
    )
    for found in (*carried, *scene.matches(verbs.CONFIDED, " confie ")):
        sentence = scene.sentence_at(found.start())
        role = next(role for noun, role in verbs.CARRYING if found["noun"].startswith(noun))
        if sentence is None or (role == "selecting" and not _CHOSEN.search(found["of"])):
            continue
        named = scene.within(found.start("of"), found.end("of"), "scheme")
        subject = subjects.of_clause(scene, found.start(), sentence)
        sure = subject is not None and subject.margin > 0.1  # noqa: PLR2004
        thing = named[0].entity if named else subject.entity if subject and sure else None
        if thing is not None:
            listed = agents.listed(scene, found.end(), sentence.end)
            yield from passives.roles(scene, role, (thing, found.start()), listed, found.start())


# « la sélection est faite par A »: of what?
_CHOSEN = re.compile(
    r"\b(?:projets|dossiers|candidatures|laureats|communes|villes|territoires|sites)\b"
)


def _nominals(scene: Scene) -> Iterator[Finding]:
    for found in scene.matches(verbs.NOMINAL, "sous ", "dans le cadre du"):
        sentence = scene.sentence_at(found.start())
        if sentence is None or _MEETING.search(scene.plain, sentence.start, found.start()):
            continue
        role = verbs.noun_role(found["noun"])
        listed = agents.listed(scene, found.end(), sentence.end)
        subject = subjects.of_clause(scene, found.start(), sentence)
        if not listed or subject is None or subject.margin <= 0.1:  # noqa: PLR2004
            continue
        for agent in listed:
            span = (found.start(), agent.end)
            yield involvement(
                f"relation.{role}.nominal", role, agent.entity, subject.entity, spans=(span,)
            )
