import pytest

from pvfootprint.exchange.iea2026.sheet import MOST, read_activities


def test_activities_are_read_as_they_stand(read, iea_workbooks):
    found = read()
    assert len(found) == len(iea_workbooks.activities())
    wafer = found[iea_workbooks.WAFER + "topcon", "topcon", "CN"]
    assert (wafer.unit, wafer.comment) == ("square meter", "made up")
    amounts = [(e.product, e.amount) for e in wafer.inputs()]
    assert amounts[:2] == [("brick", 0.4), ("electricity, medium voltage", 2.0)]


def test_the_spread_of_a_row():
    heading = ["name", "amount", "unit", "type", "uncertainty type", "scale"]
    rows = [
        ["Activity", "a"], ["reference product", "p"], ["location", "CN"], ["unit", "kilogram"],
        ["Exchanges"], heading,
        ["x", 2, "kilogram", "technosphere", 2, 0.1],
        ["y", 2, "kilogram", "technosphere", 0, 0.1],
        ["z", 0, "kilogram", "technosphere", 2, 0.1],
    ]  # fmt: skip
    (activity,) = read_activities(enumerate(rows, 1), "f.xlsx")[0].values()
    assert [e.scale for e in activity.exchanges] == [0.1, None, None]


def broken(change):
    """Return the codes and lines of what is wrong with a small sheet after a change."""
    rows = [
        ["Activity", "a"], ["reference product", "p"], ["location", "CN"], ["unit", "kilogram"],
        ["production amount", 1], ["Exchanges"], ["name", "amount", "unit", "type"],
        ["x", 2, "kilogram", "technosphere"], [],
    ]  # fmt: skip
    _, findings = read_activities(enumerate(change(rows), 1), "f.xlsx")
    assert {(finding.code, finding.file) for finding in findings} <= {("INS-008", "f.xlsx")}
    return [finding.line for finding in findings]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (lambda rows: rows, []),
        (lambda rows: [], [1]),
        (lambda rows: [["text"], [None, 1]], [1]),
        (lambda rows: [["Activity", ""], *rows[1:]], [1]),
        (lambda rows: [*rows[:2], *rows[3:]], [1]),
        (lambda rows: [*rows, *rows], [10]),
        (lambda rows: [*rows[:4], ["production amount", 2], *rows[5:]], [1]),
        (lambda rows: [*rows[:6], ["name", "unit"], *rows[8:]], [7]),
        (lambda rows: [*rows[:7], ["x", "=1+1", "kilogram", "technosphere"]], [8]),
        (lambda rows: [*rows[:7], ["x", None, "kilogram", "technosphere"]], [8]),
        (lambda rows: [*rows[:7], ["x", True, "kilogram", "technosphere"]], [8]),
        (lambda rows: [*rows[:7], ["x", "inf", "kilogram", "technosphere"]], [8]),
        (lambda rows: [*rows[:7], *[["x", "?", "", ""]] * 100], list(range(8, 8 + MOST))),
    ],
)
def test_what_is_not_as_the_layout_says_is_told_by_row(change, lines):
    assert broken(change) == lines
