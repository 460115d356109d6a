import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.model.names import called, initialled


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ana Silva", "Ana"),
        ("Bo", "Bo"),
        ("Dr. Anna Meier", "Anna"),
        ("Dr.Anna Meier", "Anna"),
        ("Frau Prof. Dr. med. Anna Meier", "Anna"),
        ("Mme Marie Curie", "Marie"),
        ("M. Jean Dupont", "Jean"),
        ("Sra. Carmen Ruiz", "Carmen"),
        ("Dott.ssa Maria Bianchi", "Maria"),
        ("Phil Collins", "Phil"),
    ],
)
def test_a_title_is_skipped(name: str, said: str) -> None:
    assert called(name) == said


@pytest.mark.parametrize(
    "name",
    [
        *("Mrs Holt", "Dr. Meier", "Frau Dr. Meier", "Sig.ra Rossi", "M. Dupont"),
        *("Herr und Frau Meier", "Mr & Mrs Holt", "Mr and Mrs John Holt", "Dr."),
        *("Dr. van der Berg", "Familie Meier", "Don Draper"),
    ],
)
def test_a_title_with_one_name_stays(name: str) -> None:
    assert called(name) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Smith, John", "John"),
        ("Smith, Dr. John", "John"),
        ("Smith, Mrs", "Mrs Smith"),
        ("Berg, Jan van der", "Jan"),
        ("van der Berg, Jan", "Jan"),
        ("John Smith, PhD", "John"),
        ("Smith, Jr., John", "John"),
        ("Smith,", "Smith"),
    ],
)
def test_what_stands_behind_the_comma_comes_first(name: str, said: str) -> None:
    assert called(name) == said


@pytest.mark.parametrize(
    "name",
    [
        *(
            "The Beauty Shop Ltd",
            "The Beauty Shop",
            "Rossi GmbH & Co. KG",
            "Acme, Inc.",
        ),
        *("Société Dupont S.A.", "Dupont SARL", "Jansen B.V.", "Holt and Sons"),
        *("ACME GMBH", "Dr. Hauschka GmbH", "Müller AG", "Acme S.A. de C.V."),
    ],
)
def test_a_company_goes_by_its_whole_name(name: str) -> None:
    assert called(name) == initialled(name) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("van der Berg", "van der Berg"),
        ("De Souza", "De Souza"),
        ("Ludwig van Beethoven", "Ludwig"),
        ("J. R. Smith", "J. R. Smith"),
        ("M Smith", "M Smith"),
        ("王小明", "王小明"),
        ("山田 花子", "山田 花子"),
        ("Anna and Ben Meier", "Anna and Ben"),
        ("Anna (Rita's sister)", "Anna"),
        ("♥ Ana ♥", "Ana"),
        ("(forgotten)", "(forgotten)"),
    ],
)
def test_what_cannot_stand_alone_is_kept_together(name: str, said: str) -> None:
    assert called(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MARIA LOPEZ", "Maria"),
        ("JEAN-PIERRE DUPONT", "Jean-Pierre"),
        ("MRS O'BRIEN", "Mrs O'Brien"),
        ("DR VAN DER BERG", "Dr van der Berg"),
        ("LOPEZ, MARIA", "Maria"),
        ("ÉLODIE PETIT", "Élodie"),
        ("İPEK YILDIZ", "İpek"),
        ("JO SMITH", "Jo"),
        ("TJ SMITH", "TJ"),
        ("TJ Smith", "TJ"),
    ],
)
def test_capitals_become_a_name_as_it_is_written(name: str, said: str) -> None:
    assert called(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ana Silva", "Ana S."),
        ("Smith, John", "John S."),
        ("Dr. Anna Meier", "Anna M."),
        ("Anna Meier (Rita's sister)", "Anna M."),
        ("Mrs Holt", "Mrs Holt"),
        ("Bo", "Bo"),
    ],
)
def test_an_initial_is_that_of_the_family_name(name: str, said: str) -> None:
    assert initialled(name) == said


WORDS = st.sampled_from(
    "Dr. Mrs and & van der , Smith John ( ) M. J. S.A. The Ltd MARIA 李 ♥ PhD".split()
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_no_name_leaves_nobody_or_a_gap(name: str) -> None:
    said = called(name)

    assert bool(said) == bool(name.split())
    assert said == " ".join(said.split())
    assert initialled(name).startswith(said)
