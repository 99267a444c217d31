"""Suppliers' workbooks: layout, blank template, reading with cell-precise findings, writing."""
