"""Lines that a web page or a printed page puts around its document.

A line that can be nothing else is recognised by its words alone; each must be the whole line.
"""

import re

from tdi_graph.extraction.paragraphs import Paragraph

_CREDIT = re.compile(
    r"(?:©|\(c\) |copyright\b|crédits?[ -](?:photos?|images?)|crédits? ?: ?[^\d]{2,60}$"
    r"|photos? ?[:©]|photo par |illustration ?:|légende ?:|source de l'image)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"sources? ?: ", re.IGNORECASE)
_ADDRESS_ONLY = re.compile(r"(?:(?:https?://|www\.)\S+\s*|[@#]\w+[\s,|-]*){1,12}")
_PATH = re.compile(r"(?:vous êtes (?:ici|dans)\W*)?accueil ?[>/»|].{1,120}", re.IGNORECASE)
_NETWORK = (
    "facebook|twitter|x|linkedin|instagram|youtube|whatsapp|bluesky|threads|tiktok|mastodon"
    "|imprimer|e-?mail|courriel|partager|favoris"
)
_NETWORKS = re.compile(rf"(?:(?:{_NETWORK})[ ,|•·/]*){{1,12}}", re.IGNORECASE)
_PHRASES = (
    # finding one's way
    r"retour(?: (?:à la liste|à l'accueil|aux actualités|en haut|vers) ?.{0,40})?",
    r"accueil|menu(?: .{0,100})?|navigation|fermer|recherche(?:r)?|contenu|sommaire|fil d'ariane",
    r"aller au (?:contenu|menu).*|vous êtes (?:ici|dans).*|plan du site|accessibilité.*",
    r"page \d{1,3}(?: ?(?:/|sur|de) ?\d{1,3})?|\d{1,3} ?/ ?\d{1,3}|- ?\d{1,3} ?-",
    # what to do with the page
    r"partager (?:sur|cet|cette|la page|l'article|par|via) ?.{0,60}|partager|copier le lien",
    r"télécharger(?: .{1,80})?|lire (?:aussi|la suite|l'article|plus).*|écouter l'article",
    r"à lire (?:aussi|également).*|voir (?:aussi|plus|tous?|toutes?).{0,60}",
    r"(?:pour )?en savoir plus.{0,80}|consulter .{1,60}|cliquez ici.{0,60}",
    r"envoyer par (?:mail|courriel).*|temps de lecture.{0,30}|lecture ?: .{1,20}",
    # what to do with the site
    r"(?:s'abonner|je m'abonne).{0,60}|abonnez-vous.{0,80}|inscrivez-vous.{0,80}|newsletter",
    r"lettre d'information|suivez-nous.{0,60}|retrouvez .{1,60} sur .{1,40}|se connecter",
    r"commentaires?|laisser un commentaire|soyez le premier.{0,60}|contactez-nous",
    r"devenez membre .{1,60}|publiez gratuitement .{1,60}|offres? d'emploi|sondage|météo",
    r"publicité|mentions légales|politique de (?:confidentialité|cookies).*|gestion des cookies",
    r"tout accepter|accepter|tout refuser|refuser|personnaliser|(?:nos|les) partenaires",
    r"(?:tags?|mots[- ]clés?|thèmes?|catégories?) ?:.*",
    # what every official page bears
    r"liberté|égalité|fraternité|(?:liberté,? )?égalité,? fraternité|république française",
    r"propos recueillis par .{2,60}|seul le prononcé fait foi",
)
_OTHERS = (
    r"articles? (?:similaires?|liés?|suivants?|précédents?|récents?)|(?:nos )?autres articles",
    r"sur le même (?:sujet|thème).*|dans la même (?:rubrique|catégorie).*|à découvrir aussi",
    r"dans les éditions précédentes|les plus (?:lus?|vus?|consultés?)|vous aimerez aussi",
    r"(?:dernières|autres|toutes (?:les|nos)) (?:actualités?|nouvelles|infos?|brèves)",
    r"actualités (?:récentes|liées|associées|similaires)|toute l'actualité|(?:à lire|voir) aussi",
    r"(?:ces|cet) articles? (?:peut|peuvent|pourraient|pourrait) .{0,20}intéresser|en ce moment",
)
_ENDED = r"[ .:…>»!]*"
_WIDGETS = re.compile(rf"(?:{'|'.join((*_PHRASES, *_OTHERS))}){_ENDED}", re.IGNORECASE)
_RELATED = re.compile(rf"(?:{'|'.join(_OTHERS)}){_ENDED}", re.IGNORECASE)
_END_MARK = re.compile(
    r"\(? ?(?:communiqué(?: de presse)?|avec (?:l')?afp|afp|source ?: [^()]{2,60}"
    r"|propos recueillis [^()]{2,60}|fin(?: du communiqué)?|c\.p\.) ?\)"
    r"|(?:- ?){0,2}fin(?: du communiqué)?(?: ?-){0,2}",
    re.IGNORECASE,
)
_LINES = (
    (_CREDIT.match, "a credit"),
    (_ADDRESS_ONLY.fullmatch, "nothing but a link"),
    (_PATH.fullmatch, "the way to a page"),
    (_SOURCE.match, "names its source"),
    (_END_MARK.fullmatch, "marks the end of the document"),
    (_NETWORKS.fullmatch, "words of a web page's frame"),
    (_WIDGETS.fullmatch, "words of a web page's frame"),
)
_SHORT = 140


def line(paragraph: Paragraph) -> str:
    """Return why a paragraph by itself is none of its document's, or ''."""
    if len(paragraph.text) > _SHORT:
        return ""
    if paragraph.is_link:
        return "nothing but a link"
    return next((reason for matches, reason in _LINES if matches(paragraph.text)), "")


def is_end(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph says that the document ends there."""
    return len(paragraph.text) <= _SHORT and bool(_END_MARK.fullmatch(paragraph.text))


def is_widget(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph belongs to a page's frame."""
    text = paragraph.text
    if len(text) > _SHORT:
        return False
    return bool(_WIDGETS.fullmatch(text) or _NETWORKS.fullmatch(text))


def announces_others(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph is the heading of a list of other pages."""
    return len(paragraph.text) <= _SHORT and bool(_RELATED.fullmatch(paragraph.text))
