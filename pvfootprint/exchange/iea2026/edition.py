"""Which edition of the workbook is known, where it comes from, and on what terms."""

from __future__ import annotations

from pvfootprint.language.texts import text
from pvfootprint.model.inventory import Source

NAME = "iea-2026"
PACKAGE = "premise"
WORKBOOK = "data/additional_inventories/lci-PV-2026.xlsx"
"""Place of the workbook within the package."""

KNOWN = {
    "d7aeb360d0bc4f11e5ce97517e82be9b4518f4dac9145ee22a90837296957943": "premise 2.5.2",
}
"""SHA-256 of the editions that the mapping was made for."""

TITLE = "IEA PVPS T12-33:2026, life cycle inventories of photovoltaics"
LICENCE = "CC BY-NC-SA 4.0"
LICENCE_LINK = "https://creativecommons.org/licenses/by-nc-sa/4.0/"
CITATION = (
    "Götz et al. (2026) Life Cycle Inventories of Photovoltaic Systems, IEA PVPS Task 12, Report "
    "T12-33:2026"
)
LINK = "https://doi.org/10.69766/WJTE1771"

NOTICE = text(
    "For non-commercial use only; name the source, and pass on what you make of it under the same "
    "licence."
)

TERMS = (
    text(
        "You may use and change these data, and pass them on, if you name the source and the "
        "changes (BY)."
    ),
    text("You may not use them for commercial advantage or payment (NC)."),
    text("What you make of them and pass on must have the same licence (SA)."),
    text(
        "pvfootprint does not ship them: they stay on this computer, in the folder of the set. "
        "Whether your use is commercial is yours to judge; this is no legal advice."
    ),
)
"""What the licence means for the user."""

SOURCE = Source("iea-t12-33", CITATION, LICENCE, LINK, "workbook of the package premise")
