"""Numbers of certificates: check characters, and what a typing slip does to them."""

import dataclasses
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pvfootprint.model.findings import Finding
from pvfootprint.rules.certification.numbers import (
    NumberParts,
    application_number,
    certificate_number,
    parse_number,
    plain_pattern,
)
from pvfootprint.rules.certification.reading import read_scheme

SIGNS = string.digits + string.ascii_uppercase
RUNNING = st.integers(1, 9_999_999)
YEARS = st.integers(2020, 2099)


@pytest.fixture(scope="module")
def pilot(data_folder):
    return read_scheme("yancheng-pilot", data_folder)


@pytest.fixture(scope="module")
def other(data_folder):
    return read_scheme("declaration-only", data_folder)


@pytest.fixture(scope="module")
def digits(pilot):
    """Give a scheme whose numbers are digits, with an X for a check of ten."""
    return dataclasses.replace(
        pilot,
        number_pattern="{year}-{running:04d}-{check}",
        application_pattern="9{year}-{running:04d}-{check}",
        check_algorithm="mod_11_2",
    )


def by_hand_37_36(plain):
    """ISO/IEC 7064 MOD 37,36, step by step: double, fold into 1 to 36, add the next sign."""
    product = 36
    for sign in plain:
        total = (product + SIGNS.index(sign)) % 36 or 36
        product = total * 2 % 37
    return SIGNS[(37 - product) % 36]


def by_hand_97_10(plain):
    """ISO/IEC 7064 MOD 97-10 as in an IBAN: letters count 10 to 35; the whole leaves 1."""
    number = int("".join(str(SIGNS.index(sign)) for sign in plain)) * 100
    return next(f"{check:02d}" for check in range(2, 99) if (number + check) % 97 == 1)


def test_the_check_characters_are_those_of_the_standard(pilot, other):
    assert certificate_number(pilot, 1, 2026, "module") == "YC-PCF-2026-00001-" + by_hand_37_36(
        "YCPCF202600001"
    )
    assert certificate_number(other, 1, 2026, "module") == "DPCFM2026-000001-" + by_hand_97_10(
        "DPCFM2026000001"
    )


@given(running=RUNNING, year=YEARS)
def test_the_check_characters_agree_with_a_computation_by_hand(pilot, other, running, year):
    for scheme, check in ((pilot, by_hand_37_36), (other, by_hand_97_10)):
        for number in (
            certificate_number(scheme, running, year, "module"),
            application_number(scheme, running, year, "module"),
        ):
            body, _, end = number.rpartition("-")
            assert end == check(body.replace("-", ""))


@given(running=RUNNING, year=YEARS)
@example(running=99_999, year=2026)
@example(running=100_000, year=2026)
def test_what_is_written_can_be_read(pilot, other, digits, running, year):
    for scheme, stage in ((pilot, ""), (other, "module"), (digits, "")):
        number = certificate_number(scheme, running, year, "module")
        assert parse_number(scheme, number) == NumberParts(
            number=number, running=running, year=year, stage=stage
        )
        number = application_number(scheme, running, year, "module")
        parts = parse_number(scheme, number, application=True)
        assert (parts.number, parts.running, parts.year) == (number, running, year)


@given(running=RUNNING, year=YEARS, place=st.integers(0, 30), sign=st.sampled_from(SIGNS))
def test_every_wrong_character_is_found(pilot, other, digits, running, year, place, sign):
    for scheme in (pilot, other, digits):
        plain = certificate_number(scheme, running, year, "module").replace("-", "")
        at = place % len(plain)
        assume(plain[at] != sign)
        assert isinstance(parse_number(scheme, plain[:at] + sign + plain[at + 1 :]), Finding)


@given(running=RUNNING, year=YEARS, place=st.integers(0, 30))
def test_every_swapped_pair_is_found_by_two_check_digits(other, digits, running, year, place):
    for scheme in (other, digits):
        plain = certificate_number(scheme, running, year, "module").replace("-", "")
        swapped = swap(plain, place % (len(plain) - 1))
        assert swapped == plain or isinstance(parse_number(scheme, swapped), Finding)


def swap(plain, at):
    return plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]


def test_nearly_every_swapped_pair_is_found_by_one_check_character(pilot):
    """The standard says "all or nearly all"; of this pattern one in 700."""
    swapped, unseen = 0, []
    for running in range(1, 1000):
        plain = certificate_number(pilot, running, 2026, "wafer").replace("-", "")
        others = {swap(plain, at) for at in range(len(plain) - 1)} - {plain}
        swapped += len(others)
        unseen += [one for one in others if isinstance(parse_number(pilot, one), NumberParts)]
    assert 0 < len(unseen) < swapped / 500


@pytest.mark.parametrize("change", [
    str.lower,
    lambda number: f"  {number}\n",
    lambda number: number.replace("-", " "),
    lambda number: number.replace("-", ""),
    lambda number: number.replace("-", "–"),
    lambda number: number.replace("-", "—"),
    lambda number: number.replace("-", "\N{MINUS SIGN}"),
    lambda number: number.replace("-", "\N{NON-BREAKING HYPHEN}"),
    lambda number: number.replace("-", "/"),
    lambda number: "\N{ZERO WIDTH SPACE}" + number,
    lambda number: "".join(chr(ord(sign) + 0xFEE0) for sign in number),
    "\N{IDEOGRAPHIC SPACE}".join,
])  # fmt: skip
def test_it_does_not_matter_how_a_number_is_typed(pilot, other, change):
    for scheme in (pilot, other):
        number = certificate_number(scheme, 7, 2026, "module")
        assert parse_number(scheme, change(number)).number == number


@pytest.mark.parametrize("written", [
    "", "-", "YC", "YC-PCF-2026-00001", "XX-PCF-2026-00001-A", "YC-A-2026-00007-Q",
    "YC-PCF-2026-0001-A", "YC-PCF-26-00001-A", "YC-PCF-2026-00000-A",
    "YC-PCF-2026-0000\N{ARABIC-INDIC DIGIT ONE}-A",
    "YC-PCF-2026-00001-AA", "证书", "DPCFM2026-000007-05", "YC-PCF-2026-00001-A" * 100, "{check}",
    "YC-PCF-2026-000007-A", "YC-PCF-2026-00007-J" + " " * 200 + "X",
])  # fmt: skip
def test_csc_019_what_is_no_number_of_the_scheme(pilot, written):
    finding = parse_number(pilot, written)
    assert finding.code == "CSC-019"
    assert finding.expected == "a number such as YC-PCF-2025-00001-?"
    assert len(finding.found) <= 100


def test_csc_019_a_letter_that_looks_like_a_digit_is_guessed(pilot, other):
    for scheme in (pilot, other):
        number = certificate_number(scheme, 10, 2026, "module")
        for wrong in (number.replace("0010-", "0OI0-"), number.replace("2026", "2O26")):
            finding = parse_number(scheme, wrong)
            assert finding.code == "CSC-019"
            assert finding.hint == f"did you mean {number}?"


def test_csc_020_a_typing_slip_is_told_without_the_right_characters(pilot, other):
    for scheme in (pilot, other):
        number = certificate_number(scheme, 7, 2026, "module")
        right = certificate_number(scheme, 8, 2026, "module")
        slip = number.replace("00007", "00008")
        finding = parse_number(scheme, slip)
        assert (finding.code, finding.found) == ("CSC-020", slip)
        assert right not in str(finding)


def test_a_number_of_an_application_is_none_of_a_certificate(pilot):
    number = application_number(pilot, 7, 2026, "module")
    assert parse_number(pilot, number).code == "CSC-019"
    assert parse_number(pilot, number, application=True).running == 7


def test_a_check_of_ten_is_an_x(digits):
    numbers = [certificate_number(digits, running, 2026, "cell") for running in range(1, 40)]
    (first, *_) = (number for number in numbers if number.endswith("X"))
    assert parse_number(digits, first.lower()).number == first


@pytest.mark.parametrize(("running", "year", "stage"), [
    (0, 2026, "module"), (-1, 2026, "module"), (1, 26, "module"), (1, 20260, "module"),
    (1, 2026, "cell"),
])  # fmt: skip
def test_no_number_is_written_that_could_not_be_read(other, running, year, stage):
    with pytest.raises(ValueError, match="no number for"):
        certificate_number(other, running, year, stage)


def test_two_patterns_with_the_same_numbers_look_the_same():
    assert plain_pattern("A-{year}-{check}") == plain_pattern("A{year}{check}")
