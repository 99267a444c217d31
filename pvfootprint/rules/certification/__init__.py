"""Certification schemes: reading their files, and the numbers that they lay down."""
