"""Computes the footprint of a product system with Brightway."""
