"""The sheets of a supplier's workbook, in their order."""

from __future__ import annotations

from pvfootprint.language.texts import Text, text
from pvfootprint.model.site import (
    Company,
    DataQuality,
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    Evidence,
    MaterialUse,
    SiteOutput,
    SiteProduct,
    SupplyShare,
    TransportLeg,
)
from pvfootprint.workbook.layout import Column, Kind, Sheet

PRODUCT = Column(
    "product",
    text("For product"),
    Kind.CHOICE,
    required=True,
    choices="own:products+site",
    hint=text("key of the product, such as P1, or site for what all products share"),
    width=9,
)
UNIT = Column("unit", text("Unit"), Kind.CHOICE, required=True, choices="units", width=8)
MEANING = Column("meaning", text("Meaning"), Kind.INFO, width=28)
SPECIFIC = Column(
    "specific",
    text("Yours, per reference unit"),
    Kind.INFO,
    hint=text("a month counts as the year that it would make"),
    width=12,
)
TYPICAL = Column("typical", text("Typical, per reference unit"), Kind.INFO, width=18)
METHOD = Column(
    "method",
    text("How known"),
    Kind.CHOICE,
    choices="methods",
    hint=text("measured: meter, scale, invoice; calculated: from measured values; else estimated"),
    width=11,
)
EVIDENCE = Column(
    "evidence",
    text("Evidence"),
    Kind.CHOICE,
    choices="own:evidence",
    hint=text("key of a document on the evidence sheet, such as E1"),
    width=9,
)
NOTE = Column("note", text("Remark"), width=18)
SPREAD = Column(
    "spread",
    text("Spread (σ of ln)"),
    Kind.NUMBER,
    minimum=0,
    maximum=3,
    above=True,
    unit="-",
    hint=text("only if known: standard deviation of the natural logarithm of the amount"),
    width=12,
    aside=True,
)
CHECK = Column("check", text("Check"), Kind.CHECK, width=26)
TAIL = (EVIDENCE, NOTE, CHECK, SPREAD)


AMOUNT = text("Amount in the period")


def amount(heading: Text = AMOUNT) -> Column:
    """Return the column of an amount over the whole period."""
    return Column(
        "amount",
        heading,
        Kind.NUMBER,
        required=True,
        minimum=0,
        hint=text("total over the whole period, as a number; 0 if it is not used"),
        width=14,
    )


COMPANY = Sheet(
    "company",
    text("Company"),
    text("Who answers, for which site and which period. One workbook is for one site."),
    (
        Column("name", text("Company, registered name"), required=True, width=44),
        Column("name_en", text("Company, English name"), width=44),
        Column(
            "code",
            text("Unified social credit code"),
            hint=text("18 characters; outside China the number of the commercial register"),
        ),
        Column("address", text("Registered address")),
        Column(
            "contact",
            text("Contact (role)"),
            hint=text("a role and a shared address, no person's name"),
        ),
        Column("site", text("Production site"), required=True),
        Column("site_code", text("Site number")),
        Column("site_address", text("Address of the site"), required=True),
        Column(
            "location",
            text("Province or country of the site"),
            Kind.CHOICE,
            required=True,
            choices="locations",
        ),
        Column("start", text("First day of the data"), Kind.DATE, required=True),
        Column(
            "end",
            text("Last day of the data"),
            Kind.DATE,
            required=True,
            hint=text("a whole year, normally the last calendar year"),
        ),
        Column("prepared", text("Filled in by (role)")),
        Column("note", text("Remark")),
    ),
    Company,
    form=True,
    needed=True,
)

PRODUCTS = Sheet(
    "products",
    text("Products"),
    text(
        "One line for each product, or for each family of power bins declared together. The other "
        "sheets name it by its key."
    ),
    (
        Column("key", text("Key"), required=True, hint=text("P1, P2 ..."), width=7),
        Column("name", text("Product"), required=True, width=26),
        Column(
            "technology", text("Technology"), Kind.CHOICE, True, choices="technologies", width=14
        ),
        Column("design", text("Design"), Kind.CHOICE, choices="designs", width=22),
        Column("declared_unit", text("Declared unit"), Kind.CHOICE, True, "declared units"),
        Column("models", text("Models"), Kind.TEXTS, hint=text("separated by commas"), width=24),
        Column(
            "power_bins",
            text("Power bins [W]"),
            Kind.NUMBERS,
            minimum=0,
            maximum=2000,
            above=True,
            unit="W",
            hint=text("separated by commas, for example 575, 580, 585"),
            width=18,
        ),
        Column("representative", text("Representative model"), width=20),
        Column(
            "power",
            text("Power of one piece [W]"),
            Kind.NUMBER,
            minimum=0,
            maximum=2000,
            above=True,
            unit="W",
        ),
        Column(
            "area",
            text("Area of one piece [m2]"),
            Kind.NUMBER,
            minimum=0,
            maximum=10,
            above=True,
            unit="m2",
        ),
        Column(
            "efficiency", text("Efficiency [%]"), Kind.SHARE, minimum=0, maximum=0.5, above=True
        ),
        Column("format", text("Wafer format [mm]"), Kind.CHOICE, choices="formats", other=True),
        Column(
            "thickness",
            text("Wafer thickness [um]"),
            Kind.NUMBER,
            minimum=50,
            maximum=400,
            unit="um",
        ),
        Column(
            "mass",
            text("Mass of one piece [kg]"),
            Kind.NUMBER,
            minimum=0,
            maximum=100,
            above=True,
            unit="kg",
        ),
        Column(
            "output",
            text("Output in the period"),
            Kind.NUMBER,
            True,
            minimum=0,
            above=True,
            hint=text("good products made in the period"),
            width=16,
        ),
        Column("output_unit", text("Unit of output"), Kind.CHOICE, True, "output units", width=10),
        Column("reference_output", text("Output in reference unit"), Kind.INFO, width=16),
        Column(
            "share",
            text("Share of the site's output [%]"),
            Kind.SHARE,
            True,
            minimum=0,
            maximum=1,
            above=True,
            hint=text("of everything that the site makes, by mass or area"),
        ),
        EVIDENCE,
        NOTE,
        CHECK,
    ),
    SiteProduct,
    spare=8,
    needed=True,
)

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

ELECTRICITY = Sheet(
    "electricity",
    text("Electricity contracts"),
    text(
        "Where the site's electricity comes from. What no line covers counts as grid electricity. "
        "Green power counts only with certificates that are cancelled for you."
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
        Column("cancelled", text("Cancelled for you"), Kind.FLAG, width=12),
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

SUPPLIERS = Sheet(
    "suppliers",
    text("Upstream suppliers"),
    text(
        "Who supplies the product of the stage before, and which share of it. The shares of each "
        "product must sum to 100 %."
    ),
    (
        PRODUCT,
        Column(
            "stage",
            text("What is supplied"),
            Kind.CHOICE,
            choices="supplied stages",
            hint=text("polysilicon, ingot, wafer or cell"),
        ),
        Column("supplier", text("Supplier, registered name"), required=True, width=34),
        Column("supplier_code", text("Its unified social credit code"), width=22),
        Column("site", text("Its production site"), width=24),
        Column(
            "supplied",
            text("Key of its product"),
            width=12,
            hint=text("as in the supplier's own workbook, such as P1"),
        ),
        Column(
            "share", text("Share [%]"), Kind.SHARE, True, minimum=0, maximum=1, above=True, width=10
        ),
        Column("location", text("Made in"), Kind.CHOICE, choices="locations", width=16),
        Column(
            "technology", text("Technology"), Kind.CHOICE, choices="upstream technologies", width=16
        ),
        EVIDENCE,
        NOTE,
        CHECK,
    ),
    SupplyShare,
    spare=12,
)

EVIDENCES = Sheet(
    "evidence",
    text("Evidence"),
    text("One line for each document. The other sheets name it by its key."),
    (
        Column("key", text("Key"), required=True, hint=text("E1, E2 ..."), width=7),
        Column("title", text("Document"), required=True, width=36),
        Column(
            "kind",
            text("Kind of document"),
            Kind.CHOICE,
            choices="document kinds",
            other=True,
            width=18,
        ),
        Column(
            "file",
            text("File name"),
            width=30,
            hint=text("name of the file as you send it, without folders"),
        ),
        Column(
            "sha256",
            text("SHA-256"),
            width=30,
            hint=text("64 characters 0-9 a-f; it may be left to the software"),
        ),
        Column("covers", text("What it shows"), width=36),
        NOTE,
        CHECK,
    ),
    Evidence,
    spare=24,
)

QUALITY = Sheet(
    "quality",
    text("Data quality"),
    text("How good the data of each sheet are, from 1 (good) to 5 (poor); the guide says how."),
    (
        Column("subject", text("Data of"), Kind.CHOICE, True, "quality subjects", width=24),
        Column("reliability", text("Reliability"), Kind.SCORE),
        Column("completeness", text("Completeness"), Kind.SCORE),
        Column("temporal", text("Age"), Kind.SCORE),
        Column("geographical", text("Place"), Kind.SCORE),
        Column("technological", text("Technology"), Kind.SCORE),
        Column("note", text("Remark"), width=40),
        CHECK,
    ),
    DataQuality,
    spare=2,
)

SHEETS = (
    COMPANY,
    PRODUCTS,
    MATERIALS,
    ENERGY,
    ELECTRICITY,
    OUTPUTS,
    EMISSIONS,
    TRANSPORT,
    SUPPLIERS,
    EVIDENCES,
    QUALITY,
)
"""Sheets that hold data, in their order; the guide stands before them."""


def sheet(key: str) -> Sheet:
    """Return the sheet of that key.

    Parameters
    ----------
    key : str
        Such as ``materials``.

    Returns
    -------
    Sheet
        Its layout.

    Raises
    ------
    KeyError
        If there is none.
    """
    return {found.key: found for found in SHEETS}[key]
