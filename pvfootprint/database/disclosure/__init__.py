"""Keeps companies from being singled out in what the base database gives away."""
