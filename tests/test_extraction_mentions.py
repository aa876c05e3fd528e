"""Names of known things in a text, and the names that it gives to new ones."""

import pytest

from extraction_answers import authority, read
from extraction_cases import rows
from tdi_graph.extraction.reading import read_text
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import Words
from tdi_graph.vocabulary import compact


@pytest.mark.parametrize(("text", "things"), rows("mentions.tsv"))
def test_known_things_are_recognised(text: str, things: str) -> None:
    found = authority().gazetteer.find(Words(text.replace("’", "'")))
    assert "; ".join(mention.entity.label for mention in found) == things


def test_a_name_is_matched_nearly_only_if_it_is_long_and_no_collective() -> None:
    near = authority().named("body", "Agence national de la cohésion des territoire")
    assert near is not None
    assert near.label.startswith("Agence nationale")
    assert authority().named("body", "conseil régional") is None
    assert authority().named("body", "Ademo") is None


def proposed(text: str) -> set[tuple[str, str]]:
    found = read(text).proposals
    return {(proposal.entity.type, proposal.entity.label.replace("’", "'")) for proposal in found}


@pytest.mark.parametrize(
    ("text", "type_", "label"),
    [
        ("Le dispositif « Cantines » aide 31 communes.", "tdi:Measure", "Cantines"),
        ("Le programme « Ports francs » aide 31 communes.", "tdi:Programme", "Ports francs"),
        ("Le fonds Rivages est doté de 2 millions d'euros.", "tdi:Fund", "fonds Rivages"),
        ("Le programme Rivages aide 31 communes.", "tdi:Programme", "Rivages"),
        ("Le Fonds vert est géré par l'Office des eaux.", "org:Organization", "Office des eaux"),
        ("Ana Ruiz, maire de Sète, a parlé.", "schema:Person", "Ana Ruiz"),
    ],
)  # fmt: skip
def test_new_things_are_proposed(text: str, type_: str, label: str) -> None:
    assert (type_, label) in proposed(text)


@pytest.mark.parametrize(("text", "names"), rows("names.tsv"))
def test_the_names_of_new_schemes_are_whole(text: str, names: str) -> None:
    scene = Scene(read_text(text), authority())
    new = (m.entity for m in scene.mentions if m.entity.sort == "scheme" and not m.entity.known)
    labels = dict.fromkeys(entity.label.replace("’", "'") for entity in new)
    assert "; ".join(labels) == names


def test_an_acronym_stands_for_the_name_that_defines_it() -> None:
    text = "L'Office national des digues (OND) ouvre. La mesure « Rivages » est opérée par l'OND."
    assert {label for type_, label in proposed(text) if type_ == "org:Organization"} == {
        "Office national des digues"
    }


def test_a_known_thing_is_never_proposed_and_its_likes_are_listed() -> None:
    assert not any(
        "Fonds vert" in label for _, label in proposed("Le Fonds vert aide 31 communes.")
    )
    text = "Le programme « Villages à venir » aide 31 communes."
    near = {e.label for proposal in read(text).proposals for e in proposal.near}
    assert all(compact(p.entity.iri.value).startswith("scheme:") for p in read(text).proposals)
    assert near <= {e.label for e in authority().entities}
