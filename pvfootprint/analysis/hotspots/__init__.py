"""Hot spots: where a footprint comes from."""
