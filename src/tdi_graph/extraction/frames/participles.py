"""Events that a participle tells: « lancé par X le … », « initié en 2018 »."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tdi_graph.extraction import agents, clauses, modality, openings, subjects
from tdi_graph.extraction.frames import apposing, event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.tokens import plain
from tdi_graph.extraction.view import Sentence

_FAR, _NEAR, _CLOSE, _REACH = 110, 60, 3, 40
_VERB = (
    r"(?P<verb>(?:(?:lanc|initi|cre|annonc|present|inaugur|renouvel|sign|devoil|prolong|adopt"
    r"|institu|engag|relanc|experiment|generalis)e|reconduit|elargi(?!r)"
    r"|mis(?=e?s? en (?:place|oeuvre|œuvre)))(?P<f>e?)s?"
    r"(?: en (?:place|oeuvre|œuvre))?)"
)
_PARTICIPLE = Indexed(rf"\b(?=[acdegilmprs]){_VERB}\b")
_ADVERB = re.compile(r"(?: officiellement| conjointement)?")
# Somebody, or a time, follows.
_THEN = re.compile(
    r",? (?:a l'\w+ |au \w+ |a [a-z-]{3,24}(?= (?:le|en) ) )?"
    r"(?:par|le|en|au|ce|des|debut|mi-|courant|a la|aujourd'hui"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di"
    r"|fin|pour un|depuis|a l'|lors|il y a|hier)\b|, le |,? mi-"
)
# « le programme X a été officiellement lancé », whatever follows
_HAS_BEEN = re.compile(r"\b(?:(?:a|ont) ete|vien(?:t|nent) d'etre) (?:[\w']+ment )?$")
# « la relance », « il annonce »: no participle, which has its accent.
_UNACCENTED = re.compile(r"reconduit|elargi|mis")
_BY = re.compile(r"(?: [\w']+ment)? (?:par |a l'initiative (?:conjointe )?d(?:e |u |'|es ))")
_LATE_BY = re.compile(rf"(?:,? (?:a|au|aux|en|dans|chez) [\w' -]{{3,40}}?)?,?{_BY.pattern}")
_HAVING = re.compile(
    r"\b(?:soi(?:t|ent)|a|ont|avait|avaient|avons|ai|ayant|avoir)"
    r"(?: [\w']+ment| ainsi| egalement| deja)? $"
)
# « n'est pas reconduite en 2025 », « ne seraient plus financés »: it did not happen.
_NOT = re.compile(r"\bn(?:e |')[\w' ]{1,24}? (?:pas|plus|jamais)(?: [\w']+){0,2} $")
_SAME_DAY = re.compile(
    r"(?:(?:le|ce|du|de|en|des|au|a|l'\w+|\w+di|mois|mi-?|courant|debut|fin|la|printemps|automne|hiver"
    r"|ete),? ?){0,6}"
    r"|pour un[e]? [\w ]{3,24}\(|a [a-z-]{3,24},? (?:le|en|des) ?"
)
_WINNERS = re.compile(r"\b(?:noms?|listes?|laureate?s|resultats) (?:des? |du |d')[^,.;:]{0,60}$")
_OTHER_THINGS = re.compile(
    r"\b(?:projets?|appels? a|entreprises?|travaux|actions|conventions?|contrats?|enveloppe|somme"
    r"|rapport|etude)\b[^«]{0,40}$"
)
# « le bilan présenté par », « la feuille de route présentée »: of what stands right before.
_OWN_NOUN = re.compile(
    r"\b(?:du |de la |de l'|des |les? |la |l'|une? |ce |cette |son |sa |au )"
    r"(?:bilan|rapport|liste|carte|etude|bilans|rapports|feuille de route|projet de loi|decret"
    r"|budget|resultats|chiffres|calendrier|guide|schema|diagnostic|contrat|accord"
    r"|point d'etape|etat des lieux|enquete|barometre|avis|evaluation|synthese|classement|tableau"
    r"|note|cartographie|dossier|amendement)"
    r"(?:,? | (?:a|ont) ete | (?:est|sont|sera|seront) )(?:[\w']+ment )?$"
)
_FINITE = re.compile(
    r" (?:a ete|ont ete|est|sont|sera|seront|avait ete|vient d'etre|viennent d'etre)"
    r"(?: [\w']+ment| ainsi| egalement)? $"
)
_STAGE = re.compile(
    r"\b(?P<stage>phase de (?:prefiguration|deploiement|generalisation|experimentation))\b"
)
_COORDINATED = re.compile(r"[\w ,']{0,40}\b(?:et|puis) ")


def find(scene: Scene) -> Iterator[Event]:
    """« lancé par X le … », « initié en 2018 », « présenté en septembre dernier »."""
    for found, after, been in _verbs(scene):
        sentence, named = scene.sentence_at(found.start()), happenings.noun(found["verb"])
        before = scene.plain[max(0, found.start() - _REACH) : found.start()]
        if sentence is None or named is None or _HAVING.search(before) or _NOT.search(before):
            continue
        role, noun = named
        by = _BY.match(scene.plain, after)
        doers = agents.listed(scene, by.end(), sentence.end) if by else []
        end = doers[-1].end if doers else after
        if by and not doers:
            continue
        time = _following(scene, end, sentence)
        late = _LATE_BY.match(scene.plain, time.end) if time and not doers else None
        if late:
            doers = agents.listed(scene, late.end(), sentence.end)
        thing = _thing(scene, found, sentence)
        bare = time is None and not doers and not been
        if thing is None or bare or role == "signing":
            continue
        if time is None and role not in {"launching", "presenting"}:
            continue
        entity = event.named(scene, happenings.of_entity(noun, thing), (found.start(), end))
        span = (found.start(), max(time.end if time else end, doers[-1].end if doers else end))
        status = modality.of(scene.plain[max(sentence.start, found.start() - 24) : found.start()])
        yield Event("event.participle", entity, span, time, role, tuple(doers), thing, status)


class Form(NamedTuple):
    """A participle, and where what follows it begins; ``been``: « a été lancé »."""

    verb: re.Match[str]
    end: int
    been: bool


def _verbs(scene: Scene) -> Iterator[Form]:
    """Yield the participles that may make an event."""
    for found in _PARTICIPLE.finditer(scene.words):
        if not _UNACCENTED.match(found["verb"]) and "é" not in scene.text[slice(*found.span())]:
            continue
        adverb = _ADVERB.match(scene.plain, found.end())
        end = adverb.end() if adverb else found.end()
        low = max(0, found.start() - _FAR)
        been = bool(_HAS_BEEN.search(scene.plain, low, found.start()))
        if been or _THEN.match(scene.plain, end):
            yield Form(found, end, been)


def _thing(scene: Scene, found: re.Match[str], sentence: Sentence) -> Entity | None:
    """Return what was launched, presented …, None where another thing than a scheme was."""
    start = found.start("verb")
    low = max(sentence.start, start - _NEAR)
    finite = _FINITE.search(scene.plain, low, start)
    near = finite.start() if finite else start
    calls = scene.within(low, near, "scheme")
    beside = bool(calls) and near - calls[-1].end <= _CLOSE
    lead = scene.plain[max(low, calls[-1].start - _CLOSE) : calls[-1].start] if beside else ""
    own = beside and not _OF.search(lead)
    others = not own and _OTHER_THINGS.search(scene.plain, low, near)
    if finite is None and _MONEY.search(scene.plain, low, near):
        return None
    if (
        others
        or _OWN_NOUN.search(scene.plain, low, start)
        or _WINNERS.search(scene.plain, low, near)
    ):
        return None
    if calls and found["verb"].startswith("inaugur"):  # « la France services de X » is a house
        return None
    if not beside and _several(scene, found, near):
        return None
    beside_it = calls[-1] if calls and finite is None else None
    thing = _meant(scene, found, sentence, beside_it, finite=finite is not None)
    if finite is None or beside or clauses.stranger(scene, near, sentence) is None:
        return thing
    # « Dans le cadre du plan Y, un fonds a été créé »: no more is said of Y.
    named = {mention.entity for mention in scene.within(sentence.start, near, "scheme")}
    return None if thing in named else thing


def _meant(
    scene: Scene,
    found: re.Match[str],
    sentence: Sentence,
    beside: Mention | None,
    *,
    finite: bool,
) -> Entity | None:
    """Return what a participle is said of: the phrase beside it, a whole, or the subject."""
    start, feminine = found.start("verb"), bool(found["f"])
    own = None if finite else apposing.before(scene, sentence, start, feminine=feminine)
    if own is not None:
        return own.thing
    whole = _whole(scene, beside, found) if beside else None
    return whole or _said_of(scene, found, sentence)


def _whole(scene: Scene, beside: Mention, found: re.Match[str]) -> Entity | None:
    """« le volet forestier du plan Y, présenté par A »: Y is what was presented."""
    gap = scene.plain[beside.end : found.start("verb")].strip(' »"')
    if gap not in {"", ","} or not found["verb"].startswith(("present", "annonc", "devoil")):
        return None
    if found["f"] or not scene.plain.startswith(("volet ", "axe "), beside.start):
        return None
    inner = scene.authority.gazetteer.inside(scene.words, beside.start, beside.end)
    return inner.entity if inner else None


def _said_of(scene: Scene, found: re.Match[str], sentence: Sentence) -> Entity | None:
    """Return the scheme or the stage that a participle is said of."""
    start = found.start("verb")
    opening = openings.subject(scene, start, sentence)
    if opening is not None:
        return opening.entity
    other = clauses.meant(scene, start, sentence)
    if other is not None and not _in_small_letters(scene, other):
        return None
    stage = _STAGE.search(scene.plain, sentence.start, start)
    if stage:
        return _phase(scene, stage.start("stage"), stage.end("stage"))
    named = subjects.antecedent(scene, start, sentence, feminine=bool(found["f"]))
    stood = subjects.anaphor(scene, sentence.start, start)
    if stood is not None and (named is None or stood.start > named.start):
        return stood.entity
    if named is not None:
        return named.entity if start - named.start < 2 * _FAR else None
    return _fronted(scene, start, sentence)


def _in_small_letters(scene: Scene, position: int) -> bool:
    """« Le volontariat territorial … Il a été lancé »: the topic's own name, without capital."""
    label = plain(scene.topic.label) if scene.topic else ""
    found = _ITS_NOUN.match(scene.plain, position)
    return found is not None and label.startswith(found["noun"])


_ITS_NOUN = re.compile(r"(?:le |la |les |l')(?P<noun>\w{4,})")


# « … : 5,9 milliards d'euros engagés au 30 juin »
_MONEY = re.compile(r"(?:euros?|€)(?: de credits?)? $")
_OF = re.compile(r"d(?:u|e|e la|e l'|es|') ?$")


def _several(scene: Scene, found: re.Match[str], near: int) -> bool:
    """« le fonds X, qui complète les aides mises en place par … »: not X, which is one."""
    if not found["verb"].split()[0].endswith("s") or found["verb"].startswith("mis "):
        return False
    return bool(_PLURAL.search(scene.plain, max(0, near - _NEAR), near))


_PLURAL = re.compile(
    r"\b(?:les|des|ces|ses|nos|leurs|plusieurs|certaine?s|\d+|deux|trois|quatre|cinq|six"
    r"|sept|huit|neuf|dix|douze|vingt) (?:(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
    r"|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|premiere?s"
    r"|nouve(?:aux|lles)) )?\w+[sx]\b[^.;:«]{0,44}$"
)


def _phase(scene: Scene, start: int, end: int) -> Entity:
    known = scene.within(start, end, "scheme")
    if known:
        return known[-1].entity
    return scene.ledger.entity("tdi:Phase", "scheme", scene.text[start:end], (start, end))


def _fronted(scene: Scene, start: int, sentence: Sentence) -> Entity | None:
    """« Lancé en 2018 et reconduit en 2023, le programme … »: the subject comes after."""
    if start - sentence.start >= _CLOSE and not _COORDINATED.fullmatch(
        scene.plain, sentence.start, start
    ):
        return None
    for held in scene.within(start, sentence.end, "scheme"):
        if held.entity.type != "tdi:Phase":
            subject = _SUBJECT.search(scene.plain, start, held.start)
            return held.entity if subject else None
    return None


# « …, le vaste programme X »: a subject, as « … pour succéder au dispositif X, l'aide » is none.
_SUBJECT = re.compile(
    r", (?:(?!(?:au|aux|du|des|de|dans|avec|pour|par|sur|via|dont|qui|que|ou|et|a)\b)[\w'-]+ ){0,7}"
    r"(?:a (?:projets|candidatures|manifestation d'interet) )?"
    r"(?:(?:(?<=programme )|(?<=plan )|(?<=label )|(?<=fonds )|(?<=dispositif ))"
    r"(?:des?|du|de la) )?"
    r"[«\"]? ?(?:[dl]')?$"
)


def _following(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    """Return the time that stands right after ``end``."""
    for time in scene.times_in(end, min(sentence.end, end + 40)):
        if event.at(scene, time) and _SAME_DAY.fullmatch(
            scene.plain[end : time.start].lstrip(" ,")
        ):
            return time
    return None
