"""Reads the background out of a licensed ecoinvent database in the user's own Brightway project.

No amount of ecoinvent is in this package: `activities.csv` says by name which activity stands for
which dataset of the library, `flows.csv` which elementary flow is which.
"""
