"""Sheets of the flows of a period."""

from __future__ import annotations

from pvfootprint.language.texts import text
from pvfootprint.model.site_rows import (
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    MaterialUse,
    SiteOutput,
    TransportLeg,
)
from pvfootprint.workbook.columns import (
    CHECK,
    EVIDENCE,
    MEANING,
    METHOD,
    NOTE,
    PRODUCT,
    REVENUE,
    SPECIFIC,
    SPREAD,
    TAIL,
    TYPICAL,
    UNIT,
    amount,
)
from pvfootprint.workbook.layout import Column, Kind, Sheet

MATERIALS = Sheet(
    "materials",
    text("Materials"),
    text(
        "Everything that the products took in the period. The lines to expect stand here; write 0 "
        "where you use none, and add lines of your own below."
    ),
    (
        Column("flow", text("Material"), required=True, width=26),
        Column(
            "dataset",
            text("Counted as"),
            Kind.CHOICE,
            choices="materials",
            width=26,
            hint=text("the library's flow; leave empty if none fits"),
        ),
        MEANING,
        PRODUCT,
        amount(),
        UNIT,
        SPECIFIC,
        TYPICAL,
        METHOD,
        *TAIL,
    ),
    MaterialUse,
    needed=True,
)

ENERGY = Sheet(
    "energy",
    text("Energy"),
    text(
        "One line for each meter and month, or for the year. Electricity too: where it comes from "
        "stands on the next sheet."
    ),
    (
        Column("carrier", text("Energy"), Kind.CHOICE, True, "carriers", width=22),
        MEANING,
        Column("meter", text("Meter"), width=14),
        Column(
            "period",
            text("Month or year"),
            Kind.MONTH,
            True,
            hint=text("2025-03 for a month, 2025 for a year"),
            width=10,
        ),
        PRODUCT,
        amount(text("Consumption")),
        UNIT,
        SPECIFIC,
        TYPICAL,
        Column(
            "calorific_value",
            text("Calorific value [MJ per unit]"),
            Kind.NUMBER,
            minimum=0,
            above=True,
            unit="MJ per unit",
            hint=text("only for fuels given in kg, L or m3: net calorific value"),
        ),
        METHOD,
        *TAIL,
    ),
    EnergyUse,
    spare=48,
    needed=True,
)

CLAIM = Column(
    "product",
    text("For product"),
    Kind.CHOICE,
    choices="own:products+site",
    hint=text("only if one product claims it alone, and has electricity meters of its own"),
    width=9,
    aside=True,
    later=True,
)

ELECTRICITY = Sheet(
    "electricity",
    text("Electricity contracts"),
    text(
        "Where the site's electricity comes from. What no line covers counts as grid electricity. "
        "Green power counts only with certificates that are cancelled for you, and in the month of "
        "its line."
    ),
    (
        Column("key", text("Contract"), width=16),
        Column("kind", text("Kind"), Kind.CHOICE, True, "contract kinds", width=16),
        Column("technology", text("Source"), Kind.CHOICE, choices="power sources", width=18),
        Column("place", text("Grid of"), Kind.CHOICE, choices="grids", width=18),
        Column(
            "period",
            text("Month or year"),
            Kind.MONTH,
            True,
            hint=text("2025-03 for a month, 2025 for a year"),
            width=12,
        ),
        amount(text("Volume")),
        UNIT,
        Column(
            "certificates",
            text("Certificate numbers"),
            Kind.TEXTS,
            width=36,
            hint=text("numbers or ranges, separated by commas"),
        ),
        Column(
            "generated",
            text("Generated in"),
            Kind.MONTH,
            hint=text("month or year of generation, as on the certificates"),
            width=12,
            later=True,
        ),
        Column("cancelled", text("Cancelled for you"), Kind.FLAG, width=12),
        Column(
            "owner",
            text("Owner of certificates"),
            hint=text("name or number of the company for which they are cancelled"),
            width=18,
            later=True,
        ),
        Column(
            "sold",
            text("Certificates sold"),
            Kind.FLAG,
            width=12,
            hint=text("for own generation: whether its certificates were sold"),
        ),
        EVIDENCE,
        NOTE,
        CHECK,
        CLAIM,
        SPREAD,
    ),
    ElectricityContract,
    spare=24,
)

OUTPUTS = Sheet(
    "outputs",
    text("Co-products and waste"),
    text(
        "What leaves the process beside the products: co-products, scrap and waste with its "
        "treatment. The products themselves stand on their own sheet."
    ),
    (
        Column("kind", text("Kind"), Kind.CHOICE, True, "output kinds", width=13),
        Column("name", text("Name"), required=True, width=26),
        Column(
            "dataset",
            text("Treatment"),
            Kind.CHOICE,
            choices="treatments",
            width=26,
            hint=text("for waste: how it is treated"),
        ),
        MEANING,
        PRODUCT,
        amount(),
        UNIT,
        SPECIFIC,
        TYPICAL,
        Column(
            "silicon",
            text("Silicon in it [kg/kg]"),
            Kind.NUMBER,
            minimum=0,
            maximum=1,
            unit="kg/kg",
            width=11,
        ),
        Column("destination", text("Goes to"), width=16),
        *TAIL,
        REVENUE,
    ),
    SiteOutput,
)

EMISSIONS = Sheet(
    "emissions",
    text("Direct emissions"),
    text(
        "Greenhouse gases from the process itself, not from fuels. Give what was emitted; or what "
        "was used, with conversion in the process and abatement."
    ),
    (
        Column("gas", text("Gas"), Kind.CHOICE, True, "gases", width=22),
        MEANING,
        PRODUCT,
        Column("basis", text("Amount is"), Kind.CHOICE, True, "bases", width=11),
        amount(),
        UNIT,
        SPECIFIC,
        TYPICAL,
        Column("conversion", text("Used up in the process [%]"), Kind.SHARE, minimum=0, maximum=1),
        Column(
            "abatement",
            text("Abatement efficiency [%]"),
            Kind.SHARE,
            minimum=0,
            maximum=1,
            hint=text("destruction and removal efficiency, including the time out of service"),
        ),
        *TAIL,
    ),
    DirectEmission,
    spare=12,
)

TRANSPORT = Sheet(
    "transport",
    text("Transport"),
    text("How materials came to the site: one line for each leg and means of transport."),
    (
        Column("cargo", text("What was carried"), required=True, width=30),
        Column("mode", text("Means of transport"), Kind.CHOICE, True, "modes", width=22),
        Column("start", text("From"), width=18),
        Column("end", text("To"), width=18),
        PRODUCT,
        Column(
            "distance",
            text("Distance [km]"),
            Kind.NUMBER,
            True,
            minimum=0,
            maximum=45000,
            unit="km",
            width=12,
        ),
        Column("mass", text("Mass in the period"), Kind.NUMBER, True, minimum=0, width=14),
        UNIT,
        *TAIL,
    ),
    TransportLeg,
)
