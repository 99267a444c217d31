"""What the template writer wrote is read back without a finding."""

import datetime

import pytest

from pvfootprint.workbook.choices import REFERENCE_UNITS
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.writing import write_workbook


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long), "both"])
@pytest.mark.parametrize("stage", REFERENCE_UNITS)
def test_a_sound_workbook_is_read_back_as_it_was(
    stage, language, library, site_inventory, tmp_path
):
    path = tmp_path / "site.xlsx"
    inventory = site_inventory(stage)
    write_workbook(path, library, stage, language, inventory)

    found, findings = read_workbook(path, library)

    assert [str(finding) for finding in findings] == []
    assert found == inventory
    assert len(found.source_hash) == 64
    assert found.materials[0].origin.cells["amount"] == "E5"


@pytest.mark.parametrize("stage", REFERENCE_UNITS)
def test_a_blank_template_asks_and_has_no_errors_in_its_lines(stage, library, tmp_path):
    path = tmp_path / "blank.xlsx"
    period = (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    write_workbook(path, library, stage, "both", period=period)

    found, findings = read_workbook(path, library)

    assert found is None
    assert {f.code for f in findings if f.severity == "error"} == {"WBK-030", "WBK-055"}
    assert {f.sheet for f in findings if f.code == "WBK-030"} == {findings[0].sheet}
    assert {f.severity for f in findings if f.code == "WBK-031"} == {"question"}


def test_the_shortened_workbook_of_the_tests_is_sound(book, check, site_inventory):
    found, findings = check(book)
    assert [str(finding) for finding in findings] == []
    assert found == site_inventory("module")
