import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.findings import SelectionError
from pvfootprint.model.product import ProductName, parse_product_name, sets_named

WORD = st.from_regex(r"[a-z][a-z0-9-]{0,11}", fullmatch=True)
PRODUCT_NAMES = st.builds(
    ProductName,
    stage=WORD,
    technology=WORD,
    location=st.from_regex(r"[A-Z]{2,4}(-[A-Z]{2})?", fullmatch=True),
    design=st.just("") | WORD,
    vintage=st.none() | st.integers(1000, 2999),
    library_set=st.just("") | st.from_regex("[a-z][a-z0-9-]{0,39}", fullmatch=True),
)


@given(PRODUCT_NAMES)
def test_a_name_survives_being_written_and_read(name):
    assert parse_product_name(str(name)) == name


@given(PRODUCT_NAMES)
def test_case_and_blanks_around_the_parts_do_not_matter(name):
    typed = f"  {str(name).upper().replace(':', ' : ')} "
    assert parse_product_name(typed) == name


@given(st.text(max_size=40) | st.from_regex(r"[a-z:@0-9 ]{0,20}", fullmatch=True))
def test_any_text_is_read_or_refused(text):
    try:
        name = parse_product_name(text)
    except SelectionError as error:
        codes = [finding.code for finding in error.findings]
    else:
        codes = []
        assert all((name.stage, name.technology, name.location))
    assert codes in ([], ["SEL-006"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("module:perc:CN", ProductName("module", "perc", "CN")),
        ("module:perc:CN@2018", ProductName("module", "perc", "CN", vintage=2018)),
        ("Module:PERC:Framed:cn", ProductName("module", "perc", "CN", "framed")),
        ("module:perc:CN@iea-2026", ProductName("module", "perc", "CN", library_set="iea-2026")),
        (
            "module:perc:CN@2024@IEA-2026",
            ProductName("module", "perc", "CN", vintage=2024, library_set="iea-2026"),
        ),
    ],
)
def test_names_as_people_type_them(text, name):
    assert parse_product_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "module",
        "module:perc",
        "module:perc:glass-backsheet-framed:CN:2018",
        "module::CN",
        ":perc:CN",
        "module:perc:",
        "module:perc:CN@",
        "module:perc:CN@2018@",
        "module:perc:CN@new@2018",
        "module:perc:CN@new@newer",
        "module:perc:CN@näher",
        "module:perc:CN@-2018",
        "module:perc:CN@18",
        "module:perc:CN@20180",
        "module:perc:CN@3018",
        "module:perc:CN@2018.0",
        "module:perc:CN@2018@2019",
        "module:perc:CN@٢٠١٨",
        "@2018",
    ],
)
def test_other_forms_are_refused_with_the_form(text):
    with pytest.raises(SelectionError) as caught:
        parse_product_name(text)

    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("SEL-006", text)
    assert finding.expected == "STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE][@SET]"


def test_the_sets_that_names_are_of():
    named = ["module:perc:CN@2018", "silver@iea-2026", "wafer:mono:CN@2024@own", "a@own", "b.xlsx"]
    assert sets_named(named) == ("iea-2026", "own")
