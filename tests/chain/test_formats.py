import pytest

from pvfootprint.chain.declaring import ProductData, declare
from pvfootprint.chain.selecting import products, select
from pvfootprint.engine.computing import build_system
from pvfootprint.engine.solving import solve
from pvfootprint.library.gwp import read_set
from pvfootprint.model.findings import SelectionError

AREAS = {"156.75": 0.0244, "166": 0.027556, "182": 0.033124, "182x210": 0.03822, "210": 0.0441}


@pytest.fixture
def declared(library):
    def declare_text(text, unit=None, **data):
        selection = select(library, text)
        return declare(selection.product, unit, ProductData(**data), selection.form)

    return declare_text


def refused(library, text):
    with pytest.raises(SelectionError) as caught:
        select(library, text)
    (finding,) = caught.value.findings
    return finding


def test_the_shipped_formats_by_hand(library):
    assert {key: form.area for key, form in library.formats.items()} == AREAS


@pytest.mark.parametrize(("form", "area"), AREAS.items())
@pytest.mark.parametrize("product", ["wafer:mono-n", "wafer:mono-p", "cell:topcon", "cell:perc"])
def test_a_piece_has_the_area_of_its_format(declared, product, form, area):
    piece = declared(f"{product}:{form}:CN")
    assert (piece.unit, piece.reference_flow) == ("piece", area)
    assert form in piece.assumptions[0]


@pytest.mark.parametrize("product", ["wafer:mono-n", "cell:topcon"])
def test_per_square_metre_the_format_does_not_matter(declared, product):
    assert declared(f"{product}:210:CN", "m2") == declared(f"{product}:CN", "m2")


def test_the_footprint_of_a_piece_is_its_area_times_that_of_a_square_metre(library, data_folder):
    factors = read_set(data_folder, "ar6", library)
    score = {
        (text, unit): solve(build_system(library, select(library, text), unit), factors).score
        for text in ("wafer:mono-n:CN", "wafer:mono-n:210:CN")
        for unit in ("m2", "piece")
    }
    area = score["wafer:mono-n:CN", "m2"]
    assert score["wafer:mono-n:210:CN", "m2"] == area
    assert score["wafer:mono-n:210:CN", "piece"] == pytest.approx(0.0441 * area, rel=1e-12)


def test_without_a_format_a_piece_has_the_area_of_the_dataset(library, declared):
    own = select(library, "wafer:mono-n:CN").product.parameter("piece_area_m2").amount
    assert declared("wafer:mono-n:CN").reference_flow == own


def test_a_given_area_counts_more_than_the_format(declared):
    assert declared("wafer:mono-n:210:CN", "piece", area=0.05).reference_flow == 0.05


def test_the_format_stays_in_the_name(library):
    selection = select(library, "wafer:mono-n:210:CN")
    assert selection.name == "wafer:mono-n:210:CN@2024"
    assert select(library, selection.name) == selection


def test_every_wafer_and_cell_comes_in_every_format(library):
    for product in products(library):
        if product.stage in {"wafer", "cell"}:
            for key, form in library.formats.items():
                text = f"{product.stage}:{product.technology}:{key}:{product.location}"
                selection = select(library, f"{text}@{product.vintage}")
                assert selection.form == form
                assert selection.product.technology == product.technology


def test_a_cell_of_several_designs_takes_the_default_one_with_a_format(library):
    with_format = select(library, "cell:topcon:210:CN").product
    assert with_format == select(library, "cell:topcon:CN").product
    assert with_format.default_design


@pytest.mark.parametrize("text", ["wafer:mono-n:200:CN", "cell:perc:g12:CN", "wafer:mono:1:CN"])
def test_an_unknown_format_is_refused_with_those_there_are(library, text):
    finding = refused(library, text)
    assert (finding.code, finding.found) == ("SEL-003", text)
    assert set(AREAS) <= set(finding.expected.split(", "))


@pytest.mark.parametrize(
    "text",
    [
        "module:topcon:210:CN",
        "ingot:cz:210:CN",
        "polysilicon:siemens:210:CN",
        "mg-silicon:arc-furnace:210:CN",
    ],
)
def test_modules_and_silicon_have_no_format(library, text):
    finding = refused(library, text)
    assert (finding.code, finding.found) == ("SEL-003", text)
    assert "210" not in finding.expected


def test_the_format_of_the_tiny_library_is_its_own(tiny_library):
    assert select(tiny_library, "wafer:mono:200:CN").form.area == 0.04
    assert refused(tiny_library, "wafer:mono:210:CN").expected == "200"
