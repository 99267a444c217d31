"""The rules, by theme; each is one function with one code."""
