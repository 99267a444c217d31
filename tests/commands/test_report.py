"""``pvfootprint report``."""

import io

import pikepdf
import pytest

PRODUCT = "polysilicon:mix:CN"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("out") / "made" / "here"


def test_it_writes_three_files_and_says_where_and_what(run, folder):
    ended = run("report", PRODUCT, "--per", "kg", "--rules", "iso14067", "-o", folder)
    assert ended.code == 0, ended.err
    assert sorted(path.name for path in folder.iterdir()) == [
        "report.html",
        "report.pdf",
        "report.xlsx",
    ]
    assert "kgCO2e/kg" in ended.out
    assert "ISO 14067" in ended.out
    assert "rules kept:" in ended.out
    for ending in ("pdf", "html", "xlsx"):
        assert str(folder / f"report.{ending}") in ended.out


def test_a_broken_rule_is_shown_and_the_report_replaces_an_earlier_one(run, folder):
    # A product of the library has no maker's workbook, which the pilot's rules ask for.
    (folder / "report.pdf").write_text("earlier", encoding="utf-8")
    ended = run("--language", "zh", "report", PRODUCT, "-o", folder)
    assert ended.code == 0, ended.err
    assert "OBJ-003" in ended.out
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "其结果不得按该规则声明" in page
    with pikepdf.open(io.BytesIO((folder / "report.pdf").read_bytes())) as pdf:
        assert len(pdf.pages) > 10


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Missing argument"),
        ((PRODUCT, "module:perc:CN"), 2, "one product of the library at a time"),
        (("no-such-file.xlsx",), 1, "CHN-024"),
        ((PRODUCT, "--rules", "nothing"), 1, "RST-"),
    ],
)
def test_what_cannot_be_opened_is_said_and_nothing_is_written(run, tmp_path, arguments, code, said):
    ended = run("report", *arguments, "-o", tmp_path / "out")
    assert ended.code == code
    assert said in ended.err + ended.out
    assert not (tmp_path / "out").exists()


def test_out_001_a_file_in_the_way(run, tmp_path):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    ended = run("report", PRODUCT, "-o", tmp_path / "out" / "report")
    assert ended.code == 1
    assert "OUT-001" in ended.err
