"""What would lower a footprint: levers alone, in sequence, and the smallest set for a target."""
