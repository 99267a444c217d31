"""A product under every scheme: its value within each boundary."""
