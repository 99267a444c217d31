"""Names of carbon credits and offsets, and names that only look like them."""

import pytest

from pvfootprint.model.offsets import is_offset


@pytest.mark.parametrize(
    "name",
    [
        "carbon credits",
        "Carbon offset 2025",
        "CO2-offset",
        "GHG emission reduction credits",
        "offsetting of emissions",
        "verified carbon units",
        "Certified Emission Reductions",
        "Gold Standard",
        "VCS",
        "CCERs",
        "CCER抵消",
        "\uff23\uff23\uff25\uff32",
        "碳信用",
        "购买碳抵消",
        "碳汇",
        "国家核证自愿减排量",
        "碳排放权配额",
        "emission allowances",
    ],
)
def test_credits_and_offsets_are_known_whatever_they_are_counted_as(name):
    assert is_offset(name, linked=False)
    assert is_offset(name, linked=True)


@pytest.mark.parametrize("name", ["carbon-neutral glass", "碳中和玻璃", "climate neutral silver"])
def test_a_claim_is_no_offset_where_the_material_is_counted(name):
    assert is_offset(name, linked=False)
    assert not is_offset(name, linked=True)


@pytest.mark.parametrize(
    "name",
    [
        "carbon black",
        "graphite",
        "碳化硅",
        "碳纤维",
        "CO2, liquid",
        "碳酸钠",
        "offset printing ink",
        "green certificates",
        "carbon fibre felt",
        "减排设备",
        "discs",
        "standard gold wire",
    ],
)
def test_other_names_pass(name):
    assert not is_offset(name, linked=False)
