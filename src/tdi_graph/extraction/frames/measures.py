"""What numbers measure: tables from the words around a number to indicators."""

import re
from typing import NamedTuple

_ADJ = (
    r"(?: de (?:ces|ses|leurs|nos) ?| d'entre (?:elles|eux) ?)?(?: ?(?:nouve(?:aux|lles|au|lle)"
    r"|premi(?:er|ere)s?|autres|principa(?:ux|les)|grande?s?|jeunes?"
    r"|future?s?|differente?s?|petites?|moyennes|grands|tels?|actuel(?:le)?s|dits) )?"
)
_NOT_NAMED = r"(?! de demain| d'avenir)"


_LEAD = rf" ?(?:[«\"] ?)?{_ADJ} ?"


def _noun(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{words})\b")


# What a count counts, by the noun after the number. The first that fits wins.
COUNTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("project-managers", _noun(
        r"(?:(?:postes?|equivalents? temps plein(?: travailles?)?|etpt?) (?:de |d'))?"
        r"chef(?:fe)?s?(?: et chef(?:fe)?s)? de projets?|managers? (?:de|du)"
        r"|postes? de charges? de (?:mission|projet)s?"
        r"|directeurs? de projets?")),
    ("jobs-created", _noun(
        r"creations? (?:\w+ )?d'emplois?|emplois? (?:\w+ ){0,3}?(?:crees?|generes?|a creer"
        r"|attendus?|promis|escomptes?|prevus?|vises?|esperes?|annonces?"
        r"|a la cle|supplementaires|(?:devraient|doivent|pourraient) (?:en |y |ainsi )?(?:resulter"
        r"|etre crees|voir le jour))"
        r"|creations? de postes?"
        r"|nouveaux emplois|postes? crees?")),
    ("jobs-maintained", _noun(
        r"emplois? (?:\w+ ){0,3}?(?:maintenus?|sauvegardes?|preserves?|confortes?|consolides?"
        r"|perennises?)"
        r"|maintiens? d'emplois?")),
    ("service-points", _noun(
        r"(?:maisons|espaces|structures|sites|points|guichets|antennes|lieux|etablissements) "
        r"(?:de service|france services?|d'accueil|de proximite|labellise\w+ france"
        r"|d'information)\w*"
        r"|(?:maisons|espaces|structures|sites|guichets) «? ?france services?|france services?"
        r"|lieux d'intervention|guichets|structures(?: [\w']+){0,3}? (?:labellisees|ouvertes)"
        r"|maisons de services?|points d'accueil|tiers[- ]lieux|points de contact"
        r"|lieux d'accueil")),
    ("mobile-units", _noun(r"bus|camions?|vehicules itinerants|camping-cars|unites? mobiles?"
                           r"|(?:france services )?(?:structures )?itinerante?s?")),
    ("territories-count", _noun(
        r"territoires?(?: d'industrie)?|territoires? laureats?|laureats?"
        r"|bassins (?:d'emploi|de vie|industriels)|bassins(?= (?:ont|sont) (?:ete )?(?:choisi"
        r"|retenu|selection|laureat|labellis|accompagn))|quartiers?"
        r"|contrats de ville")),
    ("intercommunalities-count", _noun(
        r"intercommunalites?|epci|communautes? (?:de communes|d'agglomeration|urbaines)"
        r"|agglomerations?"
        r"|metropoles?|etablissements publics de cooperation intercommunale")),
    ("regions-count", _noun(r"regions")),
    ("municipalities-count", _noun(
        rf"(?:petites |moyennes )?(?:communes?|villes?|villages?|municipalites?|bourgs?"
        rf"|centres-villes?|centralites){_NOT_NAMED}")),
    ("applications-count", _noun(
        r"dossiers?|candidatures?|demandes? (?:d[e'] ?(?:subvention|financement|aide|soutien"
        r"|labellisation|candidature)\w*|(?:\w+ )?(?:deposees?|recues?|enregistrees?))"
        r"|reponses a l'appel|projets? (?:\w+ )?(?:deposes?"
        r"|candidats?)")),
    ("actions-count", _noun(r"(?:fiches?[ -])?actions?|fiches?(?= operationnelles?|\.|;)")),
    ("measures-count", _noun(r"mesures?")),
    ("axes-count", _noun(
        r"(?:grands |grandes )?(?:axes?|piliers?|priorites?|thematiques?|objectifs?|volets"
        r"|themes(?= (?:structur|guid|organis|oriente))|leviers|orientations)")),
    ("agreements-count", _noun(
        r"conventions?|contrats?|accords?|chartes?|protocoles?|avenants?|crte|pactes?")),
    ("sites-count", _noun(r"sites?|friches?")),
    ("housing-units", _noun(r"logements?|hebergements?|residences")),
    ("partners-count", _noun(r"partenaires?|signataires|operateurs")),
    ("projects-submitted", _noun(r"projets?|operations?|chantiers|installations")),
    ("participants-count", _noun(
        r"participants?|elus?(?: et \w+)?|personnes (?:presentes|reunies|ont (?:pris part"
        r"|participe))|representants?|acteurs"
        r"|visiteurs|invites|collegiens|lyceens|chefs d'entreprises?|dirigeants"
        r"|congressistes|industriels|maires|decideurs|professionnels")),
    ("beneficiaries-count", _noun(
        r"beneficiaires?|personnes?|entreprises?|menages?|foyers?|familles?|salaries|usagers|eleves"
        r"|etudiants|demandeurs d'emploi|apprentis|pme|tpe|start-?ups?|associations"
        r"|exploitations|jeunes"
        r"|agriculteurs|artisans|commercants|commerces|collectivites")),
    ("jobs-created", _noun(r"emplois?(?: \w+){0,2}")),
)  # fmt: skip
# Any of these nouns: one look at the words after a number that counts none of them.
COUNTED = re.compile(
    rf"{_LEAD}(?:{'|'.join(noun.pattern.removeprefix(_LEAD) for _, noun in COUNTS)})"
)
# Nouns that say what is counted only if the clause shows why they are counted.
NEEDED: dict[str, re.Pattern[str]] = {
    "participants-count": re.compile(
        r"\b(?:reuni\w*|rassembl\w*|pris part|particip\w+|present\w*|accueill\w+|en presence"
        r"|devant"
        r"|assist\w+|visiteurs|venus|invites)\b"),
    "beneficiaries-count": re.compile(
        r"\b(?:benefici\w+|accompagn\w+|soutenu\w*|aide\w*|form\w+|accueill\w+|touche\w*"
        r"|recrut(?:es|ees)|embauch(?:es|ees)|en poste|profite\w*|subventionn\w+|epaul\w+"
        r"|concern\w+|choisi\w*|selectionn\w+|retenu\w*|laureat\w*)\b"),
    "sites-count": re.compile(
        r"\b(?:labellis\w+|selectionn\w+|identifi\w+|retenu\w*|retien\w+"
        r"|retenir|laureat\w*|recycl\w+"
        r"|rehabilit\w+|(?:programme|dispositif|reseau|label|plan|x{4,})(?: [\w']+){0,4} compte"
        r"|(?:a|ont) propose|d'interet national"
        r"|cles en main|disponibles?|livres?|reconver\w+|concern\w+|accompagn\w+|soutenu\w*"
        r"|financ\w+|amenag\w+|pilotes?|port\w+ a"
        r"|friches?)\b"),
    "agreements-count": re.compile(r"\b(?:sign\w+|conclu\w*|paraph\w+|contractualis\w+|deploy\w+"
                                   r"|engag\w+|regroup\w+)\b"),
    "regions-count": re.compile(r"\b(?:reparti\w*|dans|sur|couvr\w+|toutes?|present\w*)\b"),
    "partners-count": re.compile(r"\b(?:avec|operateurs|partenaires?|signataires|mobilis\w+"
                                 r"|reuni\w*"
                                 r"|associ\w+)\b"),
    "jobs-created": re.compile(r"(?<!un emploi )\b(?:cre(?:e|es|er|ation|ations|ant|era"
                               r"|eront)\w*|genere\w*"
                               r"|recrut\w*|debouch\w+|potentiel|a la cle|promis|escompt\w+"
                               r"|attendus|resulter"
                               r"|voir le jour|(?:avai(?:t|ent)|a|ont) annonce"
                               r"|table(?:nt)? sur)\b"),
    "axes-count": re.compile(r"\b(?:axes?|themes|piliers?|priorit\w+|thematiques?|objectifs?"
                             r"|volets|leviers"
                             r"|orientations)\b"),
}  # fmt: skip
SUBMITTED = re.compile(
    r" ?(?:projets?|operations?|chantiers|installations)?(?: [\w'-]+){0,7}?"
    r" (?:remont\w+|identifi\w+|recens\w+|propos\w+"
    r"|emerg\w+|depos\w+|prioritaires|inscrits)\b"
)
# Projects by the words that say what was done with them, as they begin.
PROJECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("projects-completed", re.compile(
        r"\b(?:projets?|operations?|chantiers)(?: \S+){0,6}? (?P<done>acheve\w*|realise\w*"
        r"|termine\w*|livre\w*|abouti\w*|inaugure\w*|finalise\w*)\b")),
    ("projects-supported", re.compile(
        r"\b(?P<done>soutenue?s?|soutenir|soutien(?:t|nent)?|accompagn(?:ent|er|ees?|es?)"
        r"|(?:co-?)?financ(?:ent|er|ees?|es?|ement)|retenir|retenue?s?|retien\w+"
        r"|selectionn\w+|laureate?s?|accepte\w*|au (?:profit|benefice)|(?<!d')aidee?s?|aider"
        r"|subventionn\w+|beneficie\w*|beneficiaires?|valides?|prise?s? en (?:charge|main)"
        r"|suivis)\b")),
    ("projects-submitted", re.compile(
        r"\b(?P<done>remont\w+|identifi\w+|recens\w+|propos\w+|emerg\w+|engag\w+|inscrit\w*"
        r"|prevu\w*|lanc\w+|elabor\w+|construi\w+|port(?:es|ees?|ent|er)|menes?|en cours"
        r"|contractualis\w+)\b")),
)  # fmt: skip


class Money(NamedTuple):
    """An indicator of money, and the words that show it, after the amount or before it."""

    indicator: str
    side: str
    words: re.Pattern[str]
    far: re.Pattern[str] | None = None
    first: re.Pattern[str] | None = None


_TO = r"(?: [\w'-]+){0,4}?"
_AMOUNT = (
    r"(?: d'un montant(?: \w+){0,2} d[e']|,? pour un (?:total|montant)(?: \w+)? d[e']"
    r"| a hauteur d[e']| pour| s'eleva\w* a| de| d'| a)? ?$"
)


def _after(indicator: str, words: str) -> Money:
    return Money(indicator, "after", re.compile(words))


def _before(indicator: str, words: str) -> Money:
    near = re.compile(rf"\b(?:{words}){_TO}{_AMOUNT}")
    far = re.compile(rf".*\b(?P<head>{words})(?![\w-])[^;]{{0,{_FAR}}}$")
    return Money(indicator, "before", near, far, re.compile(rf"\b(?P<head>{words})(?![\w-])"))


# « un soutien en ingénierie …, sur deux ans, à hauteur de »: the head stands farther back.
AT_A_LENGTH = re.compile(
    r",? (?:a hauteur|pour un (?:total|montant)(?: \w+)?|d'un montant(?: \w+){0,2}"
    r"|pour une enveloppe(?: \w+)?) d[e'] ?$"
)
_FAR = 90
# « 40 millions d'euros de crédits »: where nothing else says what the amount is.
OF_CREDITS = re.compile(
    r" (?:de|en) (?:credits(?! d'impot)|autorisations? d'engagement|dotations?)\b"
)
# « une enveloppe de 2 millions d'euros a été obtenue »: somebody's aid.
OBTAINED = re.compile(r"[^.;,]{0,60} (?:a|ont) ete (?:obtenu|attribue|accorde|octroye)e?s?\b")
# « chaque maison reçoit une dotation de »: what each gets, not what the scheme has.
EACH = re.compile(
    r"\bchaque (?!annee|an\b|mois)[^.;:,]{3,60} (?:recoi|benefici|percoi|touch|dispos)\w+"
)


MONEY: tuple[Money, ...] = (
    Money("endowment", "before", re.compile(
        r"\b(?:plan|programme|fonds|dispositif) (?:global |total )?de $")),
    _after("engineering", r"(?:(?! et (?:d'|de |du ))(?!\d[\d ]*(?: ?m€| millions?| milliards?"
                          r"| ?€))[^.;,€(]){0,64}"
                          r"\bingenierie\b"),
    _after("engineering", r"(?: (?:confies?|alloues?|attribues?|verses?|apportes?)"
                          r"[^.;,€(\d]{3,50})? (?:pour|(?:au|pour le) (?:co-?)?financement"
                          r" d[e']) ?(?:l'|une |les |des |ces |\d[\d ]* |\w+ )?etudes?\b"),
    _after("endowment-increase", r" (?:supplementaires?|additionnels?|complementaires?|de plus)\b"),
    _after("investment", r" (?:(?:(?:de|en) (?:volumes?|montants?|projets?|programmes?) )?"
                         r"d'investissements?|investis par les|de travaux)\b(?! d'avenir)"),
    _after("endowment", r" (?:(?:sont|seront|est|sera) )?(?:prevus?|reserves?|dedies?) (?:pour"
                        r"|a |au|aux)"),
    _after("endowment", r"(?: (?:en|d[e']) ?(?:ae|cp|autorisations? d'engagement"
                        r"|credits(?: de paiement)?))? (?:(?:sont|seront|ont ete|avaient ete"
                        r"|etaient|est|a ete|sera) )(?:\w+ment )?(?:ouvert|inscrit|vote|prevu"
                        r"|delegue|fleche|provisionne)e?s?\b|(?: (?:en|d[e']) ?(?:ae|cp))?"
                        r" (?:delegues?|notifies?|ouverts?) (?:a la|aux?|a l'|en|par la region)"
                        r" ?(?:region|prefe|departement|loi|lfi|20\d\d)"),
    # To come, and by nobody named: what is set aside, not what someone has engaged.
    _after("endowment", r"(?: ?[»\"])? (?:sera|seront|serai(?:t|ent))(?: ainsi| donc"
                        r"| \w+ment| desormais)* (?:mobilise"
                        r"|consacre"
                        r"|investi|deploye|affecte|dedie|alloue)e?s?\b(?! par\b)"),
    _after("public-aid", r" (?:(?:de demandes )?d'aides?|de subventions?|de soutien|d'argent public"
                         r"|de financements? publics?"
                         r"|d'appui|de l'etat|de cofinancements?|de concours)\b"),
    _after("public-aid", r" (?:leur |lui )?(?:ont|a|sont|seront|ont ete|a ete|avaient)(?: ete"
                         r"| \w+ment"
                         r"| deja| ainsi)* (?:ete )?(?:alloues?|attribues?|accordes?"
                         r"|octroyes?|verses?"
                         r"|notifies?|distribues?|alloues)\b"),
    _after("commitment", r" (?:de|sur) (?:ces|ses|leurs) engagements?\b"),
    _after("commitment", r",? (?:ont|a|sont|etaient|seront|sera|auront|avaient|avait)(?: ete"
                         r"| aujourd'hui| \w+ment"
                         r"| deja| ainsi| d'ores et deja)*"
                         r" (?:ete )?(?:engage|mobilise|consacre|investi|debloque|deploye"
                         r"|flech|delegue"
                         r"|programme)\w*"),
    _after(
        "commitment",
        r"(?: (?:sur|pour|en) (?:la periode )?\d{4}(?:[-/ a]+\d{4})?,?)?"
        r"(?: d'ores et deja| deja| ainsi| [\w]+ment)? (?:engages?|mobilises?|consacres?"
        r"|consommes?|decaisses?|depenses?|investis)\b",
    ),
    _before("endowment-increase", r"(?<!accompagnement )(?<!appui )(?<!soutien )(?<!suivi )"
                                  r"renforc\w+"
                                  r"(?: d[eu] x+| du \w+ x+)?|abond(?:e|ement|era"
                                  r"|er)\w*|majore\w*|rallonge\w*|augment\w+"
                                  r"|enveloppe (?:supplementaire|complementaire|additionnelle)"
                                  r"|complement"
                                  r"|credits? supplementaires?"),
    _before("engineering", r"ingenierie"),
    _before("commitment", r"contribu\w+"),
    _before("public-aid", r"(?:permis d'|a |ont |d')orient(?:e|er|es)"),
    _before("public-aid", r"couverte?s?|prise?s? en charge"),
    _before("endowment", r"se partag\w+"),
    _before("endowment", r"dotee?s?|dotation|enveloppe|budget|fonds|dispose\w*|dote|doter\w*"
                         r"|dotent|dispos(?:ait|aient)"
                         r"|credits?(?! d'impot)|moyens|outils financiers|offres? de financements?"
                         r"|financements? (?:disponible|mobilisable|potentiel)s?"),
    _before("public-aid", r"subventions?|aides?(?: publiques?)?|soutien|soutenue?s?"
                          r"|(?<!loi de )financee?s?"
                          r"|cofinancee?s?|co-financee?s?|subventionnee?s?|accompagnee?s?|alloue\w*"
                          r"|attribue\w*|accord\w+|beneficie\w*|octroy\w+|verse\w*|participation"
                          r"|(?<!offre de )(?<!offres de )financements?(?: publics?)?"
                          r"(?! disponible| mobilisable| potentiel)|avances remboursables"
                          r"|cofinancements?|appui|concours"
                          r"|contribution"
                          r"|perce(?:vra|vront|vait)|rece(?:vra|vront|vait)|recoi(?:t|vent)|recus?"
                          r"|aider|touche(?:r|ra|ront|nt)?|decroche\w*|obtien\w+|obtenu|obtenir"),
    _before("commitment", r"engag\w+|mobilis\w+|consacr\w+|investi(?:t|s|r|ra|ront|ssent)?\b"
                          r"|injecte\w*|apport\w+|flech\w+"
                          r"|deploy\w+|debloqu\w+"
                          r"|reserv(?:e|ent|era|eront|ait)\b|met(?:tent)? (?:sur la table"
                          r"|a disposition)"),
    _before("investment", r"investissements?|(?:montant|volume|cout)(?: \w+){0,2} de travaux"),
    # What is no scheme's money, whatever stands beside it.
    _before("", r"deficits?|dettes?|chiffres? d'affaires|prix|loyers?|capital|pertes|recettes"
                r"|ventes"
                r"|salaires?|cotisations|amendes?|emprunts?|prets?|impots?|taxes?|valeur|couts?"
                r"(?! \w+ de travaux| de travaux)|tresorerie"),
)  # fmt: skip
SAID_AFTER = tuple(money for money in MONEY if money.side == "after")
SAID_BEFORE = tuple(money for money in MONEY if money.side == "before")
