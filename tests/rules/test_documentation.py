"""The rules as the documentation lists them."""

import re

import pytest

from pvfootprint.model.clause_words import said_value
from pvfootprint.rules.checking import RULES
from pvfootprint.rules.reading import UNCONFIRMED, list_rules


@pytest.fixture(scope="module")
def page(data_folder):
    return (data_folder / "docs/rules.md").read_text(encoding="utf-8")


def rows(page, pattern):
    return [
        tuple(cell.strip().strip("`") for cell in line.strip("|").split(" | "))
        for line in page.splitlines()
        if re.match(pattern, line)
    ]


def in_a_cell(said):
    return said.replace(" | ", " or ")


def test_the_page_lists_every_rule_with_its_clause_and_limit(page, pilot):
    expected = [
        (
            one.code,
            one.title.en,
            one.clause,
            in_a_cell(said_value(pilot.clauses[one.clause]).en),
        )
        for one in RULES
    ]
    assert rows(page, r"\| `[A-Z]{3}-\d{3}` \|") == expected


def test_the_page_lists_what_is_to_be_confirmed(page, data_folder):
    expected = [
        (rules.key, clause.key, "; ".join(clause.basis), clause.note_en)
        for rules in reversed(list_rules(data_folder))
        for clause in rules.clauses.values()
        if clause.certainty == UNCONFIRMED
    ]
    assert rows(page, r"\| `[a-z0-9-]+` \| `[a-z_]+\.[a-z_]+` \|") == expected


def test_the_page_lists_what_the_pilot_chose(page, pilot):
    expected = [
        (clause.key, in_a_cell(said_value(clause).en), clause.note_en or clause.en)
        for clause in pilot.clauses.values()
        if clause.certainty == "own"
    ]
    assert rows(page, r"\| `[a-z_]+\.[a-z_]+` \|") == expected


def test_the_page_calculates_rightly(page):
    """Two numbers of the example of power bins."""
    assert f"{(585 - 575) / 575:.1%}" == "1.7%"
    assert "below 5 %" in page
    assert f"1,000 x 575 / 585 = {1000 * 575 / 585:.0f}." in page
