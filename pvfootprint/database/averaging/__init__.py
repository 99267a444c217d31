"""Average unit processes for the library, made of those of at least three companies."""
