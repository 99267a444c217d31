"""The certification schemes as the documentation describes them."""

import re

import pytest

from pvfootprint.model import certification as model
from pvfootprint.rules.certification.layout import SchemeFile
from pvfootprint.rules.certification.numbers import CALCULATE
from pvfootprint.rules.certification.reading import read_scheme


@pytest.fixture(scope="module")
def page(data_folder):
    return (data_folder / "docs/certification-schemes.md").read_text(encoding="utf-8")


def table_under(page, heading):
    """Give the rows of the first table under a heading."""
    _, _, below = page.partition(f"\n{heading}\n")
    lines = re.search(r"^\|.*\n\|[-|]+\n((?:\|.*\n)+)", below, flags=re.MULTILINE)[1]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines.splitlines()]


def keys(rows):
    return [row[0].strip("`") for row in rows]


def facts(scheme):
    """Give what the table of the two schemes says of one."""
    optional = sum(one.optional for one in scheme.documents)
    due = [f"{grade} {days} days" for grade, days in scheme.due_days.items() if days]
    left_out = [f"{kind}: {', '.join(steps)}" for kind, steps in scheme.left_out.items()]
    both = any({"review", "decide"} <= set(acts) for acts in scheme.apart)
    surveillance = f"every {scheme.surveillance_months} months"
    return {
        "products": ", ".join(scheme.stages),
        "accounting rules": f"`{scheme.rules}`",
        "steps": ", ".join(scheme.steps),
        "steps left out": "; ".join(left_out),
        "reviewer decides too": "no" if both else "may be",
        "closed to consultants for": f"{scheme.conflict_years:g} years",
        "documents required": f"{len(scheme.documents) - optional}, {optional} more where they "
        "apply",
        "management system": f"{scheme.system_months} months",
        "questions of the checklist": f"{len(scheme.checklist)}",
        "corrective action within": ", ".join(due),
        "closed before a grant": ", ".join(scheme.open_grades),
        "criteria": ", ".join(one.key for one in scheme.criteria),
        "valid for": f"{scheme.validity_months} months",
        "surveillance": f"{surveillance}, {scheme.surveillance_margin_days} days margin",
        "longest suspension": f"{scheme.suspension_months} months",
        "appeal within": f"{scheme.appeal_days} days",
        "number": f"`{scheme.number_pattern}`",
        "check characters": f"`{scheme.check_algorithm}`",
        "figures shown": f"{scheme.decimals}",
        "clauses of agreement and licence": f"{len(scheme.agreement)} and {len(scheme.licence)}",
    }


def test_the_page_compares_the_two_schemes(page, data_folder):
    pilot, other = (
        facts(read_scheme(key, data_folder)) for key in ("yancheng-pilot", "declaration-only")
    )
    rows = table_under(page, "## The two schemes")
    assert rows == [[key, pilot[key], other[key]] for key in pilot]


def test_the_page_explains_every_field(page):
    assert keys(table_under(page, "### Field by field")) == list(SchemeFile.model_fields)


def test_the_page_names_every_act_role_criterion_and_algorithm(page):
    acts = table_under(page, "### Acts that are no step")
    assert acts == [[f"`{key}`", name.en] for key, name in model.OTHER_ACT_NAMES.items()]
    criteria = table_under(page, "### Criteria of a grant")
    assert keys(criteria) == list(model.CRITERIA)
    assert [row[2].strip("`") if len(row) > 2 else "" for row in criteria] == [
        *model.CRITERIA.values()
    ]
    assert keys(table_under(page, "## Numbers")) == list(CALCULATE)
    for name in (*model.SCHEME_ROLES, *model.STEPS, *model.RECORDS, *model.LABEL_TEXTS):
        assert f"`{name}`" in page


def test_the_page_lists_what_is_to_be_confirmed(page, data_folder):
    pilot = read_scheme("yancheng-pilot", data_folder)
    parts = ("documents", "checklist", "criteria", "agreement", "licence")
    items = [(f"{part}: {one.key}", one.ground) for part in parts for one in getattr(pilot, part)]
    expected = [
        ["`yancheng-pilot`", key, ", ".join(f"`{one}`" for one in ground.basis), ground.note.en]
        for key, ground in [*pilot.grounds.items(), *items]
        if ground.certainty == "to be confirmed"
    ]
    assert table_under(page, "## To be confirmed before anybody is certified") == expected
