"""Whom a scheme benefits, by name: « parmi les lauréats, A (Lot), B et C », « A, lauréat de X ».

Firms and places that no list knows are taken for what stands in such a place, and only there.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tdi_graph.extraction import subjects
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_CAPITAL = r"[A-ZÀÂÉÈÊÎÔÛŒ][\w'&.-]*\w"
_LINK = r"(?:(?:de la|de l'|de|du|des|d'|la|le|les|en|sur|sous|aux?|&) ?)"
_COMMUNITY = rf"Communauté (?:de communes|d['’]agglomération) {_LINK}{{0,2}}"
_NAME = rf"(?:{_COMMUNITY})?{_CAPITAL}(?: (?:{_LINK}{{0,2}}){_CAPITAL})*"
# Nouns before a name that are none of it: « le bassin de Fumel-Lémance ».
_LEFT_OUT = (
    r"(?:(?:bassin|territoire|commune|ville|agglomération|pays) (?:de la |de l'|du |des |de |d')?"
    r"|(?:entreprise|société|groupe|association|PME|start-up) )"
)
_ONE = re.compile(
    rf"(?:les? |la |l'|un |une |L(?:['’]|[ae]s? )(?=[a-z]))?{_LEFT_OUT}?"
    rf"(?P<name>(?:(?!bassin|territoire|entreprise)[a-zé]{{5,14}} (?:de la |de l'|du |des |de"
    rf" |d')?)?"
    rf"{_NAME})(?: ?\([^()]{{2,40}}\))?"
)
_NEXT = re.compile(
    r"(?:, (?![lL][ea] |les |l')[a-zé][^,.;:()]{6,80})?(?:, ou encore |, et |, | et | ou"
    r" encore | ou"
    r" |, puis | ainsi que )(?=[\w])"
)
WON = r"(?:laureate?s|beneficiaires|heureux elus|elus|retenue?s|selectionnee?s|gagnants)"
_AMONG = Hinged(
    rf"\b(?:parmi (?:les|ces|nos|ses) [^:.;,]{{0,50}}?{WON}\b[^:.;,]{{0,40}}?"
    r"(?: figurent(?: notamment)? | ?: |, (?:on (?:trouve|compte|retrouve) )?)"
    r"|(?:^|[.;] |\n)parmi (?:eux|elles) ?: (?=[^\W\d])"
    rf"|\b\d+ (?:\w+ )?laureate?s?\b[^:.;,]{{0,70}}? ?: "
    r"|(?:ont ete|sont) (?:choisi|retenu|selectionne|designe|labellise)e?s\b[^:.;,]{0,40}?,? "
    r"(?:comme|dont|notamment|parmi lesquel(?:le)?s) )",
    {"parmi ": 2, "laureat": 48, "ont ete ": 0, "sont ": 0},
)
_WHOM = re.compile(r",? dont beneficie(?:nt)? (?=\w)")
_GOT = re.compile(
    r" (?:a|ont) (?:touche|recu|decroche|obtenu)(?: deja| ainsi)? (?:une (?:aide|subvention)"
    r" de )?(?=\d[\d ,.]*(?:m?€|k€|euros|millions?))"
)
_AID = Hinged(
    r"\d[\d ,.]*(?:€|m€|k€|euros|millions? d'euros) (?:d'aides?|de subventions?)"
    r" (?:d(?:u |e la |e l'|e )|au titre d(?:u |e la |e )) ?[«\"]? ?",
    {" d'aide": 40, " de subvention": 40},
)
_BEFORE, _SIGN, _ARTICLE = 70, 3, 4
_OPEN = re.compile(r"[•·–>→*\"« -]*")
_BENEFICIAL = frozenset({"tdi:Programme", "tdi:Measure", "tdi:Fund"})
_PUBLIC = frozenset({"tdi:Agency", "tdi:Administration", "tdi:Ministry", "tdi:CollectiveBody"})
_HEADER = re.compile(rf"\b{WON}\b[^.;:]{{0,60}}:\s*$")
_ITEM_END = re.compile(r"\*{0,2} ?(?:\(|[–:-] )")
# « • Val de Loue – Jura Nord (Bourgogne-Franche-Comté) »: one name of two places.
_TWO_PLACES = re.compile(
    rf"(?P<name>{_NAME} [–-] {_NAME})\*{{0,2}} ?\([^()]{{3,40}}\)(?: ?[;.,]|\s*$)"
)


class Winner(NamedTuple):
    """Whom a text names as a beneficiary, and where."""

    entity: Entity
    start: int
    end: int


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those whom the text names as winners or beneficiaries of a scheme."""
    yield from _among(scene)
    yield from _whom(scene)
    yield from _got(scene)
    yield from _items(scene)


def _among(scene: Scene) -> Iterator[Finding]:
    """« Parmi les lauréats, A (Lot), B ou encore C »."""
    for found in scene.matches(_AMONG):
        sentence = scene.sentence_at(found.end())
        if not sentence or ("parmi e" in found[0] and not _chosen_before(scene, sentence)):
            continue
        listed = _listed(scene, found.end(), sentence.end)
        thing = _thing(scene, found.start(), found.end(), sentence) if listed else None
        start = listed[0].start if listed and "parmi e" in found[0] else found.start()
        if thing is not None:
            yield from (benefits(one, thing, (start, one.end)) for one in listed)


def _chosen_before(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether the sentence before is about those who were chosen: « Parmi eux : A, B »."""
    earlier = scene.sentences[max(0, scene.index_at(sentence.start) - 1)]
    return bool(_CHOSEN.search(scene.plain, earlier.start, earlier.end))


_CHOSEN = re.compile(rf"\b(?:{WON}|labellisee?s)\b")


def _whom(scene: Scene) -> Iterator[Finding]:
    """« le programme X, dont bénéficie A »."""
    for found in scene.matches(_WHOM, "dont benefici"):
        held = list(scene.within(max(0, found.start() - _BEFORE), found.start(), "scheme"))
        if not held or scene.text[held[-1].end : found.start()].strip(' »",'):
            continue
        for one in _listed(scene, found.end(), found.end() + _BEFORE):
            yield benefits(one, held[-1].entity, (held[-1].start, one.end))


def _got(scene: Scene) -> Iterator[Finding]:
    """« … du fonds X. A a touché 420 000 euros », « A : …, 380 000 € d'aide du fonds X »."""
    for found in scene.matches(_GOT, " touche", " recu", " decroche", " obtenu"):
        sentence = scene.sentence_at(found.start())
        one = before(scene, sentence.start, found.start()) if sentence else None
        if sentence is None or one is None or one.start - sentence.start > _ARTICLE:
            continue
        index = max(0, scene.index_at(sentence.start) - 1)
        near = scene.within(scene.sentences[index].start, sentence.end, "scheme")
        funds = {m.entity for m in near if m.entity.type in {"tdi:Fund", "tdi:Measure"}}
        if len(funds) == 1:
            yield benefits(one, funds.pop(), (one.start, found.end()))
    for aid in scene.matches(_AID):
        sentence, payer = scene.sentence_at(aid.start()), scene.mention_at(aid.end())
        if sentence is None or payer is None or payer.entity.type not in _BENEFICIAL:
            continue
        item = opening(scene, sentence)
        if item is not None:
            yield benefits(item, payer.entity, (item.start, payer.end))


def _items(scene: Scene) -> Iterator[Finding]:
    """« Les lauréats : » and below, an item for each."""
    for index, sentence in enumerate(scene.sentences[:-1]):
        if ":" not in scene.plain[sentence.end - _SIGN : sentence.end]:
            continue
        header = _HEADER.search(scene.plain, sentence.start, sentence.end)
        following = scene.sentences[index + 1]
        if header is None or scene.kind(following) != "list-item":
            continue
        thing = _thing(scene, header.start(), sentence.end, sentence)
        for item in scene.sentences[index + 1 :]:
            if thing is None or scene.kind(item) != "list-item":
                break
            one = opening(scene, item)
            if one is not None:
                yield benefits(one, thing, (one.start, one.end))


def opening(scene: Scene, sentence: Sentence) -> Winner | None:
    """Return the name that a line begins with, what is said of it set apart by a sign."""
    opening = _OPEN.match(scene.text, sentence.start, sentence.end)
    start = opening.end() if opening else sentence.start
    bold = _TWO_PLACES.match(scene.text, start, sentence.end)
    if bold is not None:
        return winner(scene, *bold.span("name"))
    found = _ONE.match(scene.text, start, sentence.end)
    if found is None or not _ITEM_END.match(scene.text, found.end("name"), sentence.end):
        return None
    return winner(scene, *found.span("name"))


def _thing(scene: Scene, start: int, end: int, sentence: Sentence) -> Entity | None:
    own = [m.entity for m in scene.within(start, end, "scheme")]
    if own:
        return own[-1] if own[-1].type in _BENEFICIAL else None
    return told(scene, start, sentence)


def what_is_won(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return what the heading ``sentence`` of a list of winners is about."""
    return _thing(scene, sentence.start, sentence.end, sentence)


def told(scene: Scene, position: int, sentence: Sentence) -> Entity | None:
    """Return what there is to win: the measure or fund last named in the paragraph, or its topic.

    « Quatre Territoires d'industrie entrent dans le dispositif X. Parmi les élus, … »: X.
    """
    index = scene.index_at(position)
    while index:
        earlier = scene.sentences[index - 1]
        asked = scene.text[: earlier.end].endswith("?")
        if earlier.block != sentence.block and not asked:
            break
        index -= 1
        if asked:
            break
    near = scene.within(scene.sentences[index].start, position, "scheme")
    won = [m.entity for m in near if m.entity.type in {"tdi:Measure", "tdi:Fund"}]
    if won:
        return won[-1]
    about = subjects.of_clause(scene, position, sentence)
    if about is not None and about.entity.type in _BENEFICIAL:
        return about.entity
    return _won_earlier(scene, position)


# « les lauréats de l'appel à projets « X » »
_WINNERS_OF = re.compile(rf"\b{WON} [^.;:]{{0,24}}?d[eu'][^.;:]{{0,50}}$")
_FAR_BACK, _NEAR = 6000, 90


def _won_earlier(scene: Scene, position: int) -> Entity | None:
    """Return the scheme whose winners the text spoke of last."""
    low = max(0, position - _FAR_BACK)
    for mention in reversed(scene.within(low, position, "scheme")):
        near = max(0, mention.start - _NEAR)
        if mention.entity.type in _BENEFICIAL and _WINNERS_OF.search(
            scene.plain, near, mention.start
        ):
            return mention.entity
    return None


def _listed(scene: Scene, position: int, limit: int) -> list[Winner]:
    listed: list[Winner] = []
    while found := _ONE.match(scene.text, position, limit):
        one = winner(scene, *found.span("name"))
        if one is None:
            break
        listed.append(one)
        then = _NEXT.match(scene.text, found.end(), limit)
        if then is None:
            break
        position = then.end()
    return listed


def at(scene: Scene, position: int, limit: int) -> Winner | None:
    """Return the one whose name begins at ``position``."""
    found = _ONE.match(scene.text, position, limit)
    return winner(scene, *found.span("name")) if found else None


def before(scene: Scene, low: int, position: int) -> Winner | None:
    """Return the one whose name, and no more than an aside, ends at ``position``."""
    low = max(low, position - _BEFORE)
    for start in _START.finditer(scene.text, low, position):
        found = _ONE.match(scene.text, start.start(), position)
        if found is not None and found.end() == position:
            first = _FIRST_PLACE.search(scene.text, low, found.start("name"))
            return winner(scene, first.start() if first else found.start("name"), found.end("name"))
    return None


_FIRST_PLACE = re.compile(rf"(?<![\w'-]){_NAME} [–-] $")
_START = re.compile(r"(?<![\w'-])(?=[a-zéA-ZÀÂÉÈÊÎÔÛŒ])")


def winner(scene: Scene, start: int, end: int) -> Winner | None:
    """Return the body or the place called so; no person, scheme or public agency."""
    label = scene.text[start:end]
    first = scene.plain[start:end].split()[0]
    if first in _NOT_NAMES or label.isupper():
        return None
    for mention in scene.within(start, end):
        public = mention.entity.known and mention.entity.type in _PUBLIC
        if mention.entity.sort in {"person", "scheme", "post"} or public:
            return None
        if mention.start == start and mention.end == end:
            return Winner(mention.entity, start, end)
    return Winner(scene.ledger.entity("org:Organization", "body", label, (start, end)), start, end)


_NOT_NAMES = frozenset({
    "il", "elle", "on", "nous", "vous", "ils", "elles", "parmi", "dans", "avec", "selon", "pour",
    "ce", "cette", "ces", "sur", "depuis", "notre", "votre", "en", "au", "aux", "total", "les",
    "aide", "aides", "montant", "cout", "projet", "subvention", "budget", "investissement",
})  # fmt: skip


def benefits(one: Winner, thing: Entity, span: tuple[int, int]) -> Finding:
    """Return the finding that ``one`` benefits of ``thing``, as the words of ``span`` say."""
    return involvement("relation.winner", "benefiting", one.entity, thing, spans=(span,))
