import io

import pikepdf

from pvfootprint.documents.blocks import EMPTY, Facts, Items, Paragraph, Section, Words
from pvfootprint.documents.paper import Letterhead, Paper, SignedBy, paper_pdf
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.webpage import webpage

NOBODY = Facts(key="reference", title=EMPTY, facts=())
HEAD = Letterhead(name=Words("Certifier", "认证机构"), lines=())


def a_paper(**changes):
    fields = {
        "head": HEAD,
        "title": Words("Notice", "通知"),
        "number": "YC-A-2026-00001-0",
        "addressee": (Words("Company", "企业"),),
        "reference": NOBODY,
        "sections": (Section(key="a", title=EMPTY, blocks=(Paragraph(Words("Text", "正文")),)),),
    }
    return Paper(**{**fields, **changes})


def test_a_paper_is_a_sound_pdf_and_the_same_bytes_each_time():
    made = paper_pdf(a_paper())
    check_structure(made)
    assert paper_pdf(a_paper()) == made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "通知 Notice YC-A-2026-00001-0"


def test_sections_without_title_have_no_heading_and_numbers_only_where_asked_for():
    titled = Section(key="b", title=Words("Reasons", "理由"), blocks=(Items("r", ()),))
    sections = (Section(key="a", title=EMPTY), titled)
    plain = webpage(a_paper(sections=sections), "paper")
    assert plain.count("<h1") == 1
    assert 'class="place"' not in plain
    numbered = webpage(a_paper(sections=(titled,), numbered=True), "paper")
    assert '<span class="place">1</span>' in numbered


def test_the_running_lines_fit_whatever_the_names_are():
    long = Words("A company with a name that does not end " * 5, "名称很长的认证机构" * 9)
    paper = a_paper(head=Letterhead(name=long, lines=()), title=long)
    assert all(line.endswith("…") for line in paper.running)
    assert len(paper.running[0]) < 60


def test_numbers_of_certificates_stay_on_one_line_and_models_may_break():
    said = Words("YC-PCF-2026-00004-P, EXM-N182-144HC-BDV-530W-2278x1134x30", "x")
    sections = (Section(key="a", title=EMPTY, blocks=(Paragraph(said),)),)
    page = webpage(a_paper(sections=sections), "paper")
    assert page.count('<span class="whole">YC-PCF-2026-00004-P</span>') == 1
    assert '<span class="whole">EXM' not in page


def test_places_to_sign_and_the_word_test():
    place = SignedBy(who=Words("Party A", "甲方"), lines=(Words("Name", "名称"),))
    page = webpage(a_paper(signed=(place,)), "paper")
    assert page.count('class="written"') == 3
    assert "run-test" not in page[page.index("<body>") :]
    head = Letterhead(name=HEAD.name, lines=(), test=Words("TEST", "测试"))
    page = webpage(a_paper(head=head), "paper")
    assert '<div class="run-test">' in page
