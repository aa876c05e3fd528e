"""What is paid for, where it is no scheme: « une étude de faisabilité », « le gymnase ».

Only nouns of what costs count, so that « l'État finance la transition » is left alone.
"""

import re

from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.frames import staff
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene

_NOUN = (
    r"(?:etudes?|travaux|chantiers?|renovation|rehabilitation|reconversion|depollution|demolition"
    r"|amenagements?|construction|extension|modernisation|batiments?|locaux|ateliers?|usines?"
    r"|centres?|ecoles?|creches?|halles?|maisons?|bus|vehicules?|navettes?|equipements?"
    r"|ordinateurs|machines|evaluations?|diagnostics?|tiers-lieux?|tiers-lieu|chaufferies?"
    r"|plateformes?|chaines?|lignes?|refuges|pistes?|passerelles?|logements|investissements?"
    r"|postes?|salaires?|remunerations?|formations?|ingenierie|fonciere|gymnases?|bibliotheques?"
    r"|mediatheques?|laboratoires?|hotels? d'entreprises|pepinieres?|incubateurs?|accelerateurs?"
    r"|missions? d'\w+|fonctionnement)"
)
_NOT_MORE = (
    r"(?!(?:et|ou|a|ont|est|sont|sera|seront|qui|que|dont|ou|pour|par|dans|sur|sous|au|aux|en|avec"
    r"|entre|via|lors|pendant|durant|afin|soit|deja|ainsi|egalement|notamment|puis|d'ici|le|la|les|un|une|ce"
    r"|cette|ces|de|du|des|depuis|jusqu|grace|finance\w*|cofinance\w*|pay[eé]\w*|soutenu\w*|couvert\w*|pris\w*"
    r"|porte\w*|subventionne\w*|etait|etaient|fut|moitie|afin|s|y|il|elle"
    r"|appartien\w+|accueill\w+|abrit\w+|recens\w+|compren\w+|reuni\w+|perme\w+|propos\w+)\b)"
)
_MORE = rf"(?: {_NOT_MORE}(?!d')[a-z-]+){{0,2}}"
_OF = rf"(?: (?:de |d')(?!ici|un|une|\d){_NOT_MORE}[a-z-]+| (?:du|des) {_NOT_MORE}[a-z-]+)?"
_THING = rf"(?P<thing>{_NOUN}\b{_MORE}{_OF})"
_DETERMINER = (
    r" ?(?:(?:la moitie )?d(?:e la |u |e l'|es |e (?:son|mon|leur|notre) )|une partie d(?:e"
    r" la |u |e l'|es )|une? |des |les |la |le "
    r"|l'|son |sa |leurs? |ses |ces |cette |ce |plusieurs |quelques |\d+ |"
    r"deux |trois |quatre |cinq |six |sept |huit |neuf |dix |onze |douze |quinze |vingt |trente "
    r"|(?:une )?(?:dizaine|douzaine|quinzaine|vingtaine|trentaine|centaine) (?:de |d'))"
)
_AHEAD = re.compile(rf"{_DETERMINER}(?:\d+ )?(?:nouve(?:au|lle)s? |premiere?s? )?{_THING}")
_BEHIND = re.compile(
    rf"(?:^|[\s'(:,;–-]){_THING}(?: [a-z' -]{{0,60}}?)?(?: \([^()]{{1,40}}\))?"
    r",?(?: (?:est|sont|sera|seront|a ete|ont ete|etait|etaient|avait ete|fut))?(?: [\w']+ment)?"
    r" ?(?:co-?)?$"
)
_BEGINNING = re.compile(rf"(?:\b(?:le|la|les|ce|cette|du|un|une) |\bl'){_THING}")
_PAY = re.compile(r"(?:salaires?|remunerations?|postes?)\b")
_PAY_ALONE = re.compile(r"(?:salaires?|remunerations?|postes?)")
_POSTS = re.compile(r"\bchef(?:fe)?s? de projets?\b")
_BESIDE, _NEXT = 130, 24


def ahead(scene: Scene, position: int, limit: int) -> Agent | None:
    """Return what costs and stands at ``position``, its article passed over."""
    found = _AHEAD.match(scene.plain, position, limit)
    if found is None or _named(scene, found):
        return None
    return _agent(scene, found)


def behind(scene: Scene, start: int, end: int) -> Agent | None:
    """Return what costs and is spoken of right before a participle at ``end``."""
    low = max(start, end - _BESIDE)
    found = None
    for found in _BEHIND.finditer(scene.plain, low, end):  # noqa: B007 - the last one counts
        pass
    if found is None or _named(scene, found) or scene.within(found.end("thing"), end, "scheme"):
        return None
    return _agent(scene, found)


def first(scene: Scene, start: int, end: int) -> Agent | None:
    """Return what costs and begins the words from ``start`` to ``end``, or follows « de »."""
    for found in _BEGINNING.finditer(scene.plain, start, end):
        if not _named(scene, found):
            return _agent(scene, found)
    return None


def _agent(scene: Scene, found: re.Match[str]) -> Agent | None:
    entity = _entity(scene, found)
    return Agent(entity, found.start("thing"), found.end("thing")) if entity else None


def _named(scene: Scene, found: re.Match[str]) -> bool:
    """« le centre des monuments nationaux »: a name, or in one."""
    start, end = found.span("thing")
    proper = scene.text[end : end + 2].strip()[:1].isupper()
    return proper or scene.text[start].isupper() or scene.covering(start) is not None


def _entity(scene: Scene, found: re.Match[str]) -> Entity | None:
    """Return what is paid for; « le poste » alone is that of the posts named before, if any."""
    start, end = _whole(scene, *found.span("thing"))
    if _GENERIC.fullmatch(scene.plain, start, end):
        return None
    if _PAY.match(scene.plain, start):
        posts = _POSTS.search(scene.plain, start, min(len(scene.plain), end + _NEXT))
        held = scene.mention_at(posts.start()) if posts else None
        if held is not None:
            return held.entity
        if posts is None and _PAY_ALONE.fullmatch(scene.plain, start, end):
            return staff.last(scene, start)
        start, end = posts.span() if posts else (start, end)
    return scene.ledger.entity("tdi:Measure", "scheme", scene.text[start:end], (start, end))


# « L'équipement a coûté 2 M€ »: something that was named before by its own name.
_GENERIC = re.compile(r"(?:equipement|batiment|locaux|investissement|centre|maison|fonctionnement)")
# « la plateforme Essor Bois recense … », « les missions d'assistance à maîtrise d'ouvrage »
_NAME = re.compile(r"[^\W\d_]+(?: [A-ZÉÈÊÎÔ][\w'’-]+)+(?= [a-zà-ÿ]+)")
_TO_OWNERS = re.compile(r" à (?:la )?maîtrise d['’]ouvrage")


def _whole(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a thing's name, neither a verb after it nor its complement left."""
    name = _NAME.match(scene.text, start, end)
    end = name.end() if name else end
    to = _TO_OWNERS.match(scene.text, end)
    return start, to.end() if to else end
