"""Reads inventories/ and methods/."""
