"""Naming events: verbs made nouns, nouns of events, and how far their phrase goes."""

import re

from tdi_graph.extraction import boundaries, days
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene

NOUNS: tuple[tuple[str, str, str], ...] = (
    ("attending", r"relance", "relance"),
    ("attending", r"experimente", "expérimentation"),
    ("attending", r"generalise", "généralisation"),
    ("attending", r"elargi", "élargissement"),
    ("launching", r"(?:re)?lanc|initi|engag", "lancement"),
    ("launching", r"mis\w* en place", "mise en place"),
    ("attending", r"mis\w* en (?:oeuvre|œuvre)", "mise en œuvre"),
    ("launching", r"cre|institu", "création"),
    ("announcing", r"annonc|revel", "annonce"),
    ("presenting", r"present|devoil", "présentation"),
    ("convening", r"inaugur", "inauguration"),
    ("convening", r"ouv", "ouverture"),
    ("convening", r"clotur|clos|achev|termin", "clôture"),
    ("convening", r"debut|demarr", "démarrage"),
    ("signing", r"sign|paraph", "signature"),
    ("attending", r"act|decid", "décision"),
    ("attending", r"adopt|approuv", "adoption"),
    ("attending", r"publi|rendu", "publication"),
    ("attending", r"celebr", "célébration"),
    ("attending", r"fet", "fête"),
    ("attending", r"rec(?:u|ev)|accueill", "réception"),
    ("launching", r"renouvel", "renouvellement"),
    ("launching", r"prolong", "prolongation"),
    ("launching", r"reconduit", "reconduction"),
    ("convening", r"visit", "visite"),
    ("convening", r"dress", "présentation"),
    ("attending", r"valid", "validation"),
    ("attending", r"vot", "vote"),
    ("attending", r"labellis", "labellisation"),
    ("attending", r"selectionn|retenu", "sélection"),
    ("attending", r"choisi", "choix"),
    ("attending", r"design", "désignation"),
    ("attending", r"remis|decern", "remise"),
    ("attending", r"install", "installation"),
    ("attending", r"supprim", "suppression"),
    ("attending", r"livr", "livraison"),
    ("attending", r"attribu|confi", "attribution"),
    ("attending", r"habilit", "habilitation"),
    ("attending", r"entr\w+ en vigueur", "entrée en vigueur"),
)
_EACH = tuple((role, re.compile(stem), noun) for role, stem, noun in NOUNS)
KIND = (
    r"(?:assemblees? generales?|comites? (?:de pilotage|de lancement|de programmation|de massif"
    r"|de selection|loca(?:l|ux)|departementa(?:l|ux)|technique"
    r"|interministeriels?|nationa(?:l|ux)|de suivi"
    r"|regiona(?:l|ux)|des partenaires|strategique|directeur|syndica(?:l|ux))"
    r"|commissions? permanentes?|conseil (?:national|interministeriel"
    r"|d'administration|des ministres)|congres|salon|sommet|seminaire|forum|assises|semaine"
    r"|journees?"
    r" (?:nationales?|regionales?|d'echanges?|portes ouvertes|des|de la|du|de l')|rencontres?"
    r"|colloque"
    r"|conference(?: nationale| de presse)?|ceremonie|inauguration|deplacement|visite|signature"
    r"|revue (?:de projets|(?:regionale |nationale )?d'acceleration)|edition|job dating|jury"
    r"|nuit(?= des )|fete(?= d[eu] )|reunion publique|petit-dejeuner|hackathon|concertation"
    r"|remise (?:des prix|des trophees)|point d'etape"
    r"|(?:pose de la )?premiere pierre"
    r"|reunion|webinaire|convention nationale|etats generaux|grenelle|tour de france|table ronde"
    r"|atelier)"
)
_RANK = (
    r"(?:(?:\d+ ?(?:er|ere|re|e|eme|nd|nde)|premiere?s?|seconde?s?"
    r"|(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|vingt)iemes?"
    r"|nouvel(?:le)?s?"
    r"|nouveaux?|traditionnelle?|grande?|prochaine?|derniere?) )?"
)
# What opens, ends, is launched or made public, without being a scheme of its own.
TURNING = (
    rf"{_RANK}(?:appels? a (?:projets?|candidatures?|manifestations? d'interets?)|ami|candidatures?"
    r"|phase|vague|releve|session|edition|campagne|concertation|consultation|plateforme|guichet"
    r"|concours|conventions?|contrats?|accords?|chartes?|protocoles?|avenants?|pacte"
    r"|feuille de route|carte|liste|laureats|beneficiaires|rapport|etude|circulaire"
    r"|maisons?|france services|micro-folies?|espaces?|sites?|ecoles?|halle|usine"
    r"|tiers-lieux?|fab-?labs?|centre|antenne|bus"
    r"|missions?|trophees?|prix|labels?|plans? d'actions?|geographie prioritaire|poles?|campus"
    r"|territoires?|communes?|villes?|lieux|poste|annonce|palmares|decret|schema|candidature"
    r"|binome|programme local|volet|observatoire|club|reseau|depot|inscriptions|guide|bilan)"
)
NAMED = rf"\b(?P<what>{_RANK}{KIND}\b)"
EVENT = Indexed(NAMED)
# « Le prochain rendez-vous, la deuxième assemblée générale des ports, se tiendra … »
RESTATED = re.compile(rf"\brendez-vous\b[^,]{{0,40}}, (?:les?|la|une?) (?P<np>{NAMED}[^,]*)$")
_LINK = re.compile(
    r" (?:de la |de l'|du |des |de |d'|aux? |a la |a l'|pour (?:la |le |les |l')?|sur (?:la |le "
    r"|les |l')?)"
    rf"(?!\d\d? |(?:{days.MONTH})\b)"
    r"(?:\d[\d ]* )?(?:programme |plan |dispositif |fonds )?(?:[«\"] ?)?"
)
_ADJECTIVE = re.compile(
    r" (?:[\w-]{2,}(?:al|ale|aux|ales|el|elle|els|elles|iques?|ifs?|ives?|aires?|iens?|iennes?"
    r"|ains?|aines?"
    r"|ables?|ibles?|oises?|ois)\b)"
)
_OPENING = re.compile(r" [«\"] ?")
_CLOSING = re.compile(r" ?[»\"]")
_LONGEST_WHAT = 14
_MOST_COMPLEMENTS = 6
_STOP_IN_OBJECT = re.compile(
    r",(?! des | de l| du |\d)|[.;:()\n]|\b(?:a l'occasion|lors d|en presence|qui|dont|afin|pour"
    r"|avec|au service|a hauteur"
    r"|permettant|visant|destine\w*|trois ans|dans le cadre|ainsi que|reunissant|au cours"
    r"|sous|devant)\b| le \d| (?:lun|mar|mercre|jeu|vendre|same)di\b"
    r"| et (?:ont |a )?(?:annonc|lanc|present|sign|inaugur|devoil|rappel|salu|precis"
    r"|confirm)e\b"
)
# « … des investissements dans les | territoires »: cut before what its complement would need.
_DANGLING = re.compile(
    r"(?: (?:de|du|des|d'|le|la|les|l'|un|une|et|ou|a|au|aux|en|dans|sur|par|pour|avec|de la"
    r"|de l'|leurs?|ses|son|sa|ces?|cette))+$"
)
_NUMBER = re.compile(r"\b\d[\d ]*\d (?=territoires)")
_VOWEL = re.compile(r"[aeiouyéèêàâîôûhœAEIOUYÉÈÊÀÂÎÔÛHŒ]")


def noun(verb: str) -> tuple[str, str] | None:
    """Return the role and the noun of a plain verb that makes an event.

    >>> noun("lancee"), noun("presente"), noun("mange")
    (('launching', 'lancement'), ('presenting', 'présentation'), None)
    """
    return next(((role, name) for role, stem, name in _EACH if stem.match(verb)), None)


def of_entity(noun_: str, entity: Entity) -> str:
    """Return the name of what happens to ``entity``: « lancement de France Relance »."""
    label = entity.label
    if entity.sort == "scheme" and re.match(
        r"(?:fonds|plan|programme|dispositif|pacte)\b", label, re.IGNORECASE
    ):
        return f"{noun_} du {label}"
    return f"{noun_} d’{label}" if _VOWEL.match(label) else f"{noun_} de {label}"


def of_phrase(noun_: str, phrase: str) -> str:
    """Return the name of what happens to what ``phrase`` names, its article contracted.

    >>> of_phrase("lancement", "le plan vélo"), of_phrase("annonce", "un renforcement du fonds")
    ('lancement du plan vélo', 'annonce d’un renforcement du fonds')
    """
    if phrase.startswith(("de ", "d'", "d’")):
        return f"{noun_} {phrase}"
    for article, contracted in _CONTRACTED:
        if phrase.lower().startswith(article):
            return f"{noun_} {contracted}{phrase[len(article) :]}"
    return f"{noun_} de {phrase}"


_CONTRACTED = (
    ("le ", "du "), ("les ", "des "), ("la ", "de la "), ("l'", "de l’"), ("l’", "de l’"),
    ("un ", "d’un "), ("une ", "d’une "), ("des ", "de "), ("ce ", "de ce "),
    ("cette ", "de cette "),
)  # fmt: skip


def extent(scene: Scene, start: int, limit: int) -> int:
    """Return the end of the event's phrase whose noun ends at ``start``: its complements."""
    end = start
    for _ in range(_MOST_COMPLEMENTS):
        adjective = _ADJECTIVE.match(scene.plain, end, limit)
        if adjective:
            end = adjective.end()
            continue
        quote = _OPENING.match(scene.text, end)
        held = scene.mention_at(quote.end() if quote else end + 1)
        link = _LINK.match(scene.plain, end, limit)
        after = link.end() if link else 0
        held = held or (scene.mention_at(after) if link else None)
        if held is not None:
            end = held.end
        elif link:
            index = scene.words.at(after)
            if index >= len(scene.words.tokens) or not scene.words.tokens[index].form[0].isalpha():
                break
            end = scene.words.tokens[boundaries.extent(scene.words, index) - 1].end
        else:
            break
        closing = _CLOSING.match(scene.text, end)
        end = closing.end() if closing and "«" in scene.text[start:end] else end
    return min(end, limit)


def object_end(plain: str, start: int, limit: int) -> int:
    """Return where the object that begins at ``start`` ends, at most some words later."""
    found = _STOP_IN_OBJECT.search(plain, start + 1, limit)
    end = found.start() if found else limit
    words = plain[start:end].split(" ")
    if len(words) > _LONGEST_WHAT:
        kept = " ".join(words[:_LONGEST_WHAT])
        end = start + len(_DANGLING.sub("", kept))
    return start + len(plain[start:end].rstrip(' ,«"'))


def tidied(label: str) -> str:
    """Return an event's label without the count of those it gathers."""
    bare = _NUMBER.sub("", label).strip(" ,")
    whole = bare.count('"') % 2 == 0 and bare.count("«") == bare.count("»")
    return bare if whole else bare.replace('"', "").replace("«", "").replace("  ", " ").strip(" ,")
