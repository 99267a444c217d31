"""Sealing: the chain comes out the same, and a summary must be what its inventory gives."""

import json
import tempfile
from dataclasses import replace

import pytest

from pvfootprint.engine.chain_footprint import chain_footprint
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import OutputError, PvfootprintError, SubmissionError
from pvfootprint.submission.archives import pack, unpack
from pvfootprint.submission.canonical import written
from pvfootprint.submission.inputs import read_inputs
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.packing import make_submission
from pvfootprint.submission.parts import (
    INVENTORY,
    STATEMENT,
    open_inventory,
    public_bytes,
    read_part,
    sign,
)
from pvfootprint.submission.sealing import seal, verify_inventory, write_inventory
from pvfootprint.submission.stating import check_total
from pvfootprint.submission.verifying import check_submission


def codes(findings, severity="error"):
    return {finding.code for finding in findings if finding.severity == severity}


@pytest.fixture(scope="session")
def sealed(workbooks, library, supplier_key, certificate):
    """The cell maker's part; its wafer maker gave it a workbook."""
    files = {name: workbooks[name] for name in ("cell.xlsx", "wafer.xlsx")}
    return seal(files, "cell.xlsx", library, Options(), supplier_key, certificate)


@pytest.fixture(scope="session")
def summary_only(workbooks, library, supplier_key):
    files = {name: workbooks[name] for name in ("cell.xlsx", "wafer.xlsx")}
    return seal(files, "cell.xlsx", library, Options(), supplier_key, None)


@pytest.fixture
def forged(sealed, supplier_key):
    """Give a function that lets the supplier sign something else about the same inventory."""

    def forge(**changes):
        statement = sealed.statement.model_copy(update=changes)
        inventory = unpack(sealed.content, "a").members[INVENTORY]
        return read_part(sign(statement, supplier_key, inventory), "a.pvfs")

    return forge


def test_the_leader_computes_the_same_with_the_sealed_part(made, sealed, workbooks, library):
    inputs = read_inputs(
        {"cell.pvfs": sealed.content, "module.xlsx": workbooks["module.xlsx"]}, library
    )
    result, _ = chain_footprint(inputs.sites[0], (), inputs.summaries, library=library)
    assert result.total.value == pytest.approx(made.footprint.total.value, rel=1e-9, abs=0)
    assert result.primary_data_share == pytest.approx(made.footprint.primary_data_share, rel=1e-9)


def test_the_summary_names_what_it_was_made_from(sealed, workbooks):
    statement = sealed.statement
    assert statement.workbook == digest(workbooks["cell.xlsx"])
    assert statement.summary.supplier == "Anhui Cell"
    assert sum(part.value for part in statement.stages) == pytest.approx(statement.footprint)
    assert sum(part.value for part in statement.gases) == pytest.approx(statement.footprint)
    assert statement.summary.emissions


def test_only_greenhouse_gases_are_told(sealed, library):
    flows = {emission.flow for emission in sealed.statement.summary.emissions}
    assert all(library.flows[flow].greenhouse_gas for flow in flows)


def test_no_amount_of_the_workbook_stands_in_the_part(sealed, chain_sites):
    """Neither in the statement nor in the sealed bytes."""
    members = unpack(sealed.content, "a").members
    statement = members[STATEMENT].decode()
    for use in chain_sites["cell"].materials:
        assert repr(use.amount) not in statement
    assert b"xl/worksheets" not in sealed.content


def test_the_summary_is_what_its_inventory_gives(sealed, certifier, library):
    part = read_part(sealed.content, "a.pvfs")
    opened = open_inventory(part, *certifier)
    assert set(opened.workbooks) == {"cell.xlsx", "wafer.xlsx"}
    findings = verify_inventory(part, opened, library)
    assert codes(findings) == set()
    assert codes(findings, "warning") & {"SUB-011", "SUB-016"} == set()


def test_what_is_opened_is_verified_without_a_temporary_file(
    sealed, certifier, library, tmp_path, monkeypatch
):
    part = read_part(sealed.content, "cell.pvfs")
    opened = open_inventory(part, *certifier)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    assert codes(verify_inventory(part, opened, library)) == set()


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"total": 0.9}, "/summary/total"),
        ({"primary_data_share": 1.0}, "/summary/primary_data_share"),
        ({"location": "CN-Yunnan"}, "/summary/location"),
        ({"area": 0.5}, "/summary/area"),
        ({"ratings": (1.0, 1.0, 1.0)}, "/summary/ratings"),
        ({"supplier": "somebody else"}, "/summary/supplier"),
    ],
)
def test_a_summary_that_says_something_else_is_an_error(
    forged, sealed, certifier, library, changed, place
):
    part = forged(summary=replace(sealed.statement.summary, **changed))
    findings = verify_inventory(part, open_inventory(part, *certifier), library)
    assert codes(findings) == {"SUB-016"}
    (finding,) = [f for f in findings if f.code == "SUB-016"]
    assert place in finding.found


def test_better_data_quality_than_in_the_inventory_is_an_error(forged, certifier, library):
    part = forged(proxy_share=0.0)
    findings = verify_inventory(part, open_inventory(part, *certifier), library)
    assert codes(findings) == {"SUB-016"}


def test_a_summary_of_other_software_is_compared_within_the_tolerance(
    forged, sealed, certifier, library
):
    origins = sealed.statement.origins.model_copy(update={"software": "0" * 64})
    part = forged(origins=origins, footprint=sealed.statement.footprint * (1 + 1e-13))
    findings = verify_inventory(part, open_inventory(part, *certifier), library)
    assert codes(findings) == set()
    assert "SUB-011" in codes(findings, "warning")


def test_a_summary_of_another_library_is_told(forged, sealed, certifier, library):
    origins = sealed.statement.origins.model_copy(update={"library": "0" * 64})
    summary = replace(sealed.statement.summary, library_hash="0" * 64)
    part = forged(origins=origins, summary=summary)
    findings = verify_inventory(part, open_inventory(part, *certifier), library)
    assert codes(findings) == {"SUB-011"}


def test_a_product_that_the_inventory_does_not_have_is_an_error(forged, sealed, certifier, library):
    part = forged(summary=replace(sealed.statement.summary, product="P9"))
    findings = verify_inventory(part, open_inventory(part, *certifier), library)
    assert codes(findings) == {"CHN-021"}


def test_a_total_that_is_not_that_of_its_flows_is_found_without_any_key(forged, sealed, library):
    better = replace(sealed.statement.summary, total=sealed.statement.summary.total * 0.9)
    assert codes(check_total(forged(summary=better), library)) == {"SUB-016"}


def test_a_gwp_set_that_is_not_known_is_found(forged, sealed, library):
    part = forged(summary=replace(sealed.statement.summary, gwp="ar9"))
    assert codes(check_total(part, library)) == {"SUB-016"}


def test_a_summary_without_inventory_is_no_primary_data(summary_only, sealed, workbooks, library):
    """It counts as a gap that is filled, and every reader is told."""
    results = {}
    for name, part in (("with", sealed), ("without", summary_only)):
        files = {"cell.pvfs": part.content, "module.xlsx": workbooks["module.xlsx"]}
        made = make_submission(files, library, Options(), lambda *_: None)
        results[name] = made
    assert "SUB-017" in codes(results["without"].findings, "warning")
    assert "SUB-017" not in codes(results["with"].findings, "warning")
    less, more = (results[name].footprint for name in ("without", "with"))
    assert less.total == more.total
    assert less.primary_data_share < more.primary_data_share
    assert len(less.gaps) > len(more.gaps)


def test_a_submission_with_a_sealed_part_holds(sealed, workbooks, library):
    files = {"cell.pvfs": sealed.content, "module.xlsx": workbooks["module.xlsx"]}
    made = make_submission(files, library, Options(), lambda *_: None)
    verdict = check_submission(made.content, "a.pvf", library)
    assert verdict.holds, verdict.findings
    assert [part.signer for part in verdict.inputs.parts] == [sealed.signer]
    assert made.manifest.named("sealed part")[0].name == "sealed/cell.pvfs"


def test_a_changed_sealed_part_in_a_submission_is_found(sealed, workbooks, library, repacked):
    files = {"cell.pvfs": sealed.content, "module.xlsx": workbooks["module.xlsx"]}
    made = make_submission(files, library, Options(), lambda *_: None)
    inside = unpack(sealed.content, "a").members
    inside[STATEMENT] = inside[STATEMENT].replace(b'"fill_gaps":"library"', b'"fill_gaps":"fail"')
    members = unpack(made.content, "a").members
    changed = repacked(members, {"sealed/cell.pvfs": pack(inside)})
    assert codes(check_submission(changed, "a.pvf", library).findings) == {"SUB-015"}


def test_a_workbook_with_errors_is_not_sealed(library, supplier_key, certificate):
    with pytest.raises(PvfootprintError):
        seal({"a.xlsx": b"nothing"}, "a.xlsx", library, Options(), supplier_key, certificate)


def test_only_a_workbook_is_sealed(sealed, library, supplier_key, certificate):
    files = {"a.pvfs": sealed.content}
    with pytest.raises(SubmissionError, match="SUB-024"):
        seal(files, "a.pvfs", library, Options(), supplier_key, certificate)


def test_opened_workbooks_are_the_owners_alone(sealed, certifier, tmp_path):
    opened = open_inventory(read_part(sealed.content, "a.pvfs"), *certifier)
    write_inventory(opened, tmp_path / "new" / "folder")
    assert (tmp_path / "new" / "folder").stat().st_mode & 0o077 == 0
    for name, content in opened.workbooks.items():
        path = tmp_path / "new" / "folder" / name
        assert path.read_bytes() == content
        assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(SubmissionError, match="SUB-022"):
        write_inventory(opened, tmp_path / "new" / "folder")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="OUT-001"):
        write_inventory(opened, tmp_path / "file")


def test_the_statement_survives_json(sealed):
    assert json.loads(written(sealed.statement))["signer"] == sealed.statement.signer


def test_the_signer_is_the_key(sealed, supplier_key):
    assert sealed.statement.signer == public_bytes(supplier_key)
