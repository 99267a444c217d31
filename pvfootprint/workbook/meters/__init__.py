"""Readings of meters: files, times, intervals, monthly sums, into a workbook."""
