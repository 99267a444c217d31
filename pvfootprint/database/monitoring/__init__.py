"""Watches what was certified and what was taken in: age, drift, outliers, superseded factors."""
