import pytest

from pvfootprint.documents.templating import new_environment, template_folder, with_formulas


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("383 kgCO2e/kWp", "383 kgCO<sub>2</sub>e/kWp"),
        ("N2O and CH4", "N<sub>2</sub>O and CH<sub>4</sub>"),
        ("1 m2, 2 m3", "1 m\N{SUPERSCRIPT TWO}, 2 m\N{SUPERSCRIPT THREE}"),
        ("M144T-580, cm2, CO25", "M144T-580, cm2, CO25"),
        ("nothing", "nothing"),
    ],
)
def test_formulas(said, wanted):
    assert with_formulas(said) == wanted


def test_texts_are_escaped():
    assert new_environment().from_string("{{ said }}").render(said="<b>") == "&lt;b&gt;"


def test_the_folder_holds_the_pages_and_the_papers():
    assert {"common", "paper", "report", "web"} <= {one.name for one in template_folder().iterdir()}
