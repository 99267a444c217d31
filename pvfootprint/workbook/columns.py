"""Columns that several sheets share."""

from __future__ import annotations

from pvfootprint.language.texts import Text, text
from pvfootprint.workbook.layout import Column, Kind

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
REVENUE = Column(
    "revenue",
    text("Revenue in the period"),
    Kind.NUMBER,
    minimum=0,
    hint=text(
        "only to share by value: what the amount was sold for, without tax, on all lines in the "
        "currency of the company's sheet"
    ),
    width=16,
    aside=True,
    later=True,
)
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
