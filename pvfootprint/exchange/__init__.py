"""Other formats out and in: Brightway first."""
