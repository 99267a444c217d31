"""One file for each step; its name says what it does."""
