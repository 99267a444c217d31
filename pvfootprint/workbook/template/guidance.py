"""What the guide says."""

from __future__ import annotations

from pvfootprint.language.texts import text

STEPS = (
    text("Fill in the sheet of the company: who, which site, which period."),
    text(
        "List your products, each with a key such as P1. Give the output of the whole period: all "
        "amounts are divided by it."
    ),
    text(
        "Fill in materials, energy, co-products and waste, direct emissions and transport. The "
        "lines to expect stand there already. Write 0 where you use none, clear a line that does "
        "not fit, and write your own in the empty lines below."
    ),
    text(
        "Say which product an amount is for. Where several products share it, choose the site: it "
        "is then divided among them."
    ),
    text("Say where the electricity comes from, and who supplies you."),
    text("List the documents that show your data, and name them by their key, such as E1."),
    text("Score how good the data are, with the table below."),
    text("Look at the check column of each sheet until nothing is left to fill in or to correct."),
    text(
        "Save the file as .xlsx and send it to whoever asked you for it. Sheets may be renamed, "
        "but please do not delete rows, columns or sheets."
    ),
)

LEGEND = (
    (text("yellow cell"), text("For you to fill in. A heading with * must be filled in.")),
    (text("grey cell"), text("Ours: an explanation, or a value that is calculated.")),
)

UNITS_MEANT = (
    (text("mass"), text("kg, t = 1000 kg, g = 0.001 kg")),
    (text("energy"), text("kWh = 3.6 MJ, MWh = 1000 kWh, GWh = 1 000 000 kWh, MJ, GJ = 1000 MJ")),
    (text("volume, area"), text("m3, L = 0.001 m3; m2 (square metre)")),
    (
        text("other"),
        text("piece; kWp (1000 W of module power); tkm (one tonne carried one kilometre)"),
    ),
    (
        text("reference unit"),
        text(
            "The unit that amounts are compared in: kg for polysilicon and ingots, m2 for wafers, "
            "cells and modules."
        ),
    ),
)

NUMBERS = (
    (text("number"), text("1234.5 or 1,234.5, without its unit: that stands in its own column.")),
    (text("share"), text("35% or 0.35")),
    (text("month, year"), text("2025-03 for a month, 2025 for a whole year")),
    (text("date"), text("2025-12-31, or a date of your program")),
    (text("several"), text("separated by commas: 575, 580, 585")),
)

INDICATORS = (
    text("Reliability"),
    text("Completeness"),
    text("Age"),
    text("Place"),
    text("Technology"),
)

PEDIGREE = (
    (
        text("measured and verified"),
        text("all lines, whole period"),
        text("less than 3 years old"),
        text("this site"),
        text("this process and product"),
    ),
    (
        text("measured, not verified; or verified, partly assumed"),
        text("nearly all lines, whole period"),
        text("less than 6 years"),
        text("sites of the company, among them this one"),
        text("same process, other company"),
    ),
    (
        text("partly assumed, not verified"),
        text("the larger lines, or part of the period"),
        text("less than 10 years"),
        text("place with similar production"),
        text("same process, other technology"),
    ),
    (
        text("estimate of an expert"),
        text("some lines, part of the period"),
        text("less than 15 years"),
        text("place with slightly similar production"),
        text("related process, same technology"),
    ),
    (
        text("other estimate"),
        text("unknown"),
        text("older or unknown"),
        text("unknown or very different"),
        text("related process, other technology"),
    ),
)
"""What each score means, from 1 to 5, by indicator."""
