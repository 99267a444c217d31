"""Reads what people send: hostile files refused, sheets recognised, cells understood."""
