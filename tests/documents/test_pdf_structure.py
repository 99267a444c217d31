import io
import os
import stat

import pikepdf
import pytest

from pvfootprint.documents.pdf import Attached, make_pdf
from pvfootprint.documents.pdf_structure import check_structure, validate, validation_words
from pvfootprint.model.findings import OutputError

PAGE = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>t</title>'
    '<style>html { font: 9pt "Noto Sans CJK SC" }</style><p>组件 module'
)
FILE = Attached(name="a.json", description="a", content=b"{}", relationship="Data")


@pytest.fixture(scope="module")
def pdf():
    return make_pdf(PAGE, [FILE])


def changed(content, change):
    with pikepdf.open(io.BytesIO(content)) as found:
        change(found)
        out = io.BytesIO()
        found.save(out)
    return out.getvalue()


def fonts_of(found):
    return [
        one
        for one in found.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    ]


def without_font_files(found):
    for font in fonts_of(found):
        for descendant in font.get("/DescendantFonts", []):
            for key in ("/FontFile2", "/FontFile3"):
                if key in descendant.FontDescriptor:
                    del descendant.FontDescriptor[key]


def without_unicode(found):
    for font in fonts_of(found):
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


def without_identity(found):
    del found.Root["/Metadata"]


def without_intent(found):
    del found.Root["/OutputIntents"]


def without_relationship(found):
    del found.Root.AF[0]["/AFRelationship"]


def without_association(found):
    del found.Root["/AF"]


def with_script(found):
    action = {"/S": pikepdf.Name("/JavaScript"), "/JS": "app.alert(1)"}
    found.Root["/OpenAction"] = pikepdf.Dictionary(action)


def with_address(found):
    action = {"/S": pikepdf.Name("/URI"), "/URI": "http://evil.example"}
    found.pages[0]["/Annots"] = pikepdf.Array(
        [pikepdf.Dictionary({"/Type": pikepdf.Name("/Annot"), "/A": pikepdf.Dictionary(action)})]
    )


def with_an_own_font(found):
    font = {"/Type": pikepdf.Name("/Font"), "/Subtype": pikepdf.Name("/Type1")}
    found.pages[0].Resources["/Font"]["/Own"] = found.make_indirect(pikepdf.Dictionary(font))


FAULTS = {
    without_font_files: "font not embedded",
    without_unicode: "font without Unicode",
    without_identity: "XMP",
    without_intent: "no output intent",
    without_relationship: "attachment without relationship",
    without_association: "attachment not associated",
    with_script: "active or leading outside: /JavaScript",
    with_address: "active or leading outside: /URI",
    with_an_own_font: "font not embedded",
}


def test_a_sound_file_passes(pdf):
    check_structure(pdf)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_out_003_each_fault_is_found(pdf, fault):
    with pytest.raises(OutputError) as caught:
        check_structure(changed(pdf, fault))
    findings = caught.value.findings
    assert {finding.code for finding in findings} == {"OUT-003"}
    assert any(FAULTS[fault] in finding.found for finding in findings)


def test_all_faults_are_found_at_once(pdf):
    both = changed(changed(pdf, without_intent), without_unicode)
    with pytest.raises(OutputError) as caught:
        check_structure(both)
    assert len(caught.value.findings) >= 2


@pytest.fixture
def path_with(monkeypatch, tmp_path):
    """Put a program in the place of veraPDF that answers in a given way."""

    def put(answer, code):
        program = tmp_path / "verapdf"
        program.write_text(f"#!/bin/sh\necho '{answer}' \"$5\"\nexit {code}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return put


def test_without_a_validator_the_report_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert validation_words() == "PDF/A structure checked, not independently validated."
    validate(tmp_path / "there-is-no-such-file.pdf")


def test_with_a_validator_that_passes_the_report_says_so(path_with, tmp_path):
    path_with("PASS", 0)
    assert "veraPDF validated it" in validation_words()
    validate(tmp_path / "a.pdf")


@pytest.mark.parametrize(("answer", "code"), [("FAIL", 1), ("FAIL", 0), ("", 0), ("PASS", 7)])
def test_out_003_what_the_validator_does_not_pass(path_with, tmp_path, answer, code):
    path_with(answer, code)
    with pytest.raises(OutputError) as caught:
        validate(tmp_path / "a.pdf")
    (finding,) = caught.value.findings
    assert finding.code == "OUT-003"
    assert finding.found.startswith("veraPDF")
