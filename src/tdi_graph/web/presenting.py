"""How a page shows an answer: the view that its address names, or the one that suits best."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from tdi_graph.views import Answer
from tdi_graph.views.presentations import (
    Chart,
    Form,
    Moment,
    chart,
    edges,
    forms,
    timeline,
)
from tdi_graph.web.bipartite import Bipartite, layout
from tdi_graph.web.site import Voice

PARAMETERS = {"fr": "vue", "en": "view"}
"""The parameter that names the view, by language; each page understands both."""

NAMES = {
    Form.TABLE: {"fr": "tableau", "en": "table"},
    Form.CHART: {"fr": "graphique", "en": "chart"},
    Form.TIMELINE: {"fr": "frise", "en": "timeline"},
    Form.GRAPH: {"fr": "graphe", "en": "graph"},
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A view to choose, and the address of the page that shows it."""

    form: Form
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class View:
    """An answer in one view; the others stay empty. The table is shown with each."""

    form: Form
    tabs: tuple[Tab, ...]
    chart: Chart | None = None
    moments: tuple[Moment, ...] = ()
    graph: Bipartite | None = None


def chosen(pairs: Iterable[tuple[str, str]]) -> Form | None:
    """Return the view that the parameters of a request name, in either language."""
    words = {word: form for form, named in NAMES.items() for word in named.values()}
    asked = (words.get(value) for name, value in pairs if name in PARAMETERS.values())
    return next((form for form in asked if form), None)


def parameter(voice: Voice, form: Form) -> tuple[str, str]:
    """Return the parameter that names a view, in the words of a language."""
    return PARAMETERS[voice.language], NAMES[form][voice.language]


def view(voice: Voice, answer: Answer, pairs: Iterable[tuple[str, str]], address: str) -> View:
    """Show an answer in the view that was chosen, if it suits, or else in the best one."""
    suiting = forms(answer)
    asked = chosen(pairs)
    form = asked if asked in suiting else suiting[0]
    return View(
        form,
        tuple(_tab(voice, each, address, form) for each in suiting),
        chart=chart(answer) if form is Form.CHART else None,
        moments=timeline(answer) if form is Form.TIMELINE else (),
        graph=layout(edges(answer)) if form is Form.GRAPH else None,
    )


def _tab(voice: Voice, form: Form, address: str, current: Form) -> Tab:
    path, _, query = address.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name not in PARAMETERS.values()]
    href = f"{path}?{urlencode([*kept, parameter(voice, form)])}#answer"
    return Tab(form, href, current=form is current)
