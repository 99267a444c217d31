"""Schemes that judge a footprint: reading, rounding, judging."""
