"""Parts of a scheme that bear its name and one word more: « Avenir Montagnes Ingénierie »."""

import re

from tdi_graph.extraction.mentions import Mention

_MORE = re.compile(
    r" (?P<more>[A-ZÉÈÎ][a-zéèêïç]+(?:ement|ements|tion|tions|erie|eries|ité|ités|ance|ances|ence"
    r"|ences|ique|iques))\b(?! (?:de|du|d'|des)\b)"
)


def end(text: str, whole: Mention) -> int:
    """Return where the name of a part ends that begins with the name of ``whole``, or 0."""
    found = _MORE.match(text, whole.end)
    named = whole.entity.sort == "scheme" and whole.entity.known
    return found.end() if found and named and text[whole.start].isupper() else 0
