"""Workbooks that another program has opened and saved."""

import shutil
import subprocess

import pytest

from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.writing import write_workbook


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["zh", "both"])
def test_saved_by_libreoffice(language, library, site_inventory, tmp_path):
    written = tmp_path / "site.xlsx"
    write_workbook(written, library, "module", language, site_inventory("module"))
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, written],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    found, findings = read_workbook(out / "site.xlsx", library)
    assert [str(finding) for finding in findings] == []
    assert found == site_inventory("module")
