"""``pvfootprint data monitor``: tables, JSON, workbook and notices."""

import openpyxl
import pytest

from pvfootprint.certification.opening import record_of
from pvfootprint.database.monitoring import notices


@pytest.fixture
def house(certified):
    """Let the command line run on the registry with a real certificate."""
    return certified


@pytest.fixture
def quick_notices(monkeypatch):
    """Keep what a notice says instead of setting it as a PDF."""
    monkeypatch.setattr(notices, "paper_pdf", lambda paper: repr(paper).encode())


def test_table_shows_factor_and_value_of_then_and_now(run, new_year):
    ended = run("data", "monitor", "--library", new_year, "--tolerance", "2")
    assert ended.code == 0, ended.err
    assert "2024 → 2025" in ended.out
    assert "0.5777" in ended.out
    assert "0.5401" in ended.out
    assert "-4.91% !" in ended.out


def test_installed_library_concerns_nobody(run):
    ended = run("data", "monitor")
    assert ended.code == 0
    assert "with superseded factors: 0" in ended.out


def test_json_is_for_programs(run, new_year):
    written = run("data", "monitor", "--library", new_year, "--json").json
    assert written["format"] == "pvfootprint monitoring 1"
    assert written["certificates"] == 1
    assert written["superseded"][0]["shows_otherwise"] is True


def test_each_client_is_told(run, new_year, tmp_path, quick_notices):
    ended = run("data", "monitor", "--library", new_year, "-o", tmp_path / "out")
    assert ended.code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "monitoring.xlsx")
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]
    assert any(text.startswith("YC-PCF-") for text in texts)
    (notice,) = (tmp_path / "out" / "notices").iterdir()
    assert notice.name == "001-91000000EXAMPLE041.pdf"
    assert "示例组件有限公司" in notice.read_text(encoding="utf-8")


def test_name_of_a_company_is_no_formula_in_the_workbook(
    run, new_year, tmp_path, quick_notices, house
):
    number = next(iter(house.entries(act="allot"))).subject
    with house.reading() as snapshot:
        record = record_of(snapshot, house.certificate(number)).model_dump()
    client = {"name": "=HYPERLINK(1)", "code": "../../X"}
    shared = {key: record[key] for key in ("footprint", "recomputing", "product", "rules")}
    house.issue(record["application"], **shared, client=client)
    run("data", "monitor", "--library", new_year, "-o", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "monitoring.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row if "HYPER" in str(cell.value)]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)
    assert (tmp_path / "out" / "notices" / "002-X.pdf").is_file()


def test_notice_is_a_pdf(run, new_year, tmp_path):
    run("data", "monitor", "--library", new_year, "-o", tmp_path / "out")
    (notice,) = (tmp_path / "out" / "notices").iterdir()
    assert notice.read_bytes().startswith(b"%PDF-")


def test_folder_that_is_no_library_is_refused(run, tmp_path):
    (tmp_path / "empty").mkdir()
    ended = run("data", "monitor", "--library", tmp_path / "empty")
    assert ended.code == 1
    assert "LIB-" in ended.err
