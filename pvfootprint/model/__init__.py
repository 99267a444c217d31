"""The words of the field: no input, no output."""
