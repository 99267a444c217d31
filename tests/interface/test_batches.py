"""Batches against the plain engine, interrupted, resumed, refused."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pvfootprint import ProductData, footprint
from pvfootprint.analysis.batches import parts, windows
from pvfootprint.analysis.batches.schema import FORMAT, META, SCHEMA
from pvfootprint.analysis.scenarios import apply, read_scenario
from pvfootprint.engine.attributing import attribute
from pvfootprint.engine.contributing import by_stage
from pvfootprint.engine.solving import solve
from pvfootprint.interface.batches import batch, read_results, write_failures
from pvfootprint.interface.subjects import open_subject
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.terms import GROUPS

PILOT = Path(__file__).parents[2] / "examples" / "pilot"
CLOSE = 1e-10
SCENARIO = """
[scenario]
key = "green"
en = "green power in wafer making"
zh = "硅片环节使用绿电"
source = "example"

[change.power]
kind = "electricity"
stage = "wafer"
to = "CN-green-wind"
share = 0.5
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "green.toml").write_text(SCENARIO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def few_rows(monkeypatch):
    """Windows of two rows."""
    monkeypatch.setattr(windows, "MOST_ROWS", 2)


def listed(folder, *rows, name="list.csv"):
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def computed(folder, *rows, **options):
    """Compute a list in this process, and return outcome and results."""
    options = {"processes": 0, **options}
    outcome = batch(listed(folder, *rows), folder / "results.parquet", **options)
    return outcome, read_results(folder / "results.parquet").set_index("item")


def assert_row(row, system, factors) -> None:
    """Compare a row of the results with the plain engine."""
    solution = solve(system, factors)
    assert row["value"] == pytest.approx(solution.score, rel=CLOSE)
    primary = attribute(system, solution).primary_share
    assert row["primary_data_share"] == pytest.approx(primary, abs=CLOSE)
    for part in by_stage(system, solution):
        assert row[part.stage] == pytest.approx(part.value, rel=CLOSE)
        for group in GROUPS:
            found, wanted = row[f"{part.stage}.{group}"], part.groups[group]
            assert found == pytest.approx(wanted, rel=CLOSE, abs=CLOSE * solution.score)


def test_products_of_the_library_with_numbers(folder) -> None:
    outcome, found = computed(
        folder,
        "item,input,per,electricity,efficiency,power,area,wafer.thickness_um",
        "plain,module:perc:CN@2018,,,,,,",
        "thin,module:perc:CN@2018,,,,,,130",
        "better,module:perc:CN@2018,,,0.22,,,140",
        "sized,module:perc:CN@2018,kWp,CN-Yunnan,,550,2.58,",
        "piece,wafer:mono:CN@2018,piece,,,,0.03,",
        "metre,wafer:mono:CN@2018,m2,wafer=CN-green-wind; CN-Jiangsu,,,,",
    )

    thin = {"wafer.thickness_um": 130}
    expected = {
        "plain": footprint("module:perc:CN@2018"),
        "thin": footprint("module:perc:CN@2018", settings=thin),
        "better": footprint(
            "module:perc:CN@2018",
            settings={"wafer.thickness_um": 140},
            data=ProductData(efficiency=0.22),
        ),
        "sized": footprint(
            "module:perc:CN@2018",
            per="kWp",
            electricity="CN-Yunnan",
            data=ProductData(power=550, area=2.58),
        ),
        "piece": footprint("wafer:mono:CN@2018", per="piece", data=ProductData(area=0.03)),
        "metre": footprint(
            "wafer:mono:CN@2018", per="m2", electricity=["wafer=CN-green-wind", "CN-Jiangsu"]
        ),
    }
    assert (outcome.items, outcome.failed) == (6, 0)
    assert list(found.index) == list(expected)
    for name, one in expected.items():
        assert found.loc[name, "value"] == pytest.approx(one.total.value, rel=CLOSE)
        assert found.loc[name, "unit"] == one.total.unit
        for stage in one.stages:
            assert found.loc[name, stage.stage] == pytest.approx(stage.value, rel=CLOSE)
    assert np.isnan(found.loc["piece", "module"])


def test_scenarios_with_numbers_of_their_changes(folder) -> None:
    product = "module:topcon:CN"
    _, found = computed(
        folder,
        "item,input,scenario,power.share,power.on,wafer.thickness_um",
        f"as it is,{product},,,,",
        f"scenario,{product},green.toml,,,",
        f"more,{product},green.toml,0.9,,120",
        f"off,{product},green.toml,0.9,0,",
    )

    subject = open_subject(product)
    changes = read_scenario(folder / "green.toml").changes
    more = {"power": changes["power"].model_copy(update={"share": 0.9})}
    thin = open_subject(product, settings={"wafer.thickness_um": 120})
    assert_row(found.loc["as it is"], subject.system, subject.factors)
    assert_row(found.loc["scenario"], apply(subject, changes).system, subject.factors)
    assert_row(found.loc["more"], apply(thin, more).system, subject.factors)
    assert_row(found.loc["off"], subject.system, subject.factors)
    assert found.loc["scenario", "scenario_hash"] != found.loc["as it is", "scenario_hash"]


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """Give a folder with a chain of companies, a single workbook and a broken one; its results."""
    folder = tmp_path_factory.mktemp("chains")
    (folder / "green.toml").write_text(SCENARIO, encoding="utf-8")
    for name in ("whole", "broken"):
        (folder / "items" / name).mkdir(parents=True)
    for name in ("polysilicon.xlsx", "wafer.xlsx"):
        (folder / "items" / "whole" / name).write_bytes((PILOT / name).read_bytes())
    (folder / "items" / "broken" / "module.xlsx").write_text("no workbook", encoding="utf-8")
    poly = (PILOT / "polysilicon.xlsx").read_bytes()
    (folder / "items" / "polysilicon.xlsx").write_bytes(poly)
    (folder / "items" / "notes").mkdir()
    outcome = batch(folder / "items", folder / "results.parquet", processes=0)
    found = read_results(folder / "results.parquet").set_index("item")
    opened = {
        "polysilicon.xlsx": open_subject(str(PILOT / "polysilicon.xlsx")),
        "whole": open_subject([str(PILOT / "wafer.xlsx"), str(PILOT / "polysilicon.xlsx")]),
    }
    return folder, outcome, found, opened


def test_a_folder_of_chains_and_workbooks(chain) -> None:
    _, outcome, found, opened = chain

    assert (outcome.done, outcome.failed) == (2, 1)
    assert list(found.index) == ["broken", "polysilicon.xlsx", "whole"]
    assert found["status"].tolist() == ["failed", "done", "done"]
    for name, subject in opened.items():
        assert_row(found.loc[name], subject.system, subject.factors)
        assert found.loc[name, "unit"] == subject.unit
        assert found.loc[name, "product_system"] == subject.system.content_hash
        assert found.loc[name, "warnings"] == len(subject.findings)
        codes = [finding["code"] for finding in found.loc[name, "findings"]]
        assert codes == [finding.code for finding in subject.findings]
    assert found.loc["broken", "findings"][0]["code"] == "WBK-004"
    assert found.loc["broken", "findings"][0]["place"] == "module.xlsx"
    assert found.loc["broken", "findings"][0]["message_zh"]


def test_the_failures_as_a_table_for_people(chain, tmp_path) -> None:
    folder, outcome, *_ = chain

    assert [failure["item"] for failure in outcome.failures] == ["broken"]
    write_failures(folder / "results.parquet", tmp_path / "failures.csv", "zh")
    lines = (tmp_path / "failures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("broken,broken,WBK-004,")


def test_variants_of_a_chain_of_companies(chain) -> None:
    folder, _, _, opened = chain
    rows = ("half,items/whole,green.toml,", "all,items/whole,green.toml,1")
    path = listed(folder, "item,input,scenario,power.share", *rows)
    batch(path, folder / "variants.parquet", processes=0)
    found = read_results(folder / "variants.parquet").set_index("item")

    subject = opened["whole"]
    changes = read_scenario(folder / "green.toml").changes
    full = {"power": changes["power"].model_copy(update={"share": 1.0})}
    assert_row(found.loc["half"], apply(subject, changes).system, subject.factors)
    assert_row(found.loc["all"], apply(subject, full).system, subject.factors)


def test_what_is_wrong_with_an_item_leaves_the_others_alone(folder) -> None:
    outcome, found = computed(
        folder,
        "item,input,scenario,power.share,wafer.thickness_um,efficiency",
        "good,module:topcon:CN,green.toml,0.5,,",
        "share,module:topcon:CN,green.toml,1.5,,",
        "field,module:topcon:CN,,0.5,,",
        "range,module:topcon:CN,,,5,",
        "efficient,module:topcon:CN,,,,7",
        "nothing,nothing.xlsx,,,,",
        "unknown,module:nope:CN,,,,",
        "fine,module:topcon:CN,,,120,",
    )

    assert found["status"].tolist() == ["done", *["failed"] * 6, "done"]
    codes = {name: [f["code"] for f in found.loc[name, "findings"]] for name in found.index}
    assert codes == {
        "good": [],
        "share": ["SCN-015"],
        "field": ["BAT-006"],
        "range": ["SCN-015"],
        "efficient": ["SEL-009"],
        "nothing": ["CHN-024"],
        "unknown": ["SEL-002"],
        "fine": [],
    }
    assert found.loc["share", "findings"][0]["place"] == "list.csv:3, power.share"
    assert np.isnan(found.loc["share", "value"])
    assert np.isnan(found.loc["share", "primary_data_share"])
    assert outcome.failed == 6


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,module:perc:CN@2018,,0.2,0.21", "BAT-006"),
        ("a,polysilicon.xlsx,,0.2,", "SEL-016"),
        ("a,module:perc:CN@2018,none.toml,,", "SCN-001"),
    ],
)
def test_columns_that_contradict(folder, row, code) -> None:
    (folder / "polysilicon.xlsx").write_bytes((PILOT / "polysilicon.xlsx").read_bytes())
    rows = ("item,input,scenario,efficiency,module.efficiency", row)
    if code == "SCN-001":
        with pytest.raises(AnalysisError, match=code):
            computed(folder, *rows)
    else:
        _, found = computed(folder, *rows)
        assert [f["code"] for f in found.loc["a", "findings"]] == [code]


def test_the_schema_is_the_documented_one(chain) -> None:
    folder, *_ = chain
    found = pq.read_schema(folder / "results.parquet")
    assert found.remove_metadata().equals(SCHEMA)
    about = json.loads(found.metadata[META])
    assert about["format"] == FORMAT
    assert set(about["grounds"]) == set(parts.GROUNDS)
    documented = (Path(__file__).parents[2] / "docs" / "batches.md").read_text(encoding="utf-8")
    plain = [name for name in SCHEMA.names if "." not in name]
    assert all(f"`{name}`" in documented for name in plain)


MANY = ("item,input,wafer.thickness_um", *(f"i{i},module:perc:CN@2018,{130 + i}" for i in range(9)))


@pytest.mark.usefixtures("few_rows")
def test_an_interrupted_batch_goes_on_and_gives_the_same_bytes(folder, tmp_path) -> None:
    path, whole, halted = listed(folder, *MANY), tmp_path / "whole.parquet", tmp_path / "h.parquet"
    batch(path, whole, processes=0)
    told = []

    def stop(done, count, earlier):
        told.append((done, count, earlier))
        if done == 4 and not earlier:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(path, halted, processes=0, progress=stop)
    assert not halted.exists()
    outcome = batch(path, halted, processes=0, progress=stop)

    assert (outcome.items, outcome.earlier) == (9, 4)
    assert told[-1] == (9, 9, 4)
    assert halted.read_bytes() == whole.read_bytes()
    assert sorted(p.name for p in tmp_path.glob("*.parquet*")) == ["h.parquet", "whole.parquet"]


def test_processes_give_the_same_bytes(folder, tmp_path, few_rows) -> None:
    path = listed(folder, *MANY, "bad,module:nope:CN,")
    batch(path, tmp_path / "here.parquet", processes=0)
    batch(path, tmp_path / "there.parquet", processes=2)
    assert (tmp_path / "here.parquet").read_bytes() == (tmp_path / "there.parquet").read_bytes()


def test_what_is_done_is_not_done_again(folder) -> None:
    first, _ = computed(folder, *MANY)
    again, _ = computed(folder, *MANY)
    assert (first.earlier, again.earlier, again.items) == (0, 9, 9)


@pytest.mark.usefixtures("few_rows")
def test_another_batch_is_refused_until_a_restart_is_asked_for(folder) -> None:
    results = folder / "results.parquet"

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(listed(folder, *MANY), results, processes=0, progress=stop)
    changed = listed(folder, *MANY[:-1], name="changed.csv")
    with pytest.raises(AnalysisError, match="BAT-007") as error:
        batch(changed, results, processes=0)
    assert "it has changed: list, items" in error.value.findings[0].message
    with pytest.raises(AnalysisError, match="options"):
        batch(listed(folder, *MANY), results, processes=0, per="m2")
    assert batch(changed, results, processes=0, restart=True).items == 8
    with pytest.raises(AnalysisError, match="BAT-007"):
        batch(listed(folder, *MANY), results, processes=0)


def test_a_changed_file_is_named(folder) -> None:
    results, path = folder / "results.parquet", folder / "a.xlsx"
    path.write_text("one", encoding="utf-8")
    rows = ("item,input", "a,a.xlsx", "b,module:perc:CN@2018")

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(listed(folder, *rows), results, processes=0, progress=stop)
    path.write_text("two", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"files of the items \(a\.xlsx\)"):
        batch(listed(folder, *rows), results, processes=0)


def test_a_file_that_changes_during_the_batch(folder) -> None:
    paths = [folder / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        path.write_text("one", encoding="utf-8")

    def change(*_):
        paths[1].write_text("two", encoding="utf-8")

    _, found = computed(folder, "item,input", "a,a.xlsx", "b,b.xlsx", progress=change)
    assert [f["code"] for f in found.loc["b", "findings"]] == ["BAT-013"]


def test_a_machine_without_room_stops_the_batch_and_fails_no_item(folder, monkeypatch) -> None:
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    rows = ("item,input", "a,module:perc:CN@2018")
    with monkeypatch.context() as patched:
        patched.setattr("pvfootprint.interface.batches.open_subject", full)
        with pytest.raises(AnalysisError, match="BAT-009"):
            computed(folder, *rows)
    outcome, _ = computed(folder, *rows)
    assert (outcome.done, outcome.earlier) == (1, 0)


def test_two_runs_at_once_are_refused(folder) -> None:
    results = folder / "results.parquet"

    def again(*_):
        batch(folder / "list.csv", results, processes=0)

    with pytest.raises(AnalysisError, match="BAT-008"):
        computed(folder, *MANY, progress=again)


def test_another_file_is_never_written_over(folder) -> None:
    (folder / "results.parquet").write_text("something else", encoding="utf-8")
    with pytest.raises(AnalysisError, match="BAT-011"):
        computed(folder, *MANY, restart=True)


@pytest.mark.usefixtures("few_rows")
def test_a_damaged_part_is_computed_again(folder, tmp_path) -> None:
    path, results = listed(folder, *MANY), folder / "results.parquet"
    batch(path, tmp_path / "whole.parquet", processes=0)

    def stop(done, *_):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(path, results, processes=0, progress=stop)
    part = next(folder.glob("results.parquet.parts/*.arrow"))
    part.write_bytes(part.read_bytes()[:-20])
    assert batch(path, results, processes=0).earlier == 2
    assert results.read_bytes() == (tmp_path / "whole.parquet").read_bytes()


@pytest.mark.parametrize("where", ["part", "results"])
@pytest.mark.usefixtures("few_rows")
def test_a_full_disk(folder, monkeypatch, where) -> None:
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        if where == "part":
            patched.setattr(Path, "write_bytes", full)
        else:
            patched.setattr(pq.ParquetWriter, "write_table", full)
        with pytest.raises(AnalysisError, match="BAT-009") as error:
            computed(folder, *MANY)
    assert "No space left on device" in error.value.findings[0].found
    assert not (folder / "results.parquet").exists()
    outcome, found = computed(folder, *MANY)
    assert len(found) == 9
    assert outcome.earlier == (0 if where == "part" else 9)


@pytest.mark.parametrize(
    "about", [None, {"format": "pvfootprint batch results 99"}, {"format": "another"}, []]
)
def test_results_of_another_version(tmp_path, about) -> None:
    schema = pa.schema([("item", pa.string())])
    if about is not None:
        schema = schema.with_metadata({META: json.dumps(about)})
    pq.write_table(pa.table({"item": ["a"]}, schema=schema), tmp_path / "r.parquet")
    with pytest.raises(AnalysisError, match="BAT-011"):
        read_results(tmp_path / "r.parquet")


def test_results_that_are_not_there(tmp_path) -> None:
    with pytest.raises(AnalysisError, match="BAT-011"):
        read_results(tmp_path / "none.parquet")


def test_an_empty_folder(tmp_path) -> None:
    with pytest.raises(AnalysisError, match="BAT-005"):
        batch(tmp_path, tmp_path / "results.parquet", processes=0)
