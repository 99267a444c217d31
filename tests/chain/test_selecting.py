from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.selecting import find_dataset, name_of, products, select
from pvfootprint.model.findings import SelectionError
from pvfootprint.model.inventory import Format, Inventory, Library
from pvfootprint.model.product import parse_product_name

PART = st.sampled_from(
    [
        "module",
        "wafer",
        "cell",
        "moduke",
        "perc",
        "mono",
        "glass-backsheet-framed",
        "glass-glass-frameless",
        "182",
        "CN",
        "DE",
        "cn",
        "x",
    ]
)


FORMATS = {
    "166": Format("166", 0.027415, "made-up", "a full square", 2),
    "182x210": Format("182x210", 0.03822, "made-up", "a rectangle", 3),
}
FRAMED = "module:perc:glass-backsheet-framed:CN@2018"
FRAMELESS = "module:perc:glass-backsheet-frameless:CN@2018"


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
    return Library(inventories, {}, {}, (), FORMATS, (), "")


def refused(library, text, find=select):
    with pytest.raises(SelectionError) as caught:
        find(library, text)
    (finding,) = caught.value.findings
    return finding


def test_every_product_is_found_by_its_full_name(library):
    found = products(library)
    assert len(found) >= 93
    selected = [select(library, str(name_of(inventory))) for inventory in found]
    assert [selection.product for selection in selected] == found
    assert [selection.name for selection in selected] == [str(name_of(i)) for i in found]
    assert {selection.form for selection in selected} == {None}


@given(
    text=st.lists(PART, min_size=3, max_size=4).map(":".join),
    year=st.none() | st.integers(2017, 2025),
)
def test_nothing_is_ever_substituted(library, text, year):
    text = text if year is None else f"{text}@{year}"
    asked = parse_product_name(text)
    try:
        selection = select(library, text)
    except SelectionError as error:
        (finding,) = error.findings
        assert finding.found == text
        assert finding.expected
    else:
        found = selection.product
        assert (found.stage, found.technology, found.location) == (
            asked.stage,
            asked.technology,
            asked.location,
        )
        named = selection.form.key if selection.form else found.design
        assert asked.design in {"", named}
        assert selection.form is None or found.stage in {"wafer", "cell"}
        assert year in {None, found.vintage}


@pytest.mark.parametrize("stage", ["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"])
def test_a_region_that_is_not_there_is_an_error(library, stage):
    there = (i.technology for i in products(library) if (i.stage, i.location) == (stage, "CN"))
    technology = next(there)
    finding = refused(library, f"{stage}:{technology}:ZZ")
    assert finding.code == "SEL-004"
    assert "CN" in finding.expected.split(", ")
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
        (
            "module:perc:glass-backsheet-framless:CN",
            "SEL-003",
            "did you mean glass-backsheet-frameless",
        ),
    ],
)
def test_the_nearest_are_offered(library, text, code, near):
    finding = refused(library, text)
    assert (finding.code, finding.found) == (code, text)
    assert near in finding.hint


def test_what_is_offered_is_there(library):
    finding = refused(library, "module:perc:glass-backsheet-framed:ZZ@2018")
    offered = finding.hint.partition("nearest products: ")[2].split(", ")
    assert len(offered) > 1
    for name in offered:
        assert select(library, name).name == name


def test_without_a_vintage_the_newest_is_meant():
    library = library_of("module:perc:CN@2018", "module:perc:CN@2023", "module:perc:CN@2020")
    assert select(library, "module:perc:CN").product.vintage == 2023
    assert select(library, "module:perc:CN@2020").product.vintage == 2020


def test_without_a_design_the_default_is_meant():
    library = library_of(FRAMED, FRAMELESS, default=[FRAMED])
    assert select(library, "module:perc:CN").product.code == FRAMED
    named = select(library, "module:perc:glass-backsheet-frameless:CN")
    assert named.product.code == FRAMELESS


@pytest.mark.parametrize("defaults", [0, 2])
def test_without_one_default_the_design_must_be_named(defaults):
    names = [FRAMED, FRAMELESS]
    finding = refused(library_of(*names, default=names[:defaults]), "module:perc:CN")
    assert (finding.code, finding.found) == ("SEL-003", "no design")
    assert finding.expected == "glass-backsheet-framed, glass-backsheet-frameless"


def test_the_default_design_of_the_shipped_module_is_framed(library):
    found = select(library, "module:perc:CN@2018").product
    assert (found.design, found.code) == ("glass-backsheet-framed", "module-perc-framed-CN-2018")


def test_a_product_without_designs_has_no_design_to_name():
    finding = refused(library_of("ingot:cz:CN@2018"), "ingot:cz:thin:CN")
    assert (finding.code, finding.expected) == ("SEL-003", "no design")


@pytest.mark.parametrize("stage", ["wafer", "cell"])
def test_the_design_of_a_wafer_or_cell_may_be_a_format(stage):
    library = library_of(f"{stage}:mono:CN@2018")
    selection = select(library, f"{stage}:mono:182X210:CN")
    assert selection.product.code == f"{stage}:mono:CN@2018"
    assert selection.form == FORMATS["182x210"]
    assert selection.name == f"{stage}:mono:182x210:CN@2018"


def test_a_wafer_of_another_format_is_refused_with_the_formats():
    finding = refused(library_of("wafer:mono:CN@2018"), "wafer:mono:thin:CN")
    assert (finding.code, finding.expected) == ("SEL-003", "166, 182x210")


def test_the_other_stages_have_no_formats():
    finding = refused(library_of(FRAMED, FRAMELESS, default=[FRAMED]), "module:perc:166:CN")
    assert finding.code == "SEL-003"
    assert finding.expected == "glass-backsheet-framed, glass-backsheet-frameless"


def test_the_shipped_formats_are_offered(library):
    assert list(library.formats) == ["156.75", "166", "182", "182x210", "210"]
    for key, form in library.formats.items():
        assert select(library, f"wafer:mono:{key}:CN@2018").form == form


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
