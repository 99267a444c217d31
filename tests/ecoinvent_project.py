"""A Brightway project with a small database in the shape of ecoinvent; every number is invented.

Run as a program it makes the project in the folder that ``BRIGHTWAY2_DIR`` names. Each activity
of the rules emits 1 kg of fossil CO2 per unit, but for these (all amounts are exact in float32):

=======================  ================================================================  ========
activity                 per unit                                                          expected
=======================  ================================================================  ========
market for copper        1 kg CO2, 2 kWh; found by the second rule for copper              8/3 CO2
market for electricity   0.5 kg CO2, 0.125 kg copper: a loop, e = 0.5 + 0.125 (1 + 2 e)    5/6 CO2
market for silver        0.25 kg CO2 high up, 1 kg CH4, 0.125 kg CF4 under another name,   1932.55
                         0.5 kg HCFC-22 (1960 by the method), 2 kg CO2 from the air,       kgCO2e
                         1.5 kg CO2 of biomass, 3 m2a of land, 0.25 kg CO (4 by the
                         method, and left out)
market for hazardous ..  treats 1 kg and emits 2 kg CO2                                    2 CO2
market for tin           is called otherwise                                               missing
market for zinc          only for the US                                                   missing
market for lead          has another reference product                                     missing
market for tap water     in cubic metres                                                   unit
market for wastewater    delivers wastewater instead of treating it                        sign
=======================  ================================================================  ========
"""

import os
import sys

PROJECT, DATABASE, FLOWS = "licensed", "cutoff-3.x", "biosphere"
METHOD = ("ecoinvent-3.x", "IPCC 2021", "climate change", "global warming potential (GWP100)")

CO2, HIGH, CH4, CF4, R22, UPTAKE, WOOD, LAND, CO = (
    (FLOWS, code) for code in ("co2", "high", "ch4", "cf4", "r22", "uptake", "wood", "land", "co")
)
NATURE = {
    CO2: ("Carbon dioxide, fossil", ("air", "urban air close to ground"), "000124-38-9", 1.0),
    HIGH: (
        "Carbon dioxide, fossil",
        ("air", "lower stratosphere + upper troposphere"),
        "000124-38-9",
        1.0,
    ),
    CH4: ("Methane, fossil", ("air",), "000074-82-8", 29.8),
    CF4: ("Tetrafluoromethane", ("air",), "000075-73-0", 7380.0),
    R22: ("Methane, chlorodifluoro-, HCFC-22", ("air",), "000075-45-6", 1960.0),
    UPTAKE: ("Carbon dioxide, in air", ("natural resource", "in air"), "000124-38-9", 0.0),
    WOOD: ("Carbon dioxide, non-fossil", ("air",), "000124-38-9", 0.0),
    CO: ("Carbon monoxide, fossil", ("air",), "000630-08-0", 4.0),
    LAND: ("Occupation, forest", ("natural resource", "land"), "", 0.0),
}


def flow_data():
    """Return the elementary flows."""
    return {
        key: {
            "name": name,
            "categories": categories,
            "unit": "square meter-year" if key == LAND else "kilogram",
            "CAS number": cas,
            "type": "natural resource" if categories[0] == "natural resource" else "emission",
        }
        for key, (name, categories, cas, _) in NATURE.items()
    }


def activity(key, name, product, unit, location, emitted, *, made=1.0, taken=()):
    """Return an activity."""
    exchanges = [{"input": key, "amount": made, "type": "production"}]
    exchanges += [{"input": flow, "amount": a, "type": "biosphere"} for flow, a in emitted]
    exchanges += [{"input": other, "amount": a, "type": "technosphere"} for other, a in taken]
    data = {"name": name, "reference product": product, "unit": unit, "location": location}
    return {**data, "type": "process", "exchanges": exchanges}


def activity_data():
    """Return the activities."""
    from pvfootprint.exchange.ecoinvent.rules import WASTE, activity_rules

    made = {}
    for rule in activity_rules():
        if rule.dataset in made or rule.activity == "market for copper, cathode":
            continue
        key = (DATABASE, rule.dataset)
        sign = -1.0 if rule.kind == WASTE else 1.0
        place = "RoW" if "RoW" in rule.locations else rule.locations[0]
        made[rule.dataset] = activity(
            key, rule.activity, rule.product, rule.unit, place, [(CO2, 1.0)], made=sign
        )
    power = (DATABASE, "power")
    copper = (DATABASE, "copper")
    made["copper"]["exchanges"].append({"input": power, "amount": 2.0, "type": "technosphere"})
    made["power"] = activity(
        power, "market for electricity", "electricity", "kilowatt hour", "CN", [(CO2, 0.5)],
        taken=[(copper, 0.125)],
    )  # fmt: skip
    silver = [(HIGH, 0.25), (CH4, 1.0), (CF4, 0.125), (R22, 0.5), (UPTAKE, 2.0), (WOOD, 1.5)]
    made["silver"] = activity(
        (DATABASE, "silver"), "market for silver", "silver", "kilogram", "GLO",
        [*silver, (LAND, 3.0), (CO, 0.25)],
    )  # fmt: skip
    made["incineration-hazardous"]["exchanges"][1]["amount"] = 2.0
    made["tin"]["name"] = "market for tin metal"
    made["zinc"]["location"] = "US"
    made["lead"]["reference product"] = "lead metal"
    made["tap-water"]["unit"] = "cubic meter"
    made["wastewater-treatment"]["exchanges"][0]["amount"] = 1.0
    return {(DATABASE, code): one for code, one in made.items()}


def method_data():
    """Return the methods: the one that is meant, and one that is not."""
    factors = [(key, factor) for key, (*_, factor) in NATURE.items() if factor]
    odd = (*METHOD[:3], "global warming potential (GWP100), incl. biogenic CO2")
    return {METHOD: factors, odd: [(WOOD, 1.0), (R22, 9.0)]}


def main():
    """Make the project."""
    import bw2data

    bw2data.projects.set_current(PROJECT)
    for name, data in ((FLOWS, flow_data()), (DATABASE, activity_data())):
        database = bw2data.Database(name)
        database.register()
        database.write(data)
    if "--without-methods" not in sys.argv:
        for name, factors in method_data().items():
            method = bw2data.Method(name)
            method.register(unit="kgCO2e")
            method.write(factors)
    other = bw2data.Database("small")
    other.register()
    one = activity(("small", "x"), "market for silver", "silver", "kilogram", "GLO", [(CO2, 1.0)])
    other.write({("small", "x"): one})
    changed = bw2data.Database("changed")
    changed.register()
    changed.write({("changed", "x"): {**one, "exchanges": []}})
    bw2data.databases.set_dirty("changed")


if __name__ == "__main__":
    assert os.environ["BRIGHTWAY2_DIR"]
    main()
