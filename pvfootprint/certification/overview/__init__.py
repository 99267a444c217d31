"""What there is, and what is to be done by whom."""
