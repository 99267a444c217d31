import pytest

from pvfootprint.exchange.iea2026.mending import AMMONIA_PER_N2O, NITRIC_PER_N2O, RULES, mend

POWER = "electricity, medium voltage"


def amounts(activity, product=POWER):
    return {e.location: e.amount for e in activity.inputs() if e.product == product}


@pytest.fixture
def mended(read):
    return mend(read())[0]


def test_each_known_fault_is_found_where_it_is(read, iea_workbooks):
    _, mends = mend(read())
    assert {one.rule: one.places for one in mends} == iea_workbooks.FAULTS


def test_mending_twice_changes_nothing_but_what_it_must_not_touch(mended):
    _, mends = mend(mended)
    assert {one.rule for one in mends if one.places} == {"nitrous-oxide"}


def test_a_copy_without_faults_stays_as_it_is(read, iea_workbooks):
    made = iea_workbooks.activities()
    keep = {key: rows for key, rows in made.items() if key[0].startswith(iea_workbooks.SOLAR)}
    siemens = (*iea_workbooks.SIEMENS, "RER")
    keep[siemens] = ("kilogram", [iea_workbooks.power(50, "RER")])
    activities = read(keep)
    after, mends = mend(activities)
    assert after == activities
    assert {one.places for one in mends} == {0}
    assert {one.rule for one in mends} == set(RULES)


def test_modules_take_the_electricity_of_china_shared_as_in_the_region(mended, iea_workbooks):
    module = iea_workbooks.BIFACIAL
    assert amounts(mended[(*module, "CN")]) == {"CN": 4}
    assert amounts(mended[(*module, "RER")]) == pytest.approx({"ENTSO-E": 4})
    # The PERC module of the region shares 0.1, 0.5 and 0.4 among them.
    assert amounts(mended[(*module, "APAC")]) == pytest.approx({"MY": 0.4, "VN": 2.0, "IN": 1.6})
    assert amounts(mended[(*iea_workbooks.PERC, "APAC")]) == {"MY": 0.3, "VN": 1.5, "IN": 1.2}


def test_a_module_of_other_countries_than_the_perc_module_is_left_alone(read, iea_workbooks):
    made = iea_workbooks.activities()
    made[(*iea_workbooks.PERC, "APAC")] = ("square meter", [iea_workbooks.power(3, "KR")])
    after, _ = mend(read(made))
    assert amounts(after[(*iea_workbooks.BIFACIAL, "APAC")]) == {"MY": 0.4, "VN": 3.5, "IN": 1.6}


def test_european_polysilicon_takes_the_european_grid(mended, iea_workbooks):
    assert amounts(mended[(*iea_workbooks.SIEMENS, "RER")]) == {"RER": 50}
    assert amounts(mended[(*iea_workbooks.SIEMENS, "CN")]) == {"CN": 50}


def test_nickel_is_as_on_the_wire_that_saws_bricks(mended, iea_workbooks):
    wafer = mended[iea_workbooks.WAFER + "topcon", "topcon", "CN"]
    # 0.0002 kg nickel on 0.0004 kg steel, and 0.002 kg steel in the wire of wafers.
    assert amounts(wafer, "nickel, class 1") == pytest.approx({"GLO": 0.001})
    brick = mended[(*iea_workbooks.BRICK, "CN")]
    assert amounts(brick, "nickel, class 1") == {"GLO": 0.0002}


def test_both_routes_take_the_larger_boron_trichloride(mended, iea_workbooks):
    routes = iea_workbooks.PECVD, iea_workbooks.LPCVD
    found = [amounts(mended[(*route, "CN")], "trichloroborane") for route in routes]
    assert found == [{"GLO": 0.005}] * 2


def test_nitrous_oxide_is_made_from_ammonium_nitrate(mended, iea_workbooks):
    cell = mended[(*iea_workbooks.PECVD, "CN")]
    ammonia = [e.amount for e in cell.inputs() if e.product == "ammonia, anhydrous, liquid"]
    assert ammonia == pytest.approx([0.01, 0.005 * AMMONIA_PER_N2O])
    nitric = amounts(cell, "nitric acid, without water, in 50% solution state")
    assert list(nitric.values()) == pytest.approx([0.005 * NITRIC_PER_N2O])
    # NH4NO3 -> N2O + 2 H2O: what goes in weighs as much as what comes out.
    taken = AMMONIA_PER_N2O + NITRIC_PER_N2O
    assert taken == pytest.approx(1 + 2 * 18.015 / 44.013, rel=1e-4)


def test_wood_chips_are_weighed(mended, iea_workbooks):
    chips = amounts(mended[(*iea_workbooks.MG, "CN")], "wood chips, green, measured as dry mass")
    assert list(chips.values()) == pytest.approx([0.004 * 415])
