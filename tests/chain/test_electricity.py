from dataclasses import replace

import pytest

from pvfootprint import footprint
from pvfootprint.analysis.grids import electricity_values
from pvfootprint.chain.electricity import (
    DEFAULT,
    ElectricityOptions,
    ElectricityRequest,
    electricity_years,
    parse_electricity,
    resolve,
)
from pvfootprint.chain.selecting import Selection, products, select
from pvfootprint.engine.computing import build_system
from pvfootprint.engine.solving import solve
from pvfootprint.library.gwp import read_set
from pvfootprint.model.findings import SelectionError

PER = {"kilogram": "kg", "square meter": "m2"}
NATION = "electricity-national-average-CN-2024"
GRID = "electricity-grid-supply-CN"
MEDIANS = {
    "coal": 0.82,
    "natural-gas": 0.49,
    "oil": 0.82,
    "nuclear": 0.012,
    "hydro": 0.024,
    "wind": 0.011,
    "solar-photovoltaic": 0.045,
    "biomass": 0.23,
}
"""Life-cycle medians of IPCC AR5 WGIII, annex III; oil stands as coal [kgCO2e/kWh]."""

KOREA = {
    "coal": 0.32996,
    "natural-gas": 0.27553,
    "oil": 0.01119,
    "nuclear": 0.29387,
    "hydro": 0.00602,
    "wind": 0.00555,
    "solar-photovoltaic": 0.04782,
    "biomass": 0.03006,
}
JIANGSU = {
    "coal": (0.79499, 0.9240),
    "hydro": (0.00479, 0.0141),
    "wind": (0.09673, 0.0324),
    "nuclear": (0.08076, 0.0065),
    "solar-photovoltaic": (0.02274, 0.0520),
}
"""Shares of generation in 2024, and official technology factors [kgCO2e/kWh]."""


@pytest.fixture
def factors(library, data_folder):
    return read_set(data_folder, "ar6", library)


@pytest.fixture
def values(library, factors):
    return electricity_values(library, factors)


@pytest.fixture
def compute(data_folder):
    def compute_footprint(product, *electricity, **options):
        return footprint(product, electricity=electricity, root=data_folder, **options)

    return compute_footprint


def chosen(library, text, **options):
    return resolve(library, parse_electricity(text), ElectricityOptions(**options))


def refused(library, text, **options):
    with pytest.raises(SelectionError) as caught:
        chosen(library, text, **options)
    (finding,) = caught.value.findings
    return finding


def refused_footprint(compute, product, *electricity, **options):
    with pytest.raises(SelectionError) as caught:
        compute(product, *electricity, **options)
    (finding,) = caught.value.findings
    return finding


def cautions(result):
    return [w.message for w in result.warnings if w.code == "electricity-year-not-available"]


def with_amount(library, code, amount):
    """Return the library with another emission of one electricity node [kgCO2e/kWh]."""
    node = library.inventories[code]
    (emission,) = node.emissions
    exchanges = tuple(replace(e, amount=amount) if e is emission else e for e in node.exchanges)
    changed = replace(node, exchanges=exchanges)
    return replace(library, inventories={**library.inventories, code: changed})


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("CN", ElectricityRequest("CN")),
        (" KR ", ElectricityRequest("KR")),
        ("CN-Jiangsu:consumption", ElectricityRequest("CN-Jiangsu", "consumption")),
        ("CN-Jiangsu:generation", ElectricityRequest("CN-Jiangsu", "generation mix")),
        ("cell=CN-green-wind", ElectricityRequest("CN-green-wind", "", "cell")),
        ("cell=CN:official", ElectricityRequest("CN", "official", "cell")),
    ],
)
def test_what_is_asked_for_is_read(text, request_):
    assert parse_electricity(text) == request_


@pytest.mark.parametrize(
    "text",
    ["", "=", "cell=", ":official", "CN:", "CN:direct", "panel=CN", "=CN", "CN:generation mix"],
)
def test_what_has_another_form_is_refused(text):
    with pytest.raises(SelectionError) as caught:
        parse_electricity(text)
    (finding,) = caught.value.findings
    assert (finding.code, finding.column, finding.found) == ("SEL-014", "--electricity", text)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("CN", {}, "electricity-national-average-CN-2024"),
        ("CN", {"year": 2023}, "electricity-national-average-CN-2023"),
        ("CN", {"losses": "without"}, "electricity-national-average-CN-2024"),
        ("CN", {"losses": "with"}, "electricity-national-average-with-losses-CN-2024"),
        ("CN-Jiangsu", {}, "electricity-consumption-CN-Jiangsu-2023"),
        ("CN-Jiangsu:consumption", {}, "electricity-consumption-CN-Jiangsu-2023"),
        ("CN-Jiangsu:generation", {}, "electricity-grid-CN-Jiangsu-2024"),
        (
            "CN-Jiangsu:generation",
            {"year": 2022, "losses": "without"},
            "electricity-generation-mix-CN-Jiangsu-2022",
        ),
        ("CN-Tibet:generation", {}, "electricity-grid-CN-Tibet-2024"),
        ("KR", {}, "electricity-grid-KR-2023"),
        ("KR", {"losses": "with"}, "electricity-grid-KR-2023"),
        ("KR", {"losses": "without"}, "electricity-generation-mix-KR-2023"),
        ("CN-green-wind", {}, "electricity-wind-delivered-CN-2024"),
    ],
)
def test_place_method_year_and_losses_name_one_dataset(library, text, options, code):
    choice = chosen(library, text, **options)
    node = library.inventories[code]
    assert choice.node == code
    assert (choice.location, choice.year) == (node.electricity_location, node.electricity_year)
    assert (choice.method, choice.losses) == (node.electricity_method, node.electricity_losses)
    assert choice.asked == options.get("year")


def test_the_default_of_every_province_is_its_consumption(library):
    places = {i.electricity_location for i in library.inventories.values()}
    provinces = {
        i.electricity_location
        for i in library.inventories.values()
        if i.electricity_method == "consumption"
    }
    assert len(provinces) > 30
    for place in places:
        if place.startswith("CN-") and not place.startswith("CN-green") and place != "CN-Tibet":
            assert place in provinces
            assert chosen(library, place).method == "consumption"


def test_tibet_must_say_that_the_generation_mix_is_meant(library):
    finding = refused(library, "CN-Tibet")
    assert (finding.code, finding.expected) == ("SEL-014", "CN-Tibet:generation")


@pytest.mark.parametrize(
    ("text", "near"), [("CN-Jiangso", "CN-Jiangsu"), ("jiangsu", "CN-Jiangsu"), ("EU", "EU-27")]
)
def test_an_unknown_place_is_refused_with_the_nearest(library, text, near):
    finding = refused(library, text)
    assert (finding.code, finding.found) == ("SEL-014", text)
    assert near in finding.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KR:official", "generation"),
        ("CN:consumption", "official"),
        ("CN-Jiangsu:technology", "consumption, generation"),
        ("CN-green-wind:generation", "technology"),
    ],
)
def test_a_method_that_a_place_lacks_is_refused(library, text, expected):
    finding = refused(library, text)
    assert (finding.code, finding.expected) == ("SEL-014", expected)


@pytest.mark.parametrize(
    ("text", "losses", "there"),
    [("CN-Jiangsu", "with", "without"), ("CN-green-wind", "without", "with")],
)
def test_losses_that_are_not_known_are_refused(library, text, losses, there):
    finding = refused(library, text, losses=losses)
    assert (finding.code, finding.expected) == ("SEL-014", there)
    assert losses in finding.found


@pytest.mark.parametrize(
    ("year", "taken"), [(2010, 2022), (2022, 2022), (2023, 2023), (2024, 2024), (2030, 2024)]
)
def test_a_missing_year_falls_back_to_the_nearest(library, year, taken):
    choice = chosen(library, "CN-Jiangsu:generation", year=year)
    assert (choice.year, choice.asked) == (taken, year)


def test_between_two_years_the_newer_is_nearest(tiny_library):
    node = tiny_library.inventories["electricity-CN-2022"]
    newer = tiny_library.inventories["electricity-CN-2023"]
    changed = [
        replace(node, electricity_year=2021, electricity_method="generation mix"),
        replace(newer, electricity_method="generation mix"),
    ]
    nodes = {inventory.code: inventory for inventory in changed}
    library = replace(tiny_library, inventories={**tiny_library.inventories, **nodes})
    assert chosen(library, "CN", year=2022).year == 2023


def test_with_strict_a_missing_year_is_refused(library):
    finding = refused(library, "CN-Jiangsu", year=2024, strict=True)
    assert (finding.code, finding.column) == ("SEL-010", "--electricity-year")
    assert (finding.found, finding.expected) == ("2024", "2023")


def test_the_years_of_a_place_are_those_of_its_default(library):
    assert electricity_years(library, "CN") == {
        2023: "electricity-national-average-CN-2023",
        2024: "electricity-national-average-CN-2024",
    }
    assert electricity_years(library, "KR") == {2023: "electricity-grid-KR-2023"}


def test_a_footprint_says_which_year_stands_in(compute):
    result = compute("wafer:mono-n:CN", "CN-Jiangsu", electricity_year=2024)
    (caution,) = cautions(result)
    assert all(word in caution for word in ("CN-Jiangsu", "2024", "2023"))
    (electricity,) = result.electricity
    assert (electricity["place"], electricity["year"]) == ("CN-Jiangsu", 2023)


def test_a_footprint_of_the_year_there_is_needs_no_caution(compute):
    result = compute("wafer:mono-n:CN", "CN-Jiangsu", electricity_year=2023)
    assert cautions(result) == []


def test_a_strict_footprint_takes_no_other_year(compute):
    finding = refused_footprint(
        compute, "wafer:mono-n:CN", "CN-Jiangsu", electricity_year=2024, strict=True
    )
    assert finding.code == "SEL-010"


@pytest.mark.parametrize("product", ["wafer:mono-n:CN", "wafer:mono:US", "module:perc:CN@2018"])
def test_the_grid_of_the_own_nation_never_falls_back(compute, product):
    finding = refused_footprint(compute, product, electricity_year=2019)
    assert (finding.code, finding.found) == ("SEL-010", "2019")


def test_the_grid_of_the_own_nation_never_falls_back_when_named(compute):
    with pytest.raises(SelectionError):
        compute("wafer:mono-n:CN", "CN", electricity_year=2022)


def test_other_grids_of_the_chain_fall_back_with_a_caution(compute):
    result = compute("wafer:mono:US", electricity_year=2023)
    assert cautions(result) == []
    result = compute("wafer:mono:CN@2018", electricity_year=2024)
    assert any("NO" in caution for caution in cautions(result))


def test_the_default_losses_depend_on_how_the_value_is_made(library):
    for inventory in library.inventories.values():
        if not inventory.electricity_default:
            continue
        if inventory.electricity_method in {"official", "consumption"}:
            assert inventory.electricity_losses == "without", inventory.code
        if inventory.electricity_method == "technology":
            assert inventory.electricity_losses == "with", inventory.code


def test_losses_add_to_every_grid_that_knows_them(library, values):
    pairs = {}
    for i in library.inventories.values():
        if i.electricity_location:
            key = (i.electricity_location, i.electricity_method, i.electricity_year)
            pairs.setdefault(key, {})[i.electricity_losses] = values[i.code]
    known = [pair for pair in pairs.values() if len(pair) == 2]
    assert len(known) > 90
    assert all(pair["with"] > pair["without"] for pair in known)


def test_the_switch_of_losses_reaches_the_footprint(compute):
    default, without, with_ = (
        compute("wafer:mono-n:CN", losses=losses).total.value
        for losses in ("default", "without", "with")
    )
    assert default == without < with_


def test_green_power_by_hand(values):
    assert values["electricity-wind-delivered-CN-2024"] == pytest.approx(0.0324 + 0.0327)


def test_green_power_is_never_zero(library, values):
    green = [i for i in library.inventories.values() if "green" in i.electricity_location]
    assert len(green) == 6
    assert all(values[i.code] > 0.0327 for i in green)


def test_the_korean_grid_by_hand(values):
    mix = sum(share * MEDIANS[name] for name, share in KOREA.items())
    assert values["electricity-grid-KR-2023"] == pytest.approx(mix / (1 - 0.043), rel=1e-6)
    assert values["electricity-grid-KR-2023"] == pytest.approx(0.44676, abs=1e-4)


def test_the_generation_of_jiangsu_by_hand(values):
    mix = sum(share * factor for share, factor in JIANGSU.values())
    node = "electricity-generation-mix-CN-Jiangsu-2024"
    assert values[node] == pytest.approx(mix, rel=1e-9)
    assert values[node] == pytest.approx(0.7395, abs=1e-4)
    delivered = values["electricity-grid-CN-Jiangsu-2024"]
    assert delivered == pytest.approx(mix + 0.0327, rel=1e-9)


@pytest.mark.parametrize(
    ("place", "direct"),
    [("CN-Jiangsu", 0.5827), ("CN-Jiangsu", 0.6096), ("CN", 0.5856), ("CN", 0.5306)],
)
def test_direct_emissions_of_power_plants_are_no_life_cycle_factors(library, values, place, direct):
    nodes = [i.code for i in library.inventories.values() if i.electricity_location == place]
    assert nodes
    assert all(abs(values[code] - direct) > 1e-4 for code in nodes)


def test_no_amount_of_the_library_is_a_factor_of_direct_emissions(library):
    for inventory in library.inventories.values():
        if inventory.unit == "kilowatt hour":
            for emission in inventory.emissions:
                assert round(emission.amount, 4) not in {0.5827, 0.6096, 0.5856}, inventory.code


def test_every_grid_of_the_own_place_changes_with_the_place(library):
    options = ElectricityOptions((ElectricityRequest("CN-Yunnan"),))
    system = build_system(library, select(library, "wafer:mono:CN@2018"), "m2", electricity=options)
    behind = {i.code: i.inputs[0].target for i in system.inventories if i.electricity_supply}
    assert behind[GRID] == "electricity-consumption-CN-Yunnan-2023"
    assert behind["electricity-grid-supply-NO"] == "electricity-grid-NO-2023"


def test_what_a_stage_asks_for_changes_only_what_it_takes_from_grids_itself(library):
    request = ElectricityRequest("CN-green-wind", stage="cell")
    selection = select(library, "module:topcon:CN")
    before = build_system(library, selection, "m2")
    after = build_system(library, selection, "m2", electricity=ElectricityOptions((request,)))
    old = {i.code: i for i in before.inventories}
    changed = {i.code: i for i in after.inventories if i.code in old and i != old[i.code]}
    assert {i.stage for i in changed.values()} == {"cell"}
    (cell,) = changed.values()
    pairs = zip(old[cell.code].exchanges, cell.exchanges, strict=True)
    moved = [(one, other) for one, other in pairs if one != other]
    assert moved
    for one, other in moved:
        assert (one.target, other.target) == (GRID, "electricity-wind-delivered-CN-2024")
        assert other.amount == one.amount


def test_what_a_stage_asks_for_changes_the_footprint_by_its_own_kilowatt_hours(
    library, factors, values
):
    selection = select(library, "cell:topcon:CN")
    request = ElectricityRequest("CN-green-wind", stage="cell")
    old = solve(build_system(library, selection, "m2"), factors).score
    options = ElectricityOptions((request,))
    new = solve(build_system(library, selection, "m2", electricity=options), factors).score
    drawn = sum(e.amount for e in selection.product.inputs if e.target == GRID)
    difference = values["electricity-wind-delivered-CN-2024"] - values[NATION]
    assert new - old == pytest.approx(drawn * difference, rel=1e-9)


def test_the_footprint_names_the_electricity_of_a_stage(compute):
    result = compute("cell:topcon:CN", "cell=CN-green-wind")
    assert {(e["place"], e["stage"]) for e in result.electricity} == {
        ("CN", ""),
        ("CN-green-wind", "cell"),
    }


def test_two_stages_with_the_same_electricity_are_both_named(compute):
    result = compute("module:topcon:CN", "module=CN-green-wind", "cell=CN-green-wind")
    assert {e["stage"] for e in result.electricity} == {"", "module", "cell"}


@pytest.mark.parametrize(
    "requests",
    [("module=CN-green-wind",), ("CN-Jiangsu", "CN-Yunnan"), ("wafer=CN-Jiangsu", "wafer=CN")],
    ids=["a stage after the product", "two places", "two places of one stage"],
)
def test_a_request_without_effect_is_refused(compute, requests):
    with pytest.raises(SelectionError):
        compute("wafer:mono-n:CN", *requests)


def test_electricity_of_a_province_from_another_year_than_the_inventories_is_said(compute):
    result = compute("wafer:mono:CN@2018", "CN-Jiangsu")
    assert "electricity-year-differs" in {w.code for w in result.warnings}


def test_a_greener_chinese_grid_counts_by_the_kilowatt_hours_drawn_from_it(library, factors):
    coal, green = (with_amount(library, NATION, amount) for amount in (0.62, 0.05))
    checked = 0
    for product in products(library):
        if product.location != "CN" or product.vintage not in {2018, 2024}:
            continue
        unit = PER[product.unit]
        system, greener = (
            build_system(changed, Selection(product), unit, electricity=DEFAULT)
            for changed in (coal, green)
        )
        old, new = solve(system, factors), solve(greener, factors)
        place = [inventory.code for inventory in system.inventories].index(GRID)
        drawn = float(old.supply[place])
        assert drawn > 0
        assert new.supply[place] == pytest.approx(drawn, rel=1e-12)
        expected = drawn * (0.05 - 0.62)
        assert new.score - old.score == pytest.approx(expected, rel=1e-9), product.code
        checked += 1
    assert checked > 25
