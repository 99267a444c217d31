"""A workbook that is read again is what it was; whatever else has changed is read anew."""

from dataclasses import replace

import pytest

from pvfootprint.workbook import reading
from pvfootprint.workbook.reader import remembering
from pvfootprint.workbook.reading import read_content, read_workbook


@pytest.fixture
def opened(monkeypatch):
    """Names of the workbooks that are opened from now on, none of which is remembered."""
    names = []

    def open_content(content, name, report):
        names.append(name)
        return original(content, name, report)

    original = reading.open_content
    monkeypatch.setattr(reading, "open_content", open_content)
    monkeypatch.setattr(reading, "_recent", remembering.RecentWorkbooks())
    return names


@pytest.fixture
def questioned(book, tmp_path):
    """Bytes of a workbook with a question in it."""
    return book.put("products", "mass", 12).save(tmp_path / "q.xlsx").read_bytes()


def test_the_same_workbook_is_opened_once(opened, questioned, library):
    first = read_content(questioned, "a.xlsx", library)
    again = read_content(bytes(bytearray(questioned)), "a.xlsx", library)
    assert opened == ["a.xlsx"]
    assert again == first
    assert [finding.code for finding in again[1]] == ["WBK-109"]


def test_what_was_found_may_be_changed_by_who_asked(opened, questioned, library):
    _, findings = read_content(questioned, "a.xlsx", library)
    findings.clear()
    assert len(read_content(questioned, "a.xlsx", library)[1]) == 1


def test_another_name_is_said_of_it(opened, questioned, library):
    read_content(questioned, "a.xlsx", library)
    site, (finding,) = read_content(questioned, "b.xlsx", library)
    assert opened == ["a.xlsx", "b.xlsx"]
    assert site.source == site.company.origin.file == finding.file == "b.xlsx"


def test_another_library_may_know_other_flows(opened, questioned, library):
    same, other = replace(library, formats=dict(library.formats)), replace(library, formats={})
    for one in (library, same, other, other, library):
        read_content(questioned, "a.xlsx", one)
    assert opened == ["a.xlsx"] * 3


def test_a_file_that_was_saved_again_is_read_again(opened, book, library, tmp_path):
    path = tmp_path / "a.xlsx"
    before, _ = read_workbook(book.save(path), library)
    after, _ = read_workbook(book.put("company", "site", "Two").save(path), library)
    assert (before.company.site, after.company.site) == ("One", "Two")
    assert read_workbook(path, library)[0] == after
    assert opened == ["a.xlsx", "a.xlsx"]


def test_a_workbook_with_errors_is_not_remembered(opened, book, library, tmp_path):
    content = book.put("products", "output", "many").save(tmp_path / "a.xlsx").read_bytes()
    first, second = (read_content(content, "a.xlsx", library) for _ in range(2))
    assert first == second
    assert opened == ["a.xlsx", "a.xlsx"]


def test_the_oldest_is_forgotten(opened, questioned, library, monkeypatch):
    monkeypatch.setattr(remembering, "REMEMBERED", 2)
    for name in ("a.xlsx", "b.xlsx", "c.xlsx", "b.xlsx", "a.xlsx"):
        read_content(questioned, name, library)
    assert opened == ["a.xlsx", "b.xlsx", "c.xlsx", "a.xlsx"]
