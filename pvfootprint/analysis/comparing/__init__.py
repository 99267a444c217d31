"""Products side by side, and what causes their difference."""
