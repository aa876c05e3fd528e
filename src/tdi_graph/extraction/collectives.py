"""Those whom a text names by a common noun: « les conseils régionaux », « la préfecture »."""

import re

NAMED = re.compile(
    r"(?:(?:anciens? |nouveaux? |grands? |principaux )?(?:"
    r"conseils? (?:regiona(?:l|ux)|departementa(?:l|ux)|municipa(?:l|ux))"
    r"|collectivites(?: locales| territoriales)?|intercommunalites|communautes de communes"
    r"|prefe(?:ts|ctures|tures)(?: de (?:region|departement)s?| coordonnateurs? de \w+)?"
    r"|commissariats? (?:a l'amenagement )?de massifs?"
    r"|services (?:deconcentres )?de l'etat"
    r"|sous-prefets|elus(?: locaux)?|communes|departements|regions|metropoles|maires"
    r"|entreprises|industriels|operateurs(?: (?:publics|de l'etat))?|partenaires"
    r"|associations(?: d'elus)?|bailleurs sociaux|acteurs (?:locaux|economiques|publics|prives)"
    r"|chefs? de projets?|agences? (?:de l'eau|d'urbanisme|regionales de sante)"
    r"|chambres (?:consulaires|d'agriculture|de commerce et d'industrie|de metiers)"
    r"|caisses d'allocations familiales|comites? loca(?:l|ux) de projets?"
    r"|comites? (?:de pilotage|de selection|d'engagement|d'experts|regiona(?:l|ux)"
    r"|nationa(?:l|ux)|interministeriel|technique|strategique)(?: de selection| d'experts)?"
    r"(?: regiona(?:l|ux)| nationa(?:l|ux)| locaux| interministeriel| independants?)?"
    r"|jurys? (?:d'experts|nationa(?:l|ux)|regiona(?:l|ux)|internationa(?:l|ux)|independants?)"
    r"(?: independants?)?|presidents? de (?:conseils? )?regiona?u?x?"
    r"|directions? (?:regionales|departementales)"
    r"(?:(?: et| chargees)? (?:des |de la |de l'|du |de |d')[\w-]+){0,2}"
    r"|binomes? (?:local |locaux )?(?!form|compos|constitu|associ|reuni)"
    r"[a-z]+(?: d'[a-z]+)?[- /–][a-z]+"
    r"|porteurs de projets?"
    r"|habitants|citoyens|epci|(?:departement|communaute (?:de communes|d'agglomeration)"
    r"|ville|commune"
    r"|intercommunalite|agglomeration|metropole|municipalite|(?:sous-)?prefecture|rectorat)\b"
    r"|etablissements publics"
    r"(?: fonciers| de cooperation intercommunale)?|villes|territoires(?: pilotes| laureats)?"
    r"|federations? (?:professionnelles)?|filieres|groupements? d'entreprises|investisseurs prives"
    r"|union europeenne|delegues? (?:du |de la )?prefets?|equipes? projets?|campus"
    r")(?: (?:locales|territoriales|regiona(?:l|ux|les)|publics|prives|concernees?|associees?"
    r"|locaux)\b)?)"
)

NAMED_BEFORE = re.compile(r"communaute (?:de communes|d'agglomeration)")
"""What may stand for the one of that kind that a text names."""

LONGER = re.compile(r" (?:[A-ZÉÎ]|[a-zà-ÿ]+(?:enne|ale|elle|aine|aire|ine) (?:de |d'|du )[A-ZÉÎ])")
"""What makes a name of it: « la Collectivité européenne d'Alsace »."""

# « les préfets de région et de département »
_ELLIPTIC = re.compile(
    r"(?P<head>prefets|prefectures|conseils|services) de (?:region|departement)s? et de $"
)
_LONGEST_HEAD = 36


def label(text: str, found: re.Match[str]) -> str:
    """Return how those are called whom ``NAMED`` found in the plain form of ``text``."""
    start, end = found.span()
    head = _ELLIPTIC.search(found.string, max(0, start - _LONGEST_HEAD), start)
    said = text[start:end]
    return f"{text[slice(*head.span('head'))]} de {said}" if head else said
