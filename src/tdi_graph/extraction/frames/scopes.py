"""What a figure is limited to: a part, a region, a unit, a wave."""

import re
from dataclasses import replace

from tdi_graph.extraction.frames import limits
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

_STEM = 7
_PER = re.compile(
    r"[^,.;]{0,40}?\b(?P<per>chaque annee|par (?:an|annee|mois|jour|semaine|territoire|projet"
    r"|commune|ville"
    r"|site|region"
    r"|departement|habitant|entreprise|logement|poste|emploi|personne|beneficiaire|dossier"
    r"|structure"
    r"|intercommunalite|chef de projet|eleve|place|laureat|bus|structure|espace)|chacune?"
    r"|l'unite|piece)\b"
)
_FOR = re.compile(r" (?:pour|destinees?|destines?|a destination|au profit|en faveur|reserve\w*"
                  r"|dedie\w*)\b"
                  r"(?P<what>[^,.;]{4,110})")  # fmt: skip
DONT = re.compile(r"\bdont ?:? ?(?:au moins |plus d[e'] ?|pres d[e'] ?)?$")
_IN = re.compile(r"(?:\b(?:c'est|en|dans|region|de|du|la|le|les|l'|aux|a|pour|departement)"
                 r"(?: la| le| les)?(?: region"
                 r"| departement)?(?: de| d'| du| des)?(?: la| l')? ?|[ld]')$")  # fmt: skip
# « Lors de la première vague, … », « A l'issue de la deuxième édition, … ».
WAVE = re.compile(
    r"(?P<wave>\b(?:premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme|derniere?|precedente?"
    r"|[1-9](?:re|er|e|eme)) (?:vague|edition|releve|session|promotion|campagne|tranche|saison"
    r"|appel a projets)\b)"
)
_OF_WHAT = re.compile(r"taux (?:moyen )?de \w+")
# « neuf de ces territoires se situent outre-mer »: a part of them, which the verb tells.
_SOME_OF = re.compile(r" de (?:ces|ses|nos|leurs|vos) [\w'-]+(?: de projets?)?(?= )")
_AMONG = re.compile(r"(?:parmi|sur|de) (?:eux|elles|ceux-ci|celles-ci|ces [\w ]{4,30}), ")
_EACH = Indexed(
    r"\bchaque (?P<noun>territoire|commune|structure|projet|laureate?|entreprise|poste"
    r"|intercommunalite"
    r"|departement|region|maison|dossier|site|collectivite)\b"
    r"(?= [^.;]{0,60}\b(?:recoi|recev|beneficie|percoi|percev|dispose|est|sera|pourra|peut))"
)
_TIME_LED = re.compile(r"\b(?:dès|en|pour|sur|d'ici|avant|fin|l'année|(?:19|20)\d\d)\b")
_AT_THE_START, _BESIDE = 60, 30
_LONGEST_LABEL = 9
_BRACKET = re.compile(r"\(\s*(?:dont )?$")


# Shares whose own words name no part: « le fonds en couvre 58 % », « consommé à 92 % ».
_OF_THE_WHOLE = frozenset({"figure.share-of-it", "figure.rate-reached"})


def scoped(
    scene: Scene, figure: Figure, sentence: Sentence, earlier: list[Figure], offset: int
) -> Figure:
    """Return ``figure`` with what it is limited to and the figure it is part of."""
    quantity = figure.quantity
    before = scene.plain[max(sentence.start, quantity.lead - 16) : quantity.lead]
    part = bool(DONT.search(before)) or figure.rule == "figure.part"
    bracket = bool(_BRACKET.search(before))
    if figure.rule in _OF_THE_WHOLE:
        return figure
    if quantity.unit == "percent":
        return _shared(scene, figure, earlier)
    if (part or bracket) and earlier:
        figure = _part(scene, figure, earlier, offset, bracket=bracket)
    if figure.rule == "figure.instead-of" and earlier:
        own = limits.find(scene, figure, sentence, [])
        return replace(figure, scope=figure.scope or own or earlier[-1].scope)
    if figure.scope:
        return figure
    some = _SOME_OF.match(scene.plain, quantity.end) if quantity.unit == "count" else None
    told = told_of(scene, some.end())[1] if some else None
    scope = told or limits.find(scene, figure, sentence, earlier)
    if scope is None and not limits.of_all(scene, figure):
        scope = _limit(scene, figure, sentence)
    return replace(figure, scope=scope) if scope else figure


def _shared(scene: Scene, figure: Figure, earlier: list[Figure]) -> Figure:
    """Limit a share to what its words tell, or those before its brackets."""
    if figure.rule == "figure.share-bracketed":
        span = figure.span[0], figure.quantity.lead - len(" (")
        label = scene.text[slice(*span)].strip()
        return replace(figure, scope=scene.ledger.entity("skos:Concept", "scope", label, span))
    rate = _OF_WHAT.match(scene.plain, figure.core[0])
    span = rate.span() if rate else figure.span
    return replace(figure, scope=_named(scene, figure, _whole(earlier), span))


def _whole(earlier: list[Figure]) -> str:
    percent = [f for f in earlier if f.quantity.unit == "percent"]
    return " projets" if percent and percent[0].indicator == "share-of-projects" else ""


def _part(
    scene: Scene, figure: Figure, earlier: list[Figure], offset: int, *, bracket: bool
) -> Figure:
    same = [i for i, f in enumerate(earlier) if f.quantity.unit == figure.quantity.unit]
    unlike = figure.indicator != earlier[same[-1]].indicator if same else True
    whole = next((i for i in same if earlier[i].base is None), None)
    if whole is not None:
        figure = replace(figure, base=offset + whole)
    if bracket and earlier[-1].scope is not None:
        return replace(figure, scope=earlier[-1].scope)
    if not same or unlike:
        return figure
    return replace(figure, scope=_purpose(scene, figure))


def _purpose(scene: Scene, figure: Figure) -> Entity | None:
    found = _FOR.match(scene.plain, figure.quantity.end)
    start, end = found.span() if found else (figure.quantity.end, figure.quantity.end + 60)
    if found is None:
        stop = re.search(r"[,.;()]| et (?=\d)|\n\W*(?=\d)", scene.plain[start:end])
        end = start + stop.start() if stop else end
    if not content(_TIME_LED.sub("", scene.text[start:end])):
        return None
    return _named(scene, figure, "", (start, end))


def _limit(scene: Scene, figure: Figure, sentence: Sentence) -> Entity | None:
    """Return the region, or « par an », that limits a figure."""
    per = _PER.match(scene.plain, figure.quantity.end, sentence.end)
    if per:
        start, end = per.span("per")
        return scene.ledger.entity("skos:Concept", "scope", scene.text[start:end], (start, end))
    each = _EACH.search(scene.words, sentence.start, figure.quantity.lead)
    if each and figure.quantity.unit == "EUR":
        return scene.ledger.entity("skos:Concept", "scope", f"par {each['noun']}", each.span())
    wave = WAVE.search(scene.plain, sentence.start, figure.quantity.lead)
    early = wave and wave.start() - sentence.start < _AT_THE_START
    wave = wave if early else _wave_after(scene, figure, sentence)
    if wave:
        start, end = wave.span("wave")
        return scene.ledger.entity("skos:Concept", "scope", scene.text[start:end], (start, end))
    if _AMONG.match(scene.plain, sentence.start) and figure.quantity.unit == "count":
        return _named(scene, figure, "", figure.span)
    if figure.indicator == "territories-count":
        stage = _STAGE.search(scene.plain[sentence.start : figure.span[1] + 24])
        if stage:
            return _concept(scene, f"territoires {stage['stage']}")
    return _distributed(scene, sentence, figure) or _region(scene, sentence, figure)


_STAGE = re.compile(r"\b(?:phase de )?(?P<stage>prefigurat\w+)(?!.*\bphase de )")
_LATER = re.compile(
    rf"[^.;:,()\d]{{0,90}}?(?:lors|au terme|a l'issue|au titre) de la {WAVE.pattern}"
)


def _wave_after(scene: Scene, figure: Figure, sentence: Sentence) -> re.Match[str] | None:
    """« 62 territoires ont été sélectionnés lors de la première vague »."""
    return _LATER.match(scene.plain, figure.quantity.end, sentence.end)


# « devant l'Occitanie et la Bretagne »: compared with; « le préfet de la Marne »: not the place.
_COMPARED = re.compile(r"\b(?:devant|derriere|loin de|contre)\b")
# « l'Occitanie (24) »: a part of the figure, not what limits it.
_ITS_PART = re.compile(r" \(\d")
_NOT_THERE = re.compile(r"(?:president\w*|prefet\w*|conseil)\b.{0,20}$")


def _distributed(scene: Scene, sentence: Sentence, figure: Figure) -> Entity | None:
    """« En Corse et en Bretagne, respectivement 4 et 9 territoires »: to each its number."""
    at = scene.plain.rfind("respectivement", sentence.start, figure.quantity.lead)
    if at < 0:
        return None
    places = scene.within(sentence.start, at, "place", "territory")
    numbers = [
        q
        for q in scene.quantities_in(at, sentence.end)
        if not q.rejected and q.unit == figure.quantity.unit
    ]
    rank = next((n for n, q in enumerate(numbers) if q.start == figure.quantity.start), None)
    told = rank is not None and len(places) == len(numbers)
    return places[rank].entity if told and rank is not None else None


def _region(scene: Scene, sentence: Sentence, figure: Figure) -> Entity | None:
    placed = figure.rule in {"figure.placed", "figure.part"}
    start = figure.core[1] if placed else sentence.start
    end = min(sentence.end, start + _BESIDE) if placed else sentence.end
    for mention in scene.within(start, end, "place", "territory"):
        if scene.counts_in(figure.quantity.end, mention.start):
            continue
        if _COMPARED.search(
            scene.plain, figure.quantity.end, max(figure.quantity.end, mention.start)
        ):
            continue
        if _ITS_PART.match(scene.plain, mention.end):
            continue
        before = scene.plain[max(0, mention.start - 30) : mention.start]
        if _IN.search(before) and not _NOT_THERE.search(before):
            return mention.entity
    return None


def _named(scene: Scene, figure: Figure, carried: str, span: tuple[int, int]) -> Entity | None:
    """Return the known scope whose words the phrase has, else one that quotes the phrase."""
    phrase = scene.text[slice(*span)]
    known = _concept(scene, phrase + carried)
    if known is not None:
        return known
    skipped = (
        phrase[figure.quantity.end - span[0] :] if span[0] <= figure.quantity.start else phrase
    )
    words = skipped.split()[:_LONGEST_LABEL]
    label = re.sub(r"^(?:des|de la|du|de l'|de|d'|pour|les) ?", "", " ".join(words)) or phrase
    label = re.sub(r"(?:,? et|,| ou)?(?: \d[^a-z]*)?$", "", label) or label
    return scene.ledger.entity("skos:Concept", "scope", label, span)


def _concept(scene: Scene, phrase: str) -> Entity | None:
    stems = {word[:_STEM] for word in content(phrase)}
    best: tuple[int, Entity | None] = (0, None)
    for concept in scene.authority.of_sort("scope"):
        needed = {word[:_STEM] for word in content(concept.label)}
        if needed <= stems and len(needed) > best[0]:
            best = (len(needed), concept)
    return best[1]


_PHRASE = re.compile(r"(?:(?!,? (?:et|puis) \d)[^,.;:()\n]){0,110}")
# What stands before the part in the phrase: « portent sur », « sont situés dans ».
_VERB = re.compile(
    r"^(?:(?:portent|concernent|relèvent|visent|se trouvent|se situent|bénéficient|(?:ont|auront)"
    r" (?:permis|servi|financé|bénéficié)|(?:sont|seront|ont été)"
    r"(?: \w+[éi]e?s(?= (?:sur|dans|en|à|aux?|de|par|hors)\b))?)\b)? ?"
    r"(?:sur |dans |pour |en (?!cours)|à |aux? |de |d['’])?(?:les |la |le |l['’]|des )?"
)


def told_of(scene: Scene, at: int) -> tuple[int, Entity | None]:
    """Return where the phrase from ``at`` on ends, and the part that it says something of."""
    found = _PHRASE.match(scene.plain, at)
    end = found.end() if found else at
    words = _VERB.sub("", scene.text[at:end].strip())
    label = " ".join(words.split()[:_LONGEST_LABEL])
    return end, scene.ledger.entity("skos:Concept", "scope", label, (at, end)) if label else None
