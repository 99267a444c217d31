"""What a footprint rests on, and whether it is plausible."""
