"""Agendas are made from the chapters of the checklist, or read from a table."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.certification.audit.agendas import agenda_of, read_agenda, written_agenda
from pvfootprint.model.findings import CertificationError

START = datetime.date(2026, 3, 16)


def minutes(hours):
    return [int(part[:2]) * 60 + int(part[3:]) for part in hours.split("-")]


def test_every_chapter_is_there_once_between_both_meetings(scheme):
    items = agenda_of(scheme, START, START + datetime.timedelta(days=1))
    said = [item.what.en for item in items]
    chapters = list(dict.fromkeys(question.chapter.en for question in scheme.checklist))
    assert said[0] == "opening meeting"
    assert said[1:-2] == chapters
    assert said[-1].startswith("closing meeting")
    assert items[0].hours == "09:00-09:30"
    assert (items[-1].day, items[-1].hours) == ("2026-03-17", "16:30-17:00")
    assert all(item.what.zh != item.what.en and item.who.zh != item.who.en for item in items)


@given(days=st.integers(0, 20))
def test_times_follow_each_other_without_overlap(scheme, days):
    items = agenda_of(scheme, START, START + datetime.timedelta(days=days))
    times = [(item.day, *minutes(item.hours)) for item in items]
    assert all(begin < end for _, begin, end in times)
    assert times == sorted(times)
    for (day, _, end), (next_day, begin, _) in pairwise(times):
        assert day != next_day or end <= begin
    last = (START + datetime.timedelta(days=days)).isoformat()
    assert {day for day, *_ in times} >= {START.isoformat(), last}


def test_what_is_written_is_read_back(scheme):
    items = agenda_of(scheme, START, START)
    assert read_agenda(written_agenda(items), "agenda.csv") == items


def test_a_table_saved_by_a_chinese_spreadsheet():
    table = "what_zh,day,hours\r\n首次会议,2026-03-16,09:00-09:30\r\n,,\r\n"
    (item,) = read_agenda(table.encode("gb18030"), "agenda.csv")
    assert (item.day, item.what.zh, item.what.en) == ("2026-03-16", "首次会议", "首次会议")


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("day,what_en\n2026-03-16,opening\n", 1, "must name its columns"),
        ("day,hours,what_en\n", None, "has no lines"),
        ("day,hours,what_en\n16.3.2026,09:00-09:30,opening\n", 2, "day is not understood"),
        ("day,hours,what_en\n2026-02-30,09:00-09:30,opening\n", 2, "day is not understood"),
        ("day,hours,what_en\n2026-03-16,9-10,opening\n", 2, "hours are not understood"),
        ("day,hours,what_en\n2026-03-16,10:00-09:00,opening\n", 2, "hours are not understood"),
        ("day,hours,what_en\n2026-03-16,09:00-10:00,\n", 2, "does not say what is done"),
        ("day,hours,what_en\n" + "2026-03-16,09:00-10:00,a\n" * 201, None, "too many lines"),
    ],
)
def test_a_table_that_is_not_understood(table, line, said):
    with pytest.raises(CertificationError) as refused:
        read_agenda(table.encode(), "agenda.csv")
    (finding,) = refused.value.findings
    assert (finding.code, finding.line, finding.file) == ("CRT-032", line, "agenda.csv")
    assert said in finding.message


def test_everything_that_is_wrong_is_said_at_once():
    table = "day,hours,what_en\nx,y,\n2026-03-16,z,opening\n"
    with pytest.raises(CertificationError) as refused:
        read_agenda(table.encode(), "agenda.csv")
    assert [finding.line for finding in refused.value.findings] == [2, 2, 2, 3]


def test_a_file_that_is_no_table():
    with pytest.raises(CertificationError) as refused:
        read_agenda(b"PK\x03\x04\0\0\0", "agenda.xlsx")
    assert "no table of text" in refused.value.findings[0].message
