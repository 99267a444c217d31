"""Certificates of several companies, held against each other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.certificates import hold_certificates
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.certificates import ends_of, numbers_between
from pvfootprint.model.site import SiteInventory
from pvfootprint.model.site_rows import ElectricityContract, Origin


def number(running):
    return f"GEC{running:029}"


def span(first, last):
    return f"{number(first)}~{number(last)}"


def contract(*certificates, kind="green power", **fields):
    cells = {"certificates": "H7"}
    given_ = {"key": "GP", "origin": Origin("a.xlsx", "Contracts", 7, cells), **fields}
    return ElectricityContract(
        kind=kind, period="2025", amount=1.0, unit="MWh", certificates=certificates, **given_
    )


@pytest.fixture(scope="module")
def held(site_inventories):
    """Count the certificates of companies, each with its contracts."""

    def count(*companies, accounting=DEFAULT):
        sites = [
            SiteInventory(
                stage="cell",
                company=site_inventories.company(name),
                products=(),
                electricity=tuple(contracts),
            )
            for name, *contracts in companies
        ]
        found, findings = hold_certificates(sites, accounting)
        return [[one.sound for one in own] for own in found], findings

    return count


def codes(findings):
    return [finding.code for finding in findings]


def test_sound_certificates_are_counted(held):
    first, second = contract(span(1, 100), number(200)), contract(span(101, 110))
    assert held(["A", first, second]) == ([[101, 10]], [])


def test_a_number_without_the_form_does_not_count(held):
    counts, (finding,) = held(["A", contract("GEC123", number(1))])
    assert counts == [[1]]
    assert (finding.code, finding.severity, finding.cell) == ("ELC-001", "warning", "H7")
    assert finding.found == "GEC123: 6 characters"


def test_the_form_is_that_of_the_rules(held):
    short = replace(DEFAULT, certificate_form="[A-Z]{3}[0-9]{3}")
    assert held(["A", contract("GEC123~GEC125")], accounting=short) == ([[3]], [])


def test_a_range_that_is_none_does_not_count(held):
    counts, (finding,) = held(["A", contract(span(9, 8), span(1, 2))])
    assert counts == [[2]]
    assert (finding.code, finding.found) == ("ELC-002", span(9, 8))


def test_a_company_counts_a_certificate_once(held):
    """Twice in one row (1 of them), in another row (2), at another of its sites (10)."""
    rows = contract(span(1, 10), number(3)), contract(span(9, 12))
    counts, findings = held(["A", *rows], ["A", contract(span(1, 10), key="GP 2")])
    assert counts == [[10, 2], [0]]
    assert codes(findings) == ["ELC-003"] * 3
    assert [finding.message.split()[0] for finding in findings] == ["1", "2", "10"]
    assert "a.xlsx, Contracts!H7" in findings[0].message
    assert findings[1].found == f"{number(9)}, {number(10)}"


def test_what_two_companies_name_counts_for_neither_and_both_are_told(held):
    rows = contract(span(1, 10)), contract(span(9, 12), origin=Origin("b.xlsx", "合同", 9))
    counts, findings = held(["A", rows[0]], ["B", rows[1]])
    assert counts == [[8], [2]]
    assert codes(findings) == ["ELC-004", "ELC-004"]
    assert {finding.file for finding in findings} == {"a.xlsx", "b.xlsx"}
    assert "in b.xlsx:9" in findings[0].message
    assert "in a.xlsx, Contracts!H7" in findings[1].message


def test_two_workbooks_of_one_site_may_say_the_same(held):
    assert held(["A", contract(span(1, 10))], ["A", contract(span(1, 10))]) == ([[10], [10]], [])


def test_certificates_of_grid_contracts_are_not_looked_at(held):
    assert held(["A", contract("x", kind="grid")]) == ([[0]], [])


def test_by_location_no_certificate_is_looked_at(held):
    by_location = replace(DEFAULT, electricity_basis="location")
    assert held(["A", contract("x")], accounting=by_location) == ([[0]], [])


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
"""First and last running number of a range."""


@given(st.lists(st.lists(spans, min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_company_never_counts_more_than_it_has(held, rows):
    """What is counted is the number of different certificates, whatever stands twice."""
    contracts = [contract(*(span(*ends) for ends in row), key=str(i)) for i, row in enumerate(rows)]
    (counts,), _ = held(["A", *contracts])
    there = [numbers_between(ends_of(w)) for c in contracts for w in c.certificates]
    assert sum(counts) <= len({n.number(i) for n in there for i in range(n.count)})


@given(st.lists(spans, min_size=1, max_size=6))
def test_what_stands_twice_is_counted_exactly_where_numbers_are_whole(held, ranges):
    """Ranges of ten or more numbers that begin with 1 and end with 0 leave no digit in common."""
    tens = [(10 * low + 1, 10 * high + 10) for low, high in ranges]
    (counts,), _ = held(["A", contract(*(span(*ends) for ends in tens))])
    assert counts == [len({n for low, high in tens for n in range(low, high + 1)})]
