"""The advice to a company: what would lower its footprint."""
