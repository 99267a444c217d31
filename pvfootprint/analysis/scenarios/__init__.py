"""Scenarios: changes to a product system, made plainly or over many variants at once."""
