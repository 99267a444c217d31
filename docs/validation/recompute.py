"""Recompute the carbon footprint of the 2018 Chinese mono chain from the raw tables.

A check, not a part of the library: it imports nothing of ``pvfootprint``, reads no inventory and
needs the standard library only. It walks from the framed module down the unit processes in
``raw/unit_processes.csv``, values whatever is no unit process there through ``mapping.csv`` with
``raw/factors.csv``, and adds up. The modelling choices are those of the inventories, written down
here a second time.

    python recompute.py            tables
    python recompute.py --json     every number, machine-readable
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).resolve().parent

EFFICIENCY = 0.184  # kW/m2, average crystalline-silicon module shipped in 2018
PALLET_MASS = 25.0  # kg of wood
WOOD_CHIPS = 1.35  # kg per kg of silicon; the raw 0.003253 is cubic metres
QUICKLIME = 56.077 / 74.093  # kg CaO per kg Ca(OH)2, molar masses
FRAME_MASS = 2.125  # kg per m2 of framed module; extrusion and anodising are not in the raw table

MG_SILICON = "silicon production, metallurgical grade"
SIEMENS = "silicon production, solar grade, modified Siemens process"
MIX = "silicon production, photovoltaics, production mix"
INGOT = "silicon production, single crystal, Czochralski process, photovoltaics"
WAFER = "single-Si wafer production, photovoltaic"
CELL = "photovoltaic cell, single-Si, at plant"
LAMINATE = "photovoltaic laminate production, single-Si wafer"
MODULE = "photovoltaic panel production, single-Si wafer"

STAGES = ("mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module")
GROUPS = ("direct", "electricity", "heat", "materials", "transport", "waste")
STAGE_OF = {
    MG_SILICON: "mg-silicon",
    SIEMENS: "polysilicon",
    MIX: "polysilicon",
    INGOT: "ingot",
    WAFER: "wafer",
    CELL: "cell",
    LAMINATE: "module",
    MODULE: "module",
}
PRODUCTS = {
    "MG-Si CN, 1 kg": (MG_SILICON, "CN"),
    **{f"polysilicon {place}, 1 kg": (SIEMENS, place) for place in ("CN", "APAC", "US", "RER")},
    "polysilicon mix CN, 1 kg": (MIX, "CN"),
    "Cz ingot, 1 kg": (INGOT, "CN"),
    "wafer, 1 m2": (WAFER, "CN"),
    "cell, 1 m2": (CELL, "CN"),
    "laminate, 1 m2": (LAMINATE, "CN"),
    "framed module, 1 m2": (MODULE, "CN"),
}

# Whose grid a process is on. The generic processes (GLO), pastes and silane (RER) are in China.
GRID_OF = {"CN": "CN", "GLO": "CN", "APAC": "KR", "RER": "DE", "US": "US", "NO": "NO"}
PLACED_IN_CHINA = ("metallization paste production", "silane, at plant")
# Losses are sourced for the US; the value of Japan stands for the others.
LOSSES_OF = {"US": "losses-us", "KR": "losses-jp", "DE": "losses-jp", "NO": "losses-jp"}
TECHNOLOGY = {
    "coal": "coal-power",
    "gas": "gas-power",
    "oil": "coal-power",
    "nuclear": "nuclear",
    "hydro": "hydro",
    "wind": "wind",
    "solar": "solar",
    "bioenergy": "biomass",
    "geothermal & other renewables": "geothermal",
}
# Greenhouse gases emitted in the chain. Biogenic CO2 counts zero: uptake is set equal to emission.
GAS_OF = {
    "Carbon dioxide, fossil": "CO2 (fossil)",
    "Ethane, 1,1,1,2-tetrafluoro-, HFC-134a": "HFC-134a",
    "Ethane, 1,1-difluoro-, HFC-152a": "HFC-152a",
}

Row = dict[str, str]
Parts = dict[tuple[str, str], float]


def read(name: str) -> list[Row]:
    """Read a table.

    Parameters
    ----------
    name : str
        File, relative to this folder.

    Returns
    -------
    list of dict
        Cells by column.
    """
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def group_of(row: Row) -> str:
    """Say under which group a stage counts an input.

    Parameters
    ----------
    row : dict
        Row of a unit process.

    Returns
    -------
    str
        One of ``GROUPS``.
    """
    if row["unit"] == "kilowatt hour":
        return "electricity"
    if row["unit"] == "ton kilometer":
        return "transport"
    if row["exchange"].startswith("treatment of"):
        return "waste"
    return "heat" if row["exchange"].startswith(("heat ", "diesel, burned")) else "materials"


class Recomputation:
    """The chain under one GWP set and one year of the Chinese grid factor.

    Parameters
    ----------
    gwp_set : str
        ``AR5`` or ``AR6``.
    year : str
        Year of the official Chinese factor, ``2023`` or ``2024``. Other grids stay at 2023.
    """

    def __init__(self, gwp_set: str, year: str) -> None:
        gases = read("raw/gwp.csv")
        self.gwp = {row["gas"]: float(row[f"{gwp_set}_GWP100"]) for row in gases}
        self.ar5 = {row["gas"]: float(row["AR5_GWP100"]) for row in gases}
        self.year = year
        self.factors = {row["key"]: row for row in read("raw/factors.csv")}
        self.blocks = {row["key"]: float(row["amount"]) for row in read("raw/blocks.csv")}
        self.shares = read("raw/grid_shares.csv")
        self.supply = {(row["exchange"], row["unit"]): row["supply"] for row in read("mapping.csv")}
        self.processes: dict[tuple[str, str], list[Row]] = {}
        for row in read("raw/unit_processes.csv"):
            self.processes.setdefault((row["process"], row["location"]), []).append(row)

    def factor(self, key: str) -> float:
        """Value a row of ``raw/factors.csv``, by gas where the row is split.

        Parameters
        ----------
        key : str
            Key of the row.

        Returns
        -------
        float
            Footprint [kgCO2e per unit of the row].
        """
        row = self.factors[key]
        if not (row["kgCO2_fossil"] or row["kgCH4"]):
            return float(row["kgCO2e_total"])
        in_co2e: dict[str, float] = json.loads(row["other_gas_json"] or "{}")
        ch4 = float(row["kgCH4"] or 0) + in_co2e.get("CH4_kgCO2e", 0) / self.ar5["CH4 (fossil)"]
        n2o = float(row["kgN2O"] or 0) + in_co2e.get("N2O_kgCO2e", 0) / self.ar5["N2O"]
        split = ch4 * self.gwp["CH4 (fossil)"] + n2o * self.gwp["N2O"]
        upstream = float(row["upstream_kgCO2e_no_gas_split"] or 0)
        return float(row["kgCO2_fossil"] or 0) + split + upstream

    def grid(self, country: str) -> float:
        """Value electricity from the grid of a country.

        Parameters
        ----------
        country : str
            ``CN`` or a key of ``LOSSES_OF``.

        Returns
        -------
        float
            Footprint [kgCO2e/kWh].
        """
        if country == "CN":
            return self.factor(f"cn-grid-{self.year}")
        mix = sum(
            float(row["share"]) * self.factor(TECHNOLOGY[row["generation type"]])
            for row in self.shares
            if row["region"] == country
        )
        return mix / (1 - self.blocks[LOSSES_OF[country]] / 100)

    @cached_property
    def composed(self) -> dict[str, float]:
        """Supplies of ``mapping.csv`` that are no row of ``raw/factors.csv`` [kgCO2e per unit]."""
        block, factor, grid = self.blocks, self.factor, self.grid("CN")
        # Lower heating values [MJ/kg]: CO2 per kg over CO2 per TJ of the same fuel.
        co2 = {key: float(row["kgCO2_fossil"] or 0) for key, row in self.factors.items()}
        coal_mj = co2["coal-combustion"] / co2["coal-ipcc"] * 1e6
        diesel_mj = co2["diesel-combustion"] / co2["diesel-ipcc"] * 1e6
        # Mine methane of China; of the upstream row of another origin the CO2 only.
        coal = factor("coal-mine-methane") / 1000 + co2["coal-upstream"]
        gas_heat = (factor("gas-combustion") + factor("gas-upstream")) / 1000
        tap_water = factor("tap-water") / 1000
        methane = block["charcoal-methane-low"] * block["charcoal-methane-high"]
        nitrous_oxide = block["charcoal-n2o-low"] * block["charcoal-n2o-high"]
        return {
            "cut-off": 0.0,
            "charcoal": methane**0.5 * self.gwp["CH4 (biogenic)"]
            + nitrous_oxide**0.5 * self.gwp["N2O"],
            "coal at mine": coal / coal_mj,
            "gas heat": gas_heat,
            "diesel heat": factor("diesel-ipcc") / 1e6 + factor("diesel-supply") / diesel_mj,
            "liquid gas": block["liquid-oxygen-electricity"] * grid,
            "rolling": block["rolling-gas"] * gas_heat + block["rolling-electricity"] * grid,
            "hydrated lime": QUICKLIME * factor("quicklime"),
            "pallet": PALLET_MASS * factor("wood"),
            "tap water by mass": tap_water,
            "ultrapure water": block["ultrapure-electricity"] * grid
            + block["ultrapure-tap-water"] * tap_water
            - block["ultrapure-wastewater"] * factor("wastewater"),
        }

    def background(self, row: Row) -> float:
        """Value an input that no unit process supplies.

        Parameters
        ----------
        row : dict
            Row of a unit process.

        Returns
        -------
        float
            Footprint [kgCO2e per unit of the input].
        """
        if row["exchange"].startswith("market for electricity"):
            placed = row["process"].startswith(PLACED_IN_CHINA)
            return self.grid("CN" if placed else GRID_OF[row["location"]])
        supply = self.supply[row["exchange"], row["unit"]]
        return self.composed[supply] if supply in self.composed else self.factor(supply)

    def parts(self, process: str, location: str) -> Parts:
        """Value one unit of a process, by stage and group.

        Parameters
        ----------
        process, location : str
            The unit process. One outside the chain (a paste, a foil) has the empty stage.

        Returns
        -------
        dict
            Footprint by (stage, group) [kgCO2e].
        """
        stage = STAGE_OF.get(process, "")
        result: Parts = defaultdict(float)
        for row in self.processes[process, location]:
            amount, name, origin = float(row["amount"]), row["exchange"], row["exchange_location"]
            if row["direction"] == "emission" and name in GAS_OF:
                result[stage, "direct"] += amount * self.gwp[GAS_OF[name]]
            if row["direction"] != "input" or not origin:  # a resource has no origin
                continue
            if name.startswith("market for wood chips"):
                amount = WOOD_CHIPS
            elif name.startswith("treatment of"):
                amount = -amount  # waste leaves as a negative input
            elif name == MG_SILICON and process.startswith(PLACED_IN_CHINA):
                origin = "CN"
            if stage and name in STAGE_OF:
                for part, value in self.parts(name, origin).items():
                    result[part] += amount * value
            else:
                known = (name, origin) in self.processes
                value = self.total(name, origin) if known else self.background(row)
                result[stage, group_of(row)] += amount * value
        if process == MODULE:
            finish = self.composed["rolling"] + self.factor("anodising")
            result[stage, "materials"] += FRAME_MASS * finish
        return result

    def total(self, process: str, location: str) -> float:
        """Value one unit of a process, cradle to gate.

        Parameters
        ----------
        process, location : str
            The unit process.

        Returns
        -------
        float
            Footprint [kgCO2e].
        """
        return sum(self.parts(process, location).values())

    def report(self) -> dict[str, dict[str, float]]:
        """Collect the results.

        Returns
        -------
        dict
            Totals of all products, parts of the framed module by stage [kgCO2e/kWp], and grids.
        """
        totals = {name: self.total(*process) for name, process in PRODUCTS.items()}
        totals["framed module, 1 kWp"] = totals["framed module, 1 m2"] / EFFICIENCY
        parts = self.parts(MODULE, "CN")
        stages = {s: {g: parts[s, g] / EFFICIENCY for g in GROUPS} for s in STAGES}
        return {"total": totals, **stages, "grid": {c: self.grid(c) for c in ("CN", *LOSSES_OF)}}


def main() -> None:
    """Compute every scenario; print the totals, then the stages of one kWp of framed module."""
    parser = argparse.ArgumentParser(description="Recompute the 2018 Chinese mono chain.")
    parser.add_argument("--json", action="store_true", help="print every number as JSON")
    as_json = parser.parse_args().json
    scenarios = [(gwp_set, year) for gwp_set in ("AR6", "AR5") for year in ("2024", "2023")]
    reports = {f"{s}, {year}": Recomputation(s, year).report() for s, year in scenarios}
    if as_json:
        print(json.dumps(reports, indent=2))
        return
    print(f"{'kgCO2e':26}" + "".join(f"{name:>12}" for name in reports))
    for product in reports["AR6, 2024"]["total"]:
        values = (report["total"][product] for report in reports.values())
        print(f"{product:26}" + "".join(f"{value:12.4f}" for value in values))
    for name, report in reports.items():
        print(f"\n{f'{name}, per kWp':26}" + "".join(f"{group:>12}" for group in (*GROUPS, "sum")))
        for stage in STAGES:
            cells = [*report[stage].values(), sum(report[stage].values())]
            print(f"{stage:26}" + "".join(f"{cell:12.4f}" for cell in cells))


if __name__ == "__main__":
    main()
