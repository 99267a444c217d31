"""Rules of what a site can have taken and made: one rule, one function, one code."""
