"""What a figure is limited to: a part, a region, a unit; and shares of a whole."""

import re
from dataclasses import replace

from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

_STEM = 7
_SHARE = re.compile(
    r" (?:des|de la|du|de l'|d'entre(?: elles| eux)?|de ces|de ses|de leurs|d'|de)"
    r" ?(?P<noun>[\w'-]+)(?P<rest>[^.;()]{0,110})"
)
# « deux tiers de nos emplois »: somebody speaks of the country, not of a programme.
_OURS = re.compile(r" de (?:nos|notre|vos|mes)\b(?! (?:projets|dossiers|actions|programmes?)\b)")
# « le fonds finance 30 % du projet »: of one, whichever it is.
_OF_ONE = re.compile(
    r" (?:du (?:projet|chantier|besoin)|de l'operation|de la depense)\b(?! de loi)"
)
# « 5 % d'un budget communal »: of any, not of one.
_ANY = re.compile(r" d'une? ")
# What a share is of when it describes the country: no fact of a programme unless tied to it.
_SOCIETY = re.compile(
    r"(?:francais(?:es)?|population|habitants?|emplois?|sites|investissements|pib|menages|foyers"
    r"|exportations|salaries|entreprises|communes|territoires?|communautes|elus|femmes|jeunes"
    r"|personnes|industrie|activite|surface|terres|citoyens|valeur|effectifs)"
)
_SHARE_ELIDED = re.compile(
    r" (?P<rest>(?:sont|ont|etaient|seront|concern\w+|issue?s?|port\w+|apport\w+|finance\w*"
    r"|verse\w*|situe\w*)\b[^,.;()]{3,70})"
)
_NO_SHARE = re.compile(
    r"\b(?:hausse|baisse|augment\w+|diminu\w+|reduction|reduire|recul|croissance|taux|progress\w+"
    r"|rabais|remise|tva|inflation|rythme|economies?)(?: [\w'-]+){0,4} (?:de |d'|a )?$"
)
_COST = re.compile(
    r"(?: du (?:cout|montant|prix|budget|salaire|loyer|poste)"
    r"| des (?:couts|depenses|frais)| de (?:tva|reduction))"
)
_INDICATORS: tuple[tuple[str, str], ...] = (
    ("share-of-projects", r"projets?|operations?|actions?|dossiers?"),
    ("share-of-area", r"surfaces?|hectares|superficies?|foncier|terres?|sols?"),
)
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
_DONT = re.compile(r"\bdont ?:? ?(?:au moins |plus d[e'] ?|pres d[e'] ?)?$")
_IN = re.compile(r"(?:\b(?:c'est|en|dans|region|de|du|la|le|l'|aux|a|pour|departement)(?: la| le"
                 r"| les)?(?: region"
                 r"| departement)?(?: de| d'| du| des)?(?: la| l')? ?|[ld]')$")  # fmt: skip
# « Lors de la première vague, … », « A l'issue de la deuxième édition, … ».
WAVE = re.compile(
    r"(?P<wave>\b(?:premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme|derniere?|precedente?"
    r"|[1-9](?:re|er|e|eme)) (?:vague|edition|releve|session|promotion|campagne|tranche|saison"
    r"|appel a projets)\b)"
)
_AMONG = re.compile(r"(?:parmi|sur|de) (?:eux|elles|ceux-ci|celles-ci|ces [\w ]{4,30}), ")
_EACH = re.compile(
    r"\bchaque (?P<noun>territoire|commune|structure|projet|laureate?|entreprise|poste"
    r"|intercommunalite"
    r"|departement|region|maison|dossier|site|collectivite)\b"
    r"(?= [^.;]{0,60}\b(?:recoi|recev|beneficie|percoi|percev|dispose|est|sera|pourra|peut))"
)
_TIME_LED = re.compile(r"\b(?:dès|en|pour|sur|d'ici|avant|fin|l'année|(?:19|20)\d\d)\b")
_AT_THE_START = 60
_LONGEST_LABEL = 9
_BRACKET = re.compile(r"\(\s*(?:dont )?$")


def share(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return indicator, rule, end and start of a share of a whole; rates and rises are none."""
    before = scene.plain[max(sentence.start, quantity.lead - 60) : quantity.lead]
    rate = _RATE.search(before)
    if rate:
        return (
            "share-of-total",
            "figure.rate",
            quantity.end,
            quantity.lead - len(before) + rate.start(),
        )
    if _NO_SHARE.search(before) or _COST.match(scene.plain, quantity.end):
        return None
    found = _SHARE.match(scene.plain, quantity.end, sentence.end)
    if found and _OF_ONE.match(found[0]):
        return None
    if found and (_OURS.match(scene.plain, quantity.end) or _ANY.match(found[0])):
        return None
    if (
        found
        and _SOCIETY.fullmatch(found["noun"])
        and not _tied(scene, quantity, sentence, earlier)
    ):
        return None
    if found:
        return _of(found["noun"]), "figure.share", _cut(scene, found), quantity.lead
    funded = _FUNDED.search(before)
    if funded:
        phrase = _PAID.match(scene.plain, quantity.end, sentence.end)
        paid = phrase and phrase[0].startswith(" par ")
        if not paid and not scene.within(sentence.start, sentence.end, "scheme", "body"):
            return None
        end = phrase.end() if phrase else quantity.end
        start = quantity.lead - len(before) + funded.start()
        return "share-of-total", "figure.share-funded", end, start
    return _elided_share(scene, quantity, sentence, earlier)


def _elided_share(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """« 36 % sont en cours », « plus d'un tiers issu de … »: the whole was named before."""
    elided = _SHARE_ELIDED.match(scene.plain, quantity.end, sentence.end)
    if elided is None:
        return None
    end, start = _cut(scene, elided), quantity.lead
    whole = next((f for f in reversed(earlier) if f.quantity.unit == "percent"), None)
    if whole is not None:
        return whole.indicator, "figure.share-elided", end, start
    if any(f.indicator == "land-area" for f in earlier):
        return "share-of-area", "figure.share-of-part", end, start
    if scene.view.blocks[sentence.block].kind == "list-item" and start - sentence.start < _FIRST:
        return "share-of-total", "figure.share-listed", end, start
    counted = next((f for f in reversed(earlier) if f.quantity.unit == "count"), None)
    if counted is not None and _DONT.search(scene.plain, sentence.start, quantity.lead):
        of = "share-of-projects" if counted.indicator.startswith("projects") else "share-of-total"
        return of, "figure.share-of-part", end, start
    if _OF_ALL.match(scene.plain, sentence.start):
        return "share-of-projects", "figure.share-of-part", end, start
    paid = earlier and _GIVEN.match(elided[0])
    return ("share-of-total", "figure.share-of-part", end, start) if paid else None


# A rate that tells how a scheme fares; others are prices, growth or the country's.
_RATE = re.compile(
    r"\btaux (?:moyen )?de (?:satisfaction|realisation|selection|consommation|reussite|couverture)\b"
    r"(?:(?! taux )[^.;]){0,44}(?:de|d'|atteint|a|:) ?(?:pres de |plus de )?$"
)
_OF_ALL = re.compile(
    r"(?:parmi|sur) (?:les|ces|l'ensemble des) (?:\w+ )?(?:projets|dossiers|laureats)"
)
_FIRST = 12
_GIVEN = re.compile(r" (?:apport|finance|verse|port)")
_PAID = re.compile(r"(?: (?:par|du|de la|des|de|la|le|pendant) [^,.;()]{2,60})?")
_FUNDED = re.compile(
    r"\b(?:finance\w*|cofinance\w*|co-finance\w*|pris\w* en charge|subventionne\w*|couvr\w+"
    r"|paye\w*|complet\w+|abonde\w*)"
    r"(?: (?:par [\w' ]{2,30}))? (?:a hauteur de |a |pour )(?:pres de |plus de |au moins )?$"
)


_REACHING = re.compile(
    r"\b(?:permet\w*|couvr\w*|soit|represent\w*|touch\w*|concern\w*|offr\w+|regroup\w*)"
    r"(?: [\w']+){0,4} ?$"
)


def _tied(scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]) -> bool:
    """Tell whether the sentence is about a scheme, whose figures the share goes on with."""
    before = scene.plain[sentence.start : quantity.lead]
    if earlier and _REACHING.search(before):
        return True
    apart = re.search(r"\b(?:alors que|tandis que|quand|or)\b", before)
    return not apart and bool(scene.within(sentence.start, sentence.end, "scheme"))


def _of(noun: str) -> str:
    for indicator, words in _INDICATORS:
        if re.fullmatch(words, noun):
            return indicator
    return "share-of-total"


def _cut(scene: Scene, found: re.Match[str]) -> int:
    """End the phrase before a comma that begins another share, or a second clause."""
    start, end = found.span("rest")
    stop = re.search(r",? (?:et )?\d+ ?%|, (?!des |de |d'|du )| \(", scene.plain[start:end])
    end = start + stop.start() if stop else end
    words = scene.text[found.start() : end].split()
    if len(words) > 17:  # noqa: PLR2004 - with its number, within twenty words
        end = found.start() + len(scene.text[found.start() : end]) - len(" ".join(words[17:]))
    return found.start() + len(scene.text[found.start() : end].rstrip(" ,"))


def scoped(
    scene: Scene, figure: Figure, sentence: Sentence, earlier: list[Figure], offset: int
) -> Figure:
    """Return ``figure`` with what it is limited to and the figure it is part of."""
    quantity = figure.quantity
    before = scene.plain[max(sentence.start, quantity.lead - 16) : quantity.lead]
    part = bool(_DONT.search(before)) or figure.rule == "figure.part"
    bracket = bool(_BRACKET.search(before))
    if quantity.unit == "percent":
        return replace(figure, scope=_named(scene, figure, _whole(earlier), figure.span))
    if (part or bracket) and earlier:
        figure = _part(scene, figure, earlier, offset, bracket=bracket)
    if figure.rule == "figure.instead-of" and earlier:
        return figure
    return figure if figure.scope else replace(figure, scope=_limit(scene, figure, sentence))


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
        stop = re.search(r"[,.;()]| et (?=\d)", scene.plain[start:end])
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
    each = _EACH.search(scene.plain, sentence.start, figure.quantity.lead)
    if each and figure.quantity.unit == "EUR":
        return scene.ledger.entity("skos:Concept", "scope", f"par {each['noun']}", each.span())
    wave = WAVE.search(scene.plain, sentence.start, figure.quantity.lead)
    if wave and wave.start() - sentence.start < _AT_THE_START:
        start, end = wave.span("wave")
        return scene.ledger.entity("skos:Concept", "scope", scene.text[start:end], (start, end))
    if _AMONG.match(scene.plain, sentence.start) and figure.quantity.unit == "count":
        return _named(scene, figure, "", figure.span)
    told = scene.plain[sentence.start : figure.span[1] + 24]
    stage = re.search(r"\b(?:phase de )?(?P<stage>prefigurat\w+)(?!.*\bphase de )", told)
    if stage and figure.indicator == "territories-count":
        return _concept(scene, f"territoires {stage['stage']}")
    return _region(scene, sentence, figure)


# « devant l'Occitanie et la Bretagne »: compared with; « le préfet de la Marne »: not the place.
_COMPARED = re.compile(r"\b(?:devant|derriere|loin de|contre)\b")
_NOT_THERE = re.compile(r"(?:president\w*|prefet\w*|conseil)\b.{0,20}$")


def _region(scene: Scene, sentence: Sentence, figure: Figure) -> Entity | None:
    for mention in scene.within(sentence.start, sentence.end, "place", "territory"):
        if scene.counts_in(figure.quantity.end, mention.start):
            continue
        if _COMPARED.search(
            scene.plain, figure.quantity.end, max(figure.quantity.end, mention.start)
        ):
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
