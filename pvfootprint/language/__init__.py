"""The Chinese and English catalogue, and the texts that are read from it."""
