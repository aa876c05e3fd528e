"""One shape for each sign of a text: apostrophes, quotation marks, hyphens, spaces, breaks."""

# One code point for one, so that positions stay those of the original.
_LOOKALIKES = (
    dict.fromkeys("’‘ʼ′´＇", "'")
    | dict.fromkeys("“”„‟″＂", '"')
    | dict.fromkeys("‐‑−", "-")
    | dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000", " ")
    | dict.fromkeys(map(chr, range(0x2000, 0x200B)), " ")
    | dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n")
)


def plain(text: str) -> str:
    r"""Return ``text`` with one shape for each sign, character for character.

    >>> plain("l’État\u00a0: “oui”")
    'l\'État : "oui"'
    """
    shaped = text.replace("\r\n", " \n")
    # One search for each sign: most are in no text, which costs less than a look at each letter.
    for sign, shape in _LOOKALIKES.items():
        shaped = shaped.replace(sign, shape)
    return shaped
