"""One writer: what is read and written again does not change by a byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from tdi_graph import resources, serialisation
from tdi_graph.assembly import files
from tdi_graph.errors import DataError
from tdi_graph.vocabulary import PREFIXES, expand, graph

AUTHORED = files(resources.root())


@pytest.mark.parametrize("path", AUTHORED, ids=lambda p: p.name)
def test_each_committed_file_is_as_the_writer_writes_it(path: Path) -> None:
    source = serialisation.read(path)
    assert source.canonical() == source.text


iris = st.one_of(
    st.sampled_from(sorted(PREFIXES.values())).flatmap(
        lambda ns: st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True).map(
            lambda local: NamedNode(ns + local)
        )
    ),
    st.integers(0, 99999).map(lambda n: NamedNode(f"{PREFIXES['doc']}x/{n}-{n + 1}")),
)
literals = st.one_of(
    st.text(max_size=40).map(Literal),
    st.text(max_size=40).map(lambda text: Literal(text, language="fr")),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(
        lambda value: Literal(format(value, "f"), datatype=expand("xsd:decimal"))
    ),
)
graphs = st.sampled_from([graph("entities"), graph("document/x")])
quads = st.lists(
    st.builds(Quad, iris, iris, st.one_of(iris, literals), graphs), min_size=1, max_size=12
)


@given(quads)
def test_any_quads_survive_and_their_text_is_stable(made: list[Quad]) -> None:
    text = serialisation.write(made)
    back = list(parse(text, format=RdfFormat.TRIG))
    assert set(back) == set(made)
    assert serialisation.write(reversed(back)) == text


def test_passages_stand_in_the_order_of_the_text() -> None:
    a, value = expand("rdf:type"), expand("tdi:Passage")
    made = [Quad(NamedNode(f"{PREFIXES['doc']}{n}"), a, value) for n in ("1038-1077", "521-548")]
    text = serialisation.write(made)
    assert text.index("521-548") < text.index("1038-1077")


def written(folder: Path, text: str) -> Path:
    path = folder / "facts.ttl"
    path.write_text(text, "utf-8")
    return path


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    path = written(tmp_path, "@prefix a: <urn:a:> .\na:b a:c\n  a:d a:e .\n")
    with pytest.raises(DataError) as fault:
        serialisation.read(path)
    assert str(fault.value).startswith(f"{path}:3: not valid Turtle")


def test_a_blank_node_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "<urn:a> <urn:b> [ <urn:c> <urn:d> ] .\n")
    with pytest.raises(DataError, match="blank node"):
        serialisation.read(path)


def test_the_line_of_a_subject_is_known(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "@prefix person: <https://w3id.org/tdi-graph/id/person/> .\n\n"
        "person:a a person:b .\n\nperson:c a person:b .\n",
    )
    source = serialisation.read(path)
    assert source.place(PREFIXES["person"] + "c").line == 5
