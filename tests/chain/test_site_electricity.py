"""The electricity of a site, by hand: the tables of docs/electricity.md are the expectations."""

import datetime
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.electricity import ElectricityOptions, parse_electricity, resolve
from pvfootprint.chain.site_electricity import site_electricity
from pvfootprint.chain.supply_chain import link_supplies
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.findings import CODES
from pvfootprint.model.inventory import Exchange
from pvfootprint.model.site import SiteInventory
from pvfootprint.model.site_rows import ElectricityContract, EnergyUse, Origin

BY_LOCATION = replace(DEFAULT, electricity_basis="location")
WIND, WIND_DELIVERED = "electricity-wind-CN-2024", "electricity-wind-delivered-CN-2024"
SOLAR, GRID = "electricity-solar-photovoltaic-CN-2024", "electricity-grid-supply-CN"
FACTORS = {SOLAR: 0.052, WIND_DELIVERED: 0.0651, GRID: 0.5777}
"""By hand: official factors of 2024, wind with 0.0327 for the network [kgCO2e/kWh]."""

NAME = "Example Cell Co."
CELLS = {key: f"{letter}7" for key, letter in zip(
    ("amount", "product", "certificates", "generated", "owner", "place"), "FPHIKD", strict=True
)}  # fmt: skip


def number(running):
    return f"GEC{running:029}"


def span(first, last):
    return f"{number(first)}~{number(last)}"


def used(amount, period="2025", product="site", unit="MWh"):
    return EnergyUse(
        carrier="electricity", period=period, product=product, amount=amount, unit=unit
    )


def contract(kind, amount, **fields):
    given_ = {
        "key": "C",
        "technology": "wind",
        "period": "2025",
        "unit": "MWh",
        "origin": Origin("book.xlsx", "Contracts", 7, CELLS),
        **fields,
    }
    return ElectricityContract(kind=kind, amount=amount, **given_)


def green(amount, *certificates, **fields):
    given_ = {"generated": "2025", "cancelled": True, **fields}
    return contract("green power", amount, certificates=certificates, **given_)


def own(amount, **fields):
    given_ = {"technology": "solar-photovoltaic", "sold": False, **fields}
    return contract("own generation", amount, **given_)


@pytest.fixture(scope="module")
def site(site_inventories):
    """Make a site of what it used and its contracts."""

    def make(energy, contracts, name=NAME, **fields):
        period = {"start": datetime.date(2025, 1, 1), "end": datetime.date(2025, 12, 31)}
        return SiteInventory(
            stage="cell",
            company=site_inventories.company(name, **{**period, **fields}),
            products=(),
            energy=tuple(energy),
            electricity=tuple(contracts),
        )

    return make


@pytest.fixture(scope="module")
def electricity(library, site):
    """Give the electricity of a site, and the findings."""

    def find(energy, contracts, accounting=DEFAULT, library=library, **fields):
        return site_electricity(
            library, site(energy, contracts, **fields), "mix", ElectricityOptions(), accounting
        )

    return find


def tiers(found):
    """Sum what a site used by what it counts as [MWh]."""
    sums = {}
    for use in found.uses:
        sums[use.tier] = sums.get(use.tier, 0.0) + use.amount / 1000
    return sums


def factor(mix, factors=FACTORS):
    """Weight the factors of what is in a mix [kgCO2e/kWh]."""
    return math.fsum(e.amount * factors[e.target] for e in mix.inputs)


@pytest.fixture(scope="module")
def tables(data_folder):
    """Give the tables of the document by the heading of their first column, with their rows."""
    found, rows = {}, None
    for line in (data_folder / "docs" / "electricity.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            rows = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if rows is None:
            rows = found.setdefault(cells[0], [])
        elif not set(line) <= set("|-:"):
            rows.append(cells)
    return found


def amount(cell):
    return float(cell.replace(",", ""))


EXAMPLE = (
    own(1200, key="PV-1"),
    own(300, key="PV-2", sold=True),
    contract("direct line", 800, key="DL-1", certificates=(span(9001, 9800),), sold=False),
    green(3000, span(1, 2400), span(2301, 2500), f"GEC{7:028}", key="GP-1"),
    green(500, span(5001, 5500), key="GP-2", technology="hydro", generated="2022"),
)
"""The contracts of the first example of the document."""


def test_the_contracts_of_the_example_are_those_of_the_document(tables):
    told = [(row[0], row[1], row[2], amount(row[3])) for row in tables["contract"]]
    assert told == [(c.key, c.kind, c.technology, c.amount) for c in EXAMPLE]


@pytest.mark.parametrize("basis", ["market", "location"])
def test_the_example_of_one_site_by_hand(electricity, tables, basis):
    accounting = replace(DEFAULT, electricity_basis=basis)
    found, _ = electricity([used(10_000)], EXAMPLE, accounting)
    *parts, whole = tables[basis]
    assert tiers(found) == pytest.approx({row[0]: amount(row[1]) for row in parts})
    (mix,) = found.mixes.values()
    assert factor(mix) == pytest.approx(amount(whole[2]), abs=5e-7)
    for tier, used_, value, tonnes in (*parts, whole):
        assert amount(used_) * amount(value) == pytest.approx(amount(tonnes), abs=0.01), tier
    assert math.fsum(amount(row[3]) for row in parts) == pytest.approx(amount(whole[3]))


def test_the_findings_of_the_example(electricity):
    _, findings = electricity([used(10_000)], EXAMPLE)
    told = [(f.code, f.severity, f.cell) for f in findings]
    assert told == [
        ("ELC-001", "warning", "H7"),
        ("ELC-003", "warning", "H7"),
        ("CHN-017", "warning", ""),
        ("ELC-005", "warning", "H7"),
        ("ELC-006", "warning", "I7"),
    ]
    assert findings[3].message.startswith("500 certificates are missing for 3,000,000 kWh")
    assert findings[3].found == "2,500 certificates that count"
    assert "36 months" in findings[4].message
    assert electricity([used(10_000)], EXAMPLE, BY_LOCATION)[1] == []


def test_the_uses_of_the_example_say_what_is_grid_and_why(electricity):
    found, _ = electricity([used(10_000)], EXAMPLE)
    grid = [(u.contracts, u.amount, u.why) for u in found.uses if u.tier == "grid"]
    assert [(keys, mwh) for keys, mwh, _ in grid] == [
        (("PV-2",), pytest.approx(300e3)),
        (("GP-1",), pytest.approx(500e3)),
        (("GP-2",), pytest.approx(500e3)),
        ((), pytest.approx(4200e3)),
    ]
    assert "sold" in grid[0][2]
    assert "no certificates" in grid[1][2]
    assert "36 months before" in grid[2][2]
    assert grid[3][2] == "no residual mix in the library: the factor of the grid"
    assert all(u.why_zh and u.why_zh != u.why for u in found.uses if u.why)
    (wind,) = [u for u in found.uses if u.tier == "green power"]
    assert (wind.dataset, wind.technology, wind.year) == (WIND_DELIVERED, "wind", 2024)
    assert (wind.certificates, wind.contracts) == (2500, ("GP-1",))
    assert wind.share == pytest.approx(0.25)
    assert {u.certificates for u in found.uses if u.tier == "direct line"} == {800}
    assert math.fsum(u.share for u in found.uses) == pytest.approx(1)
    assert {u.year for u in found.uses} == {2024}
    assert {u.product for u in found.uses} == {"site"}


METERED = (used(4000, product="P1"), used(3000, product="P2"), used(3000))
CLAIMED = (own(2000), green(1000, span(1, 1000), product="P1"))


def test_the_example_of_a_products_own_claim_by_hand(electricity, tables):
    found, (finding,) = electricity(METERED, CLAIMED)
    *parts, whole = tables["meters of"]
    metered = {use.product: use.amount for use in METERED}
    sums = dict.fromkeys((WIND_DELIVERED, SOLAR, GRID), 0.0)
    for product, mwh, *by_tier, value, tonnes in parts:
        mix = found.mixes.get(product, found.mixes["site"])
        assert metered[product] == amount(mwh)
        taken = {e.target: e.amount * metered[product] for e in mix.inputs}
        for dataset, cell in zip(sums, by_tier, strict=True):
            assert taken.get(dataset, 0.0) == pytest.approx(amount(cell), abs=0.005)
            sums[dataset] += taken.get(dataset, 0.0)
        assert factor(mix) == pytest.approx(amount(value), abs=5e-7)
        assert factor(mix) * metered[product] == pytest.approx(amount(tonnes), abs=0.005)
    assert list(sums.values()) == pytest.approx([1000, 2000, 7000])
    assert [amount(cell) for cell in whole[2:5]] == [1000, 2000, 7000]
    total = math.fsum(kwh * FACTORS[dataset] for dataset, kwh in sums.items())
    assert total == pytest.approx(amount(whole[6]), abs=0.005)
    assert total / 10_000 == pytest.approx(amount(whole[5]), abs=5e-7)
    assert (finding.code, finding.cell) == ("ELC-012", "P7")
    assert "1,000,000 of its 4,000,000 kWh" in finding.message
    assert "9,000,000 kWh" in finding.message
    assert set(found.codes.values()) == {"mix", "mix:p1"}


def test_without_a_meter_all_products_share_a_claim(electricity, tables):
    found, (finding,) = electricity([used(10_000)], CLAIMED)
    assert factor(found.mixes["site"]) == pytest.approx(amount(tables["meters of"][-1][5]))
    assert list(found.mixes) == ["site"]
    assert (finding.code, finding.cell) == ("ELC-011", "P7")


def test_a_claim_of_the_only_product_needs_no_word(electricity):
    found, findings = electricity([used(500, product="P1")], [replace(CLAIMED[0], product="P1")])
    assert [f.code for f in findings] == ["CHN-016"]
    found, findings = electricity([used(4000, product="P1")], [replace(CLAIMED[0], product="P1")])
    assert findings == []
    assert {use.product for use in found.uses} == {"P1", "site"}


def test_where_the_rules_allow_no_claims_all_products_share(electricity):
    none = replace(DEFAULT, product_claims=False)
    found, (finding,) = electricity(METERED, CLAIMED, none)
    assert list(found.mixes) == ["site"]
    assert finding.code == "ELC-011"


def test_what_a_claim_is_beyond_the_meter_is_shared(electricity):
    """P1 used 400 of 1000 MWh and claims 500: 100 of them are spread over the other 600."""
    rows = [used(400, product="P1"), used(600)]
    found, findings = electricity(rows, [green(500, span(1, 500), product="P1")])
    assert [f.code for f in findings] == ["ELC-011", "ELC-012"]
    assert {e.target: e.amount for e in found.mixes["P1"].inputs} == {
        WIND_DELIVERED: pytest.approx(1),
        GRID: pytest.approx(0, abs=1e-12),
    }
    wind = {e.target: e.amount for e in found.mixes["site"].inputs}[WIND_DELIVERED]
    assert wind == pytest.approx(100 / 600)


def test_own_generation_comes_before_a_claim(electricity):
    """800 of 1000 MWh are solar, for P1 as for all: of its 500, 100 are left to be claimed."""
    rows = [used(500, product="P1"), used(500)]
    found, findings = electricity(rows, [green(150, span(1, 150), product="P1"), own(800)])
    claimed = [use.amount for use in found.uses if use.product == "P1"]
    assert claimed == [pytest.approx(100e3)]
    assert tiers(found)["green power"] == pytest.approx(150)
    assert "ELC-011" in {f.code for f in findings}


MONTHS = [used(100, "2025-01"), used(200, "2025-02"), used(100, "2025-03")]


def test_a_month_covers_its_own_month_only(electricity):
    found, (finding,) = electricity(MONTHS, [own(150, period="2025-01")])
    assert tiers(found) == {"own generation": pytest.approx(100), "grid": pytest.approx(300)}
    assert (finding.code, finding.cell) == ("ELC-010", "F7")
    assert finding.message.startswith("50,000 kWh")


def test_a_year_covers_all_months_but_no_more(electricity):
    found, findings = electricity(MONTHS, [own(400)])
    assert tiers(found) == {"own generation": pytest.approx(400)}
    assert findings == []
    _, findings = electricity(MONTHS, [own(500)])
    assert [(f.code, f.severity) for f in findings] == [("CHN-016", "error")]


def test_a_year_is_spread_over_the_months_and_leaves_what_it_leaves(electricity):
    """200 of 400 MWh are solar, half of each month: January has room for 50 of 80 MWh of wind."""
    found, (finding,) = electricity(
        MONTHS, [own(200), green(80, span(1, 80), period="2025-01", generated="2025-01")]
    )
    assert tiers(found)["green power"] == pytest.approx(50)
    assert finding.code == "ELC-010"


def test_a_month_meets_a_meter_that_is_read_by_year(electricity):
    found, findings = electricity([used(400)], [own(150, period="2025-01")])
    assert tiers(found)["own generation"] == pytest.approx(150)
    assert findings == []


def test_a_contract_of_another_year_covers_nothing(electricity):
    for rows in (MONTHS, [used(400)]):
        found, (finding,) = electricity(rows, [own(100, period="2024")])
        assert tiers(found) == {"grid": pytest.approx(400)}
        assert finding.code == "ELC-010"


def test_a_year_is_the_period_where_that_spans_two(electricity):
    rows = [used(100, "2024-11"), used(100, "2025-02")]
    span_ = {"start": datetime.date(2024, 7, 1), "end": datetime.date(2025, 6, 30)}
    found, findings = electricity(rows, [own(200, period="2025")], **span_)
    assert tiers(found) == {"own generation": pytest.approx(200)}
    assert findings == []


GREEN = green(100, span(1, 100))
SPOILED = {
    "fewer certificates than electricity": ("ELC-005", green(100, span(1, 90)), "H7", 90),
    "generated after the use": (
        "ELC-006",
        replace(GREEN, period="2025-03", generated="2025-04"),
        "I7",
        0,
    ),
    "generated two years before": (
        "ELC-006",
        replace(GREEN, period="2025-03", generated="2023-03"),
        "I7",
        0,
    ),
    "generated at an unknown time": ("ELC-007", replace(GREEN, generated=""), "I7", 100),
    "cancelled for another company": ("ELC-008", replace(GREEN, owner="Somebody"), "K7", 0),
    "of another country": ("ELC-009", replace(GREEN, place="KR"), "D7", 0),
    "a kind that the rules do not count": ("CHN-017", contract("barter", 100), None, 0),
    "not cancelled": ("CHN-017", replace(GREEN, cancelled=False), None, 0),
    "of an unknown technology": ("CHN-017", replace(GREEN, technology="tidal"), None, 0),
}


@pytest.mark.parametrize("what", SPOILED)
def test_what_is_wrong_with_a_contract_is_said_and_does_not_count(electricity, what):
    code, row, cell, counted = SPOILED[what]
    found, (finding,) = electricity([used(1000, row.period)], [row])
    assert finding.code == code
    assert finding.severity == ("question" if code == "ELC-007" else "warning")
    assert finding.message
    assert finding.message.zh != finding.message
    if cell:
        assert (finding.file, finding.cell) == ("book.xlsx", cell)
    assert tiers(found).get("green power", 0.0) == pytest.approx(counted)
    assert tiers(found)["grid"] == pytest.approx(1000 - counted)


@pytest.mark.parametrize(
    "fields",
    [
        {"owner": "example cell  co."},
        {"owner": "示例电池有限公司"},
        {"owner": "91000000EXAMPLE03X"},
        {"place": "CN-Yunnan"},
        {"period": "2025-03", "generated": "2023-04"},
        {"period": "2025-03", "generated": "2025-03"},
        {"period": "2025-03", "generated": "2025"},
        {"generated": "2024-01"},
    ],
)
def test_what_is_right_counts(electricity, fields):
    row = replace(GREEN, **fields)
    found, findings = electricity(
        [used(1000, row.period)],
        [row],
        name="示例电池有限公司",
        name_en=NAME,
        code="91000000EXAMPLE03X",
    )
    assert findings == []
    assert tiers(found)["green power"] == pytest.approx(100)


def test_everything_that_speaks_against_a_contract_is_said_at_once(electricity):
    row = replace(GREEN, owner="Somebody", place="KR", generated="2020")
    found, findings = electricity([used(1000)], [row])
    assert [f.code for f in findings] == ["ELC-008", "ELC-009", "ELC-006"]
    why = found.uses[0].why
    assert "Somebody" in why
    assert "another market: KR" in why


def test_own_generation_needs_no_certificates_but_may_not_share_them(electricity):
    """It names 10 certificates; those that a green power contract names before do not count."""
    rows = [green(10, span(1, 10)), own(100, certificates=(span(6, 15),))]
    found, findings = electricity([used(1000)], rows)
    assert tiers(found)["own generation"] == pytest.approx(95)
    assert [f.code for f in findings] == ["ELC-003", "ELC-005"]


def test_less_than_a_certificate_is_not_missed(electricity):
    found, findings = electricity([used(1000)], [green(10.5, span(1, 10))])
    assert tiers(found)["green power"] == pytest.approx(10)
    assert findings == []


def test_the_energy_of_a_certificate_is_that_of_the_rules(electricity):
    small = replace(DEFAULT, certificate_energy=100.0)
    found, _ = electricity([used(1000)], [green(10, span(1, 50))], small)
    assert tiers(found)["green power"] == pytest.approx(5)


def test_what_the_rules_do_not_count_is_grid(electricity):
    only = replace(DEFAULT, instruments=("own generation",))
    found, (finding,) = electricity([used(1000)], [own(10), GREEN], only)
    assert tiers(found) == {"own generation": pytest.approx(10), "grid": pytest.approx(990)}
    assert (finding.code, "the rules do not count" in finding.message) == ("CHN-017", True)


def test_the_rest_is_shared_by_the_grids_of_the_contracts(electricity):
    rows = [contract("grid", 300, place="CN-Yunnan"), contract("grid", 100, place="CN"), own(600)]
    found, _ = electricity([used(1000)], rows)
    grids = {u.place: u.amount / 1000 for u in found.uses if u.tier == "grid"}
    assert grids == {"CN-Yunnan": pytest.approx(300), "CN": pytest.approx(100)}
    assert found.grids == ("CN-Yunnan", "CN")
    assert found.without_residual == ("CN",)


def with_residual_mix(library, place, direct=False):
    """Give the library a residual mix of a place; by direct CO2 where that is asked for."""
    like = library.inventories["electricity-national-average-CN-2024"]
    code = f"electricity-residual-mix-{place}-2024"
    made = replace(
        like,
        code=code,
        location=place,
        electricity_location=place,
        electricity_method="residual mix",
        electricity_default=True,
        exchanges=tuple(
            replace(e, amount=0.61) if e.type == "biosphere" else replace(e, target=code)
            for e in like.exchanges
        ),
    )
    assert isinstance(made.exchanges[0], Exchange)
    return replace(library, inventories={**library.inventories, code: made}), code


@pytest.mark.parametrize(
    ("place", "grid", "tier"),
    [
        ("CN", "CN", "residual mix"),
        ("CN", "CN-Yunnan", "residual mix"),
        ("CN-Yunnan", "CN-Yunnan", "residual mix"),
        ("CN-Yunnan", "CN", "grid"),
        ("DE", "CN", "grid"),
    ],
)
def test_a_residual_mix_of_the_library_is_used(library, electricity, place, grid, tier):
    more, code = with_residual_mix(library, place)
    rows = [contract("grid", 900, place=grid, technology=""), own(100)]
    found, _ = electricity([used(1000)], rows, library=more)
    rest = found.uses[-1]
    assert (rest.tier, rest.amount) == (tier, pytest.approx(900e3))
    assert (rest.dataset == code) == (tier == "residual mix") == (not found.without_residual)
    assert bool(rest.why) == (tier == "grid")
    if tier == "residual mix":
        factors = {SOLAR: 0.052, code: 0.61}
        assert factor(found.mixes["site"], factors) == pytest.approx(0.1 * 0.052 + 0.9 * 0.61)
        assert code in {choice.node for choice in found.choices}


def test_by_location_a_residual_mix_is_not_used(library, electricity):
    more, _ = with_residual_mix(library, "CN")
    found, _ = electricity([used(1000)], [own(100)], BY_LOCATION, library=more)
    assert set(tiers(found)) == {"own generation", "grid"}
    assert found.without_residual == ()


def test_a_residual_mix_is_nobodys_default(library):
    for place, expected in (("CN", "official"), ("CN-Yunnan", "consumption")):
        more, code = with_residual_mix(library, place)
        asked = parse_electricity(f"{place}:residual")
        assert resolve(more, asked, ElectricityOptions()).node == code
        found = resolve(more, parse_electricity(place), ElectricityOptions())
        assert found.method == expected


def test_a_chain_says_once_that_there_is_no_residual_mix(suppliers_chain, library):
    leader, *others = suppliers_chain.values()
    options = ElectricityOptions()
    made, findings = link_supplies(library, leader, others, (), leader.products[0], options)
    (finding,) = [f for f in findings if f.code == "ELC-013"]
    assert finding.severity == "warning"
    assert "0.6096" in finding.hint
    assert {use.tier for use in made.electricity_uses} == {"grid"}
    assert len({use.company for use in made.electricity_uses}) == len(made.members)
    _, findings = link_supplies(
        library, leader, others, (), leader.products[0], options, accounting=BY_LOCATION
    )
    assert not [f for f in findings if f.code == "ELC-013"]


def test_a_certificate_of_two_companies_of_a_chain_counts_for_neither(suppliers_chain, library):
    named = {
        stage: replace(
            suppliers_chain[stage],
            electricity=(green(100, span(1, 100), key=stage, period="2024", generated="2024"),),
        )
        for stage in ("module", "cell")
    }
    leader, *others = {**suppliers_chain, **named}.values()
    made, findings = link_supplies(
        library, leader, others, (), leader.products[0], ElectricityOptions()
    )
    codes = [f.code for f in findings if f.code.startswith("ELC")]
    assert codes == ["ELC-004", "ELC-004", "ELC-005", "ELC-005", "ELC-013"]
    assert {use.tier for use in made.electricity_uses} == {"grid"}


def test_a_products_claim_reaches_its_own_process_only(suppliers_chain, library):
    """Half the cells' electricity is metered for P1, of which 1 kWh is claimed."""
    leader, cell, *others = suppliers_chain.values()
    (product,) = cell.products
    pair = (replace(product, share=0.5), replace(product, key="P2", share=0.5))
    rows = [r for r in cell.energy if r.carrier == "electricity"]
    others_ = tuple(r for r in cell.energy if r.carrier != "electricity")
    claim = green(100, span(1, 100), period="2024", generated="2024", product="P1")
    energy = (*others_, *rows, *(replace(r, product="P2") for r in rows))
    cell = replace(cell, products=pair, energy=energy, electricity=(claim,))
    leader = replace(leader, suppliers=(replace(leader.suppliers[0], supplied="P2"),))
    made, _ = link_supplies(
        library, leader, (cell, *others), (), leader.products[0], ElectricityOptions()
    )
    (code,) = [m.code for m in made.members if m.stage == "cell"]
    mixes = [e.target for e in made.inventories[code].inputs if e.group == "electricity"]
    (mix,) = {target for target in mixes if target.endswith(("electricity", "electricity:p1"))}
    assert mix.endswith(":electricity")
    assert WIND_DELIVERED not in {e.target for e in made.inventories[mix].inputs}
    of_p1 = made.inventories[f"{mix}:p1"]
    assert WIND_DELIVERED in {e.target for e in of_p1.inputs}


def test_every_code_is_provoked(electricity):
    elsewhere = {"ELC-001", "ELC-002", "ELC-003", "ELC-004"}
    here = {code for code, *_ in SPOILED.values()} | {"ELC-010", "ELC-011", "ELC-012", "ELC-013"}
    assert {code for code in CODES if code.startswith("ELC")} == elsewhere | here - {"CHN-017"}


periods = st.sampled_from(["2025", "2025-01", "2025-02", "2025-03"])
keys = st.sampled_from(["site", "P1", "P2"])
energies = st.floats(0, 1e4, allow_nan=False)
meters = st.lists(st.builds(used, energies, periods, keys), min_size=1, max_size=8)


@st.composite
def contracts(draw):
    """Draw a contract of any kind, of which some things may be wrong."""
    kind = draw(st.sampled_from(["own generation", "direct line", "green power", "grid"]))
    first, count = draw(st.integers(1, 50)), draw(st.integers(0, 9000))
    return contract(
        kind,
        draw(energies),
        period=draw(periods),
        product=draw(keys),
        technology=draw(st.sampled_from(["wind", "hydro", "solar-photovoltaic"])),
        place=draw(st.sampled_from(["", "CN", "CN-Yunnan"])) if kind == "grid" else "",
        certificates=(span(first, first + count),) if draw(st.booleans()) else (),
        cancelled=draw(st.sampled_from([True, True, False])),
        sold=draw(st.sampled_from([False, False, True])),
        generated="2025-01",
    )


@pytest.mark.parametrize("accounting", [DEFAULT, BY_LOCATION], ids=["market", "location"])
@given(rows=meters, named=st.lists(contracts(), max_size=5))
def test_the_balance_of_a_site_is_kept(electricity, accounting, rows, named):
    """What the products take by dataset is what contracts and grid give, exactly."""
    found, _ = electricity(rows, named, accounting)
    taken, given_ = {}, {}
    for row in rows:
        mix = found.mixes.get(row.product, found.mixes["site"])
        for e in mix.inputs:
            taken[e.target] = taken.get(e.target, 0.0) + e.amount * row.amount * 1000
    for use in found.uses:
        given_[use.dataset] = given_.get(use.dataset, 0.0) + use.amount
    whole = math.fsum(row.amount for row in rows) * 1000
    assert math.fsum(given_.values()) == pytest.approx(whole, rel=1e-9, abs=1e-6)
    for dataset in {*taken, *given_}:
        found_, wanted = taken.get(dataset, 0.0), given_.get(dataset, 0.0)
        assert found_ == pytest.approx(wanted, rel=1e-9, abs=1e-9 * max(whole, 1))


@given(rows=meters, named=st.lists(contracts(), max_size=5))
def test_nothing_counts_twice_or_in_another_month(electricity, rows, named):
    keyed = [replace(row, key=f"C{place}") for place, row in enumerate(named)]
    found, _ = electricity(rows, keyed)
    counted = [use for use in found.uses if use.tier not in {"grid", "residual mix"}]
    for row in keyed:
        mine = math.fsum(u.amount for u in counted if u.contracts == (row.key,))
        assert mine <= row.amount * 1000 * (1 + 1e-9)
        if row.kind != "own generation":
            assert mine <= 1000 * sum(u.certificates for u in counted if row.key in u.contracts)
    for month in ("2025-01", "2025-02", "2025-03"):
        there = math.fsum(r.amount for r in rows if r.period in {month, "2025"}) * 1000
        of_month = {row.key for row in keyed if row.period == month}
        mine = math.fsum(u.amount for u in counted if set(u.contracts) & of_month)
        assert mine <= there * (1 + 1e-9) + 1e-6
    for product in ("P1", "P2"):
        metered = math.fsum(r.amount for r in rows if r.product == product) * 1000
        claimed = math.fsum(u.amount for u in found.uses if u.product == product)
        assert claimed <= metered * (1 + 1e-9) + 1e-6
