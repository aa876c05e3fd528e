"""Reconciliation: queries a second and memory, on our data and among a hundred thousand more.

Batches hold what OpenRefine would send: names as they are, misspelt, and some that nothing bears.
Times are of the processor, so that a busy machine counts little, and are set beside those of the
search index's look-ups alone, in the same run. Memory is the most that the process has held.
"""

import random
import resource
import statistics
import time
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph import assembly, derivation, reconciliation, resources
from tdi_graph.reconciliation import Reconciler
from tdi_graph.reconciliation.queries import BATCH, query
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, expand

MORE = 100_000
ROUNDS = 7
_LETTERS = "abcdefghilmnoprstuv"
_CLASSES = {"organisation": "tdi:Agency", "person": "schema:Person", "scheme": "tdi:Programme"}
_PARTS = ("bra", "cou", "dre", "fle", "gui", "lan", "mor", "ner", "pol", "sai", "tur", "vil")


def ours() -> list[Quad]:
    """Return our own data, as they are served."""
    root = resources.root()
    authored = assembly.assemble(root)
    derived = derivation.derive(authored.quads, root / "ontology" / "rules" / "derive")
    return [*authored.quads, *derived]


def generated(known: Sequence[str], chance: random.Random) -> list[Quad]:
    """Return things by the hundred thousand, named with the words of those that are known."""
    held = [word for text in known for word in text.split()]
    kind_of, named, number = expand("rdf:type"), expand("skos:prefLabel"), expand("skos:notation")
    siren = expand("c:siren")
    found = []
    for n, kind in enumerate(chance.choices(list(_CLASSES), k=MORE)):
        own = "".join(chance.choices(_PARTS, k=chance.randint(2, 4))).capitalize()
        name = " ".join([*chance.choices(held, k=chance.randint(1, 4)), own])
        thing = NamedNode(f"{BASE}id/{kind}/generated-{n}")
        found += [
            Quad(thing, kind_of, expand(_CLASSES[kind])),
            Quad(thing, named, Literal(name, language="fr")),
            Quad(thing, number, Literal(f"{n:09}", datatype=siren)),
        ]
    return found


def misspelt(text: str, chance: random.Random) -> str:
    """Return a text with a letter changed, left out or doubled."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(["", chance.choice(_LETTERS), text[at] * 2]) + text[at + 1 :]


def batch(held: Reconciler, chance: random.Random) -> list[str]:
    """Return the texts of a batch: a third as they are, a third misspelt, a third of others."""
    names = [name.text for entry in held.entries.values() for name in entry.names]
    texts = chance.choices(names, k=BATCH)
    return [
        text if n % 3 == 0 else misspelt(text, chance) if n % 3 == 1 else text + " Zyxwv"
        for n, text in enumerate(texts)
    ]


def grown() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(title: str, quads: Sequence[Quad], chance: random.Random) -> None:
    """Print what a batch of queries takes among the things of ``quads``."""
    store = EmbeddedStore(quads, release="0" * 64)
    before = grown()
    start = time.process_time()
    held = reconciliation.make(store)
    made = time.process_time() - start
    print(f"\n{title}: {len(held.entries):,} things, made in {made:.1f} s, ", end="")
    print(f"{grown() - before:.0f} MiB more")
    times, plain = [], []
    for _ in range(ROUNDS):
        texts = batch(held, chance)
        start = time.process_time()
        for text in texts:
            held.candidates(query({"query": text}), "fr")
        times.append((time.process_time() - start) * 1000)
        start = time.process_time()
        for text in texts:
            held.index.find(text, "fr")
        plain.append((time.process_time() - start) * 1000)
    taken, alone = statistics.median(times), statistics.median(plain)
    print(f"  a batch of {BATCH}: {taken:.0f} ms (worst {max(times):.0f} ms), ", end="")
    print(f"{BATCH / taken * 1000:.0f} queries/s, {taken / alone:.1f} × the look-ups alone")
    print(f"  memory after it: {grown():.0f} MiB at most")


def main() -> None:
    """Measure our data, then our data among many more."""
    chance = random.Random(0)  # noqa: S311 -- the same names in every run
    quads = ours()
    measure("our data", quads, chance)
    known = [
        q.object.value
        for q in quads
        if q.predicate == expand("skos:prefLabel") and isinstance(q.object, Literal)
    ]
    measure("and as many generated", [*quads, *generated(known, chance)], chance)


if __name__ == "__main__":
    main()
