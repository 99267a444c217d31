"""The page, the figures and the tables of a comparison."""
