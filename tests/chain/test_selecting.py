from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.selecting import find_dataset, name_of, products, select
from pvfootprint.model.findings import SelectionError
from pvfootprint.model.inventory import Inventory, Library
from pvfootprint.model.product import parse_product_name

PART = st.sampled_from(
    [
        "module",
        "wafer",
        "cell",
        "moduke",
        "perc",
        "mono",
        "framed",
        "laminate",
        "CN",
        "DE",
        "cn",
        "x",
    ]
)


def library_of(*names, default=()):
    """Return a library that holds products of these names and nothing else."""
    inventories = {}
    for text in names:
        name = parse_product_name(text)
        inventories[text] = Inventory(
            text, "db", "a.csv", 1, text, "module", name.location, "square meter", "inventory", "s",
            "c", stage=name.stage, technology=name.technology, design=name.design,
            vintage=name.vintage, default_design=text in default,
        )  # fmt: skip
    return Library(inventories, {}, {}, (), "")


def refused(library, text, find=select):
    with pytest.raises(SelectionError) as caught:
        find(library, text)
    (finding,) = caught.value.findings
    return finding


def test_every_product_is_found_by_its_full_name(library):
    found = products(library)
    assert len(found) >= 14
    assert [select(library, str(name_of(inventory))) for inventory in found] == found


@given(
    text=st.lists(PART, min_size=3, max_size=4).map(":".join),
    year=st.none() | st.integers(2015, 2020),
)
def test_nothing_is_ever_substituted(library, text, year):
    text = text if year is None else f"{text}@{year}"
    asked = parse_product_name(text)
    try:
        found = select(library, text)
    except SelectionError as error:
        (finding,) = error.findings
        assert finding.found == text
        assert finding.allowed
    else:
        assert (found.stage, found.technology, found.location) == (
            asked.stage,
            asked.technology,
            asked.location,
        )
        assert asked.design in {"", found.design}
        assert year in {None, found.vintage}


@pytest.mark.parametrize("stage", ["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"])
def test_a_region_that_is_not_there_is_an_error(library, stage):
    technology = next(i.technology for i in products(library) if i.stage == stage)
    finding = refused(library, f"{stage}:{technology}:ZZ")
    assert finding.code == "SEL-004"
    assert "CN" in finding.allowed.split(", ")
    assert f"{stage}:{technology}" in finding.hint


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("moduke:perc:CN", "SEL-001", "did you mean module"),
        ("panel:perc:CN", "SEL-001", "nearest products: "),
        ("module:prec:CN", "SEL-002", "did you mean perc"),
        ("module:thin-film:CN", "SEL-002", "nearest products: module:"),
        ("module:perc:CNN", "SEL-004", "did you mean CN"),
        ("module:perc:CN@2081", "SEL-005", "did you mean 2018"),
        ("module:perc:lamenate:CN", "SEL-003", "did you mean laminate"),
    ],
)
def test_the_nearest_are_offered(library, text, code, near):
    finding = refused(library, text)
    assert (finding.code, finding.found) == (code, text)
    assert near in finding.hint


def test_what_is_offered_is_there(library):
    finding = refused(library, "module:perc:framed:ZZ@2018")
    offered = finding.hint.partition("nearest products: ")[2].split(", ")
    assert len(offered) > 1
    for name in offered:
        assert str(name_of(select(library, name))) == name


def test_without_a_vintage_the_newest_is_meant():
    library = library_of("module:perc:CN@2018", "module:perc:CN@2023", "module:perc:CN@2020")
    assert select(library, "module:perc:CN").vintage == 2023
    assert select(library, "module:perc:CN@2020").vintage == 2020


def test_without_a_design_the_default_is_meant():
    framed, laminate = "module:perc:framed:CN@2018", "module:perc:laminate:CN@2018"
    library = library_of(framed, laminate, default=[framed])
    assert select(library, "module:perc:CN").design == "framed"
    assert select(library, "module:perc:laminate:CN").design == "laminate"


@pytest.mark.parametrize("defaults", [0, 2])
def test_without_one_default_the_design_must_be_named(defaults):
    names = ["module:perc:framed:CN@2018", "module:perc:laminate:CN@2018"]
    finding = refused(library_of(*names, default=names[:defaults]), "module:perc:CN")
    assert (finding.code, finding.found) == ("SEL-003", "no design")
    assert finding.allowed == "framed, laminate"


def test_the_default_design_of_the_shipped_module_is_framed(library):
    assert select(library, "module:perc:CN@2018").design == "framed"


def test_a_product_without_designs_has_no_design_to_name():
    finding = refused(library_of("wafer:mono:CN@2018"), "wafer:mono:thin:CN")
    assert (finding.code, finding.allowed) == ("SEL-003", "no design")


def test_datasets_without_a_stage_are_no_products():
    library = library_of("module:perc:CN@2018", "cell:perc:CN@2018")
    inventories = library.inventories
    inventories["glass"] = replace(inventories["cell:perc:CN@2018"], code="glass", stage="")
    assert [i.code for i in products(library)] == ["cell:perc:CN@2018", "module:perc:CN@2018"]


def test_a_dataset_is_found_by_code_and_by_name(library):
    assert find_dataset(library, "solar-glass").code == "solar-glass"
    assert find_dataset(library, "wafer:mono:CN").code == "wafer-mono-CN-2018"


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("solar-glas", "SEL-012", "nearest: solar-glass"),
        ("glass", "SEL-012", "solar-glass"),
        ("qqqqqqqq", "SEL-012", ""),
        ("", "SEL-012", ""),
        ("wafer:mono:ZZ", "SEL-004", "wafer:mono:CN@2018"),
        ("wafer:mono", "SEL-006", "for example"),
    ],
)
def test_a_dataset_that_is_not_there_is_refused_with_the_nearest(library, text, code, near):
    finding = refused(library, text, find_dataset)
    assert finding.code == code
    assert near in finding.hint
