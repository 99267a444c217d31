"""Random damage to cells, lines, columns, sheets and bytes: findings, never a traceback."""

import datetime
import io
import random
import zipfile

import openpyxl
import pytest

from pvfootprint.model.findings import Finding

NASTY = [
    None, "", " ", "abc", "=1/0", "=SUM(A1:A9)", "#REF!", "#DIV/0!", "1,23", "\uff11\uff12\uff13",
    "1.5万",
    "-1", -1, 0, 1e300, -1e-300, 10**20, 1e15, 3.5, True, False, "NaN", "inf", "1e999",
    datetime.datetime(2025, 3, 1), datetime.date(1900, 1, 1), datetime.time(1, 2),
    datetime.timedelta(days=3), "2025-03", 202503, "2025", 2025.1, "x" * 5000, "\u202eabc", "😀",
    "\u0000".strip("\u0000") + "\ufffe".strip("\ufffe"), "P1", "site", "是", "√", "{x}", "%s",
    "{0}{1!r}", "'", '"', "\\", "合计", "E1", "kg", "GWh", "3 GWh", "_x000D_", "@cmd", "+1+1",
    "9" * 400, "1" + ",111" * 90, "GEC1~GEC999999999999999999999999", "2025-03-31T25:61:61",
]  # fmt: skip


def random_cell(rng, page):
    return page.cell(rng.randint(1, 40), rng.randint(1, 22))


def set_cells(rng, book):
    for _ in range(rng.randint(1, 12)):
        cell = random_cell(rng, rng.choice(book.worksheets))
        if type(cell).__name__ != "MergedCell":
            cell.value = rng.choice(NASTY)
            if rng.random() < 0.3:
                cell.number_format = rng.choice(["0%", "General", "yyyy-mm-dd", "@", "[h]:mm"])


def move_lines(rng, book):
    page = rng.choice(book.worksheets)
    act = rng.choice([page.insert_rows, page.delete_rows, page.insert_cols, page.delete_cols])
    act(rng.randint(1, 12), rng.randint(1, 4))


def move_sheets(rng, book):
    page = rng.choice(book.worksheets)
    match rng.randrange(4):
        case 0 if len(book.worksheets) > 2:
            book.remove(page)
        case 1:
            page.title = rng.choice(["Sheet1", "Materails", "原辅材料 2", "'x'", "_x"])
        case 2:
            book.copy_worksheet(page)
        case _:
            book.move_sheet(page, rng.randint(-5, 5))


def merge_cells(rng, book):
    page = rng.choice(book.worksheets)
    top, left = rng.randint(1, 20), rng.randint(1, 12)
    page.merge_cells(start_row=top, start_column=left, end_row=top + rng.randint(0, 6),
                     end_column=left + rng.randint(0, 4))  # fmt: skip


EDITS = [set_cells, set_cells, set_cells, move_lines, move_sheets, merge_cells]


def flip_bytes(rng, content):
    damaged = bytearray(content)
    for _ in range(rng.randint(1, 20)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def truncate(rng, content):
    return content[: rng.randrange(len(content))]


def flip_xml(rng, content):
    """Damage one part inside the archive, its checksum made to fit."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        chosen = rng.choice(old.namelist())
        for part in old.namelist():
            data = bytearray(old.read(part))
            if part == chosen and data:
                for _ in range(rng.randint(1, 6)):
                    at = rng.randrange(len(data))
                    if rng.random() < 0.5:
                        data[at] = rng.choice(b"0123456789AZaz<>\"'&/ =-.")
                    else:
                        del data[at : at + rng.randint(1, 30)]
            new.writestr(part, bytes(data))
    return out.getvalue()


BYTES = [flip_bytes, truncate, flip_xml, flip_xml, flip_xml]


def mutated(seed, content):
    """Return the bytes of a damaged copy: cells, then bytes, or either."""
    rng = random.Random(seed)
    cells = rng.random() < 0.6
    if cells:
        content = with_damaged_cells(rng, content)
    return rng.choice(BYTES)(rng, content) if not cells or rng.random() < 0.5 else content


def with_damaged_cells(rng, content):
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = openpyxl.load_workbook(io.BytesIO(content))
    for _ in range(rng.randint(1, 4)):
        try:
            rng.choice(EDITS)(rng, book)
        except (ValueError, TypeError, AttributeError, IndexError, IllegalCharacterError):
            # openpyxl cannot write every damage that we can think of.
            continue
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def survive(seed, content, check):
    found, findings = check(mutated(seed, content))
    assert all(isinstance(finding, Finding) for finding in findings)
    assert (found is None) == any(f.severity == "error" for f in findings)
    for finding in findings:
        assert finding.said("zh")
        assert finding.to_dict()


@pytest.mark.parametrize("batch", range(10))
def test_100_mutations(batch, base_content, check):
    for seed in range(batch * 10, batch * 10 + 10):
        survive(seed, base_content, check)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("batch", range(20))
def test_10_000_mutations(batch, base_content, check):
    for seed in range(100 + batch * 500, 600 + batch * 500):
        survive(seed, base_content, check)
