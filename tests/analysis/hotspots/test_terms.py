"""What a footprint is made of, against hand-worked numbers and the engine's own shares."""

import math
from dataclasses import replace

import pytest

from pvfootprint.analysis.hotspots.terms import take_apart
from pvfootprint.engine.computing import compute


def test_two_processes_by_hand(two, ar6):
    found = take_apart(two, ar6)
    values = {(term.flow[0], term.product): term.value for term in found.terms}
    assert values == pytest.approx(
        {
            ("direct", "Carbon dioxide, fossil"): 1.0,
            ("direct", "Methane, fossil"): 2.98,
            ("stuff", "stuff"): 2.0,
        },
        rel=1e-14,
    )
    assert found.total == pytest.approx(5.98, rel=1e-14)
    (stuff,) = (term for term in found.terms if term.flow[0] == "stuff")
    assert stuff.amount == 2.0
    gases = dict(zip(found.gases, stuff.gases, strict=True))
    assert gases == pytest.approx({"CH4": 0.0, "CO2": 2.0}, abs=1e-14)


def test_loop_counts_once(loop, ar6):
    found = take_apart(loop, ar6)
    assert found.total == pytest.approx(3.0, rel=1e-14)
    assert [term.value for term in found.terms] == pytest.approx([3.0], rel=1e-14)


def test_proxy_part_is_what_goes_away(small, ar6):
    module = small.process("m", small.takes("a", 1.0), small.takes("b", 2.0), stage="module")
    first = small.process("a", small.takes("b", 1.0), small.emits(small.co2, 1.0))
    second = small.process("b", small.emits(small.co2, 1.0), proxy_for="c")
    found = take_apart(small.system(module, first, second), ar6)
    assert {term.product: term.proxy for term in found.terms} == pytest.approx({"a": 1.0, "b": 2.0})


def test_proxy_among_the_stages_takes_what_is_before_it_along(small, ar6):
    module = small.process("m", small.takes("c", 1.0), small.emits(small.co2, 1.0), stage="module")
    cell = small.process(
        "c", small.takes("w", 1.0), small.emits(small.co2, 1.0), stage="cell", proxy_for="another"
    )
    wafer = small.process("w", small.emits(small.co2, 1.0), stage="wafer")
    system = small.system(module, cell, wafer)
    found = take_apart(system, ar6)
    assert {t.process.code: t.proxy for t in found.terms} == pytest.approx(
        {"m": 0.0, "c": 1.0, "w": 1.0}
    )
    assert compute(system, ar6).proxy_share == pytest.approx(2 / 3)


def test_shares_are_those_of_the_footprint(chain):
    found = take_apart(chain.system, chain.factors)
    result = compute(chain.system, chain.factors)
    assert math.fsum(term.primary for term in found.terms) == pytest.approx(
        result.primary_data_share * found.total, rel=1e-12
    )
    assert math.fsum(term.proxy for term in found.terms) == pytest.approx(
        result.proxy_share * found.total, rel=1e-12
    )


def test_gases_are_those_of_the_footprint(chain):
    found = take_apart(chain.system, chain.factors)
    by_gas = {part.gas: part.value for part in compute(chain.system, chain.factors).gases}
    sums = {
        gas: math.fsum(term.gases[i] for term in found.terms) for i, gas in enumerate(found.gases)
    }
    assert sums == pytest.approx(by_gas, rel=1e-12)


def test_what_is_estimated_is_not_primary(chain):
    product = chain.system.product
    guessed = replace(
        product,
        exchanges=tuple(
            replace(e, method="estimated") if e.group == "materials" else e
            for e in product.exchanges
        ),
    )
    system = replace(
        chain.system,
        product=guessed,
        inventories=tuple(
            guessed if one.code == guessed.code else one for one in chain.system.inventories
        ),
    )
    found = take_apart(system, chain.factors)
    assert all(
        term.primary == 0.0
        for term in found.terms
        if term.process.code == guessed.code and term.group == "materials"
    )
    expected = compute(system, chain.factors).primary_data_share
    primary = math.fsum(term.primary for term in found.terms) / found.total
    assert 0 < primary == pytest.approx(expected, rel=1e-12)


def test_summary_is_one_flow_of_its_supplier(library, data_folder, ar6, suppliers_chain):
    from pvfootprint.analysis.hotspots.finding import find_hotspots
    from pvfootprint.analysis.subjects import subject_of_companies
    from pvfootprint.engine.chain_footprint import chain_system
    from pvfootprint.engine.summarising import summarise
    from pvfootprint.rules.reading import read_rules

    module, cell, *others = suppliers_chain.values()
    system, _ = chain_system(library, cell, others)
    summary = summarise(system, cell, ar6)
    rules = read_rules("yancheng-pilot", data_folder)
    subject = subject_of_companies(module, (), [summary], rules=rules, library=library)
    found = find_hotspots(subject)
    (spot,) = (one for one in found.spots if one.flow.startswith("summary of the supplier"))
    assert spot.stage == "cell"
    assert "a summary of" in spot.says
    result = compute(subject.system, ar6)
    part = next(one for one in result.suppliers if one.source == "summary")
    assert spot.value == pytest.approx(part.value, rel=1e-12)
    assert found.primary_share == pytest.approx(result.primary_data_share, rel=1e-12)
