"""The checklist that goes out."""

import io
import shutil
import subprocess

import openpyxl
import pytest

from pvfootprint.certification.papers.checklist import read_checklist, write_checklist
from pvfootprint.certification.papers.checklist.lines import (
    ANSWER,
    FIRST,
    REMARK,
    ROOM,
    identity,
    lines_of,
)
from pvfootprint.model.certificate_record import Said

from .filled_checklists import PLANNED, WRITTEN, Filled, errors
from .paper_cases import AUDITED


def test_the_same_application_gives_the_same_bytes(short, case, blank):
    assert write_checklist(case, short.people(), WRITTEN) == blank


def test_texts_stay_texts(short, case):
    cases = short
    hostile = cases.case(
        *PLANNED, apply={"product_name": "=cmd|'/c calc'!A0"}, evaluate={"points": ()}
    )
    book = openpyxl.load_workbook(
        io.BytesIO(write_checklist(hostile, cases.people(), WRITTEN)), data_only=False
    )
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    (found,) = [cell for cell in cells if cell.value == "=cmd|'/c calc'!A0"]
    assert found.data_type == "s"


def test_only_the_cells_to_fill_in_are_open(blank, case):
    book = openpyxl.load_workbook(io.BytesIO(blank))
    assert all(sheet.protection.sheet for sheet in book)
    about, questions, findings = book.worksheets
    open_ = [
        {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        for sheet in (about, questions, findings)
    ]
    assert len(open_[0]) == 4
    assert len(open_[1]) == 3 * len(lines_of(case))
    assert len(open_[2]) == 4 * ROOM
    assert {cell[0] for cell in open_[1]} == {"D", "E", "F"}


def test_answers_and_grades_are_picked_from_lists(blank, case):
    book = openpyxl.load_workbook(io.BytesIO(blank))
    lists = [v.formula1 for v in book.worksheets[1].data_validations.dataValidation]
    assert set(lists) == {'"符合 conforms,不符合 does not conform,不适用 not applicable"'}
    lists = [v.formula1 for v in book.worksheets[2].data_validations.dataValidation]
    assert '"严重不符合项 major finding,一般不符合项 minor finding,观察项 observation"' in lists
    last = FIRST + len(lines_of(case)) - 1
    assert f"$H${FIRST}:$H${last}" in lists


def test_a_further_audit_starts_from_what_is_answered(short):
    again = short.case(*AUDITED, "plan-audit")
    book = openpyxl.load_workbook(io.BytesIO(write_checklist(again, short.people(), WRITTEN)))
    questions = book.worksheets[1]
    answers = {row[0].value: [cell.value for cell in row] for row in questions.iter_rows(FIRST)}
    assert answers["LEG-1"][ANSWER - 1] == "符合 conforms"
    assert "沿用前次审核结果" in answers["LEG-1"][REMARK - 1]
    assert answers["ENE-2"][ANSWER - 1] is None
    assert answers["ELC-001"][ANSWER - 1] is None
    assert 'F"&(3+COUNTA' in book.worksheets[2].cell(FIRST, 1).value


def test_what_was_carried_over_is_said_once(short):
    remark = Said(en="carried over from an earlier audit", zh="沿用前次审核结果")
    answers = [one.model_copy(update={"remark": remark}) for one in short.body("audit").answers]
    again = short.case(*AUDITED, "plan-audit", audit={"answers": tuple(answers)})
    book = openpyxl.load_workbook(io.BytesIO(write_checklist(again, short.people(), WRITTEN)))
    said = book.worksheets[1].cell(FIRST + 1, REMARK).value
    assert said.count("沿用前次审核结果") == 1


def test_points_with_one_code_are_one_question(short):
    points = short.body("evaluate").points
    asked = [one for one in points if one.outcome == "asks"]
    same = tuple(one.model_copy(update={"key": "ELC-001"}) for one in asked)
    case = short.case(*PLANNED, evaluate={"points": same})
    (line,) = [one for one in lines_of(case) if one.left]
    assert line.asked.zh.count("\n") == len(asked) - 1


def test_the_mark_changes_with_the_questions_alone(short, case):
    assert identity(case) == identity(short.case(*PLANNED, "plan-audit"))
    assert identity(case) != identity(short.case("apply", "accept"))


def test_a_checklist_can_be_written_without_a_plan(short):
    case = short.case("apply", "accept", "evaluate")
    checklist = Filled(write_checklist(case, {}, WRITTEN))
    found = only_codes(checklist, case)
    assert found == ["CRT-091", "CRT-091"]


def only_codes(filled, case):
    return [one.code for one in errors(filled.read(case)[1])]


@pytest.mark.heavy
def test_it_comes_back_from_libreoffice(filled, case, tmp_path):
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("needs LibreOffice")
    filled.answer("ENE-2", "不符合 does not conform", "meter 17")
    filled.finding(1, zh="校准过期。")
    filled.finding(2, question="", grade="观察项 observation", en="Keep the ledger dry.")
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "checklist.xlsx"
    path.write_bytes(filled.content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    content = (tmp_path / "checklist.xlsx").read_bytes()
    audit, findings = read_checklist(content, "checklist.xlsx", case)
    assert findings == []
    assert audit == filled.read(case)[0]
    computed = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[2]
    shown = [[computed.cell(FIRST + i, c).value for c in (1, 6)] for i in range(3)]
    assert shown[0] == ["F1", "60 日 60 days"]
    assert shown[1] == ["F2", "不要求整改 none asked for"]
    assert not any(shown[2])
