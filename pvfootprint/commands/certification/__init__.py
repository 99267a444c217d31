"""Commands of the certification, one module each."""
