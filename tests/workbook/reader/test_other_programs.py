"""Workbooks that another program has opened and saved."""

import shutil
import subprocess

import pytest

from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.writing import write_workbook


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["zh", pytest.param("both", marks=pytest.mark.long)])
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


def converted(files, kind, folder):
    """Let LibreOffice write files in another format, all in one go."""
    target = folder / kind
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", kind, "--outdir", target, *files],
        check=True, capture_output=True, timeout=250,
    )  # fmt: skip
    return sorted(target.glob(f"*.{kind}"))


@pytest.mark.long  # `make test-real` runs it too: it is heavy
@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_example_workbooks_pass_through_both_formats_of_libreoffice(
    library, data_folder, tmp_path
):
    examples = sorted((data_folder / "examples" / "pilot").glob("*.xlsx"))
    kept = {path.name: read_workbook(path, library)[0] for path in examples}
    assert len(kept) == 4
    saved = converted(examples, "xlsx", tmp_path / "saved")
    through_ods = converted(converted(examples, "ods", tmp_path), "xlsx", tmp_path / "back")
    for path in [*saved, *through_ods]:
        found, findings = read_workbook(path, library)
        assert [str(finding) for finding in findings] == []
        assert found == kept[path.name]
    assert len(saved) == len(through_ods) == len(kept)
