"""Every code of a finding, provoked by one thing that is wrong."""

import csv
import io
import json
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from pvfootprint.analysis.sanity import check_plausible, footprints
from pvfootprint.chain.adjusting import parse_setting
from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import ProductData, declare
from pvfootprint.chain.electricity import ElectricityOptions, parse_electricity
from pvfootprint.chain.selecting import find_dataset, select
from pvfootprint.documents import fonts
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.writing import write_text
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.library.compiling import compile_library
from pvfootprint.library.gwp import available_sets, read_set
from pvfootprint.library.layout import EXCHANGE_COLUMNS
from pvfootprint.model.codes import CODES
from pvfootprint.model.findings import (
    CalculationError,
    Finding,
    LibraryError,
    OutputError,
    PvfootprintError,
    SelectionError,
    SupplyError,
    has_errors,
)
from pvfootprint.model.inventory import Library

PROVOKED_ELSEWHERE = {"CAL-001", "CAL-002", "CAL-003", "OUT-004", "OUT-005", "OUT-006", "SEL-016"}
PROVOKED_HERE = {"CAC", "CAL", "LIB", "OUT", "SEL"}
"""Kinds of code; the others have tests of their own that provoke each of them."""
NOT_FINITE = text("the cell is not a finite number")
ERROR_OF_CODE = {
    "CAL": CalculationError,
    "CHN": SupplyError,
    "LIB": LibraryError,
    "OUT": OutputError,
    "SEL": SelectionError,
}

ELECTRICITY = "inventories/background/electricity.csv"
WAFER = "inventories/foreground/wafer.csv"
MG_SILICON = "inventories/foreground/mg_silicon.csv"
INGOT = "inventories/foreground/ingot.csv"
AR6 = "methods/gwp/ar6.csv"
BALANCE = "inventories/silicon_balance.csv"
WAFER_ACTIVITY = ("Activity", "single-Si wafer production, photovoltaic")
INGOT_INPUT = "silicon production, single crystal, Czochralski process, photovoltaics"


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def lines_of(path: Path, *start: str) -> list[int]:
    return [i for i, row in enumerate(read(path), start=1) if tuple(row[: len(start)]) == start]


Edit = Callable[[Path], None]


def cells(*start: str, **values: str) -> Edit:
    """Set cells of the first exchange whose row begins like that."""

    def edit(path: Path) -> None:
        line = lines_of(path, *start)[0]
        rows = read(path)
        for column, value in values.items():
            rows[line - 1][EXCHANGE_COLUMNS.index(column.replace("_", " "))] = value
        write(path, rows)

    return edit


def row(*start: str, becomes: Iterable[Iterable[str]]) -> Edit:
    """Put other rows in the place of the first that begins like that."""

    def edit(path: Path) -> None:
        line = lines_of(path, *start)[0]
        rows = read(path)
        write(path, [*rows[: line - 1], *becomes, *rows[line:]])

    return edit


def twice(*start: str) -> Edit:
    def edit(path: Path) -> None:
        line = lines_of(path, *start)[0]
        row(*start, becomes=[read(path)[line - 1]] * 2)(path)

    return edit


def again_under_another_code(path: Path) -> None:
    """Write the first dataset of a file once more, as another product."""
    rows = read(path)
    start = next(i for i, row in enumerate(rows) if row[:1] == ["Activity"])
    end = next(i for i, row in enumerate(rows) if i > start and not any(row))
    names = {"code": "ingot-again", "technology": "again"}
    again = [
        [row[0], names[row[0]]] if row[:1] and row[0] in names else row for row in rows[start:end]
    ]
    write(path.with_name("ingot_again.csv"), [*rows[:start], *again])


@dataclass(frozen=True)
class Damage:
    """One edit of a file of the library, and what must be said about it."""

    code: str
    file: str
    edit: Edit
    at: tuple[str, ...] = ()
    column: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    blamed: str = ""
    nth: int = 0


DAMAGES = [
    Damage(
        "LIB-001",
        WAFER,
        row("data year", becomes=[["date year", "2018"]]),
        at=("date year",),
        found="date year, 2018",
        expected="a field and its value; fields: code, reference product, ",
    ),
    Damage("LIB-002", WAFER, cells("acetic acid", source=""), ("acetic acid",), "source"),
    Damage(
        "LIB-003",
        WAFER,
        cells("acetic acid", unit="pound"),
        ("acetic acid",),
        "unit",
        "pound",
        "kilogram, kilowatt hour, ",
    ),
    Damage(
        "LIB-004",
        WAFER,
        cells("acetic acid", amount="inf"),
        ("acetic acid",),
        "amount",
        "inf",
        "a number such as 0.125",
    ),
    Damage(
        "LIB-005",
        WAFER,
        cells("acetic acid", name="acetic acyd"),
        ("acetic acyd",),
        "name, reference product, location, database",
        "pvfootprint chemicals | acetic acyd | acetic acid | US",
        "the identity of exactly one dataset",
        "nearest: pvfootprint chemicals | acetic acid | acetic acid | US",
    ),
    Damage(
        "LIB-006",
        INGOT,
        again_under_another_code,
        (INGOT_INPUT,),
        "name, reference product, location, database",
        f"pvfootprint ingot | {INGOT_INPUT} | silicon, single crystal, ",
        "the identity of exactly one dataset",
        "tell the datasets apart",
        blamed=WAFER,
    ),
    Damage(
        "LIB-007",
        WAFER,
        cells("acetic acid", unit="megajoule"),
        ("acetic acid",),
        "unit",
        "megajoule",
        "kilogram",
    ),
    Damage(
        "LIB-008",
        WAFER,
        cells("acetic acid", source="iea-t12-91"),
        ("acetic acid",),
        "source",
        "iea-t12-91",
        "a key of inventories/sources.csv",
    ),
    Damage(
        "LIB-009",
        INGOT,
        row("code", becomes=[["code", "wafer-mono-CN-2018"]]),
        WAFER_ACTIVITY,
        "code",
        "wafer-mono-CN-2018",
        "an identity of its own; the first is at inventories/foreground/ingot.csv:5",
        blamed=WAFER,
    ),
    Damage(
        "LIB-010",
        WAFER,
        twice("acetic acid"),
        ("acetic acid",),
        found="acetic acid, 0.038996 kilogram",
        nth=1,
    ),
    Damage(
        "LIB-011",
        WAFER,
        cells("acetic acid", loc="0"),
        ("acetic acid",),
        "loc, scale, negative",
        "amount 0.038996, loc 0.0, ",
        "loc -3.244",
    ),
    Damage(
        "LIB-012",
        AR6,
        row("Dinitrogen monoxide", becomes=[]),
        column="name",
        hint="add a row, or mark the flow as no greenhouse gas",
    ),
    Damage(
        "LIB-013",
        WAFER,
        cells(INGOT_INPUT, amount="0.7", uncertainty_type="", formula=""),
        WAFER_ACTIVITY,
        found="in 0.7 kg, out + kerf + scrap 0.5953",
        expected="a gap of at most 0.1%",
    ),
    Damage("LIB-014", BALANCE, Path.unlink, hint="restore it"),
    Damage(
        "LIB-015",
        WAFER,
        cells(WAFER_ACTIVITY[1], amount="2"),
        WAFER_ACTIVITY,
        found="1 production exchange",
        expected="one, with the activity's name, product, location, unit and amount 1",
    ),
    Damage(
        "LIB-016",
        WAFER,
        cells("electricity, grid supply", formula="2 * electricity_kwh"),
        ("electricity, grid supply",),
        "amount, formula",
        "amount 4.7619, 2 * electricity_kwh = 9.5238",
        "the same value",
    ),
    Damage(
        "LIB-017",
        WAFER,
        cells("electricity, grid supply", formula="electricity_kWh"),
        ("electricity, grid supply",),
        "formula",
        "electricity_kWh",
        "arithmetic over the dataset's parameters: thickness_um",
    ),
    Damage(
        "LIB-018",
        MG_SILICON,
        row("explanation", becomes=[]),
        ("Activity", "silicon production, metallurgical grade"),
        "explanation",
        "11.01 and 5.021 kgCO2e",
        "less than 2 times",
        nth=1,
    ),
    Damage(
        "LIB-019",
        ELECTRICITY,
        cells(
            "Carbon dioxide equivalent, aggregated with a set not stated",
            name="Carbon dioxide, fossil",
        ),
        ("Activity", "electricity, national average, 2024"),
        found="CO2 is all that it emits",
        expected="a factor by life cycle",
        hint="not the average CO2 emission factor",
    ),
]


def compile_all(root: Path) -> None:
    library = compile_library(root)
    sets = [read_set(root, key, library) for key in available_sets(root)]
    findings = check_plausible(library, footprints(library, sets[0]))
    if findings:
        raise LibraryError(findings)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.code)
def test_one_damage_gives_one_finding_that_says_where_and_what(
    damage: Damage, data_copy: Path
) -> None:
    damage.edit(data_copy / damage.file)

    with pytest.raises(LibraryError) as caught:
        compile_all(data_copy)

    (finding,) = caught.value.findings
    file = damage.blamed or damage.file
    line = lines_of(data_copy / file, *damage.at)[damage.nth] if damage.at else None
    assert (finding.code, finding.file, finding.line) == (damage.code, file, line)
    assert finding.column == damage.column
    says(finding.found, damage.found)
    says(finding.expected, damage.expected)
    assert damage.hint in finding.hint


def says(text: str, expected: str) -> None:
    assert expected in text if expected else text == ""


@dataclass(frozen=True)
class Request:
    """Something asked for that is not there, and what must be said about it."""

    code: str
    ask: Callable[[Library, Path], object]
    column: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""


def product(text: str) -> Callable[[Library, Path], object]:
    return lambda library, _: select(library, text)


def declared(text: str, unit: str, **data: float) -> Callable[[Library, Path], object]:
    return lambda library, _: declare(select(library, text).product, unit, ProductData(**data))


def with_electricity_of(year: int) -> Callable[[Library, Path], object]:
    def ask(library: Library, _: Path) -> object:
        wafer = select(library, "wafer:mono:CN@2018").product
        options = ElectricityOptions(year=year)
        return assemble(library, wafer, declare(wafer), electricity=options)

    return ask


REQUESTS = [
    Request(
        "SEL-001",
        product("moduke:perc:CN@2018"),
        found="moduke:perc:CN@2018",
        expected="cell, ingot, mg-silicon, module, polysilicon, wafer",
        hint="did you mean module",
    ),
    Request(
        "SEL-002",
        product("module:perk:CN"),
        found="module:perk:CN",
        expected="multi, multi-mix, perc, perc-mix, topcon",
        hint="did you mean perc",
    ),
    Request(
        "SEL-003",
        product("module:perc:glass-framed:CN"),
        found="module:perc:glass-framed:CN",
        expected="glass-backsheet-framed, glass-backsheet-frameless, glass-glass-framed, ",
        hint="did you mean glass-glass-framed or",
    ),
    Request(
        "SEL-004",
        product("wafer:mono:ZZ"),
        found="wafer:mono:ZZ",
        expected="APAC, CN, RER, US",
        hint="nearest products: wafer:mono:",
    ),
    Request(
        "SEL-005",
        product("wafer:mono:CN@2081"),
        found="wafer:mono:CN@2081",
        expected="2018",
        hint="did you mean 2018",
    ),
    Request(
        "SEL-006",
        product("wafer"),
        found="wafer",
        expected="STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE]",
        hint="for example module:perc:CN@2018",
    ),
    Request("SEL-007", declared("wafer:mono:CN", "kWp"), "--per", "kWp", "piece, m2"),
    Request(
        "SEL-008", declared("module:perc:CN", "kWp", power=300), hint="give it, for example --area"
    ),
    Request(
        "SEL-009",
        declared("module:perc:CN", "kWp", efficiency=21),
        "--efficiency",
        "21",
        "above 0, up to 0.5 (as a fraction: 0.21 for 21 %)",
    ),
    Request("SEL-010", with_electricity_of(1999), "--electricity-year", "1999", "2023, 2024"),
    Request(
        "SEL-011",
        lambda library, root: read_set(root, "ar7", library),
        found="ar7",
        expected="ar6, ar5",
    ),
    Request(
        "SEL-012",
        lambda library, _: find_dataset(library, "solar-glas"),
        found="solar-glas",
        expected="a code or a product",
        hint="nearest: solar-glass",
    ),
    Request(
        "SEL-013",
        lambda *_: parse_setting("wafer.thickness_um"),
        "--set",
        "wafer.thickness_um",
        "STAGE.PARAMETER=VALUE",
        "for example --set wafer.thickness_um=130",
    ),
    Request(
        "SEL-014",
        lambda *_: parse_electricity("CN-Jiangsu:guess"),
        "--electricity",
        "CN-Jiangsu:guess",
        "methods: official, consumption, generation, technology",
    ),
    Request(
        "SEL-015",
        declared("module:perc:CN", "m2", efficiency=0.2),
        "--efficiency",
        "0.2",
        "no such quantity",
        "leave it out",
    ),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.code)
def test_a_request_that_cannot_be_met_is_refused_with_what_there_is(
    request_: Request, library: Library, data_folder: Path
) -> None:
    with pytest.raises(SelectionError) as caught:
        request_.ask(library, data_folder)

    (finding,) = caught.value.findings
    assert (finding.code, finding.column) == (request_.code, request_.column)
    says(finding.found, request_.found)
    says(finding.expected, request_.expected)
    assert request_.hint in finding.hint


OTHERS = {"CAC-001", "OUT-001", "OUT-002", "OUT-003"}


def test_cac_001_a_cache_folder_that_is_a_file(data_folder: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()

    _, (finding,) = open_library(data_folder, cache=in_the_way)

    assert (finding.code, finding.severity) == ("CAC-001", "warning")
    assert finding.found.startswith(str(in_the_way))
    assert finding.expected == "a folder that can be written"


def test_out_001_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()

    with pytest.raises(OutputError) as caught:
        write_text(in_the_way / "out.txt", "text")

    (finding,) = caught.value.findings
    assert finding.code == "OUT-001"
    assert finding.found.startswith(str(in_the_way / "out.txt"))
    assert finding.expected == "a folder that can be written, with room on the disk"


def test_out_002_no_font_for_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)

    with pytest.raises(OutputError) as caught:
        fonts.required_font()

    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("OUT-002", "none")
    assert finding.expected == "Noto Sans CJK SC"
    assert finding.hint == "apt-get install fonts-noto-cjk"


def test_out_003_a_pdf_that_is_no_pdf_a() -> None:
    plain = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)

    with pytest.raises(OutputError) as caught:
        check_structure(plain.getvalue())

    assert {finding.code for finding in caught.value.findings} == {"OUT-003"}
    assert "no output intent with a profile" in {f.found for f in caught.value.findings}


def test_every_code_is_provoked() -> None:
    provoked = {case.code for case in [*DAMAGES, *REQUESTS]} | OTHERS
    here = {code for code in CODES if code[:3] in PROVOKED_HERE}
    assert provoked == here - PROVOKED_ELSEWHERE


def test_findings_of_three_damaged_files_all_come_back(data_copy: Path) -> None:
    cells("acetic acid", amount="nan")(data_copy / WAFER)
    row("data class", becomes=[["data class", "guess"]])(data_copy / INGOT)
    row("epal", becomes=[["epal", "", "single citable fact"]])(
        data_copy / "inventories/sources.csv"
    )

    with pytest.raises(LibraryError) as caught:
        compile_all(data_copy)

    assert {(finding.code, finding.file) for finding in caught.value.findings} == {
        ("LIB-002", "inventories/sources.csv"),
        ("LIB-003", INGOT),
        ("LIB-004", WAFER),
    }


def test_findings_of_one_file_all_come_back(data_copy: Path) -> None:
    for name in ("acetic acid", "hydrochloric acid", "sodium hydroxide"):
        cells(name, amount="nan")(data_copy / WAFER)

    with pytest.raises(LibraryError) as caught:
        compile_all(data_copy)

    assert [finding.code for finding in caught.value.findings] == ["LIB-004"] * 3


def test_a_code_that_is_not_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="LIB-999 is not listed"):
        Finding("LIB-999", "made up")


def test_every_kind_of_code_has_its_error() -> None:
    assert set(ERROR_OF_CODE) < {code[:3] for code in CODES}
    assert all(issubclass(error, PvfootprintError) for error in ERROR_OF_CODE.values())


def test_a_finding_as_text_says_what_where_and_how_to_mend_it() -> None:
    finding = Finding("LIB-004", "no number", "a.csv", 7, "amount", "x", "a number", "write one")
    assert str(finding).splitlines() == [
        "LIB-004: no number",
        "  at: a.csv:7, amount",
        "  found: x",
        "  expected: a number",
        "  mend: write one",
    ]


def test_a_finding_as_text_leaves_out_what_is_not_known() -> None:
    assert str(Finding("SEL-007", "no such unit", column="--per")).splitlines() == [
        "SEL-007: no such unit",
        "  at: --per",
    ]


def test_a_finding_as_dictionary_survives_json() -> None:
    finding = Finding("LIB-004", "不是数", "a.csv", 7)
    read = json.loads(json.dumps(finding.to_dict()))
    fields = {name: value for name, value in read.items() if not name.endswith("_zh")}
    assert Finding(**fields) == finding


def test_a_finding_as_dictionary_has_its_words_in_both_languages() -> None:
    finding = Finding("LIB-004", NOT_FINITE, expected="0.125", hint=text("the same value"))
    read = finding.to_dict()
    assert (read["message"], read["message_zh"]) == (
        "the cell is not a finite number",
        "该单元格不是有限数值",
    )
    assert (read["expected"], read["expected_zh"]) == ("0.125", "0.125")
    assert (read["hint"], read["hint_zh"]) == ("the same value", "相同的值")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "LIB-004: the cell is not a finite number",
                "  at: a.csv:7, amount",
                "  found: x",
                "  expected: such as 2018",
            ],
        ),
        (
            "zh",
            [
                "LIB-004：该单元格不是有限数值",
                "  位置：a.csv:7, amount",
                "  实际为：x",
                "  应为：例如 2018",
            ],
        ),
        (
            "both",
            [
                "LIB-004: 该单元格不是有限数值 the cell is not a finite number",
                "  位置 at: a.csv:7, amount",
                "  实际为 found: x",
                "  应为 expected: 例如 2018 such as 2018",
            ],
        ),
    ],
)
def test_a_finding_is_said_in_each_language(language: str, lines: list[str]) -> None:
    example = text("such as {example}", example=2018)
    finding = Finding("LIB-004", NOT_FINITE, "a.csv", 7, "amount", "x", example)
    assert finding.said(language).splitlines() == lines


def test_an_error_as_text_holds_every_finding() -> None:
    findings = [Finding("LIB-002", "one"), Finding("LIB-003", "two")]
    error = LibraryError(iter(findings))
    assert error.findings == tuple(findings)
    assert str(error) == "LIB-002: one\nLIB-003: two"


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ((), False),
        (("warning", "question"), False),
        (("error",), True),
        (("warning", "error", "question"), True),
    ],
)
def test_only_errors_count_as_errors(severities: tuple[str, ...], expected: bool) -> None:
    findings = [Finding("LIB-002", "one", severity=severity) for severity in severities]
    assert has_errors(findings) is expected
    assert has_errors(iter(findings)) is expected


def test_an_error_keeps_its_findings_on_the_way_from_another_process() -> None:
    finding = Finding("SEL-001", text("no {what}", what="stage"), hint="look")
    error = pickle.loads(pickle.dumps(SelectionError([finding])))  # noqa: S301
    assert type(error) is SelectionError
    assert error.findings == (finding,)
