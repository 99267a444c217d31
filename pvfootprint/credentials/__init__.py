"""Statements that anyone can check: W3C credentials, their proofs and their status lists."""
