"""How many documents of 1,000 words are read in a second, what each stage costs, and linearity.

The text is made here: headings, paragraphs, bullets, a quotation, a press contact. Prints the best
of several runs in processor time; the ratios (time at twice the length) are the code's own.
"""

from collections.abc import Callable
from time import process_time

from tdi_graph.extraction import metadata, topic
from tdi_graph.extraction.blocks import blocks
from tdi_graph.extraction.language import language
from tdi_graph.extraction.layout import composed
from tdi_graph.extraction.paragraphs import paragraphs
from tdi_graph.extraction.reading import read

RUNS = 9
WORDS = 1000
HEAD = (
    "COMMUNIQUÉ DE PRESSE\n\nParis, le 12 mars 2021\n\nLe fonds rural aide 120 communes de plus\n\n"
)
SECTION = """\
Une méthode qui tient

Doté de 12,5 millions d’euros, le « Fonds rural » a soutenu plus de 1 \n\n600 projets dans les
communes de montagne, dont près de 450 écoles. Il est piloté par les conseils régionaux, animé par
les sous-préfets et financé par l’État ; les aides sont versées en deux fois, etc. M. Petit et
Mme Grand, maires de la vallée, en ont dressé un premier bilan devant trois cents élus.

- **Les écoles :** 4 M€ ont été alloués à la rénovation de 55 bâtiments, sur 2 900 m² ;
- **Les halles :** 15 marchés ont rouvert, à hauteur de 39,7 M€ ;
- **Les routes :** 163 kilomètres seront refaits d’ici le 31 décembre 2024.

« Ce fonds change la vie des villages, et nous continuerons à le défendre auprès de nos partenaires
aussi longtemps que les maires nous le demanderont », a déclaré la ministre à Tulle.

"""
FOOT = "Contact presse : 01 00 00 00 01 – presse@exemple.fr\n"


def document(words: int) -> str:
    """Return a press release of about so many ``words``."""
    sections = max(1, round(words / len(SECTION.split())))
    return HEAD + SECTION * sections + FOOT


def best(work: Callable[[], object]) -> float:
    """Return the shortest processor time of ``work``, in seconds."""
    times = []
    for _ in range(RUNS):
        started = process_time()
        work()
        times.append(process_time() - started)
    return min(times)


def stages(text: str) -> dict[str, Callable[[], object]]:
    """Return the stages of reading a text, each with the input that it takes."""
    pieces = paragraphs(text)
    typed = blocks(pieces, "2021-03-12")
    return {
        "lines and paragraphs": lambda: paragraphs(text),
        "title, publisher, date": lambda: (
            metadata.issued(pieces),
            metadata.publisher(pieces),
        ),
        "blocks": lambda: blocks(pieces, "2021-03-12"),
        "view and sentences": lambda: composed(typed),
        "language and topic": lambda: (language(text), topic.is_ours(text)),
    }


def main() -> None:
    """Measure and print two tables."""
    text = document(WORDS)
    read(text.encode())
    print(f"stages, for {len(text.split())} words")
    for name, work in stages(text).items():
        print(f"  {name:24s} {best(work) * 1000:7.2f} ms")
    print("whole")
    before = 0.0
    for factor in (1, 2, 4, 8, 16):
        data = document(WORDS * factor).encode()
        seconds = best(lambda data=data: read(data))  # type: ignore[misc]
        ratio = f"   × {seconds / before:.2f} for twice the text" if before else ""
        print(f"  {WORDS * factor:6d} words {seconds * 1000:8.2f} ms{ratio}")
        if not before:
            print(f"  {1 / seconds:6.0f} documents a second")
        before = seconds


if __name__ == "__main__":
    main()
