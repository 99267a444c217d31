"""The certificate: one page that says what is certified, and an annex that says why."""
