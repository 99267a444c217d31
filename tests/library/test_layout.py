"""The layout of inventory files: what is read, what is refused, and where."""

import random
import time
from pathlib import Path

import pytest

from pvfootprint.library import linking
from pvfootprint.library.compiling import compile_library, library_files
from pvfootprint.library.gwp import available_sets, read_set
from pvfootprint.library.layout import EXCHANGE_COLUMNS, read_flows, read_inventories
from pvfootprint.library.reading import Report
from pvfootprint.model.codes import CODES
from pvfootprint.model.findings import Finding, LibraryError

CHAIN = "inventories/foreground/chain.csv"
FLOWS = "inventories/elementary_flows.csv"
HEADING = ",".join(EXCHANGE_COLUMNS)


@pytest.fixture
def reread(tiny_root, replace_once):
    """Replace a text of a file of the tiny library, then read that file."""

    def damage(old, new, file=CHAIN):
        replace_once(tiny_root / file, old, new)
        report = Report(file)
        read = read_flows if file == FLOWS else read_inventories
        return read(tiny_root / file, report), report.findings

    return damage


def test_a_dataset_is_read_as_it_stands(tiny_root):
    report = Report(CHAIN)
    ingot, wafer = read_inventories(tiny_root / CHAIN, report)

    assert report.findings == []
    assert (ingot.code, ingot.line, ingot.unit) == ("ingot-CN-2018", 4, "kilogram")
    assert (wafer.stage, wafer.technology, wafer.vintage) == ("wafer", "mono", 2018)
    assert (wafer.database, wafer.file) == ("tiny chain", CHAIN)
    assert wafer.parameter("piece_area_m2").amount == 0.02
    assert wafer.parameter("thickness_um") is None
    assert [(e.name, e.amount, e.unit) for e in wafer.inputs] == [
        ("electricity, grid supply", 4, "kilowatt hour"),
        ("heat", 10, "megajoule"),
        ("ingot", 0.5, "kilogram"),
        ("factory", 0.001, "unit"),
    ]
    assert [(e.name, e.amount, e.scale) for e in wafer.emissions] == [
        ("Carbon dioxide, fossil", 0.1, None),
        ("Heat, waste", 5, None),
    ]
    assert wafer.inputs[0].scale == 0.1
    assert {e.target for e in wafer.exchanges} == {""}


def test_an_elementary_flow_is_read_as_it_stands(tiny_root):
    flows = read_flows(tiny_root / FLOWS, Report(FLOWS))
    assert [(flow.code, flow.unit, flow.greenhouse_gas) for flow in flows] == [
        ("co2", "kilogram", True),
        ("ch4", "kilogram", True),
        ("co2e-ar5", "kilogram", True),
        ("waste-heat", "megajoule", False),
    ]


def test_an_exchange_without_database_means_its_own(tiny_root):
    (ingot, _) = read_inventories(tiny_root / CHAIN, Report(CHAIN))
    production = next(e for e in ingot.exchanges if e.type == "production")
    assert production.database == "tiny chain"


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("Database,tiny chain\n", "tiny chain\n", "LIB-001", 1, ""),
        ("Database,tiny chain\n", "Database\n", "LIB-001", 1, ""),
        ("format,pvfootprint inventory 1", "format,2", "LIB-003", 2, "format"),
        ("format,pvfootprint inventory 1\n", "", "LIB-003", 1, "format"),
        ("code,wafer-CN-2018", "code,", "LIB-002", 24, "code"),
        ("stage,wafer", "stage,wafer,again", "LIB-001", 34, ""),
        ("code,wafer-CN-2018", "code,a\ncode,b", "LIB-010", 26, "code"),
        ("stage,wafer", "stage,waver", "LIB-003", 34, "stage"),
        ("stage,wafer\ntechnology,mono\n", "stage,wafer\n", "LIB-002", 24, "technology"),
        ("stage,wafer", "stage,wafer\ndefault design,yes", "LIB-003", 35, "default design"),
        ("stage,wafer", "stage,wafer\ndata year,18", "LIB-003", 35, "data year"),
        ("stage,wafer", "stage,wafer\ndata year,2018.5", "LIB-003", 35, "data year"),
        ("stage,wafer", "mass per unit kg,nan\nstage,wafer", "LIB-004", 34, "mass per unit kg"),
        ("stage,wafer", "capital goods,yes\nstage,wafer", "LIB-003", 34, "capital goods"),
        ("stage,wafer", "biomass,wood\nstage,wafer", "LIB-003", 34, "biomass"),
        ("piece_area_m2,0.02,", "piece_area_m2,0.2,", "LIB-003", 39, "amount"),
        ("piece_area_m2,0.02,", "piece_area_m2,,", "LIB-002", 39, "amount"),
        ("name,amount,unit,minimum,", "name,amount,unit,least,", "LIB-001", 38, ""),
        (",0.1,,kilogram,biosphere,", ",0.1,,kilogram,biosfere,", "LIB-003", 43, "type"),
        (",0.1,,kilogram,biosphere,direct", ",0.1,,kilogram,biosphere,", "LIB-003", 43, "group"),
        (",0.1,,kilogram,biosphere,", ",,,kilogram,biosphere,", "LIB-002", 43, "amount"),
        (",electricity,2,1.38629", ",electricity,5,1.38629", "LIB-003", 45, "uncertainty type"),
        (",0.1,,,made-up", ",-0.1,,,made-up", "LIB-011", 45, "loc, scale, negative"),
        (",0.1,,,made-up", ",,,,made-up", "LIB-002", 45, "scale"),
        (",0.1,,,made-up", ",0.1,True,,made-up", "LIB-011", 45, "loc, scale, negative"),
        ("10,,megajoule,technosphere", "10,,megajoule,production", "LIB-015", 24, ""),
    ],
)
def test_one_damage_is_found_in_its_place(reread, old, new, code, line, column):
    _, (finding,) = reread(old, new)
    assert (finding.code, finding.file, finding.line) == (code, CHAIN, line)
    assert finding.column == column


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("Activity,ingot", "Activitz,ingot", "LIB-001", 4),
        ("Activity,wafer", "Activity", "LIB-002", 24),
        ("code,wafer-CN-2018", "code,wafer-CN-2018,again", "LIB-001", 25),
        ("unit,square meter", "unit,acre", "LIB-003", 29),
        (f"{HEADING}\nwafer", "wafer", "LIB-001", 41),
        ('"Heat, waste",', "Heat, waste,", "LIB-003", 44),
    ],
)
def test_damage_with_consequences_is_named_first_in_its_place(reread, old, new, code, line):
    _, (finding, *_) = reread(old, new)
    assert (finding.code, finding.line) == (code, line)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("code,ch4", "", "LIB-002", 11),
        ("code,ch4", "code,ch4\nunit,kilogram", "LIB-010", 15),
        ("code,ch4", "code,ch4\nformula,CH4", "LIB-001", 13),
        ("megajoule", "joule", "LIB-003", 28),
        ("greenhouse gas,False", "greenhouse gas,no", "LIB-003", 30),
        ("greenhouse gas,False", "greenhouse gas,False\nParameters\nname", "LIB-001", 25),
    ],
)
def test_damage_of_the_elementary_flows_is_found_in_its_place(reread, old, new, code, line):
    _, (finding,) = reread(old, new, FLOWS)
    assert (finding.code, finding.file, finding.line) == (code, FLOWS, line)


def test_a_damaged_dataset_does_not_hide_its_neighbours(reread):
    found, findings = reread("stage,wafer", "stage,waver")
    assert [inventory.code for inventory in found] == ["ingot-CN-2018"]
    assert len(findings) == 1


def test_a_negative_amount_may_have_a_spread(reread):
    (_, wafer), findings = reread(
        ",4,,kilowatt hour,technosphere,electricity,2,1.3862943611198906,0.1,",
        ",-4,,kilowatt hour,technosphere,electricity,2,1.3862943611198906,0.1,True",
    )
    assert findings == []
    assert (wafer.inputs[0].amount, wafer.inputs[0].scale) == (-4, 0.1)


def test_an_amount_of_zero_has_no_spread(reread):
    _, (finding,) = reread(",4,,kilowatt hour", ",0,,kilowatt hour")
    assert (finding.code, finding.expected[:30]) == ("LIB-011", "no spread for an amount of 0, ")


def test_an_empty_inventory_file_is_a_finding(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("\n", encoding="utf-8")
    report = Report("empty.csv")
    assert read_inventories(path, report) == []
    assert [finding.code for finding in report.findings] == ["LIB-014"]


# Random damage of the shipped files.

CELLS = ["", "nan", "inf", "-1e999", "1_0", "0", "-1", "2018", "1e400", "True", "Activity",
         "Exchanges", "Parameters", "Database", '"', "\0", "\ufeff", "硅", "x" * 200_000, "=1+1",
         "kilogram", "technosphere", "production", "..", "CN"]  # fmt: skip


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Return a file with one cell, row or byte changed."""
    kind = dice.choice(["cell", "cell", "cell", "row", "rows", "byte", "cut", "heading"])
    if kind == "byte":
        place = dice.randrange(len(content))
        return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]
    if kind == "cut":
        return content[: dice.randrange(len(content))]
    lines = content.decode().split("\n")
    place = dice.randrange(len(lines))
    if kind == "row":
        lines[place : place + 1] = dice.choice([[], [lines[place]] * 2, ["", lines[place]]])
    elif kind == "rows":
        other = dice.randrange(len(lines))
        lines[place], lines[other] = lines[other], lines[place]
    elif kind == "heading":
        lines[place] = dice.choice(["Activity,again", "Exchanges", "Parameters", ",,,", '"'])
    else:
        parts = lines[place].split(",")
        parts[dice.randrange(len(parts))] = dice.choice(CELLS)
        lines[place] = ",".join(parts)
    return "\n".join(lines).encode()


def findings_of(root: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the inventories and the GWP sets of a folder."""
    try:
        library = compile_library(root)
        for key in available_sets(root):
            read_set(root, key, library)
    except LibraryError as error:
        return error.findings
    return ()


def compile_mutations(root: Path, count: int, seed: int, seconds: float) -> None:
    """Damage one file after the other; every one is read or refused with findings."""
    paths = [*library_files(root), *sorted((root / "methods/gwp").glob("*.csv"))]
    dice = random.Random(seed)
    end = time.monotonic() + seconds
    for turn in range(count):
        path = dice.choice(paths)
        original = path.read_bytes()
        path.write_bytes(mutated(original, dice))
        lines = original.count(b"\n") + 2
        try:
            findings = findings_of(root)
        except Exception as error:
            error.add_note(f"turn {turn} of seed {seed}, {path.name}")
            raise
        for finding in findings:
            assert finding.code in CODES
            assert finding.file
            assert finding.line is None or root / finding.file != path or finding.line <= lines
        path.write_bytes(original)
        if time.monotonic() > end:
            return


@pytest.mark.parametrize("seed", range(3))
def test_random_damage_is_refused_with_findings_or_harmless(data_copy, seed, monkeypatch):
    # Looking for the nearest names takes seconds where a whole file links nowhere.
    monkeypatch.setattr(linking, "get_close_matches", lambda *_, **__: [])
    compile_mutations(data_copy, count=50, seed=seed, seconds=3.5)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 106))
def test_much_random_damage_is_refused_with_findings_or_harmless(data_copy, seed):
    compile_mutations(data_copy, count=500, seed=seed, seconds=900)


def test_the_columns_of_exchanges_are_those_of_the_shipped_files(data_folder):
    for path in library_files(data_folder)[3:]:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines.count(HEADING) == lines.count("Exchanges"), path.name
