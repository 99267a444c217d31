"""Checklists that are filled in so that nothing is wrong, then spoilt."""

import datetime
import io

import openpyxl

from pvfootprint.certification.papers.checklist import read_checklist
from pvfootprint.certification.papers.checklist.lines import (
    ANSWER,
    EVIDENCE,
    FIRST,
    FOUND_EN,
    FOUND_ZH,
    GRADE,
    KEY,
    QUESTION,
    REMARK,
)

WRITTEN = datetime.date(2026, 2, 3)
PLANNED = ("apply", "accept", "evaluate", "plan-audit")


class Filled:
    """A checklist that is filled in so that nothing is wrong, then spoilt."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.about, self.questions, self.findings = self.book.worksheets
        self.rows = {
            self.questions.cell(row, KEY).value: row
            for row in range(FIRST, self.questions.max_row + 1)
            if self.questions.cell(row, KEY).value
        }
        for key in self.rows:
            self.answer(key, "符合 conforms", "台账第3页")
        self.about_cell("conclusion-zh").value = "数据有记录支持。"

    def about_cell(self, key):
        (row,) = (r for r in range(1, 60) if self.about.cell(r, 1).value == key)
        return self.about.cell(row, 3)

    def answer(self, key, answer, evidence=None, remark=None):
        row = self.rows[key]
        for column, value in ((ANSWER, answer), (EVIDENCE, evidence), (REMARK, remark)):
            self.questions.cell(row, column).value = value

    def finding(self, line, question="ENE-2", grade="一般不符合项 minor finding", zh="", en="x"):
        row = FIRST + line - 1
        for column, value in ((QUESTION, question), (GRADE, grade), (FOUND_ZH, zh), (FOUND_EN, en)):
            self.findings.cell(row, column).value = value or None

    @property
    def content(self):
        made = io.BytesIO()
        self.book.save(made)
        return made.getvalue()

    def read(self, case):
        return read_checklist(self.content, "checklist.xlsx", case)


def errors(findings):
    return [one for one in findings if one.severity == "error"]


def wide(said):
    """Return letters and digits as a Chinese input method may type them."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in said)
