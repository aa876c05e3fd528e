"""What is part of what, who stands for whom, who benefits."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import openings, subjects
from tdi_graph.extraction.findings import Finding, involvement, link
from tdi_graph.extraction.frames import representing
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_WITHIN = re.compile(
    r"\b(?P<verb>(?:s')?inscri(?:t|te|ts|tes|vent|vant|vait|vaient|ra|ront)|s'inser\w+|deploye\w*|lance\w*"
    r"|cree\w*"
    r"|finance\w*|mis\w* en place|porte\w*"
    r"|prevue?s?|propose\w*|integre\w*|s'integre|soutenue?s?|mis\w* en (?:oe|œ)uvre|nee?s?"
    r"|fait partie"
    r"|font partie|fait partie integrante|issue?s?"
    r"|ouvert\w*|annonce\w*|initie\w*|labellise\w*|elabore\w*|adosse\w*|inclu\w*|opere\w*"
    r"|developpe\w*|releve(?:nt)?|rattache\w*|dote\w* de [^.;:]{3,60}?)"
    r"(?: [\w']+ment| pleinement| egalement| aussi| ainsi)?(?:,? (?:le|en|fin"
    r"|debut|a l'automne|a l'ete|au printemps) [\w ]{0,22}(?:19"
    r"|20)\d\d,?)?(?: pour (?:une duree de )?\w+ (?:ans|mois))?"
    r"(?: par [\w' -]{3,60}?(?:dernier|(?:19|20)\d\d)?)? "
    r"(?:au (?:coeur|cœur) d|dans le cadre(?: d)?|dans la (?:continuite|lignee|dynamique) d"
    r"|au sein d"
    r"|dans|au|a l'|a la|avec(?= l)|d(?=u |e |es |'))"
)
_LINKING = re.compile(
    r"(?:[eu]|es|e la|e l'|'| le| la| l')? ?(?:le |la |l')?(?:(?:vaste |grand )?(?:plan|programme"
    r"|fonds|dispositif|strategie|feuille de route)"
    r"(?: national\w*| gouvernemental\w*| de relance)? )?[«\"]? ?$"
)
_CONTINUITY = re.compile(r"dans la (?:continuite|lignee|dynamique) d$")
_STRONG = re.compile(
    r"^nee?s? avec$|dans le cadre(?: d)?$|au sein d$|(?:coeur|cœur) d$|partie d$|partie"
    r" integrante d$|issue?s? d$"
)
_HOST = re.compile(
    r"\b(?P<head>dispositif|mesure|volet|appel a projets|appel a manifestation d'interet"
    r"|programme|operation|action"
    r"|axe|enveloppe|fonds|label)(?: (?:dediee?|specifique|nouve(?:au|lle)))?"
    r" (?:du plan |du programme |de |du )?$"
)
_VOLET = re.compile(r",? ?(?:un |une |le |la |l'un des |l'une des |premier |nouveau )?(?:volets?"
                    r"|mesures?|declinaison|axes?|dispositifs?|programmes?|outils?"
                    r"|composantes?|piliers?)(?: \w+)? (?:du|de la|de l'|de|d')(?: (?:plan"
                    r"|programme|fonds"
                    r"|dispositif))? ?[«\"]? ?$")  # fmt: skip
_QUOTED_PART = re.compile(r",? [«\"] ?")
_BENEFITS = re.compile(
    r"\b(?P<verb>beneficie(?:nt|ra|ront)?|a beneficie|ont beneficie|laureat\w*|beneficiaires?"
    r"|labellise\w*)"
    r"(?: ainsi| egalement| deja)? (?:du|de la|de l'|des|de|d'|au titre du)(?: (?:programme"
    r"|dispositif|plan|fonds|label"
    r"|appel a projets))? ?[«\"]? ?$"
)
_NEAR = 140


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the links between schemes, and those of persons and partners to others."""
    for mention in scene.mentions:
        if mention.entity.sort != "scheme":
            continue
        sentence = scene.sentence_at(mention.start)
        if sentence is None:
            continue
        yield from _part(scene, mention, sentence)
        yield from _named_in(scene, mention, sentence)
        yield from _whole_of(scene, mention)
        if mention.entity.type == "tdi:Phase":
            yield from _phase_of(scene, mention)
        yield from _benefits(scene, mention, sentence)
    yield from representing.find(scene)


def _part(scene: Scene, whole: Mention, sentence: Sentence) -> Iterator[Finding]:
    """« X est inscrit au cœur de Y », « déployée dans le cadre de Y », « X, volet de Y »."""
    before = scene.plain[max(sentence.start, whole.start - _NEAR) : whole.start]
    kind = _KIND_OF.search(before)
    if kind:
        yield from _copula(scene, whole, sentence, kind, before)
        return
    volet = _VOLET.search(before)
    at = whole.start - len(before)
    if volet:
        part = scene.within(sentence.start, at + volet.start() + 1, "scheme")
        close = part and at + volet.start() - part[-1].end <= 3  # noqa: PLR2004
        if part and close:
            yield _part_link("relation.part.volet", part[-1].entity, whole, part[-1].start)
        return
    yield from _inside(scene, whole, sentence, before)


def _inside(scene: Scene, whole: Mention, sentence: Sentence, before: str) -> Iterator[Finding]:
    """« X est inscrit au cœur de Y », « X, déployée dans le cadre de Y et de Z »."""
    at = whole.start - len(before)
    found = None
    for found in _WITHIN.finditer(before):  # noqa: B007 - the last one counts
        pass
    if found is None or not _LINKING.fullmatch(before, found.end()):
        return
    if not (
        _STRONG.search(found[0])
        or re.match(r"(?:s'|.*inscri|.*integre|.*adosse|releve|rattache)", found["verb"])
    ):
        return
    verb_at = at + found.start()
    if found["verb"].startswith("issu") and _AMOUNT.search(before, 0, found.start()):
        return
    part_ = _part_of(scene, verb_at, sentence, found["verb"])
    if part_ is not None and not _CONTINUITY.search(found[0]):
        for each in (whole, *_also(scene, whole)):
            wider = part_[0].type == "tdi:Plan" != each.entity.type
            if part_[0].iri != each.entity.iri and not wider:
                yield _part_link("relation.part", part_[0], each, part_[1])


# « 12 millions d'euros issus du fonds X »: the money is, no scheme.
_AMOUNT = re.compile(r"(?:€|euros|millions|milliards|credits)(?: par an)?,? ?$")
_AND = re.compile(
    r" ?[»\"]? et d(?:u |e la |e l'|es |e |')(?P<head>(?:plan|programme|fonds"
    r"|dispositif) )?(?:[«\"] ?)?"
)


def _also(scene: Scene, whole: Mention) -> list[Mention]:
    """« dans le cadre du plan Y et du programme Z »: Z too."""
    found = _AND.match(scene.plain, whole.end)
    starts = (found.end(), found.start("head")) if found else ()
    other = next((m for at in starts if (m := scene.mention_at(at)) is not None), None)
    return [other] if other is not None and other.entity.sort == "scheme" else []


_KIND_OF = re.compile(
    r"(?:(?P<is>\b(?:est|sont|constitue|represente|forme) (?:l'un[e]? des |un des |une des |un "
    r"|une |la |le |l'))"
    r"|(?P<this>\b(?:ce|cet|cette) ?))(?:\w+ )?(?:outils?|dispositifs?|mesures?|volets?|axes?"
    r"|piliers?|composantes?|declinaisons?"
    r"|actions?|leviers?|programmes?|fonds|initiatives?|appels? a projets|traductions?"
    r"|prolongements?"
    r"|briques?)(?: \w+(?:al|aux|ale|ales|el|elle|ifs?|ive|aire|iere)s?)?(?: de la"
    r" (?:deuxieme |seconde"
    r" |premiere )?phase(?: \w+)?)?"
    r" (?:de|du|d')(?: (?:la|l'|plan|programme|fonds|dispositif|feuille de route"
    r"|strategie|politique))* ?[«\"]? ?$"
)


def _copula(
    scene: Scene, whole: Mention, sentence: Sentence, kind: re.Match[str], before: str
) -> Iterator[Finding]:
    """« X est un dispositif de Y », « ce dispositif du plan Y »."""
    at = whole.start - len(before) + kind.start()
    if kind["is"]:
        named = subjects.antecedent(scene, at, sentence)
        stood = subjects.anaphor(scene, sentence.start, at + 1)
        part = (
            stood if stood is not None and (named is None or stood.start > named.start) else named
        )
    else:
        part = subjects.anaphor(scene, at, at + len(kind[0]) - 3)
    if part is not None and part.entity.iri != whole.entity.iri:
        yield _part_link("relation.part.kind", part.entity, whole, min(part.start, at))


def _part_of(
    scene: Scene, verb_at: int, sentence: Sentence, verb: str
) -> tuple[Entity, int] | None:
    feminine = None
    if verb.startswith("cree"):  # « créé » has two
        feminine = verb.startswith("creee")
    elif verb.endswith(("ee", "ees", "ite", "ise")):
        feminine = True
    elif verb.endswith("e") and not verb.startswith("s'"):
        feminine = False
    opening = openings.subject(scene, verb_at, sentence)
    if opening is not None:
        return opening.entity, verb_at
    near = scene.masked(sentence.start, verb_at)
    if re.search(
        r"\b(?:projets|actions|entreprises|dossiers|plans d'actions?|emplois|logements|communes"
        r"|villes)\b[^«]{0,90}$",
        near,
    ):
        return _via(scene, verb_at, sentence)
    named = subjects.antecedent(scene, verb_at, sentence, feminine=feminine)
    stood = subjects.anaphor(scene, sentence.start, verb_at)
    if stood is not None and (named is None or stood.start > named.start):
        said = stood.entity.type != "tdi:Plan" or stood.shown
        return (stood.entity, stood.start) if said else None
    if named is not None and named.entity.type == "tdi:Plan" and named.score < 1:
        return None
    return (named.entity, verb_at) if named else None


def _via(scene: Scene, verb_at: int, sentence: Sentence) -> tuple[Entity, int] | None:
    """« projets soutenus dans le cadre de Y, via le fonds X »: X is part of Y."""
    for mention in scene.within(verb_at, min(sentence.end, verb_at + 160), "scheme"):
        before = scene.plain[max(verb_at, mention.start - 24) : mention.start]
        if re.search(
            r"\b(?:via|a travers|grace au?x?|au titre du)(?: le| la| l')? ?(?:fonds "
            r"|dispositif )?[«\"]? ?$",
            before,
        ):
            return mention.entity, verb_at
    return None


def _part_link(rule: str, part: Entity, whole: Mention, start: int) -> Finding:
    low, high = min(start, whole.start), whole.end
    return link(rule, part, "dcterms:isPartOf", whole.entity, spans=((low, high),))


_PHASE_OF = re.compile(r" (?:du|de|a l'ensemble des?) ?(?:programme |plan |dispositif )?[«\"]? ?")


def _phase_of(scene: Scene, phase: Mention) -> Iterator[Finding]:
    """« la phase de préfiguration du programme X », « le temps II du programme X »."""
    found = _PHASE_OF.match(scene.plain, phase.end)
    whole = scene.mention_at(found.end()) if found else None
    if whole is not None and whole.entity.sort == "scheme" and whole.entity != phase.entity:
        yield _part_link("relation.part.phase", phase.entity, whole, phase.start)


def _whole_of(scene: Scene, part: Mention) -> Iterator[Finding]:
    """« le volet forestier de France Relance » is part of France Relance."""
    inner = scene.authority.gazetteer.inside(scene.words, part.start, part.end)
    if (
        inner is not None
        and inner.entity.iri != part.entity.iri
        and scene.plain.startswith("volet", part.start)
    ):
        whole = _PREDICATE.search(scene.plain, max(0, part.start - _NEAR), part.start)
        held = scene.covering(whole.start() - 1) if whole else None
        own = held if held is not None and held.entity.sort == "scheme" else part
        span = (own.start, part.end)
        yield link(
            "relation.part.strand", own.entity, "dcterms:isPartOf", inner.entity, spans=(span,)
        )


# « X est le volet « … » du plan Y »: X is.
_PREDICATE = re.compile(r"(?<=\w)(?= ?»? (?:est|constitue|forme|devient) (?:le|l'un des|un des) $)")


def _named_in(scene: Scene, whole: Mention, sentence: Sentence) -> Iterator[Finding]:
    """« le dispositif France 2030 « Rebond industriel » »: the quoted one is part of the other."""
    gap = _QUOTED_PART.match(scene.text, whole.end)
    if gap is None:
        return
    part = scene.mention_at(gap.end())
    before = scene.plain[max(sentence.start, whole.start - 44) : whole.start]
    head = _HOST.search(before)
    if part is None or part.entity.sort != "scheme" or head is None:
        return
    end = part.end + 2 if scene.text[part.end : part.end + 2] == " »" else part.end
    span = (whole.start - len(before) + head.start("head"), end)
    yield link("relation.part.named", part.entity, "dcterms:isPartOf", whole.entity, spans=(span,))


def _benefits(scene: Scene, scheme: Mention, sentence: Sentence) -> Iterator[Finding]:
    before = scene.plain[max(sentence.start, scheme.start - _NEAR) : scheme.start]
    found = _BENEFITS.search(before)
    if found is None:
        return
    at = scheme.start - len(before) + found.start()
    cut = len(scene.plain[sentence.start : at].rstrip(" ,")) + sentence.start
    for mention in scene.within(sentence.start, cut, "body", "territory"):
        if mention.entity.type != "tdi:CollectiveBody" and cut - mention.end <= 1:
            span = (mention.start, scheme.end)
            yield involvement(
                "relation.benefits", "benefiting", mention.entity, scheme.entity, spans=(span,)
            )
