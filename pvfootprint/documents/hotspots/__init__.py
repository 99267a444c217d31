"""The page, the figures and the tables of hot spots."""
