"""The registry: an append-only log that people sign, and what is looked up in it."""
