"""Those whom a text names by a common noun: « les conseils régionaux », « la préfecture »."""

import re

NAMED = re.compile(
    r"(?:(?:anciens? |nouveaux? |grands? |principaux )?(?:"
    r"conseils? (?:regiona(?:l|ux)|departementa(?:l|ux)|municipa(?:l|ux))"
    r"|collectivites(?: locales| territoriales)?|intercommunalites|communautes de communes"
    r"|prefe(?:ts|ctures|tures)(?: de (?:region|departement)s?)?"
    r"|services (?:deconcentres )?de l'etat"
    r"|sous-prefets|elus(?: locaux)?|communes|departements|regions|metropoles|maires"
    r"|entreprises|industriels|operateurs(?: (?:publics|de l'etat))?|partenaires"
    r"|associations?(?: d'elus)?|bailleurs sociaux|acteurs (?:locaux|economiques|publics|prives)"
    r"|chefs? de projets?|agences? (?:de l'eau|d'urbanisme|regionales de sante)"
    r"|chambres (?:consulaires|d'agriculture|de commerce et d'industrie|de metiers)"
    r"|caisses d'allocations familiales|comites? (?:de pilotage|regiona(?:l|ux)|interministeriel)"
    r"(?: regiona(?:l|ux)| nationa(?:l|ux)| locaux)?|presidents? de (?:conseils? )?regiona?u?x?"
    r"|directions? (?:regionales|departementales)(?: [a-z' ]{2,40}?)?"
    r"|binomes? (?:local |locaux )?(?!form|compos|constitu)[a-z]+(?: d'[a-z]+)?[- /–][a-z]+|porteurs de projets?"
    r"|habitants|citoyens|epci|(?:departement|communaute (?:de communes|d'agglomeration)"
    r"|ville|commune"
    r"|intercommunalite|agglomeration|metropole|municipalite|(?:sous-)?prefecture|rectorat)\b"
    r"|etablissements publics"
    r"(?: fonciers| de cooperation intercommunale)?|villes|territoires(?: pilotes| laureats)?"
    r"|federations? (?:professionnelles)?|filieres|groupements? d'entreprises|investisseurs prives"
    r"|union europeenne|delegues? (?:du |de la )?prefets?|ministeres|equipes? projets?|campus"
    r")(?: (?:locales|territoriales|regiona(?:l|ux|les)|publics|prives|concernees?|associees?"
    r"|locaux)\b)?)"
)
