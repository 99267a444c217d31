import gc
import io
from pathlib import Path

import pikepdf
import pytest

from pvfootprint.documents import fonts
from pvfootprint.documents.pdf import Attached, make_pdf
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.model.findings import OutputError

STYLE = '<style>html { font: 9pt "Noto Sans CJK SC" }</style>'
PAGE = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>t</title>{STYLE}<p>组件 module'
FILE = Attached(
    name="data.json", description="data", content=b'{"a": 1}\n', relationship="Data"
)  # fmt: skip


@pytest.fixture(scope="module")
def pdf():
    return make_pdf(PAGE, [FILE])


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def test_the_same_page_gives_the_same_bytes(pdf):
    assert make_pdf(PAGE, [FILE]) == pdf


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("frozen", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(enabled, frozen):
    try:
        if not enabled:
            gc.disable()
        if frozen:
            gc.freeze()
        make_pdf("<p>1</p>")
        assert gc.isenabled() == enabled
        assert (gc.get_freeze_count() > 0) == frozen
    finally:
        gc.unfreeze()
        gc.enable()


def test_setting_leaves_nothing_behind():
    make_pdf("<p>1</p>")
    there = len(gc.get_objects())
    for text in "234":
        make_pdf(f"<p>{text}</p>")
    assert len(gc.get_objects()) - there < 2000


def test_another_page_or_attachment_has_another_identifier(pdf):
    def identifier(content):
        with opened(content) as found:
            return bytes(found.trailer["/ID"][0])

    other = Attached(name="data.json", description="data", content=b"{}", relationship="Data")
    made = {identifier(pdf), identifier(make_pdf(PAGE)), identifier(make_pdf(PAGE, [other]))}
    assert len(made) == 3


def test_it_says_that_it_is_pdf_a_3u(pdf):
    with opened(pdf) as found, found.open_metadata() as metadata:
        assert metadata.pdfa_status == "3U"
        assert found.pdf_version >= "1.7"


def test_an_attachment_comes_back_whole_with_its_relationship(pdf):
    with opened(pdf) as found:
        assert found.attachments["data.json"].get_file().read_bytes() == FILE.content
        (association,) = found.Root.AF
        assert association.AFRelationship == "/Data"
        assert association.EF.F.Subtype == "/application/json"


def test_no_time_of_making_is_in_it(pdf):
    with opened(pdf) as found:
        assert "/CreationDate" not in found.trailer.get("/Info", {})
    assert b"1980" in pdf


def test_the_structure_is_sound(pdf):
    check_structure(pdf)


def test_fonts_are_the_ones_for_chinese_and_nothing_else(pdf):
    with opened(pdf) as found:
        names = {
            str(o.BaseFont)
            for o in found.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
        }
    assert names
    assert all("Noto-Sans-CJK-SC" in name for name in names)


@pytest.mark.parametrize(
    "refers",
    [
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import url("file:///etc/hostname")</style>',
    ],
)
def test_nothing_is_fetched(monkeypatch, refers):
    asked = []

    def fetch(address, *_, **__):
        asked.append(address)
        raise OSError

    monkeypatch.setattr("urllib.request.OpenerDirector.open", fetch)
    content = make_pdf(PAGE + refers)
    assert asked == []
    with opened(content) as found:
        assert not found.attachments
    assert Path("/etc/hostname").read_bytes() not in content


def test_without_the_font_there_is_no_pdf(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    with pytest.raises(OutputError) as caught:
        make_pdf(PAGE)
    assert [finding.code for finding in caught.value.findings] == ["OUT-002"]
