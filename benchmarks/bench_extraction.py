"""How many documents of 1,000 words are extracted in a second, what each stage costs, linearity.

The texts are those of ``tests/corpus/plain``, joined to the length that is asked for. Prints the
best of several runs in processor time, for one core; the ratios are the code's own.
"""

from collections.abc import Callable, Iterator
from itertools import chain, cycle, islice
from pathlib import Path
from time import process_time

from tdi_graph import assembly, resources
from tdi_graph.extraction import FRAMES, Authority, assembling, extract
from tdi_graph.extraction.exporting import entities
from tdi_graph.extraction.frames import figures, offices
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.reading import Given, read_text
from tdi_graph.extraction.scene import Scene

RUNS = 5
WORDS = 1000
TEXTS = sorted(Path(resources.root(), "tests", "corpus", "plain").glob("*.txt"))
GIVEN = Given(slug="bench", issued="2021-10-12")


def document(words: int, first: int = 0) -> str:
    """Return paragraphs of the corpus, ``words`` in number, from its text ``first`` on."""
    texts = (path.read_text("utf-8") for path in islice(cycle(TEXTS), first, None))
    lines = chain.from_iterable(text.splitlines(keepends=True) for text in texts)
    taken: list[str] = []
    count = 0
    for line in lines:
        if count >= words:
            break
        taken.append(line)
        count += len(line.split())
    return "".join(taken)


def best(work: Callable[[], object]) -> float:
    """Return the shortest processor time of ``work``, in seconds."""
    times = []
    for _ in range(RUNS):
        started = process_time()
        work()
        times.append(process_time() - started)
    return min(times)


def staged(text: str, authority: Authority) -> Iterator[tuple[str, float]]:
    """Yield each stage of an extraction, in their order, with its processor time in seconds."""
    started = process_time()
    reading = read_text(text, GIVEN)
    yield "reading", process_time() - started
    started = process_time()
    scene = Scene(reading, authority)
    yield "names, numbers, times", process_time() - started
    started = process_time()
    findings = list(offices.find(scene))
    scene.recall()
    yield "offices", process_time() - started
    for frame in FRAMES:
        started = process_time()
        findings.extend(frame(scene))
        name = f"{frame.__module__.rpartition('.')[2]}.{frame.__name__}"
        yield name, process_time() - started
    started = process_time()
    found = [item for item in figures.find(scene) if isinstance(item, Figure)]
    yield "figures", process_time() - started
    started = process_time()
    assembling.assemble(scene, found, findings)
    yield "assembling", process_time() - started


def main() -> None:
    """Measure and print three tables."""
    authority = Authority(entities(assembly.assemble(resources.root())))
    documents = [document(WORDS, first) for first in range(0, len(TEXTS), 2)]
    sizes = sum(len(text.split()) for text in documents)

    def all_documents() -> None:
        for text in documents:
            extract(read_text(text, GIVEN), authority)

    all_documents()
    seconds = best(all_documents)
    print(f"{sizes / WORDS / seconds:.0f} documents of {WORDS} words a second")
    costs: dict[str, float] = {}
    for _ in range(RUNS):
        for name, cost in chain.from_iterable(staged(text, authority) for text in documents):
            costs[name] = costs.get(name, 0.0) + cost / RUNS
    print("stages, of one document")
    for name, cost in costs.items():
        share = cost / sum(costs.values())
        print(f"  {name:24s} {cost / len(documents) * 1000:7.2f} ms {share:5.0%}")
    print("linearity")
    before = 0.0
    for factor in (1, 2, 4, 8):
        text = document(WORDS * factor)
        took = best(lambda text=text: extract(read_text(text, GIVEN), authority))  # type: ignore[misc]
        ratio = f"   × {took / before:.2f} for twice the text" if before else ""
        print(f"  {len(text.split()):6d} words {took * 1000:8.2f} ms{ratio}")
        before = took


if __name__ == "__main__":
    main()
