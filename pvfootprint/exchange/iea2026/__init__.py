"""The inventories of IEA PVPS T12-33:2026, from a workbook in Brightway's layout.

The workbook is licensed CC BY-NC-SA 4.0 and is not shipped; users have it in a package of their
own. Nothing of its amounts stands here: only how its faults are told and mended, and by which
names its inputs are looked up in ``methods/mappings/iea-2026-*.csv``.
"""
