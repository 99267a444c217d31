"""Status: who has answered, who is missing, what doesn't fit, and what to do about it."""

import datetime
from dataclasses import replace

import pytest

from pvfootprint.submission.inputs import read_inputs
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.sealing import seal
from pvfootprint.submission.status import status_of


@pytest.fixture
def status(library):
    def run(files):
        return status_of(read_inputs(files, library), library)

    return run


def steps(status):
    return [step.en for step in status.steps]


def test_what_is_open_is_told_with_the_next_step(status, workbooks):
    found = status(workbooks)
    assert not found.complete
    assert [(a.stage, a.company, a.leads) for a in found.answers] == [
        ("module", "Jiangsu Module", True),
        ("cell", "Anhui Cell", False),
        ("wafer", "Yunnan Wafer", False),
    ]
    (missing,) = found.missing
    assert (missing.stage, missing.supplier, missing.share) == ("ingot", "Ningxia Ingot", 1.0)
    assert missing.named_by == "Yunnan Wafer"
    assert "send Ningxia Ingot a workbook for ingot" in "\n".join(steps(found))
    assert found.answers[1].named_by == ("Jiangsu Module 100%",)


def test_a_chain_that_fits_is_complete(status, whole_workbooks):
    found = status(whole_workbooks)
    assert found.missing == ()
    assert found.complete, found.findings
    assert steps(found)[-1].startswith(("pack it with", "ask"))


def test_a_sealed_part_counts_as_an_answer(
    status, whole_workbooks, library, supplier_key, certificate
):
    files = {name: content for name, content in whole_workbooks.items() if name != "module.xlsx"}
    part = seal(files, "cell.xlsx", library, Options(), supplier_key, certificate).content
    found = status({"module.xlsx": whole_workbooks["module.xlsx"], "cell.pvfs": part})
    assert [(a.stage, a.source) for a in found.answers] == [
        ("module", "workbook"),
        ("cell", "sealed part"),
    ]
    assert found.missing == ()
    assert found.complete, found.findings


def test_who_is_named_by_nobody_is_told(status, workbooks, chain_sites, workbook_bytes):
    company = replace(chain_sites["wafer"].company, name="Sichuan Slices", code="another code")
    other = workbook_bytes(replace(chain_sites["wafer"], company=company))
    found = status({**workbooks, "other.xlsx": other})
    unnamed = [a.company for a in found.answers if not a.leads and not a.named_by]
    assert unnamed == ["Sichuan Slices"]
    assert "nobody names Sichuan Slices" in "\n".join(steps(found))
    assert not found.complete


def test_a_supplier_that_is_not_named_is_asked_for(status, workbooks, chain_sites, workbook_bytes):
    silent = workbook_bytes(replace(chain_sites["wafer"], suppliers=()))
    found = status({**workbooks, "wafer.xlsx": silent})
    (missing,) = found.missing
    assert (missing.stage, missing.supplier, missing.named_by) == ("ingot", "", "Yunnan Wafer")
    assert "ask Yunnan Wafer who supplies its ingot" in steps(found)


def test_periods_without_a_common_day_do_not_fit(status, workbooks, chain_sites, workbook_bytes):
    site = chain_sites["cell"]
    year = {"start": datetime.date(2023, 1, 1), "end": datetime.date(2023, 12, 31)}
    energy = tuple(replace(use, period="2023") for use in site.energy)
    earlier = replace(site, company=replace(site.company, **year), energy=energy)
    found = status({**workbooks, "cell.xlsx": workbook_bytes(earlier)})
    apart = [f for f in found.findings if f.code == "CHN-013" and "no day in common" in f.message]
    assert {f.file for f in apart} == {"module.xlsx", "cell.xlsx"}
    assert not found.complete


def test_a_file_that_cannot_be_read_stands_there_with_its_errors(status, workbooks):
    found = status({**workbooks, "x.xlsx": b"nothing", "y.pvfs": b"nothing"})
    unread = {a.file: a for a in found.answers if not a.stage}
    assert unread.keys() == {"x.xlsx", "y.pvfs"}
    assert all(answer.counts["error"] == 1 for answer in unread.values())
    assert "ask x.xlsx to correct x.xlsx; errors: 1" in steps(found)
    assert not found.complete


def test_two_leaders_are_not_complete(status, workbooks):
    found = status({"a.xlsx": workbooks["module.xlsx"], "b.xlsx": workbooks["module.xlsx"]})
    assert "CHN-022" in {finding.code for finding in found.findings}
    assert not found.complete


def test_an_empty_folder_is_not_complete(status):
    found = status({})
    assert found.answers == ()
    assert not found.complete


def test_steps_are_said_in_chinese_too(status, workbooks):
    assert all(isinstance(step.zh, str) for step in status(workbooks).steps)
