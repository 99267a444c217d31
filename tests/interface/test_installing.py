import hashlib
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pvfootprint import footprint
from pvfootprint.exchange.iea2026 import edition
from pvfootprint.interface import installing
from pvfootprint.interface.installing import find_iea_workbook, install_iea, read_report
from pvfootprint.library.installed import (
    find_installed,
    installed_names,
    libraries_folder,
    remove_installed,
)
from pvfootprint.model.findings import InstallError
from pvfootprint.workbook.reading import read_workbook

CHINA_2024 = 0.5777
"""Official life-cycle factor of Chinese electricity [kgCO2e/kWh]."""


@pytest.fixture
def workbook(tmp_path, iea_workbooks):
    return iea_workbooks.write(tmp_path / "lci-PV-2026.xlsx")


@pytest.fixture
def known(workbook, monkeypatch):
    """Let the made-up workbook be an edition that is known."""
    digest = hashlib.sha256(workbook.read_bytes()).hexdigest()
    monkeypatch.setattr(edition, "KNOWN", {digest: "made up"})
    return workbook


def codes(findings):
    return [finding.code for finding in findings]


def test_a_footprint_from_the_workbook(known):
    done = install_iea(known)
    assert done.findings == []
    assert done.details == find_installed("iea-2026")
    assert read_report("iea-2026") == done.report

    found = footprint("module:perc:CN@iea-2026", per="m2")
    # All that is behind it is 28.7625 kWh: see iea_workbooks.py.
    assert found.total.value == pytest.approx(28.7625 * CHINA_2024, rel=1e-9)
    assert found.product["name"] == "module:perc:glass-backsheet-framed:CN@2024@iea-2026"
    assert found.hashes["library iea-2026"] == done.details.content_hash
    said = next(c for c in found.warnings if c.code == "installed-set")
    assert "CC BY-NC-SA 4.0" in said.message
    assert "非商业" in said.message_zh


def test_what_was_mended_stands_in_the_set(known, iea_workbooks):
    details = install_iea(known).details
    assert set(details.mended) == set(iea_workbooks.FAULTS)
    assert details.source_sha256 == hashlib.sha256(known.read_bytes()).hexdigest()
    assert not details.shareable


def test_installing_twice_gives_the_same(known):
    assert install_iea(known) == install_iea(known)


def test_another_workbook_asks_before_it_replaces(known, tmp_path, iea_workbooks):
    first = install_iea(known).details
    made = iea_workbooks.activities()
    made[(*iea_workbooks.FBR, "CN")] = ("kilogram", [iea_workbooks.power(11)])
    other = iea_workbooks.write(tmp_path / "other.xlsx", made)
    with pytest.raises(InstallError) as caught:
        install_iea(other)
    assert codes(caught.value.findings) == ["INS-011"]
    assert find_installed("iea-2026") == first

    done = install_iea(other, replacing=True)
    assert codes(done.findings) == ["INS-009"]
    assert find_installed("iea-2026") == done.details != first


def test_a_set_that_is_not_sound_is_replaced_unasked(known):
    install_iea(known)
    (libraries_folder() / "iea-2026" / "set.toml").write_text('format = "older"')
    assert install_iea(known).details == find_installed("iea-2026")


def test_what_is_missing_or_new_is_told(tmp_path, iea_workbooks):
    made = iea_workbooks.activities()
    key = (*iea_workbooks.PERC, "CN")
    odd = iea_workbooks.takes("market for pixie dust", "pixie dust", "GLO", "kilogram", 1.0)
    made[key] = ("square meter", [*made[key][1], odd])
    made[(*iea_workbooks.MG, "CN")] = ("kilogram", [iea_workbooks.power(10)])
    done = install_iea(iea_workbooks.write(tmp_path / "new.xlsx", made))
    assert codes(done.findings) == ["INS-009", "INS-010", "INS-015"]
    assert "pixie dust" in done.findings[1].found
    assert "wood chips" in done.findings[2].message
    assert "wood-chips" not in done.details.mended


def test_a_workbook_of_something_else(tmp_path, iea_workbooks):
    made = iea_workbooks.activities()
    fewer = {key: rows for key, rows in made.items() if "topcon" not in key[0]}
    with pytest.raises(InstallError) as caught:
        install_iea(iea_workbooks.write(tmp_path / "fewer.xlsx", fewer))
    (finding,) = caught.value.findings
    assert finding.code == "INS-008"
    assert "topcon" in finding.found
    assert installed_names() == []


def test_rows_that_are_wrong_are_told_all_at_once(tmp_path, iea_workbooks):
    made = iea_workbooks.activities()
    for activity in (iea_workbooks.FBR, iea_workbooks.SIEMENS):
        made[(*activity, "CN")] = ("kilogram", [iea_workbooks.power("much")])
    with pytest.raises(InstallError) as caught:
        install_iea(iea_workbooks.write(tmp_path / "wrong.xlsx", made))
    assert codes(caught.value.findings) == ["INS-008", "INS-008"]
    assert {finding.found for finding in caught.value.findings} == {"much"}


def test_a_cell_at_the_far_end_does_not_stop_the_program(tmp_path, workbook):
    book = openpyxl.load_workbook(workbook)
    book.active["XFD1048576"] = "far"
    far = tmp_path / "far.xlsx"
    book.save(far)
    with pytest.raises(InstallError) as caught:
        install_iea(far)
    assert codes(caught.value.findings) == ["INS-008"]


def _not_there(path):
    path.unlink()


def _bomb(path):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * 80_000_000)


def _macros(path):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")


def _links(path):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_not_there, "WBK-001"),
        (lambda path: path.write_bytes(b""), "WBK-002"),
        (lambda path: path.write_bytes(b"%PDF-1.7"), "WBK-004"),
        (lambda path: path.write_bytes(path.read_bytes()[:2000]), "WBK-007"),
        (_bomb, "WBK-008"),
        (_macros, "WBK-011"),
        (_links, "WBK-012"),
    ],
)
def test_hostile_and_broken_workbooks_are_refused(workbook, spoil, code):
    spoil(workbook)
    with pytest.raises(InstallError) as caught:
        install_iea(workbook)
    assert codes(caught.value.findings) == [code]
    assert installed_names() == []


def test_premise_is_found_but_never_imported(tmp_path, monkeypatch, iea_workbooks):
    package = tmp_path / "site" / "premise"
    place = package / edition.WORKBOOK
    place.parent.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(str(package.parent))
    with pytest.raises(InstallError) as caught:
        find_iea_workbook()
    assert codes(caught.value.findings) == ["INS-007"]
    assert str(package) in caught.value.findings[0].found

    iea_workbooks.write(place)
    assert find_iea_workbook() == place


def test_without_premise_the_way_to_it_is_told(monkeypatch):
    monkeypatch.setattr(installing.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InstallError) as caught:
        find_iea_workbook()
    (finding,) = caught.value.findings
    assert finding.code == "INS-007"
    assert "--from" in finding.hint


def test_a_report_that_cannot_be_read_is_none(known):
    install_iea(known)
    paper = libraries_folder() / "iea-2026" / installing.REPORT
    whole = paper.read_text(encoding="utf-8")
    for spoilt in ("{", "[]", "{}", whole.replace('"exact"', '"perfect"')):
        paper.write_text(spoilt, encoding="utf-8")
        assert read_report("iea-2026") is None
    remove_installed("iea-2026")
    with pytest.raises(InstallError):
        read_report("iea-2026")


def test_a_workbook_of_a_company_cannot_name_a_set(known, tmp_path, library, data_folder):
    # Certificates are granted on workbooks alone: so none can rest on a set.
    install_iea(known)
    book = openpyxl.load_workbook(data_folder / "examples" / "pilot" / "cell.xlsx")
    cell = next(
        c for (c,) in book["原辅材料 Materials"]["B5:B40"] if c.value == "液氮 nitrogen, liquid"
    )
    cell.value = "polysilicon-fbr-CN@iea-2026"
    named = tmp_path / "cell.xlsx"
    book.save(named)
    _, findings = read_workbook(named, library)
    (finding,) = [one for one in findings if one.severity == "error"]
    assert (finding.cell, finding.found) == (cell.coordinate, cell.value)


REAL = os.environ.get("PVFOOTPRINT_IEA_WORKBOOK", "")


@pytest.mark.long
@pytest.mark.skipif(not REAL, reason="PVFOOTPRINT_IEA_WORKBOOK names no copy of the workbook")
def test_the_real_workbook():
    done = install_iea(Path(REAL))
    assert done.findings == []
    assert all(one["places"] for one in done.report["mends"])
    mine, theirs = (footprint(f"module:topcon:CN{end}").total.value for end in ("", "@iea-2026"))
    assert 0.75 < theirs / mine < 1.1
