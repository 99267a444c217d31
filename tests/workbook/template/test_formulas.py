import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest

from pvfootprint.model.site_rows import SiteOutput
from pvfootprint.workbook.choices import REFERENCE_UNITS
from pvfootprint.workbook.layout import FIRST_ROW, FORM_CHECKS, MARK
from pvfootprint.workbook.sheets import SHEETS

pytestmark = pytest.mark.heavy

SIGNS = "√○△×"


def verdicts(book):
    """Return the check column of every sheet that holds data, blank rows left out."""
    found = {}
    for ws in book.worksheets:
        if ws["A1"].value and str(ws["A1"].value).startswith(MARK):
            keys = {str(cell.value).rsplit(".", 1)[-1]: cell.column for cell in ws[1] if cell.value}
            name, column = str(ws["A1"].value).split(":")[1].split(".")[0], keys["check"]
        elif str(ws.cell(FIRST_ROW, 1).value).startswith(f"{MARK}:company"):
            name, column = "company", FORM_CHECKS
        else:
            continue
        cells = (ws.cell(row, column).value for row in range(FIRST_ROW, ws.max_row + 1))
        found[name] = [value for value in cells if value]
    return found


def values(book, sheet, key):
    """Return a column of a table."""
    ws = next(ws for ws in book.worksheets if str(ws["A1"].value).startswith(f"{MARK}:{sheet}."))
    column = next(cell.column for cell in ws[1] if cell.value == f"{MARK}:{sheet}.{key}")
    return [ws.cell(row, column).value for row in range(FIRST_ROW, ws.max_row + 1)]


def errors(book):
    return [
        (ws.title, cell.coordinate, cell.value)
        for ws in book.worksheets
        for row in ws.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and cell.value.startswith("#"))
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(stage, marks=() if stage in {"wafer", "module"} else pytest.mark.long)
        for stage in REFERENCE_UNITS
    ],
)
def test_a_blank_workbook_is_open_and_not_wrong(written, calculated, stage):
    book = calculated(written(stage, "both"))
    assert errors(book) == []
    found = verdicts(book)
    assert set(found) == {sheet.key for sheet in SHEETS}
    assert {value[0] for column in found.values() for value in column} == {"√", "○"}
    assert found["materials"]


@pytest.fixture(scope="module")
def books(written_once, libreoffice, site, faulty, tmp_path_factory):
    """Give filled-in workbooks with the results of their formulas, not to be changed.

    LibreOffice takes longer to start than to calculate them all.
    """
    folder = tmp_path_factory.mktemp("books")
    filled = {
        "sound": ("module", "zh", site),
        "faulty": ("module", "en", faulty[0]),
        "value": ("ingot", "both", ingots(site, "revenue")),
        "mixed": ("ingot", "both", ingots(site, "mass")),
    }
    paths = [folder / f"{name}.xlsx" for name in filled]
    for path in paths:
        path.write_bytes(written_once(*filled[path.stem]))
    made = libreoffice(paths[0], "xlsx", *paths[1:]).parent
    return {path.stem: openpyxl.load_workbook(made / path.name, data_only=True) for path in paths}


def test_a_sound_workbook_is_ok(books, site):
    book = books["sound"]
    assert errors(book) == []
    found = verdicts(book)
    assert {value[0] for column in found.values() for value in column} == {"√"}, found
    for key in ("materials", "energy", "products", "suppliers", "quality"):
        rows = getattr(site, key)
        assert len(found[key]) == len(rows)


def test_faults_are_found(books, faulty):
    book, due = books["faulty"], faulty[1]
    assert errors(book) == []
    found = verdicts(book)
    signs = {key: [value[0] for value in column] for key, column in found.items()}
    assert signs == due, found
    assert "typical" in found["materials"][0]
    assert "90" in found["suppliers"][0]


def ingots(site, second):
    """Return an inventory whose second product is shared by another basis than its first."""
    first = replace(
        site.products[0],
        technology="cz",
        design="",
        declared_unit="kg",
        power_bins=(),
        output_unit="kg",
        share=0.5,
        share_basis="revenue",
        revenue=7.0,
    )
    tops = SiteOutput(kind="co-product", name="tops", product="P1", amount=1.0, unit="kg")
    return replace(
        site,
        stage="ingot",
        products=(first, replace(first, key="P2", share_basis=second, revenue=None)),
        outputs=(tops, replace(tops, silicon=1.0), replace(tops, revenue=0.0)),
    )


@pytest.mark.parametrize(("name", "signs"), [("value", ["√", "○"]), ("mixed", ["×", "×"])])
def test_shares_have_one_basis_and_co_products_one_at_all(books, name, signs):
    book = books[name]
    assert errors(book) == []
    found = verdicts(book)
    assert [value[0] for value in found["products"]] == signs, found["products"]
    assert [value[0] for value in found["outputs"]] == ["△", "√", "√"], found["outputs"]


@pytest.mark.long
def test_amounts_are_referred_to_the_output(written, calculated, site):
    book = calculated(written("module", "en", site))
    product = site.products[0]
    assert values(book, "products", "reference_output")[0] == pytest.approx(
        product.output * product.area
    )
    assert values(book, "materials", "specific")[0] == pytest.approx(10)
    assert values(book, "energy", "specific")[:12] == pytest.approx([8] * 12)
    assert values(book, "emissions", "specific")[0] == pytest.approx(0.02)


def test_the_guide_counts_the_verdicts(books, faulty):
    guide, due = books["faulty"].worksheets[0], faulty[1]
    titles = [sheet.title for sheet in SHEETS]
    counts = {row[0]: list(row[1:5]) for row in guide.iter_rows(max_col=5, values_only=True)}
    for sheet, title in zip(SHEETS, titles, strict=True):
        assert counts[title] == [due[sheet.key].count(sign) for sign in SIGNS]


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "both"])
def test_printing_shows_chinese_on_few_pages(written, libreoffice, site, language):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    pdf = libreoffice(written("module", language, site), "pdf")
    words = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    text = words.stdout.decode("utf-8")
    assert "示例组件有限公司" in text
    assert "光伏玻璃" in text
    assert "\ufffd" not in text
    assert 12 <= text.count("\f") <= 22
