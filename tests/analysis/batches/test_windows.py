"""Windows follow from the items alone."""

from pvfootprint.analysis.batches.rows import Kind
from pvfootprint.analysis.batches.windows import MOST_ROWS, Windows


def sizes(kinds):
    windows = Windows(lambda written: written.endswith(".xlsx"))
    for kind in kinds:
        windows.add(kind)
    return list(windows.sizes)


def test_each_workbook_has_a_window_of_its_own() -> None:
    assert sizes(Kind(f"{i}.xlsx") for i in range(3)) == [1, 1, 1]


def test_variants_of_one_workbook_share_windows() -> None:
    many = 2 * MOST_ROWS + 1
    assert sizes([Kind("a.xlsx")] * many) == [MOST_ROWS, MOST_ROWS, 1]


def test_workbooks_that_were_read_before_share_windows_however_they_are_mixed() -> None:
    mixed = [Kind(f"{i % 10}.xlsx") for i in range(1000)]
    assert sizes(mixed) == [1] * 10 + [990]


def test_products_of_the_library_share_windows_up_to_a_second_of_work() -> None:
    assert sizes(Kind(f"module:perc:{i}") for i in range(60)) == [25, 25, 10]
