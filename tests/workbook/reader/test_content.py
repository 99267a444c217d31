"""A workbook in memory is read as a file is: the same inventory, the same findings."""

from dataclasses import replace

import pytest

from pvfootprint.workbook.reader import opening
from pvfootprint.workbook.reading import read_content, read_workbook


@pytest.fixture
def both(library, tmp_path):
    """Give a function that reads bytes as a file and as they are; returns what both found."""

    def read(content, name):
        path = tmp_path / name
        path.write_bytes(content)
        site, findings = read_workbook(path, library)
        in_memory, about = read_content(content, name, library)
        assert about == [replace(finding, file=name) for finding in findings]
        if site is None:
            assert in_memory is None
        else:
            assert in_memory == replace(site, source=name)
        return in_memory, about

    return read


def test_a_sound_workbook(base_content, both):
    site, findings = both(base_content, "site.xlsx")
    assert findings == []
    assert {row.origin.file for row in (site.company, *site.materials)} == {"site.xlsx"}


def test_a_workbook_with_an_error(book, tmp_path, both):
    content = book.put("products", "output", "many").save(tmp_path / "book.xlsx").read_bytes()
    site, findings = both(content, "site.xlsx")
    assert site is None
    assert findings[0].code == "WBK-032"
    assert all(finding.file == "site.xlsx" for finding in findings)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("~$a.xlsx", "WBK-003"),
        ("a.XLSM", "WBK-011"),
    ],
)
def test_names_that_are_refused(name, code, base_content, both):
    assert [f.code for f in both(base_content, name)[1]] == [code]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\0 \n", "a.xlsx", "WBK-002"),
        (b"nothing", "~$a.xlsx", "WBK-003"),
        (b"%PDF", "a.xlsx", "WBK-004"),
        (b"a;b;c", "a.CSV", "WBK-005"),
        (opening.OLE, "a.et", "WBK-005"),
        (opening.OLE + opening.PASSWORD, "a.xlsx", "WBK-006"),
        (b"PK\x03\x04", "a.xlsm", "WBK-011"),
        (b"PK\x03\x04", "a.xlsx", "WBK-007"),
    ],
)
def test_contents_that_are_refused(content, name, code, both):
    assert [f.code for f in both(content, name)[1]] == [code]


def test_too_large_a_file(base_content, both, monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_FILE", len(base_content) - 1)
    assert [f.code for f in both(base_content, "a.xlsm")[1]] == ["WBK-008"]
    monkeypatch.setattr(opening, "LARGEST_FILE", len(base_content))
    assert both(base_content, "site.xlsx")[0]
