"""Every paper of every act."""

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace

import pikepdf
import pytest

from pvfootprint.certification.acts import BODIES
from pvfootprint.certification.papers.composing import COMPOSERS
from pvfootprint.documents.measuring import missing
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.webpage import webpage
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Said

from .paper_cases import ACTS, ISSUED, composed, papers, papers_once, squeezed, text_of, words_of

NAMES = {
    "apply": {"receipt.pdf"},
    "amend": {"receipt.pdf"},
    "accept": {"acceptance.pdf", "agreement.pdf"},
    "reject": {"rejection.pdf"},
    "evaluate": {"evaluation-report.pdf"},
    "plan-audit": {"audit-plan.pdf"},
    "audit": {"audit-report.pdf"},
    "correct": {"correction-F1.pdf"},
    "postpone": {"postponement-F1.pdf"},
    "review": {"review-note.pdf"},
    "decide": {"decision.pdf"},
    "refuse": {"decision.pdf"},
    "surveil": {"surveillance-report.pdf"},
    "suspend": {"suspension.pdf"},
    "resume": {"end-of-suspension.pdf"},
    "withdraw": {"withdrawal.pdf"},
    "cancel": {"cancellation.pdf"},
    "supersede": {"superseded.pdf"},
    "complaint": {"complaint-C1-receipt.pdf"},
    "answer-complaint": {"complaint-C1-answer.pdf"},
    "appeal": {"appeal-P1-receipt.pdf"},
    "answer-appeal": {"appeal-P1-answer.pdf"},
}
SILENT = {"certify", "allot", "issue"}
"""Acts without papers; what is handed out with ``issue`` is made elsewhere."""


def test_every_act_has_its_papers_or_needs_none():
    assert {*NAMES} == {*ACTS} == {*COMPOSERS}
    assert {*BODIES} - {*COMPOSERS} == SILENT


@pytest.mark.parametrize("act", sorted(SILENT))
def test_other_acts_have_no_papers(short, act):
    case = short.case(*ISSUED)
    assert short.papers(act, case, case) == {}


USUAL = {"accept", "evaluate", "audit", "decide", "suspend", "answer-appeal"}
"""Acts whose papers are made in every run."""


@pytest.mark.parametrize(
    "act",
    [act if act in USUAL else pytest.param(act, marks=pytest.mark.long) for act in ACTS],
)
def test_each_paper_is_a_sound_pdf_with_its_content_as_data(short, act):
    made = papers_once(short, act)
    assert {*made} == NAMES[act]
    body = short.body(act)
    for content in made.values():
        check_structure(content)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            (name,) = pdf.attachments
            assert name == f"{act}.json"
            attached = pdf.attachments[name].get_file().read_bytes()
            assert attached == canonical(body.model_dump(mode="json"))
            assert type(body).model_validate(json.loads(attached), strict=False) == body
            (association,) = pdf.Root.AF
            assert association.AFRelationship == "/Data"


@pytest.mark.parametrize("act", ["accept", pytest.param("plan-audit", marks=pytest.mark.long)])
def test_the_same_act_gives_the_same_bytes(short, act):
    assert papers(short, act) == papers_once(short, act)


@pytest.mark.parametrize("act", ACTS)
def test_each_paper_says_who_when_and_to_whom_in_both_languages(short, act):
    for paper in composed(short, act).values():
        said = words_of(paper)
        for wanted in (
            "示例认证中心（测试）",
            "SampleCertificationCentre(test)",
            "TEST-0000",
            "2026年2月12日",
            "12February2026",
            "审核员A",
            "AuditorA",
            paper.number,
            squeezed(paper.title.zh),
            squeezed(paper.title.en),
        ):
            assert wanted in said
        assert not paper.title.one
        assert paper.addressee


@pytest.mark.parametrize("act", ACTS)
def test_no_text_lacks_its_chinese(short, act):
    for paper in composed(short, act).values():
        headings = [one.title for one in paper.sections if one.title.en]
        assert [one.en for one in headings if one.one] == []
        labels = [fact.label for fact in paper.reference.facts]
        assert [one.en for one in labels if one.one] == []


@pytest.mark.parametrize("act", ACTS)
def test_every_character_can_be_shown(long, act):
    for paper in composed(long, act).values():
        assert missing(words_of(paper)) == set()


def test_what_people_write_is_set_as_it_is(short):
    hostile = "<script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE}= & 'x' \N{PILE OF POO}"
    reason = Said(en=hostile, zh=hostile)
    page = webpage(composed(short, "suspend", reason=reason)["suspension.pdf"], "paper")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [U+202E]= &amp; &#39;x&#39;" in page
    assert papers(short, "suspend", reason=reason)


def test_a_text_in_one_language_stands_there_once(short):
    reason = Said(en="停产", zh="停产")
    assert text_of(short, "cancel", reason=reason).count("停产") == 1


@pytest.mark.heavy
@pytest.mark.parametrize("act", ["accept", "audit", "complaint"])
def test_test_stands_on_every_page_and_pages_are_counted(short, act):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler)")
    for content in papers_once(short, act).values():
        pages = pages_of(content)
        for number, page in enumerate(pages, 1):
            assert "TEST - certifies nothing" in page
            assert "测试，不具认证效力" in page
            assert f"page {number} of {len(pages)}" in page
            assert f"第 {number} 页，共 {len(pages)} 页" in page


def pages_of(content):
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.heavy
@pytest.mark.long
def test_the_head_of_a_long_table_stands_on_each_of_its_pages(long):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler)")
    changes = {"conclusion": Said(en="Done.", zh="完成。")}
    (content,) = papers(long, "audit", **changes).values()
    found = [page for page in pages_of(content) if re.search(r"^ *F\d+ ", page, re.M)]
    numbers = [int(n) for page in found for n in re.findall(r"^ *F(\d+) ", page, re.M)]
    assert sorted(numbers) == list(range(1, 61))
    assert len(found) >= 5
    assert all("检查发现" in page and "整改期限" in page for page in found)


@pytest.mark.heavy
def test_no_heading_stands_alone_at_the_foot_of_a_page(long):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler)")
    paper = composed(long, "accept")["agreement.pdf"]
    titles = {squeezed(one.title.zh) for one in paper.sections}
    for page in pages_of(papers(long, "accept")["agreement.pdf"]):
        lines = [squeezed(line) for line in page.splitlines() if line.strip()]
        last = lines[-2].lstrip("0123456789.")
        assert not any(last.startswith(title) and len(last) < 60 for title in titles)


def test_without_test_no_paper_speaks_of_one(short, pilot_scheme):
    scheme = replace(pilot_scheme, test=False)
    said = text_of(short, "suspend", scheme=scheme)
    assert "certifiesnothing" not in said
    assert "不具认证效力" not in said
