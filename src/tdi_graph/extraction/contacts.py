"""Lines that say how to reach somebody: telephone numbers, addresses, press offices."""

import re

# Led by one sign, which the search can look for.
_PHONE = re.compile(
    r"[+0](?<!\d.)(?:(?<=\+)33 ?|(?<=0)(?:033 ?)?)(?:\(0\) ?)?[1-9](?:[ .-]?\d\d){4}(?!\d)"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}")
_POSTCODE = re.compile(r"\b\d{5} [A-ZÀ-Ý][\w' -]{1,40}")
_STREET = re.compile(
    r"\b(?:rue|avenue|av\.|boulevard|bd|place|quai|allée|chemin|route|cours|square|impasse"
    r"|esplanade|hôtel|bp|cs|cedex)\b",
    re.IGNORECASE,
)
_STREET_LINE = re.compile(
    r"\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|quai|allée|chemin|route"
    r"|cours|square|impasse|esplanade)\b.{0,60}|(?:bp|cs) ?\d{1,6}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:vos |les |nos )?(?:contacts?\b|service (?:de )?(?:la )?(?:presse|communication)\b"
    r"|relations? (?:avec la )?(?:presse|médias)|bureau de presse|renseignements"
    r"|informations pratiques|(?:horaires (?:et|&) )?coordonnées|nous contacter"
    r"|pour (?:tout|toute|plus) [\w' ]{1,40}contact|cabinet d|tél(?:éphone)?\.? ?:|courriel ?:"
    r"|e-?mail ?:|adresse ?:)",
    re.IGNORECASE,
)
A_LINE = 14
_PARAGRAPH = 45


def contact(text: str) -> str:
    """Return why a paragraph says only how to reach somebody, or ''."""
    number = len(text.split())
    if number > _PARAGRAPH:
        return ""
    bare = _PHONE.sub("", text) if "0" in text or "+33" in text else text
    bare = _MAIL.sub("", bare) if "@" in text else bare
    if _CONTACT.match(text) and (bare != text or number <= A_LINE):
        return "how to reach the press office"
    if bare != text and len(bare.split()) <= A_LINE:
        return "a telephone number or an e-mail address"
    if _STREET_LINE.fullmatch(text) and text[-1] not in ".!?":
        return "a postal address"
    if number <= A_LINE + 6 and _POSTCODE.search(text) and _STREET.search(text):
        return "a postal address"
    return ""


def is_heading(text: str) -> bool:
    """Tell whether the line opens a contact block."""
    return bool(_CONTACT.match(text)) and len(text.split()) <= A_LINE


def is_member(text: str) -> bool:
    """Tell whether the line goes on with a contact block: a way to reach somebody, or a name."""
    if len(text.split()) > A_LINE or (text[-1] in ".!?" and not _PHONE.search(text)):
        return False
    return bool(contact(text)) or _reads_as_name(text)


def _reads_as_name(text: str) -> bool:
    """Tell whether a line is a name and nothing else: capitals, and no numbers."""
    words = re.findall(r"[^\W_]{4,}", text)
    return (
        bool(words) and all(word[0].isupper() for word in words) and not any(map(str.isdigit, text))
    )
