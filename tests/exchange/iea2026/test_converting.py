import pytest

from pvfootprint.exchange.iea2026.converting import BACKGROUND, CHAIN, convert
from pvfootprint.exchange.iea2026.mending import mend
from pvfootprint.exchange.iea2026.reporting import report_of


@pytest.fixture
def converted(read, mapping, library):
    def run(made=None):
        return convert(mend(read(made))[0], mapping, library)

    return run


def by_code(converted):
    return {inventory.code: inventory for inventory in converted.all()}


def inputs(inventory):
    return {e.product: e for e in inventory.inputs}


def test_products_are_asked_for_as_the_mapping_says(converted):
    module = by_code(converted())["module-topcon-glass-glass-framed-CN"]
    asked = (module.stage, module.technology, module.design, module.location, module.vintage)
    assert asked == ("module", "topcon", "glass-glass-framed", "CN", 2024)
    assert module.default_design
    assert module.parameter("efficiency").source == "iea-t12-33"
    assert "installation" not in str([i.name for i in converted().chain])


def test_what_the_workbook_makes_is_taken_from_it(converted):
    wafer = inputs(by_code(converted())["cell-topcon-pecvd-CN"])["topcon"]
    assert (wafer.database, wafer.amount, wafer.group) == (CHAIN, 1.1, "materials")


def test_electricity_is_that_of_the_shipped_library(converted):
    made = by_code(converted())
    power = inputs(made["module-perc-glass-backsheet-framed-CN"])["electricity, grid supply"]
    assert (power.location, power.amount, power.group) == ("CN", 3.0, "electricity")
    # No grid of Europe is in the library: its generation mix stands for it, and shows as a proxy.
    european = inputs(made["module-perc-glass-backsheet-framed-RER"])["electricity, medium voltage"]
    assert (european.database, european.group) == (BACKGROUND, "electricity")


def test_waste_is_a_positive_amount_of_its_treatment(converted, library):
    made = by_code(converted())["module-topcon-glass-glass-framed-CN"]
    target = library.inventories["incineration-hazardous"]
    waste = inputs(made)[target.product]
    assert (waste.amount, waste.group) == (0.01, "waste")


def test_a_proxy_stands_between(converted, library):
    made = by_code(converted())
    (code,) = (code for code in made if code.startswith("proxy-market-for-nickel"))
    proxy = made[code]
    assert (proxy.data_class, proxy.proxy_for) == ("proxy", "nickel, class 1")
    (exchange,) = proxy.exchanges
    assert (exchange.product, exchange.amount) == (library.inventories["tin"].product, 1.0)


def test_an_unknown_input_is_left_out_visibly(converted, iea_workbooks, read, library):
    made = iea_workbooks.activities()
    key = (*iea_workbooks.PERC, "CN")
    odd = iea_workbooks.takes("market for pixie dust", "pixie dust", "GLO", "kilogram", 1.0)
    made[key] = ("square meter", [*made[key][1], odd])
    found = converted(made)
    (use,) = (use for use in found.uses if not use.known)
    assert use.users == ["module-perc-glass-backsheet-framed-CN"]
    cut_off = by_code(found)["cutoff-market-for-pixie-dust-pixie-dust-GLO"]
    assert (cut_off.data_class, cut_off.mass_per_unit) == ("cut-off", 1.0)
    report = report_of(read(made), [], found, library)
    # 1 kg of dust is all that the module takes by mass.
    assert report["left_out"]["mass"] == {"share": 1.0, "dataset": use.users[0]}


def test_rows_that_are_the_same_are_summed(converted, iea_workbooks):
    made = iea_workbooks.activities()
    key = (*iea_workbooks.FBR, "CN")
    made[key] = ("kilogram", [iea_workbooks.power(10), iea_workbooks.power(5)])
    power = by_code(converted(made))["polysilicon-fbr-CN"].inputs
    assert [e.amount for e in power] == [15]


def test_flows_are_those_of_the_shipped_library(converted, iea_workbooks):
    made = iea_workbooks.activities()
    key = (*iea_workbooks.FBR, "CN")
    air = "air::urban air close to ground"
    flows = [
        iea_workbooks.emits("1,1,1,2-Tetrafluoroethane", air, 0.1),
        iea_workbooks.emits("Water", "air", 1.0, "cubic meter"),
        iea_workbooks.emits("Phlogiston", "air", 1.0),
    ]
    made[key] = ("kilogram", flows)
    found = converted(made)
    (emission,) = by_code(found)["polysilicon-fbr-CN"].emissions
    assert emission.name == "Ethane, 1,1,1,2-tetrafluoro-, HFC-134a"
    assert found.flows_left_out == ["Phlogiston, air", "Water, air"]


def test_the_report_says_what_became_of_what(read, converted, library):
    activities = read()
    _, mends = mend(activities)
    report = report_of(activities, mends, converted(), library)
    assert report["activities"] == len(activities)
    assert report["products"] == report["taken"] == len(activities) - 1
    assert {one["rule"]: one["places"] > 0 for one in report["mends"]} == dict.fromkeys(
        (one.rule for one in mends), True
    )
    nickel = next(one for one in report["counterparts"] if one["product"] == "nickel, class 1")
    assert (nickel["target"], nickel["quality"], nickel["uses"]) == ("tin", "proxy", 2)
    assert nickel["reason"]["zh"]
    (remark,) = report["remarks"]
    assert "5 to 5 g" in remark["en"]
    assert report["left_out"]["energy"]["share"] == 0
