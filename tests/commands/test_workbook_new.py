import datetime

import openpyxl
import pytest

from pvfootprint.commands.workbook_new import STAGES, last_year
from pvfootprint.workbook.choices import REFERENCE_UNITS


def period_of(path):
    """Return what the company's sheet says of the period."""
    ws = openpyxl.load_workbook(path).worksheets[1]
    keys = {row[0].value: row[2].value for row in ws.iter_rows(max_col=3)}
    days = (keys[f"pvfootprint:company.{key}"] for key in ("start", "end"))
    return tuple(day.date() for day in days)


def test_the_stages_are_those_of_the_workbooks():
    assert set(STAGES) == set(REFERENCE_UNITS)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2025-04..2026-03", (2025, 4, 1), (2026, 3, 31)),
        ("2023-03..2024-02", (2023, 3, 1), (2024, 2, 29)),
    ],
)
def test_the_period_stands_in_the_workbook(run, tmp_path, period, start, end):
    out = tmp_path / "new folder" / "wafer.xlsx"
    ended = run("workbook", "new", "--stage", "wafer", "--period", period, "-o", out)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\n") == 1
    assert f"pvfootprint workbook check {out}" in ended.out
    assert period_of(out) == (datetime.date(*start), datetime.date(*end))


def test_by_default_it_is_of_the_last_year(run, tmp_path):
    out = tmp_path / "cell.xlsx"
    assert run("workbook", "new", "--stage", "cell", "--language", "zh", "-o", out).code == 0
    assert period_of(out) == last_year()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--period", "2025-13..2026-01"),
        ("--period", "2025-06..2025-05"),
        ("--period", "last year"),
        ("-o", "book.xls"),
    ],
)
def test_wrong_usage_writes_nothing(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    out = () if "-o" in arguments else ("-o", "book.xlsx")
    ended = run("workbook", "new", "--stage", "cell", *out, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert list(tmp_path.iterdir()) == []
