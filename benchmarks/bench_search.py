"""Search: how long an answer takes on our data, and among a hundred thousand names more.

The names are made of the words of ours, and of words that only they hold. Times are given as they
were and as a multiple of what reading one page's entity takes in the same run.
"""

import random
import statistics
import time
from collections.abc import Callable

from tdi_graph import assembly, derivation, questions, resources, search, views
from tdi_graph.search import Entry, Index, Name
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE

MORE = 100_000
ROUNDS = 5
TYPED = (
    "a",
    "te",
    "anct",
    "terr",
    "territoires d’industrie",
    "fonds accélération",
    "agence de développement",
    "antc",
    "feraci",
    "territore dindustrie",
    "quel est le montant du fonds vert",
    "zzzzqqq wwwkkk",
)


def store() -> EmbeddedStore:
    """Return our own data, as they are served."""
    root = resources.root()
    authored = assembly.assemble(root)
    derived = derivation.derive(authored.quads, root / "ontology" / "rules" / "derive")
    return EmbeddedStore([*authored.quads, *derived], release="0" * 64)


def many(known: list[Entry]) -> list[Entry]:
    """Return entries by the hundred thousand, named with the words of those that are known."""
    chance = random.Random(0)  # noqa: S311
    held = [word for entry in known for name in entry.names for word in name.text.split()]
    parts = ("bra", "cou", "dre", "fle", "gui", "lan", "mor", "ner", "pol", "sai", "tur", "vil")
    kinds = ("organisation", "person", "place", "scheme", "event")

    def name() -> str:
        own = "".join(chance.choices(parts, k=chance.randint(2, 4))).capitalize()
        return " ".join([*chance.choices(held, k=chance.randint(1, 4)), own])

    return [
        Entry(f"{BASE}id/{kind}/{n}", kind, (Name(name(), "fr"), Name(name(), "en")))
        for n, kind in enumerate(chance.choices(kinds, k=MORE))
    ]


def timed(work: Callable[[], object]) -> float:
    """Return the median of the milliseconds that a piece of work takes."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure our data, then our data among many more."""
    backend = store()
    names = views.Names("fr", views.read_labels(backend))
    page = timed(lambda: views.entity(backend, names, BASE + "id/scheme/territoires-d-industrie"))
    known = search.read(backend, questions.load(resources.root() / "queries").values())
    print(f"one entity's page, read: {page:.1f} ms")
    for entries in (known, [*known, *many(known)]):
        start = time.perf_counter()
        index = Index(entries)
        made = time.perf_counter() - start
        print(f"\n{len(entries):,} entries, index made in {made:.2f} s")
        for text in TYPED:
            taken = timed(lambda text=text, index=index: index.search(text, "fr"))  # type: ignore[misc]
            print(f"{taken:8.2f} ms  {taken / page:5.2f} pages  {text}")


if __name__ == "__main__":
    main()
