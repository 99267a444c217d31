"""Files that are no workbooks, or mean harm: refused with a reason, quickly, in little memory."""

import io
import json
import os
import subprocess
import sys
import zipfile
import zlib

import pytest

SECONDS, MEGABYTES = 15, 300
READ = """
import json, re, sys, time
from pathlib import Path
from pvfootprint.library.caching import open_library
from pvfootprint.workbook.reading import read_workbook
library, _ = open_library()
started = time.perf_counter()
found, findings = read_workbook(Path(sys.argv[1]), library)
# Not ru_maxrss, which a new process inherits from the one that started it.
status = Path("/proc/self/status").read_text()
used = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024
print(json.dumps({"none": found is None, "codes": [f.code for f in findings],
    "hints": all(f.hint for f in findings), "seconds": time.perf_counter() - started, "mb": used}))
"""
SHEET = "xl/worksheets/sheet4.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def rewritten(content, changes=None, more=None, names=None):
    """Return the archive with parts changed, added and renamed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            data = old.read(part)
            if changes and part in changes:
                data = changes[part](data)
            new.writestr((names or {}).get(part, part), data)
        for part, data in (more or {}).items():
            new.writestr(part, data)
    return out.getvalue()


def sheet_data(rows):
    """Replace the cells of a sheet."""
    return {SHEET: lambda data: data.split(b"<sheetData>")[0] + b"<sheetData>" + rows
            + b"</sheetData></worksheet>"}  # fmt: skip


def blank_rows(count):
    return b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(1, count + 1))


def doctype(data):
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    return data.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a0 "x">' + entities
                        + b"]><worksheet", 1)  # fmt: skip


def content_type(old, new):
    return {"[Content_Types].xml": lambda data: data.replace(old, new)}


def relation(kind, target):
    added = b'<Relationship Id="rIdX" TargetMode="External" Type="%s" Target="%s"/></Relationships>'
    return {"xl/_rels/workbook.xml.rels":
            lambda data: data.replace(b"</Relationships>", added % (kind, target))}  # fmt: skip


def tail(before, after):
    return {SHEET: lambda data: data.replace(before, after + before, 1)}


def lying(content):
    """Let a part say in the directory that it is small."""
    bomb = rewritten(content, sheet_data(blank_rows(400_000)))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size
    return bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def utf16_doctype(data):
    return doctype(data).decode("utf-8").replace("utf-8", "utf-16").encode("utf-16")


REL = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OTHER = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    b"application/vnd.openxmlformats-officedocument.oleObject",
)
CASES = {
    "zip bomb, small parts": ("WBK-008", lambda c: rewritten(
        c, more={f"xl/media/{n}.png": b"\0" * 9_000_000 for n in range(12)})),
    "zip bomb, one part": ("WBK-008", lambda c: rewritten(
        c, more={"xl/media/a.png": b"\0" * 120_000_000})),
    "a part that lies about its size": ("WBK-009 WBK-007", lying),
    "a sheet of nothing": ("WBK-008", lambda c: rewritten(
        c, {SHEET: lambda d: d + b" " * 70_000_000})),
    "entity bomb": ("WBK-010", lambda c: rewritten(c, {SHEET: doctype})),
    "entity bomb in UTF-16": ("WBK-010", lambda c: rewritten(c, {SHEET: utf16_doctype})),
    "entity bomb in the styles": ("WBK-010", lambda c: rewritten(c, {
        "xl/styles.xml": lambda d: d.replace(b"<styleSheet", b"<!DOCTYPE a><styleSheet", 1)})),
    "a million blank rows": ("WBK-009", lambda c: rewritten(c, sheet_data(blank_rows(10**6)))),
    "rows without cells": ("WBK-009", lambda c: rewritten(
        c, sheet_data(b"".join(b'<row r="%d" ht="20"/>' % n for n in range(1, 600_000))))),
    "one merged cell over everything": ("WBK-009", lambda c: rewritten(c, tail(
        b"<pageMargins", b'<mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>'))),
    "a hyperlink over everything": ("WBK-009", lambda c: rewritten(c, tail(
        b"<pageMargins", b'<hyperlinks><hyperlink ref="A9:XFD1048576"/></hyperlinks>'))),
    "a list of areas without end": ("WBK-008", lambda c: rewritten(c, tail(
        b"<pageMargins", b'<conditionalFormatting sqref="' + b"A1 " * 300_000
        + b'"/>'))),
    "a formula without end": ("WBK-008", lambda c: rewritten(c, sheet_data(
        b'<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A9">' + b"1+" * 9000
        + b"1</f></c></row>"))),
    "elements without end": ("WBK-008", lambda c: rewritten(c, {
        SHEET: lambda d: d.replace(b"</worksheet>", b"<x/>" * 400_000 + b"</worksheet>")})),
    "strings without end": ("WBK-008", lambda c: rewritten(
        c, more={"xl/sharedStrings.xml": b"<sst>" + b"<si><t/></si>" * 300_000 + b"</sst>"})),
    "macros": ("WBK-011", lambda c: rewritten(c, more={"xl/vbaProject.bin": b"x" * 99})),
    "macros by content type": ("WBK-011", lambda c: rewritten(c, content_type(PLAIN, MACRO))),
    "old macros": ("WBK-011", lambda c: rewritten(c, more={"xl/macrosheets/sheet1.xml": b"<x/>"})),
    "external link": ("WBK-012", lambda c: rewritten(
        c, more={"xl/externalLinks/externalLink1.xml": b"<x/>"})),
    "external target": ("WBK-012", lambda c: rewritten(
        c, relation(REL + b"externalLinkPath", b"file:///etc/passwd"))),
    "external picture": ("WBK-012", lambda c: rewritten(
        c, relation(REL + b"image", b"http://127.0.0.1/x.png"))),
    "data connection": ("WBK-012", lambda c: rewritten(c, more={"xl/connections.xml": b"<x/>"})),
    "embedded file": ("WBK-013", lambda c: rewritten(
        c, more={"xl/embeddings/oleObject1.bin": OLE})),
    "ActiveX": ("WBK-013", lambda c: rewritten(c, more={"xl/activeX/activeX1.xml": b"<x/>"})),
    "embedded by content type": ("WBK-013", lambda c: rewritten(c, content_type(*OTHER))),
    "parent folder": ("WBK-014", lambda c: rewritten(c, more={"../../evil.xml": b"<x/>"})),
    "absolute name": ("WBK-014", lambda c: rewritten(c, more={"/etc/evil.xml": b"<x/>"})),
    "drive": ("WBK-014", lambda c: rewritten(c, more={"C:\\evil.xml": b"<x/>"})),
    "one name twice": ("WBK-014", lambda c: rewritten(c, more={"XL/WORKBOOK.XML": b"<x/>"})),
    "password": ("WBK-006", lambda c: OLE + "EncryptedPackage".encode("utf-16-le")),
    "legacy workbook": ("WBK-005", lambda c: OLE),
    "OpenDocument": ("WBK-005", lambda c: rewritten(
        c, more={"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
    "binary workbook": ("WBK-005", lambda c: rewritten(c, more={"xl/workbook.bin": b"x"})),
    "document": ("WBK-004", lambda c: rewritten(c, more={"word/document.xml": b"<x/>"})),
    "plain ZIP": ("WBK-004", lambda c: rewritten(c, names={"[Content_Types].xml": "a.xml"})),
    "PDF": ("WBK-004", lambda c: b"%PDF-1.7\n" + b"x" * 999),
    "noise": ("WBK-004", lambda c: bytes(range(1, 256)) * 9),
    "empty": ("WBK-002", lambda c: b""),
    "zeros": ("WBK-002", lambda c: b"\0" * 5000),
    "cut off": ("WBK-007", lambda c: c[: len(c) // 2]),
    "broken XML": ("WBK-007", lambda c: rewritten(c, {SHEET: lambda d: d[:-40]})),
    "an encoding that is none": ("WBK-007", lambda c: rewritten(c, {
        "xl/styles.xml": lambda d: b'<?xml version="1.0" encoding="UTF68"?><styleSheet/>'})),
    "no workbook inside": ("WBK-007 WBK-020", lambda c: rewritten(c, {"xl/workbook.xml":
                                                             lambda d: b"<x/>"})),
    "too large": ("WBK-008", lambda c: c + b"\0" * 21_000_000),
}  # fmt: skip
HEAVY = {"zip bomb, small parts", "zip bomb, one part", "a sheet of nothing", "entity bomb",
         "a million blank rows", "rows without cells", "one merged cell over everything",
         "elements without end", "strings without end", "a part that lies about its size",
         "a list of areas without end", "too large"}  # fmt: skip


def apart(path):
    """Read a file in a process of its own, and measure it."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True,
                          check=True, timeout=60, env=dict(os.environ))  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", CASES)
def test_refused_with_a_reason(name, base_content, check):
    codes, make = CASES[name]
    found, findings = check(make(base_content))
    assert found is None
    assert len(findings) == 1
    assert findings[0].code in codes.split()
    assert findings[0].hint


@pytest.mark.parametrize("name", sorted(HEAVY))
def test_refused_quickly_and_in_little_memory(name, base_content, tmp_path, library):
    path = tmp_path / "site.xlsx"
    path.write_bytes(CASES[name][1](base_content))
    ended = apart(path)
    assert ended["none"]
    assert ended["seconds"] < SECONDS
    assert ended["mb"] < MEGABYTES


@pytest.mark.parametrize(
    ("name", "code"),
    [("a.csv", "WBK-005"), ("a.et", "WBK-005"), ("~$a.xlsx", "WBK-003"), ("a.pdf", "WBK-004")],
)
def test_names_help_to_tell_what_a_file_is(name, code, check):
    _, findings = check(b"a;b;c\n1;2;3\n", name)
    assert [f.code for f in findings] == [code]


def test_macro_endings_are_refused(base_content, check):
    assert [f.code for f in check(base_content, "a.xlsm")[1]] == ["WBK-011"]


def test_missing_files_and_folders(check, tmp_path):
    for path in (tmp_path / "none.xlsx", tmp_path, "\0.xlsx", "x" * 5000):
        assert [f.code for f in check(path)[1]] == ["WBK-001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(check, tmp_path, base_content):
    path = tmp_path / "secret.xlsx"
    path.write_bytes(base_content)
    path.chmod(0)
    assert [f.code for f in check(path)[1]] == ["WBK-001"]


def test_a_hyperlink_to_the_web_is_no_harm(book, check):
    book.at("company", "note").hyperlink = "mailto:esg@example.com"
    book.put("company", "note", "write to us")
    found, findings = check(book)
    assert findings == []
    assert found.company.note == "write to us"


def test_a_wrong_checksum_is_damage(base_content, check):
    with zipfile.ZipFile(io.BytesIO(base_content)) as archive:
        total = zlib.crc32(archive.read(SHEET)).to_bytes(4, "little")
    _, findings = check(base_content.replace(total, b"abcd"))
    assert [f.code for f in findings] == ["WBK-007"]
