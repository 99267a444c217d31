"""Readings of meters, summed by month; beside plain sums in Python."""

import csv
import datetime as dt
import io
import math
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvfootprint.model.findings import SelectionError
from pvfootprint.workbook.choices import choices_of
from pvfootprint.workbook.meters import files as meter_files
from pvfootprint.workbook.meters.files import Findings, open_meter_file
from pvfootprint.workbook.meters.months import meter_months
from pvfootprint.workbook.meters.readings import read_readings
from pvfootprint.workbook.meters.times import Clock, parse_zone

USED = ["meter", "start", "end", "consumption", "unit", "kind"]
COUNTED = ["meter", "time", "reading", "unit", "kind"]
QUARTER = dt.timedelta(minutes=15)


@pytest.fixture(scope="session")
def carriers(library):
    return choices_of(library, "wafer")["carriers"]


@pytest.fixture(scope="session")
def read(carriers, tmp_path_factory):
    """Read a file; give months and findings."""
    path = tmp_path_factory.mktemp("meters") / "readings.csv"

    def read_content(content, *, clock=None, **options):
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        findings, clock = Findings(path.name), clock or Clock()
        file = open_meter_file(path, findings)
        if file is None:
            return [], findings.all()
        readings = read_readings(file, carriers, clock, findings, **options)
        return meter_months(readings, clock, findings), findings.all()

    return read_content


def table(heading, rows, separator=","):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([heading, *rows])
    return out.getvalue()


def used(begin, end, amount, meter="M1", unit="kWh", kind="electricity"):
    return [meter, begin, end, amount, unit, kind]


def counted(at, reading, meter="M1", unit="kWh", kind="electricity"):
    return [meter, at, reading, unit, kind]


def codes(findings):
    return sorted({(finding.code, finding.severity) for finding in findings})


def amounts(months):
    return {(m.meter.name, m.month): m.amount for m in months}


def month_of_quarters(meter="M1", start=dt.datetime(2025, 1, 1), count=96 * 31):
    for n in range(count):
        at = start + n * QUARTER
        yield used(at.isoformat(), (at + QUARTER).isoformat(), f"{n % 7 + 0.1:.1f}", meter)


def test_a_month_of_quarter_hours_is_their_sum(read):
    rows = list(month_of_quarters())
    (month,), findings = read(table(USED, rows))
    assert findings == []
    assert month.amount == pytest.approx(sum(float(row[3]) for row in rows), rel=1e-12)
    assert (month.first, month.last, month.count) == (2, 2977, 2976)
    assert (month.split, month.gaps, month.missing) == (0, 0, 0)


def test_a_counter_gives_its_differences_times_the_multiplier(read):
    rows = [["M1", f"2025-{m:02d}-01", 100 * m, "MWh", "电力", 200] for m in (1, 2, 3)]
    months, findings = read(table([*COUNTED, "倍率"], rows))
    assert codes(findings) == [("MTR-019", "question")]
    assert amounts(months) == {("M1", "2025-01"): 2e7, ("M1", "2025-02"): 2e7}
    assert {m.meter.unit for m in months} == {"kWh"}


ENCODED = {
    "utf-8": ("utf-8", ","),
    "with a byte order mark": ("utf-8-sig", ";"),
    "gb18030": ("gb18030", "\t"),
}


@pytest.mark.parametrize("written", ENCODED.values(), ids=list(ENCODED))
def test_files_as_they_come(read, written):
    encoding, separator = written
    heading = ["电表编号", "开始时间", "结束时间", "用量(万千瓦时)", "能源类型", "备注"]
    rows = [["一号表", "2025/1/1 0:00", "2025/1/31 24:00", "1,234.5", "电力", "x"]]
    content = "某某公司电量报表\r\n" + table(heading, rows, separator)
    (month,), findings = read(content.encode(encoding))
    assert findings == []
    assert (month.meter.name, month.amount) == ("一号表", 12_345_000)
    assert month.first == 3


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2025-03-01T00:00:00+08:00", "2025-04-01T00:00:00+08:00"),
        ("2025-02-28T16:00Z", "2025-03-31T16:00:00.000Z"),
        ("2025-03-01 00:00", "2025-03-31 24:00"),
        ("2025/3/1", "2025/3/31"),
        ("2025年3月1日", "2025年3月31日"),
        ("2025-03", "2025-03"),
    ],
)
def test_points_in_time_as_they_are_written(read, begin, end):
    (month,), _ = read(table(USED, [used(begin, end, 5)]))
    assert (month.month, month.amount, month.missing) == ("2025-03", 5, 0)


def test_a_day_or_month_alone_is_an_interval(read):
    rows = [["M1", f"2025-01-{d:02d}", d, "kWh", "electricity"] for d in range(1, 32)]
    months, findings = read(table(["meter", "日期", "用电量", "单位", "kind"], rows))
    assert (findings, amounts(months)) == ([], {("M1", "2025-01"): 496})


def test_months_begin_in_the_zone_of_the_site(read):
    rows = [used("2025-03-29T23:00Z", "2025-03-31T22:00Z", 47)]
    months, _ = read(table(USED, rows), clock=Clock(parse_zone("Europe/Berlin")))
    assert amounts(months) == {("M1", "2025-03"): 47}


def test_an_interval_over_the_end_of_a_month_is_divided_by_time_and_said(read):
    months, findings = read(table(USED, [used("2025-01-31 12:00", "2025-02-01 12:00", 24)]))
    assert amounts(months) == {("M1", "2025-01"): 12, ("M1", "2025-02"): 12}
    assert ("MTR-011", "warning") in codes(findings)
    assert {m.split for m in months} == {1}


def test_gaps_are_counted_and_said(read):
    rows = [r for n, r in enumerate(month_of_quarters()) if n not in {0, 50, 51, 2975}]
    (month,), findings = read(table(USED, rows))
    assert (month.gaps, month.missing) == (3, 1.0)
    assert codes(findings) == [("MTR-010", "warning")]


def test_a_counter_that_goes_back_is_asked_about_and_its_month_left_out(read):
    rows = [
        counted("2025-01-01 00:00", 900),
        counted("2025-02-01 00:00", 950),
        counted("2025-02-10 00:00", 20),
        counted("2025-03-01 00:00", 60),
        counted("2025-04-01 00:00", 100),
    ]
    months, findings = read(table(COUNTED, rows))
    assert amounts(months) == {
        ("M1", "2025-01"): 50,
        ("M1", "2025-02"): None,
        ("M1", "2025-03"): 40,
    }
    (question,) = [f for f in findings if f.code == "MTR-007"]
    assert (question.severity, question.line) == ("question", 4)
    assert "950 → 20" in question.found


def test_a_rollover_that_is_marked_counts(read):
    rows = [
        [*counted("2025-01-01 00:00", 999_990), ""],
        [*counted("2025-02-01 00:00", 12), "翻转"],
    ]
    months, findings = read(table([*COUNTED, "reset"], rows))
    assert (amounts(months), findings) == ({("M1", "2025-01"): 22}, [])


def test_a_meter_that_is_changed_with_both_readings_loses_nothing(read):
    rows = [
        [*counted("2025-01-01 00:00", 100), ""],
        [*counted("2025-01-15 00:00", 180), ""],
        [*counted("2025-01-15 00:00", 3), "换表"],
        [*counted("2025-02-01 00:00", 23), ""],
    ]
    months, findings = read(table([*COUNTED, "换表"], rows))
    assert (amounts(months), findings) == ({("M1", "2025-01"): 100}, [])


def test_a_meter_that_is_changed_without_its_last_reading_has_a_gap(read):
    rows = [
        [*counted("2025-01-01 00:00", 100), ""],
        [*counted("2025-01-15 00:00", 3), "yes"],
        [*counted("2025-02-01 00:00", 23), ""],
    ]
    (month,), findings = read(table([*COUNTED, "reset"], rows))
    assert (month.amount, month.missing) == (20, 14 * 24)
    assert codes(findings) == [("MTR-007", "warning"), ("MTR-010", "warning")]


def test_a_last_day_that_begins_the_next_interval_is_not_part_of_its_own(read):
    rows = [used("2025-01-01", "2025-02-01", 31), used("2025-02-01", "2025-03-01", 28)]
    months, findings = read(table(USED, rows))
    assert amounts(months) == {("M1", "2025-01"): 31, ("M1", "2025-02"): 28}
    assert codes(findings) == [("MTR-019", "question")]


def test_a_fuel_keeps_its_unit_and_steam_its_mass(read):
    rows = [
        used("2025-01", "2025-01", 10, "G", "m³", "天然气"),
        used("2025-01", "2025-01", 10, "S", "t", "steam"),
    ]
    months, _ = read(table(USED, rows))
    assert {(m.meter.kind, m.amount, m.meter.unit) for m in months} == {
        ("natural-gas-burned", 10, "m3"),
        ("steam", 10_000, "kg"),
    }


JANUARY = ("2025-01-01 00:00", "2025-02-01 00:00")
WRONG = {
    "MTR-001": ("a,b\n1,2,3\n".encode("utf-16"), ""),
    "MTR-002": (table(["meter", "start", "end", "unit"], []), ""),
    "MTR-003": (table(USED, [used("yesterday", JANUARY[1], 1)]), "start"),
    "MTR-004": (table(USED, [used(*JANUARY, "=1+1")]), "consumption"),
    "MTR-005": (table(USED, [used(*JANUARY, 1, unit="m3")]), "unit"),
    "MTR-006": (table(USED, [used(*JANUARY, 1, kind="love")]), "kind"),
    "MTR-007": (table([*COUNTED, "reset"], [[*counted(JANUARY[0], 1), "perhaps"]]), "reset"),
    "MTR-012": (
        table(USED, [used(*JANUARY, 1), used("2025-02-01T00:00Z", "2025-02-02T00:00Z", 1)]),
        "end",
    ),
    "MTR-013": (table([*COUNTED, "multiplier"], [[*counted(JANUARY[0], 1), 0]]), "multiplier"),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_an_error_with_line_and_column(read, code):
    content, column = WRONG[code]
    _, findings = read(content)
    (error,) = [f for f in findings if f.severity == "error"]
    assert (error.code, error.column) == (code, column)
    assert error.line == (2 if column and code != "MTR-012" else error.line)


ASKED = {
    "overlap": ([used(*JANUARY, 1), used("2025-01-05", "2025-01-06", 1)], "MTR-008", "question"),
    "two readings at one time": (
        [used(*JANUARY, 1), used(*JANUARY, 2)],
        "MTR-008",
        "question",
    ),
    "repeated": ([used(*JANUARY, 1), used(*JANUARY, 1)], "MTR-009", "warning"),
    "no value": ([used(*JANUARY, 1), used("2025-02-01", "2025-02-02", "--")], "MTR-018", "warning"),
}


@pytest.mark.parametrize("case", ASKED.values(), ids=list(ASKED))
def test_what_may_be_right_is_said(read, case):
    rows, code, severity = case
    months, findings = read(table(USED, rows))
    assert (code, severity) in codes(findings)
    assert not any(finding.severity == "error" for finding in findings)
    assert amounts(months) == {("M1", "2025-01"): None if code == "MTR-008" else 1}


def test_consumption_with_a_multiplier_is_taken_as_it_stands_and_asked_about(read):
    months, findings = read(table([*USED, "倍率"], [[*used(*JANUARY, 7), 100]]))
    assert (amounts(months), codes(findings)) == (
        {("M1", "2025-01"): 7},
        [("MTR-013", "question")],
    )


def test_consumption_counts_where_there_are_readings_too(read):
    months, findings = read(table([*USED, "读数"], [[*used(*JANUARY, 7), 99]]))
    assert amounts(months) == {("M1", "2025-01"): 7}
    assert codes(findings) == [("MTR-002", "question")]


def test_a_meter_that_changes_is_an_error(read):
    rows = [used(*JANUARY, 1), used("2025-02", "2025-02", 1, unit="MWh")]
    _, findings = read(table(USED, rows))
    assert ("MTR-013", "error") in codes(findings)


def test_a_kind_can_be_given_for_the_whole_file(read):
    content = table(USED[:-1], [used(*JANUARY, 1)[:-1]])
    assert codes(read(content)[1]) == [("MTR-006", "error")]
    months, findings = read(content, kind="电")
    assert (months[0].meter.kind, findings) == ("electricity", [])


def test_times_with_a_zone_need_that_of_the_site(read):
    rows = [used("2025-01-01T00:00Z", "2025-01-02T00:00Z", 1)]
    _, findings = read(table(USED, rows), clock=Clock(stated=False))
    assert ("MTR-012", "error") in codes(findings)


def test_an_unknown_zone_is_refused():
    with pytest.raises(SelectionError) as caught:
        parse_zone("Mars/Olympus")
    assert caught.value.findings[0].code == "MTR-012"


HOSTILE = {
    "a NUL": b"meter,start,end,consumption,unit,kind\nM\0,1,2,3,4,5\n",
    "a million columns": b"meter," * 1_000_000 + b"\n",
    "a huge field": b"meter,start,end,consumption,unit,kind\n" + b"x" * 2_000_000,
    "an open quotation mark": b'meter,start,end,consumption,unit,kind\n"' + b"x\n" * 200_000,
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "a longer row": b"meter,start,end,consumption,unit,kind\nM,1,2,3,4,5,6\n",
    "a terminal's escape": b"meter,start,end,consumption,unit,kind\n\x1b[2J,1,2,3,kWh,steam\n",
    "a number beyond all": b"meter,time,consumption,unit,kind\nM,2025-01,1e300,kWh,steam\n",
    "not a number": b"meter,time,consumption,unit,kind\nM,2025-01,inf,GWh,steam\n",
    "a year beyond all": b"meter,time,consumption,unit,kind\nM,9999-01,1,GWh,steam\n",
    "an interval of years": table(USED, [used("2001-01", "2099-01", 1)]).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_is_refused_with_its_line(read, content):
    months, findings = read(content)
    assert months == []
    assert any(finding.severity == "error" for finding in findings)
    shown = "".join(f"{finding.found}{finding.message}{finding.column}" for finding in findings)
    assert shown.isprintable()
    assert len(shown) < 20_000


def test_more_rows_than_can_be_read_are_an_error(read, monkeypatch):
    monkeypatch.setattr(meter_files, "MOST_ROWS", 3)
    _, findings = read(table(USED, list(month_of_quarters(count=4))))
    assert ("MTR-001", "error") in codes(findings)


def test_many_alike_are_counted(read):
    rows = [used(*JANUARY, "x") for _ in range(500)]
    _, findings = read(table(USED, rows))
    assert len(findings) == meter_files.MOST_FINDINGS + 1
    assert str(findings[-1].message).startswith("480 more")


FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
HOURS = st.lists(st.tuples(st.integers(1, 900), st.integers(0, 10**6)), min_size=1, max_size=40)


def intervals(hours, meter="M1"):
    """Chain intervals of so many hours, in thousandths of a kilowatt hour."""
    at = dt.datetime(2025, 1, 20, 7)
    for length, amount in hours:
        end = at + dt.timedelta(hours=length)
        yield at, end, amount / 1000, meter
        at = end


def rows_of(parts):
    return [used(f"{b:%Y-%m-%d %H:%M}", f"{e:%Y-%m-%d %H:%M}", a, m) for b, e, a, m in parts]


def plainly(parts):
    """Sum by month, hour by hour."""
    sums = defaultdict(list)
    for begin, end, amount, meter in parts:
        count = int((end - begin).total_seconds() // 3600)
        for n in range(count):
            at = begin + dt.timedelta(hours=n)
            sums[meter, f"{at:%Y-%m}"].append(amount / count)
    return {key: math.fsum(values) for key, values in sums.items()}


@FEW
@given(hours=HOURS)
def test_months_are_what_a_plain_sum_over_the_hours_gives(read, hours):
    parts = list(intervals(hours))
    months, _ = read(table(USED, rows_of(parts)))
    assert amounts(months) == pytest.approx(plainly(parts), rel=1e-9)
    total = math.fsum(m.amount for m in months)
    assert total == pytest.approx(math.fsum(a for _, _, a, _ in parts), rel=1e-9)


@FEW
@given(hours=HOURS, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(read, hours, order):
    rows = rows_of([*intervals(hours), *intervals(hours[::-1], "M2")])
    mixed = list(rows)
    order.shuffle(mixed)
    assert amounts(read(table(USED, mixed))[0]) == amounts(read(table(USED, rows))[0])


@FEW
@given(hours=HOURS, data=st.data())
def test_dividing_an_interval_changes_nothing(read, hours, data):
    parts = list(intervals(hours))
    place = data.draw(st.integers(0, len(parts) - 1))
    begin, end, amount, meter = parts[place]
    middle = begin + (end - begin) / 2
    half = middle.replace(second=0, microsecond=0)
    ratio = (half - begin) / (end - begin)
    halves = [(begin, half, amount * ratio, meter), (half, end, amount * (1 - ratio), meter)]
    divided = [*parts[:place], *halves, *parts[place + 1 :]]
    whole = amounts(read(table(USED, rows_of(parts)))[0])
    assert amounts(read(table(USED, rows_of(divided)))[0]) == pytest.approx(whole, rel=1e-9)


@FEW
@given(hours=HOURS)
def test_a_counter_and_its_differences_give_the_same(read, hours):
    parts = list(intervals(hours))
    reading, rows = 1000.0, [counted(f"{parts[0][0]:%Y-%m-%d %H:%M}", 1000)]
    for _, end, amount, _ in parts:
        reading += amount
        rows.append(counted(f"{end:%Y-%m-%d %H:%M}", f"{reading:.3f}"))
    from_counter = amounts(read(table(COUNTED, rows))[0])
    directly = amounts(read(table(USED, rows_of(parts)))[0])
    assert from_counter == pytest.approx(directly, rel=1e-6, abs=1e-6)
