"""The registry as a workbook: what is in it, and that no text in it becomes a formula."""

import io

import openpyxl
import pytest

from pvfootprint.certification.overview import exporting
from pvfootprint.certification.overview.exporting import export


def read(house):
    with house.registry.reading() as snapshot:
        content = export(snapshot, house.clock.day)
    return openpyxl.load_workbook(io.BytesIO(content)), content


def rows(sheet):
    """Give the rows below the headings, by the English heading."""
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    headings = [(cell or "").split("\n")[-1] for cell in lines[0]]
    return [dict(zip(headings, line, strict=True)) for line in lines[1:]]


@pytest.fixture
def book(house, case_at):
    """Give the workbook of a registry with a certificate and an application that has just begun."""
    case_at("")
    case_at("accept")
    return read(house)[0]


def test_each_kind_has_its_sheet(book):
    assert book.sheetnames[1:] == [
        "1 certificates",
        "2 certificates in detail",
        "3 applications",
        "4 acts",
        "5 people",
        "6 green certificates",
    ]
    assert all(sheet.max_row > 3 for sheet in book.worksheets[1:6])


def test_the_first_sheet_says_which_log_it_is_of(house, book):
    with house.registry.reading() as snapshot:
        head = snapshot.head()
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {head.registry, head.size, head.root, head.last, head.time} <= set(cells)


def test_certificates_stand_with_their_states(house, book):
    (certificate,) = rows(book["1 certificates"])
    number = certificate["number"]
    assert certificate["state"] == "有效 valid"
    (details,) = rows(book["2 certificates in detail"])
    assert house.certificate(number).allotment.record == details["SHA-256 of the record"]
    reason = {"en": "overdue", "zh": "逾期"}
    house.write("suspend", number, {"reason": reason, "until": "2026-09-01"}, "decider-a")
    (suspended,) = rows(read(house)[0]["1 certificates"])
    assert suspended["state"].endswith("suspended")


def test_every_entry_of_the_log_stands_in_the_acts(house, book):
    with house.registry.reading() as snapshot:
        entries = list(snapshot.entries())
    acts = rows(book["4 acts"])
    assert [row["entry"] for row in acts] == [entry.position for entry in entries]
    assert [row["hash of the entry"] for row in acts] == [entry.hash for entry in entries]
    assert {row["person"] for row in acts} <= {row["person"] for row in rows(book["5 people"])}


def test_a_sheet_holds_only_so_many_acts(house, case_at, monkeypatch):
    case_at("accept")
    monkeypatch.setattr(exporting, "LARGEST", 3)
    sheet = read(house)[0]["4 acts"]
    said = [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)]
    with house.registry.reading() as snapshot:
        size = snapshot.size()
    assert said[:3] == [size - 2, size - 1, size]
    assert f"{size - 3} older ones" in said[4]


@pytest.mark.parametrize("begins", "=+-@\t")
def test_what_looks_like_a_formula_stays_a_text(house, begins):
    words = f'{begins}HYPERLINK("https://example.org","a client")'
    house.apply(product_name=words)
    book, _ = read(house)
    found = [
        cell for row in book["3 applications"].iter_rows() for cell in row if cell.value == words
    ]
    assert [cell.data_type for cell in found] == ["s"]
    assert all(cell.quotePrefix for cell in found)
    assert not any(
        cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row
    )


def test_the_same_registry_gives_the_same_bytes(house, case_at):
    case_at("accept")
    assert read(house)[1] == read(house)[1]


def test_the_command_writes_it(house, case_at, run, tmp_path):
    case_at("")
    ended = run("registry", "export", tmp_path / "export.xlsx")
    assert ended.code == 0, ended.err
    assert "export.xlsx" in ended.out
    assert openpyxl.load_workbook(tmp_path / "export.xlsx").sheetnames[1] == "1 certificates"
