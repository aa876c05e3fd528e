"""The words that stand for a thing named before, and those that govern a name."""

import re

from tdi_graph.extraction.indexed import Indexed

# The classes that an anaphor's head noun may stand for, first the likeliest.
ANAPHORS: dict[str, frozenset[str]] = {
    "programme": frozenset({"tdi:Programme"}),
    "plan": frozenset({"tdi:Plan", "tdi:Programme"}),
    "strategie": frozenset({"tdi:Plan"}),
    "fonds": frozenset({"tdi:Fund"}),
    "dotation": frozenset({"tdi:Fund"}),
    "enveloppe": frozenset({"tdi:Fund", "tdi:Programme", "tdi:Measure"}),
    "mesure": frozenset({"tdi:Measure"}),
    "dispositif": frozenset({"tdi:Measure", "tdi:Programme", "tdi:Fund"}),
    "initiative": frozenset({"tdi:Programme", "tdi:Measure"}),
    "demarche": frozenset({"tdi:Programme", "tdi:Measure"}),
    "operation": frozenset({"tdi:Measure", "tdi:Programme"}),
    "label": frozenset({"tdi:Measure", "tdi:Programme"}),
    "volet": frozenset({"tdi:Measure", "tdi:Programme"}),
    "appel": frozenset({"tdi:Measure"}),
    "ami": frozenset({"tdi:Measure"}),
}
ANY = frozenset({"tdi:Programme", "tdi:Plan", "tdi:Fund", "tdi:Measure"})
ANAPHOR = Indexed(
    r"\b(?:ce|cette|cet|le|la|du|au|ledit|ladite|(?<!dont )l'|(?<=est )un|(?<=, )un|nouveau"
    r"|nouvelle) ?(?:meme |nouveau |nouvelle |present )?"
    r"(?P<noun>programme|plan|strategie|fonds|dotation|enveloppe|mesure|dispositif|initiative"
    r"|demarche|operation|label|ami|(?<=\bce )volet"
    r"|(?<!un )appel a (?:projets|candidatures|manifestation d'interet))\b"
    r"(?! (?:«|\"|national|d'action|de relance))"
)
# « le dispositif de soutien aux tiers-lieux »: said by what it is for, it stands for nothing.
OF_ITS_OWN = re.compile(
    r" (?:de soutien|d'appui|d'aide|de financement) (?:aux?|a la|a l'|des) ?\w"
    r"| (?:regional|departemental|europeen|metropolitain)e? d(?:e |')\w"
)
PRONOUN = re.compile(
    r"(?:^|[,;:] |\bet |\bqu'|^[«\"] ?)(?P<p>ils?|elles?|celui-ci|celle-ci|cela|ceci)\b(?! y a)"
)
# The words that it needs.
PRONOUNS = frozenset({"il", "ils", "elle", "elles", "celui", "celle", "cela", "ceci"})
# « un jury …, il »: what the pronoun may stand for instead.
INDEFINITE = re.compile(
    r"\b(?:un|une) (?:\w+ )?(?:appel|comite|plateforme|fonds|programme|dispositif|mission"
    r"|observatoire|jury|equipe|etude)\b"
    r"|\b(?:ce|cet|cette) (?:chiffre|montant|nombre|resultat|taux|rapport|sujet|choix|projet|site"
    r"|territoire|ministre|maire|groupe|industriel|enjeu|delai|calendrier|budget|entreprise|usine"
    r"|commune|ville|etude|question|somme|part)\b"
)
# What governs a name, so that it is no subject: « par le … », « dans le cadre du … », and « X, que
# le fonds Y dotera … », which is said of X.
AGENTIVE = re.compile(
    r"(?:\b(?:par|dans le cadre d[eu]?|au titre d[eu]?|au sein d[eu]?|via|a travers|avec"
    r"|grace a[ux]?|(?:coeur|cœur) d[eu]?"
    r"|charge(?:e|s|es)? d[eu]?"
    r"|lignee d[eu]?|sur|comme(?: pour)?|dont|instar d[eu]?|contrairement a[ux]?|image d[eu]?"
    r"|(?:la|une|l'|son|cette) ?(?:maison|espace|antenne|bus)"
    r"|difference d[eu]?|complement(?:aire)? d[eu]?|fois plus que)"
    r"|, que(?: [^,.;:]{2,30} et que)?)"
    r"(?: ?(?:des|de|du|d'|le|la|l'|les|un|une|ce|cette|son|sa|ses|leurs?|nos|notre))?"
    r"(?: ?(?:vaste|grand|nouveau))?(?: ?(?:programme|plan|fonds|dispositif|mesure|volet|axe"
    r"|enveloppe|initiative|appels? a (?:projets|candidatures|manifestations? d'interet)"
    r"|label)s?(?: national)?)? ?[«\"]? ?$"
)
GOVERNED = re.compile(
    r"\b(?:de|du|des|d'|a|au|aux|en|pour|dans)(?: ?(?:le|la|l'|les))?(?: \d+ ?)?"
    r"(?: ?(?:programme|plan|fonds|dispositif|mesure|label|initiative|volet"
    r"|appels? a (?:projets|candidatures|manifestations? d'interets?))s?(?: national)?)? ?[«\"]? ?$"
)
# « au titre de la DETR et de la DSIL »: governed by what governs the first of a list.
LISTED = re.compile(
    r"\b(?:par|au titre d[eu]|via|grace a[ux]?|dans le cadre d[eu])\b[^.;:]{0,90}(?:,"
    r"| et) (?:de la|de l'|du|des|par) ?$"
    r"|\b(?:par|via)\b[^.;:]{0,34}(?:,| et) (?:la|l'|le|les) ?$"
)
# Heads that a text uses of anything, so that they do not tell which thing is meant.
LOOSE = frozenset({"programme", "plan", "strategie", "enveloppe", "dotation"})
PLURAL = re.compile(r"(?:les|certaine?s|plusieurs|des|ces|toutes|tous)\b")
THEN_IS = re.compile(r" ?(?:est|sont|a ete|ont ete|sera|seront)\b")
# « dans le cadre du plan Y »
FRAMING = re.compile(
    r"\b(?:dans le cadre|au titre|au sein) d[eu]? ?(?:la |l'|plan |programme )*[«\"]? ?$"
)
# « À cela s'ajoutent », « Côté logement, »: the sentence turns away from what the last told of.
TURNS = re.compile(
    r"\W*(?:(?:a|en plus de) (?:cela|quoi|ce\w* [\w ]{3,30}) s'ajout|s'y ajout|s'ajoutent? a cela"
    r"|(?:du )?cote (?!d'or|d'azur)[\w' -]{3,40},|(?:s'agissant|concernant|pour ce qui est"
    r"|en matiere|au chapitre|a propos)\b|quant a|par ailleurs,|au (?:niveau|plan) national)"
)
# « L'investissement s'élève à 4 M€, dont 1 M€ de X », « les crédits proviennent du plan Y », « il
# relève du plan Y »: far from the subject, or its source alone.
LATER = re.compile(
    r"\b(?:s'|se )\w{3,}|\bdont\b|[;:]|\d(?:m€|k€|€| millions| milliards)"
    r"|\b(?:provien|eman|relev|depend|decoul|puis|repos|appartien|particip|contribu|vien)"
    r"(?:ne|e)(?:nt)?\b"
)
