from pathlib import Path

import pytest

from pvfootprint.model.findings import LibraryError
from pvfootprint.rules.schemes.coefficients import read_coefficients
from pvfootprint.rules.schemes.reading import read_schemes

SCHEMES = read_schemes(Path(__file__).parents[3])
HEADING = "scheme,component,country,unit,value,quantity,source"
GOOD = [
    "france-ecs,wafer,CN,m2,5,,invented",
    "france-ecs,wafer,*,m2,6.5,,invented",
    "france-ecs-v2,glass,CN-Jiangsu,kg,1.25e0,12.5,invented",
]


@pytest.fixture
def read(tmp_path):
    def read_lines(*lines, heading=HEADING, encoding="utf-8"):
        path = tmp_path / "coefficients.csv"
        path.write_text("\n".join([heading, *lines, ""]), encoding=encoding)
        return read_coefficients(path, SCHEMES)

    return read_lines


@pytest.fixture
def refused(read):
    def findings(*lines, **options):
        with pytest.raises(LibraryError) as caught:
            read(*lines, **options)
        return caught.value.findings

    return findings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_rows_by_scheme(read, encoding):
    found = read(GOOD[0], "", GOOD[1], GOOD[2], encoding=encoding)
    assert set(found.schemes) == {"france-ecs", "france-ecs-v2"}
    own, others = found.schemes["france-ecs"]
    assert (own.country, own.value, own.quantity, own.line) == ("CN", 5, None, 2)
    assert (others.country, others.value, others.line) == ("*", 6.5, 4)
    (glass,) = found.schemes["france-ecs-v2"]
    assert (glass.component, glass.country, glass.value) == ("glass", "CN-Jiangsu", 1.25)
    assert glass.quantity == 12.5
    assert len(found.content_hash) == 64


def test_columns_in_another_order(read):
    found = read("CN,wafer,france-ecs,5,m2,invented,", heading="country,component,scheme,value,"
                 "unit,source,quantity")  # fmt: skip
    assert found.schemes["france-ecs"][0].value == 5


def test_a_heading_alone_holds_nothing(read):
    assert read().schemes == {}


def test_scm_007_no_file(tmp_path):
    with pytest.raises(LibraryError) as caught:
        read_coefficients(tmp_path / "not-there.csv", SCHEMES)
    (finding,) = caught.value.findings
    assert (finding.code, finding.file) == ("SCM-007", str(tmp_path / "not-there.csv"))
    assert finding.expected == f"CSV in UTF-8 with the columns {HEADING.replace(',', ', ')}"


@pytest.mark.parametrize(
    ("lines", "options", "line", "found"),
    [
        (GOOD, {"heading": HEADING.replace(",source", "")}, 1,
         "scheme, component, country, unit, value, quantity"),
        (GOOD, {"heading": HEADING.replace(",", ";")}, 1, HEADING.replace(",", ";")),
        ([*GOOD, "france-ecs,glass,CN"], {}, 5, "france-ecs, glass, CN"),
        (['france-ecs,"glass,CN'], {}, 2, "unexpected end of data"),
        (["france-ecs,glass,CN,kg,1,,来源"], {"encoding": "gb18030"}, None, "can't decode byte"),
        ([GOOD[0] + "x" * 1_000_000], {}, None, "the file is too large"),
    ],
)  # fmt: skip
def test_scm_007_a_file_of_another_form(refused, lines, options, line, found):
    (finding,) = refused(*lines, **options)
    assert (finding.code, finding.line) == ("SCM-007", line)
    assert found in finding.found


@pytest.mark.parametrize(
    ("row", "column", "found", "expected"),
    [
        ("france,wafer,CN,m2,5,,x", "scheme", "france", "france-ecs, france-ecs-v2"),
        ("epeat-ulcs,wafer,CN,m2,5,,x", "scheme", "epeat-ulcs", "france-ecs, france-ecs-v2"),
        ("france-ecs,wafers,CN,m2,5,,x", "component", "wafers", "mg-silicon, polysilicon, ingot"),
        ("france-ecs,wafer,CN,kg,5,,x", "unit", "kg", "m2"),
        ("france-ecs,wafer,China,m2,5,,x", "country", "China", "a code such as CN"),
        ("france-ecs,wafer,,m2,5,,x", "country", "", "a code such as CN"),
        ('france-ecs,wafer,CN,m2,"5,2",,x', "value", "5,2", "with a decimal point"),
        ("france-ecs,wafer,CN,m2,,,x", "value", "", "with a decimal point"),
        ("france-ecs,wafer,CN,m2,-5,,x", "value", "-5", "with a decimal point"),
        ("france-ecs,wafer,CN,m2,nan,,x", "value", "nan", "with a decimal point"),
        ("france-ecs,wafer,CN,m2,1_0,,x", "value", "1_0", "with a decimal point"),
        ("france-ecs,wafer,CN,m2,5,4 m2,x", "quantity", "4 m2", "with a decimal point"),
        ("france-ecs,wafer,CN,m2,5,,", "source", "", "the annex with its date and table"),
    ],
)
def test_scm_008_names_line_and_column(refused, row, column, found, expected):
    (finding,) = refused(GOOD[2], row)
    assert (finding.code, finding.line, finding.column) == ("SCM-008", 3, column)
    assert finding.found == found
    assert expected in finding.expected


def test_scm_008_offers_the_nearest_component(refused):
    (finding,) = refused("france-ecs,polysilicium,CN,kg,5,,x")
    assert finding.hint == "did you mean polysilicon?"


def test_scm_008_a_quantity_for_some_countries_only(refused):
    (finding,) = refused("france-ecs,cell,CN,m2,5,3,x", "france-ecs,cell,MY,m2,5,,x")
    assert (finding.code, finding.line, finding.column) == ("SCM-008", 3, "quantity")


def test_scm_009_a_coefficient_twice(refused):
    (finding,) = refused(GOOD[0], GOOD[2], GOOD[0])
    assert (finding.code, finding.line, finding.found) == ("SCM-009", 4, "wafer, CN")
    assert finding.hint == "the first is on line 2"


def test_everything_that_is_wrong_comes_at_once(refused):
    findings = refused("france-ecs,wafers,China,m2,x,,", GOOD[0], GOOD[0])
    assert [(f.code, f.line, f.column) for f in findings] == [
        ("SCM-008", 2, "component"),
        ("SCM-008", 2, "country"),
        ("SCM-008", 2, "source"),
        ("SCM-008", 2, "value"),
        ("SCM-009", 4, "component, country"),
    ]
