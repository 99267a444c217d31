import random
from copy import deepcopy
from dataclasses import replace

import pytest

from pvfootprint.chain.adjusting import Setting, adjust, parse_setting
from pvfootprint.chain.assembling import chain_codes
from pvfootprint.chain.selecting import Selection, products, select
from pvfootprint.engine.computing import build_system
from pvfootprint.engine.solving import solve
from pvfootprint.library.gwp import read_set
from pvfootprint.model.findings import SelectionError

PER = {"kilogram": "kg", "square meter": "m2"}


@pytest.fixture
def adjusted(library):
    """Adjust the shipped library for a product's chain."""

    def adjust_chain(product, *settings):
        codes = chain_codes(library.inventories, select(library, product).product.code)
        return adjust(library, codes, [parse_setting(text) for text in settings])

    return adjust_chain


def changed_codes(library, other):
    assert other.inventories.keys() == library.inventories.keys()
    return {
        code
        for code, inventory in library.inventories.items()
        if other.inventories[code] != inventory
    }


def refused(adjusted, product, *settings):
    with pytest.raises(SelectionError) as caught:
        adjusted(product, *settings)
    return caught.value.findings


def wafer_settings(rng):
    return Setting("wafer", "thickness_um", rng.uniform(80, 250))


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("wafer.thickness_um=130", Setting("wafer", "thickness_um", 130)),
        ("wafer.thickness_um = 1.3e2", Setting("wafer", "thickness_um", 130)),
        (" module.frame_kg=0", Setting("module", "frame_kg", 0)),
        ("wafer-mono-CN-2018.kerf_um=65", Setting("wafer-mono-CN-2018", "kerf_um", 65)),
    ],
)
def test_a_setting_is_read(text, setting):
    assert parse_setting(text) == setting


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "wafer",
        "wafer.thickness_um",
        "wafer.thickness_um=",
        "wafer.thickness_um=thin",
        "wafer.thickness_um=130um",
        "wafer.thickness_um=130,5",
        "wafer.thickness_um==130",
        "wafer.thickness_um=nan",
        "wafer.thickness_um=inf",
        "wafer.thickness_um=1e999",
        "thickness_um=130",
        ".thickness_um=130",
        "wafer.=130",
        "=130",
    ],
)
def test_a_setting_of_another_form_is_refused(text):
    with pytest.raises(SelectionError) as caught:
        parse_setting(text)
    (finding,) = caught.value.findings
    assert (finding.code, finding.column, finding.found) == ("SEL-013", "--set", text)


@pytest.mark.parametrize("text", ["wafer.thickness_um=130", "module.efficiency=0.225"])
def test_a_setting_is_written_as_it_is_typed(text):
    assert str(parse_setting(text)) == text


def test_a_stage_means_every_dataset_of_it_in_the_chain_and_no_other(library, adjusted):
    mix = adjusted("wafer:mono-mix:RER", "wafer.thickness_um=130")
    assert changed_codes(library, mix) == {"wafer-mono-CN-2018", "wafer-mono-RER-2018"}
    single = adjusted("wafer:mono:US", "wafer.thickness_um=130")
    assert changed_codes(library, single) == {"wafer-mono-US-2018"}


def test_a_code_means_that_dataset_alone(library, adjusted):
    one = adjusted("wafer:mono-mix:RER", "wafer-mono-CN-2018.thickness_um=130")
    assert changed_codes(library, one) == {"wafer-mono-CN-2018"}
    assert one.inventories["wafer-mono-CN-2018"].parameter("thickness_um").amount == 130


def test_several_settings_of_one_dataset_all_count(adjusted):
    both = adjusted("wafer:mono-n:CN", "wafer.thickness_um=110", "wafer.kerf_um=45")
    wafer = both.inventories["wafer-mono-n-CN-2024"]
    (brick,) = (e for e in wafer.inputs if "thickness_um" in e.formula)
    assert brick.amount == pytest.approx(0.411 * 155 / 176.4, rel=1e-12)


def test_a_dataset_outside_the_chain_is_refused(adjusted):
    (finding,) = refused(adjusted, "wafer:mono:US", "wafer-mono-CN-2018.thickness_um=130")
    assert finding.code == "SEL-013"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("wafer.thicknes_um=130", "wafer.thickness_um"),
        ("waffer.thickness_um=130", "wafer.thickness_um"),
        ("cell.silver=2", "cell.silver_g"),
        ("wafer.silver_g=2", "cell.silver_g"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest(adjusted, text, near):
    (finding,) = refused(adjusted, "module:topcon:CN", text)
    assert (finding.code, finding.column, finding.found) == ("SEL-013", "--set", text)
    assert near in finding.hint
    assert near in finding.expected.split(", ")


def test_a_stage_after_the_product_is_unknown(adjusted):
    (finding,) = refused(adjusted, "wafer:mono-n:CN", "cell.silver_g=2")
    assert finding.code == "SEL-013"
    assert "cell." not in finding.expected


@pytest.mark.parametrize("value", [79.9, 250.1, -130, 0])
def test_a_value_out_of_range_is_refused(adjusted, value):
    (finding,) = refused(adjusted, "wafer:mono-n:CN", f"wafer.thickness_um={value}")
    assert (finding.code, finding.column) == ("SEL-009", "--set")
    assert finding.found == f"{value:g}"
    assert finding.expected.startswith("80 to 250 ")


@pytest.mark.parametrize("value", [80, 250])
def test_the_ends_of_the_range_are_in_it(library, adjusted, value):
    other = adjusted("wafer:mono-n:CN", f"wafer.thickness_um={value}")
    assert changed_codes(library, other) == {"wafer-mono-n-CN-2024"}


def test_every_wrong_setting_is_named(adjusted):
    findings = refused(
        adjusted,
        "module:topcon:CN",
        "wafer.thickness_um=900",
        "module.frame=1",
        "cell.silver_g=2",
        "cell.silver_g=99",
    )
    assert [f.code for f in findings] == ["SEL-009", "SEL-013", "SEL-009"]


def test_the_library_stays_as_it_was(library, adjusted):
    before = deepcopy(library)
    adjusted("module:topcon:CN", "wafer.thickness_um=110", "module.glass_kg=12")
    assert library == before


def test_a_module_takes_its_changed_efficiency(library):
    selection = select(library, "module:topcon:CN")
    system = build_system(library, selection, settings=[parse_setting("module.efficiency=0.25")])
    assert system.declared_unit.reference_flow == 4
    assert system.settings == ("module.efficiency=0.25",)


def test_a_setting_of_numpy_is_a_number(data_folder):
    from numpy import float64

    from pvfootprint import footprint

    footprint("wafer:mono-n:CN", settings={"wafer.thickness_um": float64(130)}, root=data_folder)


def test_the_thickness_of_the_wafer_changes_its_silicon_and_nothing_else(library, data_folder):
    rng = random.Random(7)
    factors = read_set(data_folder, "ar6", library)
    checked = 0
    for product in products(library):
        if product.stage not in {"wafer", "cell", "module"}:
            continue
        selection, unit = Selection(product), PER[product.unit]
        before = build_system(library, selection, unit)
        after = build_system(library, selection, unit, settings=[wafer_settings(rng)])
        old, new = solve(before, factors), solve(after, factors)
        place = {inventory.code: i for i, inventory in enumerate(before.inventories)}
        expected = 0.0
        for one, other in zip(before.inventories, after.inventories, strict=True):
            if not one.parameter("thickness_um"):
                assert other == one
                continue
            pairs = list(zip(one.exchanges, other.exchanges, strict=True))
            ((silicon, changed),) = [pair for pair in pairs if pair[0] != pair[1]]
            assert replace(changed, amount=silicon.amount) == silicon
            assert library.inventories[silicon.target].stage == "ingot"
            more = (changed.amount - silicon.amount) * old.supply[place[one.code]]
            expected += more * old.upstream[place[silicon.target]]
        assert expected
        assert new.score - old.score == pytest.approx(expected, rel=1e-9), product.code
        checked += 1
    assert checked > 50
