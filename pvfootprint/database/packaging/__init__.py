"""Signed data packages: datasets and averages of the base database that anybody may use."""
