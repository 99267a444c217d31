"""What causes a difference: effects that sum to it without a remainder."""

import math
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.analysis.comparing.causes import causes, effects
from pvfootprint.analysis.comparing.cutting import Cut

finite = st.floats(-1e6, 1e6, allow_subnormal=False)
many = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.fixture
def cut():
    """Give the stages of two products of two stages."""

    def subject(*stages):
        inventories = tuple(SimpleNamespace(code=stage, stage=stage) for stage in stages)
        return SimpleNamespace(
            system=SimpleNamespace(inventories=inventories, stage_codes=tuple(stages))
        )

    return Cut([subject("cell", "module"), subject("cell", "module")])


def test_effects_by_hand():
    # 10 kWh x 0.6 = 6 against 8 kWh x 0.5 = 4. Amount first: -2 x 0.6 = -1.2, then the factor
    # -0.1 x 8 = -0.8; factor first: -0.1 x 10 = -1.0, then -2 x 0.5 = -1.0. Means: -1.1, -0.9.
    found = effects(10.0, 6.0, 8.0, 4.0)
    assert found.quantity == pytest.approx(-1.1)
    assert found.factor == pytest.approx(-0.9)
    assert found.one_only == 0.0


@pytest.mark.parametrize(
    ("given", "expected"),
    [((0.0, 0.0, 8.0, 4.0), 4.0), ((10.0, 6.0, 0.0, 0.0), -6.0), ((0.0, 0.0, 0.0, 0.0), 0.0)],
)
def test_what_only_one_takes_has_no_factor_in_the_other(given, expected):
    found = effects(*given)
    assert (found.quantity, found.factor, found.one_only) == (0.0, 0.0, expected)


def test_negative_values_need_no_special_case():
    # A credit: -2 kg x 3 = -6 against 4 kg x -1 = -4: amounts +6 x 1, factors -4 x 1.
    found = effects(-2.0, -6.0, 4.0, -4.0)
    assert (found.quantity, found.factor) == pytest.approx((6.0, -4.0))


@many
@given(a=finite, va=finite, b=finite, vb=finite)
def test_effects_sum_to_the_difference_and_turn_round(a, va, b, vb):
    if any(0 < abs(x) < 1e-6 for x in (a, b)):
        a, b = math.copysign(1.0, a), math.copysign(1.0, b)
    there, back = effects(a, va, b, vb), effects(b, vb, a, va)
    size = max(abs(there.quantity), abs(va), abs(vb))
    for one, sign in ((there, 1), (back, -1)):
        whole = math.fsum((one.quantity, one.factor, one.one_only))
        assert whole == pytest.approx(sign * (vb - va), abs=1e-12 * size)
    for field in ("quantity", "factor", "one_only"):
        near = pytest.approx(-getattr(back, field), abs=1e-9 * size)
        assert getattr(there, field) == near


def test_causes_sum_to_the_difference(term, cut):
    first = [term("cell", "electricity", 10.0, 6.0), term("module", "glass", 5.0, 5.0)]
    other = [term("cell", "electricity", 8.0, 4.0), term("module", "steel", 1.0, 2.0, "steel")]
    found = causes("B", first, other, cut, 0.0)
    assert found.difference == pytest.approx(-5.0)
    rows = {
        row.flow: (row.difference, row.quantity, row.factor, row.one_only) for row in found.causes
    }
    assert rows == {
        "glass": pytest.approx((-5.0, 0.0, 0.0, -5.0)),
        "electricity": pytest.approx((-2.0, -1.1, -0.9, 0.0)),
        "steel": pytest.approx((2.0, 0.0, 0.0, 2.0)),
    }
    assert [row.flow for row in found.causes] == ["glass", "electricity", "steel"]
    assert "glass, module (-5)" in found.message


def test_electricity_of_another_mix_is_another_factor(term, cut):
    first = [term("cell", "electricity", 10.0, 6.0, "grid", "kilowatt hour")]
    other = [
        term("cell", "electricity", 5.0, 3.0, "grid", "kilowatt hour"),
        term("cell", "electricity", 5.0, 0.0, "wind", "kilowatt hour"),
    ]
    (row,) = causes("B", first, other, cut, 0.0).causes
    assert (row.quantity, row.factor, row.one_only) == pytest.approx((0.0, -3.0, 0.0))


def test_other_dataset_of_a_material_is_taken_by_one_only(term, cut):
    first = [term("module", "aluminium", 5.0, 75.0, "primary")]
    other = [term("module", "aluminium", 5.0, 5.0, "recycled")]
    (row,) = causes("B", first, other, cut, 0.0).causes
    assert (row.difference, row.one_only) == (-70.0, -70.0)


def test_small_causes_stand_as_one(term, cut):
    first = [term("module", str(i), 1.0, 1.0, str(i)) for i in range(10)]
    other = [term("module", str(i), 1.0, 1.0 + 0.01 * i, str(i)) for i in range(10)]
    found = causes("B", first, other, cut, 0.005)
    *rows, rest = found.causes
    assert [row.flow for row in rows] == ["9", "8", "7", "6"]
    assert rest.count == 6
    assert math.fsum(row.difference for row in found.causes) == pytest.approx(0.45)


def test_equal_products_have_no_causes(term, cut):
    terms = [term("module", "glass", 5.0, 5.0)]
    assert "same in every flow" in causes("B", terms, terms, cut, 0.0).message
