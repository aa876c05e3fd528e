"""Coordinated lists of those who act: « par l'ANCT (…), la DGE et les préfets de région »."""

import re
from dataclasses import dataclass, replace

from tdi_graph.extraction import asides, bodies, collectives, people, regions
from tdi_graph.extraction.frames import titles
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene

_DETERMINER = re.compile(
    r" ?(?:(?:notamment|conjointement|localement|principalement|egalement|directement) )?"
    r"(?:l'ensemble des |chacun des |de la |des |du |de l'"
    r"|(?:les|des|ses) (?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix) |les |le |la |l'|d'|un "
    r"|une |de "
    r"|son |sa |ses |leurs? |(?:plus de|pres de)? ?\d[\d ]* )?(?:(?:plus de"
    r"|pres de) \d[\d ]* )?"
)
_SEPARATOR = re.compile(
    r"(?: ?, ?(?:et |ainsi que |puis )?| et | ainsi que | ou | avec | & |, en lien avec "
    r"| aux cotes de )"
    r"(?:par |avec |de |d'|a )?(?=[\w«\"'])"
)
_SCHEME_HEAD = re.compile(
    r"(?:programmes?|plans? (?:d'actions? )?|dispositifs?|fonds|mesures?|appels? a projets"
    r"|initiatives?"
    r"|operations?|label|strategie) ?(?:national[es]* )?(?:[«\"] ?)?"
)
_BODY_HEAD = re.compile(
    r"(?:association|agence|reseau|groupe|societe|cooperative|entreprise|syndicat|federation"
    r"|operateur) ?(?:national[es]* )?(?:[«\"] ?)?"
)
_ASIDE = re.compile(r" ?\([^()]{1,60}\)")
_QUOTE = re.compile(r"[«\"] ?")
_END_QUOTE = re.compile(r" ?[»\"]")
_MINISTERS = re.compile(r"(?:(?:deux|trois|quatre) )?ministres\b(?! d)")
_NEVER = frozenset({
    "projets", "projet", "il", "elle", "ils", "elles", "ce", "cette", "qui", "que", "dont",
    "fois", "voie", "voies", "m", "mm", "mme", "mmes", "monsieur", "madame",
})  # fmt: skip
_LONGEST = 600
_NEXT = 3


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody in a list, at ``start`` to ``end`` of the view, title and aside included."""

    entity: Entity
    start: int
    end: int
    represents: tuple[Entity, ...] = ()


_REPRESENTED = re.compile(r",? representee?s? par ")


def listed(
    scene: Scene, position: int, limit: int, sorts: frozenset[str] | None = None
) -> list[Agent]:
    """Return those whom the coordinated list that begins at ``position`` names."""
    wanted = sorts or frozenset({"person", "body", "post"})
    found: list[Agent] = []
    limit = min(limit, position + _LONGEST)
    position += scene.plain.startswith(" ", position)
    while position < limit:
        item = _item(scene, position, limit, wanted)
        if not item:
            break
        item = _represented(scene, item, limit, wanted)
        found.extend(item)
        position = _next(scene, item[-1], limit)
    return found


def _next(scene: Scene, last: Agent, limit: int) -> int:
    """Return where the item after ``last`` begins, what is set beside its name passed over."""
    beside = asides.end(scene, last.entity, last.end, limit)
    separator = _SEPARATOR.match(scene.plain, beside, limit)
    return separator.end() if separator else limit


def _represented(scene: Scene, item: list[Agent], limit: int, sorts: frozenset[str]) -> list[Agent]:
    """« A, représentée par B »: B acts, for A, which takes part if it is a body."""
    by = _REPRESENTED.match(scene.plain, item[-1].end, limit)
    others = _item(scene, by.end(), limit, sorts) if by else []
    if not others:
        return item
    absent = tuple(agent.entity for agent in item)
    acting = [replace(other, represents=absent) for other in others]
    there = [agent for agent in item if agent.entity.sort == "body"]
    return [*there, *acting]


def _item(scene: Scene, position: int, limit: int, sorts: frozenset[str]) -> list[Agent]:
    quote = _QUOTE.match(scene.text, position)
    start = quote.end() if quote else position
    for skip in _skips(scene, start, sorts):
        for reader in (
            _known,
            _ministers,
            _ministries,
            _titled,
            _collective,
            _person,
            _bare,
            _body,
        ):
            found = reader(scene, skip, limit, sorts)
            if found:
                return found
    return []


def _skips(scene: Scene, start: int, sorts: frozenset[str]) -> list[int]:
    """Return where the name may begin: here, or after the determiner."""
    determiner = _DETERMINER.match(scene.plain, start)
    after = determiner.end() if determiner else start
    quote = _QUOTE.match(scene.text, after)
    head = (_SCHEME_HEAD if "scheme" in sorts else _BODY_HEAD).match(scene.plain, after)
    named = [head.end()] if head else []
    return list(dict.fromkeys([start, quote.end() if quote else after, *named]))


def _closed(scene: Scene, end: int) -> int:
    quote = _END_QUOTE.match(scene.text, end)
    end = quote.end() if quote else end
    aside = _ASIDE.match(scene.text, end)
    return aside.end() if aside else end


def _known(scene: Scene, position: int, _limit: int, sorts: frozenset[str]) -> list[Agent]:
    mention = scene.mention_at(position)
    if mention is None or mention.entity.sort not in sorts:
        return []
    common = mention.entity.type == "tdi:CollectiveBody"
    if common and _said_longer(scene, mention):
        return []
    if common and scene.plain[mention.start : mention.end] == "region":
        own = regions.meant(scene, mention)
        return [Agent(own, mention.start, mention.end)]
    held = mention.entity.sort == "post"
    gap = 2 if scene.text.startswith(", ", mention.end) else 1
    name = people.after(scene, mention.end + gap) if held else None
    if name is not None and gap > 1 and scene.titles.get(name.start, 0) > name.end:
        name = None
    if name is not None and name.entity.sort == "person":
        mention = name
    end = max(_closed(scene, mention.end), scene.titles.get(mention.start, 0))
    return [Agent(mention.entity, position, end)]


def _said_longer(scene: Scene, mention: Mention) -> bool:
    """« la Région des Pays de la Loire », « les préfets coordonnateurs de massif »: no end yet."""
    noun = collectives.NAMED.match(scene.plain, mention.start)
    if noun is not None and noun.end() > mention.end:
        return True
    if collectives.LONGER.match(scene.text, mention.end):
        return True
    one = scene.plain[mention.start : mention.end] in {"region", "departement", "metropole"}
    return one and bool(_NAMED_ON.match(scene.text, mention.end))


def _ministers(scene: Scene, position: int, _limit: int, sorts: frozenset[str]) -> list[Agent]:
    found = _MINISTERS.match(scene.plain, position)
    if found is None or "person" not in sorts:
        return []
    return [Agent(entity, position, found.end()) for entity in people.ministers(scene)]


_OF_MINISTRY = r"(?:de la |de l'|du |des )[A-ZÉÎ][\w-]+"
_MINISTRIES = re.compile(rf"ministères (?P<of>{_OF_MINISTRY}(?:(?:, | et ){_OF_MINISTRY})+)")
_EACH_MINISTRY = re.compile(_OF_MINISTRY)


def _ministries(scene: Scene, position: int, limit: int, sorts: frozenset[str]) -> list[Agent]:
    """« les ministères de l'Intérieur et de la Justice »: each of them."""
    found = _MINISTRIES.match(scene.text, position, limit)
    if found is None or "body" not in sorts:
        return []
    listed = []
    for of in _EACH_MINISTRY.finditer(scene.text, *found.span("of")):
        label = f"ministère {of[0]}"
        body = scene.ledger.entity("tdi:Ministry", "body", label, of.span())
        listed.append(Agent(body, of.start(), of.end()))
    return listed


def _titled(scene: Scene, position: int, limit: int, sorts: frozenset[str]) -> list[Agent]:
    """« le ministre de l'Économie », « la préfète de Bretagne »: a post, or the person named."""
    noun_end = titles.starts(scene.words, position)
    if noun_end is None or "post" not in sorts or _entrusted(scene, position):
        return []
    end = titles.extent(scene, position, noun_end, limit)
    for mention in scene.within(position + 1, end + 4, "person"):
        if mention.start <= scene.titles.get(mention.start, -_NEXT) + _NEXT:
            return [Agent(mention.entity, position, max(mention.end, end))]
    inner = people.inner(scene, position, noun_end, end)
    name = inner[0] if inner else people.after(scene, end + 1) or people.after(scene, end + 2)
    if name is not None:
        return [Agent(name.entity, position, max(name.end, scene.titles.get(name.start, 0)))]
    if scene.plain.startswith("premiere ministre", position):
        head = scene.authority.named("post", "Premier ministre")
        return [Agent(head, position, noun_end)] if head else []
    label = scene.text[position:end]
    alone = end <= noun_end and not _ALONE.fullmatch(scene.plain, position, end)
    if alone or _CUT.search(label):
        return []
    return [Agent(scene.ledger.entity("org:Post", "post", label, (position, end)), position, end)]


# « le préfet »: the State's one in a place, whichever that is.
_ALONE = re.compile(r"prefete?")
# « les présidents des trois [intercommunalités] »: no title that could stand alone.
_CUT = re.compile(r" (?:des?|du|les|la|le|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d+)$")


def _entrusted(scene: Scene, position: int) -> bool:
    """« opérée par A et déléguée aux préfets »: a participle, no title."""
    bare = scene.plain[max(0, position - 3) : position].endswith((" et ", "et ", ", "))
    return bare and scene.plain.startswith(("delegue a", "deleguee a"), position)


# « le conseil régional des Hauts-de-France », « la Région Occitanie »: a name of its own.
_NAMED_ON = re.compile(r" (?:de la |de l'|du |des |de |d')?[A-ZÉÎ]")


def _collective(scene: Scene, position: int, _limit: int, sorts: frozenset[str]) -> list[Agent]:
    found = collectives.NAMED.match(scene.plain, position)
    cut = found is None or re.match(r" [A-Z]", scene.text[found.end() :][:2])
    # « …, Territoires d'industrie »: a name, and no « territoires ».
    if found is None or cut or "body" not in sorts or scene.mention_at(position):
        return []
    if _NAMED_ON.match(scene.text, found.end()) and bodies.body(scene.words, position):
        return []
    named = collectives.NAMED_BEFORE.fullmatch(found[0]) and _named_elsewhere(scene, found[0])
    if named:
        return [Agent(named, position, found.end())]
    label = collectives.label(scene.text, found)
    entity = scene.ledger.entity("tdi:CollectiveBody", "body", label, found.span())
    return [Agent(entity, position, found.end())]


def _named_elsewhere(scene: Scene, noun: str) -> Entity | None:
    """« la communauté de communes », the one of the name that the text has for such."""
    spans = [
        span
        for found in re.finditer(re.escape(noun) + r"(?= )", scene.plain)
        if (span := bodies.body(scene.words, found.start())) and span[1] > found.end()
    ]
    if len({scene.plain[slice(*span)] for span in spans}) != 1:
        return None
    held = scene.mention_at(spans[0][0])
    if held is not None and held.entity.sort == "body":
        return held.entity
    return scene.ledger.entity("org:Organization", "body", scene.text[slice(*spans[0])], spans[0])


def _person(scene: Scene, position: int, _limit: int, sorts: frozenset[str]) -> list[Agent]:
    if "person" not in sorts or position not in scene.titles:
        return []
    mention = scene.mention_at(position)
    return [Agent(mention.entity, position, scene.titles[position])] if mention else []


def _bare(scene: Scene, position: int, _limit: int, sorts: frozenset[str]) -> list[Agent]:
    """« par Élise Martin »: nobody's title shows her, her first name does."""
    mention = people.bare(scene, position) if "person" in sorts else None
    if mention is None:
        return []
    return [Agent(mention.entity, position, max(mention.end, scene.titles.get(mention.start, 0)))]


_NUMBERED = re.compile(r"(?: (?!(?:19|20)\d\d)\d[\d.,]*)+(?: euros?)?$| le (?:reste|solde)$")


def _body(scene: Scene, position: int, limit: int, sorts: frozenset[str]) -> list[Agent]:
    if "body" not in sorts or position >= limit:
        return []
    span = bodies.body(scene.words, position)
    if span is not None:  # « la Drac 20 000 € et la Région 36 000 »
        span = (span[0], span[0] + len(_NUMBERED.sub("", scene.text[slice(*span)])))
    if span is None or scene.plain[slice(*span)].split()[0] in _NEVER:
        return []
    held = scene.within(span[0], span[1])
    if held and (held[0].start > span[0] or held[0].entity.sort not in sorts):
        cut = held[0].start
        if held[0].entity.sort in {"place", "territory"}:
            cut = span[1]
        span = (span[0], min(cut, span[1]))
        if span[1] - span[0] < 3 or not scene.text[slice(*span)].rstrip()[-1].isalnum():  # noqa: PLR2004
            return []
    label = scene.text[slice(*span)]
    entity = scene.ledger.entity("org:Organization", "body", label, span)
    if not any(m.start == span[0] for m in held):
        scene.add(Mention(*span, entity))
    return [Agent(entity, span[0], _closed(scene, span[1]))]
