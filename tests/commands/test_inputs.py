"""Workbooks on the command line, with a reader that gives them ready-made."""

import json
from dataclasses import replace

import pytest

from pvfootprint.engine.chain_footprint import chain_footprint
from pvfootprint.engine.computing import footprint
from pvfootprint.interface import inputs
from pvfootprint.model.findings import Finding
from pvfootprint.workbook.writing import write_workbook

MODULE = "module:topcon:glass-glass-framed:CN@2024"


@pytest.fixture
def folder(tmp_path, suppliers_chain, monkeypatch):
    """Give a folder of workbooks, and a reader for them."""
    there = {}
    for stage, site in suppliers_chain.items():
        path = tmp_path / f"{stage}.xlsx"
        path.touch()
        there[path.name] = site
    (tmp_path / "~$module.xlsx").touch()
    (tmp_path / "._module.xlsx").touch()
    (tmp_path / "notes.txt").touch()
    findings = []
    monkeypatch.setitem(
        inputs.READERS, ".xlsx", lambda path, _: (there.get(path.name), list(findings))
    )
    tmp_path.joinpath("there").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path, there, findings


def test_workbooks_give_the_footprint_of_their_chain(run, folder, library):
    _, there, _ = folder
    ended = run("footprint", *there, "--per", "m2", "--json")
    leader, *suppliers = there.values()
    expected, _ = chain_footprint(leader, suppliers, per="m2", library=library)
    assert ended.code == 0
    assert ended.json == json.loads(json.dumps(expected.to_dict()))
    of_library = footprint(MODULE, per="m2", library=library).total.value
    assert ended.json["total"]["value"] == pytest.approx(of_library, rel=1e-9)


def test_of_a_folder_the_latest_stage_leads(run, folder):
    path, there, _ = folder
    data = run("footprint", path, "--json").json
    assert data["product"]["stage"] == "module"
    assert data["suppliers"] == run("footprint", *there, "--json").json["suppliers"]


def test_the_first_file_leads_whatever_its_stage(run, folder):
    ended = run("footprint", "cell.xlsx", "module.xlsx", "wafer.xlsx", "--json")
    assert ended.json["product"]["stage"] == "cell"
    assert "CHN-012" in ended.err


def test_people_read_suppliers_gaps_and_primary_data(run, folder):
    out = run("footprint", "module.xlsx", "cell.xlsx").out
    rows = [line for line in out.splitlines() if "Anhui Cell" in line]
    assert any("2024-01-01 ~ 2024-12-31" in line and "100.0%" in line for line in rows)
    assert "Share of primary data" in out
    assert "wafer-mono-n-CN-2024" in out
    assert "has sent no workbook" in out


def test_gaps_stop_it_where_asked(run, folder):
    ended = run("footprint", "module.xlsx", "--fill-gaps", "fail")
    assert (ended.code, ended.out) == (1, "")
    assert "CHN-015" in ended.err


def test_a_product_is_named_by_its_key(run, folder):
    _, there, _ = folder
    site = there["module.xlsx"]
    (product,) = site.products
    other = replace(product, key="P2", name="other", share=0.0, output=1.0)
    there["module.xlsx"] = replace(site, products=(product, other))
    ended = run("footprint", "module.xlsx")
    assert ended.code == 1
    assert "CHN-021" in ended.err
    assert run("footprint", "module.xlsx", "--product", "P1").code == 0


def test_findings_of_the_files_are_printed_and_errors_stop(run, folder):
    *_, findings = folder
    findings.append(Finding("CHN-018", "a question", severity="question"))
    ended = run("footprint", "module.xlsx")
    assert ended.code == 0
    assert "CHN-018" in ended.err
    findings.append(Finding("CHN-002", "an error"))
    ended = run("footprint", "module.xlsx", "cell.xlsx")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.count("CHN-002") == 2


def test_two_workbooks_of_the_latest_stage_are_not_clear(run, folder):
    path, there, _ = folder
    (path / "second.xlsx").touch()
    there["second.xlsx"] = replace(there["module.xlsx"], source="second.xlsx")
    ended = run("footprint", path)
    assert ended.code == 1
    assert "CHN-022" in ended.err
    assert "second.xlsx" in ended.err


@pytest.mark.parametrize("given", ["there", "nothing.xlsx", "notes.txt"])
def test_what_cannot_be_opened_is_said(run, folder, given):
    ended = run("footprint", given)
    assert ended.code == 1
    assert "CHN-024" in ended.err
    assert given in ended.err


def test_a_file_given_twice_counts_once(run, folder):
    path, *_ = folder
    ended = run("footprint", "module.xlsx", path, "--json")
    assert "CHN-011" not in ended.err
    assert len(ended.json["suppliers"]) == 7


@pytest.mark.parametrize(
    "arguments",
    [
        ("module.xlsx", "--set", "wafer.thickness_um=130"),
        ("module.xlsx", "--area", "2.5"),
        ("module.xlsx", "--efficiency", "0.2"),
        ("module.xlsx", "--power", "0"),
        ("module.xlsx", "--electricity", "CN-Jiangsu"),
        ("module.xlsx", "--losses", "with"),
        ("module.xlsx", "--strict"),
        (MODULE, "--fill-gaps", "fail"),
        (MODULE, "--product", "P1"),
        (MODULE, MODULE),
    ],
)
def test_options_that_would_be_ignored_are_refused(run, folder, arguments):
    ended = run("footprint", *arguments)
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_real_workbooks_give_the_footprint_of_the_library(
    run, tmp_path, suppliers_chain, library, language
):
    for name, site in suppliers_chain.items():
        write_workbook(tmp_path / f"{name}.xlsx", library, site.stage, language, site)
    ended = run("footprint", tmp_path, "--per", "m2", "--json")
    expected = footprint(MODULE, per="m2", library=library).total.value
    assert ended.code == 0
    assert ended.json["total"]["value"] == pytest.approx(expected, rel=1e-9)
    assert [p["company"] for p in ended.json["suppliers"] if p["stage"] == "wafer"] == [
        "Yunnan Wafer"
    ]


def test_a_finding_names_the_cell_of_the_workbook(run, tmp_path, suppliers_chain, library):
    cell = suppliers_chain["cell"]
    short = replace(cell, suppliers=(replace(cell.suppliers[0], share=0.8),))
    write_workbook(tmp_path / "cell.xlsx", library, "cell", "en", short)
    ended = run("footprint", tmp_path / "cell.xlsx")
    assert ended.code == 1
    assert "CHN-006" in ended.err
    assert "cell.xlsx, Upstream suppliers!" in ended.err
