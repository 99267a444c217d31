"""Figures and papers that people read."""
