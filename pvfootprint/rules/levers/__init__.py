"""Levers: the files of ``methods/levers/`` and of users."""
