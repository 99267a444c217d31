"""The blank workbook, and one that is filled in: sheets, drop-downs, checks, guide, styles."""
