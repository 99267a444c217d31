"""Fills an audit checklist in as the auditors of the example do on the site.

Usage: fill_checklist.py CHECKLIST.xlsx FILLED.xlsx STAGE. At the cell maker one meter's certificate
is overdue: a minor finding, which its corrective action closes later. Whatever a rule asks for gets
an answer with the evidence that was seen.
"""

from __future__ import annotations

import sys

from openpyxl import load_workbook

CONFORMS, DOES_NOT = "符合 conforms", "不符合 does not conform"
NOT_APPLICABLE = "不适用 not applicable"
MINOR = "一般不符合项 minor finding"
SEEN = "示例：现场查看记录 example: records seen on the site"

FOUND = {
    "cell": (
        "ENE-2",
        "3号电表（M3）检定证书于数据期内到期，未及时复检。",
        "The calibration of meter 3 (M3) ran out within the period and was renewed late.",
    )
}
"""What the auditors of the example find: question of the checklist, Chinese, English."""


def fill(checklist: str, filled: str, stage: str) -> None:
    """Fill a checklist in.

    Parameters
    ----------
    checklist, filled : str
        File as it was written, and file to write.
    stage : str
        Stage of the company's product.
    """
    workbook = load_workbook(checklist)
    about, questions, findings = workbook.worksheets
    finding = FOUND.get(stage)
    for row in about.iter_rows(min_row=3):
        if row[0].value == "conclusion-zh":
            row[2].value = "现场情况与申报一致，数据可追溯。"
        elif row[0].value == "conclusion-en":
            row[2].value = "The site is as the submission says; the data can be traced."
    for row in questions.iter_rows(min_row=5):
        key, basis = row[0].value, row[2].value
        if not key or not basis:
            continue
        unasked = key.startswith("UPS") and stage == "polysilicon"
        answer = NOT_APPLICABLE if unasked else CONFORMS
        row[3].value = DOES_NOT if finding and key == finding[0] else answer
        row[4].value = SEEN
    if finding:
        for cell, value in zip("BCDE", (finding[0], MINOR, *finding[1:]), strict=True):
            findings[f"{cell}5"] = value
    workbook.save(filled)


if __name__ == "__main__":
    fill(*sys.argv[1:])
