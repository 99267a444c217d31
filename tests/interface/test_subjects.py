"""What people name as INPUT, opened as the subject of an analysis."""

from pathlib import Path

import pytest

from pvfootprint.engine.computing import footprint
from pvfootprint.engine.solving import solve
from pvfootprint.interface.subjects import open_subject
from pvfootprint.model.findings import SelectionError

PILOT = Path(__file__).parents[2] / "examples" / "pilot"


def test_a_product_of_the_library_under_what_is_asked_of_it() -> None:
    subject = open_subject(
        "wafer:mono:CN@2018", settings={"wafer.thickness_um": 130}, electricity=["CN-Yunnan"]
    )

    same = footprint(
        "wafer:mono:CN@2018", settings={"wafer.thickness_um": 130}, electricity=["CN-Yunnan"]
    )
    assert solve(subject.system, subject.factors).score == same.total.value
    assert subject.unit == same.total.unit
    assert subject.sites == ()


def test_a_company_s_workbook_with_what_was_found_in_it() -> None:
    subject = open_subject(str(PILOT / "polysilicon.xlsx"))

    assert [site.stage for site in subject.sites] == ["polysilicon"]
    assert subject.unit == "kgCO2e/kg"
    assert subject.library.content_hash == subject.system.library_hash


@pytest.mark.parametrize(
    ("inputs", "asked", "named"),
    [
        (["wafer:mono:CN@2018", "cell:perc:CN@2018"], {}, "wafer:mono:CN@2018, cell:perc:CN@2018"),
        ("wafer:mono:CN@2018", {"product": "P1", "fill_gaps": "fail"}, "product, fill_gaps"),
        (str(PILOT / "wafer.xlsx"), {"settings": {"wafer.kerf_um": 50}}, "settings"),
    ],
)
def test_sel_016_what_cannot_be_asked_of_an_input(
    inputs: str | list[str], asked: dict[str, object], named: str
) -> None:
    with pytest.raises(SelectionError) as caught:
        open_subject(inputs, **asked)

    assert [(f.code, f.found) for f in caught.value.findings] == [("SEL-016", named)]
