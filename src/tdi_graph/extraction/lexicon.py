"""Lists of names that the rules know and the graph need not describe: ``data/lexicon/*.txt``.

One name a line, as texts write it in the normalised view; ``#`` begins a remark.
"""

from functools import cache

from tdi_graph import resources


@cache
def names(title: str) -> tuple[str, ...]:
    """Return the names of the list called ``title``, the longest first.

    >>> names("departements")[0]
    'Alpes-de-Haute-Provence'
    """
    path = resources.root() / "data" / "lexicon" / f"{title}.txt"
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    listed = (line for line in lines if line and not line.startswith("#"))
    return tuple(sorted(listed, key=lambda name: (-len(name), name)))
