"""The source of portfolio.ipynb: make_notebook.py turns it into the notebook and runs it."""

# %% [markdown]
# # A portfolio of 1,000 modules
#
# An invented buyer holds offers for 1,000 modules. They differ in technology, efficiency, wafer
# thickness, silicon, electricity and frame. Which of them stay below 350 kgCO2e/kWp, and why?
#
# The offers are drawn at random, so they say nothing about any market. What stands behind each of
# them is computed: the library of `pvfootprint`, Brightway's algebra, IPCC AR6 GWP100, cradle to
# gate.

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import pvfootprint as pv

pd.options.display.float_format = "{:.4g}".format
plt.rcParams |= {"figure.figsize": (7, 3), "figure.dpi": 80, "axes.spines.top": False}
plt.rcParams |= {"axes.spines.right": False, "font.size": 9}
folder = Path(tempfile.mkdtemp())
TARGET = 350

# %% [markdown]
# ## The offers
#
# A batch reads a list: each row names an input, and the numbers in which the offer differs from it.
# A scenario file says what its changes mean: `power` is the electricity of the polysilicon plant,
# `crystal` that of the plant that pulls the crystals, `cells` that of the cell plant, `glass` the
# amount of solar glass. Thickness and share of granular silicon are parameters of the library.

# %%
scenario = """
[scenario]
key = "offer"
en = "what an offer may differ in"
zh = "各报价可能的差异"
source = "made up"

[change.power]
kind = "electricity"
stage = "polysilicon"
to = "CN-green-hydro"

[change.crystal]
kind = "electricity"
stage = "ingot"
to = "CN-green-solar-photovoltaic"

[change.cells]
kind = "electricity"
stage = "cell"
to = "CN-green-wind"

[change.glass]
kind = "flow"
stage = "module"
flow = "solar-glass"
factor = 1.0
"""
(folder / "offer.toml").write_text(scenario, encoding="utf-8")

rng = np.random.default_rng(2024)
count = 1000
kinds = {"module:topcon:CN": (0.226, 0.004), "module:perc:CN@2024": (0.212, 0.004)}
chosen = rng.choice(list(kinds), count, p=[0.7, 0.3])
offers = pd.DataFrame(
    {
        "item": [f"offer {i:04}" for i in range(1, count + 1)],
        "input": chosen,
        "scenario": "offer.toml",
        "efficiency": [round(rng.normal(*kinds[name]), 4) for name in chosen],
        "wafer.thickness_um": rng.integers(110, 151, count),
        "polysilicon.fbr_share": rng.choice([0.14, 0.4, 1.0], count, p=[0.6, 0.3, 0.1]),
        "power.share": rng.choice([0, 0.5, 1], count, p=[0.6, 0.2, 0.2]),
        "crystal.share": rng.choice([0, 0.5, 1], count, p=[0.6, 0.2, 0.2]),
        "cells.share": rng.choice([0, 0.5, 1], count, p=[0.7, 0.2, 0.1]),
        "glass.factor": rng.choice([0.8, 1.0], count, p=[0.3, 0.7]),
    }
)
offers.to_csv(folder / "offers.csv", index=False)
offers.drop(columns=["scenario"]).head()

# %% [markdown]
# ## The footprints
#
# `processes=0` computes in this very process; a longer list takes all processors.

# %%
outcome = pv.batch(folder / "offers.csv", folder / "results.parquet", processes=0)
results = pv.read_results(folder / "results.parquet")
print(outcome.done, "done,", outcome.failed, "failed")
stages = ["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"]
results[["item", "value", "unit", *stages]].head()

# %%
table = offers.merge(results.drop(columns=["input", "scenario"]), on="item")
below = table["value"] <= TARGET
print(f"{below.sum()} of {len(table)} offers are at or below {TARGET} kgCO2e/kWp")
table.groupby("input")["value"].describe()[["count", "mean", "min", "50%", "max"]]

# %%
figure, axes = plt.subplots()
bins = np.arange(290, 460, 5)
for name in kinds:
    axes.hist(table["value"][table["input"] == name], bins=bins, alpha=0.6, label=name)
axes.axvline(TARGET, color="black", linewidth=1, label=f"{TARGET} kgCO2e/kWp")
axes.set(xlabel="kgCO2e/kWp", ylabel="offers", title="Footprints of the offers")
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# ## Are they right?
#
# A batch evaluates all rows of one input at once. The plain way, one offer at a time through
# Brightway's solver, gives the same.


# %%
def subject_of(offer: dict[str, float]) -> pv.Subject:
    """Open the product of an offer and make its changes."""
    subject = pv.open_subject(
        offer["input"],
        settings={name: offer[name] for name in ("wafer.thickness_um", "polysilicon.fbr_share")},
        data=pv.ProductData(efficiency=offer["efficiency"]),
    )
    power = {
        "power": ("polysilicon", "CN-green-hydro"),
        "crystal": ("ingot", "CN-green-solar-photovoltaic"),
        "cells": ("cell", "CN-green-wind"),
    }
    changes = {
        name: {"kind": "electricity", "stage": stage, "to": to, "share": offer[f"{name}.share"]}
        for name, (stage, to) in power.items()
    }
    glass = {"kind": "flow", "stage": "module", "flow": "solar-glass"}
    changes["glass"] = glass | {"factor": offer["glass.factor"]}
    return pv.changed(subject, changes)


some = table.iloc[::250].to_dict("records")
plain = [pv.footprint(subject_of(offer)).total.value for offer in some]
differences = [abs(a / offer["value"] - 1) for a, offer in zip(plain, some, strict=True)]
print("largest relative difference below 1e-10:", max(differences) < 1e-10)

# %% [markdown]
# ## Where the footprint comes from
#
# Each stage counts what it adds, apart from the stages before it.

# %%
thirds = pd.qcut(table["value"], 3, labels=["lowest third", "middle", "highest third"])
means = table.groupby(thirds, observed=True)[stages].mean()
axes = means.plot.barh(stacked=True, colormap="viridis", width=0.7)
axes.set(xlabel="kgCO2e/kWp", ylabel="", title="Mean footprint by stage")
axes.legend(frameon=False, bbox_to_anchor=(1, 1))
plt.show()

# %% [markdown]
# ## What tells good offers from bad ones
#
# Rank correlations: -1 means that a larger value always goes with a lower footprint.

# %%
numbers = [*offers.columns[3:]]
ranks = table[numbers].corrwith(table["value"], method="spearman").sort_values()
ranks.to_frame("rank correlation with the footprint")

# %% [markdown]
# ## A map of what could be offered
#
# `scenarios` evaluates any number of variants of one product in memory: here 10,000, over the
# electricity of the crystals and the share of granular silicon.

# %%
changes = {
    "crystal": {"kind": "electricity", "stage": "ingot", "to": "CN-green-solar-photovoltaic"},
    "silicon": {"kind": "parameter", "stage": "polysilicon", "parameter": "fbr_share", "value": 1},
}
axis = np.linspace(0.01, 1, 100)
crystal, granular = (grid.ravel() for grid in np.meshgrid(axis, axis))
grid = {"crystal.share": crystal, "silicon.value": granular}
variants = pv.scenarios("module:topcon:CN", changes, grid)

figure, axes = plt.subplots(figsize=(5, 3.4))
shown = variants["value"].to_numpy().reshape(100, 100)
levels = axes.contourf(axis, axis, shown, levels=12, cmap="viridis")
lines = axes.contour(axis, axis, shown, levels=[TARGET], colors="white")
axes.clabel(lines, fmt=f"{TARGET}")
axes.set(xlabel="share of solar power in crystal growth [-]", ylabel="granular silicon [-]")
figure.colorbar(levels, label="kgCO2e/kWp")
plt.show()

# %% [markdown]
# ## How sure is the best of them?
#
# The two best offers, with the spreads that the library states for its data. They share most of
# these data, so they are compared in pairs: the same draw for both.

# %%
best, other = table.nsmallest(2, "value").to_dict("records")

drawn = pv.uncertainty(subject_of(best), subject_of(other), draws=20_000, seed=1)
tables = pv.frames(drawn)
columns = ["draws", "deterministic", "mean", "median", "low", "high"]
print(f"in {drawn.result.comparison.lower_share:.0%} of the draws the first is lower")
tables["summary"][columns]

# %%
figure, axes = plt.subplots()
axes.hist(tables["draws"]["product 1"], bins=80)
axes.set(xlabel="kgCO2e/kWp", ylabel="draws", title="The best offer")
plt.show()

# %% [markdown]
# Only numbers with a stated spread vary; the rest is held constant, so the interval is too narrow.
# `drawn.result.resting` says how much of the footprint that is, and which data are worth measuring
# better is the question of `pv.sensitivity`:

# %%
points = pv.frames(pv.sensitivity(subject_of(best), top=5, draws=5000, seed=1))["points"]
points[["name", "process", "elasticity", "drawn_share", "narrower"]].head(5)

# %% [markdown]
# ## What would lower it further
#
# The catalogue of levers, for a module of a company that gave its own data.

# %%
module = pv.open_subject("../examples/pilot")
found = pv.reduce(module, target=300, leave_out=["frame-steel", "frameless"])
print(f"{found.footprint:.1f} {found.unit}; target {found.target}: {found.verdict}")
pv.frames(found)["alone"].head(8)

# %%
print("smallest set:", ", ".join(found.smallest.keys))
print(f"with it: {found.smallest.footprint:.1f} {found.unit}")
