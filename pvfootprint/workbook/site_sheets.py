"""Sheets about the company: who, what it makes, from whom, and what shows it."""

from __future__ import annotations

from pvfootprint.language.texts import text
from pvfootprint.model.site import Company, DataQuality, Evidence, SiteProduct, SupplyShare
from pvfootprint.workbook.columns import CHECK, EVIDENCE, NOTE, PRODUCT, REVENUE
from pvfootprint.workbook.layout import Column, Kind, Sheet

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
        Column(
            "currency",
            text("Currency"),
            hint=text("only if revenues are given, such as CNY; only their ratios count"),
            later=True,
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
            hint=text("of everything that the site makes, by the quantity named beside"),
        ),
        Column(
            "share_basis",
            text("Share is by"),
            Kind.CHOICE,
            choices="share bases",
            hint=text("one for all products; first a physical quantity, revenue only if none fits"),
            width=12,
            later=True,
        ),
        EVIDENCE,
        NOTE,
        CHECK,
        REVENUE,
    ),
    SiteProduct,
    spare=8,
    needed=True,
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
