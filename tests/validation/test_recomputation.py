"""The raw tables under docs/validation hold what the inventories and the recomputation say."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VALIDATION = ROOT / "docs" / "validation"
PLACED_ELSEWHERE = {"GLO", "RER"}
"""Where the source makes what the inventories make in China and in Europe."""
# By intent: wood chips as mass, and what the inventories add to the source.
WOOD_CHIPS = ("market for wood chips, wet, measured as dry mass", "0.003253")
ADDED = {
    "Carbon dioxide, in air",
    "extrusion of aluminium profile (proxy: sheet rolling)",
    "anodising of aluminium profile",
}


def load_recompute():
    spec = importlib.util.spec_from_file_location("recompute", VALIDATION / "recompute.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def raw_flows():
    flows = {}
    for row in load_recompute().read("raw/unit_processes.csv"):
        if row["direction"] == "output":
            continue
        name, amount = row["exchange"], float(row["amount"])
        if (name, row["amount"]) == WOOD_CHIPS:
            amount = 1.35
        if name.startswith("treatment of"):
            amount = -amount
        key = (row["process"], row["location"])
        flows.setdefault(key, Counter())[name, row["exchange_location"], row["unit"], amount] += 1
    return flows


def inventory_flows():
    flows = {}
    for path in sorted((ROOT / "inventories" / "foreground").glob("*.csv")):
        activity, columns = {}, None
        for cells in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            if cells and cells[0] == "Activity":
                activity, columns = {"process": cells[1]}, None
            elif cells and cells[0] == "Exchanges":
                columns = []
            elif columns == []:
                columns = cells
            elif columns is None:
                activity.update([cells[:2]] if len(cells) > 1 else [])
            elif cells and any(cells):
                row = dict(zip(columns, cells, strict=False))
                if row["type"] == "production" or row["name"] in ADDED:
                    continue
                source = row["source flow"] or f"{row['name']} | "
                name, _, place = source.rpartition(" | ")
                key = (activity["process"], activity["location"], activity["code"])
                flow = (name, place, row["unit"], float(row["amount"]))
                flows.setdefault(key, Counter())[flow] += 1
    return flows


def in_the_excerpt(inventory):
    """Whether the raw table holds a dataset: the Chinese chain of single-Si wafers of 2018."""
    if not inventory.stage:
        return True
    if inventory.vintage != 2018 or "multi" in inventory.technology:
        return False
    everywhere = (inventory.stage, inventory.technology) in {
        ("mg-silicon", "arc-furnace"),
        ("polysilicon", "siemens"),
    }
    return everywhere or (
        inventory.location == "CN" and (inventory.stage, inventory.technology) != ("ingot", "cast")
    )


def test_every_amount_of_the_inventories_is_that_of_the_raw_table(library):
    raw, held = raw_flows(), set()
    for (process, place, code), flows in inventory_flows().items():
        if not in_the_excerpt(library.inventories[code]):
            continue
        origins = [key for key in raw if key[0] == process]
        (origin,) = [key for key in origins if key[1] == place] or [
            key for key in origins if key[1] in PLACED_ELSEWHERE and place in {"CN", "RER"}
        ]
        assert flows == raw[origin], code
        held.add(origin)
    assert held == set(raw)


@pytest.mark.parametrize("gwp_set", ["AR5", "AR6"])
@pytest.mark.parametrize("year", ["2023", "2024"])
def test_the_stages_add_up_to_the_module(gwp_set, year):
    report = load_recompute().Recomputation(gwp_set, year).report()
    stages = sum(sum(report[stage].values()) for stage in load_recompute().STAGES)
    assert stages == pytest.approx(report["total"]["framed module, 1 kWp"], rel=1e-12)


def test_every_mapped_supply_exists():
    model = load_recompute().Recomputation("AR6", "2024")
    supplies = set(model.supply.values())
    assert supplies <= set(model.factors) | set(model.composed)
